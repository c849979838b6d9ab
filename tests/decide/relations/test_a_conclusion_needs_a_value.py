"""A relation does not hold where one of its parts has no value: divisors, logarithms and poles in steps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.compare import compare
from derive.decide.relations import holds, implication
from derive.pair import Pair
from derive.read import declare, read
from derive.statement import Statement, Unreadable
from derive.verdict import Verdict
from derive.vocabulary import Vocabulary

LAWS = settings(max_examples=12, deadline=None, derandomize=True)


def asked(left: str, right: str, *assumptions: str) -> Verdict:
    return compare(Pair(left, right, syntax="plain", assumptions=assumptions), explain=False).verdict


def step(left: str, right: str, *assumptions: str) -> tuple[str, Verdict]:
    vocabulary = declare(list(assumptions), syntax="plain") if assumptions else Vocabulary()
    assert not isinstance(vocabulary, Unreadable)
    sides = [read(text, syntax="plain", vocabulary=vocabulary) for text in (left, right)]
    assert isinstance(sides[0], Statement)
    assert isinstance(sides[1], Statement)
    return implication(sides[0].expression, sides[1].expression, vocabulary=vocabulary)


UNDEFINED = [
    ("x/y = 1", "x = y", ("y != 0",)),
    ("a*x = b", "x = b/a", ("a != 0",)),
    ("x/y = z", "x = y*z", ("y > 0",)),
    ("1/x = 1/y", "x = y", ("x > 0",)),
    ("x = y", "x/z = y/z", ("z < 0",)),
    ("x/y >= 0", "x*y >= 0", ("y != 0",)),
    ("y*log(x) = 0", "y = 0 or log(x) = 0", ("x > 0",)),
    ("y*exp(1/x) = 0", "y = 0", ("x != 0",)),
    ("x = y", "log(x) = log(y)", ("x > 0",)),
    ("1/a + 1/b = 1/c", "b*c + a*c = a*b", ("a > 0", "b > 0", "c > 0")),
]


@pytest.mark.parametrize(("left", "right", "assumptions"), UNDEFINED)
def test_a_divisor_that_may_vanish_makes_a_difference(left: str, right: str, assumptions: tuple[str, ...]) -> None:
    for pair in ((left, right), (right, left)):
        verdict = asked(*pair)
        assert verdict.fails, (pair, verdict.reason)
        assert verdict.evidence[0].figures
        assert asked(*pair, *assumptions).holds, (pair, assumptions)


def test_the_point_is_named_and_the_reason_says_which_side_has_no_value() -> None:
    verdict = asked("x/y = 1", "x = y")
    assert verdict.evidence[0].figures == (("x", "0"), ("y", "0"))
    assert "at x = 0, y = 0 the second holds and the first has no value" in verdict.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x*y/y = 1", "x = 1"),
        ("(x^2-1)/(x-1) = y", "x + 1 = y"),
        ("(x^2-y^2)/(x-y) = 0", "x + y = 0"),
        ("x + 1/z = y + 1/z", "x = y"),
        ("x - gamma(y) = z - gamma(y)", "x = z"),
        ("tan(x) = y", "sin(x) = y*cos(x)"),
        ("x/(x^2+1) = y", "x = y*(x^2+1)"),
        ("log(x) = y", "x = exp(y)"),
        ("log(x) = 1", "x = E"),
    ],
)
def test_what_cancels_or_cannot_vanish_makes_none(left: str, right: str) -> None:
    assert asked(left, right).holds
    assert asked(right, left).holds


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(x^2-y^2)/(x-y) = 2*x", "x = y"),
        ("(x^2-1)/(x-1) = 2", "x = 1"),
        ("(exp(2*x)-1)/(exp(x)-1) = 2", "x = 0"),
        ("x*(x-y)/(x-y) = y", "x = y"),
    ],
)
def test_a_divisor_that_cancels_on_all_solutions_leaves_none(left: str, right: str) -> None:
    assert not asked(left, right).holds
    assert not asked(right, left).holds


@given(st.integers(-4, 4), st.integers(-4, 4), st.sampled_from(("x", "x - y", "x + 2*y", "x*y - 1", "x^2 - y")))
@LAWS
def test_dividing_both_sides_needs_a_divisor_that_is_not_zero(a: int, b: int, divisor: str) -> None:
    whole, divided = f"x + {a}*y = {b} + z", f"(x + {a}*y)/({divisor}) = ({b} + z)/({divisor})"
    assert not asked(whole, divided).holds
    assert not asked(divided, whole).holds


@given(st.sampled_from(("x", "x - y", "x + 2*y", "x*y - 1", "x^2 - y")))
@LAWS
def test_multiplying_by_what_may_vanish_gains_solutions(factor: str) -> None:
    assert asked("x = y + z + 1", f"x*({factor}) = (y + z + 1)*({factor})").fails


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        ("a*x = b", "x = b/a", "equivalent"),
        ("F = m*a", "a = F/m", "equivalent"),
        ("1/a + 1/b = 1/c", "b*c + a*c = a*b", "equivalent"),
        ("x^2 = x", "x = 1", "implied_by"),
        ("x^2 = x", "x^2/x = x/x", "implied_by"),
        ("x*y = y", "x = y/y", "implied_by"),
        ("x*y = y*z", "x = z", "implied_by"),
        ("(x^2-1)/(x-1) = 2", "x + 1 = 2", "implies"),
        ("(x-1)/(x+2) >= 0", "x <= -2 or x >= 1", "implies"),
    ],
)
def test_a_step_may_divide_where_it_can_but_not_lose_a_solution(left: str, right: str, word: str) -> None:
    found, verdict = step(left, right)
    assert found == word, verdict.reason


def test_a_claim_is_about_the_points_at_which_it_has_a_value() -> None:
    claim = read("x^2/y^2 >= 0", syntax="plain")
    assert isinstance(claim, Statement)
    assert holds(claim.expression).holds


def test_a_division_by_zero_holds_nowhere() -> None:
    assert not asked("(x + 1)^2/0 <= 0", "false").fails
    assert not asked("(x + 1)^2/0 <= 0", "true", "x >= 0").holds
    assert asked("(x + 1)^2/(3 - 3) >= 0", "x in Reals").fails
