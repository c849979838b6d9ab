"""The tables of answers beside the sheets, through the whole of marking: read under a label, decided, marked."""

from __future__ import annotations

from functools import cache

import pytest

from derive.answers import answers
from derive.diagnose.kinds import SLIPS, kind
from derive.grade import AnswerKey, State, answer_key, grade
from derive.load import load

SHEETS = (
    "three_neuron_chain",
    "h_current",
    "first_spike",
    "learning_race",
    "softmax",
    "winner_take_all",
    "recall_error",
)
#: What a table calls an answer with more than one slip in it.
SEVERAL = "several slips"


@cache
def key(sheet: str) -> AnswerKey:
    return answer_key(load(sheet), sheet)


def asked(sheet: str) -> list[tuple[str, str]]:
    """The graded parts that have a table, with their titles."""
    parts = {p.part: p.title for p in key(sheet).parts}
    return [(part, parts[part]) for part in answers(key(sheet).sheet) if part in parts]


def hand_in(title: str, answer: str) -> str:
    bare = "=" not in answer and not any(sign in answer for sign in ("<", ">", r"\le", r"\ge"))
    return f"## {title}\n\n$${'answer = ' if bare else ''}{answer}$$\n"


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_right_answer_of_the_tables_gets_all_marks(sheet: str) -> None:
    tables = answers(key(sheet).sheet)
    lost = [
        (part, answer, result.state.value)
        for part, title in asked(sheet)
        for answer in tables[part].right
        if (result := grade(key(sheet), hand_in(title, answer)).part(part)).marks < result.maximum
    ]
    assert lost == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_wrong_answer_of_the_tables_is_refuted_and_its_slip_is_named(sheet: str) -> None:
    tables = answers(key(sheet).sheet)
    results = [
        (part, slip, answer, grade(key(sheet), hand_in(title, answer)).part(part))
        for part, title in asked(sheet)
        for slip, answer in tables[part].wrong
    ]
    assert [(p, a, r.state.value) for p, _, a, r in results if r.state is not State.WRONG] == []
    told = [(p, slip, a, "" if r.diagnosis is None else r.diagnosis.slip) for p, slip, a, r in results]
    missed = [case for case in told if not same_slip(case[1], case[3])]
    assert len(missed) <= 0.15 * len(told), missed


def same_slip(table: str, told: str) -> bool:
    """The diagnosis says what the table says; where several slips were made at once it need not say anything."""
    return table == SEVERAL or kind(told) == kind(table)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_tables_call_slips_by_the_names_of_the_diagnosis(sheet: str) -> None:
    names = [slip for table in answers(load(sheet)).values() for slip, _ in table.wrong]
    assert [n for n in names if n not in SLIPS and n != SEVERAL] == []


def test_there_are_at_least_two_hundred_answers() -> None:
    tables = [answers(key(sheet).sheet)[part] for sheet in SHEETS for part, _ in asked(sheet)]
    assert sum(len(t.right) + len(t.wrong) for t in tables) >= 200
