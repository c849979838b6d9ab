"""Inhomogeneous Poisson processes by time rescaling: unit-rate events at u become events at the t with Λ(t) = u."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric.compiled import kernel
from numeric.errors import WrongArguments

Array = npt.NDArray[np.float64]
#: Samples drawn from one generator: the pieces of work are the same for any number of threads.
CHUNK = 1 << 16
NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, slots=True)
class Intensity:
    """A rate λ(t) ≥ 0 tabulated as its integral Λ: the cells' ends, Λ there, and λ at both ends of each cell."""

    times: Array
    cumulative: Array
    left: Array  # λ at the left end of each cell, from within
    right: Array

    @property
    def total(self) -> float:
        """Λ over the whole range: the mean count; exp(-total) is the probability of silence."""
        return float(self.cumulative[-1])

    def inverse(self, u: npt.ArrayLike) -> Array:
        """The times at which Λ reaches u, infinite where it never does."""
        target = np.asarray(u, dtype=np.float64)
        cell = np.clip(np.searchsorted(self.cumulative, target, side="left") - 1, 0, self.times.size - 2)
        width = (self.times[1:] - self.times[:-1])[cell]
        base = self.cumulative[cell]
        rise = self.cumulative[cell + 1] - base
        a, b = self.left[cell] * width, self.right[cell] * width
        wanted = target - base
        # Λ within the cell is the cubic with these end values and slopes; Newton from the quadratic of the slopes.
        c2, c3 = 3 * rise - 2 * a - b, a + b - 2 * rise
        s = np.clip(2 * wanted / (a + np.sqrt(np.maximum(a * a + 2 * (b - a) * wanted, 1e-300)) + 1e-300), 0.0, 1.0)
        for _ in range(6):
            slope = a + s * (2 * c2 + 3 * c3 * s)
            gap = ((c3 * s + c2) * s + a) * s - wanted
            s = np.clip(s - gap / np.where(slope > 0, slope, np.inf), 0.0, 1.0)
        return np.where(target > self.total, np.inf, self.times[cell] + width * s)


def intensity(
    expression: Any,
    time: Any,
    start: float,
    stop: float,
    *,
    values: Mapping[Any, Any] | None = None,
    breaks: tuple[float, ...] = (),
    cells: int = 2048,
) -> Intensity:
    """Tabulate a SymPy rate; ``breaks`` are times at which it jumps or has a kink (those of a
    Piecewise in ``time`` are found).

    Raises the errors of :func:`numeric.kernel`, and :class:`WrongArguments` for a negative rate.
    """
    if not start < stop:
        raise WrongArguments(f"the range ({start}, {stop}) is empty; expected start < stop")
    rate = kernel([time], expression, values=values)
    edges = {float(start), float(stop), *(float(b) for b in breaks if start < b < stop)}
    edges |= {b for b in _breaks(expression, time, values or {}) if start < b < stop}
    ends = sorted(edges)
    share = max(2, cells // (len(ends) - 1))
    # Cells gather quadratically at the left end of each stretch, where a rate that rises from zero needs them.
    pieces = [a + (b - a) * (np.arange(share + 1) / share) ** 2 for a, b in pairwise(ends)]
    times = np.concatenate([pieces[0], *(p[1:] for p in pieces[1:])])
    low, high = times[:-1], times[1:]
    inside = low[:, None] + (high - low)[:, None] * (NODES + 1) / 2
    found = np.asarray(rate(inside))
    if (found < 0).any():
        at = inside.ravel()[int(np.argmin(found))]
        raise WrongArguments(f"the intensity is {found.min():.6g} at t = {at:.6g}; a rate is not negative")
    cumulative = np.concatenate([[0.0], np.cumsum((found * WEIGHTS).sum(axis=1) * (high - low) / 2)])
    nudge = 1e-9 * (high - low)
    return Intensity(times, cumulative, np.asarray(rate(low + nudge)), np.asarray(rate(high - nudge)))


def first_spikes(process: Intensity | Callable[[Array], Any], count: int, *, seed: int, threads: int = 0) -> Array:
    """The first event of each of ``count`` independent processes (infinite where there is none).

    ``process`` is a tabulated intensity, or the inverse of Λ as a function of arrays (a kernel).
    """
    inverse = process.inverse if isinstance(process, Intensity) else process
    out = np.empty(count)

    def fill(piece: int, generator: np.random.Generator) -> None:
        part = out[piece * CHUNK : (piece + 1) * CHUNK]
        generator.standard_exponential(out=part)
        part[:] = inverse(part)

    _share(fill, count, seed, threads)
    return out


def counts(process: Intensity, count: int, *, seed: int) -> npt.NDArray[np.int64]:
    """How many events each of ``count`` independent processes has."""
    return np.random.default_rng(seed).poisson(process.total, count)


def spike_trains(process: Intensity, count: int, *, seed: int) -> list[Array]:
    """The sorted event times of ``count`` independent processes."""
    generator = np.random.default_rng(seed)
    sizes = generator.poisson(process.total, count)
    times = process.inverse(generator.random(int(sizes.sum())) * process.total)
    return [np.sort(t) for t in np.split(times, np.cumsum(sizes)[:-1])] if count else []


def _share(fill: Callable[[int, np.random.Generator], None], count: int, seed: int, threads: int) -> None:
    pieces = -(-count // CHUNK)
    sources = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(pieces)]
    workers = min(threads if threads > 0 else os.cpu_count() or 1, pieces)
    if workers <= 1:
        for k, source in enumerate(sources):
            fill(k, source)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fill, range(pieces), sources))


def _breaks(expression: Any, time: Any, values: Mapping[Any, Any]) -> list[float]:
    """The times at which a condition on time alone changes."""
    import sympy as sp

    found: list[float] = []
    named = {str(k): v for k, v in values.items()}
    for condition in sp.sympify(expression).atoms(sp.core.relational.Relational):
        gap = (condition.lhs - condition.rhs).subs(
            {s: named[str(s)] for s in condition.free_symbols if str(s) in named}
        )
        symbol = next((s for s in gap.free_symbols if str(s) == str(time)), None)
        if symbol is not None and gap.free_symbols == {symbol} and gap.is_polynomial(symbol):
            found += [float(r) for r in sp.Poly(gap, symbol).nroots() if abs(sp.im(r)) < 1e-12]
    return sorted(found)
