"""Simulations beside their peers: the f-I curve of an H-current neuron, and the gradient flow of small ReLU networks.

    python tests/benchmarks/numeric_simulation.py [--full]

solve_ivp is always a peer (a few of the trajectories, scaled up, unless --full); heyoka and Brian2 where they import,
JiTCODE with --full.  Seconds are CPU seconds of one core where a tool uses several.
"""

from __future__ import annotations

import contextlib
import math
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import sympy as sp
from scipy.integrate import solve_ivp

import numeric

V, x, current = sp.symbols("V x I")
TAU, TAU_X, REST, REVERSAL, TOP, BOTTOM = 20, 100, -65, -30, -50, -65
GATE = 1 / (1 + sp.exp((V + 75) / sp.Rational(11, 2)))
FLOW = {V: (-(V - REST) - 2 * x * (V - REVERSAL) + current) / TAU, x: (GATE - x) / TAU_X}
START = {V: -65.0, x: 0.1}
CURRENTS = np.linspace(12, 60, 200)
SECONDS = 100.0  # simulated, each current


def main() -> None:
    full = "--full" in sys.argv
    f_i_curve(full)
    relu_flow(full)
    stiff_flows()


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = call()
    return found, time.process_time() - start


def f_i_curve(full: bool) -> None:
    print(f"f-I curve, {len(CURRENTS)} currents, {SECONDS:g} s each; error of the interval against tolerance 1e-13")
    spike = numeric.Event("spike", V >= TOP, reset={V: BOTTOM})
    exact = numeric.integrate(
        FLOW, START, 3000.0, values={current: CURRENTS}, events=[spike], tolerance=1e-13, absolute=1e-12, samples=2
    )
    truth = np.array([np.diff(t)[-1] if len(t) > 2 else np.nan for t in exact.events["spike"]])
    seconds: dict[str, float] = {}
    for label, options in (
        ("rk4, step 0.5 ms", {"method": "rk4", "step": 0.5}),
        ("rk4, step 0.25 ms", {"method": "rk4", "step": 0.25}),
        ("dormand_prince, 1e-11", {"method": "dormand_prince", "tolerance": 1e-11}),
    ):
        sweep = partial(
            numeric.integrate, FLOW, START, values={current: CURRENTS}, events=[spike], samples=2, threads=1
        )
        sweep(10.0, **options)
        found, seconds[label] = timed(partial(sweep, SECONDS * 1000, **options))
        intervals = np.array([np.diff(t)[-1] if len(t) > 2 else np.nan for t in found.events["spike"]])
        error = np.nanmax(np.abs(intervals / truth - 1))
        print(f"  numeric, {label:24} {seconds[label]:9.2f} s   error {error:.1e}")
    peers = {"solve_ivp, events": scipy_curve, "heyoka, events": heyoka_curve, "Brian2": brian_curve}
    ours = seconds["rk4, step 0.25 ms"]
    for label, peer in peers.items():
        try:
            (share, interval_error), spent = timed(partial(peer, truth, full))
        except (ImportError, AttributeError) as missing:  # Brian2 falls over NumPy 2 with an AttributeError
            print(f"  {label:33} does not import here ({missing})")
            continue
        spent /= share
        print(f"  {label:33} {spent:9.2f} s   error {interval_error:.1e}   {spent / ours:.1f} times ours (rk4)")


def scipy_curve(truth: np.ndarray, full: bool) -> tuple[float, float]:
    """A few currents for a short time; the share of the whole work, and the error."""
    chosen = range(200) if full else [20, 120]
    stop = SECONDS * 1000 if full else 1000.0

    def right(t: float, s: np.ndarray, drive: float) -> list[float]:
        gate = 1 / (1 + math.exp((s[0] + 75) / 5.5))
        return [(-(s[0] - REST) - 2 * s[1] * (s[0] - REVERSAL) + drive) / TAU, (gate - s[1]) / TAU_X]

    def crossed(t: float, s: np.ndarray, drive: float) -> float:
        return float(s[0] - TOP)

    crossed.terminal = True  # type: ignore[attr-defined]
    crossed.direction = 1.0  # type: ignore[attr-defined]
    worst = 0.0
    for k in chosen:
        now, state, spikes = 0.0, [-65.0, 0.1], []
        while now < stop:
            found = solve_ivp(
                right,
                (now, stop),
                state,
                args=(CURRENTS[k],),
                events=crossed,  # type: ignore[arg-type]
                rtol=1e-9,
                atol=1e-9,
            )
            now = found.t[-1]
            if not len(found.t_events[0]):  # type: ignore[index]
                break
            spikes.append(now)
            state = [BOTTOM, found.y[1, -1]]
        if len(spikes) > 2:
            worst = max(worst, abs((spikes[-1] - spikes[-2]) / truth[k] - 1))
    return len(chosen) / 200 * stop / (SECONDS * 1000), worst


