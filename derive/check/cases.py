"""Indexed things that are given component by component: ``y_k = 1`` and ``y_i = 0`` for ``i ≠ k``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.check.setting import Hypothesis, Setting
from derive.documents.equation import Piece
from derive.expression import TRUE, Expression, name, relation
from derive.read import read
from derive.statement import Statement
from derive.vocabulary import Definition, Vocabulary


@dataclass(frozen=True, slots=True)
class Case:
    """``target`` at ``index`` has ``value``; ``other`` is the index that it has to differ from, or empty."""

    target: str
    index: str
    value: Expression
    other: str = ""
    source: str = ""


def case_of(left: str, right: str, conditions: Sequence[Piece], syntax: str, vocabulary: Vocabulary) -> Case | None:
    """A component with a value of its own: an indexed thing equal to a number, alone or for an index that differs."""
    one, two = (read(t, syntax=syntax, vocabulary=vocabulary) for t in (left, right))
    if not isinstance(one, Statement) or not isinstance(two, Statement):
        return None
    target, value = one.expression, two.expression
    if target.head != "index" or len(target.args) != 2 or any(a.head != "name" for a in target.args):
        return None
    if value.names() or len(conditions) > 1:
        return None
    index = str(target.args[1].value)
    source = f"{left} = {right}"
    if not conditions:
        return Case(str(target.args[0].value), index, value, "", source)
    condition = read(conditions[0].text, syntax=syntax, vocabulary=vocabulary)
    if not isinstance(condition, Statement) or condition.expression.head != "ne":
        return None
    others = [str(a.value) for a in condition.expression.args if a.head == "name" and a.value != index]
    return Case(str(target.args[0].value), index, value, others[0], source) if len(others) == 1 else None


def with_cases(setting: Setting, cases: Sequence[Case]) -> Setting:
    """The setting knowing the components: a definition by cases where one is set apart, else equations given."""
    for case in cases:
        rest = next((c for c in cases if c.target == case.target and c.other == case.index), None)
        if rest is not None:
            condition = relation("eq", name(rest.index), name(case.index))
            first = Expression("case", (case.value, condition))
            second = Expression("case", (rest.value, TRUE))
            made = Definition(
                case.target, (rest.index,), Expression("cases", (first, second)), True, f"{case.source}, {rest.source}"
            )
            setting = replace(setting, vocabulary=setting.vocabulary.with_definitions(made))
        elif not case.other:
            at = Expression("index", (name(case.target), name(case.index)))
            setting = setting.knowing(Hypothesis(at, case.value, case.source))
    return setting
