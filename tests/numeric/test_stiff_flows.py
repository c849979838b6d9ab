"""Stiff flows are recognised, taken by an implicit method, and named where that was not allowed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import numeric
from numeric.adjoint import Gradients
from numeric.balls import Balls, ball
from numeric.errors import StepFailed, UnknownFunction
from numeric.tangents import jacobian
from numeric.translate import tape

x, y, z, t, mu, V = sp.symbols("x y z t mu V")
#: H. H. Robertson's kinetics (1966), and its state at t = 10^11 (Hairer and Wanner's test set).
ROBERTSON = {x: -x / 25 + 10**4 * y * z, y: x / 25 - 10**4 * y * z - 3 * 10**7 * y**2, z: 3 * 10**7 * y**2}
ROBERTSON_START = {x: 1, y: 0, z: 0}
VAN_DER_POL = {x: y, y: mu * (1 - x**2) * y - x}


def test_a_stiff_flow_is_taken_over_by_the_implicit_method() -> None:
    found = numeric.integrate(ROBERTSON, ROBERTSON_START, 1e11, samples=2, absolute=1e-18)
    assert found.method == "dormand_prince, then rodas5p"
    assert int(found.steps) < 20_000
    assert float(found.final["x"]) == pytest.approx(0.2083340149701255e-07, rel=1e-6)
    assert float(found.final["y"]) == pytest.approx(0.8333360770334713e-13, rel=1e-6)
    assert float(found.final["z"]) == pytest.approx(0.9999999791665050, rel=1e-9)


@pytest.mark.parametrize("tolerance", [1e-6, 1e-9])
def test_the_implicit_method_agrees_with_the_explicit_one(tolerance: float) -> None:
    slow = numeric.integrate(VAN_DER_POL, {x: 2, y: 0}, 20, values={mu: 10}, method="dormand_prince", tolerance=1e-12)
    fast = numeric.integrate(VAN_DER_POL, {x: 2, y: 0}, 20, values={mu: 10}, method="rodas5p", tolerance=tolerance)
    assert np.abs(fast["x"] - slow["x"]).max() < 3000 * tolerance


def test_time_in_a_stiff_flow_and_a_sweep_in_which_some_are_stiff() -> None:
    rates = np.array([1.0, 10.0, 1e3, 1e5, 1e7, 1e9, 2.0, 3.0, 1e8])
    found = numeric.integrate({x: -mu * (x - sp.cos(t)) - sp.sin(t)}, {x: 1}, 50, values={mu: rates}, threads=1)
    assert np.abs(found["x"] - np.cos(found.times)).max() < 1e-7
    assert "rodas5p" in found.method
    assert found.steps.max() < 100_000


def test_a_stiff_neuron_spikes_at_its_times() -> None:
    spike = numeric.Event("spike", V >= 1, reset={V: 0})
    flow = {V: 2 - V + 0 * y, y: -(10**6) * (y - sp.cos(V))}
    found = numeric.integrate(flow, {V: 0, y: 1}, 30, events=[spike], method="rodas5p")
    assert np.abs(np.diff(found.events["spike"]) - np.log(2)).max() < 1e-8


@pytest.mark.parametrize(
    "flow", [{x: -(10**7) * (x - sp.cos(t))}, {x: y, y: -(10**8) * y - 10**8 * x}], ids=["relaxation", "overdamped"]
)
def test_an_explicit_method_says_at_once_that_the_flow_is_stiff(flow: dict[Any, Any]) -> None:
    start = dict.fromkeys(flow, 1)
    with pytest.raises(
        StepFailed, match=r"^the flow is stiff at t = .* stability holds the step at .* more steps; pass"
    ):
        numeric.integrate(flow, start, 100, method="dormand_prince", seconds=2)


def test_a_fast_oscillation_is_not_called_stiff() -> None:
    found = numeric.integrate({x: 1000 * y, y: -1000 * x}, {x: 1, y: 0}, 30, samples=2, tolerance=1e-6)
    assert found.method == "dormand_prince"


def test_a_function_without_a_derivative_rule_is_named() -> None:
    with pytest.raises(UnknownFunction, match="the derivative of digamma has no numerical meaning here"):
        numeric.integrate({x: -sp.digamma(x)}, {x: 3}, 1, method="rodas5p")


UNARY = (sp.exp, sp.sin, sp.cos, sp.tanh, sp.atan, sp.erf, lambda u: sp.log(2 + u**2), lambda u: sp.sqrt(3 + u**2))
SMOOTH = st.recursive(
    st.sampled_from([x, y, sp.Rational(1, 3), sp.Integer(2)]),
    lambda c: st.one_of(
        st.builds(lambda a, b: a + b, c, c),
        st.builds(lambda a, b: a * b, c, c),
        st.builds(lambda a, b: a - b / (1 + b**2), c, c),
        st.builds(lambda f, a: f(a / 3), st.sampled_from(UNARY), c),
        st.builds(lambda a: 1 / (1 + sp.exp(-a)), c),
        st.builds(lambda a, b: sp.Piecewise((a * b, a > sp.Rational(1, 7)), (b, True)), c, c),
        st.builds(lambda a, b: sp.Max(a, b) + sp.Min(a, 2 * b) + sp.Abs(a), c, c),
        st.builds(lambda a: (1 + a**2) ** sp.Rational(1, 3) + sp.atan2(a, 3), c),
    ),
    max_leaves=5,
)


@given(SMOOTH, st.sampled_from([(0.375, -1.25), (-0.5625, 0.875)]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_tangents_of_a_tape_are_its_derivatives(expression: sp.Expr, point: tuple[float, float]) -> None:
    """Forward and backward differentiation are written apart; their enclosures have to overlap."""
    program = tape([x, y], [expression])
    at = [ball(v) for v in point]
    forward = Balls(jacobian(program, (0, 1)))(at)
    _, backward = Gradients(program)(at)
    for one, other in zip(forward, backward[0]):
        assert one.overlaps(other)
        assert not one.is_finite() or float((one - other).rad()) < 1e-9 * (1 + abs(float(one.mid())))
