"""A wrong gradient is caught whatever its size, a right one is never accused, and kinks are recognised."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import numeric
from numeric.differences import central_difference, complex_step, richardson
from numeric.errors import NotFinite, WrongArguments
from numeric.gradient import GradientJudge
from numeric.translate import tape

x, y, w = sp.symbols("x y w")
FUNCTIONS = [
    x * sp.exp(y) / (1 + w**2),
    sp.tanh(x * y) + sp.log(2 + sp.cos(w)),
    sp.sqrt(3 + x * y) * sp.erf(w),
    sp.Max(x, y) * w + sp.Abs(x - 2 * w) - 3 * sp.Min(x, w, y**2),
    sp.Piecewise((x**2 * y, x < w), (sp.sin(x * w), True)),
    1 / (1 + sp.exp(-(x * y - w))),
    sp.atan2(y + 3, x + 3) * w + sp.gamma(w + 4),
    (x + 3) ** (y / 2) + sp.asin(w / 3) * sp.atan(x) + sp.sinh(y) - sp.cosh(x * w),
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_a_right_gradient_agrees_and_a_planted_error_of_1e_minus_25_is_seen(function: sp.Expr) -> None:
    names = [x, y, w]
    gradient = [sp.diff(function, n) for n in names]
    right = numeric.check_gradient(function, gradient, names)
    assert right.agrees is True
    assert right.bound < 1e-29
    for k, name in enumerate(names):
        wrong = list(gradient)
        wrong[k] = wrong[k] * (1 + sp.Rational(1, 10**25))
        found = numeric.check_gradient(function, wrong, names)
        assert found.agrees is False
        assert found.name == str(name)
        assert found.error == pytest.approx(1e-25, rel=1e-6)
        assert found.bound == pytest.approx(1e-25, rel=1e-6)
        assert found.claimed != found.found


@given(st.integers(0, 2), st.sampled_from([-1, sp.Rational(1, 2), sp.Rational(1001, 1000)]), st.integers(0, 100))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_a_wrong_factor_is_certified_at_a_rational_point(k: int, factor: sp.Expr, seed: int) -> None:
    names, function = [x, y, w], (x * y + sp.exp(x) * w - 5) ** 2 / 2 + sp.sin(y * w)
    gradient = [sp.diff(function, n) for n in names]
    gradient[k] *= factor
    found = numeric.check_gradient(function, gradient, names, seed=seed)
    assert found.agrees is False
    assert found.method == "balls"
    at = {sp.Symbol(n): sp.Rational(v.numerator, v.denominator) for n, v in found.point.items()}
    true = sp.diff(function, found.name).subs(at)
    assert abs(true.evalf(30) - sp.Float(found.found, 30)) < 1e-20
    assert all(isinstance(v, Fraction) for v in found.point.values())


def test_the_filter_sees_what_double_precision_can() -> None:
    function = sp.log(1 + sp.exp(x * y))
    names = [x, y]
    exact = [sp.diff(function, n) for n in names]
    wrong = [exact[0], exact[1] * (1 + sp.Rational(1, 10**11))]
    point = [0.3, -1.7]
    assert GradientJudge(tape(names, function), tape(names, exact)).filter(point)[0] < 1e-14
    error, component = GradientJudge(tape(names, function), tape(names, wrong)).filter(point)
    assert error == pytest.approx(1e-11, rel=1e-3)
    assert component == 1


def test_a_point_on_a_kink_is_not_judged() -> None:
    found = numeric.check_gradient(sp.Abs(x), [sp.sign(x)], [x], at={x: 0})
    assert found.agrees is None
    assert "kink" in found.text
    assert numeric.check_gradient(sp.Max(0, x), [sp.Heaviside(x)], [x]).agrees is True


@pytest.mark.parametrize(
    ("function", "gradient", "agrees"),
    [
        (sp.Max(0, x) ** 4, 4 * sp.Max(0, x) ** 3, True),
        (sp.Abs(x) ** 3, 3 * x * sp.Abs(x), True),
        (sp.Abs(x) ** 3, 3 * x * sp.Abs(x) + 1, False),
        (sp.Piecewise((x**2, x < 0), (-(x**2), True)), 2 * x, None),
        # The derivative of the piece that is taken at 0 is 0, and that of the function is 1.
        (sp.Piecewise((x, sp.Ne(x, 0)), (0, True)), sp.Piecewise((1, sp.Ne(x, 0)), (0, True)), False),
        (sp.Piecewise((x, x < 0), (2 * x, True)), sp.Integer(2), None),
        (sp.Max(0, x), sp.Heaviside(x), None),
    ],
    ids=str,
)
def test_where_balls_have_no_derivative_differences_decide_if_they_can(
    function: sp.Expr, gradient: sp.Expr, agrees: bool | None
) -> None:
    found = numeric.check_gradient(function, [gradient], [x], at={x: 0})
    assert found.agrees is agrees
    assert found.method == ("balls" if agrees is None else "Richardson")
    assert ("which is no proof" in found.text) is (agrees is not None)


def test_the_result_says_how_it_was_found_and_within_what_bound() -> None:
    right = numeric.check_gradient(sp.exp(x), [sp.exp(x)], [x])
    assert (right.method, right.agrees) == ("balls", True)
    assert 0 < right.bound < 1e-30
    assert right.text == f"no error above {right.bound:.1e} at 4 points (certified in balls)"
    wrong = numeric.check_gradient(sp.exp(x), [2 * sp.exp(x)], [x])
    assert wrong.error == pytest.approx(1)
    assert wrong.text.endswith("(certified in balls)")
    plain = numeric.check_gradient(lambda u: u**3, [3 * x**2], [x])
    assert plain.text == f"no error above {plain.bound:.1e} at 4 points (by Richardson, which is no proof)"


def test_a_gradient_is_that_of_one_function() -> None:
    with pytest.raises(WrongArguments, match="the function has 2 values; a gradient is that of one"):
        numeric.check_gradient([x, x**2], [1], [x])


def test_a_point_outside_the_domain_is_left_for_another() -> None:
    assert numeric.check_gradient(sp.log(x), [1 / x], [x], span=(-1, 1)).agrees is True


def test_a_derivative_that_is_zero_is_judged_absolutely() -> None:
    assert numeric.check_gradient(x * 0 + y, [0, 1], [x, y]).agrees is True
    assert numeric.check_gradient(x * 0 + y, [sp.Rational(1, 10**30), 1], [x, y]).agrees is False


def test_a_plain_function_is_checked_by_differences_and_its_kinks_are_passed_by() -> None:
    def plain(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.asarray(np.sin(a) * b + np.abs(a - b))

    right = [sp.cos(x) * y + sp.sign(x - y), sp.sin(x) - sp.sign(x - y)]
    found = numeric.check_gradient(plain, right, [x, y], count=6)
    assert (found.agrees, found.method) == (True, "Richardson")
    assert found.bound < 1e-6
    wrong = numeric.check_gradient(plain, [right[0] * sp.Rational(1000001, 1000000), right[1]], [x, y], count=6)
    assert wrong.agrees is False
    assert wrong.name == "x"
    assert numeric.check_gradient(lambda a: np.abs(a), [sp.sign(x)], [x], at={x: 0}).agrees is None


def test_a_gradient_with_a_component_missing_is_refused() -> None:
    with pytest.raises(WrongArguments, match="1 components for 2 names"):
        numeric.check_gradient(x * y, [y], [x, y])
    with pytest.raises(WrongArguments, match="no component for y"):
        numeric.check_gradient(x * y, {x: y}, [x, y])
    with pytest.raises(WrongArguments, match="no value for y"):
        numeric.check_gradient(x * y, [y, x], [x, y], at={x: 1})
    with pytest.raises(WrongArguments, match="is empty"):
        numeric.check_gradient(x * y, [y, x], [x, y], span=(1, 1))


def test_differences_of_plain_functions_have_the_accuracy_they_claim() -> None:
    def function(p: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(p[0]) * np.sin(p[1]))

    at = np.array([0.4, 1.1])
    truth = np.exp(0.4) * np.array([np.sin(1.1), np.cos(1.1)])
    for method, accuracy in ((complex_step, 2e-15), (central_difference, 1e-9), (richardson, 1e-11)):
        found = method(function, at)
        off = np.abs(found.gradient - truth)
        assert (off <= accuracy).all()
        assert (off <= found.error + 1e-15).all()


def test_a_difference_that_leaves_the_domain_is_named() -> None:
    with np.errstate(invalid="ignore"), pytest.raises(NotFinite, match="not finite near"):
        richardson(lambda p: np.sqrt(p[0]), [0.0])


def test_descent_follows_the_compiled_gradient() -> None:
    loss = (x * y - 2) ** 2 / 2
    found = numeric.gradient_descent(loss, {x: [0.5, 1.0], y: 1.5}, rate=0.1, steps=3)
    a, b = np.array([0.5, 1.0]), np.array([1.5, 1.5])
    for _ in range(3):
        gap = a * b - 2
        a, b = a - 0.1 * gap * b, b - 0.1 * gap * a
    assert np.allclose(found["x"][-1], a, rtol=1e-14)
    assert np.allclose(found["y"][-1], b, rtol=1e-14)
    assert found.loss.shape == (4, 2)
    assert (found.diverged == -1).all()


def test_a_descent_that_diverges_says_when_and_stays_finite() -> None:
    found = numeric.gradient_descent(x**4, {x: 1.0}, rate=[0.01, 10.0], steps=20)
    assert found.diverged[0] == -1
    assert 0 < found.diverged[1] < 20
    assert np.isfinite(found["x"]).all()
    with pytest.raises(NotFinite, match="at the start"):
        numeric.gradient_descent(sp.log(x), {x: -1.0}, rate=0.1, steps=1)


def test_the_slope_at_a_kink_is_a_choice() -> None:
    loss = sp.Max(0, x)
    ends = [numeric.gradient_descent(loss, {x: 0.0}, rate=1, steps=1, slope_at_kink=s)["x"][-1] for s in (0, 1, None)]
    assert ends == [0.0, -1.0, -0.5]
