"""A counterexample counts only where it may choose: everything free, or fully defined."""

from __future__ import annotations

import pytest

from derive.check import check_chain, check_document


def outcome(left: str, right: str, *definitions: str) -> str:
    report = check_chain({"steps": [left, right], "definitions": list(definitions), "syntax": "latex"})
    return report.transitions[0].outcome.value


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"z \bar z", "2|z|^2"),
        (r"\frac{dq}{dt}", "q^2"),
        (r"\mathbb{E}[X^2]", r"\frac{2}{\lambda^2}"),
        (r"\phi(x)", "x^2 + 1"),
    ],
)
def test_what_the_text_may_tie_elsewhere_is_left_open(left: str, right: str) -> None:
    assert outcome(left + " + 0", right) == "undecided"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(a+b)^2", "a^2 + b^2"),
        (r"\sigma(x)^2", r"\sigma(x) + \sigma(x)"),
        (r"\sum_{i=1}^n x_i^2", r"\left(\sum_{i=1}^n x_i\right)^2"),
    ],
)
def test_what_is_free_on_both_sides_is_refuted(left: str, right: str) -> None:
    assert outcome(left, right) == "refuted"


def test_a_scale_may_be_taken_for_positive_and_the_report_says_so() -> None:
    report = check_chain({"steps": [r"\log \prod_{i=1}^n p_i", r"\sum_{i=1}^n \log p_i"], "syntax": "latex"})
    assert not report.transitions[0].fails


def test_vectors_that_fail_with_one_component_fail() -> None:
    text = (
        "$$\\tau \\frac{d\\mathbf{w}}{dt} = \\langle r \\mathbf{u} \\rangle$$\n\n"
        "where $r = \\mathbf{w}^T \\mathbf{u}$, so that\n\n"
        "$$\\frac{d\\|\\mathbf{w}\\|^2}{dt} = 2 \\mathbf{w} \\cdot \\frac{d\\mathbf{w}}{dt} = 2 \\langle r^2 \\rangle$$"
    )
    steps = check_document(text, kind="markdown", seconds=3.0).steps
    assert [s.verdict.outcome.value for s in steps] == ["proved", "refuted"]


def test_sums_of_one_term_prove_nothing() -> None:
    assert outcome("c x", r"\sum_{n=1}^N c_n x") != "proved"
    assert outcome("c x + 0", r"\sum_{n=1}^N c_n x") != "supported"


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        (r"\sigma'(x)", r"\sigma(x)(1 - \sigma(x))", "logistic"),
        (r"\sigma(-x)", r"1 - \sigma(x)", "logistic"),
        (r"\Phi(x-c) - \Phi(-x-c)", r"\Phi(x-c) + \Phi(x+c) - 1", "normal distribution"),
        (r"\phi'(x)", r"-x \phi(x)", "normal density"),
    ],
)
def test_a_letter_with_a_meaning_in_the_field_may_have_it_and_the_report_says_so(
    left: str, right: str, word: str
) -> None:
    verdict = check_chain({"steps": [left, right], "syntax": "latex"}).transitions[0]
    assert verdict.outcome.value == "supported"
    assert word in verdict.reason


@pytest.mark.parametrize(("right", "word"), [("f(x)", "even"), ("-f(x)", "odd"), ("1 - f(x)", "symmetric")])
def test_a_symmetry_that_is_not_said_leaves_a_step_open(right: str, word: str) -> None:
    verdict = check_chain({"steps": ["f(-x)", right], "syntax": "latex"}).transitions[0]
    assert verdict.outcome.value == "undecided"
    assert word in verdict.reason


def test_a_symmetry_that_is_defined_away_is_refuted() -> None:
    assert outcome("f(-x)", "f(x)", "f(x) = x^3") == "refuted"
    assert outcome(r"\sigma'(x)", r"\sigma(x)(1 - \sigma(x))", r"\sigma(x) = \tanh(x)") == "refuted"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\frac{1}{2} m v^2", r"\frac{1}{2}(2)(3)^2"),
        (r"\frac{c}{1 - \phi_1}", r"\frac{0.0943}{1 - 0.8742}"),
        (r"v_0 t + \frac12 a t^2", r"5 \cdot 2 + \frac12 \cdot 9.8 \cdot 2^2"),
        (r"\sqrt{a^2 + b^2}", r"\sqrt{3^2 + 4^2}"),
    ],
)
def test_numbers_put_in_for_names_are_taken_and_the_report_says_which(left: str, right: str) -> None:
    verdict = check_chain({"steps": [left, right], "syntax": "latex"}).transitions[0]
    assert verdict.outcome.value == "supported"
    assert "put in" in verdict.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [("a^2 + b^2", "9 + 16"), (r"v t + \frac12 a t^2", r"5 \cdot 2 + \frac12 \cdot 9.8 \cdot 3^2"), ("a x", "2 x")],
)
def test_values_that_are_not_said_leave_a_step_open(left: str, right: str) -> None:
    assert outcome(left, right) == "undecided"


def test_names_that_cancel_and_values_that_are_given_are_no_excuse() -> None:
    assert outcome("x + 1 - x", "2") == "refuted"
    assert outcome(r"\lim_{t \to 0} (1 - e^{-\lambda t})", "1") == "refuted"
    assert outcome("m v", r"3 \cdot 4", "m = 2", "v = 4") == "refuted"
    assert outcome("m v", r"3 \cdot 4", "m = 2") == "undecided"
    assert outcome("a x + b", "2 x + a") == "refuted"


@pytest.mark.parametrize(
    ("left", "right"),
    [("A^T", "A"), (r"x^T A^T y", r"x^T A y"), ("k(x, y)", "k(y, x)"), ("2 d(a, b)", "d(a, b) + d(b, a)")],
)
def test_a_symmetry_of_matrices_or_arguments_that_is_not_said_leaves_a_step_open(left: str, right: str) -> None:
    assert outcome(left, right) == "undecided"


def test_no_symmetry_saves_another_slip() -> None:
    assert outcome(r"x^T A^T y", r"2 x^T A y") == "refuted"
    assert outcome("k(x, y)", "2 k(y, x)") == "refuted"


def test_conditions_within_a_chain_are_no_false_claims() -> None:
    slope = check_chain({"steps": [r"\frac{d}{dp} (p^2 - 4p)", "2p - 4", "0"], "syntax": "latex"})
    assert [t.outcome.value for t in slope.transitions] == ["proved", "undecided"]
    bounds = check_chain({"steps": ["0", r"\alpha_i", "C"], "relations": ["le", "le"], "syntax": "latex"})
    assert [t.outcome.value for t in bounds.transitions] == ["undecided", "undecided"]
    assert outcome("x^2 - x^2 + 1", "0") == "refuted"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\mu_3 - 3 \mu \mu_2' + 2\mu^3", r"\mu_3 - 3 \mu \mu_2 - \mu^3"),
        (r"X_1 \beta_1 + X_2 \beta_2 + e", r"X \beta + e"),
        (r"\frac{\partial}{\partial \xi} L + a", r"\frac{\partial}{\partial \xi} \mathbb{E}[\log p(X, Z)] + a"),
    ],
)
def test_names_that_look_alike_may_be_connected(left: str, right: str) -> None:
    assert outcome(left, right) == "undecided"


def test_a_lost_prime_and_a_wrong_index_are_refuted() -> None:
    assert outcome("u'v + u v'", "u'v + u v") == "refuted"
    assert outcome("X_1 b_1 + X_2 b_2", "X_1 b_1 + X_1 b_2") == "refuted"
