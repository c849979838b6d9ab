"""Hand-ins to sheets of other kinds: matrices, regions, numbers, densities; errors carried through them."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.grade import AnswerKey, GradeReport, State, answer_key, grade
from derive.load import load

HAND_INS = Path(__file__).parents[2] / "solutions" / "hand_ins"


@pytest.fixture(scope="module")
def neuron() -> AnswerKey:
    return answer_key(load("h_current"), "h_current")


def marked(key: AnswerKey, name: str) -> GradeReport:
    return grade(key, (HAND_INS / key.name / name).read_text(encoding="utf-8"), name=name)


def test_nullclines_fixed_point_jacobian_and_region_are_all_marked(neuron: AnswerKey) -> None:
    report = marked(neuron, "perfect.md")
    assert {p.part: p.state for p in report.parts if p.state is not State.RIGHT} == {}
    assert report.marks == report.maximum


def test_an_error_is_carried_into_a_determinant_and_into_a_region(neuron: AnswerKey) -> None:
    report = marked(neuron, "carried_forward.md")
    assert report.part("x_nullcline").state is State.WRONG
    assert report.part("firing_condition").state is State.CARRIED
    assert report.part("firing_condition").carried == ("x_nullcline",)
    jacobian = report.part("jacobian_matrix")
    assert jacobian.diagnosis is not None
    assert jacobian.diagnosis.text.startswith("the entry in row 2, column 2 is wrong: the sign is wrong")
    assert report.part("stability").state is State.CARRIED
    assert report.part("fixed_point").state is State.MISSING


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("$V = -54.98$ mV and $x = 0.182$", State.RIGHT),
        ("$(V, x) = (-54.983, 0.1822)$", State.RIGHT),
        (r"$$V^* \approx -55.0, \quad x^* \approx 0.18$$", State.RIGHT),
        ("$V = -54.9$ and $x = 0.182$", State.WRONG),
        ("$V = -54.98$ and $x = 0.128$", State.WRONG),
        ("$V = -54.98$", State.WRONG),
    ],
)
def test_a_fixed_point_is_right_to_the_digits_that_were_written(neuron: AnswerKey, answer: str, state: State) -> None:
    assert grade(neuron, f"## Fixed point\n\n{answer}\n").part("fixed_point").state is state


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (r"\frac{V_{th} - E_L}{E_0 - V_{th}} (1 + e^{(V_{th} - V_0)/\Delta V}) < g_0", State.RIGHT),
        (r"g_0 > \frac{V_{th} - E_L}{E_0 - V_{th}}", State.WRONG),
    ],
)
def test_a_region_may_be_written_either_way_round(neuron: AnswerKey, answer: str, state: State) -> None:
    part = grade(neuron, f"## Firing condition\n\n$${answer}$$\n").part("firing_condition")
    assert part.state is state


def test_a_moment_with_the_wrong_sign_is_carried_into_the_mean() -> None:
    report = marked(answer_key(load("first_spike"), "first_spike"), "carried_forward.md")
    assert report.part("density").state is State.RIGHT
    assert report.part("weibull_moments").state is State.WRONG
    assert report.part("mean_latency").state is State.CARRIED
