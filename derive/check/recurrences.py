r"""Recurrences: ``v_t = β v_{t-1} + (1-β) g_t``, a law by which something goes on from one index to the next.

It is no identity, and a counterexample that chooses ``v_t`` and ``v_{t-1}`` freely says nothing.  A later line may use
it: ``v_{t-1}`` written out by the same law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.check.question import Question
from derive.check.setting import Hypothesis, Setting
from derive.decide import decide
from derive.decide.calculus.binding import put, replaced
from derive.expression import Expression, sub
from derive.verdict import Verdict

#: How many places a law is put in at.
PLACES = 4


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``base_{index + shift} = right``; ``shift`` is None where it is nothing."""

    base: Expression
    index: str
    shift: Expression | None
    right: Expression


def recurrence_of(left: Expression, right: Expression) -> Recurrence | None:
    """The law that an equation is: its left side goes on from other values of the same thing."""
    if left.head != "index" or len(left.args) != 2:
        return None
    base, place = left.args
    if place.head == "name":
        index, shift = str(place.value), None
    elif place.head == "add" and len(place.args) == 2 and place.args[0].head == "name":
        index, shift = str(place.args[0].value), place.args[1]
    else:
        return None
    others = [n for n in right.walk() if n.head == "index" and n.args[0] == base]
    bound = any(n.head in ("sum", "product") for n in right.walk())
    if bound or not others or any(n == left or index not in n.names() for n in others):
        return None
    return Recurrence(base, index, shift, right)


def with_recurrence(setting: Setting, left: Expression, right: Expression, source: str) -> Setting | None:
    """The setting with a law that is given, or None where the equation is none or something else is known."""
    law = recurrence_of(left, right)
    if (
        law is None
        or laws_of(setting, law.base)
        or any(d.target == law.base.value for d in setting.vocabulary.definitions)
    ):
        return None
    return setting.knowing(Hypothesis(left, right, source))


def laws_of(setting: Setting, base: Expression | None = None) -> list[Recurrence]:
    found = (recurrence_of(h.left, h.right) for h in setting.hypotheses)
    return [law for law in found if law is not None and base in (None, law.base)]


def by_recurrence(question: Question) -> Verdict | None:
    """One value of what goes on, written out by its law."""
    for law in laws_of(question.setting):
        for side, other in ((question.left, question.right), (question.right, question.left)):
            nodes = dict.fromkeys(n for n in side.walk() if n.head == "index" and n.args[0] == law.base)
            for node in list(nodes)[:PLACES]:
                at = node.args[1] if law.shift is None else sub(node.args[1], law.shift)
                written = replaced(side, node, put(law.right, {law.index: at}))
                verdict = decide(written, other, vocabulary=question.setting.plain(), budget=question.budget.part(0.3))
                if verdict.holds:
                    return replace(verdict, reason=f"{verdict.reason}, by the law it goes on by")
    return None


def ungoverned(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Why a counterexample may break the law of what stands on both sides at different indices."""
    if recurrence_of(left, right) is not None or recurrence_of(right, left) is not None:
        return "it goes on from one index to the next: a law, not an identity"
    for law in laws_of(setting):
        one, two = ({n for n in s.walk() if n.head == "index" and n.args[0] == law.base} for s in (left, right))
        if one != two:
            return "what it goes on by ties its values at different indices"
    return None
