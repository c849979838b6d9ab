"""Equal up to a constant: antiderivatives as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.verdict import Outcome

if TYPE_CHECKING:
    from conftest import Compare

SAME = [
    ("x**3/3 + c + 1", "x**3/3"),
    ("(x**3 + c)/3", "x**3/3"),
    ("log(x)", "log(Abs(x)) + c"),
    ("log(k*Abs(x))", "log(x)"),
    ("log(Abs(x**2 - 9)) + c", "log(Abs(x - 3)) + log(Abs(x + 3))"),
    ("atan((x - 2)/(x - 1)) + c", "atan(2*x - 3)"),
    ("-acoth(x/3)/3", "log(x - 3)/6 - log(x + 3)/6"),
    ("log(x)**2 - 2*log(c)*log(x) + k", "log(c/x)**2"),
    ("sin(x)**2", "-cos(x)**2"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_functions_that_differ_by_a_constant_are_the_same_antiderivative(
    compare: Compare, left: str, right: str
) -> None:
    assert compare(left, right, relation="antiderivative", variable="x").holds
    assert compare(right, left, relation="antiderivative", variable="x").holds


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x**3/3*c", "x**3/3"),
        ("X**3/3 + c", "x**3/3"),
        ("log(x) + log(a)", "log(k*Abs(x + a))"),
        ("atan((x - 1)/(x - 2))", "atan(2*x - 3)"),
        ("sin(x)**2", "cos(x)**2"),
    ],
)
def test_functions_that_differ_by_more_are_not(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, relation="antiderivative", variable="x").fails


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Integral(x**2, x)", "x**3/3 + C"),
        ("Integral(x*exp(x), x)", "x*exp(x) - Integral(exp(x), x)"),
        ("2*Integral(t**2, t) + 5*Integral(t, t) - 3*t + C", "2*t**3/3 + 5*t**2/2 - 3*t + C"),
        ("Integral(1/x, x)", "log(Abs(x)) + C"),
        ("Integral(sqrt(x**2 + 4), x)", "x*sqrt(x**2 + 4)/2 + 2*log(x + sqrt(x**2 + 4)) + C"),
    ],
)
def test_an_integral_without_bounds_stands_for_all_antiderivatives(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).outcome is Outcome.PROVED


def test_a_wrong_antiderivative_is_refuted(compare: Compare) -> None:
    assert compare("Integral(x**2, x)", "x**3/2 + C").fails


def test_a_substitution_goes_through_its_definition(compare: Compare) -> None:
    left, right = r"\int \frac{(\ln x)^2}{x} dx", r"\int u^2 du"
    assert compare(left, right, syntax="latex", given=[r"u = \ln x"]).outcome is Outcome.PROVED
    assert compare(left, r"\int u^3 du", syntax="latex", given=[r"u = \ln x"]).fails


def test_a_substitution_that_is_not_written_is_named(compare: Compare) -> None:
    verdict = compare(r"\int \ln(x+5) dx", r"\int \ln(u) du", syntax="latex")
    assert verdict.outcome is Outcome.SUPPORTED
    assert "u = x + 5" in verdict.reason
