"""What is said of a trajectory that could not be followed to its end."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from numeric import lanes
from numeric.cause import cause
from numeric.errors import NotFinite, NumericError, StepFailed, UnknownFunction
from numeric.flow_model import Model

Array = npt.NDArray[np.float64]


def refuse(model: Model, stack: lanes.Lanes, moments: Array) -> None:
    """Raise :class:`StepFailed`, :class:`NotFinite` or :class:`NotReal` for the first lane that failed."""
    for kind, told in _TOLD.items():
        failed = np.argwhere(stack.numbers[:, lanes.STATUS] == kind)
        if len(failed):
            raise told(model, stack, (int(failed[0][0]), int(failed[0][1])), moments)


def out_of_time(model: Model, stack: lanes.Lanes, moments: Array, seconds: float) -> StepFailed:
    """The lane that is farthest behind, and how far it came."""
    running = stack.numbers[:, lanes.STATUS] == lanes.RUNNING
    at = np.unravel_index(int(np.argmin(np.where(running, stack.numbers[:, lanes.TIME], np.inf))), running.shape)
    share = (_number(stack, lanes.TIME, at) - moments[0]) / (moments[-1] - moments[0])
    return StepFailed(
        f"{seconds:g} s of processor time were not enough: stopped {_place(model, stack, at)}, {share:.1%} of the way, "
        f"after {_number(stack, lanes.STEPS, at):.0f} steps; raise seconds, take longer steps, or ask for less"
    )


def _place(model: Model, stack: lanes.Lanes, at: Any) -> str:
    b, i = at
    state = stack.vectors[b, lanes.STATE, :, i]
    states = ", ".join(f"{n} = {v:.6g}" for n, v in zip(model.states, state))
    return f"at t = {_number(stack, lanes.TIME, at):.6g} ({states})"


def _number(stack: lanes.Lanes, row: int, at: Any) -> float:
    return float(stack.numbers[at[0], row, at[1]])


def _not_finite(model: Model, stack: lanes.Lanes, at: Any, moments: Array) -> NumericError:
    where = _place(model, stack, at)
    return NotFinite(f"the state became infinite or NaN {where}; take a smaller step or an adaptive method")


def _tiny(model: Model, stack: lanes.Lanes, at: Any, moments: Array) -> NumericError:
    return StepFailed(f"the step shrank to nothing {_place(model, stack, at)}: the flow is singular or jumps there")


def _exhausted(model: Model, stack: lanes.Lanes, at: Any, moments: Array) -> NumericError:
    steps, where = _number(stack, lanes.STEPS, at), _place(model, stack, at)
    return StepFailed(
        f"{steps:.0f} steps were not enough: stopped {where}; raise limit, or take method='rodas5p' for a stiff flow"
    )


def _stiff(model: Model, stack: lanes.Lanes, at: Any, moments: Array) -> NumericError:
    step = _number(stack, lanes.NEXT, at)
    left = (moments[-1] - _number(stack, lanes.TIME, at)) / step
    return StepFailed(
        f"the flow is stiff {_place(model, stack, at)}: stability holds the step at {step:.2g}, which makes "
        f"{left:.1e} more steps; pass method='rodas5p' or leave the choice open"
    )


def _no_slope(model: Model, stack: lanes.Lanes, at: Any, moments: Array) -> NumericError:
    """The flow is not finite at the start."""
    b, i = at
    slope = stack.vectors[b, lanes.SLOPE, :, i]
    output = int(np.flatnonzero(~np.isfinite(slope))[0])
    parameters = stack.parameters[b, : len(model.parameters), i]
    point = [*stack.vectors[b, lanes.STATE, :, i], *parameters, _number(stack, lanes.TIME, at)]
    try:
        kind, why = cause(model.flow, model.flow.outputs[output], point)
    except UnknownFunction:  # machine code knows functions that balls do not
        kind, why = NotFinite, f"it is {slope[output]}"
    return kind(f"the flow of {model.states[output]} has no value {_place(model, stack, at)}: {why}")


_TOLD = {
    lanes.NO_SLOPE: _no_slope,
    lanes.NOT_FINITE: _not_finite,
    lanes.TINY: _tiny,
    lanes.EXHAUSTED: _exhausted,
    lanes.STIFF: _stiff,
}
