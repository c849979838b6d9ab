"""Integrals over the same interval, compared by their integrands before any is evaluated."""

from __future__ import annotations

from derive.decide.calculus.linear import linear_form
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.smooth import Interval
from derive.expression import Expression
from derive.verdict import Evidence, Outcome, Verdict, proved


def by_integrands(question: Question) -> Verdict | None:
    """Both sides as linear combinations of integrals; integrals whose integrands are proved equal count as one."""
    integrals: list[Expression] = []
    left, right = question.left, question.right
    whole = _same_head(left, right)
    if whole is not None:
        return _integrands(question, *whole)
    for node in (*left.walk(), *right.walk()):
        if node.head == "integral" and len(node.args) == 4 and node not in integrals:
            integrals.append(node)
    if len(integrals) < 2:
        return None
    one, two = linear_form(left, question.vocabulary), linear_form(right, question.vocabulary)
    if one == two:
        return proved("both sides are the same by linearity", Evidence("proof", "linearity", "integrals are linear"))
    return None


def _same_head(left: Expression, right: Expression) -> tuple[Expression, Expression] | None:
    """Two definite integrals over the same bounds."""
    if left.head == right.head == "integral" and len(left.args) == len(right.args) == 4:
        return (left, right) if left.args[2:] == right.args[2:] else None
    return None


def _integrands(question: Question, left: Expression, right: Expression) -> Verdict | None:
    from derive.decide.calculus.binding import put

    by = left.args[1]
    if by.head != "name" or right.args[1].head != "name":
        return None
    other = put(right.args[0], {right.args[1].value: by})
    if has_calculus(left.args[0]) or has_calculus(other):
        return None
    where = Interval(by.value, left.args[2], left.args[3], question.vocabulary, (True, True))
    verdict = question.ask(left.args[0], other, where.vocabulary)
    if verdict.outcome is not Outcome.PROVED:
        return None
    reason = "the integrands are equal on the interval"
    return proved(
        reason, Evidence("proof", "integrands", reason, (), verdict.evidence[0].assumptions if verdict.evidence else ())
    )
