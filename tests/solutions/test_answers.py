"""Right answers in other forms are accepted and wrong ones refuted, part by part."""

from __future__ import annotations

import pytest

from derive.answers import answers, judge
from derive.load import load, sheet_files
from derive.part import Part
from derive.sheet import Sheet
from derive.verdict import Outcome

Case = tuple[Sheet, Part, str]
RIGHT: list[Case] = []
WRONG: list[Case] = []
for _file in sheet_files():
    _sheet = load(_file.name)
    for _name, _table in answers(_sheet).items():
        _part = next(p for p in _sheet.parts if p.name == _name)
        RIGHT += [(_sheet, _part, text) for text in _table.right]
        WRONG += [(_sheet, _part, text) for _, text in _table.wrong]


def _name_of(case: Case) -> str:
    return f"{case[1].name}: {case[2]}"


@pytest.mark.parametrize("case", RIGHT, ids=_name_of)
def test_a_right_answer_in_another_form_is_accepted(case: Case) -> None:
    sheet, part, text = case
    verdict = judge(sheet, part, sheet.solve()[part.name], text)
    assert verdict.holds, f"{verdict.outcome}: {verdict.reason}"


@pytest.mark.parametrize("case", WRONG, ids=_name_of)
def test_a_wrong_answer_is_refuted(case: Case) -> None:
    sheet, part, text = case
    verdict = judge(sheet, part, sheet.solve()[part.name], text)
    assert verdict.outcome is Outcome.REFUTED, f"{verdict.outcome}: {verdict.reason}"


def test_every_table_has_five_right_and_five_wrong_answers() -> None:
    for file in sheet_files():
        for part, table in answers(load(file.name)).items():
            assert len(table.right) >= 5, part
            assert len(table.wrong) >= 5, part
            assert len({slip for slip, _ in table.wrong}) >= 1
