"""Derivatives of plain functions of an array, by differences.

Each takes ``function(points)`` with ``points`` of shape (n, m), m points of n coordinates at once, giving shape (m,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric.errors import NotFinite

Array = npt.NDArray[np.float64]
Function = Callable[[Any], Any]
#: Central differences balance a rounding error of eps/h against h²: h = eps^(1/3).
CENTRAL_STEP = 6.055454452393343e-06


@dataclass(frozen=True, slots=True)
class Differences:
    """A gradient of shape (n,), an estimate of its absolute error (n,), and the method."""

    gradient: Array
    error: Array
    method: str


def complex_step(function: Function, point: npt.ArrayLike, step: float = 1e-30) -> Differences:
    """Im f(x + i h)/h: no subtraction, so h may be tiny.  For analytic functions that take complex arrays.

    W. Squire and G. Trapp, SIAM Review 40 (1998) 110.
    """
    x = np.asarray(point, dtype=np.float64)
    moved = np.repeat(x[:, None].astype(np.complex128), x.size, axis=1)
    moved[np.diag_indices(x.size)] += 1j * step
    values = _finite(np.asarray(function(moved)), x)
    gradient = values.imag / step
    return Differences(gradient, 4e-15 * np.abs(gradient), "complex step")


def central_difference(function: Function, point: npt.ArrayLike, step: float = CENTRAL_STEP) -> Differences:
    """(f(x + h) − f(x − h))/2h with h scaled to the point; the error is estimated with the step doubled."""
    x = np.asarray(point, dtype=np.float64)
    once, twice = _central(function, x, step), _central(function, x, 2 * step)
    return Differences(once, np.abs(twice - once) / 3 + np.finfo(float).eps / step * np.abs(once), "central difference")


def richardson(function: Function, point: npt.ArrayLike, step: float = 0.05, levels: int = 7) -> Differences:
    """Central differences with halved steps, extrapolated to step zero (Ridders); the tableau gives its own error.

    C. Ridders, Advances in Engineering Software 4 (1982) 75.
    """
    x = np.asarray(point, dtype=np.float64)
    table = [[_central(function, x, step)]]
    best, error = table[0][0], np.full(x.size, np.inf)
    for level in range(1, levels):
        row = [_central(function, x, step / 2**level)]
        for order, above in enumerate(table[-1]):
            factor = 4.0 ** (order + 1)
            row.append((factor * row[-1] - above) / (factor - 1))
            guess = 2 * np.maximum(np.abs(row[-1] - row[-2]), np.abs(row[-1] - above)) + 1e-15 * np.abs(row[-1])
            better = guess < error
            best, error = np.where(better, row[-1], best), np.where(better, guess, error)
        table.append(row)
    return Differences(best, error, "Richardson")


def _central(function: Function, x: Array, step: float) -> Array:
    h = step * np.maximum(1.0, np.abs(x))
    moved = np.concatenate([x[:, None] + np.diag(h), x[:, None] - np.diag(h)], axis=1)
    values = _finite(np.asarray(function(moved), dtype=np.float64), x)
    # The step that was really taken differs from h by a rounding.
    taken = np.diag(moved[:, : x.size]) - np.diag(moved[:, x.size :])
    difference: Array = (values[: x.size] - values[x.size :]) / taken
    return difference


def _finite(values: Any, x: Array) -> Any:
    if not np.isfinite(values).all():
        raise NotFinite(f"the function is not finite near {x.tolist()}; choose a point inside its domain")
    return values
