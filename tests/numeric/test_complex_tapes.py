"""Complex arithmetic written out in real steps agrees with complex arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from numeric.compiled import Kernel
from numeric.complexified import complexified
from numeric.errors import UnknownFunction
from numeric.translate import tape

x, y = sp.symbols("x y")


@pytest.mark.parametrize(
    "expression",
    [
        x * y - x / y + 1 / x**3,
        sp.exp(x * y) - sp.log(x + 2 * y),
        sp.sin(x) * sp.cos(y),
        sp.tanh(x - y / 3),
        1 / (1 + sp.exp(-x * y)),
        (x + 3) ** y,
        sp.I * x + y**5,
    ],
    ids=str,
)
def test_analytic_expressions_have_their_complex_values(expression: sp.Expr) -> None:
    compiled = Kernel(complexified(tape([x, y], expression, imaginary=True)))
    plain = sp.lambdify([x, y], expression, "numpy")
    for a, b in ((0.7 + 0.4j, 1.3 - 0.2j), (1.2 - 0.9j, 0.4 + 0.6j), (0.3 + 0j, 2.0 + 0j)):
        real, imaginary = np.asarray(compiled(a.real, b.real, a.imag, b.imag)).ravel()
        assert real + 1j * imaginary == pytest.approx(complex(plain(a, b)), rel=1e-13)


@pytest.mark.parametrize(
    "expression",
    [
        sp.sqrt(x) + sp.tan(x) * sp.sinh(x) - sp.cosh(x),
        sp.asin(x / 3) + sp.acos(x / 4) + sp.atan(x) + sp.asinh(x) + sp.acosh(2 + x) + sp.atanh(x / 5),
        sp.erf(x) - sp.erfc(2 * x) + sp.gamma(x + 1) * sp.loggamma(x + 2),
        sp.Max(x, 1) ** sp.Rational(1, 3) * sp.Abs(x - 2) + sp.Min(x, x**2) + sp.Piecewise((x**2, x < 1), (x, True)),
        sp.atan2(x, 2) + sp.floor(x) * x + sp.Heaviside(x - 1) * x,
    ],
    ids=str,
)
def test_the_imaginary_part_of_a_tiny_step_is_the_derivative(expression: sp.Expr) -> None:
    compiled = Kernel(complexified(tape([x], expression)))
    slope = sp.diff(expression.subs(x, sp.Symbol("x", real=True)), sp.Symbol("x", real=True))
    for at in (sp.Rational(3, 10), sp.Rational(17, 10)):
        truth = slope.replace(sp.Derivative, lambda *_: sp.Integer(0)).subs(sp.Symbol("x", real=True), at)
        found = np.asarray(compiled(float(at), 1e-40)).ravel()[1] / 1e-40
        assert found == pytest.approx(float(sp.N(truth.doit(), 30)), rel=1e-13)


def test_a_function_without_complex_values_is_named() -> None:
    with pytest.raises(UnknownFunction, match="digamma has no complex values here"):
        complexified(tape([x], sp.digamma(x)))
