"""Events inside a step: whether one happens, and the part of the step at which the first does."""

from __future__ import annotations

from numeric.calls import watched
from numeric.jit import inner
from numeric.lanes import (
    ACCEPTED,
    AT_HIGH,
    AT_LOW,
    CHATTER,
    CLOCK,
    DIRECTION,
    ENDS,
    EVENT,
    FIRST,
    FLAT,
    HIGH,
    LOW,
    MET,
    MIDDLE,
    PART,
    PROBE,
    SIDE,
    SIGNS,
    SLID,
    SWITCH,
    TAKEN,
    TIME,
    TRIAL,
    Lanes,
    Rules,
)
from numeric.stepping import crossed, take_part

#: So many tiny steps across one kink mean that the flow slides along it.
SLIDING = 50
#: States of a search: none, begun, the upper or the lower end moved last, nothing nearer to be found.
NONE, BEGUN, UPPER, LOWER, FOUND = range(5)


@inner
def first_events(rules: Rules, lanes: Lanes) -> None:
    """For each lane the part of the step at which the first event happens, and which event that is."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    w, e = numbers.shape[1], marks.shape[1]
    for i in range(w):
        numbers[CLOCK, i] = numbers[TIME, i] + numbers[TAKEN, i]
    watched(rules, numbers[CLOCK], vectors[TRIAL], lanes, marks[ENDS])
    for j in range(e):
        if _begin(rules, lanes, j) == 0:
            continue
        _search(rules, lanes, j)
        for i in range(w):
            if numbers[SIDE, i] != NONE and (numbers[HIGH, i] < numbers[FIRST, i] or numbers[EVENT, i] < 0):
                numbers[FIRST, i] = numbers[HIGH, i]
                numbers[EVENT, i] = j


@inner
def _begin(rules: Rules, lanes: Lanes, j: int) -> int:
    """Bracket event j where it happens in this step; the number of lanes in which it does."""
    numbers, marks = lanes.numbers, lanes.marks
    count = 0
    for i in range(numbers.shape[1]):
        numbers[SIDE, i] = NONE
        before, after = marks[SIGNS, j, i], marks[ENDS, j, i]
        if numbers[ACCEPTED, i] == 0.0:
            continue
        if rules.events[SWITCH, j] >= 0:
            if numbers[CHATTER, i] > SLIDING:
                continue  # the flow slides along a kink: for once the step goes across
            if before == 0.0 and after != 0.0:
                # It leaves the kink on which it was: the switch is set at once.
                numbers[FIRST, i], numbers[EVENT, i] = 1e-12, j
                continue
        if crossed(before, after, rules.events[DIRECTION, j]):
            count += 1
            numbers[SIDE, i] = BEGUN
            numbers[LOW, i], numbers[HIGH, i] = 0.0, 1.0
            numbers[AT_LOW, i], numbers[AT_HIGH, i] = before, after
            numbers[FLAT, i] = 1e-15 * (abs(before) + abs(after))
    return count


@inner
def _search(rules: Rules, lanes: Lanes, j: int) -> None:
    """Bracketed secants (Illinois), each point a step of its own length from the same start."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    for turn in range(60):
        busy = False
        for i in range(numbers.shape[1]):
            numbers[PART, i] = 0.0
            width = numbers[HIGH, i] - numbers[LOW, i]
            if numbers[SIDE, i] == NONE or numbers[SIDE, i] == FOUND or width <= 4e-16:
                continue
            if numbers[AT_HIGH, i] == 0.0 or numbers[AT_HIGH, i] == numbers[AT_LOW, i]:
                continue
            busy = True
            point = numbers[HIGH, i] - numbers[AT_HIGH, i] * width / (numbers[AT_HIGH, i] - numbers[AT_LOW, i])
            if not (numbers[LOW, i] < point < numbers[HIGH, i]) or turn > 40:
                point = 0.5 * (numbers[LOW, i] + numbers[HIGH, i])
            numbers[PART, i] = point * numbers[TAKEN, i]
        if not busy:
            return
        take_part(rules, lanes)
        watched(rules, numbers[CLOCK], vectors[MIDDLE], lanes, marks[PROBE])
        for i in range(numbers.shape[1]):
            if numbers[SIDE, i] != NONE and numbers[PART, i] != 0.0:
                _narrow(lanes, i, numbers[PART, i] / numbers[TAKEN, i], marks[PROBE, j, i])


