"""Integrating flows given as expressions, with events and resets, one trajectory or a whole sweep."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from numeric import native
from numeric.errors import NotFinite, StepFailed, WrongArguments
from numeric.flow_model import Model, model
from numeric.tableau import DORMAND_PRINCE, METHODS, RODAS5P
from numeric.trajectory import Event, Trajectory

if TYPE_CHECKING:
    from numeric.batch import Settings

Array = npt.NDArray[np.float64]
#: Dormand and Prince's method, and the implicit one from where the flow is stiff.
AUTOMATIC = "automatic"
#: Steps before a stiff flow with which an implicit method is quicker, and with which one without a choice gives up.
WORTH_CHANGING, HOPELESS = 20_000.0, 5e6
#: Groups of lanes in one batch: enough to make what is done once for it small, few enough to bound the memory.
GROUPS = 64


def integrate(
    flow: Mapping[Any, Any],
    initial: Mapping[Any, npt.ArrayLike],
    time: Any,
    *,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    events: Sequence[Event] = (),
    method: str = AUTOMATIC,
    step: float | None = None,
    tolerance: float = 1e-9,
    absolute: float | None = None,
    samples: int = 201,
    clock: str = "t",
    kinks: bool = True,
    limit: int = 100_000_000,
    seconds: float = 60.0,
    threads: int = 0,
) -> Trajectory:
    """Integrate ``d name/dt = flow[name]`` from ``initial``.

    ``time`` is the end (from 0), a pair (start, end), or a longer sequence of sample times.  Arrays in ``initial`` and
    ``values`` broadcast against each other: a sweep, whose shape the results have.  ``clock`` is the name of time in
    the expressions.

    ``method="dormand_prince"`` adapts its step to ``tolerance`` (relative) and ``absolute`` (the same by default), and
    ``step`` bounds it; so does ``"rodas5p"``, which is implicit, for stiff flows; ``"rk4"`` takes the fixed ``step``.
    By default the first of them begins, and the second takes over where stability and not the tolerance holds the step
    so small that it pays; the trajectory's ``method`` tells.

    Events are located to rounding within the step, by steps of the same method; one that happens and is undone within
    one step is not seen, so bound the step.  With ``kinks`` the step is cut at each kink of the flow (max, abs,
    conditions), so that the method keeps its order.  ``limit`` bounds the steps of each trajectory, ``seconds`` the
    processor time of each batch of them.

    Raises :class:`~numeric.errors.StepFailed` (a step shrank to nothing, the flow is stiff for the method asked for, or
    a budget is used up), :class:`~numeric.errors.NotFinite`, and the errors of :func:`numeric.kernel`.
    """
    if method not in (AUTOMATIC, *METHODS):
        raise WrongArguments(f"method={method!r} is not known; expected one of {', '.join([AUTOMATIC, *METHODS])}")
    moments = _moments(time, samples)
    if step is not None and not 0 < step < np.inf:
        raise WrongArguments(f"step={step} must be positive and finite")
    if not 0 < tolerance < 1:
        raise WrongArguments(f"tolerance={tolerance} must lie between 0 and 1")
    if not seconds > 0:
        raise WrongArguments(f"seconds={seconds} must be positive")
    tableau = METHODS.get(method, DORMAND_PRINCE)
    made = partial(model, flow, initial, values or {}, functions, tuple(events), clock=clock, kinks=kinks)
    compiled, point = made(tableau=tableau)
    if step is None and not compiled.adaptive:
        raise WrongArguments(f"method={method!r} takes fixed steps; pass step=...")
    length = float(moments[-1] - moments[0])
    largest = length if step is None else float(step)
    if length / largest > limit:
        raise StepFailed(f"step={step} makes {length / largest:.1e} steps, more than limit={limit}; take a larger step")
    names = [*compiled.states, *compiled.parameters]
    arrays = [np.asarray(point[n], dtype=np.float64) for n in names]
    for name, array in zip(names, arrays):
        if not np.isfinite(array).all():
            raise NotFinite(f"{name} = {array.ravel()[~np.isfinite(array.ravel())][0]} at the start is not finite")
    try:
        shape = np.broadcast_shapes(*(a.shape for a in arrays))
    except ValueError:
        shapes = ", ".join(f"{n} {a.shape}" for n, a in zip(names, arrays) if a.shape)
        raise WrongArguments(f"the arrays of the sweep do not broadcast against each other: {shapes}") from None
    table = np.stack([np.broadcast_to(a, shape).ravel() for a in arrays])
    from numeric.batch import Settings

    close = tolerance if absolute is None else absolute
    ahead = WORTH_CHANGING if method == AUTOMATIC else HOPELESS
    settings = Settings(tolerance, close, largest, limit, seconds, ahead)
    stiff = (lambda: made(tableau=RODAS5P)[0]) if method == AUTOMATIC else None
    return _sweep(compiled, stiff, table, shape, moments, settings, threads)


def _moments(time: Any, samples: int) -> Array:
    given = np.atleast_1d(np.asarray(time, dtype=np.float64))
    if given.size == 1:
        given = np.array([0.0, given[0]])
    if given.ndim != 1 or not np.isfinite(given).all() or not (np.diff(given) > 0).all():
        raise WrongArguments(f"time={time} is neither an end, nor (start, end), nor an increasing sequence of times")
    if given.size == 2:
        if samples < 2:
            raise WrongArguments(f"samples={samples} must be at least 2")
        return np.linspace(given[0], given[1], samples)
    return given


@lru_cache(maxsize=64)
def _code(compiled: Model, width: int) -> native.Code:
    from numeric import batch

    return native.Code(batch.assembly(compiled, width))


def _sweep(
    compiled: Model,
    stiff: Callable[[], Model] | None,
    table: Array,
    shape: tuple[int, ...],
    moments: Array,
    settings: Settings,
    threads: int,
) -> Trajectory:
    from numeric import batch
    from numeric.gathering import gathered

    count = table.shape[1]
    width = 1 if count == 1 else native.width()
    code = _code(compiled, width)

    def relay() -> tuple[Model, native.Code]:
        assert stiff is not None
        implicit = stiff()
        return implicit, _code(implicit, width)

    workers = threads if threads > 0 else os.cpu_count() or 1
    groups = -(-count // width)
    size = width * min(GROUPS, -(-groups // workers))
    starts = range(0, count, size)

    def work(first: int) -> batch.Outcome:
        part = table[:, first : first + size]
        return batch.run(compiled, code, part, moments, settings, width, relay if stiff is not None else None)

    if min(workers, len(starts)) <= 1:
        outcomes = [work(s) for s in starts]
    else:
        with ThreadPoolExecutor(min(workers, len(starts))) as pool:
            outcomes = list(pool.map(work, starts))
    return gathered(compiled, outcomes, shape, count, moments)
