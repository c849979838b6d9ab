"""Definite integrals: proved through an antiderivative that is continuous, refused where the integral diverges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide import Budget
from derive.decide.calculus.integral import is_antiderivative
from derive.decide.calculus.primitives import primitive
from derive.expression import Expression, add, call, mul, name, neg, number, power
from derive.verdict import Outcome
from derive.vocabulary import EMPTY

if TYPE_CHECKING:
    from conftest import Compare

KNOWN = [
    ("Integral(x*exp(-x**2), (x, 0, 1))", "(1 - exp(-1))/2", []),
    ("Integral(1/sqrt(x), (x, 0, 1))", "2", []),
    ("Integral(log(x), (x, 0, 1))", "-1", []),
    ("Integral(sqrt(1 - x**2), (x, 0, 1))", "pi/4", []),
    ("Integral(1/(1 + x**2), (x, 0, oo))", "pi/2", []),
    ("Integral(exp(-x)*cos(x), (x, 0, oo))", "1/2", []),
    ("Integral(exp(-x**2), (x, -oo, oo))", "sqrt(pi)", []),
    ("Integral(l*exp(-l*x), (x, 0, oo))", "1", ["l > 0"]),
    ("Integral(x**2*l*exp(-l*x), (x, 0, oo))", "2/l**2", ["l > 0"]),
    ("Integral(x**(s - 1)*exp(-x), (x, 0, oo))", "gamma(s)", ["s > 0"]),
    ("Integral(x/(sqrt(2*pi)*s)*exp(-(x - m)**2/(2*s**2)), (x, -oo, oo))", "m", ["s > 0", "m in real"]),
    ("Integral(sin(x)/x, (x, 0, oo))", "pi/2", []),
    ("Integral(sin(w*t)**2, (t, 0, T))", "T/2 - sin(2*w*T)/(4*w)", []),
    ("Integral(Abs(x - 1), (x, 0, 3))", "5/2", []),
    ("Integral(Max(0, x), (x, -1, 2))", "2", []),
    ("Integral((x**2 - 1)/(x - 1), (x, 2, 3))", "7/2", []),
    ("Integral(exp(-(t - s)/tau), (s, 0, t))", "tau*(1 - exp(-t/tau))", ["tau > 0"]),
]


@pytest.mark.parametrize(("integral", "value", "assume"), KNOWN)
def test_known_integrals_are_proved(compare: Compare, integral: str, value: str, assume: list[str]) -> None:
    assert compare(integral, value, assume=assume).outcome is Outcome.PROVED


@pytest.mark.parametrize(("integral", "value", "assume"), KNOWN)
def test_integrals_with_another_value_are_refuted(
    compare: Compare, integral: str, value: str, assume: list[str]
) -> None:
    assert compare(integral, f"({value})*101/100", assume=assume).fails


@pytest.mark.parametrize(
    ("integral", "value"),
    [
        ("Integral(1/x, (x, -1, 1))", "0"),
        ("Integral(1/x**2, (x, -1, 1))", "-2"),
        ("Integral(1/x, (x, 0, 4))", "log(5)"),
        ("Integral(1/x, (x, 1, oo))", "1"),
        ("Integral(sin(x), (x, 0, oo))", "1"),
        ("Integral(tan(x), (x, 0, pi))", "0"),
    ],
)
def test_a_divergent_integral_is_never_given_a_value(compare: Compare, integral: str, value: str) -> None:
    assert not compare(integral, value).holds


def test_a_divergent_integral_is_not_a_finite_number(compare: Compare) -> None:
    verdict = compare("Integral(1/x, (x, 0, 4))", "Integral(1/(1 + x), (x, 0, 4))")
    assert verdict.fails
    assert "plus infinity" in verdict.reason


def test_two_integrals_that_do_not_exist_are_not_equal(compare: Compare) -> None:
    assert not compare("Integral(1/x, (x, -1, 1))", "Integral(2/x, (x, -1, 1))").holds
    assert not compare("Integral(1/x, (x, 0, 1))", "Integral(2/x, (x, 0, 1))").holds


def test_bounds_can_be_swapped_and_intervals_joined(compare: Compare) -> None:
    assert compare("Integral(f(x), (x, a, b))", "-Integral(f(x), (x, b, a))").outcome is Outcome.PROVED
    left, right = "Integral(f(x), (x, a, b))", "Integral(f(x), (x, a, c)) + Integral(f(t), (t, c, b))"
    assert compare(left, right).outcome is Outcome.PROVED
    assert compare(left, right.replace("(t, c, b)", "(t, b, c)")).fails


def test_integrals_are_linear_for_any_integrand(compare: Compare) -> None:
    left, right = "Integral(f(x) + 2*g(x), (x, a, b))", "2*Integral(g(t), (t, a, b)) + Integral(f(x), (x, a, b))"
    assert compare(left, right).outcome is Outcome.PROVED
    assert not compare(left, right.replace("2*", "3*", 1)).holds


x = name("x")


def factors() -> st.SearchStrategy[Expression]:
    slope = st.integers(1, 3).map(lambda n: mul(number(n), x))
    return st.one_of(
        st.integers(1, 3).map(lambda n: power(x, number(n))),
        slope.map(lambda u: call("exp", neg(u))),
        slope.map(lambda u: call("sin", u)),
        slope.map(lambda u: call("cos", add(u, number(1)))),
    )


@given(st.integers(1, 3), factors(), factors())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_what_the_rules_find_differentiates_back(scale: int, left: Expression, right: Expression) -> None:
    integrand = mul(number(scale), left, right)
    found = primitive(integrand, "x")
    if found is not None:
        assert is_antiderivative(found, integrand, "x", EMPTY, Budget(seconds=5.0).started())
