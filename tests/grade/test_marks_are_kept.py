"""Marks on disk: the same hand-in is not marked twice, anything that changes is; what is kept reads back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from derive.command.grade_line import HandIn, mark
from derive.grade import AnswerKey, GradeReport, answer_key, grade, grade_record, kept
from derive.load import find, load

TEXTS = (
    "$$dl/dx_3 = 2 (x_3 - y)$$\n\n$$dl/dw_2 = \\frac{dl}{dx_3} \\frac{dx_3}{dw_2} = 2 (x_3 - y) x_2$$\n",
    "$$dl/dx_3 = (x_3 + $$\n\n## Section 2\n\nThe neuron is dead if $x_1 w_1 < 0$.\n",
    "Nothing to see.\n",
)


@pytest.fixture(scope="module")
def answers() -> AnswerKey:
    return answer_key(load("three_neuron_chain"), "three_neuron_chain")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DERIVE_CACHE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_kept_reads_back_the_same(text: str, answers: AnswerKey) -> None:
    report = grade(answers, text, name="somebody.md")
    kept.keep("marks-one", report)
    again = kept.find("marks-one")
    assert again == report
    assert again is not None
    assert grade_record(again) == grade_record(report)


def test_a_hand_in_is_marked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    task = HandIn("three_neuron_chain", (), "somebody.md", TEXTS[0])
    first = mark(task)
    assert isinstance(first, GradeReport)

    def never(*_: object, **__: object) -> GradeReport:
        raise AssertionError("it was marked again")

    monkeypatch.setattr("derive.command.grade_line.grade", never)
    assert mark(task) == first
    with pytest.raises(AssertionError, match="marked again"):
        mark(replace(task, text=TEXTS[0] + "\n"))
    with pytest.raises(AssertionError, match="marked again"):
        mark(replace(task, settings=(("alpha", "2"),)))


def test_the_key_follows_the_sheet_and_the_files_beside_it(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.py"
    sheet.write_text("a = 1\n")
    before = kept.key(sheet, (), "name", "text")
    assert kept.key(sheet, (), "name", "text") == before
    (tmp_path / "helper.py").write_text("b = 1\n")
    assert kept.key(sheet, (), "name", "text") != before
    assert kept.key(find("three_neuron_chain").path, (), "name", "text") != before


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        '{"record": "Path", "fields": {}}',
        '{"record": "GradeReport", "fields": {"x": 1}}',
        '{"enum": "State"}',
    ],
)
def test_a_damaged_record_is_no_record(damaged: str, cache: Path) -> None:
    (cache / "verdicts").mkdir()
    (cache / "verdicts" / "marks-two.json").write_text(damaged)
    assert kept.find("marks-two") is None


def test_only_records_of_marks_are_kept() -> None:
    with pytest.raises(TypeError, match="is no part of a report"):
        kept.encoded(Path("x"))
