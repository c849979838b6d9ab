"""Slips in sums, products and integrals: a bound that is one off, an integrand or a term that is wrong inside."""

from __future__ import annotations

from collections.abc import Iterator

from derive.diagnose.case import Case, Repair
from derive.diagnose.places import put
from derive.expression import ONE, Expression, add, neg, number

BOUNDED = ("sum", "product", "integral")


def bound_of_sum(case: Case) -> Iterator[Repair]:
    """A lower or upper bound that should be one more or one less, or that is exchanged with the other one."""
    for place in case.everywhere:
        node = place.node
        if node.head not in BOUNDED or len(node.args) < 4:
            continue
        for option in bound_options(node):
            if case.mends(place, option):
                yield Repair("bound of a sum", place.path, node, option)


def bound_options(node: Expression) -> Iterator[Expression]:
    for position in (3, 2):
        for step in (1, -1):
            yield put(node, (position,), moved(node.args[position], step))
    if node.head == "integral":
        yield node.with_args((node.args[0], node.args[1], node.args[3], node.args[2]))


def moved(bound: Expression, step: int) -> Expression:
    """A bound one further, written as a person would: N - 1, not N + (-1)."""
    if bound.head == "number":
        return number(bound.value + step)
    if bound.head == "add" and bound.args[-1].head == "number" and step == -1:
        rest = bound.args[:-1]
        return add(*rest) if bound.args[-1] == ONE else add(*rest, number(bound.args[-1].value - 1))
    if bound.head == "add" and bound.args[-1] == neg(ONE) and step == 1:
        return add(*bound.args[:-1])
    return add(bound, ONE if step == 1 else neg(ONE))
