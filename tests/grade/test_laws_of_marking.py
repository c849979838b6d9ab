"""Laws: a right answer in any form gets all marks, a wrong one loses some, order does not matter, nothing is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.grade import AnswerKey, Policy, State, answer_key, grade
from derive.load import load

#: For every part: its left-hand sides, and answers that are right.
RIGHT = {
    "output_gradient": (
        ("dl/dx_3", "∂l/∂x₃", r"\frac{dl}{dx_3}"),
        ("x_3 - y", "-(y - x_3)", "x_3 + (-y)", "w_2 x_2 - y"),
    ),
    "gradient_w2": (
        ("dl/dw_2", r"\frac{\partial l}{\partial w_2}", r"\frac{d}{dw_2} l"),
        ("(x_3 - y) x_2", "x_2 x_3 - x_2 y", "(x_3 - y) w_1 x_1", "-(y - x_3) x_2", "(w_2 w_1 x_1 - y) w_1 x_1"),
    ),
    "gradient_x2": (
        ("dl/dx_2", r"l_{x_2}", r"\partial_{x_2} l"),
        ("(x_3 - y) w_2", "w_2 x_3 - w_2 y", "w_2 (w_2 x_2 - y)"),
    ),
    "gradient_w1": (
        ("dl/dw_1", r"\dfrac{dl}{dw_1}", r"\nabla_{w_1} l"),
        ("(x_3 - y) w_2 x_1", "x_1 w_2 x_3 - x_1 w_2 y", "-x_1 w_2 (y - w_1 w_2 x_1)"),
    ),
    "update_w2": (
        ("w_2", "w_2^{new}", "w_2(t+1)"),
        (r"w_2 - \alpha (x_3 - y) x_2", r"w_2 + \alpha (y - x_3) x_2", r"-\alpha x_2 x_3 + \alpha x_2 y + w_2"),
    ),
    "update_w1": (("w_1", r"w_1'"), (r"w_1 - \alpha (x_3 - y) w_2 x_1", r"w_1 + \alpha w_2 x_1 (y - w_1 w_2 x_1)")),
}
#: What turns a right answer into a wrong one, whatever it is.
SPOILT = ("2 ({})", "-({})", "({}) + 1", "({}) x_1", "({})^2", r"\frac{{1}}{{{}}}", "({}) - y", "y")


@pytest.fixture(scope="module")
def key() -> AnswerKey:
    return answer_key(load("three_neuron_chain"), "three_neuron_chain")


KEY = answer_key(load("three_neuron_chain"), "three_neuron_chain")


@st.composite
def answers(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """One right answer to every part of the first section, in any order."""
    found = []
    for part, (lefts, rights) in RIGHT.items():
        found.append((part, draw(st.sampled_from(lefts)), draw(st.sampled_from(rights))))
    return draw(st.permutations(found))


@given(answers())
@settings(max_examples=25)
def test_right_answers_in_any_form_and_any_order_get_all_their_marks(chosen: list[tuple[str, str, str]]) -> None:
    text = "\n\n".join(f"$${left} = {right}$$" for _, left, right in chosen)
    report = grade(KEY, text)
    for part, left, right in chosen:
        assert report.part(part).state is State.RIGHT, (part, left, right, report.part(part))
        assert report.part(part).marks == report.part(part).maximum


@given(st.sampled_from(sorted(RIGHT)), st.data())
@settings(max_examples=40)
def test_every_spoilt_answer_loses_marks(part: str, data: st.DataObject) -> None:
    lefts, rights = RIGHT[part]
    left, right = data.draw(st.sampled_from(lefts)), data.draw(st.sampled_from(rights))
    spoilt = data.draw(st.sampled_from(SPOILT)).format(right)
    result = grade(KEY, f"$${left} = {spoilt}$$").part(part)
    assert result.marks < result.maximum, (left, spoilt)
    assert result.state is State.WRONG, (left, spoilt, result)


def test_the_order_of_answers_does_not_matter_even_where_two_parts_ask_alike(key: AnswerKey) -> None:
    linear, nonlinear = "$$dl/dw_2 = (x_3 - y) w_1 x_1$$", r"$$dl/dw_2 = (x_3 - y) \sigma(x_2)$$"
    for text in (f"{linear}\n\n{nonlinear}", f"{nonlinear}\n\n{linear}"):
        report = grade(key, text)
        assert report.part("gradient_w2").state is State.RIGHT
        assert report.part("nonlinear_gradient_w2").state is State.RIGHT


def test_a_heading_says_which_of_two_parts_that_ask_alike_is_meant(key: AnswerKey) -> None:
    report = grade(key, "## Section 2\n\n$$dl/dw_2 = (x_3 - y) x_2$$\n")
    assert report.part("gradient_w2").state is State.MISSING
    assert report.part("nonlinear_gradient_w2").state is State.WRONG


def test_labels_stand_for_left_hand_sides(key: AnswerKey) -> None:
    text = "Section 1\n\n1a) x_3 - y\n1b) (x_3 - y) x_2\n\n(c) w_2 (x_3 - y)\n\nPart 4: (x_3 - y) w_2 x_1\n"
    report = grade(key, text)
    for part in ("output_gradient", "gradient_w2", "gradient_x2", "gradient_w1"):
        assert report.part(part).state is State.RIGHT, report.part(part)


def test_the_name_of_a_part_is_a_label_as_well(key: AnswerKey) -> None:
    report = grade(key, "**Gradient w1:** $(x_3 - y) w_2 x_1$\n\n**Gradient x2:** $(x_3 - y) w_1$\n")
    assert report.part("gradient_w1").state is State.RIGHT
    assert report.part("gradient_x2").state is State.WRONG


def test_of_two_answers_to_one_part_the_last_one_counts(key: AnswerKey) -> None:
    report = grade(key, "# Section 1\n\n$$dl/dx_2 = (x_3 - y) w_2$$\n\n$$dl/dx_2 = (x_3 - y) w_1$$\n")
    part = report.part("gradient_x2")
    assert part.state is State.WRONG
    assert part.others == ("line 3: dl/dx_2 = (x_3 - y) w_2",)


def test_a_right_result_behind_a_wrong_link_gets_part_of_the_marks(key: AnswerKey) -> None:
    text = r"$$\frac{dl}{dw_1} = (x_3 - y) w_1 x_1 = (x_3 - y) w_2 x_1$$"
    part = grade(key, text).part("gradient_w1")
    assert part.state is State.PARTLY
    assert part.marks == 1
    assert part.notes == ("the result is right, and a link before it is wrong: (x_3 - y) w_1 x_1 (line 1)",)


def test_the_marking_scheme_is_data(key: AnswerKey) -> None:
    text = r"$$\frac{dl}{dw_1} = (x_3 - y) w_1 x_1 = (x_3 - y) w_2 x_1$$"
    strict = Policy(wrong_link=Fraction(0))
    kind = Policy(wrong_link=Fraction(3, 4))
    assert grade(key, text, policy=strict).part("gradient_w1").marks == 0
    assert grade(key, text, policy=kind).part("gradient_w1").marks == Fraction(3, 2)
    half = Policy(slips=(("sign", Fraction(1, 2)),))
    assert grade(key, "$$dl/dw_1 = (y - x_3) w_2 x_1$$", policy=half).part("gradient_w1").marks == 1


def test_a_chain_that_goes_wrong_at_its_end_says_where(key: AnswerKey) -> None:
    text = r"$$\frac{dl}{dw_1} = (x_3 - y) w_2 x_1 = x_3 w_2 x_1 - y$$"
    part = grade(key, text).part("gradient_w1")
    assert part.state is State.PARTLY
    assert part.notes == ("the chain is right up to (x_3 - y) w_2 x_1 (line 1) and goes wrong after it",)


def test_repeating_the_question_is_no_answer(key: AnswerKey) -> None:
    part = grade(key, r"$$\frac{dl}{dw_1} = \frac{\partial l}{\partial w_1}$$").part("gradient_w1")
    assert part.marks == 0
    assert part.notes == ("the answer repeats the question: nothing stands behind the sign",)


def test_the_chain_rule_alone_is_not_carried_out(key: AnswerKey) -> None:
    part = grade(key, r"$$\frac{dl}{dw_1} = \frac{dl}{dx_3}\frac{dx_3}{dx_2}\frac{dx_2}{dw_1}$$").part("gradient_w1")
    assert part.state is State.PARTLY
    assert part.marks < part.maximum


def test_a_shorthand_of_the_hand_in_is_understood(key: AnswerKey) -> None:
    text = "$e = x_3 - y$\n\n$$dl/dw_1 = e w_2 x_1$$\n\n$$dl/dx_2 = e w_1$$"
    report = grade(key, text)
    assert report.part("gradient_w1").state is State.RIGHT
    assert report.part("gradient_x2").state is State.WRONG


def test_an_undeclared_name_is_refused_with_a_suggestion(key: AnswerKey) -> None:
    part = grade(key, "$$dl/dw_1 = (x_3 - y) w_2 x_7$$").part("gradient_w1")
    assert part.state is State.UNREADABLE
    assert part.open == part.maximum
    assert part.verdict is not None
    assert "undeclared name 'x_7'" in part.verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "$",
        "$$",
        "\\begin{align}",
        "# ",
        "\x00\x01\x02",
        "((((((((",
        "$$dl/dw_1 = $$",
        "$$= = =$$",
        "a" * 5000,
    ],
)
def test_whatever_is_handed_in_is_marked(text: str, key: AnswerKey) -> None:
    report = grade(key, text)
    assert report.marks == 0
    assert len(report.parts) == len(key.parts)


@pytest.mark.parametrize("answer", ["9^{9^{9^9}}", "99999999!", "(" * 400 + "x_3" + ")" * 400, "__import__('os')"])
def test_a_hostile_answer_does_not_stop_the_others(answer: str, key: AnswerKey) -> None:
    report = grade(key, f"$$dl/dx_3 = {answer}$$\n\n$$dl/dw_1 = (x_3 - y) w_2 x_1$$")
    assert report.part("output_gradient").marks == 0
    assert report.part("gradient_w1").state is State.RIGHT


def test_a_text_that_is_too_long_is_refused_in_one_sentence(key: AnswerKey) -> None:
    with pytest.raises(ValueError, match=r"^1000001 characters are too long for a hand-in; expected at most 1000000"):
        grade(key, "x" * 1_000_001)


def test_words_are_left_to_a_person(key: AnswerKey) -> None:
    prose = (
        "For positive x_1 and x_3 < y the synapse w_1 will increase if w_2 is positive, and decrease if it is negative."
    )
    text = f"## Section 1\n\n{prose}\n"
    part = grade(key, text).part("direction_w1")
    assert part.state is State.WORDS
    assert part.marks == 0
    assert part.open == part.maximum
    assert part.notes[0].startswith("no equation was found for this part; these words may answer it")


def test_a_notebook_is_marked_like_the_text_of_its_cells(key: AnswerKey) -> None:
    import nbformat

    cells = [
        nbformat.v4.new_markdown_cell("# Section 2"),
        nbformat.v4.new_code_cell("x = 1"),
        nbformat.v4.new_markdown_cell(r"$$\frac{dl}{dw_2} = (x_3 - y) \sigma(x_2)$$"),
    ]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    report = grade(key, text, name="homework.ipynb")
    assert report.part("nonlinear_gradient_w2").state is State.RIGHT
    assert report.part("gradient_w2").state is State.MISSING
