"""What a step says on its way of functions that nothing was said of: ``φ_j(t)`` becomes an integral in the next line.

The two sides are taken apart in parallel as far as they are built alike; where a function that stands on the left only
meets something, it is that.  Each pair has to end so, or nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.check.setting import Setting
from derive.check.unfold import unfold
from derive.expression import BINDERS, Expression, bound, neg
from derive.functions import BY_NAME
from derive.read import to_plain
from derive.verdict import Diagnosis, Verdict, refuted
from derive.vocabulary import Definition

_MOST_PAIRS = 4


@dataclass(frozen=True, slots=True)
class Stray:
    """An index that stands free on the right, outside of its sum, where the left side has another one."""

    index: str
    meant: str
    value: Expression

    def verdict(self) -> Verdict:
        text = (
            f"behind the sum over {self.index} stands {to_plain(self.value)}, with {self.index} and without "
            f"{self.meant}: the left side knows no {self.index} there, and it changes with {self.meant}"
        )
        slip = Diagnosis(
            "wrong index", f"the index `{self.meant}` should stand where `{self.index}` stands outside of its sum"
        )
        return refuted(text, diagnosis=slip)


def said_on_the_way(
    left: Expression, right: Expression, setting: Setting, *, bracketed: bool
) -> tuple[Definition, ...] | Stray | None:
    """The definitions that a step makes in passing; a stray index where one of them would not be well formed.

    ``bracketed``: what the sums of the right side reach over is written out.
    """
    defined = {d.target for d in setting.vocabulary.definitions}
    left, right = unfold(left, setting.vocabulary), unfold(right, setting.vocabulary)
    unknown = frozenset(set(left.functions()) - set(right.functions()) - set(BY_NAME) - defined)
    if not unknown:
        return None
    pairs = _pairs(left, right, unknown, frozenset())
    if not pairs:
        return None
    found: dict[str, Definition] = {}
    for one, two, around in pairs:
        made = _defined(one, two)
        stray = None if bracketed else _stray(two, made, setting)
        if stray is not None:
            return stray
        loose = [n for n in two.names() if n in setting.vocabulary.indices and n not in (*made.parameters, *around)]
        if loose or (set(two.names()) & around) - set(made.parameters):
            return None
        if made.target in found and found[made.target] != made:
            return None
        found[made.target] = made
    return tuple(found.values())


def _stray(value: Expression, made: Definition, setting: Setting) -> Stray | None:
    """``η_i = -η_0 ∫ ... X_j`` behind a sum over ``j``: the index of the left side is gone, that of the sum came."""
    inner = value.args[0] if value.head == "neg" else value
    if inner.head != "sum" or inner.args[1].head != "name":
        return None
    index, around = str(inner.args[1].value), inner.args[0].names()
    lost = [p for p in made.parameters if p in setting.vocabulary.indices and p not in around]
    return Stray(index, lost[0], inner.args[0]) if lost and made.indexed else None


def _target(side: Expression) -> tuple[str, tuple[str, ...], bool] | None:
    """``φ_j(t)`` or ``ρ(t)``: the function, its parameters, whether the first of them are indices."""
    call, indices = (side.args[0], side.args[1:]) if side.head == "index" else (side, ())
    if call.head != "call" or call.value in BY_NAME or not call.args:
        return None
    if not all(a.head == "name" for a in (*indices, *call.args)):
        return None
    parameters = tuple(str(a.value) for a in (*indices, *call.args))
    return (str(call.value), parameters, bool(indices)) if len(set(parameters)) == len(parameters) else None


def _defined(one: Expression, two: Expression) -> Definition:
    found = _target(one)
    assert found is not None
    target, parameters, indexed = found
    return Definition(target, parameters, two, indexed, f"{target} by this step")


Pair = tuple[Expression, Expression, frozenset[str]]


def _pairs(one: Expression, two: Expression, unknown: frozenset[str], around: frozenset[str]) -> list[Pair] | None:
    """Unknown functions and what they meet; empty where the two are the same, None where they are not built alike."""
    if one == two:
        return []
    found = _target(one)
    if found is not None and found[0] in unknown:
        return [(one, two, around)]
    if one.head == "add" and two.head == "sum":
        two = _distributed(two)
    if one.head != two.head or one.value != two.value:
        return None
    if one.head in ("add", "mul"):
        return _several(*_without_shared(one.args, two.args), unknown, around)
    if one.head in BINDERS:
        if one.args[1:] != two.args[1:]:
            return None
        return _pairs(one.args[0], two.args[0], unknown, around | frozenset(bound(one)))
    if one.head in ("neg", "div", "pow") or (one.head == "call" and one.value in BY_NAME):
        return _several(one.args, two.args, unknown, around)
    return None


def _distributed(side: Expression) -> Expression:
    """A sum over several terms as the terms' sums: a sum sign reaches over a minus only where it has to."""
    if side.args[0].head != "add":
        return side
    return side.args[0].with_args(tuple(_over(term, side) for term in side.args[0].args))


def _over(term: Expression, side: Expression) -> Expression:
    if term.head == "neg":
        return neg(_over(term.args[0], side))
    return side.with_args((term, *side.args[1:]))


def _several(
    mine: tuple[Expression, ...], theirs: tuple[Expression, ...], unknown: frozenset[str], around: frozenset[str]
) -> list[Pair] | None:
    if len(mine) != len(theirs) or len(mine) > _MOST_PAIRS:
        return None
    found: list[Pair] = []
    for a, b in zip(mine, theirs):
        inner = _pairs(a, b, unknown, around)
        if inner is None:
            return None
        found += inner
    return found


def _without_shared(
    mine: tuple[Expression, ...], theirs: tuple[Expression, ...]
) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """Terms or factors of both, those that both have left out."""
    first, second = list(mine), list(theirs)
    for part in mine:
        if part in second:
            first.remove(part)
            second.remove(part)
    return tuple(first), tuple(second)
