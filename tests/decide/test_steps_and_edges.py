"""Laws of the rungs for floors and remainders, and of the search beside the zeros of the parts."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide import decide
from derive.decide.edges import _simplest
from derive.expression import Expression, add, call, constant, div, mul, name, number, power, sub
from derive.name import Name
from derive.vocabulary import Vocabulary

N, X = name("n"), name("x")
WHOLE = Vocabulary(names=(Name("n", "integer"),))
REAL = Vocabulary(names=(Name("x", "real"),))
SMALL = st.integers(-6, 6)
DIVISORS = st.integers(1, 5)


def _step(kind: str, u: Expression, modulus: int) -> Expression:
    return call("Mod", u, number(modulus)) if kind == "Mod" else call(kind, div(u, number(modulus)))


def _value(kind: str, u: int, modulus: int) -> int:
    return {"Mod": u % modulus, "floor": floor(Fraction(u, modulus)), "ceiling": ceil(Fraction(u, modulus))}[kind]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.sampled_from(("Mod", "floor", "ceiling")), st.sampled_from(("Mod", "floor")), SMALL, SMALL, DIVISORS, DIVISORS
)
def test_sums_of_steps_are_decided_as_they_are_on_a_long_stretch(
    first: str, second: str, a: int, b: int, m: int, k: int
) -> None:
    u = add(mul(number(a), N), number(b))
    left = add(_step(first, u, m), _step(second, power(N, number(2)), k))
    right = add(_step(second, u, m), _step(first, power(N, number(2)), k))
    same = all(
        _value(first, a * n + b, m) + _value(second, n * n, k) == _value(second, a * n + b, m) + _value(first, n * n, k)
        for n in range(-40, 41)
    )
    verdict = decide(left, right, vocabulary=WHOLE)
    assert verdict.holds if same else verdict.fails


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(1, 5), st.fractions(-2, 2, max_denominator=6))
def test_hermites_identity_of_floors(count: int, shift: Fraction) -> None:
    """floor(n x) is the sum of floor(x + k/n); a shift of one of the terms breaks it unless it is whole."""
    u = add(X, number(shift))
    terms = [call("floor", add(u, number(Fraction(k, count)))) for k in range(count)]
    left = call("floor", mul(number(count), X))
    verdict = decide(left, add(*terms) if count > 1 else terms[0], vocabulary=REAL)
    assert verdict.holds if shift == 0 else verdict.fails


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(2, 40), st.integers(3, 9), st.sampled_from(("pi", "e", "root")))
def test_a_narrow_window_at_an_irrational_place_is_found(radicand: int, digits: int, kind: str) -> None:
    place = call("sqrt", number(radicand)) if kind == "root" else constant(kind)
    width = number(Fraction(1, 10**digits))
    window = call("Max", number(0), sub(width, call("Abs", sub(X, place))))
    verdict = decide(window, number(0), vocabulary=REAL)
    assert verdict.fails
    assert decide(window, mul(window, window, power(window, number(-1))), vocabulary=REAL).fails is False


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.fractions(-50, 50, max_denominator=10**6), st.fractions(0, 2, max_denominator=10**6))
def test_the_simplest_number_of_an_interval_lies_in_it_and_no_simpler_one_does(low: Fraction, width: Fraction) -> None:
    high = low + width + Fraction(1, 10**7)
    found = _simplest(low, high)
    assert low <= found <= high
    smaller = range(1, min(found.denominator, 60))
    assert not any(low <= Fraction(ceil(low * q), q) <= high for q in smaller)


def test_a_difference_that_is_a_number_refutes_what_is_too_large_to_print() -> None:
    tower = power(number(10), power(number(10), number(10)))
    verdict = decide(tower, add(tower, number(1)))
    assert verdict.fails
    assert "exactly -1" in verdict.reason
