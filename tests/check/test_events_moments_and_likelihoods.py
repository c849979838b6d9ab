"""Links of probability and statistics as people write them, and what may not be refuted."""

from __future__ import annotations

import pytest

from derive.check import check_chain
from derive.verdict import Outcome


def outcomes(*steps: str, definitions: tuple[str, ...] = ()) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", "definitions": list(definitions)})
    return ["holds" if v.holds else "fails" if v.outcome is Outcome.REFUTED else "open" for v in report.transitions]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (r"P(A|B)", r"\frac{P(A\cap B)}{P(B)}", "holds"),
        (r"P(A|B)", r"\frac{P(B|A)P(A)}{P(B)}", "holds"),
        (r"P(A \mid B)", r"\frac{P(B \mid A)P(A)}{P(B \mid A)P(A) + P(B \mid A^c)P(A^c)}", "holds"),
        (r"P(A|B)", r"\frac{P(A,B)}{P(A,B) + P(A^c,B)}", "holds"),
        (r"P(A \cup B)", r"P(A) + P(B) - P(A \cap B)", "holds"),
        (r"P(\overline{A})", r"1 - P(A)", "holds"),
        (r"P(A|B)", r"\frac{P(A|B)P(A)}{P(B)}", "fails"),
        (r"P(A|B)", r"\frac{P(A\cap B)}{P(A)}", "fails"),
        (r"P(A \cap B)", r"P(A)P(B)", "open"),
        (r"P(A \cup B)", r"P(A) + P(B)", "open"),
    ],
)
def test_events_are_taken_apart_into_the_cells_of_a_venn_diagram(left: str, right: str, expected: str) -> None:
    assert outcomes(left, right) == [expected]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (r"\mathrm{Var}(aX+b)", r"a^2\mathrm{Var}(X)", "holds"),
        (r"\mathrm{Var}(aX+b)", r"a\mathrm{Var}(X)", "fails"),
        (r"\operatorname{Var}(X)", r"E[(X - E[X]^2)]", "fails"),
        (r"E[X^2] - 2\mu E[X] + \mu^2", r"E[X^2] - \mu^2", "open"),
        (r"\frac{E[X]}{p^2}", r"\frac{1}{p}", "open"),
        (r"E[XY]", r"E[X]E[Y]", "open"),
    ],
)
def test_moments_are_refuted_only_where_no_distribution_could_make_them_true(
    left: str, right: str, expected: str
) -> None:
    assert outcomes(left, right) == [expected]


LIKELIHOOD = r"\ell(\mu,\sigma^2) = -\frac{n}{2}\ln(2\pi\sigma^2) - \frac{1}{2\sigma^2}\sum_{i=1}^n (x_i-\mu)^2"


def test_a_likelihood_of_mu_and_sigma_squared_is_differentiated_by_both() -> None:
    by_mean = outcomes(
        r"\frac{\partial \ell}{\partial \mu}", r"\frac{1}{\sigma^2}\sum_{i=1}^n (x_i-\mu)", definitions=(LIKELIHOOD,)
    )
    by_variance = outcomes(
        r"\frac{\partial \ell}{\partial \sigma^2}",
        r"-\frac{n}{2\sigma^2} + \frac{1}{2\sigma^4}\sum_{i=1}^n (x_i-\mu)^2",
        definitions=(LIKELIHOOD,),
    )
    wrong = outcomes(
        r"\frac{\partial \ell}{\partial \sigma^2}",
        r"-\frac{n}{2\sigma^2} - \frac{1}{2\sigma^4}\sum_{i=1}^n (x_i-\mu)^2",
        definitions=(LIKELIHOOD,),
    )
    assert (by_mean, by_variance, wrong) == (["holds"], ["holds"], ["fails"])


def test_parameters_behind_a_semicolon_are_the_same_everywhere() -> None:
    density = r"f(x; \mu, \sigma^2) = \frac{1}{\sqrt{2\pi \sigma^2}} \exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)"
    product = r"(2\pi \sigma^2)^{-n/2} \exp\left(-\frac{1}{2\sigma^2} \sum_{i=1}^{n} (X_i - \mu)^2\right)"
    steps = (r"L(\mu, \sigma^2)", r"\prod_{i=1}^{n} f(X_i; \mu, \sigma^2)", product)
    assert outcomes(*steps, definitions=(density,)) == ["holds", "holds"]


def test_known_functions_of_the_variable_are_differentiated_and_judged() -> None:
    assert outcomes(r"\frac{d}{dx}\sin(x^2)", r"\cos(x^2)") == ["fails"]
    assert outcomes(r"\frac{d}{dx}\sin(x^2)", r"2x\cos(x^2)") == ["holds"]


def test_an_identity_among_matrices_is_not_refuted_and_transposes_turn_products_around() -> None:
    assert outcomes("A(BB^{-1})A^{-1}", "AIA^{-1}") != ["fails"]
    assert outcomes("(AB)^T", "B^TA^T") == ["holds"]
    assert outcomes("(AB)^T", "A^TB^T") == ["fails"]
