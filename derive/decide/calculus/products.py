"""Closed forms of products: factors that are constants, powers, the index itself or a quotient of neighbours."""

from __future__ import annotations

from derive.decide.calculus.binding import occurs
from derive.decide.calculus.construct import factors_of, integer, minus, negate, over, plus, raised, signed, times
from derive.decide.calculus.polynomial import linear
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.reduction import Reduction
from derive.expression import INFINITY, ONE, Expression, call
from derive.vocabulary import Vocabulary


def closed_product(node: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """``prod_{k=a}^n t(k)`` where every factor of the term has a closed product."""
    term, index, lower, upper = node.args
    if upper == INFINITY:
        from derive.decide.calculus.rational_series import rational_product

        return rational_product(term, index.value, lower, vocabulary)
    if lower == negate(INFINITY):
        return None
    sign, above, below = factors_of(term)
    count = plus(minus(upper, lower), ONE)
    parts = [_one(f, index.value, lower, upper, count) for f in above]
    under = [_one(f, index.value, lower, upper, count) for f in below]
    if any(p is None for p in (*parts, *under)):
        return None
    value = over(times(*(p for p in parts if p is not None)), times(*(p for p in under if p is not None)))
    if sign < 0:
        value = times(raised(negate(ONE), count), value)
    return Reduction(value, (), ("a product by its factors",))


def _one(factor: Expression, index: str, lower: Expression, upper: Expression, count: Expression) -> Expression | None:
    if not occurs(index, factor):
        return raised(factor, count)
    if factor.head == "pow" and not occurs(index, factor.args[1]):
        inner = _one(factor.args[0], index, lower, upper, count)
        whole = integer(factor.args[1])
        return None if inner is None or whole is None else raised(inner, factor.args[1])
    slope = linear(factor, index)
    if slope is not None and value_of(slope[0]) == 1:
        offset, first = value_of(slope[1]), value_of(lower)
        if offset is not None and first is not None and offset + first >= 1:
            # (k + c) from a to n is (n + c)! / (a + c - 1)!
            top = call("factorial", plus(upper, signed(offset)))
            return over(top, call("factorial", signed(offset + first - 1)))
    base = None
    if factor.head == "call" and factor.value == "exp":
        base, exponent = Expression("constant", (), "e"), factor.args[0]
    elif factor.head == "pow" and not occurs(index, factor.args[0]):
        base, exponent = factor.args
    if base is None:
        return None
    rise = linear(exponent, index)
    if rise is None:
        return None
    # the exponents add up: s k + t over a..n
    ends = over(times(count, plus(lower, upper)), signed(2))
    return raised(base, plus(times(rise[0], ends), times(rise[1], count)))
