"""Sums and products with symbolic bounds: closed forms against the terms, induction, shifts, series."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide import Budget
from derive.decide.ball import enclose
from derive.decide.calculus.reduce import written_out
from derive.decide.calculus.sums import closed_form
from derive.expression import Expression, add, call, div, mul, name, number, power, sub
from derive.verdict import Outcome
from derive.vocabulary import EMPTY

if TYPE_CHECKING:
    from conftest import Compare

k, n, r = name("k"), name("n"), name("r")

PROVED = [
    ("Sum(k, (k, 1, n))", "n*(n + 1)/2"),
    ("Sum(k**3, (k, 1, n))", "Sum(k, (k, 1, n))**2"),
    ("Sum(r**k, (k, 0, n))", "(1 - r**(n + 1))/(1 - r)"),
    ("Sum(k*r**k, (k, 0, n))", "r*(1 - (n + 1)*r**n + n*r**(n + 1))/(1 - r)**2"),
    ("Sum(binomial(n, k), (k, 0, n))", "2**n"),
    ("Sum(k*binomial(n, k)*p**k*(1 - p)**(n - k), (k, 0, n))", "n*p"),
    ("Sum(1/(k*(k + 1)), (k, 1, n))", "n/(n + 1)"),
    ("Sum(k*factorial(k), (k, 1, n))", "factorial(n + 1) - 1"),
    ("Sum(2*k - 1, (k, 1, n))", "1 + Sum(2*m + 1, (m, 1, n - 1))"),
    ("Sum(a*x(k), (k, 1, n))", "a*Sum(x(j), (j, 1, n))"),
    ("Sum(x**k/factorial(k), (k, 0, oo))", "exp(x)"),
    ("Sum(k*p*(1 - p)**(k - 1), (k, 1, oo))", "1/p"),
    ("Sum(1/k**2, (k, 1, oo))", "pi**2/6"),
    ("Product(k, (k, 1, n))", "factorial(n)"),
    ("Product(2*k, (k, 1, n))", "2**n*factorial(n)"),
    ("Product(1 + 1/k, (k, 1, n))", "n + 1"),
]


@pytest.mark.parametrize(("left", "right"), PROVED)
def test_known_sums_are_proved(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).outcome is Outcome.PROVED


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sum(k, (k, 1, n))", "n*(n - 1)/2"),
        ("Sum(k, (k, 0, n - 1))", "n*(n + 1)/2"),
        ("Sum(r**k, (k, 1, n))", "(1 - r**(n + 1))/(1 - r)"),
        ("Sum(2*k + 1, (k, 1, n))", "Sum(2*k - 1, (k, 1, n))"),
        ("Product(k, (k, 1, n))", "factorial(n + 1)"),
        ("Sum(x**k/factorial(k), (k, 1, oo))", "exp(x)"),
    ],
)
def test_sums_that_are_off_by_one_are_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).fails


def test_a_divergent_series_is_never_given_a_value(compare: Compare) -> None:
    assert not compare("Sum(2**k, (k, 0, oo))", "-1").holds
    assert not compare("Sum(1/k, (k, 1, oo))", "1").holds


def terms() -> st.SearchStrategy[Expression]:
    polynomials = st.lists(st.integers(-3, 3), min_size=1, max_size=4).map(
        lambda cs: add(number(0), *(mul(number(c), power(k, number(i))) for i, c in enumerate(cs)))
    )
    ratios = st.sampled_from((number(1), r, number(2), div(number(1), number(3))))
    return st.builds(lambda p, b: mul(p, power(b, k)), polynomials, ratios)


@given(terms(), st.integers(0, 3), st.integers(0, 7))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_closed_form_has_the_value_of_its_terms(term: Expression, lower: int, count: int) -> None:
    node = Expression("sum", (term, k, number(lower), sub(add(n, number(lower)), number(1))))
    found = closed_form(node, EMPTY, Budget().started())
    assert found is not None
    point = {"n": Fraction(count), "r": Fraction(5, 7)}
    direct = Expression("sum", (term, k, number(lower), number(lower + count - 1)))
    gap = enclose(found.expression, point, 128) - enclose(written_out(direct), point, 128)
    assert gap.contains(0)
    assert gap.rad() < 1e-20


@given(st.integers(-5, 5), st.integers(1, 3))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_a_shifted_index_changes_nothing(shift: int, power_of_k: int) -> None:
    from derive.decide.calculus import decide_calculus
    from derive.decide.decision import plain

    plain_sum = Expression("sum", (power(k, number(power_of_k)), k, number(1), n))
    moved_term = power(
        add(k, number(shift) if shift >= 0 else Expression("neg", (number(-shift),))), number(power_of_k)
    )
    offset = Expression("neg", (number(shift),)) if shift > 0 else number(-shift)
    moved = Expression("sum", (moved_term, k, add(number(1), offset), add(n, offset)))
    verdict = decide_calculus(plain_sum, moved, vocabulary=EMPTY, budget=Budget(seconds=5.0), ladder=plain)
    assert verdict.outcome is Outcome.PROVED


def test_an_abstract_summand_comes_out_of_no_sum(compare: Compare) -> None:
    assert not compare("Sum(x(k)*y(k), (k, 1, n))", "Sum(x(k), (k, 1, n))*Sum(y(k), (k, 1, n))").holds


def test_calls_of_abstract_functions_are_kept_apart(compare: Compare) -> None:
    assert call("f", k) != call("g", k)
    assert not compare("Sum(f(k), (k, 1, n))", "Sum(g(k), (k, 1, n))").holds


def test_a_geometric_series_that_never_converges_has_no_value(compare: Compare) -> None:
    assert not compare("Sum((1 + x**2)**k, (k, 0, oo))", "-1/x**2", assume=["x in real"]).holds
    assert not compare("Sum(exp(I*x*k), (k, 0, oo))", "1/(1 - exp(I*x))", assume=["x in real"]).holds
