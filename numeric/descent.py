"""Gradient descent on a compiled loss, for many starts and rates at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric.compiled import Kernel, kernel
from numeric.errors import NotFinite, WrongArguments

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Descent:
    """Names along the descent: ``states[name]`` and ``loss`` have the shape (steps + 1, ...) of the starts and rates.

    ``diverged`` (...) is the first step at which a number overflowed, or -1; from there on the last finite state
    stands.
    """

    states: Mapping[str, Array]
    loss: Array
    diverged: npt.NDArray[np.int64]

    def __getitem__(self, name: object) -> Array:
        return self.states[str(name)]

    @property
    def final(self) -> dict[str, Array]:
        return {name: states[-1] for name, states in self.states.items()}


def gradient_descent(
    loss: Any,
    initial: Mapping[Any, npt.ArrayLike],
    *,
    rate: npt.ArrayLike,
    steps: int,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    gradient: Mapping[Any, Any] | None = None,
    slope_at_kink: Any = None,
) -> Descent:
    """Run ``name <- name - rate * d loss/d name`` from ``initial`` (numbers or arrays that broadcast with ``rate``).

    The gradient is SymPy's unless ``gradient`` gives one; ``slope_at_kink`` is the derivative of max(0, u) at u = 0
    (one half where nothing is said: SymPy's).  ``values`` may hold arrays too.

    Raises the errors of :func:`numeric.kernel`, and :class:`NotFinite` where the start itself has no finite loss.
    """
    import sympy as sp

    from numeric.translate import as_sympy, filled

    if steps < 0:
        raise WrongArguments(f"steps={steps} must not be negative")
    names = [str(n) for n in initial]
    parameters = {str(k): v for k, v in (values or {}).items()}
    loss = filled(as_sympy(loss), functions)
    if gradient is None:
        symbols = {str(s): s for s in loss.free_symbols}
        rows = [sp.diff(loss, symbols[n]) if n in symbols else sp.Integer(0) for n in names]
    else:
        given = {str(k): v for k, v in gradient.items()}
        missing = [n for n in names if n not in given]
        if missing:
            raise WrongArguments(f"the gradient has no component for {missing[0]}")
        rows = [filled(as_sympy(given[n]), functions) for n in names]
    if slope_at_kink is not None:
        rows = [r.replace(sp.Heaviside, lambda u, *_: sp.Heaviside(u, slope_at_kink)) for r in rows]
    swept = [k for k, v in parameters.items() if np.ndim(v)]
    compiled = kernel([*names, *swept], [loss, *rows], values=parameters, nonfinite="allow")
    inputs = [np.asarray(v, dtype=np.float64) for v in initial.values()]
    return _descend(compiled, names, inputs, [np.asarray(parameters[k], dtype=np.float64) for k in swept], rate, steps)


def _descend(
    compiled: Kernel, names: list[str], initial: list[Array], swept: list[Array], rate: npt.ArrayLike, steps: int
) -> Descent:
    rates = np.asarray(rate, dtype=np.float64)
    shape = np.broadcast_shapes(rates.shape, *(a.shape for a in initial), *(a.shape for a in swept))
    state = np.stack([np.broadcast_to(a, shape) for a in initial]).astype(np.float64)
    states = np.empty((steps + 1, len(names), *shape))
    losses = np.empty((steps + 1, *shape))
    diverged = np.full(shape, -1, dtype=np.int64)
    values = np.asarray(compiled(*state, *swept))
    if not np.isfinite(values).all():
        raise NotFinite("the loss or its gradient is not finite at the start; start inside its domain")
    states[0], losses[0] = state, values[0]
    for step in range(1, steps + 1):
        moved = state - rates * values[1:]
        found = np.asarray(compiled(*moved, *swept))
        sound = np.isfinite(moved).all(axis=0) & np.isfinite(found).all(axis=0) & (diverged < 0)
        diverged = np.where(~sound & (diverged < 0), step, diverged)
        state, values = np.where(sound, moved, state), np.where(sound, found, values)
        states[step], losses[step] = state, values[0]
    return Descent({n: states[:, k] for k, n in enumerate(names)}, losses, diverged)
