r"""Joint, conditional and marginal densities; logarithms and roots that are real; arrows that mean what they say."""

from __future__ import annotations

from typing import Any

import pytest

from derive.check import check_chain


def verdicts(*steps: str, **fields: Any) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", **fields})
    words = {"proved": "ok", "supported": "ok", "refuted": "wrong"}
    return [words.get(t.outcome.value, "open") for t in report.transitions]


@pytest.mark.parametrize(
    "steps",
    [
        (r"p(z|x)", r"\frac{p(x,z)}{p(x)}", r"\frac{p(x|z)p(z)}{p(x)}"),
        (r"p(x,y,z)", r"p(x)p(y|x)p(z|x,y)"),
        (r"\log p(x)", r"\log\frac{p(x,z)}{p(z|x)}", r"\log p(x,z)-\log p(z|x)"),
        (r"p(x)", r"\sum_z p(x,z)", r"\sum_z p(x|z)p(z)"),
        (r"\int p(x|z)p(z)dz", r"\int p(x,z)dz", r"p(x)"),
        (r"\sum_z q(z|x) \log p(x)", r"\log p(x)\sum_z q(z|x)", r"\log p(x)"),
    ],
)
def test_densities_are_tied_as_everywhere(steps: tuple[str, ...]) -> None:
    assert verdicts(*steps) == ["ok"] * (len(steps) - 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\frac{p(x|z)p(z)}{p(x)}", r"\frac{p(x|z)p(x)}{p(z)}"),
        (r"\sum_x p(x|y)x", r"p(x|y)\sum_x x"),
        (r"p(x,y)", r"p(x)p(y)"),
    ],
)
def test_what_may_hold_of_independent_densities_is_open(left: str, right: str) -> None:
    assert verdicts(left, right) == ["open"]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"\ln(ab)", r"\ln a + \ln b", "ok"),
        (r"\ln(a+b)", r"\ln a + \ln b", "wrong"),
        (r"\sqrt{a}\sqrt{b}", r"\sqrt{ab}", "ok"),
        (r"\sqrt{x^2}", "x", "open"),
        (r"\log \prod_{i=1}^n p(x_i)", r"\sum_{i=1}^n \log p(x_i)", "ok"),
        (r"\log \prod_{i=1}^n p(x_i)", r"\prod_{i=1}^n \log p(x_i)", "wrong"),
        (r"\sum_x p(x)\log\frac{p(x)}{q(x)}", r"\sum_x p(x)\log p(x) - \sum_x p(x)\log q(x)", "ok"),
    ],
)
def test_a_logarithm_says_that_its_argument_is_positive(left: str, right: str, verdict: str) -> None:
    assert verdicts(left, right) == [verdict]


@pytest.mark.parametrize(
    ("left", "arrow", "right", "verdict"),
    [
        ("x^2 = 9", "iff", "x = 3", "wrong"),
        ("x^2 = 9", "iff", r"x = \pm 3", "ok"),
        ("x^2 = 9", "implies", "x = 3", "wrong"),
        ("x = 3", "implies", "x^2 = 9", "ok"),
        ("x = 3", "iff", "x^2 = 9", "wrong"),
        (r"-2x > 6", "iff", "x > -3", "wrong"),
    ],
)
def test_an_arrow_means_what_it_says(left: str, arrow: str, right: str, verdict: str) -> None:
    assert verdicts(left, right, relations=[arrow]) == [verdict]


def test_the_transform_of_laplace_is_an_integral() -> None:
    steps = (r"\mathcal{L}\{e^{-at}\}", r"\int_0^\infty e^{-(s+a)t}dt", r"\frac{1}{s+a}")
    assert verdicts(*steps, assumptions=["s > 0", "a > 0"]) == ["ok", "ok"]
    assert verdicts(steps[0], r"\frac{1}{s-a}", assumptions=["s > 0", "a > 0"]) == ["wrong"]


def test_a_divergence_that_is_defined_for_its_arguments_is_put_in() -> None:
    divergence = [r"KL(p\|q) = \sum_x p(x)\log\frac{p(x)}{q(x)}"]
    first = r"\sum_x p(x)\log\frac{p(x)}{q(x)}"
    assert verdicts(r"KL(p\|q)", first, definitions=divergence) == ["ok"]
    capital = first.replace("p(", "P(").replace("q(", "Q(")
    turned = r"\sum_x P(x)\log\frac{Q(x)}{P(x)}"
    assert verdicts(r"D_{KL}(P \| Q)", capital, turned) == ["open", "wrong"]


def test_two_numbers_are_compared_as_numbers() -> None:
    assert verdicts("4", "3.9", relations=["lt"]) == ["wrong"]
    assert verdicts("3.8", "3.9", relations=["lt"]) == ["ok"]


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.5, 2.0])
def test_no_budget_makes_a_counterexample_of_equal_indices(seconds: float) -> None:
    logarithm = r"\log\left(\sum_{j=1}^n e^{\theta_j}\right) - \theta_k"
    steps = [rf"\frac{{\partial}}{{\partial \theta_i}} \left({logarithm}\right)"]
    steps.append(r"\frac{e^{\theta_i}}{\sum_{j=1}^n e^{\theta_j}}")
    report = check_chain({"steps": steps, "syntax": "latex"}, seconds=seconds)
    assert not report.transitions[0].fails


def test_information_is_the_mean_of_a_second_derivative_that_holds_no_data() -> None:
    likelihood = {"definitions": [r"\ln f = n\ln \lambda - \lambda\sum x_i"], "assumptions": [r"\lambda > 0"]}
    second = r"-E\left[\frac{\partial^2}{\partial\lambda^2}\ln f(x;\lambda)\right]"
    inside = r"-E\left[-\frac{n}{\lambda^2}\right]"
    assert verdicts(second, inside, r"\frac{n}{\lambda^2}", **likelihood) == ["ok", "ok"]
    assert verdicts(second, r"-E\left[\frac{n}{\lambda^2}\right]", **likelihood) == ["wrong"]
    assert verdicts(r"E[\hat\lambda]", r"\lambda", **likelihood) == ["open"]
