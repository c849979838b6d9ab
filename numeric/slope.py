"""Power laws: the slope on a log-log plot with its confidence interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numeric.errors import NotFinite, WrongArguments


@dataclass(frozen=True, slots=True)
class Slope:
    """``y = exp(intercept) x^value``: the exponent, its standard error and its confidence interval at ``level``.

    ``curvature`` is the quadratic term in log x divided by its standard error: far from zero, no single power fits.
    """

    value: float
    standard_error: float
    interval: tuple[float, float]
    level: float
    intercept: float
    curvature: float
    points: int

    def contains(self, exponent: float) -> bool:
        return self.interval[0] <= exponent <= self.interval[1]

    def __str__(self) -> str:
        low, high = self.interval
        return f"exponent {self.value:.4g} in [{low:.4g}, {high:.4g}] at {self.level:.0%} ({self.points} points)"


def log_log_slope(
    x: npt.ArrayLike, y: npt.ArrayLike, *, errors: npt.ArrayLike | None = None, level: float = 0.95
) -> Slope:
    """Least squares of log y on log x; with standard ``errors`` of y, weighted by them.

    Raises :class:`WrongArguments` for fewer than three points or equal x, :class:`NotFinite` for a value that has no
    logarithm.
    """
    from scipy import special

    a, b = (np.asarray(v, dtype=np.float64).ravel() for v in (x, y))
    if a.size != b.size or a.size < 3:
        raise WrongArguments(f"{a.size} and {b.size} values were given; a slope needs at least three pairs")
    if not 0 < level < 1:
        raise WrongArguments(f"level={level} must lie between 0 and 1")
    for name, v in (("x", a), ("y", b)):
        bad = np.flatnonzero(~(np.isfinite(v) & (v > 0)))
        if bad.size:
            raise NotFinite(f"{name}[{bad[0]}] = {v[bad[0]]} has no logarithm; leave that point out")
    if np.ptp(a) == 0:
        raise WrongArguments("all x are equal; a slope needs different ones")
    u, v = np.log(a), np.log(b)
    weights = np.ones_like(u)
    if errors is not None:
        relative = np.asarray(errors, dtype=np.float64).ravel() / b
        if not (np.isfinite(relative) & (relative > 0)).all():
            raise NotFinite("the errors must be positive and finite")
        weights = 1 / relative**2
    centre = (weights * u).sum() / weights.sum()
    w = u - centre
    spread = (weights * w**2).sum()
    slope = float((weights * w * v).sum() / spread)
    intercept = float((weights * v).sum() / weights.sum() - slope * centre)
    rest = v - intercept - slope * u
    freedom = a.size - 2
    noise = float((weights * rest**2).sum() / freedom)
    # Known errors are not made smaller by a lucky fit, but made larger by a bad one.
    scale = noise if errors is None else max(1.0, noise)
    error = math.sqrt(scale / spread)
    reach = float(special.stdtrit(freedom, 0.5 + level / 2)) * error
    return Slope(slope, error, (slope - reach, slope + reach), level, intercept, _bend(w, v, weights), a.size)


def _bend(w: npt.NDArray[np.float64], v: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    if w.size < 4:
        return 0.0
    design = np.stack([np.ones_like(w), w, w**2], axis=1)
    normal = design.T @ (weights[:, None] * design)
    if np.linalg.matrix_rank(normal) < 3:
        return 0.0
    coefficients = np.linalg.solve(normal, design.T @ (weights * v))
    rest = v - design @ coefficients
    noise = float((weights * rest**2).sum() / (w.size - 3))
    error = math.sqrt(max(noise * float(np.linalg.inv(normal)[2, 2]), 1e-300))
    return float(coefficients[2]) / error
