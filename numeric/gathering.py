"""The outcomes of many batches put together as one trajectory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from numeric.batch import Outcome
from numeric.flow_model import Model
from numeric.trajectory import Trajectory

Array = npt.NDArray[np.float64]


def gathered(model: Model, outcomes: list[Outcome], shape: tuple[int, ...], count: int, moments: Array) -> Trajectory:
    """The batches put together."""
    samples = np.concatenate([o.samples for o in outcomes], axis=2)
    state = np.concatenate([o.state for o in outcomes], axis=1)
    stopped = np.concatenate([o.time for o in outcomes])
    steps = np.concatenate([o.steps for o in outcomes])
    slid = np.concatenate([o.slid for o in outcomes])
    kinds = [k for o in outcomes for k in o.kinds]
    times = [t for o in outcomes for t in o.times]
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
    methods = ", then ".join(dict.fromkeys(m for o in outcomes for m in o.methods))
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
        methods,
    )
