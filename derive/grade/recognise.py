"""Whether a passage answers a part: its left-hand side, or the condition that it states."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.decide import decide
from derive.expression import Expression
from derive.grade.judge import BUDGET, Change, Claimed, increment, negated, same
from derive.grade.key import AnswerKey, PartKey
from derive.grade.labels import NAMED, title_length
from derive.grade.record import Passage, Side
from derive.grade.spelling import normalised, without_time

#: How people write what a part asks for in words.
_SHORT = (("det", "determinant"), ("tr", "trace"), ("Var", "variance"), ("Cov", "covariance"))
_OR = re.compile(r"\bor\b[ ,;:]*$", re.IGNORECASE)
_COMPARISONS = frozenset(("lt", "le", "gt", "ge", "ne", "ll", "gg", "member"))
_EQUALITIES = frozenset(("eq", "define", "update", "approx", "propto"))
#: A condition that speaks of so many names, and of all that the part asks for, is no remark in passing.
_MANY = 3
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
    if (
        text in key.spellings
        or _abbreviated(text, key)
        or any(expression == key.target for expression, _ in side.readings)
    ):
        return same, False
    if any(_written_out(expression, key) for expression, _ in side.readings):
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


def _abbreviated(text: str, key: PartKey) -> bool:
    """``\\det J`` where the part asks for "determinant of the Jacobian"."""
    short = text.lstrip("\\")
    return any(short.startswith(a) and s.startswith(word) for a, word in _SHORT for s in key.spellings)


def _written_out(expression: Expression, key: PartKey) -> bool:
    """The target with what it differentiates written out: the derivative of (y - x)^2/2 for dl/dw."""
    target = key.target
    if target is None or target.head != "derivative" or expression.head != "derivative":
        return False
    if expression.args[1:] != target.args[1:] or target.args[0].head != "name":
        return False
    value = next((d.value for d in key.vocabulary.definitions if d.target == target.args[0].value), None)
    return value is not None and decide(expression.args[0], value, vocabulary=key.vocabulary, budget=BUDGET).holds


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
    wanted = _all_names(key.reference, key)
    spoken = _all_names(whole, key) & wanted
    named = fit == NAMED or (fit >= 0 and title_length(passage.before, key.labels, anywhere=True) > 1)
    whole_question = spoken == wanted and len(wanted) >= _MANY and fit >= 0
    if not spoken or not (named or whole_question or (passage.displayed and fit >= 0 and spoken == wanted)):
        return None  # a condition in passing ("when x > 0") is no answer
    first = passage.sides[0]
    return Claimed(passage, (Side(passage.text, first.offset, first.line, ((whole, ""),)),), same)


def _all_names(e: Expression, key: PartKey) -> set[str]:
    """The base names of an expression, the model's definitions followed."""
    values = {d.target: d.value for d in key.vocabulary.definitions if not d.parameters}
    found: set[str] = set()
    todo = list(e.names())
    while todo:
        name = todo.pop()
        if name in values and name not in found:
            todo.extend(values[name].names())
        found.add(name)
    return found - set(values)


def join_conditions(group: list[Claimed]) -> Claimed | None:
    """Several conditions as one, or None where there is one only or one that could not be read."""
    sides = [claimed.sides[0] for claimed in group]
    if len(group) < 2 or any(not side.readings for side in sides):
        return None
    alternatives: list[list[Expression]] = [[]]
    for claimed, side in zip(group, sides):
        if alternatives[-1] and _OR.search(claimed.passage.before) is not None:
            alternatives.append([])
        alternatives[-1].append(side.readings[0][0])
    parts = [a[0] if len(a) == 1 else Expression("and", tuple(a)) for a in alternatives]
    whole = parts[0] if len(parts) == 1 else Expression("or", tuple(parts))
    text = ", ".join(claimed.passage.text for claimed in group)
    last = group[-1]
    side = Side(text, sides[0].offset, sides[0].line, ((whole, ""),))
    return Claimed(replace(last.passage, text=text), (side,), last.change)


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
