"""Infinite sums and products: partial fractions, hypergeometric series, products of zeros and poles."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.ball import enclose
from derive.decide.calculus.hypergeometric import infinite_sum
from derive.expression import ONE, add, div, mul, name, number, power
from derive.vocabulary import EMPTY

if TYPE_CHECKING:
    from conftest import Compare

HOLD = [
    ("Sum(1/(2*k-1)**2, (k, 1, oo))", "pi**2/8", ()),
    ("Sum(1/(2*k+1)**4, (k, 0, oo))", "pi**4/96", ()),
    ("Sum((-1)**(k+1)/k, (k, 1, oo))", "log(2)", ()),
    ("Sum((-1)**(k+1)/k**2, (k, 1, oo))", "pi**2/12", ()),
    ("Sum((-1)**k/(2*k+1), (k, 0, oo))", "pi/4", ()),
    ("Sum((-1)**k/(3*k+1), (k, 0, oo))", "(pi/sqrt(3)+log(2))/3", ()),
    ("Sum((-1)**k/(2*k+1)**3, (k, 0, oo))", "pi**3/32", ()),
    ("Sum(1/(k*(k+1)*(k+2)), (k, 1, oo))", "1/4", ()),
    ("Sum(1/(k*(2*k+1)), (k, 1, oo))", "2-2*log(2)", ()),
    ("Sum(1/(k**2-1/4),(k,1,oo))", "2", ()),
    ("Sum(1/(k**2-1),(k,2,oo))", "3/4", ()),
    ("Sum(1/k - 1/(k+1),(k,1,oo))", "1", ()),
    ("Sum(1/(k**2*(k+1)**2),(k,1,oo))", "pi**2/3-3", ()),
    ("Sum(1/(k**2+a**2),(k,1,oo))", "(pi*a*coth(pi*a)-1)/(2*a**2)", ("a > 0",)),
    ("Sum(1/(k**2+1),(k,0,oo))", "(pi*coth(pi)+1)/2", ()),
    ("Sum(1/(k**2+a**2),(k,-oo,oo))", "pi*coth(pi*a)/a", ("a > 0",)),
    ("Sum((-1)**k/(k**2+a**2),(k,-oo,oo))", "pi/(a*sinh(pi*a))", ("a > 0",)),
    ("Sum(1/k**s,(k,2,oo))", "zeta(s)-1", ("s > 1",)),
    ("Product(1-1/k**2, (k, 2, oo))", "1/2", ()),
    ("Product(1-1/(4*k**2), (k, 1, oo))", "2/pi", ()),
    ("Product(4*k**2/(4*k**2-1), (k, 1, oo))", "pi/2", ()),
    ("Product(1-x**2/k**2, (k,1,oo))", "sin(pi*x)/(pi*x)", ("x > 0",)),
    ("Product(1+x**2/k**2, (k,1,oo))", "sinh(pi*x)/(pi*x)", ("x > 0",)),
    ("Sum((-1)**k*x**(2*k)/factorial(2*k), (k,0,oo))", "cos(x)", ("x in real",)),
    ("Sum((-1)**k*x**(2*k+1)/factorial(2*k+1), (k,0,oo))", "sin(x)", ()),
    ("Sum(x**(2*k+1)/factorial(2*k+1), (k,0,oo))", "sinh(x)", ()),
    ("Sum((-1)**k*x**(2*k+1)/(2*k+1), (k,0,oo))", "atan(x)", ("0 < x", "x < 1")),
    ("Sum(x**(2*k+1)/(2*k+1), (k,0,oo))", "log((1+x)/(1-x))/2", ("0 < x", "x < 1")),
    ("Sum(binomial(2*k,k)*x**k,(k,0,oo))", "1/sqrt(1-4*x)", ("0 < x", "x < 1/4")),
    ("Sum(binomial(k+r-1,k)*(1-p)**k*p**r,(k,0,oo))", "1", ("0 < p", "p < 1", "r in positive integers")),
    ("Sum(binomial(k+n,n)*x**k,(k,0,oo))", "(1-x)**(-n-1)", ("0 < x", "x < 1", "n in positive integers")),
    ("Sum(binomial(2*k,k)*x**(2*k+1)/(4**k*(2*k+1)),(k,0,oo))", "asin(x)", ("0 < x", "x < 1")),
    ("Sum(2**k*x**k/factorial(k+1),(k,0,oo))", "(exp(2*x)-1)/(2*x)", ("x > 0",)),
    ("Sum((-1)**k*(k+1)*x**k,(k,0,oo))", "1/(1+x)**2", ("0 < x", "x < 1")),
    ("Sum(1/factorial(2*k),(k,0,oo))", "cosh(1)", ()),
    ("Sum((-1)**k*(pi/2)**(2*k)/factorial(2*k),(k,0,oo))", "0", ()),
    ("Sum(1/(k*2**k),(k,1,oo))", "log(2)", ()),
    ("Sum((-1)**(k+1)*x**k/k,(k,1,oo))", "log(1+x)", ("0 < x", "x < 1")),
    ("Sum(k/factorial(k+1),(k,1,oo))", "1", ()),
    ("Sum(k**3/2**k,(k,1,oo))", "26", ()),
]

DIFFER = [
    ("Sum(1/(2*k-1)**2, (k, 1, oo))", "pi**2/6", ()),
    ("Sum((-1)**(k+1)/k**2, (k, 1, oo))", "pi**2/6", ()),
    ("Sum(1/k - 1/(k+2),(k,1,oo))", "1", ()),
    ("Sum(1/(k**2+a**2),(k,-oo,oo))", "pi*tanh(pi*a)/a", ("a > 0",)),
    ("Product(1-1/k**2, (k, 2, oo))", "1/3", ()),
    ("Product(1+x**2/k**2, (k,1,oo))", "sin(pi*x)/(pi*x)", ("x > 0",)),
    ("Sum((-1)**k*x**(2*k)/factorial(2*k), (k,0,oo))", "sin(x)", ("x in real",)),
    ("Sum(x**(2*k+1)/factorial(2*k), (k,0,oo))", "sinh(x)", ()),
    ("Sum((-1)**k*x**(2*k+1)/(2*k+1), (k,0,oo))", "atanh(x)", ("0 < x", "x < 1")),
    ("Sum(binomial(2*k,k)*x**k,(k,0,oo))", "1/sqrt(1-2*x)", ("0 < x", "x < 1/4")),
]


@pytest.mark.parametrize(("left", "right", "given_"), HOLD)
def test_a_series_has_its_sum(compare: Compare, left: str, right: str, given_: tuple[str, ...]) -> None:
    assert compare(left, right, assume=given_).holds


@pytest.mark.parametrize(("left", "right", "given_"), DIFFER)
def test_another_sum_is_refuted(compare: Compare, left: str, right: str, given_: tuple[str, ...]) -> None:
    assert compare(left, right, assume=given_).fails


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.lists(st.fractions(Fraction(1, 4), 4, max_denominator=4), min_size=2, max_size=3, unique=True),
    st.integers(1, 2),
    st.booleans(),
)
def test_the_sum_of_partial_fractions_is_the_limit_of_the_sums(shifts: list[Fraction], order: int, turn: bool) -> None:
    k = name("k")
    below = [add(k, number(s)) for s in shifts]
    term = div(ONE, mul(power(below[0], number(order)), *below[1:]))
    if turn:
        term = mul(power(number(-1), k), term)
    found = infinite_sum(term, "k", number(0), EMPTY)
    assert found is not None

    def value(n: float) -> mpmath.mpf:
        product = mpmath.mpf(1)
        for place, s in enumerate(shifts):
            product *= (mpmath.mpf(n) + mpmath.mpf(s.numerator) / s.denominator) ** (order if place == 0 else 1)
        return (-1) ** int(n) / product if turn else 1 / product

    expected = mpmath.nsum(value, [0, mpmath.inf])
    ball = enclose(found.expression, {}, 64)
    assert abs(float(ball.real.mid()) - float(expected)) < 1e-6
