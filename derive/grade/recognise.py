"""Whether a passage answers a part: its left-hand side, or the condition that it states."""

from __future__ import annotations

from derive.expression import Expression
from derive.grade.judge import Change, Claimed, increment, negated, same
from derive.grade.key import AnswerKey, PartKey
from derive.grade.labels import NAMED
from derive.grade.record import Passage, Side
from derive.grade.spelling import normalised, without_time

_COMPARISONS = frozenset(("lt", "le", "gt", "ge", "ne", "ll", "gg", "member"))
_EQUALITIES = frozenset(("eq", "define", "update", "approx", "propto"))
_SIGNS = ("operatornamesgn", "operatornamesign", "sgn", "sign")


def claims(passage: Passage, key: PartKey, fit: int) -> Claimed | None:
    """The passage as an answer to a part whose left-hand side it has, or whose condition it speaks of."""
    if key.reference is None:
        return None
    if key.relation == "region":
        return _condition(passage, key, fit)
    if len(passage.sides) < 2:
        return None
    for position, side in enumerate(passage.sides):
        found = _left(side, key)
        if found is None:
            continue
        behind = passage.sides[position + 1 :]
        sides = behind if behind else tuple(reversed(passage.sides[:position]))
        relations = passage.relations[position:] if behind else tuple(reversed(passage.relations[:position]))
        equal = next((i for i, r in enumerate(relations) if r not in _EQUALITIES), len(relations))
        change, sign_only = found
        return Claimed(passage, sides[:equal], change, sign_only) if equal else None
    return None


def _left(side: Side, key: PartKey) -> tuple[Change, bool] | None:
    """Whether a side is the part's left-hand side, and what turns the other sides into claims about it."""
    text = normalised(side.text)
    if text in key.spellings or any(expression == key.target for expression, _ in side.readings):
        return same, False
    if text.startswith("-") and text[1:] in key.spellings:
        return negated, False
    if key.relation == "positive_factor":
        for word in _SIGNS:
            if text.startswith(word) and text[len(word) :] in key.spellings:
                return same, True
    if key.update:
        own = normalised(key.names_target)
        if normalised(without_time(side.text)) == own:
            return same, False
        if text in (f"Delta{own}", f"delta{own}"):
            return increment(key.names_target), False
    return None


def _condition(passage: Passage, key: PartKey, fit: int) -> Claimed | None:
    """A relation read as a whole, where it speaks of what the part asks."""
    assert key.reference is not None
    if len(passage.sides) < 2 or not any(r in _COMPARISONS for r in passage.relations):
        return None
    if any(side.problem is not None for side in passage.sides):
        broken = tuple(side for side in passage.sides if side.problem is not None)
        return Claimed(passage, broken[:1], same) if fit == NAMED else None
    sides = tuple(side.readings[0][0] for side in passage.sides)
    if len(sides) == 2:
        whole = Expression(passage.relations[0], sides)
    else:
        whole = Expression("chain", sides, passage.relations)
    spoken = set(whole.names()) & set(key.reference.names())
    if not spoken or (fit < NAMED and (not passage.displayed or fit < 0 or spoken < set(key.reference.names()))):
        return None  # a condition in passing ("when x > 0") is no answer
    first = passage.sides[0]
    return Claimed(passage, (Side(passage.text, first.offset, first.line, ((whole, ""),)),), same)


def loose_sides(passage: Passage, answers: AnswerKey) -> tuple[Side, ...]:
    """The sides of a passage whose left-hand side is not known: those behind the first sign, or all of it."""
    if len(passage.sides) == 1:
        return passage.sides
    if any(r not in _EQUALITIES for r in passage.relations):
        return ()
    first = passage.sides[0]
    known = {d.target for key in answers.parts for d in key.vocabulary.definitions}
    if first.readings and first.readings[0][0].head == "name" and first.readings[0][0].value in known:
        return ()  # "x_3 = w_2 x_2" restates what is given
    return passage.sides[1:]
