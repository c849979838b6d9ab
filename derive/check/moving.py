"""Arrays whose entries change with time: ``∂s_i/∂t`` in a link makes every ``s_i`` in it a function of ``t``.

Nothing else says so: ``E`` is defined by ``s_i``, and ``dE/dt`` is to be the sum over the chain rule.
"""

from __future__ import annotations

from dataclasses import replace

from derive.check.gate import moving_arrays, why_open
from derive.check.question import Question
from derive.check.setting import Setting
from derive.check.unfold import unfold
from derive.decide import decide
from derive.decide.calculus import differentiate
from derive.decide.calculus.binding import put
from derive.expression import ZERO, Expression, add, mul, name, rewrite
from derive.verdict import Verdict, undecided

_STEP = "moving_step"


def by_moving_entries(question: Question) -> Verdict | None:
    """The link with rates of its entries as an array of their own, everything defined by the entries moving along.

    A rate of change is the derivative in the direction in which the entries move: ``E(s + ε r)`` by ``ε`` at nothing.
    """
    setting = question.setting
    moving = moving_arrays((question.left, question.right))
    if not moving or len(set(moving.values())) != 1:
        return None
    tied = tuple(d for d in setting.vocabulary.definitions if d.target in moving)
    kept = tuple(d for d in setting.vocabulary.definitions if d.target not in moving)
    setting = replace(setting, vocabulary=replace(setting.vocabulary, definitions=kept))
    time = next(iter(moving.values()))
    along = _Along(time, frozenset(moving), setting)
    left, right = (along.of(side) for side in (question.left, question.right))
    if any(n.head == "derivative" for side in (left, right) for n in side.walk()):
        return None
    plain = setting.plain()
    rates = tuple(replace(n, text=_rate(n.text)) for n in plain.names if n.text in moving)
    vocabulary = replace(plain, names=(*plain.names, *rates))
    verdict = decide(left, right, vocabulary=vocabulary, budget=question.budget.part(0.6))
    if verdict.fails and (why := why_open(left, right, setting)) is not None:
        return undecided(why, *verdict.evidence)
    if verdict.fails and any(not set(d.value.names()) - {*left.names(), *right.names()} for d in tied):
        return undecided(
            "its entries are defined by what stands in the link, and were taken as free", *verdict.evidence
        )
    return replace(verdict, reason=f"{verdict.reason}, by the chain rule over what changes")


def _rate(text: str) -> str:
    return f"{text}_rate"


class _Along:
    def __init__(self, time: Expression, moving: frozenset[str], setting: Setting) -> None:
        self.time, self.moving, self.vocabulary = time, moving, setting.vocabulary

    def of(self, node: Expression) -> Expression:
        if node.head == "derivative" and node.args[1:] == (self.time,):
            return self.rate(unfold(node.args[0], self.vocabulary))
        if node.head == "derivative":
            return unfold(node, self.vocabulary)
        if node.args:
            return node.with_args(tuple(self.of(a) for a in node.args))
        return unfold(node, self.vocabulary)

    def rate(self, value: Expression) -> Expression:
        if not any(self.moves(n) for n in value.walk()):
            return Expression("derivative", (value, self.time))
        step = name(_STEP)
        moved = rewrite(value, lambda n: add(n, mul(step, self.entry(n))) if self.moves(n) else n)
        return put(differentiate(moved, step), {_STEP: ZERO})

    def moves(self, node: Expression) -> bool:
        return node.head == "index" and node.args[0].head == "name" and node.args[0].value in self.moving

    def entry(self, node: Expression) -> Expression:
        return node.with_args((name(_rate(str(node.args[0].value))), *node.args[1:]))