@inner
def _narrow(lanes: Lanes, i: int, point: float, value: float) -> None:
    """Move one end of the bracket to a point with this value."""
    numbers = lanes.numbers
    if (value < 0.0) == (numbers[AT_HIGH, i] < 0.0) or value == 0.0:
        moved = numbers[HIGH, i] - point
        numbers[HIGH, i], numbers[AT_HIGH, i] = point, value
        if numbers[SIDE, i] == UPPER:
            numbers[AT_LOW, i] *= 0.5
        numbers[SIDE, i] = UPPER
    else:
        moved = point - numbers[LOW, i]
        numbers[LOW, i], numbers[AT_LOW, i] = point, value
        if numbers[SIDE, i] == LOWER:
            numbers[AT_HIGH, i] *= 0.5
        numbers[SIDE, i] = LOWER
    # Rounding in the event function: nothing nearer to the root can be told apart.
    if moved < 1e-15 or numbers[HIGH, i] - numbers[LOW, i] < 1e-15 or abs(value) <= numbers[FLAT, i]:
        if value != 0.0 and (value < 0.0) != (numbers[AT_HIGH, i] < 0.0):
            numbers[HIGH, i] = point
        numbers[SIDE, i] = FOUND


@inner
def cut(rules: Rules, lanes: Lanes) -> bool:
    """Where an event cuts the step, the state at the event takes the place of that at the end; whether any does."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    w, e = numbers.shape[1], marks.shape[1]
    any_cut = False
    for i in range(w):
        if numbers[ACCEPTED, i] != 0.0 and numbers[EVENT, i] >= 0:
            any_cut = True
            if rules.events[SWITCH, int(numbers[EVENT, i])] >= 0:
                numbers[CHATTER, i] = numbers[CHATTER, i] + 1 if numbers[FIRST, i] < 1e-6 else 0
                if numbers[CHATTER, i] > SLIDING:
                    numbers[SLID, i] = 1.0
        numbers[PART, i] = numbers[TAKEN, i] * numbers[FIRST, i]
    if not any_cut:
        return False
    take_part(rules, lanes)
    watched(rules, numbers[CLOCK], vectors[MIDDLE], lanes, marks[PROBE])
    for i in range(w):
        for j in range(e):
            marks[MET, j, i] = 0.0
        if numbers[ACCEPTED, i] != 0.0 and numbers[EVENT, i] >= 0:
            for j in range(e):
                _meet(rules, lanes, i, j)
            for k in range(vectors.shape[1]):
                vectors[TRIAL, k, i] = vectors[MIDDLE, k, i]
    return True


@inner
def _meet(rules: Rules, lanes: Lanes, i: int, j: int) -> None:
    """Whether event j happens with the first one; the signs behind it."""
    numbers, marks = lanes.numbers, lanes.marks
    before, after, now = marks[SIGNS, j, i], marks[ENDS, j, i], marks[PROBE, j, i]
    # Events at the same moment happen together, in their order.
    meets = j == numbers[EVENT, i] or crossed(before, now, rules.events[DIRECTION, j])
    marks[MET, j, i] = 1.0 if meets else 0.0
    # The event just met is behind us, whatever rounding says of its sign; so are kinks with it.
    near = abs(now) <= 1e-10 * (abs(before) + abs(after))
    along = rules.events[SWITCH, j] >= 0 and near and crossed(before, after, 0.0)
    marks[ENDS, j, i] = after if j == numbers[EVENT, i] or along else now
