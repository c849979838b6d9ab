"""Expansions with a remainder, named distributions, quantities in the dress people give them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.compare import compare
from derive.pair import Pair, pair_from_record
from derive.verdict import Outcome, Verdict

LAWS = settings(max_examples=20, deadline=None, derandomize=True)


def asked(left: str, right: str, relation: str, *assumptions: str, variable: str = "x", limit: str = "0") -> Verdict:
    pair = Pair(left, right, relation=relation, variable=variable, limit=limit, assumptions=assumptions)
    return compare(pair, explain=False).verdict


RIGHT = [
    ("sin(x)", "x - x^3/6 + O(x^5)", "x", "0"),
    ("exp(x)", "1 + x + x^2/2 + O(x^3)", "x", "0"),
    ("cos(x)", "1 + O(x^2)", "x", "0"),
    ("cos(x)", "1 + o(x)", "x", "0"),
    ("1/(1+n)", "1/n - 1/n^2 + O(1/n^3)", "n", "oo"),
    ("n*(n+1)/2", "n^2/2 + O(n)", "n", "oo"),
    ("x - x^3/6 + O(x^5)", "sin(x) + O(x^5)", "x", "0"),
]
WRONG = [
    ("sin(x)", "x - x^3/3 + O(x^5)", "x", "0"),
    ("exp(x)", "1 + x + x^2 + O(x^3)", "x", "0"),
    ("cos(x)", "1 + O(x^3)", "x", "0"),
    ("cos(x)", "1 + o(x^2)", "x", "0"),
    ("1/(1+n)", "1/n + O(1/n^3)", "n", "oo"),
    ("n*(n+1)/2", "n^2/2 + O(1)", "n", "oo"),
    ("x + O(x^3)", "sin(x) + O(x^5)", "x", "0"),
]


@pytest.mark.parametrize(("left", "right", "variable", "limit"), RIGHT)
def test_an_expansion_holds_up_to_its_remainder(left: str, right: str, variable: str, limit: str) -> None:
    verdict = asked(left, right, "asymptotic", variable=variable, limit=limit)
    assert verdict.holds, verdict.reason


@pytest.mark.parametrize(("left", "right", "variable", "limit"), WRONG)
def test_a_wrong_term_or_a_remainder_too_small_is_refuted(left: str, right: str, variable: str, limit: str) -> None:
    verdict = asked(left, right, "asymptotic", variable=variable, limit=limit)
    assert verdict.fails, verdict.reason


@given(st.integers(1, 5), st.integers(-3, 3))
@LAWS
def test_the_remainder_of_a_geometric_series_has_its_order(terms: int, slip: int) -> None:
    written = " + ".join(f"x^{k}" for k in range(terms))
    assert asked("1/(1-x)", f"{written} + O(x^{terms})", "asymptotic").holds
    assert asked("1/(1-x)", f"{written} + O(x^{terms + 1})", "asymptotic").fails
    if slip:
        assert asked("1/(1-x)", f"{written} + {slip} + O(x^{terms})", "asymptotic").fails


def test_a_remainder_is_understood_where_equality_was_asked() -> None:
    assert compare(Pair("sin(x)", "x - x^3/6 + O(x^5)"), explain=False).verdict.holds
    assert compare(Pair("sin(x)", "x - x^3/5 + O(x^5)"), explain=False).verdict.fails


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Gamma(1, b)", "Exponential(b)", True),
        ("Gamma(2, b)", "Exponential(b)", False),
        ("x^2*(1-x)^3", "Beta(3, 4)", True),
        ("x^2*(1-x)^3", "Beta(2, 3)", False),
        ("Weibull(2, b*sqrt(2))", "Rayleigh(b)", True),
        ("exp(-(x-b)^2/2)", "Normal(b, 1)", True),
        ("exp(-(x-b)^2)", "Normal(b, 1)", False),
    ],
)
def test_named_families_stand_for_their_densities(left: str, right: str, expected: bool) -> None:
    verdict = asked(left, right, "distribution", "b > 0")
    assert (verdict.holds, verdict.fails) == (expected, not expected), verdict.reason


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("10 mV / 2 nA", "5 MΩ", True),
        ("10 mV / 2 nA", "20 MΩ", False),
        ("1/2 kg", "500 g", True),
        (r"\tau = 20 ms", r"\tau = 0.02 s", True),
        (r"\tau = 20 ms", "0.2 s", False),
        ("12.5 Hz", "12.5 s^{-1}", True),
        ("10 nA * 5 MOhm", "50 mV", True),
        ("7.07", "sqrt(50)", True),
        ("7.17", "sqrt(50)", False),
        ("0.0625", "1/16", True),
        ("0.063", "1/16", True),
        ("0.062", "1/16", True),
        ("0.064", "1/16", False),
    ],
)
def test_numbers_hold_to_the_digits_and_units_in_which_they_are_written(left: str, right: str, expected: bool) -> None:
    verdict = compare(Pair(left, right, relation="number"), explain=False).verdict
    assert (verdict.holds, verdict.fails) == (expected, not expected), verdict.reason


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("[[cos(t), -sin(t)], [sin(t), cos(t)]]", "[[exp(I*t), 0], [0, exp(-I*t)]]", True),
        ("[[sqrt(2), 1], [0, sqrt(2)]]", "[[sqrt(2), 0], [0, sqrt(2)]]", False),
        ("[[a, 1], [0, a]]", "[[a, 0], [5, a]]", True),
        ("[[0, 1], [1, 0]]", "[[1, 0], [0, -1]]", True),
        ("[[0, 1], [1, 0]]", "[[1, 0], [0, 1]]", False),
    ],
)
def test_a_batch_may_ask_for_equality_up_to_a_change_of_basis(left: str, right: str, expected: bool) -> None:
    rows = ["Matrix(" + side + ")" for side in (left, right)]
    record = {"student": rows[0], "reference": rows[1], "syntax": "plain", "relation": "similar"}
    verdict = compare(pair_from_record(record), explain=False).verdict
    assert (verdict.holds, verdict.fails) == (expected, not expected), verdict.reason


def test_a_vector_of_zeros_is_a_multiple_of_no_other() -> None:
    assert compare(Pair("[1, 0]", "[0, 0]", relation="factor"), explain=False).verdict.outcome is Outcome.REFUTED
    assert compare(Pair("[0, 0]", "[0, 0]", relation="factor"), explain=False).verdict.holds


@pytest.mark.parametrize(("left", "right", "expected"), [("x^2 = 4", "2, -2", True), ("x^2 = 4", "2", False)])
def test_solutions_may_be_listed(left: str, right: str, expected: bool) -> None:
    assert compare(Pair(left, right, relation="solutions"), explain=False).verdict.holds == expected
