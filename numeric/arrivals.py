"""The end of a round: samples on the way, the new state, resets, switches, and the start before the first round."""

from __future__ import annotations

import numpy as np

from numeric.calls import evaluate, slopes, watched
from numeric.crossings import SLIDING
from numeric.jit import inner
from numeric.lanes import (
    ACCEPTED,
    CALL_RESETS,
    CHATTER,
    COUNT,
    DIRECTION,
    DONE,
    ENDS,
    EVENT,
    FIRST,
    FOLLOWING,
    HELD,
    HOLD,
    KIND,
    LAST,
    MET,
    MIDDLE,
    NEXT,
    NO_SLOPE,
    PART,
    PROBE,
    RELEASE,
    RUNNING,
    SIGNS,
    SLOPE,
    STATE,
    STATUS,
    SWITCH,
    TAKEN,
    TERMINAL,
    TERMINATED,
    TIME,
    TRIAL,
    WHEN,
    WHICH,
    Lanes,
    Rules,
)
from numeric.stepping import take_part


@inner
def sample(rules: Rules, lanes: Lanes) -> None:
    """Samples inside the step, each by a step of the length that reaches it."""
    numbers, vectors = lanes.numbers, lanes.vectors
    while True:
        pending = False
        for i in range(numbers.shape[1]):
            numbers[PART, i] = 0.0
            if _due(rules, lanes, i):
                pending = True
                reach = numbers[TAKEN, i] * numbers[FIRST, i]
                numbers[PART, i] = min(max(rules.moments[int(numbers[FOLLOWING, i])] - numbers[TIME, i], 0.0), reach)
        if not pending:
            return
        take_part(rules, lanes)
        for i in range(numbers.shape[1]):
            if _due(rules, lanes, i):
                whole = numbers[PART, i] == numbers[TAKEN, i] * numbers[FIRST, i]
                for k in range(vectors.shape[1]):
                    value = vectors[TRIAL, k, i] if whole else vectors[MIDDLE, k, i]
                    lanes.samples[int(numbers[FOLLOWING, i]), k, i] = value
                numbers[FOLLOWING, i] += 1


@inner
def _due(rules: Rules, lanes: Lanes, i: int) -> bool:
    """Whether the next sample lies in this step."""
    numbers = lanes.numbers
    if numbers[ACCEPTED, i] == 0.0 or numbers[FOLLOWING, i] >= rules.moments.size:
        return False
    wanted = rules.moments[int(numbers[FOLLOWING, i])]
    ended = numbers[FIRST, i] == 1.0 and wanted >= rules.stop and numbers[TIME, i] + numbers[TAKEN, i] >= rules.stop
    return ended or wanted <= numbers[TIME, i] + numbers[TAKEN, i] * numbers[FIRST, i]


@inner
def advance(rules: Rules, lanes: Lanes) -> bool:
    """The state at the end of the step becomes the present one; whether the flow changed with it."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    n, w, e = vectors.shape[1], numbers.shape[1], marks.shape[1]
    jumped = False
    for i in range(w):
        if numbers[ACCEPTED, i] == 0.0:
            continue
        goal = min(rules.stop, numbers[RELEASE, i])
        arrived = numbers[EVENT, i] < 0 and numbers[TAKEN, i] == goal - numbers[TIME, i]
        numbers[TIME, i] = goal if arrived else numbers[TIME, i] + numbers[TAKEN, i] * numbers[FIRST, i]
        for k in range(n):
            vectors[STATE, k, i] = vectors[TRIAL, k, i]
            if rules.fresh:
                vectors[SLOPE, k, i] = vectors[LAST, k, i]
        for j in range(e):
            marks[SIGNS, j, i] = marks[ENDS, j, i]
        if arrived and numbers[RELEASE, i] <= numbers[TIME, i]:
            lanes.parameters[int(numbers[WHICH, i]), i] = 1.0
            numbers[RELEASE, i] = np.inf
            jumped = True
        if numbers[EVENT, i] >= 0:
            jumped = True
            for j in range(e):
                if marks[MET, j, i] != 0.0 and rules.events[SWITCH, j] < 0:
                    _happen(rules, lanes, i, j)
        if numbers[STATUS, i] == RUNNING and numbers[TIME, i] >= rules.stop:
            numbers[STATUS, i] = DONE
    return jumped


@inner
def _happen(rules: Rules, lanes: Lanes, i: int, j: int) -> None:
    """Write down event j of lane i, hold a state still, end the lane."""
    numbers = lanes.numbers
    row = int(numbers[COUNT, i])
    lanes.log[KIND, i, row], lanes.log[WHEN, i, row] = j, numbers[TIME, i]
    numbers[COUNT, i] += 1
    if rules.events[HOLD, j] > 0.0:
        lanes.parameters[int(rules.events[HELD, j]), i] = 0.0
        numbers[RELEASE, i] = numbers[TIME, i] + rules.events[HOLD, j]
        numbers[WHICH, i] = rules.events[HELD, j]
    if rules.events[TERMINAL, j] != 0.0:
        numbers[STATUS, i] = TERMINATED


@inner
def _met(lanes: Lanes, i: int, j: int) -> bool:
    """Whether event j happens in lane i at the end of this step."""
    numbers = lanes.numbers
    return bool(numbers[ACCEPTED, i] != 0.0 and numbers[EVENT, i] >= 0 and lanes.marks[MET, j, i] != 0.0)


@inner
def reset(rules: Rules, lanes: Lanes) -> None:
    """The states after the events that were met."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    w, e = numbers.shape[1], marks.shape[1]
    for j in range(e):
        wanted = False
        if rules.code[CALL_RESETS + j] != 0:
            for i in range(w):
                wanted = wanted or _met(lanes, i, j)
        if not wanted:
            continue
        evaluate(rules, CALL_RESETS + j, numbers[TIME], vectors[STATE], lanes, vectors[MIDDLE])
        watched(rules, numbers[TIME], vectors[MIDDLE], lanes, marks[PROBE])
        for i in range(w):
            if _met(lanes, i, j):
                for k in range(vectors.shape[1]):
                    vectors[STATE, k, i] = vectors[MIDDLE, k, i]
                for k in range(e):
                    marks[SIGNS, k, i] = marks[PROBE, k, i]


