"""Hopfield networks: storage by Hebb's rule, recall, and the energy of asynchronous updates.

Patterns are rows of ±1, shape (P, N).  The weights ``XᵀX/N`` are never formed where P < N: the field of a state S is
``Xᵀ(X S)/N``, and that of all patterns at once is ``(X Xᵀ) X/N``, the Gram form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from numeric.errors import WrongArguments
from numeric.estimate import Estimate

Single = npt.NDArray[np.float32]
Array = npt.NDArray[np.float64]


def random_patterns(generator: np.random.Generator, patterns: int, neurons: int) -> Single:
    """Independent fair ±1 of shape (P, N)."""
    bits = np.unpackbits(np.frombuffer(generator.bytes(-(-patterns * neurons // 8)), dtype=np.uint8))
    signs = bits[: patterns * neurons].astype(np.float32)
    signs *= 2
    signs -= 1
    return signs.reshape(patterns, neurons)


def fields(patterns: Single, *, self_coupling: bool = False) -> Single:
    """The field of each neuron in each stored pattern, (P, N): the pattern's own bit times (1 + crosstalk)."""
    p, n = patterns.shape
    gram = patterns @ patterns.T
    if not self_coupling:
        # Taking w_ii = P/N out of every field is taking P off the diagonal of the Gram matrix.
        gram.flat[:: p + 1] -= p
    return np.asarray((gram @ patterns) * np.float32(1.0 / n), dtype=np.float32)


def crosstalk(patterns: Single, *, self_coupling: bool = False) -> Single:
    """The crosstalk of each stored bit, (P, N): its field times itself, less the share of its own pattern."""
    n = patterns.shape[1]
    own = np.float32(1.0 if self_coupling else (n - 1) / n)
    return np.asarray(fields(patterns, self_coupling=self_coupling) * patterns - own, dtype=np.float32)


def recall_error(neurons: int, patterns: int, trials: int, *, seed: int, self_coupling: bool = False) -> Estimate:
    """The rate at which a stored bit is unstable, over trials of fresh patterns; the error is that between trials."""
    if min(neurons, patterns, trials) < 1:
        raise WrongArguments(f"neurons={neurons}, patterns={patterns} and trials={trials} must be positive")
    rates = np.empty(trials)
    for k, child in enumerate(np.random.SeedSequence(seed).spawn(trials)):
        x = random_patterns(np.random.default_rng(child), patterns, neurons)
        h = fields(x, self_coupling=self_coupling)
        h *= x
        # A field of zero leaves the bit as it is.
        rates[k] = np.count_nonzero(h < 0) / h.size
    spread = float(rates.std(ddof=1)) if trials > 1 else math.sqrt(max(rates[0] * (1 - rates[0]), 1e-12) / rates.size)
    floor = math.sqrt(0.5 / (trials * neurons * patterns) ** 2)
    return Estimate(float(rates.mean()), max(spread / math.sqrt(trials), floor), trials, seed)


def exact_error(neurons: int, patterns: int) -> Fraction:
    """The exact probability that a stored bit is unstable without self-coupling: a binomial tail.

    The crosstalk is a sum of (N−1)(P−1) fair signs over N, and the bit flips where that is below −(N−1)/N.
    """
    if neurons < 2 or patterns < 1:
        raise WrongArguments(f"neurons={neurons} must be at least 2 and patterns={patterns} at least 1")
    total = (neurons - 1) * (patterns - 1)
    # sum = 2k - total < -(N - 1)
    below = (total - (neurons - 1) - 1) // 2
    ways = sum(math.comb(total, k) for k in range(below + 1))
    return Fraction(ways, 2**total)


@dataclass(frozen=True, slots=True)
class Recall:
    """The state after asynchronous updates, the energies (updates + 1,), the flips, and whether it is stable."""

    state: npt.NDArray[np.int8]
    energy: Array
    flips: int
    stable: bool


def energy(patterns: Single, state: npt.ArrayLike, *, self_coupling: bool = False) -> float:
    """``−½ Σ w_ij S_i S_j`` with ``w = XᵀX/N`` (and ``w_ii = 0`` unless there is self-coupling)."""
    s = np.asarray(state, dtype=np.float64)
    overlaps = patterns.astype(np.float64) @ s
    total = float(overlaps @ overlaps) / s.size
    return -0.5 * (total - (0.0 if self_coupling else patterns.shape[0]))


def recall(patterns: Single, start: npt.ArrayLike, *, seed: int, updates: int, self_coupling: bool = False) -> Recall:
    """Update random neurons one at a time, ``S_i = sign(h_i)`` (unchanged where the field is zero)."""
    from numeric.asynchronous import update

    x = np.ascontiguousarray(np.asarray(patterns, dtype=np.float64).T)
    state = np.asarray(start, dtype=np.float64).copy()
    if state.shape != (x.shape[0],) or not (np.abs(state) == 1).all():
        raise WrongArguments(f"start must be {x.shape[0]} values ±1")
    order = np.random.default_rng(seed).integers(0, x.shape[0], updates)
    overlaps = x.T @ state
    energies = np.empty(updates + 1)
    energies[0] = energy(np.asarray(patterns), state, self_coupling=self_coupling)
    flips = int(update(x, state, overlaps, order, self_coupling, energies))
    field = (x @ overlaps) / x.shape[0]
    if not self_coupling:
        field -= x.shape[1] / x.shape[0] * state
    return Recall(state.astype(np.int8), energies, flips, bool((field * state >= 0).all()))
