"""One batch of a sweep: its arrays, its march, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from numeric import flow_code, native
from numeric.errors import NotFinite, StepFailed

if TYPE_CHECKING:
    from numeric.flow_model import Model
    from numeric.trajectory import Trajectory

Array = npt.NDArray[np.float64]
CAPACITY = 256
#: A trajectory with more events than this does not end.
MOST_EVENTS = 4_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch of w lanes gave: samples (s, n, w), final states (n, w), times, events of each lane, steps."""

    samples: Array
    state: Array
    time: Array
    kinds: list[npt.NDArray[np.int64]]
    times: list[Array]
    steps: npt.NDArray[np.int64]
    slid: npt.NDArray[np.bool_]


def assembly(model: Model, width: int) -> str:
    """The machine code's text for a model at a number of lanes."""
    resets = [r for r in model.resets if r is not None]
    return flow_code.assemble(
        model.flow,
        model.watch,
        [e.direction for e in model.events],
        resets,
        len(model.states),
        len(model.parameters),
        model.tableau,
        width,
    )


def run(
    model: Model, code: native.Code, table: Array, moments: Array, settings: tuple[float, float, float, int]
) -> Outcome:
    """March one batch from the start to the end of the sample times."""
    from numeric import march

    tolerance, absolute, largest, limit = settings
    n, w, e = len(model.states), table.shape[1], len(model.events)
    state, parameters = table[:n].copy(), np.ascontiguousarray(table[n:])
    if not len(parameters):
        parameters = np.zeros((1, w))
    time = np.full(w, moments[0])
    addresses = np.zeros(4 + e, dtype=np.int64)
    addresses[:3] = [code.address(name) for name in ("step", "slope", "events")]
    addresses[3] = 0 if model.tableau.error else code.address("cruise")
    resets = iter(range(e))
    for j, reset in enumerate(model.resets):
        addresses[4 + j] = 0 if reset is None else code.address(f"reset{next(resets)}")
    samples = np.full((len(moments), n, w), np.nan)
    signs = np.zeros((e, w))
    scratch = np.zeros((max(n, e, 1), w))
    slope = np.zeros((n, w))
    held = np.full(max(e, 1), -1, dtype=np.int64)
    switch = np.full(max(e, 1), -1, dtype=np.int64)
    for j, event in enumerate(model.events):
        if event.name in model.parameters:
            switch[j] = model.parameters.index(event.name)
    _set_switches(model, addresses[2], switch, time, state, parameters, scratch)
    signs[:] = scratch[:e]
    hold = np.zeros(max(e, 1))
    for j, event in enumerate(model.events):
        if event.hold is not None:
            held[j] = model.parameters.index(f"_moving_{event.hold[0]}")
            hold[j] = float(event.hold[1])
    kinds, times = np.zeros((CAPACITY, w), dtype=np.int64), np.zeros((CAPACITY, w))
    counts = np.zeros(w, dtype=np.int64)
    # A start beyond the threshold is an event at once.
    for j, event in enumerate(model.events):
        beyond = signs[j] * event.direction > 0
        if model.resets[j] is not None and beyond.any():
            _evaluate(addresses[4 + j], time, state, parameters, scratch)
            state[:, beyond] = scratch[:n, beyond]
            kinds[0, beyond], times[0, beyond] = j, time[beyond]
            counts[beyond] = 1
            _set_switches(model, addresses[2], switch, time, state, parameters, scratch)
            signs[:] = scratch[:e]
            break
    _evaluate(addresses[1], time, state, parameters, scratch)
    slope[:] = scratch[:n]
    if not np.isfinite(slope).all():
        raise NotFinite(f"the flow is not finite at the start, {_where(model, time, table[:n], slope)}")
    samples[0] = table[:n]
    status = np.zeros(w, dtype=np.int64)
    following = np.ones(w, dtype=np.int64)
    steps, slid = np.zeros(w, dtype=np.int64), np.zeros(w, dtype=bool)
    step = np.full(w, largest)
    adaptive = bool(model.tableau.error)
    if adaptive:
        step = np.minimum(_first_step(state, slope, tolerance, absolute), largest)
    release, which = np.full(w, np.inf), np.zeros(w, dtype=np.int64)
    direction = np.array([float(event.direction) for event in model.events] or [0.0])
    terminal = np.array([event.terminal for event in model.events] or [False])
    while True:
        march.march(
            addresses, adaptive, model.tableau.first_same_as_last, model.tableau.order, tolerance, absolute, largest,
            float(moments[-1]), moments, direction, terminal, hold, switch, held, time, step, state, parameters, slope,
            signs, release, which, following, status, samples, kinds, times, counts, steps, slid, limit,
        )  # fmt: skip
        if not (status == march.FULL).any():
            break
        if len(kinds) > MOST_EVENTS:
            lane = int(np.argmax(counts))
            raise StepFailed(f"{counts[lane]} events by t = {time[lane]:.17g}: pile up")
        kinds, times = np.concatenate([kinds, kinds]), np.concatenate([times, times])
        status[status == march.FULL] = march.RUNNING
    _complain(model, status, time, state, steps)
    lanes = range(w)
    return Outcome(
        samples,
        state,
        time,
        [kinds[: counts[i], i] for i in lanes],
        [times[: counts[i], i] for i in lanes],
        steps,
        slid,
    )


