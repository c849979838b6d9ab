"""Goodness of fit at a stated level."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numeric.errors import NotFinite, WrongArguments

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """The statistic of a test, its p-value, and whether the fit is ``accepted`` at the ``level`` (p > level)."""

    test: str
    statistic: float
    p: float
    level: float
    samples: int

    @property
    def accepted(self) -> bool:
        return self.p > self.level

    def __str__(self) -> str:
        word = "accepted" if self.accepted else "rejected"
        found = f"{self.test}: {self.statistic:.4g}, p = {self.p:.3g}"
        return f"{found}, {word} at level {self.level:g} ({self.samples} samples)"


def kolmogorov_smirnov(
    samples: npt.ArrayLike, distribution: Callable[[Array], npt.ArrayLike], *, level: float = 1e-3
) -> Fit:
    """Samples against a continuous cumulative distribution function (of arrays), the largest distance between the two.

    Marsaglia, Tsang and Wang's exact law below 140 samples, Kolmogorov's with Stephens' correction above.
    """
    from scipy import special, stats

    _level(level)
    x = np.sort(_finite(samples))
    cumulative = np.asarray(distribution(x), dtype=np.float64)
    if cumulative.shape != x.shape or not ((cumulative >= -1e-12) & (cumulative <= 1 + 1e-12)).all():
        raise WrongArguments("the distribution is not a function from arrays to probabilities in [0, 1]")
    if (np.diff(cumulative) < -1e-12).any():
        raise WrongArguments("the distribution decreases somewhere; a cumulative distribution function does not")
    n = x.size
    ranks = np.arange(n + 1) / n
    distance = float(max((ranks[1:] - cumulative).max(), (cumulative - ranks[:-1]).max()))
    if n < 140:
        p = float(stats.kstwo.sf(distance, n))
    else:
        p = float(special.kolmogorov((math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * distance))
    return Fit("Kolmogorov-Smirnov", distance, p, level, n)


def chi_square(
    observed: npt.ArrayLike, expected: npt.ArrayLike, *, fitted: int = 0, level: float = 1e-3, least: float = 5.0
) -> Fit:
    """Counts against expected counts (scaled to the same sum), Pearson's statistic.

    Neighbouring classes are pooled until each expects at least ``least``; each of ``fitted`` parameters costs a degree
    of freedom.
    """
    from scipy import special

    _level(level)
    seen, due = _finite(observed), _finite(expected)
    if seen.shape != due.shape:
        raise WrongArguments(f"{seen.size} counts were observed but {due.size} expected")
    if (due < 0).any() or (seen < 0).any() or not due.sum() > 0:
        raise WrongArguments("counts must not be negative, and some must be expected")
    due = due * (seen.sum() / due.sum())
    pooled = _pooled(seen, due, least)
    freedom = len(pooled) - 1 - fitted
    if freedom < 1:
        raise WrongArguments(f"{len(pooled)} classes of at least {least:g} expected counts are too few")
    statistic = float(sum((a - b) ** 2 / b for a, b in pooled))
    return Fit("chi-square", statistic, float(special.chdtrc(freedom, statistic)), level, int(seen.sum()))


def _pooled(seen: Array, due: Array, least: float) -> list[tuple[float, float]]:
    classes: list[tuple[float, float]] = []
    a = b = 0.0
    for s, d in zip(seen, due):
        a, b = a + s, b + d
        if b >= least:
            classes.append((a, b))
            a = b = 0.0
    if (a or b) and classes:
        last = classes.pop()
        classes.append((last[0] + a, last[1] + b))
    return classes


def _level(level: float) -> None:
    if not 0 < level < 1:
        raise WrongArguments(f"level={level} must lie between 0 and 1")


def _finite(values: npt.ArrayLike) -> Array:
    x = np.asarray(values, dtype=np.float64).ravel()
    if not x.size:
        raise WrongArguments("there are no samples")
    if not np.isfinite(x).all():
        raise NotFinite(f"sample {int(np.flatnonzero(~np.isfinite(x))[0])} is not finite")
    return x
