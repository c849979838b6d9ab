"""Whether the stability of an explicit method, and not the error of its steps, holds the steps small."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from numeric import lanes
from numeric.balls import Balls, ball
from numeric.errors import UnknownFunction
from numeric.flow_model import Model
from numeric.tangents import jacobian

Array = npt.NDArray[np.float64]
#: The stability of Dormand and Prince's method ends where the step times a negative eigenvalue is -3.3; a step that is
#: chosen for its error keeps away from there.
EDGE = 2.0
#: Flows of more states than this are not asked.
MOST = 200


def mark_stiff(model: Model, stack: lanes.Lanes, stop: float, ahead: float) -> None:
    """Give the status STIFF to lanes that have more than ``ahead`` steps before them because of stability alone."""
    if len(model.states) > MOST:
        return
    numbers = stack.numbers
    left = (stop - numbers[:, lanes.TIME]) / np.maximum(numbers[:, lanes.NEXT], 1e-300)
    far = (numbers[:, lanes.STATUS] == lanes.RUNNING) & (left > ahead)
    for b, i in np.argwhere(far):
        at = numbers[b, lanes.TIME, i]
        decay = fastest_decay(model, stack.vectors[b, lanes.STATE, :, i], stack.parameters[b, :, i], at)
        if decay * numbers[b, lanes.NEXT, i] > EDGE:
            numbers[b, lanes.STATUS, i] = lanes.STIFF


def fastest_decay(model: Model, state: Array, parameters: Array, time: float) -> float:
    """The largest rate of decay of a small deviation: minus the smallest real part of the Jacobian's eigenvalues.

    Zero where the Jacobian matrix has no finite value.
    """
    matrix = _jacobian(model)
    if matrix is None:
        return 0.0
    point = [*state, *parameters[: len(model.parameters)], time]
    values = [float(v.mid()) for v in matrix([ball(float(v)) for v in point])]
    square = np.array(values).reshape(len(state), len(state))
    return float(-np.linalg.eigvals(square).real.min()) if np.isfinite(square).all() else 0.0


@lru_cache(maxsize=16)
def _jacobian(model: Model) -> Balls | None:
    try:
        return Balls(jacobian(model.flow, range(len(model.states))))
    except UnknownFunction:
        return None