def _set_switches(
    model: Model, address: int, switch: Any, time: Array, state: Array, parameters: Array, scratch: Array
) -> None:
    """Put each switch where its watched expression says; one may depend on those before it, so go round."""
    rows = [(j, row) for j, row in enumerate(switch) if row >= 0]
    for _ in range(len(rows) + 1):
        _evaluate(address, time, state, parameters, scratch)
        before = parameters.copy()
        for j, row in rows:
            parameters[row] = np.sign(scratch[j])
        if np.array_equal(before, parameters):
            return


def _evaluate(address: int, time: Array, state: Array, parameters: Array, out: Array) -> None:
    import ctypes

    function = ctypes.CFUNCTYPE(None, *([ctypes.c_void_p] * 8))(int(address))
    nothing = out.ctypes.data
    function(
        time.ctypes.data, nothing, state.ctypes.data, parameters.ctypes.data, nothing, out.ctypes.data, nothing, nothing
    )


def _first_step(state: Array, slope: Array, tolerance: float, absolute: float) -> Array:
    """A hundredth of the time in which the state changes by its own size (Hairer, Norsett and Wanner, II.4)."""
    scale = absolute + tolerance * np.abs(state)
    size = np.sqrt(((state / scale) ** 2).mean(axis=0))
    speed = np.sqrt(((slope / scale) ** 2).mean(axis=0))
    return np.where((size < 1e-5) | (speed < 1e-5), 1e-6, 0.01 * size / np.maximum(speed, 1e-300))


def _where(model: Model, time: Array, state: Array, bad: Array) -> str:
    lane = int(np.flatnonzero(~np.isfinite(bad).all(axis=0))[0])
    return ", ".join(f"{n} = {state[k, lane]:.6g}" for k, n in enumerate(model.states)) + f", t = {time[lane]:.6g}"


def _complain(model: Model, status: Any, time: Array, state: Array, steps: Any) -> None:
    from numeric import march

    for lane, kind in enumerate(status):
        if kind not in (march.NOT_FINITE, march.TINY, march.EXHAUSTED):
            continue
        place = ", ".join(f"{n} = {state[k, lane]:.6g}" for k, n in enumerate(model.states))
        where = f"at t = {time[lane]:.6g} ({place})"
        if kind == march.NOT_FINITE:
            raise NotFinite(f"the state became infinite or NaN {where}; take a smaller step or an adaptive method")
        if kind == march.TINY:
            raise StepFailed(f"the step shrank to nothing {where}: the flow is singular or too stiff there")
        raise StepFailed(f"{steps[lane]} steps were not enough: stopped {where}; raise limit, or the flow is stiff")


def gathered(model: Model, outcomes: list[Outcome], shape: tuple[int, ...], count: int, moments: Array) -> Trajectory:
    """The batches put together; lanes that only filled the last one are dropped."""
    from numeric.trajectory import Trajectory

    samples = np.concatenate([o.samples for o in outcomes], axis=2)[:, :, :count]
    state = np.concatenate([o.state for o in outcomes], axis=1)[:, :count]
    stopped = np.concatenate([o.time for o in outcomes])[:count]
    steps = np.concatenate([o.steps for o in outcomes])[:count]
    slid = np.concatenate([o.slid for o in outcomes])[:count]
    kinds = [k for o in outcomes for k in o.kinds][:count]
    times = [t for o in outcomes for t in o.times][:count]
    events: dict[str, Any] = {}
    for j, event in enumerate(model.events):
        if event.name in model.parameters:
            continue
        series = [t[k == j] for k, t in zip(kinds, times)]
        if shape:
            column = np.empty(count, dtype=object)
            for i, values in enumerate(series):
                column[i] = values
            events[event.name] = column.reshape(shape)
        else:
            events[event.name] = series[0]
    states = {n: samples[:, k].T.reshape((*shape, len(moments))) for k, n in enumerate(model.states)}
    final = {n: state[k].reshape(shape) for k, n in enumerate(model.states)}
    return Trajectory(
        moments,
        states,
        events,
        final,
        stopped.reshape(shape),
        steps.reshape(shape),
        slid.reshape(shape),
        model.tableau.name,
    )
