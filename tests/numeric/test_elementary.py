"""The elementary functions are within about one unit in the last place of mpmath, over the whole range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt
import pytest
import sympy as sp

import numeric

x = sp.Symbol("x")
Array = npt.NDArray[np.float64]


def _spread(low: float, high: float, count: int = 400) -> Array:
    """Magnitudes spread evenly over the exponents, both signs."""
    generator = np.random.default_rng(12)
    size = np.exp(generator.uniform(np.log(low), np.log(high), count))
    return np.asarray(np.concatenate([size, -size]))


def _worst(expression: sp.Expr, truth: Callable[[Any], Any], points: Array) -> float:
    """The largest error in units of the last place (of subnormal results: of the smallest subnormal)."""
    values = numeric.kernel([x], expression)(points)
    with mpmath.workprec(1300):
        errors = [
            abs(mpmath.mpf(float(v)) - truth(mpmath.mpf(float(p)))) / mpmath.mpf(float(np.spacing(abs(v))))
            for p, v in zip(points, values)
        ]
    return float(max(errors))


def _sigmoid(u: Any) -> Any:
    return 1 / (1 + mpmath.exp(-u))


@pytest.mark.parametrize(
    ("expression", "truth", "points", "units"),
    [
        (sp.exp(x), mpmath.exp, _spread(1e-300, 700.0), 1.0),
        (sp.exp(x), mpmath.exp, np.linspace(-745.1, -700.0, 300), 1.0),
        (sp.exp(x), mpmath.exp, np.linspace(709.0, 709.782712893384, 100), 1.0),
        (sp.tanh(x), mpmath.tanh, _spread(1e-300, 1e300), 2.0),
        (sp.tanh(x), mpmath.tanh, _spread(1e-3, 20.0), 2.0),
        (1 / (1 + sp.exp(-x)), _sigmoid, _spread(1e-300, 744.0), 2.0),
        (sp.log(x), mpmath.log, abs(_spread(1e-323, 1e308)), 1.0),
        (sp.log(x), mpmath.log, 1 + _spread(1e-16, 0.4), 1.0),
        (sp.sin(x), mpmath.sin, _spread(1e-320, 1e300), 1.0),
        (sp.cos(x), mpmath.cos, _spread(1e-320, 1e300), 1.0),
        (sp.sin(x), mpmath.sin, _spread(0.1, 5e7), 1.0),
        (sp.cos(x), mpmath.cos, _spread(0.1, 5e7), 1.0),
    ],
    ids=lambda v: str(v) if isinstance(v, sp.Expr) else "",
)
def test_an_elementary_function_is_right_to_its_last_place(
    expression: sp.Expr, truth: Callable[[Any], Any], points: Array, units: float
) -> None:
    assert _worst(expression, truth, points) <= units


def test_near_multiples_of_half_pi_the_sine_and_cosine_keep_their_digits() -> None:
    points = np.array([float(mpmath.pi / 2 * k) for k in (1, 2, 3, 4, 100, 12345, 6381956, 30_000_000)])
    assert _worst(sp.sin(x), mpmath.sin, points) <= 1.0
    assert _worst(sp.cos(x), mpmath.cos, points) <= 1.0


@pytest.mark.parametrize(
    ("expression", "pairs"),
    [
        (
            sp.exp(x),
            [
                (0.0, 1.0),
                (-0.0, 1.0),
                (np.inf, np.inf),
                (-np.inf, 0.0),
                (709.8, np.inf),
                (-745.2, 0.0),
                (1e308, np.inf),
            ],
        ),
        (sp.tanh(x), [(0.0, 0.0), (-0.0, -0.0), (np.inf, 1.0), (-np.inf, -1.0), (5e-324, 5e-324)]),
        (1 / (1 + sp.exp(-x)), [(0.0, 0.5), (np.inf, 1.0), (-np.inf, 0.0), (-1e308, 0.0)]),
        (sp.log(x), [(1.0, 0.0), (0.0, -np.inf), (-0.0, -np.inf), (np.inf, np.inf), (-1.0, np.nan), (-np.inf, np.nan)]),
        (sp.sin(x), [(0.0, 0.0), (-0.0, -0.0), (np.inf, np.nan), (-np.inf, np.nan), (5e-324, 5e-324)]),
        (sp.cos(x), [(0.0, 1.0), (-0.0, 1.0), (np.inf, np.nan), (5e-324, 1.0)]),
        (sp.Abs(x), [(-0.0, 0.0), (-np.inf, np.inf)]),
        (sp.sign(x), [(-3.0, -1.0), (0.0, 0.0), (2.0, 1.0)]),
        (sp.Max(x, 1), [(np.inf, np.inf), (-np.inf, 1.0), (2.0, 2.0)]),
    ],
    ids=lambda v: str(v) if isinstance(v, sp.Expr) else "",
)
def test_the_edges_of_the_range(expression: sp.Expr, pairs: list[tuple[float, float]]) -> None:
    compiled = numeric.kernel([x], expression, nonfinite="allow")
    for point, expected in [*pairs, (np.nan, np.nan)]:
        value = compiled(point)
        assert np.array_equal(value, expected, equal_nan=True), (point, value)
        assert np.isnan(value) or np.signbit(value) == np.signbit(expected)


@pytest.mark.parametrize("expression", [sp.exp(x), 1 / (1 + sp.exp(-x)), sp.exp(sp.exp(x)), sp.sin(x) * sp.tanh(x)])
def test_a_lane_far_out_does_not_disturb_its_neighbours(expression: sp.Expr) -> None:
    compiled = numeric.kernel([x], expression, nonfinite="allow")
    generator = np.random.default_rng(5)
    points = generator.uniform(-3, 3, 400)
    alone = compiled(points)
    far = generator.choice([0.0, 800.0, -800.0, -740.0, np.inf, -np.inf, np.nan, 1e300], 400)
    mixed = np.where(points > 1, far, points)
    together = compiled(mixed)
    assert np.array_equal(together[points <= 1], alone[points <= 1])
    assert np.array_equal(together, [compiled(float(p)) for p in mixed], equal_nan=True)


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        (sp.tan(x), mpmath.tan),
        (sp.atan(x), mpmath.atan),
        (sp.sinh(x), mpmath.sinh),
        (sp.cosh(x), mpmath.cosh),
        (sp.asinh(x), mpmath.asinh),
        (sp.erf(x), mpmath.erf),
        (sp.erfc(x), mpmath.erfc),
        (sp.gamma(x + 10), lambda u: mpmath.gamma(u + 10)),
        (sp.digamma(x), mpmath.digamma),
        (sp.coth(x), mpmath.coth),
        (sp.sech(x) + sp.csch(x) + sp.cot(x), lambda u: mpmath.sech(u) + mpmath.csch(u) + mpmath.cot(u)),
        (sp.acot(x) + sp.acsch(x), lambda u: mpmath.acot(u) + mpmath.acsch(u)),
        (sp.binomial(x + 9, 2) + sp.frac(x), lambda u: (u + 9) * (u + 8) / 2 + u - mpmath.floor(u)),
        (sp.sinc(x), mpmath.sinc),
        (sp.Piecewise((x, sp.ITE(x < 0, x < -1, x > 1)), (0, True)), lambda u: u if abs(u) > 1 else mpmath.mpf(0)),
        (sp.sec(x), mpmath.sec),
        (sp.floor(x) + sp.ceiling(x), lambda u: mpmath.floor(u) + mpmath.ceil(u)),
        (sp.Mod(x, 2), lambda u: u - 2 * mpmath.floor(u / 2)),
        (sp.Abs(x) ** sp.Rational(1, 3), lambda u: abs(u) ** (mpmath.mpf(1) / 3)),
        (x**7 - x**-3, lambda u: u**7 - u**-3),
    ],
    ids=lambda v: str(v) if isinstance(v, sp.Expr) else "",
)
def test_the_other_functions_agree_with_mpmath(expression: sp.Expr, truth: Callable[[Any], Any]) -> None:
    points = np.array([-3.7, -1.25, -0.3, 0.2, 0.9, 1.6, 4.4])
    values = numeric.kernel([x], expression)(points)
    for p, v in zip(points, values):
        assert v == pytest.approx(float(truth(mpmath.mpf(p))), rel=4e-14)
