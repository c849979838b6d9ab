"""Hand-ins as they come: typed, in tables, photographed and transcribed, corrected, with remarks; none is lost."""

from __future__ import annotations

import csv
import io

import pytest

from derive.grade import AnswerKey, State, answer_key, grade
from derive.grade.bounded import bounded
from derive.load import load
from derive.read import read
from derive.report.grade_csv import table
from derive.report.grade_html import page
from derive.report.grade_text import grade_lines
from derive.statement import Statement


@pytest.fixture(scope="module")
def key() -> AnswerKey:
    return answer_key(load("three_neuron_chain"), "three_neuron_chain")


FIRST = ("output_gradient", "gradient_w2", "gradient_x2", "gradient_w1")


def right(key: AnswerKey, text: str, parts: tuple[str, ...] = FIRST) -> None:
    report = grade(key, text)
    assert [(p, report.part(p).state.value) for p in parts if report.part(p).state is not State.RIGHT] == []


def test_names_may_be_typed_without_their_underscore(key: AnswerKey) -> None:
    right(
        key,
        "Section 1\ndl/dx3 = x3 - y\ndl/dw2 = (x3 - y)*x2\ndl/dx2 = (x3 - y)*w2\ndl/dw1 = (x3 - y)*w2*x1\n"
        "w2 <- w2 - alpha*(x3 - y)*x2\n",
        (*FIRST, "update_w2"),
    )


def test_answers_may_stand_in_a_table(key: AnswerKey) -> None:
    right(
        key,
        "| part | answer |\n|---|---|\n| dl/dx_3 | $x_3 - y$ |\n| dl/dw_2 | $(x_3-y) x_2$ |\n"
        "| Gradient x2 | $(x_3-y) w_2$ |\n| dl/dw_1 | $(x_3-y) w_2 x_1$ |\n",
    )


def test_a_numbered_list_counts_answers_and_not_sections(key: AnswerKey) -> None:
    right(
        key,
        "1. $\\frac{dl}{dx_3} = x_3 - y$\n2. $\\frac{dl}{dw_2} = (x_3 - y) x_2$\n"
        "3. $\\frac{dl}{dx_2} = (x_3-y) w_2$\n4. $\\frac{dl}{dw_1} = (x_3-y) w_2 x_1$\n",
    )


def test_a_transcribed_photograph_is_read_around_its_remarks(key: AnswerKey) -> None:
    text = (
        "HW 8 -- J. Smith        page 1/2\n\nSec. 1\n\n dl/dx_3  =  x_3 - y\n\n"
        " dl/dw_2 = dl/dx_3 * dx_3/dw_2 = (x_3 - y) x_2    v\n\n dl/dx_2 = (x_3 - y) w_2     [crossed out: w_1]\n\n"
        " dl/dw_1 = ... = (x_3 - y) w_2 x_1   <-- final\n\n w_1 <- w_1 - a1pha (x_3 - y) w_2 x_1\n ??? smudge ???\n"
    )
    right(key, text)
    assert grade(key, text).part("update_w1").state is State.UNREADABLE


def test_a_line_between_back_ticks_is_an_answer(key: AnswerKey) -> None:
    right(key, "# Section 1\n\n`dl/dx_2 = (x_3 - y) w_2`\n", ("gradient_x2",))


def test_a_correction_says_which_section_it_corrects(key: AnswerKey) -> None:
    text = (
        "## Section 1\n\n$$dl/dx_2 = (x_3 - y) w_1$$\n\n## Section 2\n\n"
        "$$dl/dx_2 = (x_3 - y) w_2 \\sigma'(x_2)$$\n\nCorrection, Section 1:\n\n$$dl/dx_2 = (x_3 - y) w_2$$\n"
    )
    right(key, text, ("gradient_x2", "nonlinear_gradient_x2"))


def test_a_condition_in_a_sentence_answers_the_part_that_the_sentence_names(key: AnswerKey) -> None:
    right(key, "## Section 2\n\nThe neuron is dead if $x_1 w_1 < 0$.\n", ("dead_neuron",))
    passing = grade(key, "## Section 2\n\nLet me assume that $x_1 w_1 < 0$.\n")
    assert passing.part("dead_neuron").state is not State.RIGHT


def test_where_nothing_was_recognised_the_report_says_what_is_expected(key: AnswerKey) -> None:
    report = grade(key, "I could not do it.\n")
    assert report.notes == (
        "nothing was recognised as an answer; expected each answer behind its left-hand side or under the name of its "
        'part such as "Output gradient"',
    )
    assert f"note: {report.notes[0]}" in grade_lines(report)


def test_a_hand_in_that_could_not_be_marked_stands_in_the_table_and_on_the_page(key: AnswerKey) -> None:
    report = grade(key, "$$dl/dx_3 = x_3 - y$$", name="good.md")
    refused = [("=bad.md", "=bad.md is a binary file; <b>")]
    rows = list(csv.reader(io.StringIO(table([report], refused))))
    assert [row[0] for row in rows] == ["hand-in", "good.md", "'=bad.md"]
    assert rows[2][1] == ""
    assert rows[2][-1] == "not marked: =bad.md is a binary file; <b>"
    assert len({len(row) for row in rows}) == 1
    text = page([report], refused)
    assert "=bad.md is a binary file; &lt;b&gt;" in text
    assert text.count("<tr>") == 3


