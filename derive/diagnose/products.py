"""A repair by a factor: the product as a person would write it, told as what is missing or as what is too much."""

from __future__ import annotations

import math
from fractions import Fraction

from derive.diagnose.case import Repair
from derive.diagnose.places import Place
from derive.expression import ONE, Expression, div, mul, neg, number


def factor_repair(place: Place, detail: Expression, slip: str) -> Repair:
    """A repair by a factor, told as what is missing or, where its inverse stands in the node, as what is too much."""
    negative = detail.head == "neg"
    body = detail.args[0] if negative else detail
    above, below = body.args if body.head == "div" else (body, ONE)
    tops, bottoms = bases(place.node)
    if slip == "missing factor" and bases(body)[0] | bases(body)[1]:
        removed = bases(above)[0] <= bottoms and bases(below)[0] <= tops
        slip = "extra factor" if removed else "missing factor"
    elif slip == "constant factor":
        removed = (above == ONE or above in bottoms) and (below == ONE or below in tops)
    else:
        removed = False
    shown = detail if not removed else above if below == ONE and above == ONE else _turned(above, below)
    right = times(place.node, detail)
    return Repair(slip, place.path, place.node, right, neg(shown) if removed and negative else shown, removed)


def _turned(above: Expression, below: Expression) -> Expression:
    return below if above == ONE else div(below, above)


def tidy(e: Expression) -> Expression:
    """A product or quotient with what cancels taken out, numbers in front and one fraction bar."""
    negative, above, below = _flat(e)
    for factor in tuple(below):
        match = next((f for f in above if f == factor), None)
        if match is not None:
            above.remove(match)
            below.remove(factor)
    lead = Fraction(1)
    for part in above:
        lead *= part.value if part.head == "number" else 1
    for part in below:
        lead /= part.value if part.head == "number" else 1
    top = [p for p in above if p.head != "number"]
    bottom = [p for p in below if p.head != "number"]
    right = _product(Fraction(lead.numerator), top)
    if bottom or lead.denominator != 1:
        right = div(right, _product(Fraction(lead.denominator), bottom))
    return neg(right) if negative else right


def _flat(e: Expression) -> tuple[bool, list[Expression], list[Expression]]:
    """The sign and the factors above and below the bar; nothing is multiplied out."""
    if e.head == "neg":
        negative, above, below = _flat(e.args[0])
        return not negative, above, below
    if e.head == "mul":
        parts = [_flat(a) for a in e.args]
        return sum(p[0] for p in parts) % 2 == 1, [f for p in parts for f in p[1]], [f for p in parts for f in p[2]]
    if e.head == "div":
        (one, a, b), (two, c, d) = _flat(e.args[0]), _flat(e.args[1])
        return one != two, a + d, b + c
    if e.head == "number" and e.value == 0:
        return False, [e], []
    return False, [] if e == ONE else [e], []


def inverse(e: Expression) -> Expression:
    """One over an expression: a quotient is turned round."""
    if e.head == "neg":
        return neg(inverse(e.args[0]))
    if e.head == "div":
        return e.args[1] if e.args[0] == ONE else div(e.args[1], e.args[0])
    return div(ONE, e)


def bases(e: Expression) -> tuple[frozenset[Expression], frozenset[Expression]]:
    """The factors above and below the fraction bar, powers by their bases, plain ones left out."""
    if e.head == "neg":
        return bases(e.args[0])
    if e.head == "mul":
        pairs = [bases(a) for a in e.args]
        return frozenset().union(*(p[0] for p in pairs)), frozenset().union(*(p[1] for p in pairs))
    if e.head == "div":
        (a, b), (c, d) = bases(e.args[0]), bases(e.args[1])
        return a | d, b | c
    if e.head == "pow":
        return bases(e.args[0])
    return (frozenset(), frozenset()) if e == ONE else (frozenset((e,)), frozenset())


def times(node: Expression, detail: Expression) -> Expression:
    """The product as a person would write it: ``a/2`` for half of ``a``, the sign in front, what cancels left out."""
    negative = (node.head == "neg") != (detail.head == "neg")
    top: list[Expression] = []
    bottom: list[Expression] = []
    for factor in (detail, node):
        body = factor.args[0] if factor.head == "neg" else factor
        above, below = body.args if body.head == "div" else (body, ONE)
        top += above.args if above.head == "mul" else (above,)
        bottom += below.args if below.head == "mul" else (below,)
    for factor in tuple(bottom):
        if factor in top:
            top.remove(factor)
            bottom.remove(factor)
    upper, lower = _lead(top), _lead(bottom)
    shared = math.gcd(int(upper[0]), int(lower[0])) if upper[0].denominator == lower[0].denominator == 1 else 1
    right = _product(upper[0] / max(shared, 1), upper[1])
    if lower[1] or lower[0] != max(shared, 1):
        right = div(right, _product(lower[0] / max(shared, 1), lower[1]))
    right = neg(right) if negative else right
    short = tidy(right)
    return short if short.size() < right.size() else right


def _lead(parts: list[Expression]) -> tuple[Fraction, list[Expression]]:
    """Whole numbers gathered in front of the other factors."""
    lead = Fraction(1)
    for part in parts:
        if part.head == "number":
            lead *= part.value
    return lead, [part for part in parts if part.head != "number"]


def _product(lead: Fraction, rest: list[Expression]) -> Expression:
    parts = ([] if lead == 1 and rest else [number(lead)]) + rest
    return mul(*parts)
