"""Checking a gradient against differences of a plain function: no proof, but it needs no expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from numeric.compiled import Kernel
from numeric.differences import richardson
from numeric.errors import NotFinite
from numeric.gradient_check import GradientCheck, finished
from numeric.tape import Tape

#: A difference whose own error estimate is larger than this (relatively) met a kink or noise, and says nothing.
ROUGH = 1e-5


def by_differences(
    function: Callable[..., Any],
    gradient: Tape,
    names: Sequence[str],
    draw: Callable[[], list[Fraction]],
    count: int,
) -> GradientCheck:
    """Richardson differences of ``function(*arrays)`` at drawn points; points on kinks are left for others."""
    claim = Kernel(gradient)
    worst = GradientCheck(None, 0.0, 0.0, names[0] if names else "", {}, "", "", "Richardson", 0)
    wrong = False
    kinks = done = 0
    while done < count and kinks < 8 * count:
        point = draw()
        at = np.array([float(v) for v in point])
        try:
            found = richardson(lambda z: function(*z), at)
            claimed = np.asarray(claim(*at), dtype=np.float64)
        except NotFinite:
            kinks += 1
            continue
        scale = np.maximum(np.abs(found.gradient), 1e-3 * max(1.0, float(np.abs(found.gradient).max(initial=0.0))))
        if (found.error > ROUGH * scale).any() or _kinked(function, at, scale):
            kinks += 1
            continue
        done += 1
        errors = np.abs(claimed - found.gradient) / scale
        k = int(np.argmax(errors))
        wrong = wrong or bool((errors * scale > 20 * found.error + 1e-9 * scale).any())
        if errors[k] >= worst.error:
            bound = float(errors[k] + found.error[k] / scale[k])
            sides = f"{claimed[k]:.15g}", f"{found.gradient[k]:.15g}"
            worst = GradientCheck(
                None, float(errors[k]), bound, names[k], dict(zip(names, point)), *sides, "Richardson", done
            )
    return finished(worst, False if wrong else True if done == count else None, done, kinks)


def _kinked(function: Callable[..., Any], at: np.ndarray, scale: np.ndarray) -> bool:
    """Whether the slope jumps at the point: (f(x + h) - 2 f(x) + f(x - h))/h then has a limit, else it falls with h."""
    jumps = []
    for h in (1e-3, 1e-3 / 16):
        moved = np.concatenate(
            [at[:, None] + h * np.eye(at.size), at[:, None] - h * np.eye(at.size), at[:, None]], axis=1
        )
        values = np.asarray(function(*moved), dtype=np.float64)
        jumps.append(np.abs(values[: at.size] - 2 * values[-1] + values[at.size : -1]) / h)
    return bool(((jumps[1] > 0.5 * jumps[0]) & (jumps[1] > 1e-6 * scale)).any())
