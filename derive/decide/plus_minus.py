"""Formulas with ±: two values each, and upper signs that go together."""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.budget import Budget
from derive.expression import Expression, add, neg, rewrite
from derive.verdict import Outcome, Verdict, undecided
from derive.vocabulary import Vocabulary

_ARITHMETIC = frozenset(("add", "mul", "neg", "div", "pow", "call"))


def has_plus_minus(expression: Expression) -> bool:
    """Whether a scalar expression has ± or ∓ in it."""
    if expression.head not in _ARITHMETIC and expression.head != "plus_minus":
        return False
    return any(node.head == "plus_minus" for node in expression.walk())


def with_sign(expression: Expression, sign: str) -> Expression:
    """The expression with the upper (``+``) or the lower sign everywhere."""

    def chosen(node: Expression) -> Expression:
        if node.head != "plus_minus":
            return node
        last = node.args[-1] if node.value == sign else neg(node.args[-1])
        return last if len(node.args) == 1 else add(node.args[0], last)

    return rewrite(expression, chosen)


def with_both_signs(expression: Expression) -> Expression:
    """``(-b ± d)/(2 a)`` as the set of its two values; a sign at the top or in a relation is left as it is."""
    if expression.head not in _ARITHMETIC or not has_plus_minus(expression):
        return expression
    return Expression("set", (with_sign(expression, "+"), with_sign(expression, "-")))


def sign_by_sign(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Callable[..., Verdict]
) -> Verdict | None:
    """Formulas with ± on both sides: upper signs go with upper signs.  Of numbers only the set of both values counts.

    Formulas with names whose signs go together the wrong way round may still be meant as a set: that is left open.
    """
    found = [
        ladder(with_sign(left, sign), with_sign(right, sign), vocabulary=vocabulary, budget=budget) for sign in "+-"
    ]
    if all(v.holds for v in found):
        weakest = next((v for v in found if v.outcome is not Outcome.PROVED), found[0])
        return Verdict(weakest.outcome, f"for either sign: {weakest.reason}", weakest.evidence)
    if not (left.names() or right.names()):
        return None
    crossed = [
        ladder(with_sign(left, sign), with_sign(right, other), vocabulary=vocabulary, budget=budget)
        for sign, other in ("+-", "-+")
    ]
    if all(v.holds for v in crossed):
        return undecided("the same two values, but the upper sign of one side goes with the lower sign of the other")
    failed = next((v for v in found if v.fails), None)
    return failed if failed is not None and any(v.fails for v in crossed) else None
