"""Integrating flows given as expressions, with events and resets, one trajectory or a whole sweep."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric import native
from numeric.errors import NotFinite, WrongArguments
from numeric.flow_model import Model, model
from numeric.tableau import METHODS
from numeric.trajectory import Event, Trajectory

Array = npt.NDArray[np.float64]


def integrate(
    flow: Mapping[Any, Any],
    initial: Mapping[Any, npt.ArrayLike],
    time: Any,
    *,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    events: Sequence[Event] = (),
    method: str = "dormand_prince",
    step: float | None = None,
    tolerance: float = 1e-9,
    absolute: float | None = None,
    samples: int = 201,
    clock: str = "t",
    kinks: bool = True,
    limit: int = 100_000_000,
    threads: int = 0,
) -> Trajectory:
    """Integrate ``d name/dt = flow[name]`` from ``initial``.

    ``time`` is the end (from 0), a pair (start, end), or a longer sequence of sample times.  Arrays in ``initial`` and
    ``values`` broadcast against each other: a sweep, whose shape the results have.  ``clock`` is the name of time in
    the expressions.

    ``method="dormand_prince"`` adapts its step to ``tolerance`` (relative) and ``absolute`` (the same by default), and
    ``step`` bounds it; ``method="rk4"`` takes the fixed ``step``.  Events are located to rounding within the step, by
    steps of the same method; one that happens and is undone within one step is not seen, so bound the step.  With
    ``kinks`` the step is cut at each kink of the flow (max, abs, conditions), so that the method keeps its order.

    Raises :class:`~numeric.errors.StepFailed` (a step shrank to nothing: stiff or singular; or ``limit`` steps were not
    enough), :class:`~numeric.errors.NotFinite`, and the errors of :func:`numeric.kernel`.
    """
    if method not in METHODS:
        raise WrongArguments(f"method={method!r} is not known; expected one of {', '.join(METHODS)}")
    moments = _moments(time, samples)
    if step is not None and not 0 < step < np.inf:
        raise WrongArguments(f"step={step} must be positive and finite")
    if not 0 < tolerance < 1:
        raise WrongArguments(f"tolerance={tolerance} must lie between 0 and 1")
    adaptive = bool(METHODS[method].error)
    length = float(moments[-1] - moments[0])
    if step is None:
        if not adaptive:
            raise WrongArguments(f"method={method!r} takes fixed steps; pass step=...")
        step = length
    compiled, point = model(flow, initial, values or {}, functions, tuple(events), METHODS[method], clock, kinks)
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
    settings = (tolerance, tolerance if absolute is None else absolute, float(step), limit)
    return _sweep(compiled, table, shape, moments, settings, threads)


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
    table: Array,
    shape: tuple[int, ...],
    moments: Array,
    settings: tuple[float, float, float, int],
    threads: int,
) -> Trajectory:
    from numeric import batch

    count = table.shape[1]
    width = 1 if count == 1 else native.width()
    code = _code(compiled, width)
    starts = range(0, count, width)

    def work(first: int) -> batch.Outcome:
        columns = np.minimum(np.arange(first, first + width), count - 1)
        return batch.run(compiled, code, table[:, columns], moments, settings)

    workers = min(threads if threads > 0 else os.cpu_count() or 1, len(starts))
    if workers <= 1:
        outcomes = [work(s) for s in starts]
    else:
        with ThreadPoolExecutor(workers) as pool:
            outcomes = list(pool.map(work, starts))
    return batch.gathered(compiled, outcomes, shape, count, moments)
