"""Integrals over concrete intervals of functions given by cases: split where the cases change."""

from __future__ import annotations

import itertools
from fractions import Fraction

from derive.decide.calculus.binding import occurs, put, replaced
from derive.decide.calculus.construct import minus, negate, signed
from derive.decide.calculus.polynomial import linear
from derive.decide.calculus.reduce import decided, value_of
from derive.expression import INFINITY, ONE, TRUE, ZERO, Expression, number

#: Functions with a kink or jump where an argument is zero, or where two arguments are equal.
KINKED = frozenset(("Abs", "Heaviside", "sign", "Max", "Min"))
ORDERS = ("lt", "le", "gt", "ge", "eq", "ne")


def split_at_kinks(node: Expression) -> tuple[Expression, ...] | None:
    """The integral as integrals over pieces on which no case changes; None where there is nothing to split."""
    integrand, by, lower, upper = node.args
    low, high = value_of(lower), value_of(upper)
    if low is None or high is None or low == high:
        return None
    kinked = [n for n in integrand.walk() if _has_kink(n) and occurs(by.value, n)]
    if not kinked:
        return None
    points: set[Fraction] = set()
    for part in kinked:
        for gap in _gaps(part):
            if not occurs(by.value, gap):
                continue
            found = linear(gap, by.value)
            slope = None if found is None else value_of(found[0])
            offset = None if found is None else value_of(found[1])
            if not slope or offset is None:
                return None
            points.add(-offset / slope)
    inside = sorted(p for p in points if min(low, high) < p < max(low, high))
    borders = [low, *(inside if low < high else reversed(inside)), high]
    pieces = []
    for a, b in itertools.pairwise(borders):
        resolved = _at(integrand, by.value, (a + b) / 2)
        if resolved is None:
            return None
        pieces.append(node.with_args((resolved, by, signed(a), signed(b))))
    return tuple(pieces)


def _has_kink(node: Expression) -> bool:
    return node.head == "cases" or (node.head == "call" and node.value in KINKED)


def _gaps(node: Expression) -> list[Expression]:
    """Expressions whose zeros are the only places at which a case can change."""
    if node.head == "call":
        if node.value in ("Max", "Min"):
            return [minus(a, b) for i, a in enumerate(node.args) for b in node.args[i + 1 :]]
        return [node.args[0]]
    return [
        minus(part.args[0], part.args[1]) for piece in node.args for part in piece.args[1].walk() if part.head in ORDERS
    ]


def _at(expression: Expression, variable: str, middle: Fraction) -> Expression | None:
    """The expression without its kinks, as it is in the piece around a point."""
    here = {variable: number(middle) if middle >= 0 else negate(number(-middle))}
    for node in [n for n in expression.walk() if _has_kink(n) and occurs(variable, n)]:
        resolved = _chosen(node, here)
        if resolved is None:
            return None
        expression = replaced(expression, node, resolved)
        if _has_kink(resolved) or any(_has_kink(n) and occurs(variable, n) for n in resolved.walk()):
            return _at(expression, variable, middle)
    return expression


def _chosen(node: Expression, here: dict[str, Expression]) -> Expression | None:
    if node.head == "cases":
        for piece in node.args:
            value, condition = piece.args
            holds = True if condition == TRUE else decided(put(condition, here))
            if holds is None:
                return None
            if holds:
                return value
        return None
    values = [value_of(put(a, here)) for a in node.args]
    if any(v is None for v in values):
        return None
    first = values[0]
    assert first is not None
    if node.value == "Abs":
        return node.args[0] if first > 0 else negate(node.args[0])
    if node.value == "sign":
        return ONE if first > 0 else negate(ONE)
    if node.value == "Heaviside":
        return ONE if first > 0 else ZERO
    order = sorted(range(len(values)), key=lambda k: values[k] or 0)
    return node.args[order[-1] if node.value == "Max" else order[0]]


def split_at_poles(node: Expression) -> tuple[Expression, ...] | None:
    """The integral as integrals up to and from the rational zeros of denominators inside a concrete interval."""
    from derive.decide.calculus.partial_fractions import rational_zeros

    integrand, by, lower, upper = node.args
    low, high = value_of(lower), value_of(upper)
    if low is None or (high is None and upper != INFINITY) or (high is not None and low >= high):
        return None
    below = [n.args[1] for n in integrand.walk() if n.head == "div"]
    below += [n.args[0] for n in integrand.walk() if n.head == "pow" and (value_of(n.args[1]) or 0) < 0]
    points: set[Fraction] = set()
    for part in below:
        if set(part.names()) == {by.value}:
            points.update(rational_zeros(part, by.value))
    inside = sorted(p for p in points if low < p and (high is None or p < high))
    if not inside:
        return None
    ends = [lower, *(signed(p) for p in inside), upper]
    return tuple(node.with_args((integrand, by, a, b)) for a, b in itertools.pairwise(ends))
