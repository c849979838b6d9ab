"""What the driver of integrations works on: the rules of a run, and the lanes that run.

A lane is one trajectory; w of them are stepped side by side by the same machine code.  The records are named tuples,
because Numba knows these; they are few large tables with named rows, because Numba compiles each array of a record
anew for every function that it is passed to.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from numeric.borrowed import integers_of, numbers_of
from numeric.jit import inner

#: What a lane says when it stops.
RUNNING, DONE, TERMINATED, FULL, TINY, NOT_FINITE, EXHAUSTED, STIFF, NO_SLOPE = range(9)

#: Places of the functions' addresses in ``Rules.code``; those of the resets follow.
CALL_STEP, CALL_SLOPE, CALL_EVENTS, CALL_CRUISE, CALL_JACOBIAN, CALL_RESETS = range(6)

#: Rows of ``Rules.events``: the direction +1, -1 or 0; whether it ends the lane; how long the held state stands still
#: after it; the row of the parameter that this kink of the flow switches, or -1 for an event proper; the row of the
#: parameter that switches the held state's flow, or -1.
DIRECTION, TERMINAL, HOLD, SWITCH, HELD, EVENT_ROWS = range(6)

#: Rows of ``Lanes.numbers`` that a march goes on from: the time, the step to try next, when the held state goes on and
#: the parameter to switch on then, the next sample, the status, how many events and steps there were, whether it slid
#: along a kink, and tiny steps in a row across one.
TIME, NEXT, RELEASE, WHICH, FOLLOWING, STATUS, COUNT, STEPS, SLID, CHATTER = range(10)
#: Rows of one round: the step that is taken, whether it stands, the part of it at which the first event happens and
#: which event that is (or -1), a clock and a part of the step to work with, ...
TAKEN, ACCEPTED, FIRST, EVENT, CLOCK, PART = range(10, 16)
#: ... and the search for a crossing: its state, the ends of the bracket, the values there, and what counts as zero.
SIDE, LOW, HIGH, AT_LOW, AT_HIGH, FLAT, NUMBER_ROWS = range(16, 23)

#: Vectors of ``Lanes.vectors``: the state and its slope; then, of one round, those at the end of the step, the state
#: after a part of it, and two to work with.
STATE, SLOPE, TRIAL, LAST, MIDDLE, SCRATCH, RATE, VECTOR_ROWS = range(8)

#: ``Lanes.marks``: the event functions at the present state, at the end of the step, at a part of it, and which happen.
SIGNS, ENDS, PROBE, MET, MARK_ROWS = range(5)

#: ``Lanes.log``: which events happened, and when.
KIND, WHEN, LOG_ROWS = range(3)


class Rules(NamedTuple):
    """What holds for all lanes of a run."""

    code: Any  # (CALL_RESETS + e,) addresses of machine code, 0 for none
    moments: Any  # (s,) times of the samples
    events: Any  # (EVENT_ROWS, e)
    adaptive: bool
    implicit: bool
    fresh: bool  # the slope at the end of a step comes with it
    order: int
    tolerance: float
    absolute: float
    largest: float  # the step, or its largest size
    stop: float
    limit: float  # steps of a lane


class Lanes(NamedTuple):
    """The state of w lanes with n states, m parameters and e event functions.

    In a stack every array has one more axis, the first.
    """

    numbers: Any  # (NUMBER_ROWS, w)
    vectors: Any  # (VECTOR_ROWS, n, w)
    parameters: Any  # (m, w)
    marks: Any  # (MARK_ROWS, e, w)
    samples: Any  # (s, n, w)
    log: Any  # (LOG_ROWS, w, capacity)
    error: Any  # (n, w) of the step
    jacobian: Any  # (n (n + 1), w), implicit methods only, and so are:
    matrix: Any  # (w, n, n + 1), factors, and the rows exchanged
    stages: Any  # (8, n, w)


@inner
def group(stack: Lanes, b: int) -> Lanes:
    """The b-th group of a stack; its arrays are the stack's, borrowed."""
    return Lanes(
        numbers_of(stack.numbers[b]),
        numbers_of(stack.vectors[b]),
        numbers_of(stack.parameters[b]),
        numbers_of(stack.marks[b]),
        numbers_of(stack.samples[b]),
        numbers_of(stack.log[b]),
        numbers_of(stack.error[b]),
        numbers_of(stack.jacobian[b]),
        numbers_of(stack.matrix[b]),
        numbers_of(stack.stages[b]),
    )


@inner
def borrowed(rules: Rules) -> Rules:
    """The same rules, their arrays borrowed."""
    return Rules(
        integers_of(rules.code),
        numbers_of(rules.moments),
        numbers_of(rules.events),
        rules.adaptive,
        rules.implicit,
        rules.fresh,
        rules.order,
        rules.tolerance,
        rules.absolute,
        rules.largest,
        rules.stop,
        rules.limit,
    )
