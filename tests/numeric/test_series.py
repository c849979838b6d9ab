"""Power series and back-propagation in balls are two ways to the same derivatives."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
import sympy as sp

import numeric
from numeric.adjoint import Gradients
from numeric.balls import ball
from numeric.errors import UnknownFunction, WrongArguments
from numeric.translate import tape

x = sp.Symbol("x")
EXPRESSIONS = [
    sp.exp(x) * sp.sin(3 * x) / (1 + x**2),
    sp.tanh(x) + sp.sinh(x) * sp.cosh(x / 2) - 1 / (1 + sp.exp(-2 * x)),
    sp.sqrt(2 + x) * sp.log(3 + x) + sp.atan(x) * sp.asin(x / 3) - sp.acos(x / 4),
    sp.asinh(x) + sp.acosh(3 + x) - sp.atanh(x / 4) + (2 + x) ** sp.Rational(1, 3),
    sp.gamma(x + 3) * sp.erf(x) + sp.loggamma(x + 2) - sp.erfc(x),
    sp.Max(x, 1) * sp.Abs(x - 5) + sp.Piecewise((x**2, x < 2), (x, True)) + sp.Min(x, 3) * sp.Heaviside(x),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_both_ways_enclose_the_same_derivative(expression: sp.Expr) -> None:
    gradients = Gradients(tape([x], expression))
    for at in (Fraction(3, 8), Fraction(7, 5)):
        first = numeric.taylor(expression, x, at, 3)[1]
        with flint.ctx.workprec(128):
            _, rows = gradients([ball(at)])
            assert first.overlaps(rows[0][0])
            assert float(first.rad()) < 1e-25
            assert float(rows[0][0].rad()) < 1e-25


@pytest.mark.parametrize("expression", EXPRESSIONS[:3], ids=str)
def test_higher_derivatives_are_those_of_sympy(expression: sp.Expr) -> None:
    coefficients = numeric.taylor(expression, x, Fraction(1, 4), 5)
    for k in (0, 2, 5):
        truth = sp.diff(expression, x, k).subs(x, sp.Rational(1, 4)) / sp.factorial(k)
        with flint.ctx.workprec(128):
            assert abs(coefficients[k] - flint.arb(str(sp.N(truth, 35)))) < 1e-30


def test_there_is_no_series_at_a_kink() -> None:
    assert not numeric.taylor(sp.Abs(x), x, 0, 2)[1].is_finite()
    with pytest.raises(UnknownFunction, match="floor has no power series here"):
        numeric.taylor(sp.floor(x), x, 0, 2)
    with pytest.raises(WrongArguments, match="order=-1"):
        numeric.taylor(x, x, 0, -1)
