"""Euler's, Planck's and Dirichlet's integrals and Gaussian moments, under the signs that they need."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.ball import enclose
from derive.decide.calculus.improper import by_theorem
from derive.read import declare, infer, read
from derive.statement import Statement
from derive.vocabulary import EMPTY, Vocabulary

if TYPE_CHECKING:
    from conftest import Compare

HOLD = [
    ("Integral(x**2*(k/l)*(x/l)**(k-1)*exp(-(x/l)**k), (x, 0, oo))", "l**2*gamma(1+2/k)"),
    ("Integral(x**k*exp(-x/l), (x, 0, oo))/(gamma(k)*l**k)", "k*l"),
    ("Integral(x**k*(1-x)**(l-1), (x, 0, 1))/beta(k, l)", "k/(k+l)"),
    ("Integral((x-1)**(k-1)*(3-x)**(l-1), (x, 1, 3))", "2**(k+l-1)*beta(k, l)"),
    ("Integral(x**3/(exp(x)-1), (x, 0, oo))", "pi**4/15"),
    ("Integral(x/(exp(k*x)+1), (x, 0, oo))", "pi**2/(12*k**2)"),
    ("Integral(x*exp(-x)/(1-exp(-x)), (x, 0, oo))", "pi**2/6"),
    ("Integral(1/(1+x**4), (x, 0, oo))", "pi/(2*sqrt(2))"),
    ("Integral(1/(k**2+x**2)**2, (x, -oo, oo))", "pi/(2*k**3)"),
    ("Integral(exp(-k*x**2)*cos(m*x), (x, -oo, oo))", "sqrt(pi/k)*exp(-m**2/(4*k))"),
    ("Integral(x*sin(m*x)*exp(-x**2/2), (x, -oo, oo))", "m*sqrt(2*pi)*exp(-m**2/2)"),
    ("Integral(sin(x)**2/x**2, (x, -oo, oo))", "pi"),
    ("Integral(x**k*log(x)**2, (x, 0, 1))", "2/(k+1)**3"),
]

DIFFER = [
    ("Integral(x*(k/l)*(x/l)**(k-1)*exp(-(x/l)**k), (x, 0, oo))", "l*gamma(1/k)"),
    ("Integral(exp(-k*x**2)*cos(m*x), (x, -oo, oo))", "sqrt(pi/k)*exp(-m**2/(2*k))"),
    ("Integral(x**k*(1-x)**(l-1), (x, 0, 1))/beta(k, l)", "l/(k+l)"),
    ("Integral(x**3/(exp(x)-1), (x, 0, oo))", "pi**4/90"),
]
SIGNS = ("k > 0", "l > 0", "m in real")


@pytest.mark.parametrize(("left", "right"), HOLD)
def test_a_known_integral_has_its_value(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, assume=SIGNS).holds


@pytest.mark.parametrize(("left", "right"), DIFFER)
def test_another_value_is_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, assume=SIGNS).fails


@pytest.mark.parametrize(
    "text",
    [
        "Integral(x**(k-1)*exp(-x), (x, 0, oo))",
        "Integral(exp(-k*x**2), (x, -oo, oo))",
        "Integral(x**k/(exp(x)-1), (x, 0, oo))",
        "Integral(1/(1+x**k), (x, 0, oo))",
        "Integral(x**(-k)*(1-x)**2, (x, 0, 1))",
    ],
)
def test_without_the_signs_there_is_no_value(text: str) -> None:
    vocabulary = infer((text,), syntax="plain", vocabulary=_declared("k in real"))
    statement = read(text, syntax="plain", vocabulary=vocabulary)
    assert isinstance(statement, Statement)
    assert by_theorem(statement.expression, vocabulary) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Integral(exp(-a*t), (t, 0, oo))", "1/a"),
        ("Integral(t*exp(-a*t), (t, 0, oo))", "1/a**2"),
        ("Integral(exp(-a*x**2), (x, -oo, oo))", "sqrt(pi/a)"),
        ("Integral(exp(-x**2/(2*s**2)), (x, -oo, oo))", "sqrt(2*pi)*s"),
        ("Integral(x**(s - 1)*exp(-x), (x, 0, oo))", "gamma(s)"),
        ("Integral(exp(-x)*log(x), (x, 0, oo))", "-EulerGamma"),
    ],
)
def test_an_integral_is_meant_where_it_converges(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right).holds
    assert compare(left, f"2*({right})").fails


def test_divergence_somewhere_is_no_counterexample(compare: Compare) -> None:
    assert not compare("Integral(exp(-a*t), (t, 1, oo))", "exp(-a)/a").fails


def _declared(*sentences: str) -> Vocabulary:
    found = declare(list(sentences), syntax="plain", vocabulary=EMPTY)
    assert isinstance(found, Vocabulary)
    return found


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 3), st.integers(1, 5))
def test_the_value_is_that_of_quadrature(s: int, q: int, a: int, m: int) -> None:
    cases = [
        (f"Integral(x**({s}/2)*exp(-{a}*x**{q}), (x, 0, oo))", lambda x: x ** (s / 2) * mpmath.exp(-a * x**q)),
        (
            f"Integral(x**({s}/2)*(1-x)**({3 * m + 1}/3), (x, 0, 1))",
            lambda x: x ** (s / 2) * (1 - x) ** mpmath.mpf(m + 1 / 3),
        ),
    ]
    for text, function in cases:
        statement = read(text, syntax="plain", vocabulary=EMPTY)
        assert isinstance(statement, Statement)
        value = by_theorem(statement.expression, EMPTY)
        assert value is not None
        assert not value[1]
        upper = 1 if "1)" in text[-4:] else mpmath.inf
        expected = mpmath.quad(function, [0, 1] if upper == 1 else [0, 1, 4, mpmath.inf])
        ball = enclose(value[0], {"x": Fraction(1)}, 64)
        assert abs(complex(float(ball.real.mid()), 0) - complex(expected)) < 1e-6 * (1 + abs(expected))


def test_a_letter_on_one_side_may_be_eulers(compare: Compare) -> None:
    left = r"\int_0^\infty e^{-x}\ln x\,dx"
    assert compare(left, r"-\gamma", syntax="latex").holds
    assert compare(left, r"\gamma", syntax="latex").fails
    assert compare(r"\int_0^1 x^{n-1/2}(1-x)^{-1/2}dx", r"B(1/2, n+1/2)", syntax="latex").holds
