"""Marks as text, JSON, CSV and HTML: complete, escaped, and no formula for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from derive.grade import AnswerKey, GradeReport, answer_key, grade, grade_record
from derive.grade.to_record import marks_text
from derive.load import load
from derive.report.grade_csv import table
from derive.report.grade_html import page
from derive.report.grade_text import grade_lines

HOSTILE = "=cmd|' /C calc'!A0<script>alert(1)</script>\x1b[2J"


@pytest.fixture(scope="module")
def key() -> AnswerKey:
    return answer_key(load("three_neuron_chain"), "three_neuron_chain")


@pytest.fixture(scope="module")
def report(key: AnswerKey) -> GradeReport:
    text = (
        "$$dl/dx_3 = 2 (x_3 - y)$$\n\n$$dl/dw_1 = (x_3 - y) w_2 x_1$$\n\n"
        "$$dl/dx_2 = (x_3 + \x1b[2J$$\n\n$$dl/dw_2 = <script>alert(1)</script>$$\n"
    )
    return grade(key, text, name=HOSTILE)


def test_a_record_is_json_and_says_what_was_read_and_why(report: GradeReport) -> None:
    record = json.loads(json.dumps(grade_record(report)))
    assert record["sheet"] == "three_neuron_chain"
    assert record["marks"] == 2
    parts = {p["part"]: p for p in record["parts"]}
    wrong = parts["output_gradient"]
    assert wrong["state"] == "wrong"
    assert wrong["verdict"] == "refuted"
    assert wrong["answer"]["links"][0]["read"] == "2*(x_3 - y)"
    assert wrong["evidence"][0]["kind"] == "counterexample"
    assert wrong["diagnosis"]["slip"] == "constant factor"
    assert parts["gradient_x2"]["state"] == "unreadable"
    assert any("script" in unread["source"] for unread in record["unread"])
    assert parts["update_w1"]["state"] == "missing"


def test_text_shows_no_control_character(report: GradeReport) -> None:
    assert "\x1b" not in "\n".join(grade_lines(report))


def test_html_holds_nothing_of_the_hand_in_as_markup(report: GradeReport) -> None:
    text = page([report, report])
    assert "<script" not in text
    assert "\x1b" not in text
    assert "&lt;script&gt;" in text
    assert text.count("<section") == 2 * len(report.parts)
    assert text.count("<table>") == 1


def test_csv_holds_no_formula_and_a_row_for_each_hand_in(report: GradeReport) -> None:
    rows = list(csv.reader(io.StringIO(table([report, report]))))
    assert len(rows) == 3
    assert rows[0][:4] == ["hand-in", "marks", "open", "maximum"]
    assert rows[0][4:-1] == [p.part for p in report.parts]
    assert rows[1][1] == "2"
    assert rows[1][0].startswith("'=cmd")
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows[1:] for cell in row)


def test_a_table_of_no_hand_ins_is_a_heading() -> None:
    assert table([]) == "hand-in,marks,open,maximum,feedback\n"


@pytest.mark.parametrize(("marks", "text"), [("3", "3"), ("5/2", "2.5"), ("13/4", "3.25"), ("1/3", "1/3"), ("0", "0")])
def test_marks_are_written_as_a_person_writes_them(marks: str, text: str) -> None:
    from fractions import Fraction

    assert marks_text(Fraction(marks)) == text
