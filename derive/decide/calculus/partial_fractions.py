"""Antiderivatives of rational functions with rational coefficients, by partial fractions over the rationals.

The denominator is factored exactly in FLINT.  Linear factors give powers and logarithms, irreducible quadratics a
logarithm and an arctangent; anything of higher degree is left to others.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.decide.calculus.construct import integer, minus, over, plus, raised, rational, signed, times
from derive.expression import ZERO, Expression, call, name

#: Degrees beyond this are left alone.
DEGREE = 40


def rational_primitive(integrand: Expression, variable: str) -> Expression | None:
    """An antiderivative of a quotient of polynomials in the variable; None for anything else."""
    found = _quotient(integrand, variable)
    if found is None or found[1].degree() < 1:
        return None
    above, below = found
    common = above.gcd(below)
    above, below = above // common, below // common
    x = name(variable)
    whole, rest = divmod(above, below)
    terms = [_tree(whole.integral(), x)]
    scale, factors = below.factor()
    rest = rest / scale
    below = below / scale
    for factor, power in factors:
        if factor.degree() > 2 or (factor.degree() == 2 and power > 1):
            return None
    for factor, power in factors:
        block = factor**power
        others = below // block
        # A/block with A = rest/others modulo block
        inverse = _inverse(others % block, block)
        part = (rest * inverse) % block
        if factor.degree() == 1:
            terms.extend(_linear(part, factor, power, x))
        else:
            terms.extend(_quadratic(part, factor, x))
    return plus(*terms)


def _linear(part: Any, factor: Any, power: int, x: Expression) -> list[Expression]:
    """``part / factor^power`` for a linear factor, digit by digit in the base of the factor."""
    slope = _fraction(factor[1])
    terms = []
    for k in range(power):
        part, digit = divmod(part, factor)
        coefficient = _fraction(digit[0]) / slope
        exponent = power - k
        if not coefficient:
            continue
        base = _tree(factor, x)
        if exponent == 1:
            terms.append(times(_number(coefficient), call("log", call("Abs", base))))
        else:
            terms.append(over(_number(coefficient / (1 - exponent)), raised(base, signed(exponent - 1))))
    return terms


def _quadratic(part: Any, factor: Any, x: Expression) -> list[Expression]:
    """``(p x + q)/(a x^2 + b x + c)`` for an irreducible quadratic."""
    a, b, c = (_fraction(factor[k]) for k in (2, 1, 0))
    p, q = _fraction(part[1]), _fraction(part[0])
    terms = []
    if p:
        terms.append(times(_number(p / (2 * a)), call("log", call("Abs", _tree(factor, x)))))
    constant = q - p * b / (2 * a)
    gap = 4 * a * c - b * b
    if constant and gap > 0:
        root = call("sqrt", _number(gap))
        inside = over(plus(times(_number(2 * a), x), _number(b)), root)
        terms.append(over(times(_number(2 * constant), call("atan", inside)), root))
    elif constant:
        root = call("sqrt", _number(-gap))
        base = plus(times(_number(2 * a), x), _number(b))
        inside = over(minus(base, root), plus(base, root))
        terms.append(over(times(_number(constant), call("log", call("Abs", inside))), root))
    return terms


def _inverse(value: Any, modulus: Any) -> Any:
    gcd, s, _ = value.xgcd(modulus)
    return s / gcd[0]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _number(value: Fraction) -> Expression:
    return signed(value)


def _tree(poly: Any, x: Expression) -> Expression:
    terms = []
    for k in range(poly.degree(), -1, -1):
        coefficient = _fraction(poly[k])
        if coefficient:
            terms.append(times(_number(coefficient), raised(x, signed(k))))
    return plus(*terms) if terms else ZERO


def _quotient(expression: Expression, variable: str) -> tuple[Any, Any] | None:
    """Numerator and denominator as polynomials over the rationals."""
    from flint import fmpq, fmpq_poly

    value = rational(expression)
    if value is not None:
        return fmpq_poly([fmpq(value.numerator, value.denominator)]), fmpq_poly([1])
    if expression.head == "name":
        return (fmpq_poly([0, 1]), fmpq_poly([1])) if expression.value == variable else None
    if expression.head in ("add", "mul", "neg", "div"):
        parts = [_quotient(a, variable) for a in expression.args]
        if any(p is None for p in parts):
            return None
        found = [p for p in parts if p is not None]
        total = found[0]
        if expression.head == "neg":
            return -total[0], total[1]
        if expression.head == "div":
            if found[1][0].degree() < 0:
                return None
            return total[0] * found[1][1], total[1] * found[1][0]
        for above, below in found[1:]:
            if expression.head == "add":
                total = total[0] * below + above * total[1], total[1] * below
            else:
                total = total[0] * above, total[1] * below
        return total if max(total[0].degree(), total[1].degree()) <= DEGREE else None
    if expression.head == "pow":
        base, exponent = _quotient(expression.args[0], variable), integer(expression.args[1])
        if base is None or exponent is None:
            return None
        if abs(exponent) * max(base[0].degree(), base[1].degree(), 1) > DEGREE or base[0].degree() < 0:
            return None
        above, below = (base[0] ** abs(exponent), base[1] ** abs(exponent))
        return (above, below) if exponent >= 0 else (below, above)
    return None


def sign_between(
    expression: Expression, variable: str, low: Fraction, high: Fraction, opened: tuple[bool, bool]
) -> frozenset[int] | None:
    """The signs of a rational function on an interval, from the exact zeros of its numerator and denominator."""
    found = _quotient(expression, variable)
    if found is None or found[0].degree() < 0:
        return None
    above, below = found
    product = above * below  # the same signs
    if any(_crosses(part, low, high) for part in (above, below)):
        return None
    ends = [_fraction(product(_flint(end))) for end in (low, high)]
    if any(_fraction(below(_flint(end))) == 0 for end, is_open in zip((low, high), opened) if not is_open):
        return None
    middle = _fraction(product(_flint((low + high) / 2)))
    signs = {1 if middle > 0 else -1}
    signs |= {0 for end, is_open in zip(ends, opened) if not is_open and end == 0}
    return frozenset(signs)


def _crosses(poly: Any, low: Fraction, high: Fraction) -> bool:
    """Whether a polynomial has a zero strictly between two rationals (or might have one)."""
    if poly.degree() < 1:
        return False
    for end in (low, high):
        while poly.degree() >= 1 and _fraction(poly(_flint(end))) == 0:
            poly = poly // _linear_factor(end)
    for root, _ in poly.numer().complex_roots():
        if root.imag.contains(0) and not (root.real < _flint(low) or root.real > _flint(high)):
            return True
    return False


def rational_zeros(expression: Expression, variable: str) -> list[Fraction]:
    """The rational zeros of the numerator of a rational function."""
    found = _quotient(expression, variable)
    if found is None or found[0].degree() < 1:
        return []
    _, factors = found[0].factor()
    return [-_fraction(f[0]) / _fraction(f[1]) for f, _ in factors if f.degree() == 1]


def _linear_factor(root: Fraction) -> Any:
    from flint import fmpq_poly

    return fmpq_poly([_flint(-root), 1])


def _flint(value: Fraction) -> Any:
    from flint import fmpq

    return fmpq(value.numerator, value.denominator)
