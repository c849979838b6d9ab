"""Rate networks as flows: ``tau_i dr_i/dt = -r_i + F(sum_j w_ij r_j + h_i)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numeric.errors import WrongArguments


def rate_flow(
    names: Sequence[Any],
    weights: Any,
    drive: Sequence[Any],
    *,
    gain: Callable[[Any], Any] | None = None,
    tau: Any = 1,
) -> dict[Any, Any]:
    """The flow for :func:`numeric.integrate`, in SymPy; entries may be numbers or symbols.

    ``gain`` is a SymPy function (the threshold-linear max(0, u) by default), ``tau`` one time constant or one for each.
    """
    import sympy as sp

    from numeric.translate import exact

    states = [sp.Symbol(n) if isinstance(n, str) else n for n in names]
    matrix = sp.Matrix(
        [[exact(w) for w in row] for row in (weights.tolist() if hasattr(weights, "tolist") else weights)]
    )
    n = len(states)
    if matrix.shape != (n, n) or len(drive) != n:
        raise WrongArguments(
            f"{n} rates need weights of shape ({n}, {n}) and {n} drives; got {matrix.shape}, {len(drive)}"
        )
    times = list(tau) if isinstance(tau, Sequence) else [tau] * n
    function = gain if gain is not None else (lambda u: sp.Max(0, u))
    sums = matrix * sp.Matrix(states)
    return {s: (-s + function(sums[k] + exact(drive[k]))) / exact(times[k]) for k, s in enumerate(states)}
