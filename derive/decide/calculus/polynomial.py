"""Polynomials in one name whose coefficients are trees free of it."""

from __future__ import annotations

from derive.decide.calculus.binding import occurs
from derive.decide.calculus.construct import integer, negate, over, plus, raised, signed, times
from derive.expression import ONE, ZERO, Expression

#: Powers of sums are multiplied out only up to this degree.
DEGREE = 24

Polynomial = dict[int, Expression]


def coefficients(expression: Expression, variable: str) -> Polynomial | None:
    """The coefficients by power; None for anything that is no polynomial of moderate degree in the variable."""
    if not occurs(variable, expression):
        return {} if expression == ZERO else {0: expression}
    if expression.head == "name":
        return {1: ONE}
    if expression.head == "neg":
        inside = coefficients(expression.args[0], variable)
        return None if inside is None else {k: negate(c) for k, c in inside.items()}
    if expression.head == "add":
        parts = [coefficients(a, variable) for a in expression.args]
        return None if None in parts else _added([p for p in parts if p is not None])
    if expression.head == "mul":
        product: Polynomial | None = {0: ONE}
        for factor in expression.args:
            part = coefficients(factor, variable)
            product = None if part is None or product is None else _multiplied(product, part)
        return product
    if expression.head == "div":
        above = coefficients(expression.args[0], variable)
        if above is None or occurs(variable, expression.args[1]):
            return None
        return {k: over(c, expression.args[1]) for k, c in above.items()}
    if expression.head == "pow":
        exponent = integer(expression.args[1])
        base = coefficients(expression.args[0], variable)
        if base is None or exponent is None or exponent < 0:
            return None
        if len(base) == 1:
            ((k, c),) = base.items()
            return {k * exponent: raised(c, signed(exponent))}
        if exponent * max(base, default=0) > DEGREE:
            return None
        power: Polynomial | None = {0: ONE}
        for _ in range(exponent):
            power = None if power is None else _multiplied(power, base)
        return power
    return None


def linear(expression: Expression, variable: str) -> tuple[Expression, Expression] | None:
    """Slope and offset of ``a x + b`` with a slope that is not plainly zero."""
    found = coefficients(expression, variable)
    if found is None or set(found) - {0, 1} or found.get(1, ZERO) == ZERO:
        return None
    return found[1], found.get(0, ZERO)


def polynomial(parts: Polynomial, variable: Expression) -> Expression:
    """The tree of a polynomial."""
    return plus(*(times(c, raised(variable, signed(k))) for k, c in sorted(parts.items(), reverse=True)))


def _added(parts: list[Polynomial]) -> Polynomial:
    total: dict[int, list[Expression]] = {}
    for part in parts:
        for k, c in part.items():
            total.setdefault(k, []).append(c)
    return {k: c for k, cs in total.items() if (c := plus(*cs)) != ZERO}


def _multiplied(left: Polynomial, right: Polynomial) -> Polynomial | None:
    if max(left, default=0) + max(right, default=0) > 200 or len(left) * len(right) > 2000:
        return None
    return _added([{i + j: times(a, b)} for i, a in left.items() for j, b in right.items()])
