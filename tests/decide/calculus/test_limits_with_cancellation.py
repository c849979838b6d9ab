"""Limits in which leading terms cancel, factorials by Stirling's formula, differences of abstract functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Compare

HOLD = [
    ("Limit(factorial(n)/(sqrt(2*pi*n)*(n/E)**n), n, oo)", "1"),
    ("Limit(binomial(2*n, n)*sqrt(pi*n)/4**n, n, oo)", "1"),
    ("Limit(binomial(n, 3)/n**3, n, oo)", "1/6"),
    ("Limit(factorial(n)/n**n, n, oo)", "0"),
    ("Limit(gamma(n + 1/2)/(gamma(n)*sqrt(n)), n, oo)", "1"),
    ("Limit(sqrt(x**2 + a*x) - sqrt(x**2 + b*x), x, oo)", "(a - b)/2"),
    ("Limit(x*(log(x + 2) - log(x)), x, oo)", "2"),
    ("Limit(log(2*x + 1) - log(x + 5), x, oo)", "log(2)"),
    ("Limit(((n + 1)/(n - 1))**n, n, oo)", "exp(2)"),
    ("Limit(x*exp(x**2)*erfc(x), x, oo)", "1/sqrt(pi)"),
    ("Limit(1/(x - 2), x, 2, '-')", "-oo"),
    ("Limit((f(x + h) - 2*f(x) + f(x - h))/h**2, h, 0)", "Derivative(f(x), x, x)"),
    ("Integral(1/(x*(x + 1)), (x, 1, oo))", "log(2)"),
]

DIFFER = [
    ("Limit(factorial(n)/(sqrt(2*pi*n)*(n/E)**n), n, oo)", "2"),
    ("Limit(sqrt(x**2 + x) - x, x, oo)", "0"),
    ("Limit(x*(log(x + 2) - log(x)), x, oo)", "1"),
    ("Limit(((n + 1)/(n - 1))**n, n, oo)", "E"),
    ("Limit(1/(x - 2), x, 2, '-')", "oo"),
]


@pytest.mark.parametrize(("left", "right"), HOLD)
def test_a_limit_has_its_value(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, assume=("a > 0", "b > 0")).holds


@pytest.mark.parametrize(("left", "right"), DIFFER)
def test_another_value_of_the_limit_is_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).fails


@pytest.mark.parametrize("power", [1, 2, 3])
def test_the_exponential_of_a_logarithm_is_a_power_and_not_beyond_all_powers(compare: Compare, power: int) -> None:
    assert not compare(f"Limit(exp({power}*log(x))/x**{power}, x, oo)", "1").fails
    assert not compare("Limit(factorial(n)**(1/n)/n, n, oo)", "exp(-1)").fails


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Integral(x*Derivative(f(x), x), (x, a, b))", "b*f(b) - a*f(a) - Integral(f(x), (x, a, b))"),
        ("Integral(f(x)*Derivative(f(x), x), (x, a, b))", "(f(b)**2 - f(a)**2)/2"),
        (
            "Integral(f(x)*Derivative(g(x), x), (x, a, b))",
            "f(b)*g(b) - f(a)*g(a) - Integral(g(x)*Derivative(f(x), x), (x, a, b))",
        ),
    ],
)
def test_integration_by_parts_with_abstract_functions(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).holds
    assert compare(left, f"{right} + 1").fails
