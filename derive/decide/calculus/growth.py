"""Growth of factorials, complementary error functions and of sums whose leading terms cancel.

Helpers of :mod:`derive.decide.calculus.limits`: each gives a tree with the same leading behaviour, or None.
"""

from __future__ import annotations

from fractions import Fraction

from derive.decide.calculus.binding import occurs
from derive.decide.calculus.construct import (
    collected,
    factors_of,
    minus,
    negate,
    over,
    plus,
    raised,
    rational,
    signed,
    terms_of,
    times,
)
from derive.decide.calculus.polynomial import coefficients, linear, polynomial
from derive.decide.calculus.taylor import together
from derive.expression import ONE, PI, TWO, ZERO, Expression, call, name

#: Functions with f(u) = k u + ... near 0.
THROUGH_ZERO = frozenset(("sin", "tan", "sinh", "tanh", "asin", "atan", "asinh", "atanh", "erf", "sign", "sinc"))
#: Limits of a function as its argument goes to plus and minus infinity.
AT_INFINITY: dict[str, tuple[Expression, Expression]] = {
    "erf": (ONE, negate(ONE)),
    "tanh": (ONE, negate(ONE)),
    "coth": (ONE, negate(ONE)),
    "atan": (over(PI, TWO), negate(over(PI, TWO))),
    "acot": (ZERO, ZERO),
    "Heaviside": (ONE, ZERO),
    "sign": (ONE, negate(ONE)),
    "erfc": (ZERO, TWO),
    "sech": (ZERO, ZERO),
    "csch": (ZERO, ZERO),
    "Si": (over(PI, TWO), negate(over(PI, TWO))),
}
#: Entire or continuous wherever they are defined; the value at the limit is the limit.
CONTINUOUS = frozenset(
    (
        *("exp", "sin", "cos", "sinh", "cosh", "tanh", "sech", "atan", "asinh", "erf", "erfc", "erfi", "sqrt", "log"),
        *("Abs", "gamma", "cbrt", "Si", "Shi"),
    )
)


def stirling(node: Expression, variable: str) -> Expression | None:
    """``u!`` is ``sqrt(2 pi u) u^u e^-u`` for large u (DLMF 5.11.7); ``binomial(u, k)`` is ``u^k/k!`` for fixed k."""
    if node.value == "binomial":
        n, k = node.args
        if not occurs(variable, k):
            return over(raised(n, k), call("factorial", k))
        parts = (call("factorial", a) for a in (n, k, minus(n, k)))
        above, *below = parts
        return over(above, times(*below))
    u = collected(node.args[0])
    line = linear(u, variable)
    if line is None:
        return None
    slope, offset = line
    u = times(slope, name(variable))
    # (a x + b)! grows as (a x)! (a x)^b
    shift = offset if node.value == "factorial" else minus(offset, ONE)
    exponent = minus(plus(*(times(u, part) for part in logarithms_of(u))), u)
    return times(call("sqrt", times(TWO, PI, u)), raised(u, shift), call("exp", exponent))


def logarithms_of(u: Expression) -> tuple[Expression, ...]:
    """The logarithms of the factors, with a sign for those below the line and whole numbers in their primes."""
    sign, above, below = factors_of(u)
    if sign < 0:
        return (call("log", u),)
    parts: list[Expression] = []
    for factors, turn in ((above, 1), (below, -1)):
        for factor in factors:
            value = rational(factor)
            if factor.head == "constant" and factor.value == "e":
                parts.append(signed(turn))
            elif value is not None and value > 0:
                parts += _primes(value.numerator, turn) + _primes(value.denominator, -turn)
            else:
                part = call("log", factor)
                parts.append(part if turn > 0 else negate(part))
    return tuple(parts)


def _primes(value: int, turn: int) -> list[Expression]:
    from flint import fmpz

    found = [] if value == 1 or value.bit_length() > 64 else fmpz(value).factor()
    if value != 1 and not found:
        return [times(signed(turn), call("log", signed(value)))]
    return [times(signed(turn * int(power)), call("log", signed(int(prime)))) for prime, power in found]


def error_tail(u: Expression) -> Expression:
    """``erfc(u)`` is ``exp(-u^2)/(u sqrt(pi))`` for large u (DLMF 7.12.1)."""
    return over(call("exp", negate(times(u, u))), times(u, call("sqrt", PI)))


