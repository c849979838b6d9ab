"""Saying where a number is not finite, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from numeric.cause import cause
from numeric.errors import NotFinite, UnknownFunction
from numeric.tape import Tape


def complain(tape: Tape, inputs: Sequence[npt.NDArray[np.float64]], result: npt.NDArray[np.float64]) -> None:
    """Raise :class:`NotFinite` for the first argument that is not finite, else for the first value, or
    :class:`NotReal` where that value left the real numbers.
    """
    count = result.shape[1]
    whole = [np.broadcast_to(a, (count,)) for a in inputs]
    for name, values in zip(tape.names, whole):
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            raise NotFinite(
                f"{name} is {values[bad[0]]} at point {bad[0]}; the arguments of a kernel are finite numbers"
            )
    bad = np.flatnonzero(~np.isfinite(result).all(axis=0))
    if bad.size:
        at = int(bad[0])
        output = int(np.flatnonzero(~np.isfinite(result[:, at]))[0])
        point = [float(v[at]) for v in whole]
        place = ", ".join(f"{n} = {v:.17g}" for n, v in zip(tape.names, point))
        which = f"expression {output}" if len(result) > 1 else "the expression"
        try:
            kind, why = cause(tape, tape.outputs[output], point)
        except UnknownFunction:  # machine code knows functions that balls do not
            kind, why = NotFinite, f"its value is {result[output, at]}"
        raise kind(
            f"{which} has no value at {place or 'every point'}: {why} ({bad.size} of {count} points); stay inside its "
            "domain or pass nonfinite='allow'"
        )
