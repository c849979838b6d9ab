"""Tables of right and wrong answers, kept beside a sheet as ``answers/NAME.toml`` and tried as tests.

Each part has ``right``, a list of texts, and ``wrong``, a list of pairs: the slip's name and the text.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derive.author_error import AuthorError, meant
from derive.decide import Budget, decide
from derive.expression import Expression
from derive.grade.components import as_column, column, compare_numbers, is_numeric
from derive.grade.regions import FEW, told_apart
from derive.part import Derived, Part
from derive.read import read
from derive.sheet import Sheet
from derive.statement import Statement, Unreadable
from derive.symbolic import UntranslatableError, from_sympy
from derive.verdict import Outcome, Verdict, undecided, unreadable
from derive.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Answers to one part that are right in other forms, and wrong ones with the slip's name."""

    right: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]


def answers(sheet: Sheet) -> dict[str, AnswerTable]:
    """The tables of a sheet, by part; none where there is no file.

    Raises:
        AuthorError: the file cannot be read, or names a part that is not on the sheet.
    """
    path = Path(sheet.path).parent / "answers" / f"{Path(sheet.path).stem}.toml"
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AuthorError(f"the answers cannot be read: {error}", str(path)) from None
    known = [p.name for p in sheet.parts]
    found = {}
    for part, table in tables.items():
        if part not in known:
            raise AuthorError(f"answers to {part}, which is no part of the sheet{meant(part, known)}", str(path))
        found[part] = AnswerTable(
            tuple(table.get("right", ())), tuple((slip, text) for slip, text in table.get("wrong", ()))
        )
    return found


def check(sheet: Sheet) -> tuple[str, ...]:
    """A sentence for every answer of the tables that is not judged as they say; none where all are."""
    parts, solved, found = {p.name: p for p in sheet.parts}, sheet.solve(), []
    for name, table in answers(sheet).items():
        cases = [*((text, "right", True) for text in table.right), *((text, slip, False) for slip, text in table.wrong)]
        for text, kind, right in cases:
            verdict = judge(sheet, parts[name], solved[name], text)
            if not (verdict.holds if right else verdict.fails):
                found.append(f"{name}: {text} ({kind}) is {verdict.outcome.value}: {verdict.reason}")
    return tuple(found)


def judge(sheet: Sheet, part: Part, answer: Derived, text: str) -> Verdict:
    """An answer as a person writes it, against what the part derives."""
    vocabulary = sheet.vocabulary(part.name)
    said = read(text, vocabulary=vocabulary)
    if isinstance(said, Unreadable):
        return unreadable(said.text())
    assert isinstance(said, Statement)
    relation = _relation(part, answer.value)
    first: Verdict | None = None
    for expression, _ in said.alternatives():
        try:
            left, right = sheet.base(_side(expression, relation), part.name), _reference(sheet, part, answer)
        except UntranslatableError as error:
            return undecided(str(error))
        apart = None
        if relation == "region":  # a point at which just one is true is found sooner than an argument
            model = sheet.model_of(part.name)
            region = model.expand(sheet.to_sympy(_side(expression, relation)))
            meant = model.expand(answer.value)
            apart = told_apart(region, meant, sheet, part.name, FEW)
        found = apart if apart is not None else _decided(_side(expression, relation), left, right, vocabulary, relation)
        if found.outcome is Outcome.UNDECIDED and relation == "region":
            apart = told_apart(region, meant, sheet, part.name)
            found = found if apart is None else apart
        if found.holds:
            return found
        first = found if first is None else first
    assert first is not None
    return first


def _decided(said: Expression, left: Expression, right: Expression, vocabulary: Vocabulary, relation: str) -> Verdict:
    """A tuple may stand for a column, and decimals are compared to the digits written, as in marking."""
    entries = column(left)
    if entries is not None and right.head == "matrix" and left.head != "matrix":
        left = as_column(entries)
    if relation == "equal" and is_numeric(said, right):
        return compare_numbers(said, right, vocabulary, Budget())
    return decide(left, right, vocabulary=vocabulary, relation=relation)


def _relation(part: Part, value: Any) -> str:
    import sympy

    if part.relation != "equal":
        return part.relation
    return "region" if isinstance(value, sympy.logic.boolalg.Boolean) else "equal"


def _side(expression: Expression, relation: str) -> Expression:
    """Of ``x = a = b`` the last side; a region stays what it is."""
    if relation == "region":
        return expression
    if expression.head in ("eq", "chain", "define", "update"):
        return expression.args[-1]
    return expression


def _reference(sheet: Sheet, part: Part, answer: Derived) -> Expression:
    return from_sympy(sheet.model_of(part.name).expand(answer.value))
