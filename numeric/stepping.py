"""One step of all lanes: how long it is to be, taking it, and whether it stands."""

from __future__ import annotations

import numpy as np

from numeric.calls import cruise, evaluate, explicit_step, slopes, watched
from numeric.jit import inner
from numeric.lanes import (
    ACCEPTED,
    CALL_CRUISE,
    CALL_JACOBIAN,
    CLOCK,
    COUNT,
    DIRECTION,
    ENDS,
    EVENT,
    EXHAUSTED,
    FIRST,
    FOLLOWING,
    FULL,
    LAST,
    MIDDLE,
    NEXT,
    NOT_FINITE,
    PART,
    RELEASE,
    RUNNING,
    SCRATCH,
    SIGNS,
    SLOPE,
    STATE,
    STATUS,
    STEPS,
    TAKEN,
    TIME,
    TINY,
    TRIAL,
    Lanes,
    Rules,
)
from numeric.rosenbrock import rosenbrock_step

#: Steps in one call of the cruising code: as many as are no time to wait for.
MOST_CRUISED = 4096
#: Steps for which a lane waits for others.
PATIENCE = 8


@inner
def plan(rules: Rules, lanes: Lanes) -> bool:
    """Set the steps to take, zero for lanes that stand still; False where all do."""
    numbers, marks = lanes.numbers, lanes.marks
    running = False
    capacity, e = lanes.log.shape[2], marks.shape[1]
    for i in range(numbers.shape[1]):
        numbers[TAKEN, i] = 0.0
        if numbers[STATUS, i] != RUNNING:
            continue
        if numbers[COUNT, i] + e > capacity:
            numbers[STATUS, i] = FULL
        elif numbers[STEPS, i] >= rules.limit:
            numbers[STATUS, i] = EXHAUSTED
        else:
            running = True
            rest = min(rules.stop, numbers[RELEASE, i]) - numbers[TIME, i]
            # A last sliver of a step would be lost in rounding: the step before takes it along.
            numbers[TAKEN, i] = rest if numbers[NEXT, i] >= rest * (1.0 - 1e-12) else numbers[NEXT, i]
    return running


@inner
def cruise_ahead(rules: Rules, lanes: Lanes) -> None:
    """Whole steps at full speed, up to the one before the nearest goal.

    A lane whose next step would meet an event waits a little for the others, so that one round serves several.
    """
    numbers = lanes.numbers
    if rules.code[CALL_CRUISE] == 0:
        return
    moved, first, left = False, True, MOST_CRUISED
    for _ in range(numbers.shape[1]):
        free = min(left, _free_steps(rules, lanes))
        if free < 1:
            break
        gone = cruise(rules, lanes, free)
        for i in range(numbers.shape[1]):
            if numbers[TAKEN, i] != 0.0:
                numbers[STEPS, i] += gone
        moved = moved or gone > 0
        left = PATIENCE if first else left - gone
        first = False
        if gone == free or left < 1 or not _wait_at_events(rules, lanes):
            break
    if moved:
        refresh(rules, lanes)
    plan(rules, lanes)


@inner
def _free_steps(rules: Rules, lanes: Lanes) -> int:
    """How many whole steps lie before every lane that does not wait; zero where all do."""
    numbers = lanes.numbers
    free, moving = MOST_CRUISED, False
    for i in range(numbers.shape[1]):
        if numbers[TAKEN, i] != 0.0:
            moving = True
            goal = min(rules.stop, numbers[RELEASE, i])
            if numbers[FOLLOWING, i] < rules.moments.size:
                goal = min(goal, rules.moments[int(numbers[FOLLOWING, i])])
            ahead = (goal - numbers[TIME, i]) / numbers[NEXT, i] - 1.0
            free = min(free, int(min(max(ahead, 0.0), rules.limit - numbers[STEPS, i])))
    return free if moving else 0


