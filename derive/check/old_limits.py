r"""Bounds of an integration by parts: ``∫_0^1 u dv = [uv]_0^1 - ∫_0^1 v du`` with ``u`` and ``v`` of ``x``.

The bounds are values of ``x`` there, in both integrals and in the bars, though another variable is written.  (In a
substitution they are those of the new variable, as written: bounds that were not changed are a slip.)
"""

from __future__ import annotations

from dataclasses import replace

from derive.check.question import Question
from derive.check.setting import Setting
from derive.check.unfold import unfold
from derive.decide import decide
from derive.decide.calculus import differentiate
from derive.expression import Expression, mul, name
from derive.verdict import Verdict
from derive.vocabulary import Vocabulary

_HEADS = ("integral", "evaluated")


def by_old_limits(question: Question) -> Verdict | None:
    """With the bounds of integrals over a defined name taken as values of what it is defined by."""
    vocabulary = question.setting.vocabulary
    if not _changed((question.left, question.right), vocabulary):
        return None
    left, right = (_with_old(side, vocabulary) for side in (question.left, question.right))
    plain = question.setting.plain()
    verdict = decide(
        unfold(left, vocabulary), unfold(right, vocabulary), vocabulary=plain, budget=question.budget.part(0.5)
    )
    return replace(verdict, reason=f"{verdict.reason}, with the bounds of the old variable") if verdict.holds else None


def bounds_unsaid(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Why the literal bounds refute nothing."""
    if not _changed((left, right), setting.vocabulary):
        return None
    one, two = (unfold(_with_old(s, setting.vocabulary), setting.vocabulary) for s in (left, right))
    from derive.decide import Budget

    verdict = decide(one, two, vocabulary=setting.plain(), budget=Budget(seconds=0.5))
    return None if verdict.fails else "whether its bounds are those of the old variable is not said"


def _changed(sides: tuple[Expression, ...], vocabulary: Vocabulary) -> bool:
    """Whether two defined names are integrated over, one for the other: integration by parts."""
    over = {n.args[1] for s in sides for n in s.walk() if n.head == "integral" and _old(n, vocabulary) is not None}
    return len(over) > 1


def _old(node: Expression, vocabulary: Vocabulary) -> tuple[str, Expression] | None:
    """The old variable of a node with bounds in a new one, and the definition of the new one."""
    if node.head not in _HEADS or len(node.args) != 4 or node.args[1].head != "name":
        return None
    for made in vocabulary.definitions:
        if made.target == node.args[1].value and not made.indexed:
            names = made.value.names()
            if len(names) == 1 and names[0] not in {d.target for d in vocabulary.definitions}:
                return names[0], made.value
    return None


def _with_old(node: Expression, vocabulary: Vocabulary) -> Expression:
    args = tuple(_with_old(a, vocabulary) for a in node.args)
    node = node.with_args(args) if args else node
    found = _old(node, vocabulary)
    if found is None:
        return node
    old, value = found
    inner, _, lower, upper = node.args
    inner = unfold(inner, vocabulary)
    if node.head == "integral":
        inner = mul(inner, differentiate(value, name(old)))
    return Expression(node.head, (inner, name(old), lower, upper))
