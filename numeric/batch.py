"""A batch of a sweep: its lanes made ready, marched, and read out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric import flow_code, lanes, march, native
from numeric.errors import StepFailed, UnknownFunction
from numeric.failures import out_of_time, refuse
from numeric.flow_model import Model
from numeric.rosenbrock import STAGES
from numeric.stiffness import mark_stiff

Array = npt.NDArray[np.float64]
CAPACITY = 256
#: A trajectory with more events than this does not end.
MOST_EVENTS = 4_000_000
#: Rounds between two looks at the clock; whether the flow is stiff is asked after the first, second, fourth, ... look.
ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Settings:
    """Tolerances, the (largest) step, and the budgets: steps of a lane, processor seconds of a batch, and how many
    steps may lie before a lane that is held back by stability.
    """

    tolerance: float
    absolute: float
    largest: float
    limit: int
    seconds: float
    ahead: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch of l lanes gave: samples (s, n, l), final states (n, l), times, events of each lane, steps."""

    samples: Array
    state: Array
    time: Array
    kinds: list[npt.NDArray[np.int64]]
    times: list[Array]
    steps: npt.NDArray[np.int64]
    slid: npt.NDArray[np.bool_]
    methods: tuple[str, ...]


def assembly(model: Model, width: int) -> str:
    """The machine code's text for a model at a number of lanes."""
    return flow_code.assemble(
        model.flow,
        model.watch,
        [e.direction for e in model.events],
        [r for r in model.resets if r is not None],
        len(model.states),
        len(model.parameters),
        model.tableau,
        width,
        model.jacobian,
    )


def run(
    model: Model,
    code: native.Code,
    table: Array,
    moments: Array,
    settings: Settings,
    width: int,
    relay: Callable[[], tuple[Model, native.Code]] | None,
) -> Outcome:
    """March the columns of a table (states and parameters, lanes) from the start to the end of the sample times.

    Where the flow turns out to be stiff, ``relay`` gives the method that goes on.
    """
    count = table.shape[1]
    stack = _stack(model, table, moments, width)
    rules = _rules(model, code, moments, settings)
    clock = time.thread_time()
    rounds = ROUNDS
    start, calls, methods = True, 0, [model.tableau.name]
    while start or _status(stack, lanes.RUNNING).any():
        march.march(rules, stack, start, rounds)
        start = False
        if _status(stack, lanes.FULL).any():
            stack = _grown(stack)
        calls += 1
        if calls & (calls - 1) == 0 and model.adaptive and not model.implicit:
            mark_stiff(model, stack, rules.stop, settings.ahead)
        if _status(stack, lanes.STIFF).any() and relay is not None:
            model, code = _relayed(relay)
            relay = None
            rules, stack = _rules(model, code, moments, settings), _with_solver(stack, True)
            _restart(stack, lanes.STIFF)
            methods.append(model.tableau.name)
        refuse(model, stack, moments)
        if time.thread_time() - clock > settings.seconds and _status(stack, lanes.RUNNING).any():
            raise out_of_time(model, stack, moments, settings.seconds)
    return _read(stack, count, tuple(methods))


def _relayed(relay: Callable[[], tuple[Model, native.Code]]) -> tuple[Model, native.Code]:
    try:
        return relay()
    except UnknownFunction as reason:
        raise StepFailed(f"the flow is stiff, and no implicit method can take it: {reason}") from reason