def heyoka_curve(truth: np.ndarray, full: bool) -> tuple[float, float]:
    import heyoka as hy  # type: ignore[import-not-found,unused-ignore]

    v, gate = hy.make_vars("V", "x")
    settled = 1.0 / (1.0 + hy.exp((v + 75.0) / 5.5))
    flow = [
        (v, (-(v - REST) - 2.0 * gate * (v - REVERSAL) + hy.par[0]) / TAU),
        (gate, (settled - gate) / TAU_X),
    ]
    spikes: list[float] = []

    def jump(integrator: Any, rising: bool) -> bool:
        spikes.append(integrator.time)
        integrator.state[0] = BOTTOM
        return True

    event = hy.t_event(v - TOP, callback=jump, direction=hy.event_direction.positive)
    integrator = hy.taylor_adaptive(flow, [-65.0, 0.1], pars=[0.0], t_events=[event], tol=1e-10)
    chosen = range(200) if full else range(0, 200, 10)
    worst = 0.0
    for k in chosen:
        spikes.clear()
        integrator.time = 0.0
        integrator.reset_cooldowns()
        integrator.state[:] = [-65.0, 0.1]
        integrator.pars[0] = CURRENTS[k]
        integrator.propagate_until(SECONDS * 1000)
        if len(spikes) > 2:
            worst = max(worst, abs((spikes[-1] - spikes[-2]) / truth[k] - 1))
    return len(chosen) / 200, worst


def brian_curve(truth: np.ndarray, full: bool) -> tuple[float, float]:
    import brian2 as b2  # type: ignore[import-not-found,unused-ignore]

    b2.prefs.codegen.target = "cython"
    b2.defaultclock.dt = 0.5 * b2.ms
    group = b2.NeuronGroup(
        200,
        """dv/dt = (-(v + 65) - 2*x*(v + 30) + drive)/(20*ms) : 1
           dx/dt = (1/(1 + exp((v + 75)/5.5)) - x)/(100*ms) : 1
           drive : 1 (constant)""",
        threshold="v >= -50",
        reset="v = -65",
        method="rk4",
    )
    group.v, group.x, group.drive = -65, 0.1, CURRENTS
    monitor = b2.SpikeMonitor(group)
    share = 1.0 if full else 0.1
    b2.run(SECONDS * share * b2.second)
    worst = 0.0
    for k, times in monitor.spike_trains().items():
        if len(times) > 2:
            worst = max(worst, abs(float((times[-1] - times[-2]) / b2.ms) / truth[k] - 1))
    return share, worst


def relu_flow(full: bool) -> None:
    """Two hidden ReLU neurons on the four points of a scaled exclusive or, from small weights: eight starts."""
    names = sp.symbols("a_0:6 b_0:2")
    points = [((1, 1, 2), 1), ((1, -1, -1), -1), ((-1, 1, -1), -1), ((-1, -1, 2), 1)]
    rows = [names[0:3], names[3:6]]
    out = names[6:8]

    def answer(u: tuple[int, ...]) -> sp.Expr:
        return sum(b * sp.Max(0, sum(w * s for w, s in zip(row, u))) for row, b in zip(rows, out))

    loss = sum((y - answer(u)) ** 2 for u, y in points) / 8
    flow = {n: -sp.diff(loss, n) for n in names}
    starts = np.random.default_rng(3).normal(0, 0.1, (8, len(names)))
    columns = {n: starts[:, k] for k, n in enumerate(names)}
    stop = 20.0
    exact = numeric.integrate(flow, columns, stop, tolerance=1e-13, samples=2)
    truth = np.stack([exact.final[str(n)] for n in names], axis=1)
    print(
        f"ReLU gradient flow, {len(starts)} starts to t = {stop:g}, milliseconds for each; median error of the weights"
    )
    best = 0.0
    for label, options in (
        ("rk4, step 0.2", {"method": "rk4", "step": 0.2}),
        ("rk4, step 0.05", {"method": "rk4", "step": 0.05}),
        ("dormand_prince, 1e-6", {"tolerance": 1e-6}),
    ):
        run = partial(numeric.integrate, flow, columns, stop, samples=2, threads=1, **options)
        run()
        rounds = [timed(run) for _ in range(9)]
        found, spent = rounds[0][0], min(r[1] for r in rounds) / len(starts)
        ours = np.stack([found.final[str(n)] for n in names], axis=1)
        best = best or spent
        print(f"  numeric, {label:24} {spent * 1e3:9.3f} ms   error {np.median(np.abs(ours - truth).max(axis=1)):.1e}")
    many = np.random.default_rng(4).normal(0, 0.1, (512, len(names)))
    sweep = partial(numeric.integrate, flow, {n: many[:, k] for k, n in enumerate(names)}, stop, samples=2, threads=1)
    sliding = sweep(method="rk4", step=0.2).slid
    many = many[~sliding]
    sweep = partial(numeric.integrate, flow, {n: many[:, k] for k, n in enumerate(names)}, stop, samples=2, threads=1)
    spent = min(timed(partial(sweep, method="rk4", step=0.2))[1] for _ in range(5)) / len(many)
    print(f"  numeric, {len(many)} starts, rk4, step 0.2 {spent * 1e3:9.4f} ms   ({sliding.sum()} that slide left out)")
    right = sp.lambdify(names, list(flow.values()), modules="numpy", cse=True)
    calls = [partial(solve_ivp, lambda _, w: right(*w), (0, stop), s, rtol=1e-6, atol=1e-6) for s in starts]
    rounds = [timed(call) for call in calls]
    error = np.median([np.abs(r[0].y[:, -1] - t).max() for r, t in zip(rounds, truth)])
    spent = float(np.mean([r[1] for r in rounds]))
    print(
        f"  solve_ivp, rtol 1e-6              {spent * 1e3:9.3f} ms   error {error:.1e}   {spent / best:.0f} times ours"
    )
    if full:  # compiling its C takes minutes
        jitcode_flow(names, flow, starts, stop, truth, best)


