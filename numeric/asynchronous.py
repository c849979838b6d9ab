"""The inner loop of asynchronous Hopfield updates, compiled."""

from __future__ import annotations

from typing import Any

from numeric.jit import kept


@kept
def update(x: Any, state: Any, overlaps: Any, order: Any, self_coupling: bool, energies: Any) -> int:
    """Update neurons in this order; ``x`` is (N, P), ``overlaps`` is ``xᵀ state`` and is kept so.  Gives the flips.

    The energy after each update is the one before plus ``−h_i ΔS_i`` (less ``½ w_ii ΔS_i²`` with self-coupling).
    """
    n, p = x.shape
    flips = 0
    for k in range(order.size):
        i = order[k]
        h = 0.0
        for m in range(p):
            h += x[i, m] * overlaps[m]
        h /= n
        if not self_coupling:
            h -= p / n * state[i]
        new = 1.0 if h > 0.0 else -1.0 if h < 0.0 else state[i]
        change = new - state[i]
        energies[k + 1] = energies[k]
        if change != 0.0:
            flips += 1
            energies[k + 1] -= h * change
            if self_coupling:
                energies[k + 1] -= 0.5 * p / n * change * change
            state[i] = new
            for m in range(p):
                overlaps[m] += change * x[i, m]
    return flips
