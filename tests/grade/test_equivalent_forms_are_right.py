"""A right answer rewritten at random stays right; with a slip put in it is wrong, whatever its form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.expression import Expression, add, div, mul, name, neg, number, replace
from derive.grade import State, answer_key, grade
from derive.load import load
from derive.read import to_latex

KEY = answer_key(load("three_neuron_chain"), "three_neuron_chain")
LEFT = {
    "output_gradient": r"\frac{dl}{dx_3}",
    "gradient_w2": r"\frac{dl}{dw_2}",
    "gradient_x2": r"\frac{dl}{dx_2}",
    "gradient_w1": r"\frac{dl}{dw_1}",
    "update_w2": "w_2",
    "update_w1": "w_1",
    "nonlinear_gradient_w1": r"\frac{dl}{dw_1}",
}


@st.composite
def rewritten(draw: st.DrawFn, part: str) -> Expression:
    """The right answer after a few steps, each of which leaves its value as it is."""
    key = KEY.part(part)
    assert key.reference is not None
    answer = key.reference
    for _ in range(draw(st.integers(1, 3))):
        step = draw(st.sampled_from(("commute", "negate", "cancel", "split", "define", "halve")))
        if step == "commute":
            answer = commuted(answer)
        elif step == "negate":
            answer = neg(neg(answer))
        elif step == "cancel":
            extra = name(draw(st.sampled_from(("w_1", "y", "x_1"))))
            answer = add(answer, extra, neg(extra))
        elif step == "split":
            answer = add(mul(number(2), answer), neg(answer))
        elif step == "halve":
            answer = div(mul(number(6), answer), number(6))
        elif part != "output_gradient":
            values = {d.target: d.value for d in key.vocabulary.definitions if d.target in ("x_2", "x_3")}
            answer = replace(answer, values)
    return answer


def commuted(e: Expression) -> Expression:
    args = tuple(commuted(a) for a in e.args)
    return e.with_args(args[::-1] if e.head in ("add", "mul") else args)


def hand_in(part: str, answer: Expression) -> str:
    section = "Section 2" if part.startswith("nonlinear") else "Section 1"
    return f"# {section}\n\n$${LEFT[part]} = {to_latex(answer)}$$\n"


@pytest.mark.parametrize("part", sorted(LEFT))
@given(data=st.data())
@settings(max_examples=8)
def test_a_rewritten_answer_gets_all_its_marks(part: str, data: st.DataObject) -> None:
    text = hand_in(part, data.draw(rewritten(part)))
    result = grade(KEY, text).part(part)
    assert result.state is State.RIGHT, (text, result.verdict)


@pytest.mark.parametrize("part", sorted(LEFT))
@given(data=st.data())
@settings(max_examples=8)
def test_a_rewritten_answer_with_a_slip_in_it_loses_them(part: str, data: st.DataObject) -> None:
    answer = data.draw(rewritten(part))
    slip = data.draw(st.sampled_from(("sign", "factor", "term", "name")))
    wrong = {
        "sign": neg(answer),
        "factor": mul(number(2), answer),
        "term": add(answer, name("y")),
        "name": replace(answer, {"y": name("x_1")}),
    }[slip]
    text = hand_in(part, wrong)
    result = grade(KEY, text).part(part)
    assert result.state is State.WRONG, (text, result.state, result.verdict)
    assert result.marks < result.maximum
