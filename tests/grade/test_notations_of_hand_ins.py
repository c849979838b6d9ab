"""Notations, layouts and words in which people hand in what is right."""

from __future__ import annotations

import pytest

from derive.grade import AnswerKey, State, answer_key, grade
from derive.load import load


@pytest.fixture(scope="module")
def key() -> AnswerKey:
    return answer_key(load("three_neuron_chain"), "three_neuron_chain")


#: What it is about, the hand-in, and the part that it answers.
RIGHT = (
    ("boxed", "$$\\boxed{\\frac{dl}{dw_1} = (x_3 - y) w_2 x_1}$$", "gradient_w1"),
    ("boxed right", "$$\\frac{dl}{dw_1} = \\boxed{(x_3 - y) w_2 x_1}$$", "gradient_w1"),
    ("therefore", "$$\\therefore\\; \\frac{dl}{dw_1} = (x_3 - y) w_2 x_1.$$", "gradient_w1"),
    ("sentence", "so we find $dl/dw_1 = (x_3-y)\\, w_2 x_1$, as expected.", "gradient_w1"),
    (
        "two displays",
        "$$\\frac{dl}{dw_1} = \\frac{dl}{dx_2}\\frac{dx_2}{dw_1}$$\n\nand so\n\n$$= (x_3-y) w_2 x_1$$",
        "gradient_w1",
    ),
    ("brackets", "\\[ \\frac{\\partial\\ell}{\\partial w_1} = (x_3 - y) w_2 x_1 \\]", "gradient_w1"),
    ("text", "$$\\text{gradient: } \\frac{dl}{dw_1} = (x_3 - y) w_2 x_1$$", "gradient_w1"),
    ("operator", "$$\\frac{\\partial}{\\partial w_1} l = (x_3 - y) w_2 x_1$$", "gradient_w1"),
    (
        "partial of square",
        "$$\\frac{\\partial}{\\partial w_1} \\frac12 (y - x_3)^2 = (x_3 - y) w_2 x_1$$",
        "gradient_w1",
    ),
    ("reverse", "$$(x_3 - y) w_2 x_1 = \\frac{dl}{dw_1}$$", "gradient_w1"),
    ("minus", "$$-\\frac{dl}{dw_1} = (y - x_3) w_2 x_1$$", "gradient_w1"),
    ("bare unicode", "∂l/∂w₁ = (x₃ − y)·w₂·x₁", "gradient_w1"),
    ("bullet", "- dl/dw_1 = (x_3 - y) w_2 x_1", "gradient_w1"),
    ("table", "| part | answer |\n|---|---|\n| 4 | $dl/dw_1 = (x_3 - y) w_2 x_1$ |", "gradient_w1"),
    ("update arrow", "$$w_1 \\leftarrow w_1 - \\alpha (x_3-y) w_2 x_1$$", "update_w1"),
    ("update t", "$$w_1(t+1) = w_1(t) - \\alpha (x_3-y) w_2(t) x_1$$", "update_w1"),
    ("update sup", "$$w_1^{\\text{new}} = w_1^{\\text{old}} - \\alpha (x_3-y) w_2 x_1$$", "update_w1"),
    ("update k", "$$w_{1}^{(k+1)} = w_{1}^{(k)} - \\alpha (x_3-y) w_2 x_1$$", "update_w1"),
    ("update :=", "w_1 := w_1 + alpha*(y - x_3)*w_2*x_1", "update_w1"),
    ("delta", "Δw_1 = −α (x_3 − y) w_2 x_1", "update_w1"),
    ("direction", "$$\\Delta w_1 \\propto x_1 w_2 (y - x_3)$$", "direction_w1"),
    ("direction sgn", "$$\\text{sgn}(-\\partial l/\\partial w_1) = \\text{sgn}(x_1 w_2 (y - x_3))$$", "direction_w1"),
    ("dead", "Dead neuron: $x_1 w_1 < 0$", "dead_neuron"),
    ("dead2", "$$x_2 < 0$$", "dead_neuron"),
    ("dead cases", "## Dead neuron\n\n$x_1 > 0, w_1 < 0$ or $x_1 < 0, w_1 > 0$", "dead_neuron"),
    ("prime", "$$\\frac{dl}{dw_1} = (x_3 - y) w_2 \\frac{d\\sigma}{dx_2} x_1$$", "nonlinear_gradient_w1"),
    (
        "prime2",
        "# Section 2\n\n$$\\frac{dl}{dw_1} = (x_3 - y) w_2 x_1 \\left.\\sigma'(z)\\right|_{z = w_1 x_1}$$",
        "nonlinear_gradient_w1",
    ),
    (
        "dot",
        "# Section 2\n\n$$\\frac{dl}{dw_1} = (x_3 - y) w_2 x_1 \\frac{d\\sigma(x_2)}{dx_2}$$",
        "nonlinear_gradient_w1",
    ),
)


@pytest.mark.parametrize(("text", "part"), [c[1:] for c in RIGHT], ids=[c[0] for c in RIGHT])
def test_a_right_answer_is_found_however_it_is_written(text: str, part: str, key: AnswerKey) -> None:
    result = grade(key, text).part(part)
    assert result.state is State.RIGHT, (result.verdict, result.notes)


def test_conditions_on_one_line_are_one_answer(key: AnswerKey) -> None:
    half = "## Dead neuron\n\n$x_1 > 0, w_1 < 0$\n"
    assert grade(key, half).part("dead_neuron").state is State.WRONG
    wrong = "## Dead neuron\n\n$x_1 > 0, w_1 < 0$ or $x_1 > 0, w_1 > 0$\n"
    assert grade(key, wrong).part("dead_neuron").state is State.WRONG


def test_a_name_that_the_sheet_does_not_know_is_refused_where_it_stands(key: AnswerKey) -> None:
    part = grade(key, r"$$w_1 \leftarrow w_1 - \eta (x_3-y) w_2 x_1$$").part("update_w1")
    assert part.state is State.UNREADABLE
    assert part.verdict is not None
    assert "undeclared name 'eta'" in part.verdict.reason
