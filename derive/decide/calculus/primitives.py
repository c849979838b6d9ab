"""Antiderivatives by rule.

Every answer is a candidate: whoever uses it differentiates it first.  The rules are those of a first course: linearity,
powers, polynomial times exponential, sine or cosine, Gaussian moments, powers of a logarithm, exponential times sine,
and substitution where the derivative divides.  What they leave is given to SymPy under a time limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derive.decide.calculus.binding import fresh, occurs, put, replaced
from derive.decide.calculus.construct import (
    factors_of,
    integer,
    minus,
    negate,
    over,
    plus,
    raised,
    rational,
    signed,
    times,
)
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.polynomial import Polynomial, coefficients, linear, polynomial
from derive.expression import ONE, PI, TWO, ZERO, Expression, call, name

#: Nested substitutions and integrations by parts.
DEPTH = 6
EULER = Expression("constant", (), "e")


def primitive(integrand: Expression, variable: str, depth: int = DEPTH) -> Expression | None:
    """A candidate for an antiderivative; None where no rule applies."""
    x = name(variable)
    if not occurs(variable, integrand):
        return times(integrand, x)
    if depth == 0:
        return None
    if integrand.head == "neg":
        inside = primitive(integrand.args[0], variable, depth)
        return None if inside is None else negate(inside)
    if integrand.head == "add":
        parts = [primitive(a, variable, depth) for a in integrand.args]
        return None if any(p is None for p in parts) else plus(*(p for p in parts if p is not None))
    found = coefficients(integrand, variable)
    if found is not None:
        return polynomial({k + 1: over(c, signed(k + 1)) for k, c in found.items()}, x)
    sign, above, below = factors_of(integrand)
    outside = [f for f in above if not occurs(variable, f)]
    under = [f for f in below if not occurs(variable, f)]
    inner_above = [f for f in above if occurs(variable, f)]
    inner_below = [f for f in below if occurs(variable, f)]
    if sign < 0 or outside or under:
        inside = primitive(_quotient(inner_above, inner_below), variable, depth)
        if inside is None:
            return None
        value = over(times(*outside, inside), times(*under)) if under else times(*outside, inside)
        return negate(value) if sign < 0 else value
    for rule in RULES:
        result = rule(integrand, variable, depth)
        if result is not None:
            return result
    return None


def _quotient(above: list[Expression], below: list[Expression]) -> Expression:
    return over(times(*above), times(*below)) if below else times(*above)


def _factors(integrand: Expression) -> list[tuple[Expression, Expression]] | None:
    """Bases with exponents; exponentials keep ``e`` as their base."""
    _, above, below = factors_of(integrand)
    found: list[tuple[Expression, Expression]] = []
    for factors, sign in ((above, 1), (below, -1)):
        for factor in factors:
            base, exponent = factor, ONE
            if factor.head == "pow":
                base, exponent = factor.args
            elif factor.head == "call" and factor.value == "sqrt":
                base, exponent = factor.args[0], over(ONE, TWO)
            elif factor.head == "call" and factor.value == "exp":
                base, exponent = Expression("constant", (), "e"), factor.args[0]
            found.append((base, exponent if sign > 0 else negate(exponent)))
    return found


def powers(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """``(a x + b)^p``, and products of powers of the same base."""
    parts = _factors(integrand) or []
    bases = {b for b, _ in parts}
    if len(bases) != 1:
        return None
    base = parts[0][0]
    exponent = plus(*(e for _, e in parts))
    slope = linear(base, variable)
    if slope is None or occurs(variable, exponent):
        return None
    value = rational(exponent)
    if value is None and len(parts) > 1:
        from derive.decide.calculus.reduce import value_of

        value = value_of(exponent)
    if value == -1:
        return over(call("log", call("Abs", base)), slope[0])
    higher = plus(exponent, ONE) if value is None else signed(value + 1)
    return over(raised(base, higher), times(higher, slope[0]))


def expanded_product(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """Sums in the numerator multiplied out, each term divided by the denominator."""
    _, above, below = factors_of(integrand)
    if below and all(coefficients(f, variable) is not None and f.head == "add" for f in below):
        return None
    for k, factor in enumerate(above):
        inside = coefficients(factor, variable) if factor.head in ("add", "pow") else None
        if factor.head == "add" or (inside is not None and len(inside) > 1):
            terms = factor.args if factor.head == "add" else None
            if terms is None:
                assert inside is not None
                terms = tuple(times(c, raised(name(variable), signed(p))) for p, c in sorted(inside.items()))
            rest = above[:k] + above[k + 1 :]
            split = [_quotient([*rest, t], list(below)) for t in terms]
            parts = [primitive(_combined(s, variable), variable, depth - 1) for s in split]
            if any(p is None for p in parts):
                return None
            return plus(*(p for p in parts if p is not None))
    return None


def _combined(expression: Expression, variable: str) -> Expression:
    """Powers of one base in a product gathered."""
    sign, above, below = factors_of(expression)
    parts = _factors(_quotient(list(above), list(below))) or []
    gathered: dict[Expression, list[Expression]] = {}
    for base, exponent in parts:
        gathered.setdefault(base, []).append(exponent)
    from derive.decide.calculus.reduce import value_of

    factors = []
    for base, exponents in gathered.items():
        total = plus(*exponents)
        value = value_of(total)
        factors.append(raised(base, total if value is None else signed(value)))
    product = times(*factors)
    return negate(product) if sign < 0 else product


def exponential(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """Polynomial times ``exp``, ``sin``, ``cos``, ``sinh``, ``cosh`` or ``c^u`` of a linear argument, by parts."""
    _, above, below = factors_of(integrand)
    special = [f for f in above if _elementary(f, variable) is not None]
    if len(special) != 1:
        joined = _one_exponential(above, below, variable)
        return None if joined is None or not depth else primitive(joined, variable, depth - 1)
    rest = _quotient([f for f in above if f is not special[0]], list(below))
    weight = coefficients(rest, variable)
    found = _elementary(special[0], variable)
    if weight is None or found is None or any(k < 0 for k in weight):
        return None
    kind, argument, base = found
    slope = linear(argument, variable)
    if slope is None:
        return gaussian(weight, argument, variable) if kind == "exp" and base is None else None
    rate = slope[0] if base is None else times(slope[0], call("log", base))
    return _by_parts(kind, special[0], argument, rate, weight, variable)


def _one_exponential(above: Sequence[Expression], below: Sequence[Expression], variable: str) -> Expression | None:
    """Two exponentials or more, above or below the line, as one: a prior times a likelihood, say."""
    exponents: list[Expression] = []
    rest: list[Expression] = []
    for factor in above:
        found = _elementary(factor, variable)
        natural = found is not None and found[0] == "exp" and found[2] is None
        (exponents if natural else rest).append(found[1] if natural and found is not None else factor)
    if len(exponents) < 2:
        return None
    return _quotient([*rest, raised(EULER, plus(*exponents))], list(below))


def _elementary(factor: Expression, variable: str) -> tuple[str, Expression, Expression | None] | None:
    if factor.head == "call" and factor.value in ("exp", "sin", "cos", "sinh", "cosh"):
        return factor.value, factor.args[0], None
    if factor.head == "pow" and not occurs(variable, factor.args[0]):
        base = factor.args[0]
        plain = base.head == "constant" and base.value == "e"
        return "exp", factor.args[1], None if plain else base
    return None


def _by_parts(
    kind: str, special: Expression, argument: Expression, rate: Expression, weight: Polynomial, variable: str
) -> Expression:
    # The antiderivatives of exp, sin, ... repeat with period 1, 2 or 4; the polynomial's derivatives end.
    cycles: dict[str, tuple[tuple[int, str], ...]] = {
        "exp": ((1, "exp"),),
        "sin": ((-1, "cos"), (-1, "sin"), (1, "cos"), (1, "sin")),
        "cos": ((1, "sin"), (-1, "cos"), (-1, "sin"), (1, "cos")),
        "sinh": ((1, "cosh"), (1, "sinh")),
        "cosh": ((1, "sinh"), (1, "cosh")),
    }
    terms, sign, order = [], 1, 0
    while weight:
        scale, function = cycles[kind][order % len(cycles[kind])]
        value = special if kind == "exp" else call(function, argument)
        order += 1
        term = over(times(polynomial(weight, name(variable)), value), raised(rate, signed(order)))
        terms.append(term if sign * scale > 0 else negate(term))
        weight = {k - 1: times(signed(k), c) for k, c in weight.items() if k}
        sign = -sign
    return plus(*terms)


def gaussian(weight: Polynomial, argument: Expression, variable: str) -> Expression | None:
    """Polynomial times the exponential of a quadratic: moments of a Gaussian, with the error function."""
    parts = coefficients(argument, variable)
    if parts is None or set(parts) - {0, 1, 2} or 2 not in parts:
        return None
    x = name(variable)
    a, b, c = parts[2], parts.get(1, ZERO), parts.get(0, ZERO)
    value = call("exp", argument)
    terms = []
    # x^n e^q: (x^(n-1) e^q)' = ((n-1) x^(n-2) + 2 a x^n + b x^(n-1)) e^q
    weight = dict(weight)
    while weight and max(weight) > 0:
        n = max(weight)
        top = over(weight.pop(n), times(TWO, a))
        terms.append(times(top, raised(x, signed(n - 1)), value))
        for power, factor in ((n - 2, signed(n - 1)), (n - 1, b)):
            if power >= 0 and factor != ZERO:
                weight[power] = minus(weight.get(power, ZERO), times(top, factor))
                if weight[power] == ZERO:
                    del weight[power]
    if weight:
        root = call("sqrt", negate(a))
        centre = over(times(b, b), times(signed(4), a))
        peak = call("exp", minus(c, centre)) if b != ZERO or c != ZERO else ONE
        shifted = minus(times(root, x), over(b, times(TWO, root)))
        bell = times(over(call("sqrt", PI), times(TWO, root)), peak, call("erf", shifted))
        terms.append(times(weight[0], bell))
    return plus(*terms)


def logarithmic(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """A power of the variable, or a polynomial, times a logarithm or inverse function, by parts."""
    _, above, below = factors_of(integrand)
    for k, factor in enumerate(above):
        inner = factor.args[0] if factor.head == "pow" else factor
        if inner.head != "call" or inner.value not in ("log", "atan", "asin", "acos", "asinh", "acosh", "atanh", "erf"):
            continue
        if factor.head == "pow" and (integer(factor.args[1]) or 0) <= 0:
            continue
        rest = _quotient([f for j, f in enumerate(above) if j != k], list(below))
        outer = primitive(rest, variable, depth - 1)
        if outer is None:
            continue
        left = _combined(times(outer, differentiate(factor, name(variable))), variable)
        remaining = primitive(left, variable, depth - 1)
        if remaining is not None:
            return minus(times(outer, factor), remaining)
    return None


def incomplete_gamma(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """``x^p exp(-a x)`` with a power that is no whole number: the incomplete Gamma function."""
    x = name(variable)
    parts = _factors(integrand) or []
    rates = [e for b, e in parts if b == EULER]
    powers_of_x = [e for b, e in parts if b == x]
    if len(rates) != 1 or not powers_of_x or len(rates) + len(powers_of_x) != len(parts):
        return None
    slope = linear(rates[0], variable)
    exponent = plus(*powers_of_x)
    if slope is None or occurs(variable, exponent):
        return None
    a = negate(slope[0])
    value = over(call("uppergamma", plus(exponent, ONE), times(a, x)), raised(a, plus(exponent, ONE)))
    return negate(value if slope[1] == ZERO else times(call("exp", slope[1]), value))


#: Integrals of ``f(u)/u`` (DLMF 6.2).
OVER_ITSELF = {"sin": "Si", "cos": "Ci", "sinh": "Shi", "cosh": "Chi", "exp": "Ei"}


def over_itself(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """``sin(a x)/x`` and its like."""
    _, above, below = factors_of(integrand)
    if len(above) != 1 or list(below) != [name(variable)] or above[0].head != "call":
        return None
    argument = above[0].args[0] if len(above[0].args) == 1 else ONE
    slope = linear(argument, variable)
    if above[0].value not in OVER_ITSELF or slope is None or slope[1] != ZERO:
        return None
    return call(OVER_ITSELF[above[0].value], argument)


def damped(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """``exp(a x + c) sin(b x + d)`` and the same with the cosine."""
    _, above, below = factors_of(integrand)
    kinds = [_elementary(f, variable) for f in above]
    if below or len(above) != 2 or None in kinds:
        return None
    first, second = sorted((k for k in kinds if k is not None), key=lambda k: k[0] != "exp")
    if first[0] != "exp" or second[0] not in ("sin", "cos"):
        return None
    grow, turn = linear(first[1], variable), linear(second[1], variable)
    if grow is None or turn is None:
        return None
    a = grow[0] if first[2] is None else times(grow[0], call("log", first[2]))
    b = turn[0]
    value = above[0] if kinds[0] == first else above[1]
    sine, cosine = call("sin", second[1]), call("cos", second[1])
    wave = minus(times(a, sine), times(b, cosine)) if second[0] == "sin" else plus(times(a, cosine), times(b, sine))
    return over(times(value, wave), plus(times(a, a), times(b, b)))


def substitution(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """``h(g(x)) g'(x)``: the derivative of a part divides the integrand."""
    x = name(variable)
    seen: dict[Expression, None] = {}
    for node in integrand.walk():
        if occurs(variable, node) and node != x and node.head in ("add", "mul", "pow", "call", "div", "neg"):
            seen.setdefault(node)
    u = name(fresh("u", integrand.names()))
    for inner in seen:
        rate = differentiate(inner, x)
        if rate == ZERO or inner == integrand:
            continue
        quotient = _combined(over(integrand, rate), variable)
        inside = replaced(quotient, inner, u)
        if occurs(variable, inside):
            continue
        found = primitive(inside, u.value, depth - 1)
        if found is not None:
            return put(found, {u.value: inner})
    return None


def fractions(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """Quotients of polynomials with rational coefficients."""
    if integrand.head != "div" and not any(n.head in ("div", "pow") for n in integrand.walk()):
        return None
    from derive.decide.calculus.partial_fractions import rational_primitive

    return rational_primitive(integrand, variable)


def oscillating(integrand: Expression, variable: str, depth: int) -> Expression | None:
    """Products and powers of sines and cosines as sums of them."""
    from derive.decide.calculus.waves import as_waves, tree

    found = as_waves(integrand, variable)
    if found is None:
        return None
    weight, waves = found
    flat = [(c, f, u) for c, f, u in waves if u != ZERO]
    constant = [c for c, f, u in waves if u == ZERO]
    terms = [times(weight, tree([w])) for w in flat] + [times(signed(c), weight) for c in constant]
    parts = [primitive(t, variable, depth - 1) for t in terms]
    return None if any(p is None for p in parts) else plus(*(p for p in parts if p is not None))


RULES: tuple[Callable[[Expression, str, int], Expression | None], ...] = (
    powers,
    fractions,
    exponential,
    oscillating,
    over_itself,
    damped,
    incomplete_gamma,
    expanded_product,
    substitution,
    logarithmic,
)
