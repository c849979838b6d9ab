"""Trajectories: sampled states and the times of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Event:
    """What happens where the expression ``when`` passes through zero.

    ``when`` may also be an inequality (``V >= V_th``: the event is its becoming true).  ``direction`` is +1
    (rising, the default), -1 (falling) or 0 (both).  ``reset`` gives states new values at the event; ``hold=(V, 2)``
    then keeps V still for a time 2 (a refractory period).  A ``terminal`` event ends the trajectory.
    """

    name: str
    when: Any
    reset: Mapping[Any, Any] = field(default_factory=dict)
    direction: int = 1
    terminal: bool = False
    hold: tuple[Any, float] | None = None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Sampled states of shape (sweep..., samples), and the times of events.

    ``events[name]`` is an array of times, or for a sweep an object array of such arrays.  After a terminal event the
    samples are NaN, and ``stopped`` (sweep...) is the time up to which each trajectory was followed.  ``steps`` counts
    the steps taken by each.  ``slid`` says which of them slid along a kink, the flow on both sides pointing at it: such
    a one was followed by short steps to and fro, and is right only to first order in the step.
    """

    times: Array
    states: Mapping[str, Array]
    events: Mapping[str, Any]
    final: Mapping[str, Array]
    stopped: Array
    steps: npt.NDArray[np.int64]
    slid: npt.NDArray[np.bool_]
    method: str

    def __getitem__(self, name: object) -> Array:
        """The samples of one state.  Raises KeyError."""
        return self.states[str(name)]

    def counts(self, name: str) -> npt.NDArray[np.int64]:
        """How often an event happened, (sweep...)."""
        found = self.events[name]
        if found.dtype == object:
            return np.array([len(v) for v in found.ravel()], dtype=np.int64).reshape(found.shape)
        return np.array(len(found), dtype=np.int64)

    def rates(self, name: str, after: float = 0.0) -> Array:
        """Events for each unit of time from the intervals between those later than ``after`` (0 for fewer than two)."""
        found = self.events[name]
        series = list(found.ravel()) if found.dtype == object else [found]
        late = [v[v > after] for v in series]
        rates = np.array([(len(v) - 1) / (v[-1] - v[0]) if len(v) > 1 else 0.0 for v in late])
        return rates.reshape(found.shape if found.dtype == object else ())
