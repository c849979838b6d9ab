"""Sums to infinity that have no finite value, and infinity beside what is not known to be finite."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.compare import compare
from derive.decide.divergent import OSCILLATES, divergence
from derive.expression import INFINITY, ONE, Expression, add, call, div, mul, name, number, power
from derive.pair import Pair
from derive.verdict import Outcome

K = name("k")


def _sum(term: Expression, start: int = 1) -> Expression:
    return Expression("sum", (term, K, number(start), INFINITY))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.fractions(0, 3, max_denominator=4), st.fractions(-5, 5, max_denominator=3), st.integers(0, 6))
def test_powers_diverge_up_to_the_harmonic_sum_and_not_beyond(s: Fraction, scale: Fraction, shift: int) -> None:
    if not scale:
        return
    term = mul(number(scale), power(add(K, number(shift)), number(-s)))
    assert divergence(_sum(term)) == ((1 if scale > 0 else -1) if s <= 1 else None)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.fractions(-2, 2, max_denominator=5), st.integers(-3, 3))
def test_geometric_sums_diverge_from_one_on(ratio: Fraction, degree: int) -> None:
    if not ratio:
        return
    term = mul(power(number(ratio), K), power(K, number(degree)))
    expected = None
    if abs(ratio) > 1 or (abs(ratio) == 1 and degree >= 0):
        expected = 1 if ratio > 0 else OSCILLATES
    elif ratio == 1 and degree == -1:
        expected = 1
    assert divergence(_sum(term)) == expected


def test_what_cancels_or_divides_by_zero_is_left_alone() -> None:
    roots = add(call("sqrt", mul(number(4), K)), mul(number(-2), call("sqrt", K)))
    assert divergence(_sum(roots)) is None
    assert divergence(_sum(add(div(ONE, K), mul(number(-1), div(ONE, add(K, ONE)))))) is None
    assert divergence(_sum(div(ONE, add(K, number(-3))))) is None


@pytest.mark.parametrize(
    ("student", "reference", "expected"),
    [
        ("Sum(1/k, (k, 1, oo))", "1", Outcome.REFUTED),
        ("Sum(k, (k, 1, oo))", "-1/12", Outcome.REFUTED),
        ("Sum((-1)**k, (k, 0, oo))", "1/2", Outcome.REFUTED),
        ("Sum(1/k, (k, 1, oo))", "oo", Outcome.PROVED),
        ("log(0)", "-oo", Outcome.UNDECIDED),
        ("1/0", "oo", Outcome.UNDECIDED),
        ("5", "oo", Outcome.REFUTED),
    ],
)
def test_infinite_sides(student: str, reference: str, expected: Outcome) -> None:
    assert compare(Pair(student, reference, syntax="plain")).verdict.outcome is expected