def cancelling(node: Expression, variable: str) -> Expression | None:
    """A sum in which leading terms cancel, in a form in which they do not: logarithms joined, roots rationalised."""
    return _joined_logarithms(node, variable) or _rationalised(node, variable)


def _joined_logarithms(node: Expression, variable: str) -> Expression | None:
    """``c log(u) - c log(v)`` as ``c log(u/v)``, rational multiples of one c included."""
    found: dict[tuple[Expression, ...], list[tuple[Fraction, Expression]]] = {}
    rest: list[Expression] = []
    for sign, term in terms_of(node):
        inner, tops, bottoms = factors_of(term)
        logs = [f for f in tops if f.head == "call" and f.value == "log" and occurs(variable, f)]
        if len(logs) != 1:
            rest.append(term if sign > 0 else negate(term))
            continue
        weight = Fraction(sign * inner)
        others: list[Expression] = []
        for factors, up in ((tops, True), (bottoms, False)):
            for f in factors:
                value = rational(f)
                if f is not logs[0]:
                    if value:
                        weight = weight * value if up else weight / value
                    else:
                        others.append(f if up else over(ONE, f))
        inside = logs[0].args[0]
        bare = inside.args[0] if inside.head == "call" and inside.value == "Abs" else inside
        found.setdefault(tuple(sorted(others, key=repr)), []).append((weight, bare))
    changed = False
    for common, parts in found.items():
        scale = min(abs(w) for w, _ in parts)
        counts = [w / scale for w, _ in parts]
        if min(counts) < 0 < max(counts) and all(c.denominator == 1 for c in counts):
            sides = [
                [raised(u, signed(abs(c))) for (_, u), c in zip(parts, counts) if (c > 0) is up] for up in (True, False)
            ]
            quotient = _reduced(over(times(*sides[0]), times(*sides[1])), variable)
            rest.append(times(signed(scale), *common, call("log", quotient)))
            changed = True
        else:
            rest += [times(signed(w), *common, call("log", u)) for w, u in parts]
    return plus(*rest) if changed else None


def _reduced(quotient: Expression, variable: str) -> Expression:
    """A quotient of polynomials multiplied out, so that equal leading coefficients are seen."""
    parts = [coefficients(side, variable) for side in together(quotient)]
    if parts[0] is None or parts[1] is None:
        return quotient
    x = name(variable)
    return over(*(polynomial(p, x) for p in parts if p is not None))


def one_less(quotient: Expression, variable: str) -> Expression | None:
    """``P/Q - 1`` as ``(P - Q)/Q``."""
    above, below = (coefficients(side, variable) for side in together(quotient))
    if above is None or below is None:
        return None
    x = name(variable)
    gap = {k: collected(minus(above.get(k, signed(0)), below.get(k, signed(0)))) for k in sorted({*above, *below})}
    return over(polynomial(gap, x), polynomial(below, x))


def _rationalised(node: Expression, variable: str) -> Expression | None:
    """``sqrt(P) - Q`` as ``(P - Q^2)/(sqrt(P) + Q)``."""
    terms = terms_of(node)
    if len(terms) != 2 or {s for s, _ in terms} != {1, -1}:
        return None
    (_, first), (_, second) = sorted(terms, key=lambda t: -t[0])
    squares = [_square(t) for t in (first, second)]
    if all(s == (raised(t, TWO)) for s, t in zip(squares, (first, second))):
        return None
    parts = [coefficients(s, variable) for s in squares]
    if parts[0] is None or parts[1] is None:
        return None
    x = name(variable)
    gap = {
        k: collected(minus(parts[0].get(k, signed(0)), parts[1].get(k, signed(0)))) for k in {**parts[0], **parts[1]}
    }
    return over(polynomial(gap, x), plus(first, second))


def _square(term: Expression) -> Expression:
    sign, above, below = factors_of(term)
    squared: list[list[Expression]] = [[], []]
    for place, factors in enumerate((above, below)):
        for f in factors:
            if (f.head == "call" and f.value == "sqrt") or (f.head == "pow" and rational(f.args[1]) == Fraction(1, 2)):
                squared[place].append(f.args[0])
            else:
                squared[place].append(raised(f, TWO))
    if sign < 0:
        return raised(term, TWO)
    return over(times(*squared[0]), times(*squared[1]))
