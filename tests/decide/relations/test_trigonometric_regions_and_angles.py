"""Trigonometric equations and inequalities: between two ends, against polynomials, and at simple angles."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.compare import compare
from derive.decide.ball import enclose
from derive.decide.relations.algebra import algebra_for
from derive.decide.relations.convert import convert
from derive.expression import PI, call, mul, number
from derive.pair import Pair
from derive.verdict import Outcome, Verdict

LAWS = settings(max_examples=40, deadline=None, derandomize=True)
FEW = settings(LAWS, max_examples=12)
TURN = ("0 <= x <= 2*pi",)


def asked(left: str, right: str, *assumptions: str) -> Verdict:
    return compare(Pair(left, right, syntax="plain", assumptions=assumptions), explain=False).verdict


@pytest.mark.parametrize(
    ("left", "right", "assumptions"),
    [
        ("abs(sin(x)) = sin(x)", "true", ("0 <= x <= pi",)),
        ("abs(cos(x)) > 1/2", "x < pi/3 or x > 2*pi/3", ("0 <= x <= pi",)),
        ("sin(x) >= 1/2", "pi/6 <= x <= 5*pi/6", TURN),
        ("sin(2*x) = sin(x)", "x = 0 or x = pi/3 or x = pi or x = 5*pi/3 or x = 2*pi", TURN),
        ("1 - cos(x) = 0", "x = 0 or x = 2*pi", TURN),
        ("tan(x) > 1", "x > pi/4", ("0 <= x < pi/2",)),
        ("sin(x) > 0 and 0 < x and x < 6", "0 < x < pi", ()),
        ("sin(x) <= x", "x >= 0", ()),
        ("sin(x) = x", "x = 0", ()),
        ("cos(x) >= 1 - x^2/2", "true", ()),
        ("x + sin(x) > 0", "x > 0", ()),
    ],
)
def test_equal_regions_are_proved(left: str, right: str, assumptions: tuple[str, ...]) -> None:
    verdict = asked(left, right, *assumptions)
    assert verdict.outcome is Outcome.PROVED, verdict.reason


@pytest.mark.parametrize(
    ("left", "right", "assumptions"),
    [
        ("abs(sin(x)) = sin(x)", "true", ("0 <= x <= 4",)),
        ("sin(x) >= 1/2", "pi/6 < x < 5*pi/6", TURN),
        ("sin(2*x) = sin(x)", "x = 0 or x = pi/3 or x = pi", TURN),
        ("tan(x) > 1", "x > pi/4", ("0 <= x < pi",)),
        ("sin(x) > 0", "0 < x < pi", ()),
        ("sin(x) = 0", "x = 0", ()),
        ("(x - 1)/(x - 2) > 0 and sin(x) < 2 and x < 9", "x > 2 and x < 9", ()),
    ],
)
def test_different_regions_are_refuted(left: str, right: str, assumptions: tuple[str, ...]) -> None:
    verdict = asked(left, right, *assumptions)
    assert verdict.outcome is Outcome.REFUTED, verdict.reason
    assert verdict.evidence[0].figures


def test_a_counterexample_is_a_point_that_can_be_typed() -> None:
    assert asked("sin(x) = 0", "x = 0").evidence[0].figures == (("x", "pi"),)


@given(st.integers(-40, 40), st.sampled_from((1, 2, 3, 4, 6)), st.sampled_from(("sin", "cos")))
@LAWS
def test_simple_angles_have_exact_sines(top: int, bottom: int, function: str) -> None:
    expression = call(function, mul(number(Fraction(top, bottom)), PI))
    algebra = algebra_for([expression], real=True)
    exact = algebra.tree(convert(algebra, expression))
    assert "sin" not in exact.functions()
    assert "cos" not in exact.functions()
    assert enclose(exact, {}, 64).overlaps(enclose(expression, {}, 64))


@given(st.integers(1, 9), st.integers(-3, 3))
@FEW
def test_a_cosine_takes_a_value_between_two_ends_or_it_does_not(k: int, c: int) -> None:
    # k x runs from 0 to k * 9 degrees, and stays below 81: the cosine is c/2 there only for c = 1, at 60 degrees.
    found = asked(f"cos({k}*x) = {c}/2", "false", "0 < x < pi/20")
    reached = c == 1 and 9 * k > 60
    assert found.outcome is (Outcome.REFUTED if reached else Outcome.PROVED), found.reason