@inner
def _wait_at_events(rules: Rules, lanes: Lanes) -> bool:
    """Let the lanes wait whose next step meets an event; False where none does."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    refresh(rules, lanes)
    explicit_step(rules, lanes, numbers[TAKEN], vectors[TRIAL], vectors[LAST])
    for i in range(numbers.shape[1]):
        numbers[CLOCK, i] = numbers[TIME, i] + numbers[TAKEN, i]
    watched(rules, numbers[CLOCK], vectors[TRIAL], lanes, marks[ENDS])
    found = False
    for i in range(numbers.shape[1]):
        for j in range(marks.shape[1]):
            before, after, direction = marks[SIGNS, j, i], marks[ENDS, j, i], rules.events[DIRECTION, j]
            left = direction == 0.0 and before == 0.0 and after != 0.0
            if numbers[TAKEN, i] != 0.0 and (left or crossed(before, after, direction)):
                numbers[TAKEN, i] = 0.0
                found = True
    return found


@inner
def crossed(before: float, after: float, direction: float) -> bool:
    """Whether an event function passes through zero the way that is watched."""
    up = before < 0.0 and after >= 0.0
    down = before > 0.0 and after <= 0.0
    return (up and direction >= 0.0) or (down and direction <= 0.0)


@inner
def refresh(rules: Rules, lanes: Lanes) -> None:
    """The slope at the present state of the lanes that run."""
    numbers, vectors = lanes.numbers, lanes.vectors
    slopes(rules, numbers[TIME], vectors[STATE], lanes, vectors[SCRATCH])
    for i in range(numbers.shape[1]):
        if numbers[STATUS, i] == RUNNING:
            for k in range(vectors.shape[1]):
                vectors[SLOPE, k, i] = vectors[SCRATCH, k, i]


@inner
def take(rules: Rules, lanes: Lanes) -> None:
    """The steps that are planned: the states after them, and the slopes there."""
    numbers, vectors = lanes.numbers, lanes.vectors
    if rules.implicit:
        evaluate(rules, CALL_JACOBIAN, numbers[TIME], vectors[STATE], lanes, lanes.jacobian)
        rosenbrock_step(rules, lanes, numbers[TAKEN], vectors[TRIAL])
        for i in range(numbers.shape[1]):
            numbers[CLOCK, i] = numbers[TIME, i] + numbers[TAKEN, i]
        slopes(rules, numbers[CLOCK], vectors[TRIAL], lanes, vectors[LAST])
    else:
        explicit_step(rules, lanes, numbers[TAKEN], vectors[TRIAL], vectors[LAST])


@inner
def take_part(rules: Rules, lanes: Lanes) -> None:
    """Steps of the lengths ``part`` from the same start, to ``middle``; the clock is set to their ends."""
    numbers, vectors = lanes.numbers, lanes.vectors
    if rules.implicit:
        rosenbrock_step(rules, lanes, numbers[PART], vectors[MIDDLE])
    else:
        explicit_step(rules, lanes, numbers[PART], vectors[MIDDLE], vectors[SCRATCH])
    for i in range(numbers.shape[1]):
        numbers[CLOCK, i] = numbers[TIME, i] + numbers[PART, i]


@inner
def judge(rules: Rules, lanes: Lanes) -> None:
    """Accept or refuse each step, and choose the next."""
    numbers, vectors = lanes.numbers, lanes.vectors
    for i in range(numbers.shape[1]):
        numbers[FIRST, i] = 1.0
        numbers[EVENT, i] = -1
        numbers[ACCEPTED, i] = 1.0 if numbers[STATUS, i] == RUNNING else 0.0
        if numbers[ACCEPTED, i] == 0.0:
            continue
        check = 0.0
        for k in range(vectors.shape[1]):
            check += 0.0 * vectors[TRIAL, k, i]
        if rules.adaptive:
            _adapt(rules, lanes, i, check == 0.0)
        elif check != 0.0:
            numbers[STATUS, i] = NOT_FINITE
            numbers[ACCEPTED, i] = 0.0
        if numbers[ACCEPTED, i] != 0.0:
            numbers[STEPS, i] += 1


@inner
def _adapt(rules: Rules, lanes: Lanes, i: int, finite: bool) -> None:
    """The next step from the error of this one (Hairer, Norsett and Wanner, II.4)."""
    numbers, vectors = lanes.numbers, lanes.vectors
    n = vectors.shape[1]
    total = 0.0
    for k in range(n):
        scale = rules.absolute + rules.tolerance * max(abs(vectors[STATE, k, i]), abs(vectors[TRIAL, k, i]))
        total += (lanes.error[k, i] / scale) ** 2
    size = np.sqrt(total / n)
    if not finite or not size < np.inf:
        factor = 0.1
        numbers[ACCEPTED, i] = 0.0
    else:
        numbers[ACCEPTED, i] = 1.0 if size <= 1.0 else 0.0
        factor = 5.0 if size < 1e-10 else min(5.0, max(0.2, 0.9 * size ** (-1.0 / rules.order)))
        if numbers[ACCEPTED, i] == 0.0:
            factor = min(factor, 0.9)
    taken = numbers[TAKEN, i]
    proposed = taken * factor
    if numbers[ACCEPTED, i] != 0.0 and taken < numbers[NEXT, i]:
        # The step was cut short by a goal: that says nothing against the longer one.
        proposed = max(proposed, numbers[NEXT, i])
    numbers[NEXT, i] = min(proposed, rules.largest)
    if numbers[ACCEPTED, i] == 0.0 and numbers[NEXT, i] < 1e-14 * max(abs(numbers[TIME, i]), abs(taken)) + 1e-300:
        numbers[STATUS, i] = TINY
