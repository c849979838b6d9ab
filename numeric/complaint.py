"""Saying where a number is not finite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from numeric.errors import NotFinite


def complain(names: Sequence[str], inputs: Sequence[npt.NDArray[np.float64]], result: npt.NDArray[np.float64]) -> None:
    """Raise :class:`NotFinite` for the first argument, else the first value, that is not finite."""
    count = result.shape[1]
    whole = [np.broadcast_to(a, (count,)) for a in inputs]
    for name, values in zip(names, whole):
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            raise NotFinite(
                f"{name} is {values[bad[0]]} at point {bad[0]}; the arguments of a kernel are finite numbers"
            )
    bad = np.flatnonzero(~np.isfinite(result).all(axis=0))
    if bad.size:
        at = int(bad[0])
        output = int(np.flatnonzero(~np.isfinite(result[:, at]))[0])
        place = ", ".join(f"{n} = {v[at]:.17g}" for n, v in zip(names, whole))
        which = f"expression {output}" if len(result) > 1 else "the expression"
        raise NotFinite(
            f"{which} is {result[output, at]} at {place or 'every point'} ({bad.size} of {count} points are not "
            "finite); stay inside its domain or pass nonfinite='allow'"
        )