def test_what_a_person_has_to_mark_has_no_marks_in_the_table(key: AnswerKey) -> None:
    report = grade(key, "$$dl/dx_3 = (x_3 + $$\n\n$$dl/dx_2 = (x_3 - y) w_2$$")
    heading, row = csv.reader(io.StringIO(table([report])))
    assert dict(zip(heading, row))["output_gradient"] == "?"
    assert dict(zip(heading, row))["gradient_x2"] == "1"


@pytest.mark.parametrize("text", ["99999999!", "9^{9^{9^9}}", "(x+y)^{99999}", r"\sum_{k=1}^{10^9} k", "2^{3^{20}}"])
def test_what_grows_beyond_bounds_is_not_written_out(text: str) -> None:
    statement = read(text, syntax="latex")
    assert isinstance(statement, Statement)
    assert not bounded(statement.expression)


@pytest.mark.parametrize(
    "text", ["x^2 + 3", r"\Gamma(3/2) x^{-n/a}", r"\sum_{n=0}^\infty x^n", "10^{-30} x", "x^{n+1}!"]
)
def test_what_stays_small_may_be_written_out(text: str) -> None:
    statement = read(text, syntax="latex")
    assert isinstance(statement, Statement)
    assert bounded(statement.expression)


def test_a_wrong_answer_that_grows_is_not_carried_forward_and_stops_nothing(key: AnswerKey) -> None:
    report = grade(key, "$$dl/dx_3 = 99999999!$$\n\n$$dl/dw_2 = 99999999! x_2$$\n\n$$dl/dw_1 = (x_3 - y) w_2 x_1$$")
    assert report.part("gradient_w1").state is State.RIGHT
    assert report.part("gradient_w2").marks == 0


OWN_LETTERS = r"""# Question 1

(a) Setting $\dot V = 0$ gives the nullcline
$$V = \frac{E_L + x g_0 E_0}{1 + g_0 x}$$
equivalently $x = \frac{V - E_L}{g_0 (E_0 - V)}$.

(b) $x$-nullcline: $x = \frac{1}{1 + e^{(V - V_0)/\Delta V}}$

(c) Fixed point: $V^* = -55.0$ mV, $x^* = 0.18$.

(d) Jacobian:
$$J = \begin{pmatrix} -\frac{1 + g_0 x}{\tau} & -\frac{g_0 (V - E_0)}{\tau} \\
 \frac{x_\infty'(V)}{\tau_x} & -\frac{1}{\tau_x} \end{pmatrix}$$

(e) $\det J = \frac{1 + g_0 x - g_0 (V - E_0) x_\infty'(V)}{\tau \tau_x}$, so stable.

(f) It fires if $g_0 > \frac{V_{th} - E_L}{E_0 - V_{th}} (1 + e^{(V_{th} - V_0)/\Delta V})$.
"""


@pytest.fixture(scope="module")
def current() -> AnswerKey:
    return answer_key(load("h_current"), "h_current")


def test_letters_that_count_the_hand_in_s_own_answers_name_no_parts_of_the_sheet(current: AnswerKey) -> None:
    report = grade(current, OWN_LETTERS)
    parts = (
        "v_nullcline",
        "v_nullcline_for_x",
        "x_nullcline",
        "fixed_point",
        "jacobian_matrix",
        "firing_condition",
    )
    assert [p for p in parts if report.part(p).state is not State.RIGHT] == []
    assert report.part("stability").state is State.WRONG


def test_a_wrong_matrix_answers_the_only_part_that_asks_for_one(current: AnswerKey) -> None:
    text = OWN_LETTERS.replace("& -\\frac{g_0 (V - E_0)}{\\tau}", "& \\frac{g_0 (V - E_0)}{\\tau}")
    report = grade(current, text)
    wrong = report.part("jacobian_matrix")
    assert wrong.state is State.WRONG
    assert wrong.diagnosis is not None
    assert wrong.diagnosis.text.startswith("the entry in row 1, column 2 is wrong")
    assert report.part("stability").state is State.CARRIED


def test_letters_of_the_sheet_name_its_parts(key: AnswerKey) -> None:
    text = "Section 1\n\n(a) $x_3 - y$\n\n(b) $(x_3 - y) x_2$\n\n(c) $(x_3 - y) w_2$\n\n(d) $(x_3 - y) w_2 x_1$\n"
    right(key, text)


def test_a_letter_in_front_of_a_left_hand_side_is_no_part_of_it(key: AnswerKey) -> None:
    text = (
        "1a) ∂l/∂x₃ = x₃ − y\n1b) ∂l/∂w₂ = (x₃ − y)·x₂\n1c) ∂l/∂x₂ = (x₃ − y)·w₂\n1d) ∂l/∂w₁ = (x₃ − y)·w₂·x₁\n"
        "w₂ ← w₂ − α (x₃ − y) x₂\nw₁ ← w₁ − α (x₃ − y) w₂ x₁\n"
    )
    right(key, text, (*FIRST, "update_w2", "update_w1"))
