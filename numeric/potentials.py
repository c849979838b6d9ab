"""Membrane potentials of exponential kernels over spikes: the recursion, and the sum that it stands for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from numeric.errors import WrongArguments

Array = npt.NDArray[np.float64]


def filtered(spikes: npt.ArrayLike, tau: float, step: float) -> Array:
    """``phi[k] = exp(-step/tau) phi[k-1] + spikes[k-1]`` from zero, along the first axis: the trace *before* each step.

    So ``phi[k]`` is the sum over earlier bins l < k of ``spikes[l] exp(-(k-1-l) step/tau)``.
    """
    if not (tau > 0 and step > 0):
        raise WrongArguments(f"tau={tau} and step={step} must be positive")
    from scipy.signal import lfilter

    x = np.asarray(spikes, dtype=np.float64)
    trace = lfilter([0.0, 1.0], [1.0, -np.exp(-step / tau)], x, axis=0)
    return np.asarray(trace, dtype=np.float64)


def summed(times: npt.ArrayLike, tau: float, at: npt.ArrayLike) -> Array:
    """The sum of ``exp(-(t - s)/tau)`` over the spikes s < t, for each t of ``at``: no grid, no recursion error.

    Exact to rounding for any times: both are sorted, and each interval is decayed once.
    """
    if not tau > 0:
        raise WrongArguments(f"tau={tau} must be positive")
    spikes = np.sort(np.asarray(times, dtype=np.float64).ravel())
    points = np.asarray(at, dtype=np.float64)
    if not spikes.size:
        return np.zeros(points.shape)
    before = np.empty(spikes.size)  # the sum just after each spike
    level = 0.0
    last = spikes[0]
    for k, s in enumerate(spikes):
        level = level * float(np.exp(-(s - last) / tau)) + 1.0
        before[k], last = level, s
    index = np.searchsorted(spikes, points, side="left") - 1
    held = np.clip(index, 0, None)
    values = before[held] * np.exp(-np.maximum(points - spikes[held], 0.0) / tau)
    return np.asarray(np.where(index >= 0, values, 0.0), dtype=np.float64)
