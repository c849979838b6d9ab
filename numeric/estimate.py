"""Estimates: a number, its standard error, and how it was come by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numeric.errors import NotFinite, WrongArguments


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its standard error, from ``runs`` independent runs and one seed.

    >>> Estimate(1.02, 0.01, 400, 7).agrees(1.0)
    True
    """

    value: float
    standard_error: float
    runs: int
    seed: int | None = None

    def deviation(self, other: float | Estimate) -> float:
        """How many (combined) standard errors lie between."""
        value, error = (other.value, other.standard_error) if isinstance(other, Estimate) else (float(other), 0.0)
        scale = math.hypot(self.standard_error, error)
        gap = abs(self.value - value)
        if gap <= 1e-14 * max(abs(self.value), abs(value)):  # the same but for rounding
            return 0.0
        return gap / scale if scale > 0 else math.inf

    def agrees(self, other: float | Estimate, within: float = 4.0) -> bool:
        """Whether the other lies within so many standard errors (four: a false alarm in 16,000)."""
        return self.deviation(other) <= within

    def __str__(self) -> str:
        seed = "" if self.seed is None else f", seed {self.seed}"
        return f"{self.value:.6g} ± {self.standard_error:.2g} ({self.runs} runs{seed})"


def mean(samples: npt.ArrayLike, seed: int | None = None) -> Estimate:
    """The mean of independent samples.  Raises :class:`NotFinite` and :class:`WrongArguments`."""
    x = _checked(samples, 2)
    return Estimate(float(x.mean()), float(x.std(ddof=1) / math.sqrt(x.size)), x.size, seed)


def variance(samples: npt.ArrayLike, seed: int | None = None) -> Estimate:
    """The unbiased variance; its standard error from the fourth central moment."""
    x = _checked(samples, 4)
    n, centred = x.size, x - x.mean()
    second, fourth = float((centred**2).mean()), float((centred**4).mean())
    spread = max(fourth - second**2 * (n - 3) / (n - 1), 0.0)
    return Estimate(second * n / (n - 1), math.sqrt(spread / n), n, seed)


def proportion(successes: int, trials: int, seed: int | None = None) -> Estimate:
    """A rate; its error is Wilson's at the value, so that 0 of n has an error of about 1/n and not of zero."""
    if not 0 <= successes <= trials or trials < 1:
        raise WrongArguments(f"successes={successes} of trials={trials} is not a proportion")
    p = (successes + 0.5) / (trials + 1)
    return Estimate(successes / trials, math.sqrt(p * (1 - p) / trials), trials, seed)


def until(
    draw: Callable[[np.random.Generator, int], npt.ArrayLike],
    *,
    seed: int,
    error: float,
    batch: int = 1000,
    limit: int = 10_000_000,
) -> Estimate:
    """Draw batches until the standard error of the mean is small enough: the estimate says how many runs that took.

    ``draw(generator, count)`` gives count samples.  Where ``limit`` runs do not suffice the estimate has the larger
    error that was reached.  Batches have seeds of their own, spawned from the one.
    """
    if not (error > 0 and batch > 1):
        raise WrongArguments(f"error={error} and batch={batch} must be positive, batch at least 2")
    root = np.random.SeedSequence(seed)
    count, total, square = 0, 0.0, 0.0
    while True:
        x = _checked(draw(np.random.default_rng(root.spawn(1)[0]), batch), 2)
        # Chan's update of the sum of squares about the mean.
        gap = float(x.mean()) - (total / count if count else float(x.mean()))
        square += float(((x - x.mean()) ** 2).sum()) + gap**2 * count * x.size / (count + x.size)
        count, total = count + x.size, total + float(x.sum())
        reached = math.sqrt(square / (count - 1) / count)
        if reached <= error or count >= limit:
            return Estimate(total / count, reached, count, seed)


def _checked(samples: npt.ArrayLike, least: int) -> npt.NDArray[np.float64]:
    x = np.asarray(samples, dtype=np.float64).ravel()
    if x.size < least:
        raise WrongArguments(f"{x.size} samples are too few; at least {least} are needed for a standard error")
    if not np.isfinite(x).all():
        raise NotFinite(f"sample {int(np.flatnonzero(~np.isfinite(x))[0])} is not finite")
    return x