def jitcode_flow(
    names: tuple[sp.Symbol, ...], flow: Any, starts: np.ndarray, stop: float, truth: np.ndarray, best: float
) -> None:
    try:
        import symengine  # type: ignore[import-not-found,unused-ignore]
        from jitcode import jitcode, y  # type: ignore[import-not-found,unused-ignore]
    except ImportError as missing:
        print(f"  JiTCODE does not import here ({missing})")
        return
    swaps = {n: sp.Function("y")(k) for k, n in enumerate(names)}
    zero = symengine.Integer(0)
    table = {str(n): y(k) for k, n in enumerate(names)}

    def moved(e: sp.Expr) -> Any:
        step = e.replace(sp.Heaviside, lambda u, *_: (1 + u / sp.Abs(u)) / 2).replace(
            sp.Max, lambda *u: sum(v * (1 + v / sp.Abs(v)) / 2 for v in u if v != 0)
        )
        return symengine.sympify(step).subs({symengine.Symbol(n): v for n, v in table.items()}) + zero * len(swaps)

    integrator = jitcode([moved(e) for e in flow.values()], verbose=False)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # its compiler reads a pyproject.toml
        integrator.compile_C()
    integrator.set_integrator("dopri5", rtol=1e-6, atol=1e-6, nsteps=10**6)
    rounds = []
    for start in starts:
        integrator.set_initial_value(start, 0.0)
        rounds.append(timed(lambda: integrator.integrate(stop)))
    error = np.median([np.abs(r[0] - t).max() for r, t in zip(rounds, truth)])
    spent = float(np.mean([r[1] for r in rounds]))
    print(
        f"  JiTCODE, dopri5, rtol 1e-6        {spent * 1e3:9.3f} ms   error {error:.1e}   {spent / best:.0f} times ours"
    )


def stiff_flows() -> None:
    """Van der Pol's oscillator at mu = 1000 and Robertson's kinetics, to a relative tolerance of 1e-8."""
    a, b, c = sp.symbols("a b c")
    problems: dict[str, tuple[dict[Any, Any], dict[Any, float], float, float]] = {
        "van der Pol": ({a: b, b: 1000 * (1 - a**2) * b - a}, {a: 2.0, b: 0.0}, 3000.0, 1e-9),
        "Robertson": (
            {a: -a / 25 + 10**4 * b * c, b: a / 25 - 10**4 * b * c - 3 * 10**7 * b**2, c: 3 * 10**7 * b**2},
            {a: 1.0, b: 0.0, c: 0.0},
            1e6,
            1e-13,
        ),
    }
    print("stiff flows, milliseconds; error of the first state")
    for label, (flow, start, stop, absolute) in problems.items():
        run = partial(numeric.integrate, flow, start, stop, samples=2, tolerance=1e-8, absolute=absolute)
        truth = numeric.integrate(
            flow, start, stop, samples=2, method="rodas5p", tolerance=1e-12, absolute=absolute * 1e-4
        )
        run()
        found, spent = min((timed(run) for _ in range(5)), key=lambda pair: pair[1])
        exact = float(truth.final["a"])
        error = abs(float(found.final["a"]) / exact - 1)
        print(f"  numeric, {label:24} {spent * 1e3:9.2f} ms   error {error:.1e}   {found.method}")
        right = sp.lambdify(list(flow), list(flow.values()))
        matrix = sp.lambdify(list(flow), sp.Matrix(list(flow.values())).jacobian(list(flow)))
        for method in ("Radau", "BDF"):
            peer = partial(
                solve_ivp, lambda _, v, f=right: f(*v), (0, stop), list(start.values()), method=method, rtol=1e-8,
                atol=absolute, jac=lambda _, v, f=matrix: f(*v),
            )  # fmt: skip
            known, slow = timed(peer)
            error = abs(known.y[0, -1] / exact - 1)
            print(f"  solve_ivp, {method:22} {slow * 1e3:9.2f} ms   error {error:.1e}   {slow / spent:.0f} times ours")


if __name__ == "__main__":
    main()