@inner
def set_switches(rules: Rules, lanes: Lanes) -> bool:
    """Each switch to the side on which its kink was left; whether a flow that slides was let across."""
    numbers, marks = lanes.numbers, lanes.marks
    let_across = False
    for i in range(numbers.shape[1]):
        if numbers[ACCEPTED, i] == 0.0:
            continue
        sliding = numbers[CHATTER, i] > SLIDING
        if numbers[EVENT, i] >= 0 or sliding:
            for j in range(marks.shape[1]):
                if rules.events[SWITCH, j] >= 0:
                    lanes.parameters[int(rules.events[SWITCH, j]), i] = np.sign(marks[SIGNS, j, i])
        if sliding and numbers[EVENT, i] < 0:
            numbers[CHATTER, i] = 0
            let_across = True
    return let_across


@inner
def begin(rules: Rules, lanes: Lanes) -> None:
    """Before the first round: switches, events that have happened at the start, the first slope and step."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    n, w = vectors.shape[1:]
    for k in range(n):
        for i in range(w):
            lanes.samples[0, k, i] = vectors[STATE, k, i]
    _settle(rules, lanes)
    for i in range(w):
        numbers[ACCEPTED, i] = 1.0
    for j in range(marks.shape[1]):
        if rules.code[CALL_RESETS + j] == 0:
            continue
        # A start beyond the threshold is an event at once.
        beyond = False
        for i in range(w):
            happens = numbers[COUNT, i] == 0 and marks[SIGNS, j, i] * rules.events[DIRECTION, j] > 0.0
            numbers[EVENT, i] = j if happens else -1
            beyond = beyond or happens
        if not beyond:
            continue
        evaluate(rules, CALL_RESETS + j, numbers[TIME], vectors[STATE], lanes, vectors[MIDDLE])
        for i in range(w):
            if numbers[EVENT, i] >= 0:
                lanes.log[KIND, i, 0], lanes.log[WHEN, i, 0] = j, numbers[TIME, i]
                numbers[COUNT, i] = 1
                for k in range(n):
                    vectors[STATE, k, i] = vectors[MIDDLE, k, i]
        _settle(rules, lanes)
    slopes(rules, numbers[TIME], vectors[STATE], lanes, vectors[SLOPE])
    for i in range(w):
        check = 0.0
        for k in range(n):
            check += 0.0 * vectors[SLOPE, k, i]
        if check != 0.0:
            numbers[STATUS, i] = NO_SLOPE
        numbers[NEXT, i] = min(_first_step(rules, lanes, i), rules.largest) if rules.adaptive else rules.largest


@inner
def _settle(rules: Rules, lanes: Lanes) -> None:
    """The event functions, with each switch where they say; one may depend on those before it, so go round."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    e, w = marks.shape[1:]
    if e == 0:
        return
    for _ in range(e + 1):
        watched(rules, numbers[TIME], vectors[STATE], lanes, marks[SIGNS])
        changed = False
        for j in range(e):
            row = int(rules.events[SWITCH, j])
            if row >= 0:
                for i in range(w):
                    sign = np.sign(marks[SIGNS, j, i])
                    changed = changed or sign != lanes.parameters[row, i]
                    lanes.parameters[row, i] = sign
        if not changed:
            return


@inner
def _first_step(rules: Rules, lanes: Lanes, i: int) -> float:
    """A hundredth of the time in which the state changes by its own size (Hairer, Norsett and Wanner, II.4)."""
    vectors = lanes.vectors
    n = vectors.shape[1]
    size = speed = 0.0
    for k in range(n):
        scale = rules.absolute + rules.tolerance * abs(vectors[STATE, k, i])
        size += (vectors[STATE, k, i] / scale) ** 2
        speed += (vectors[SLOPE, k, i] / scale) ** 2
    size, speed = np.sqrt(size / n), np.sqrt(speed / n)
    return 1e-6 if size < 1e-5 or speed < 1e-5 else 0.01 * size / speed
