"""Flows keep what they should keep, converge at their order, and meet events where these really are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

import numeric
from numeric import rate_network
from numeric.errors import NotFinite, NotReal, NumericError, StepFailed, UnboundName, WrongArguments

x, y, k, t, V, drive = sp.symbols("x y k t V I")
METHODS = [("rk4", {"step": 0.01}), ("dormand_prince", {}), ("rodas5p", {})]
OSCILLATOR = {x: y, y: -k * x}


@pytest.mark.parametrize(("method", "order"), [("rk4", 4), ("dormand_prince", 5), ("rodas5p", 5)])
def test_halving_the_step_shows_the_order(method: str, order: int) -> None:
    errors = []
    for step in (0.2, 0.1, 0.05):
        # A tolerance that accepts everything makes the adaptive method take the steps it is given.
        found = numeric.integrate(
            {x: -x * sp.cos(t) + y, y: -x * y},
            {x: 1, y: 0.5},
            4,
            method=method,
            step=step,
            tolerance=0.999,
            absolute=1e6,
            samples=2,
        )
        truth = solve_ivp(
            lambda s, v: [-v[0] * np.cos(s) + v[1], -v[0] * v[1]],
            (0, 4),
            [1, 0.5],
            method="DOP853",
            rtol=1e-13,
            atol=1e-14,
        )
        errors.append(abs(float(found.final["x"]) - truth.y[0, -1]))
    rates = np.log2(np.array(errors[:-1]) / errors[1:])
    assert (rates > order - 0.6).all(), rates


@pytest.mark.parametrize(("method", "options"), METHODS)
def test_a_sweep_agrees_with_the_solution_and_keeps_the_energy(method: str, options: dict[str, Any]) -> None:
    springs = np.array([1.0, 2.0, 3.5, 4.0, 0.25])
    found = numeric.integrate(OSCILLATOR, {x: 1, y: 0}, 10, values={k: springs}, method=method, **options)
    assert found["x"].shape == (5, 201)
    assert np.abs(found["x"] - np.cos(np.sqrt(springs)[:, None] * found.times)).max() < 3e-8
    energy = springs[:, None] * found["x"] ** 2 + found["y"] ** 2
    assert np.abs(energy / springs[:, None] - 1).max() < 3e-8


def test_each_trajectory_of_a_sweep_is_what_it_is_alone() -> None:
    springs = np.linspace(0.5, 3, 19)
    together = numeric.integrate(OSCILLATOR, {x: 1, y: 0}, 5, values={k: springs}, threads=2)
    again = numeric.integrate(OSCILLATOR, {x: 1, y: 0}, 5, values={k: springs}, threads=1)
    assert np.array_equal(together["x"], again["x"])
    alone = [numeric.integrate(OSCILLATOR, {x: 1, y: 0}, 5, values={k: s})["x"] for s in springs[[0, 7, 18]]]
    assert np.allclose(together["x"][[0, 7, 18]], alone, rtol=0, atol=1e-12)


def test_scipy_agrees_on_a_nonlinear_flow() -> None:
    flow = {x: x * (1 - x) - x * y / (1 + x), y: y * (2 * x / (1 + x) - sp.Rational(1, 2)) + sp.tanh(x - y) / 5}
    found = numeric.integrate(flow, {x: 0.3, y: 0.7}, (0, 20), samples=11, tolerance=1e-11)
    right = sp.lambdify([x, y], list(flow.values()))
    peer = solve_ivp(
        lambda _, v: right(*v), (0, 20), [0.3, 0.7], t_eval=found.times, method="DOP853", rtol=1e-12, atol=1e-13
    )
    assert np.allclose([found["x"], found["y"]], peer.y, rtol=0, atol=1e-9)


def test_time_may_appear_in_the_flow_and_samples_may_be_anywhere() -> None:
    moments = [1.0, 1.1, 2.7182, 5.0]
    found = numeric.integrate({x: sp.cos(t)}, {x: sp.Integer(0)}, moments)
    assert np.allclose(found["x"], np.sin(moments) - np.sin(1.0), atol=1e-9)


@pytest.mark.parametrize(("method", "options"), METHODS)
def test_spikes_of_a_leaky_neuron_come_at_their_times(method: str, options: dict[str, Any]) -> None:
    currents = np.array([0.9, 1.2, 1.5, 3.0])
    spike = numeric.Event("spike", V >= 1, reset={V: 0})
    found = numeric.integrate(
        {V: drive - V}, {V: 0}, 30, values={drive: currents}, events=[spike], method=method, **options
    )
    assert found.counts("spike")[0] == 0
    for current, times in zip(currents[1:], found.events["spike"][1:]):
        interval = np.log(current / (current - 1))
        assert len(times) == int(30 / interval)
        assert np.abs(np.diff(times) - interval).max() < 2e-8
    assert np.allclose(found.rates("spike")[1:], 1 / np.log(currents[1:] / (currents[1:] - 1)), rtol=1e-7)


def test_a_refractory_period_lengthens_every_interval_by_itself() -> None:
    spike = numeric.Event("spike", V >= 1, reset={V: 0}, hold=(V, 0.75))
    found = numeric.integrate({V: 2 - V, x: 1 - x}, {V: 0, x: 0}, 20, events=[spike])
    assert np.abs(np.diff(found.events["spike"]) - 0.75 - np.log(2)).max() < 1e-8
    assert np.allclose(found["x"], 1 - np.exp(-found.times), atol=1e-8)


def test_crossings_in_either_direction() -> None:
    up, down, both = (numeric.Event(n, x, direction=d) for n, d in (("up", 1), ("down", -1), ("both", 0)))
    found = numeric.integrate({x: y, y: -x}, {x: 1, y: 0}, 10, events=[up, down, both], tolerance=1e-12)
    assert np.allclose(found.events["up"], [1.5 * np.pi], atol=1e-9)
    assert np.allclose(found.events["down"], [np.pi / 2, 2.5 * np.pi], atol=1e-9)
    assert np.allclose(found.events["both"], np.pi / 2 * np.array([1, 3, 5]), atol=1e-9)


def test_a_terminal_event_ends_a_trajectory() -> None:
    stop = numeric.Event("stop", x - k, terminal=True)
    found = numeric.integrate({x: 1}, {x: 0}, 4, values={k: [1.0, 2.5, 9.0]}, events=[stop], samples=5)
    assert np.allclose(found.stopped, [1.0, 2.5, 4.0])
    assert np.isnan(found["x"][0, 2:]).all()
    assert np.allclose(found["x"][1, :3], [0, 1, 2])


def test_a_start_beyond_the_threshold_spikes_at_once() -> None:
    spike = numeric.Event("spike", V >= 1, reset={V: 0})
    found = numeric.integrate({V: 2 - V}, {V: [1.5, 0.5]}, 1, events=[spike])
    assert found.events["spike"][0][0] == 0.0
    assert np.allclose(found.events["spike"][0][1], np.log(2))
    assert np.allclose(found.events["spike"][1][0], np.log(1.5))


def test_more_events_than_the_first_buffer_holds() -> None:
    spike = numeric.Event("spike", V >= 1, reset={V: 0})
    found = numeric.integrate({V: 1}, {V: 0}, 1000.5, events=[spike], step=0.3)
    assert np.allclose(found.events["spike"], np.arange(1, 1001))


def test_a_method_keeps_its_order_across_kinks() -> None:
    flow = {x: sp.Max(0, y), y: -sp.Max(0, x) - sp.Rational(1, 10)}
    fine = numeric.integrate(flow, {x: 1, y: 1}, 3, tolerance=1e-13).final
    errors = [
        abs(numeric.integrate(flow, {x: 1, y: 1}, 3, method="rk4", step=h).final["y"] - fine["y"])
        for h in (0.2, 0.1, 0.05)
    ]
    assert (np.log2(np.array(errors[:-1]) / errors[1:]) > 3.6).all()
    blind = numeric.integrate(flow, {x: 1, y: 1}, 3, method="rk4", step=0.1, kinks=False).final
    assert abs(blind["y"] - fine["y"]) > 10 * errors[1]


def test_the_gradient_flow_of_a_relu_network_is_right_across_all_its_gates() -> None:
    names = sp.symbols("a_0:6 b_0:2")
    points = [((1, 1, 2), 1), ((1, -1, -1), -1), ((-1, 1, -1), -1), ((-1, -1, 2), 1)]
    hidden = [names[0:3], names[3:6]]
    loss = (
        sum(
            (y_ - sum(b * sp.Max(0, sum(w * s for w, s in zip(row, u))) for row, b in zip(hidden, names[6:]))) ** 2
            for u, y_ in points
        )
        / 8
    )
    flow = {n: -sp.diff(loss, n) for n in names}
    starts = np.random.default_rng(3).normal(0, 0.1, (8, 8))
    columns = {n: starts[:, k] for k, n in enumerate(names)}
    fine, coarse, coarser = (
        numeric.integrate(flow, columns, 20.0, samples=2, **options)
        for options in ({"tolerance": 1e-12}, {"method": "rk4", "step": 0.1}, {"method": "rk4", "step": 0.2})
    )
    errors = [max(np.abs(f.final[str(n)] - fine.final[str(n)]).max() for n in names) for f in (coarser, coarse)]
    assert errors[1] < 1e-7
    assert errors[0] / errors[1] > 11
    assert not fine.slid.any()
    # Along the flow |a|^2 - b^2 of each hidden neuron stands still.
    for row, b in zip(hidden, names[6:]):
        kept = sum(fine[w] ** 2 for w in row) - fine[b] ** 2
        assert np.abs(kept - kept[:, :1]).max() < 1e-10


def test_a_flow_that_slides_along_a_kink_goes_on() -> None:
    found = numeric.integrate({x: sp.Rational(1, 2) - sp.sign(x), y: 1}, {x: 1, y: 0}, 5, method="rk4", step=0.01)
    assert abs(float(found.final["x"])) < 0.02
    assert found.slid
    assert float(found.final["y"]) == pytest.approx(5)


def test_a_start_on_a_kink_leaves_it_on_the_right_side() -> None:
    for method, options in METHODS:
        found = numeric.integrate({x: 1 + sp.Max(0, x), y: sp.Heaviside(x)}, {x: 0, y: 0}, 1, method=method, **options)
        assert float(found.final["x"]) == pytest.approx(np.e - 1, abs=1e-8)
        assert float(found.final["y"]) == pytest.approx(1.0, abs=1e-8)
    rest = numeric.integrate({x: sp.Max(0, x), y: sp.Heaviside(x)}, {x: 0, y: 0}, 1)
    assert float(rest.final["y"]) == pytest.approx(0.5)


def test_a_reset_across_a_kink_sets_its_switch() -> None:
    jump = numeric.Event("jump", x - 1, reset={x: -1})
    found = numeric.integrate({x: 1 + sp.Max(0, x)}, {x: 0}, 10, events=[jump])
    assert np.allclose(np.diff(found.events["jump"]), 1 + np.log(2), atol=1e-8)


def test_a_refractory_period_and_kinks_at_once() -> None:
    spike = numeric.Event("s", V >= 1, reset={V: 0}, hold=(V, 0.5))
    flow = {V: 2 * sp.Max(0, 1 - x) + 1, x: sp.sign(sp.sin(3 * t)) - x}
    fixed, adaptive = (
        numeric.integrate(flow, {V: 0, x: 0}, 10, events=[spike], method=method, **options)
        for method, options in METHODS[:2]
    )
    assert len(fixed.events["s"]) == 12
    assert np.allclose(fixed.events["s"], adaptive.events["s"], atol=1e-8)
    assert np.diff(fixed.events["s"]).min() > 0.5


def test_events_that_pile_up_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from numeric import batch

    monkeypatch.setattr(batch, "MOST_EVENTS", 1000)
    # Each interval is half the one before: infinitely many spikes before t = 2.
    spike = numeric.Event("spike", V - 1, reset={V: 0, k: 2 * k})
    with pytest.raises(StepFailed, match=r"pile up|shrank to nothing"):
        numeric.integrate({V: k, k: 0}, {V: 0, k: 1}, 3, events=[spike])


def test_a_rate_network_settles_where_one_population_wins() -> None:
    names = sp.symbols("r_1 r_2")
    flow = rate_network.rate_flow(names, [[0, -2], [-2, 0]], [1, 1])
    found = numeric.integrate(flow, {names[0]: [0.6, 0.4], names[1]: 0.5}, 40)
    assert np.allclose(found.final["r_1"], [1, 0], atol=1e-6)
    assert np.allclose(found.final["r_2"], [0, 1], atol=1e-6)


def test_a_neuron_fires_above_its_critical_current_only() -> None:
    def fires(currents: np.ndarray) -> np.ndarray:
        return np.asarray(
            numeric.fire(
                {V: drive - V}, {V: 0}, 60, spike=V >= 1, reset={V: 0}, values={drive: currents}, step=0.05
            ).fires
        )

    onset = numeric.threshold(fires, 0.5, 2.0, tolerance=1e-4)
    assert onset.contains(1.0, slack=2e-3)
    assert onset.rising
    assert onset.monotone


@pytest.mark.parametrize(
    ("flow", "options", "error", "words"),
    [
        ({x: x**2}, {}, StepFailed, "the step shrank to nothing at t = 1"),
        ({x: x**2}, {"method": "rk4", "step": 0.01}, NotFinite, "became infinite or NaN"),
        ({x: sp.cos(1000 * t)}, {"limit": 1000}, StepFailed, "1000 steps were not enough: stopped at t = "),
        ({x: -(10**9) * (x - sp.cos(t))}, {"method": "dormand_prince"}, StepFailed, "pass method='rodas5p'"),
        ({x: -(10**9) * sp.Abs(x)}, {"method": "rk4", "step": 0.01}, NotFinite, "became infinite or NaN"),
        (
            {x: -x},
            {"method": "rk4", "step": 1e-8, "seconds": 0.05, "limit": 10**9},
            StepFailed,
            "processor time were not",
        ),
        ({x: -x}, {"method": "rk4", "step": 1e-9}, StepFailed, "makes 2.0e+09 steps, more than limit=100000000"),
        ({x: y}, {}, UnboundName, "y is neither"),
        ({x: 1 / (x - 1)}, {}, NotFinite, "the flow of x has no value at t = 0 (x = 1): 1/(x - 1) divides by zero"),
        ({x: sp.log(x - 3)}, {}, NotReal, "log(x - 3) is not real where its argument is -2"),
        ({x: x}, {"method": "euler"}, WrongArguments, "expected one of automatic, rk4, dormand_prince, rodas5p"),
        ({x: x}, {"method": "rk4"}, WrongArguments, "takes fixed steps; pass step="),
        ({x: x}, {"seconds": 0}, WrongArguments, "seconds=0 must be positive"),
        ({x: x}, {"step": -1}, WrongArguments, "must be positive"),
        ({x: x}, {"tolerance": 0}, WrongArguments, "between 0 and 1"),
        ({x: x, y: y}, {}, WrongArguments, "no initial value for y"),
        ({x: x}, {"events": [numeric.Event("e", x, reset={y: 0})]}, WrongArguments, "resets y, which is no state"),
        ({x: x}, {"events": [numeric.Event("e", sp.And(x > 0, x < 1))]}, WrongArguments, "one inequality"),
    ],
    ids=lambda v: str(v) if isinstance(v, dict) else "",
)
def test_a_flow_that_cannot_be_followed_is_named(
    flow: dict[Any, Any], options: dict[str, Any], error: type[NumericError], words: str
) -> None:
    with pytest.raises(error, match=r"\w") as caught:
        numeric.integrate(flow, {x: 1}, 2, **options)
    assert words in str(caught.value)


@pytest.mark.parametrize("time", [0, -1, [0, 1, 1], [2, 1], float("nan")])
def test_a_time_that_does_not_run_is_refused(time: object) -> None:
    with pytest.raises(WrongArguments, match="increasing sequence"):
        numeric.integrate({x: x}, {x: 1}, time)
