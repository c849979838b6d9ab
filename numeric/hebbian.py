"""Stochastic Hebbian learning of one linear neuron, many independent runs side by side.

The output is ``v = w·u``; the rules are Hebb's ``u v``, the covariance rule ``(u - <u>) v``, and Oja's
``u v - alpha v² w``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numeric.errors import WrongArguments

Array = npt.NDArray[np.float64]
Rule = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True, slots=True)
class Learning:
    """Weights at the recorded steps, shape (records, runs, n), with the steps' numbers.

    ``diverged`` (runs,) says which runs grew beyond 1e100; their weights stand still from there on.
    """

    steps: npt.NDArray[np.int64]
    weights: Array
    diverged: npt.NDArray[np.bool_]

    @property
    def norms(self) -> Array:
        """Lengths of the weights, (records, runs)."""
        return np.asarray(np.linalg.norm(self.weights, axis=-1))

    def alignment(self, direction: npt.ArrayLike) -> Array:
        """|cos| of the angle to a direction, (records, runs)."""
        e = np.asarray(direction, dtype=np.float64)
        return np.abs(self.weights @ e) / (self.norms * np.linalg.norm(e))


def hebb(w: Array, u: Array, v: Array) -> Array:
    return v[:, None] * u


def covariance(mean: npt.ArrayLike) -> Rule:
    """The covariance rule with the inputs' known mean."""
    centre = np.asarray(mean, dtype=np.float64)
    return lambda w, u, v: v[:, None] * (u - centre)


def oja(alpha: float = 1.0) -> Rule:
    return lambda w, u, v: v[:, None] * u - alpha * (v**2)[:, None] * w


def gaussian(
    correlation: npt.ArrayLike, mean: npt.ArrayLike | None = None
) -> Callable[[np.random.Generator, int], Array]:
    """Draws inputs (count, n) with this covariance and mean.  Raises :class:`WrongArguments`."""
    c = np.asarray(correlation, dtype=np.float64)
    if c.ndim != 2 or c.shape[0] != c.shape[1] or not np.allclose(c, c.T):
        raise WrongArguments(f"a covariance matrix is square and symmetric; this one has the shape {c.shape}")
    values, vectors = np.linalg.eigh(c)
    if values[0] < -1e-10 * max(1.0, values[-1]):
        raise WrongArguments(f"the covariance matrix has the negative eigenvalue {values[0]:.3g}")
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    centre = np.zeros(len(c)) if mean is None else np.asarray(mean, dtype=np.float64)
    return lambda generator, count: centre + generator.standard_normal((count, len(c))) @ root.T


def learn(
    rule: Rule,
    inputs: Callable[[np.random.Generator, int], Array],
    start: npt.ArrayLike,
    *,
    rate: float,
    steps: int,
    runs: int,
    seed: int,
    every: int = 1,
) -> Learning:
    """``w <- w + rate * rule(w, u, v)`` for fresh inputs u at each step, in ``runs`` independent runs."""
    if not (rate > 0 and steps >= 0 and runs >= 1 and every >= 1):
        raise WrongArguments(f"rate={rate}, steps={steps}, runs={runs}, every={every} must be positive")
    generator = np.random.default_rng(seed)
    first = np.asarray(start, dtype=np.float64)
    w = np.broadcast_to(first, (runs, first.shape[-1])).copy()
    kept, numbers = [w.copy()], [0]
    diverged = np.zeros(runs, dtype=bool)
    for k in range(1, steps + 1):
        u = inputs(generator, runs)
        moved = w + rate * rule(w, u, (w * u).sum(axis=1))
        diverged |= ~(np.abs(moved).max(axis=1) < 1e100)
        w = np.where(diverged[:, None], w, moved)
        if k % every == 0 or k == steps:
            kept.append(w.copy())
            numbers.append(k)
    return Learning(np.array(numbers), np.stack(kept), diverged)
