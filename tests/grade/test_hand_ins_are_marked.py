"""The hand-ins of the project, part by part: marks, states and what is said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from derive.grade import AnswerKey, GradeReport, State, answer_key, grade
from derive.load import load
from derive.report.grade_text import grade_lines

HAND_INS = Path(__file__).parents[2] / "solutions" / "hand_ins" / "three_neuron_chain"


@pytest.fixture(scope="module")
def key() -> AnswerKey:
    return answer_key(load("three_neuron_chain"), "three_neuron_chain")


def marked(key: AnswerKey, name: str) -> GradeReport:
    return grade(key, (HAND_INS / name).read_text(encoding="utf-8"), name=name)


def states(report: GradeReport) -> dict[str, State]:
    return {p.part: p.state for p in report.parts}


def slips(report: GradeReport) -> dict[str, str]:
    return {p.part: p.diagnosis.slip if p.diagnosis else "" for p in report.parts}


def test_a_perfect_hand_in_in_other_notation_gets_every_mark(key: AnswerKey) -> None:
    report = marked(key, "perfect.md")
    assert {p: s for p, s in states(report).items() if s is not State.RIGHT} == {}
    assert report.marks == report.maximum
    assert report.open == 0


def test_a_slip_in_every_part_loses_every_mark_and_is_named(key: AnswerKey) -> None:
    report = marked(key, "one_slip_in_every_part.md")
    assert {p: s for p, s in states(report).items() if s is not State.WRONG} == {}
    assert report.marks == 0
    assert all(p.verdict is not None and p.verdict.fails for p in report.parts)
    found = slips(report)
    assert found.pop("direction_w2") in ("wrong index", "extra factor", "wrong name")
    assert found == {
        "output_gradient": "constant factor",
        "gradient_w2": "wrong index",
        "gradient_x2": "quotient instead of product",
        "gradient_w1": "sign of a term",
        "update_w2": "sign of a term",
        "update_w1": "missing factor",
        "direction_w1": "sign",
        "nonlinear_output_gradient": "additive constant",
        "nonlinear_gradient_w2": "extra prime",
        "nonlinear_gradient_x2": "lost prime",
        "nonlinear_gradient_w1": "missing inner derivative",
        "dead_neuron": "reversed inequality",
    }


def test_every_refuted_part_shows_a_counterexample(key: AnswerKey) -> None:
    for part in marked(key, "one_slip_in_every_part.md").parts:
        assert part.verdict is not None
        assert any(e.kind == "counterexample" for e in part.verdict.evidence), part.part


def test_what_is_missing_of_a_half_empty_hand_in_is_said_to_be_missing(key: AnswerKey) -> None:
    report = marked(key, "half_empty.tex")
    found = states(report)
    assert found["output_gradient"] is State.RIGHT
    assert found["gradient_w1"] is State.RIGHT
    assert found["gradient_x2"] is State.MISSING
    assert found["gradient_w2"] is State.PARTLY
    assert report.part("gradient_w2").marks == Fraction(1, 4)
    assert report.part("gradient_w2").notes == ("this is true and is not carried out: a derivative is left standing",)
    assert report.part("update_w1").notes == ("not found: nothing was read for this part",)
    assert report.marks == Fraction(13, 4)


def test_an_author_s_macros_are_written_out(key: AnswerKey) -> None:
    answer = marked(key, "half_empty.tex").part("output_gradient").answer
    assert answer is not None
    assert answer.passage.line == 9


def test_an_unreadable_answer_gets_a_caret_and_the_others_their_marks(key: AnswerKey) -> None:
    report = marked(key, "unreadable.txt")
    found = states(report)
    assert found["gradient_w1"] is State.RIGHT
    assert found["output_gradient"] is found["gradient_w2"] is found["gradient_x2"] is State.UNREADABLE
    assert report.part("gradient_w2").open == 1
    answer = report.part("gradient_w2").answer
    assert answer is not None
    assert answer.last is not None
    assert answer.last.problem is not None
    assert answer.last.problem.text().splitlines()[-1].strip() == "^"
    assert found["nonlinear_gradient_w1"] is State.UNREADABLE
    assert found["update_w2"] in (State.UNDECIDED, State.UNREADABLE)


def test_later_answers_are_right_given_an_earlier_wrong_one(key: AnswerKey) -> None:
    report = marked(key, "carried_forward.md")
    found = states(report)
    assert found["output_gradient"] is State.WRONG
    for part in ("gradient_w2", "gradient_x2", "gradient_w1", "update_w2"):
        assert found[part] is State.CARRIED, part
        assert report.part(part).marks == report.part(part).maximum
        assert "output_gradient" in report.part(part).carried
    assert found["nonlinear_gradient_x2"] is State.WRONG
    assert found["nonlinear_gradient_w1"] is State.CARRIED


def test_a_second_slip_after_a_carried_error_is_told_given_that_error(key: AnswerKey) -> None:
    part = marked(key, "carried_forward.md").part("update_w1")
    assert part.state is State.WRONG
    assert part.diagnosis is not None
    assert part.diagnosis.text.startswith(
        "given the earlier answer, the index is wrong: `x_1` should stand where `x_2`"
    )


def test_the_report_shows_what_was_read_the_verdict_and_the_right_answer(key: AnswerKey) -> None:
    lines = grade_lines(marked(key, "one_slip_in_every_part.md"))
    assert lines[1] == f"0 of {marked(key, 'perfect.md').maximum} marks"
    text = "\n".join(lines)
    assert "1. Output gradient: ✗ wrong (0/1)" in text
    assert "  read as: 2*(x_3 - y)" in text
    assert "  probably (constant factor): a constant factor `2` is too much; probably meant: `x_3 - y`" in text
    assert "  right answer: x_3 - y" in text
    assert "✗ refuted: at " in text


def test_marks_never_exceed_the_maximum(key: AnswerKey) -> None:
    for path in sorted(HAND_INS.iterdir()):
        report = marked(key, path.name)
        for part in report.parts:
            assert 0 <= part.marks <= part.maximum, (path.name, part.part)
            assert 0 <= part.open <= part.maximum - part.marks, (path.name, part.part)
