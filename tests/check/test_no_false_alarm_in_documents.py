"""Passages as they stand in manuals and papers, true where they stand: nothing in them may be called wrong."""

from __future__ import annotations

import pytest

from derive.check import check_document


def refuted(text: str) -> list[str]:
    return [step.source for step in check_document(text, kind="markdown").refuted]


def display(*rows: str) -> str:
    return "\n\n".join(f"$$\n{row}\n$$" for row in rows)


PASSAGES = {
    "a marked Greek letter that is a function's name too": (
        r"\beta' = \beta\cos\theta + \alpha e^{i\phi}\sin\theta",
        r"\gamma' = \gamma + 1",
    ),
    "a transpose where T is a quantity elsewhere": (
        r"N(T) = \frac{1 - T}{T}",
        r"S V S^T = (A B)(A B)^T = A B B^T A^T",
    ),
    "a quantity that is normalised": (
        r"w_{ci} = \log \theta_{ci}",
        r"w_{ci} = \frac{w_{ci}}{\sum_j |w_{cj}|}",
    ),
    "a left side with a row of its own after another display": (
        r"u = -x^2 y",
        "& \\frac12 \\sum_{ij} (x_i y_j - y_i x_j) \\\\\n&= \\frac12 \\sum_{ij} x_i y_j - \\frac12 \\sum_{ij} y_i x_j",
    ),
    "an equation to be solved": (r"f(u) \equiv A u - b = 0", r"\nabla \cdot \nabla \phi = \Delta \phi = 0"),
    "rows of an array beside its entries": (r"M_{bij} = \sum_{d} (x_{bid} - y_{bjd})^2 = \|x_{bi} - y_{bj}\|_2^2",),
    "a condition behind a thin space": (r"m = \frac{a - 1}{a + b - 2} \, a + b \neq 2",),
}


@pytest.mark.parametrize("rows", PASSAGES.values(), ids=PASSAGES.keys())
def test_a_true_passage_is_not_refuted(rows: tuple[str, ...]) -> None:
    assert refuted(display(*rows)) == []


def test_rows_go_on_from_a_left_side_with_a_row_of_its_own() -> None:
    report = check_document(display("& (a + b)^2 \\\\\n&= a^2 + 2ab + b^2 \\\\\n&= a^2 + b^2"), kind="markdown")
    assert [step.verdict.outcome.value for step in report.steps] == ["proved", "refuted"]


def test_what_a_row_of_its_own_is_set_equal_to_may_be_a_law() -> None:
    assert refuted(display("& \\tau \\frac{dV}{dt} \\\\\n&= I - V")) == []


CASES = r"""
F(x, k) &= 1 - \frac{k^{-1}}{k + k^{-1}} e^{-x k}, \quad x \ge 0; \\
&= \frac{k}{k + k^{-1}} e^{x/k}, \quad x < 0.
"""


def test_rows_under_other_conditions_are_cases_of_one_definition() -> None:
    report = check_document(display(CASES, "F(-1, 1) = e^{-1}/2", "F(-1, 1) = 1 - e/2"), kind="markdown")
    assert [step.verdict.outcome.value for step in report.steps] == ["proved", "refuted"]


def test_rows_under_the_same_condition_are_steps() -> None:
    rows = r"f(x) &= x^2, \quad x > 0 \\" + "\n" + r"&= x + x, \quad x > 0"
    assert len(refuted(display(rows))) == 1


def test_a_bar_over_an_expression_may_be_a_mean() -> None:
    assert refuted(display(r"-\sum_{i=1}^{N}\log f(x_i) = -N\overline{\log f(x_i)}")) == []


def test_norms_in_an_inequality_leave_it_open_and_lose_nothing() -> None:
    report = check_document(display(r"\|A^T x\| \le \|A\| \|x\| + x^T y < 1", "(a + b)^2 = a^2 + b^2"), kind="markdown")
    assert [step.source for step in report.refuted] == ["(a + b)^2 = a^2 + b^2"]
