"""Integrate-and-fire neurons: firing rates over a sweep of parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric.integration import integrate
from numeric.trajectory import Event, Trajectory


@dataclass(frozen=True, slots=True)
class Firing:
    """Rates and counts of shape (sweep...) after the time left out, and the trajectory with all spike times."""

    rates: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    trajectory: Trajectory

    @property
    def fires(self) -> npt.NDArray[np.bool_]:
        """Whether there were at least two spikes after the time left out: repetitive firing."""
        return np.asarray(self.rates > 0)


def fire(
    flow: Mapping[Any, Any],
    initial: Mapping[Any, npt.ArrayLike],
    time: float,
    *,
    spike: Any,
    reset: Mapping[Any, Any],
    refractory: float = 0.0,
    discard: float = 0.0,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    method: str = "rk4",
    step: float | None = None,
    **options: Any,
) -> Firing:
    """Simulate a neuron whose state jumps by ``reset`` where ``spike`` (``V >= V_th``) becomes true.

    After it the first state that is reset stands still for the time ``refractory``.  Spikes before ``discard`` do not
    count for the rates.  Other options are those of :func:`numeric.integrate`.
    """
    hold = (next(iter(reset)), refractory) if refractory > 0 else None
    event = Event("spike", spike, reset=reset, hold=hold)
    options.setdefault("samples", 2)
    trajectory = integrate(
        flow,
        initial,
        (0.0, time),
        values=values,
        functions=functions,
        events=[event],
        method=method,
        step=step,
        **options,
    )
    found = trajectory.events["spike"]
    series = list(found.ravel()) if found.dtype == object else [found]
    shape = found.shape if found.dtype == object else ()
    late = np.array([int((t > discard).sum()) for t in series], dtype=np.int64).reshape(shape)
    return Firing(trajectory.rates("spike", after=discard), late, trajectory)
