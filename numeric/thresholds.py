"""Empirical thresholds: where a simulated yes or no changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numeric.errors import NoSignChange, WrongArguments


@dataclass(frozen=True, slots=True)
class Threshold:
    """The bracket of a change: at ``low`` the behaviour was still that of the first end, at ``high`` no longer.

    ``rising``: yes above.  ``monotone`` is False where a coarse scan saw more than one change; the bracket then is that
    of the first.  ``runs`` were needed.
    """

    low: float
    high: float
    rising: bool
    monotone: bool
    runs: int

    @property
    def value(self) -> float:
        return 0.5 * (self.low + self.high)

    def contains(self, x: float, slack: float = 0.0) -> bool:
        return self.low - slack <= x <= self.high + slack

    def __str__(self) -> str:
        return f"between {self.low:.10g} and {self.high:.10g} ({self.runs} runs)"


def threshold(
    behaves: Callable[[npt.NDArray[np.float64]], npt.ArrayLike],
    low: float,
    high: float,
    *,
    tolerance: float = 1e-6,
    scan: int = 9,
) -> Threshold:
    """Where ``behaves`` (from an array of parameter values to an array of truths) changes between ``low`` and ``high``.

    A scan of ``scan`` values finds the change and tells whether it is the only one; then each round tries eight values
    at once, so that a simulation of a sweep is used in full.  Raises :class:`NoSignChange` where all
    of the scan behaves alike.
    """
    if not (low < high and tolerance > 0 and scan >= 2):
        raise WrongArguments(
            f"low={low}, high={high}, tolerance={tolerance}, scan={scan}: expected low < high, positive"
        )
    grid = np.linspace(low, high, scan)
    truths = _asked(behaves, grid)
    runs = scan
    changes = np.flatnonzero(truths[1:] != truths[:-1])
    if not changes.size:
        word = "true" if truths[0] else "false"
        raise NoSignChange(f"the behaviour is {word} at all {scan} values from {low:g} to {high:g}; widen the range")
    monotone = changes.size == 1
    at = int(changes[0])
    a, b, before = float(grid[at]), float(grid[at + 1]), bool(truths[at])
    while b - a > tolerance and np.nextafter(a, b) < b:
        inner = np.linspace(a, b, 10)[1:-1]
        found = _asked(behaves, inner)
        runs += inner.size
        turned = np.flatnonzero(found != before)
        monotone = monotone and (not turned.size or bool((found[turned[0] :] != before).all()))
        b, a = (
            (float(inner[turned[0]]), a if turned[0] == 0 else float(inner[turned[0] - 1]))
            if turned.size
            else (b, float(inner[-1]))
        )
    return Threshold(a, b, not before, monotone, runs)


def _asked(
    behaves: Callable[[npt.NDArray[np.float64]], npt.ArrayLike], values: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    found = np.asarray(behaves(values))
    if found.shape != values.shape:
        raise WrongArguments(f"{values.size} values were asked about, and the answer has the shape {found.shape}")
    return found.astype(bool)
