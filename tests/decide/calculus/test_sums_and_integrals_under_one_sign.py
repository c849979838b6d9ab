"""Linearity, order of integration, substitutions with abstract functions; expectations as linear operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Compare

HOLD = [
    ("Integral(Integral(f(x, y), (y, 0, x)), (x, 0, 1))", "Integral(Integral(f(x, y), (x, y, 1)), (y, 0, 1))"),
    ("Integral(Integral(f(x, y), (y, 0, 1)), (x, 0, 2))", "Integral(Integral(f(x, y), (x, 0, 2)), (y, 0, 1))"),
    ("Sum(Sum(f(j, k), (k, 1, j)), (j, 1, n))", "Sum(Sum(f(j, k), (j, k, n)), (k, 1, n))"),
    ("Sum(Sum(f(j, k), (k, 1, j - 1)), (j, 1, n))", "Sum(Sum(f(j, k), (j, k + 1, n)), (k, 1, n))"),
    ("Sum(Sum(f(j)*g(k - j), (j, 0, k)), (k, 0, oo))", "Sum(f(j)*Sum(g(k - j), (k, j, oo)), (j, 0, oo))"),
    ("Integral(f(2*x), (x, 0, 1))", "Integral(f(u), (u, 0, 2))/2"),
    ("Integral(f(a*x + b), (x, 0, 1))", "Integral(f(u), (u, b, a + b))/a"),
    ("Integral(f(-x), (x, -oo, oo))", "Integral(f(x), (x, -oo, oo))"),
    ("Integral(f(t - s)*g(s), (s, 0, t))", "Integral(f(s)*g(t - s), (s, 0, t))"),
    ("Integral(f(t - s)*g(s), (s, -oo, oo))", "Integral(f(s)*g(t - s), (s, -oo, oo))"),
    (
        "Integral(f(x - c)*exp(-I*k*x), (x, -oo, oo))",
        "exp(-I*k*c)*Integral(f(x)*exp(-I*k*x), (x, -oo, oo))",
    ),
    ("Integral(f(x)*sin(x)**2, (x, 0, 1))", "Integral(f(x), (x, 0, 1)) - Integral(f(x)*cos(x)**2, (x, 0, 1))"),
    ("Sum(f(n - k), (k, 0, n))", "Sum(f(k), (k, 0, n))"),
    (
        "Integral(f(x)*(g(x) + c), (x, a, b))",
        "Integral(f(x)*g(x), (x, a, b)) + c*Integral(f(x), (x, a, b))",
    ),
]

DIFFER = [
    ("Integral(Integral(f(x, y), (y, 0, x)), (x, 0, 1))", "Integral(Integral(f(x, y), (x, 0, y)), (y, 0, 1))"),
    ("Integral(f(2*x), (x, 0, 1))", "Integral(f(u), (u, 0, 2))"),
    ("Integral(f(t - s)*g(s), (s, 0, t))", "Integral(f(s)*g(s - t), (s, 0, t))"),
    ("Sum(f(n - k), (k, 0, n))", "Sum(f(k), (k, 1, n))"),
]


@pytest.mark.parametrize(("left", "right"), HOLD)
def test_what_follows_for_every_function_holds(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, assume=("a > 0",)).holds


@pytest.mark.parametrize(("left", "right"), DIFFER)
def test_what_fails_for_some_function_does_not_hold(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).fails


def test_a_shift_of_the_wrong_sign_under_a_transform_is_not_accepted(compare: Compare) -> None:
    left = "Integral(f(x - c)*exp(-I*k*x), (x, -oo, oo))"
    assert not compare(left, "exp(I*k*c)*Integral(f(x)*exp(-I*k*x), (x, -oo, oo))").holds


def test_a_positive_function_may_be_taken_apart_in_a_logarithm(compare: Compare) -> None:
    left = "Integral(p(x)*log(p(x)/q(x)), (x, -oo, oo))"
    right = "Integral(p(x)*log(p(x)), (x, -oo, oo)) - Integral(p(x)*log(q(x)), (x, -oo, oo))"
    assert compare(left, right, assume=("p(x) > 0", "q(x) > 0")).holds
    assert not compare(left, right).fails


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\frac{\partial}{\partial w}\mathbb{E}[f(w,X)]", r"\mathbb{E}[\frac{\partial}{\partial w} f(w,X)]"),
        (r"\frac{d}{dw}\langle (y-wx)^2\rangle", r"-2\langle (y-wx)x\rangle"),
        (r"\frac{d}{dw}\mathbb{E}[\ln(1+e^{wX})]", r"\mathbb{E}[\frac{X}{1+e^{-wX}}]"),
        (r"\mathbb{E}[\tanh(X)]", r"2\mathbb{E}[\frac{1}{1+e^{-2X}}]-1"),
        (r"\langle\cos^2(\theta)\rangle", r"1-\langle\sin^2(\theta)\rangle"),
    ],
)
def test_the_derivative_passes_through_an_expectation(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").holds


def test_the_gradient_of_a_mean_with_the_wrong_sign_is_refuted(compare: Compare) -> None:
    verdict = compare(r"\frac{d}{dw}\langle (y-wx)^2\rangle", r"2\langle (y-wx)x\rangle", syntax="latex")
    assert verdict.fails


@pytest.mark.parametrize("claim", [(r"\mathbb{E}[\tanh(X)]", r"\mathbb{E}[\sinh(X)]"), ("E[X] Y", "E[X Y]")])
def test_what_depends_on_the_law_is_not_accepted(compare: Compare, claim: tuple[str, str]) -> None:
    left, right = (side.replace("E[", r"\mathbb{E}[") if "mathbb" not in side else side for side in claim)
    assert not compare(left, right, syntax="latex").holds


@pytest.mark.parametrize(
    "right",
    [
        r"2\sum_i \frac{\partial E}{\partial s_i}\frac{\partial s_i}{\partial t}",
        r"\sum_i \frac{\partial E}{\partial s_i}",
        r"\sum_i \frac{\partial E}{\partial s_i}\frac{\partial s_i}{\partial t}"
        r"+\sum_j \frac{\partial E}{\partial s_j}\frac{\partial s_j}{\partial t}",
    ],
)
def test_derivatives_of_unknown_things_are_not_zero(compare: Compare, right: str) -> None:
    assert not compare(r"\frac{dE}{dt}", right, syntax="latex").holds


def test_a_delta_of_two_letters_means_that_they_may_be_equal(compare: Compare) -> None:
    assert compare(r"z_j(\delta_{ij}-z_i)", "-z_j z_i", syntax="latex").fails


def test_a_shifted_index_is_meant_inside_its_range(compare: Compare) -> None:
    left = r"\sum_{i=1}^{N} (x_i - x_{i-1}^2)(\delta_{i,j} - 2x_{i-1}\delta_{i-1,j})"
    right = r"x_j - x_{j-1}^2 - 2 x_j (x_{j+1} - x_j^2)"
    assert compare(left, right, syntax="latex").holds
    assert compare(left, right.replace("- 2", "+ 2"), syntax="latex").fails