def _stack(model: Model, table: Array, moments: Array, width: int) -> lanes.Lanes:
    """The lanes in groups of a vector's width; the last one is repeated to fill its group."""
    n, e, count = len(model.states), len(model.events), table.shape[1]
    groups = -(-count // width)
    columns = np.minimum(np.arange(groups * width), count - 1)
    rows = table[:, columns].reshape(-1, groups, width).transpose(1, 0, 2)
    own = any(event.name not in model.parameters for event in model.events)
    numbers = np.zeros((groups, lanes.NUMBER_ROWS, width))
    numbers[:, lanes.TIME] = moments[0]
    numbers[:, lanes.RELEASE] = np.inf
    numbers[:, lanes.FOLLOWING] = 1
    vectors = np.zeros((groups, lanes.VECTOR_ROWS, n, width))
    vectors[:, lanes.STATE] = rows[:, :n]
    return _with_solver(
        lanes.Lanes(
            numbers=numbers,
            vectors=vectors,
            parameters=rows[:, n:].copy() if len(table) > n else np.zeros((groups, 1, width)),
            marks=np.zeros((groups, lanes.MARK_ROWS, e, width)),
            samples=np.full((groups, len(moments), n, width), np.nan),
            log=np.zeros((groups, lanes.LOG_ROWS, width, CAPACITY if own else max(e, 1))),
            error=np.zeros((groups, n, width)),
            jacobian=numbers,
            matrix=vectors,
            stages=vectors,
        ),
        model.implicit,
    )


def _with_solver(stack: lanes.Lanes, implicit: bool) -> lanes.Lanes:
    """The same lanes with room for the linear systems of implicit methods."""
    groups, _, n, width = stack.vectors.shape
    n = n if implicit else 0
    return stack._replace(
        jacobian=np.zeros((groups, n * (n + 1), width)),
        matrix=np.zeros((groups, width, n, n + 1)),
        stages=np.zeros((groups, STAGES, n, width)),
    )


def _status(stack: lanes.Lanes, kind: int) -> Any:
    """Which lanes have this status, (groups, w)."""
    return stack.numbers[:, lanes.STATUS] == kind


def _restart(stack: lanes.Lanes, kind: int) -> None:
    """Lanes of this status run again."""
    stack.numbers[:, lanes.STATUS][_status(stack, kind)] = lanes.RUNNING


def _rules(model: Model, code: native.Code, moments: Array, settings: Settings) -> lanes.Rules:
    e = len(model.events)
    code_of = np.zeros(lanes.CALL_RESETS + max(e, 1), dtype=np.int64)
    names = {lanes.CALL_SLOPE: "slope", lanes.CALL_EVENTS: "events"}
    if model.implicit:
        names[lanes.CALL_JACOBIAN] = "jacobian"
    else:
        names[lanes.CALL_STEP] = "step"
        if not model.adaptive:
            names[lanes.CALL_CRUISE] = "cruise"
    written = [j for j, reset in enumerate(model.resets) if reset is not None]
    names |= {lanes.CALL_RESETS + j: f"reset{k}" for k, j in enumerate(written)}
    for place, name in names.items():
        code_of[place] = code.address(name)
    events = np.zeros((lanes.EVENT_ROWS, max(e, 1)))
    events[lanes.SWITCH :] = -1
    for j, event in enumerate(model.events):
        events[lanes.DIRECTION, j], events[lanes.TERMINAL, j] = event.direction, event.terminal
        if event.name in model.parameters:
            events[lanes.SWITCH, j] = model.parameters.index(event.name)
        if event.hold is not None:
            events[lanes.HELD, j] = model.parameters.index(f"_moving_{event.hold[0]}")
            events[lanes.HOLD, j] = float(event.hold[1])
    return lanes.Rules(
        code=code_of,
        moments=moments,
        events=events,
        adaptive=model.adaptive,
        implicit=model.implicit,
        fresh=model.implicit or getattr(model.tableau, "first_same_as_last", False),
        order=model.tableau.order,
        tolerance=float(settings.tolerance),
        absolute=float(settings.absolute),
        largest=float(settings.largest),
        stop=float(moments[-1]),
        limit=float(settings.limit),
    )


def _grown(stack: lanes.Lanes) -> lanes.Lanes:
    """The same lanes with twice the room for events."""
    if stack.log.shape[3] > MOST_EVENTS:
        counts = stack.numbers[:, lanes.COUNT]
        b, i = np.unravel_index(int(np.argmax(counts)), counts.shape)
        when = stack.numbers[b, lanes.TIME, i]
        raise StepFailed(f"{counts[b, i]:.0f} events by t = {when:.17g}: they pile up, or never end")
    _restart(stack, lanes.FULL)
    return stack._replace(log=np.concatenate([stack.log, np.zeros_like(stack.log)], axis=3))


def _read(stack: lanes.Lanes, count: int, methods: tuple[str, ...]) -> Outcome:
    def flat(a: Any) -> Any:
        """The groups side by side: (..., lanes), without those that only filled the last group."""
        rows = np.moveaxis(a, 0, -2)
        return rows.reshape((*rows.shape[:-2], -1))[..., :count]

    numbers, width = flat(stack.numbers), stack.numbers.shape[2]
    logs = [stack.log[k // width, :, k % width, : int(numbers[lanes.COUNT, k])] for k in range(count)]
    return Outcome(
        flat(stack.samples),
        flat(stack.vectors[:, lanes.STATE]),
        numbers[lanes.TIME],
        [log[lanes.KIND].astype(np.int64) for log in logs],
        [log[lanes.WHEN].copy() for log in logs],
        numbers[lanes.STEPS].astype(np.int64),
        numbers[lanes.SLID] != 0.0,
        methods,
    )
