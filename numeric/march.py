"""The loop that drives the stepping code: step control, events, samples, for a few lanes side by side.

Compiled once by Numba for all flows: the flow itself is machine code that is called by its address.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

#: What a lane says when it stops.
RUNNING, DONE, TERMINATED, FULL, TINY, NOT_FINITE, EXHAUSTED = range(7)


@intrinsic
def _call(typing: Any, address: Any, arguments: Any) -> Any:
    """Call a function of eight pointers by its address."""
    from llvmlite import ir

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        pointer = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer] * 8)
        function = builder.inttoptr(values[0], kind.as_pointer())
        items = cgutils.unpack_tuple(builder, values[1], 8)
        builder.call(function, [builder.inttoptr(i, pointer) for i in items])
        return context.get_dummy_value()

    return types.void(types.intp, types.UniTuple(types.intp, 8)), code


@intrinsic
def _cruise(typing: Any, address: Any, arguments: Any, count: Any) -> Any:
    """Call the function that takes many steps, of five pointers and a count, and gives how many it took."""
    from llvmlite import ir

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        pointer, whole = ir.IntType(8).as_pointer(), ir.IntType(64)
        kind = ir.FunctionType(whole, [pointer] * 5 + [whole])
        function = builder.inttoptr(values[0], kind.as_pointer())
        items = cgutils.unpack_tuple(builder, values[1], 5)
        return builder.call(function, [*(builder.inttoptr(i, pointer) for i in items), values[2]])

    return types.int64(types.intp, types.UniTuple(types.intp, 5), types.int64), code


@njit(cache=True, nogil=True, error_model="numpy")
def march(
    code: Any,  # (4 + number of events,) addresses: step, slope, events, cruise, resets (0: none)
    adaptive: bool,
    fresh: bool,  # the slope at the end of a step comes with it
    order: int,
    tolerance: float,
    absolute: float,
    largest: float,  # the step, or its largest size
    stop: float,
    samples: Any,  # (s,) times
    direction: Any,  # (e,) +1, -1 or 0
    terminal: Any,  # (e,) bool
    hold: Any,  # (e,) how long the held state stands still after the event
    switch: Any,  # (e,) row of the parameter that this kink of the flow switches, or -1 for an event
    held: Any,  # (e,) row of the parameter that switches the held state's flow, or -1
    time: Any,  # (w,)
    step: Any,  # (w,)
    state: Any,  # (n, w)
    parameters: Any,  # (m, w)
    slope: Any,  # (n, w)
    signs: Any,  # (e, w) event functions at the present state
    release: Any,  # (w,) when the held state goes on
    which: Any,  # (w,) row of the parameter to switch on then
    following: Any,  # (w,) next sample
    status: Any,  # (w,)
    out: Any,  # (s, n, w) the samples
    kinds: Any,  # (capacity, w) events
    times: Any,  # (capacity, w)
    counts: Any,  # (w,)
    steps: Any,  # (w,) steps taken
    slid: Any,  # (w,) bool: whether it slid along a kink
    limit: int,
) -> None:
    """March until every lane has a status other than RUNNING.  All state is in the arrays, so a call can go on."""
    n, w = state.shape
    e = signs.shape[0]
    taken = np.zeros(w)
    trial = np.empty((n, w))
    middle = np.empty((n, w))
    last = np.empty((n, w))
    error = np.zeros((n, w))
    scratch = np.empty((n, w))
    ends = np.empty((max(e, 1), w))
    probe = np.empty((max(e, 1), w))
    clock = np.empty(w)
    part = np.empty(w)
    flat = np.empty(w)
    first = np.empty(w)
    event = np.empty(w, np.int64)
    low, high, at_low, at_high = np.empty(w), np.empty(w), np.empty(w), np.empty(w)
    accepted = np.empty(w, np.bool_)
    side = np.empty(w, np.int64)
    chatter = np.zeros(w, np.int64)
    met = np.zeros((max(e, 1), w), np.bool_)
    p_time, p_taken, p_state, p_par = time.ctypes.data, taken.ctypes.data, state.ctypes.data, parameters.ctypes.data
    p_slope, p_trial, p_last, p_error = slope.ctypes.data, trial.ctypes.data, last.ctypes.data, error.ctypes.data
    p_middle, p_scratch, p_part, p_clock = middle.ctypes.data, scratch.ctypes.data, part.ctypes.data, clock.ctypes.data
    p_ends, p_probe, p_signs = ends.ctypes.data, probe.ctypes.data, signs.ctypes.data
    full = (p_time, p_taken, p_state, p_par, p_slope, p_trial, p_last, p_error)
    partial = (p_time, p_part, p_state, p_par, p_slope, p_middle, p_scratch, p_error)
    capacity = kinds.shape[0]

    while True:
        running = 0
        for i in range(w):
            if status[i] == RUNNING:
                if counts[i] + e > capacity:
                    status[i] = FULL
                elif steps[i] >= limit:
                    status[i] = EXHAUSTED
            taken[i] = 0.0
            if status[i] == RUNNING:
                running += 1
                goal = min(stop, release[i])
                rest = goal - time[i]
                # A last sliver of a step would be lost in rounding: the step before takes it along.
                taken[i] = rest if step[i] >= rest * (1.0 - 1e-12) else step[i]
        if running == 0:
            return
        if code[3] != 0:
            # Whole steps at full speed, up to the one before the nearest goal.
            free = np.int64(1) << 40
            for i in range(w):
                if status[i] == RUNNING:
                    goal = min(stop, release[i])
                    if following[i] < samples.size:
                        goal = min(goal, samples[following[i]])
                    ahead = (goal - time[i]) / step[i] - 1.0
                    free = min(free, np.int64(max(ahead, 0.0)), np.int64(limit - steps[i]))
            if free > 1:
                gone = _cruise(code[3], (p_time, p_taken, p_state, p_par, p_signs), free)
                for i in range(w):
                    if status[i] == RUNNING:
                        steps[i] += gone
                _call(code[1], (p_time, p_taken, p_state, p_par, p_slope, p_scratch, p_last, p_error))
                for i in range(w):
                    if status[i] == RUNNING:
                        for k in range(n):
                            slope[k, i] = scratch[k, i]
        _call(code[0], full)

        for i in range(w):
            accepted[i] = status[i] == RUNNING
            if not accepted[i]:
                continue
            finite = 0.0
            for k in range(n):
                finite += 0.0 * trial[k, i]
            if finite != 0.0 and not adaptive:
                status[i] = NOT_FINITE
                accepted[i] = False
            if adaptive:
                total = 0.0
                for k in range(n):
                    scale = absolute + tolerance * max(abs(state[k, i]), abs(trial[k, i]))
                    total += (error[k, i] / scale) ** 2
                size = np.sqrt(total / n)
                if finite != 0.0 or not size < np.inf:
                    factor = 0.1
                    accepted[i] = False
                else:
                    accepted[i] = size <= 1.0
                    factor = 5.0 if size < 1e-10 else min(5.0, max(0.2, 0.9 * size ** (-1.0 / order)))
                    if not accepted[i]:
                        factor = min(factor, 0.9)
                proposed = taken[i] * factor
                if accepted[i] and taken[i] < step[i]:
                    # The step was cut short by a goal: that says nothing against the longer one.
                    proposed = max(proposed, step[i])
                step[i] = min(proposed, largest)
                if not accepted[i] and step[i] < 1e-14 * max(abs(time[i]), abs(taken[i])) + 1e-300:
                    status[i] = TINY
            if accepted[i]:
                steps[i] += 1
            first[i] = 1.0
            event[i] = -1

        if e > 0:
            for i in range(w):
                clock[i] = time[i] + taken[i]
            _call(code[2], (p_clock, p_taken, p_trial, p_par, p_slope, p_ends, p_last, p_error))
            for j in range(e):
                crossing = 0
                for i in range(w):
                    side[i] = 0
                    if switch[j] >= 0:
                        if chatter[i] > 50:
                            continue  # the flow slides along a kink: for once the step goes across
                        if accepted[i] and signs[j, i] == 0.0 and ends[j, i] != 0.0:
                            # It leaves the kink on which it was: the switch is set at once.
                            first[i], event[i] = 1e-12, j
                            continue
                    if accepted[i] and _crossed(signs[j, i], ends[j, i], direction[j]):
                        crossing += 1
                        side[i] = 1
                        low[i], high[i] = 0.0, 1.0
                        at_low[i], at_high[i] = signs[j, i], ends[j, i]
                        flat[i] = 1e-15 * (abs(signs[j, i]) + abs(ends[j, i]))
                if crossing == 0:
                    continue
                # Bracketed secants (Illinois), each point a step of its own length from the same start.
                for turn in range(60):
                    busy = 0
                    for i in range(w):
                        part[i] = 0.0
                        if side[i] != 0:
                            width = high[i] - low[i]
                            if at_high[i] == 0.0 or width <= 4e-16 or side[i] == 9 or at_high[i] == at_low[i]:
                                continue
                            busy += 1
                            middle_point = high[i] - at_high[i] * width / (at_high[i] - at_low[i])
                            if not (low[i] < middle_point < high[i]) or turn > 40:
                                middle_point = 0.5 * (low[i] + high[i])
                            part[i] = middle_point * taken[i]
                            clock[i] = time[i] + part[i]
                    if busy == 0:
                        break
                    _call(code[0], partial)
                    _call(code[2], (p_clock, p_part, p_middle, p_par, p_slope, p_probe, p_scratch, p_error))
                    for i in range(w):
                        if side[i] == 0 or part[i] == 0.0:
                            continue
                        point = part[i] / taken[i]
                        value = probe[j, i]
                        if (value < 0.0) == (at_high[i] < 0.0) or value == 0.0:
                            moved = high[i] - point
                            high[i], at_high[i] = point, value
                            if side[i] == 2:
                                at_low[i] *= 0.5
                            side[i] = 2
                        else:
                            moved = point - low[i]
                            low[i], at_low[i] = point, value
                            if side[i] == 3:
                                at_high[i] *= 0.5
                            side[i] = 3
                        # Rounding in the event function: nothing nearer to the root can be told apart.
                        if moved < 1e-15 or high[i] - low[i] < 1e-15 or abs(value) <= flat[i]:
                            if value != 0.0 and (value < 0.0) != (at_high[i] < 0.0):
                                high[i] = point
                            side[i] = 9
                for i in range(w):
                    if (side[i] != 0 and high[i] < first[i]) or (side[i] != 0 and event[i] < 0):
                        first[i] = high[i]
                        event[i] = j

        # Where an event cut the step, the state at the event takes the place of the state at the end.
        cut = 0
        for i in range(w):
            if accepted[i] and event[i] >= 0:
                cut += 1
                if switch[event[i]] >= 0:
                    chatter[i] = chatter[i] + 1 if first[i] < 1e-6 else 0
                    slid[i] = slid[i] or chatter[i] > 50
            part[i] = taken[i] * first[i]
        if cut > 0:
            _call(code[0], partial)
            for i in range(w):
                clock[i] = time[i] + part[i]
            _call(code[2], (p_clock, p_part, p_middle, p_par, p_slope, p_probe, p_scratch, p_error))
            for i in range(w):
                for j in range(e):
                    met[j, i] = False
                if accepted[i] and event[i] >= 0:
                    for j in range(e):
                        # Events at the same moment happen together, in their order.
                        met[j, i] = j == event[i] or _crossed(signs[j, i], probe[j, i], direction[j])
                        # The event just met is behind us, whatever rounding says of its sign; so are kinks with it.
                        near = abs(probe[j, i]) <= 1e-10 * (abs(signs[j, i]) + abs(ends[j, i]))
                        along = switch[j] >= 0 and near and _crossed(signs[j, i], ends[j, i], 0.0)
                        ends[j, i] = ends[j, i] if j == event[i] or along else probe[j, i]
                    for k in range(n):
                        trial[k, i] = middle[k, i]

        # Samples inside the step: a step of the length that reaches them.
        while True:
            pending = 0
            for i in range(w):
                part[i] = 0.0
                if accepted[i] and following[i] < samples.size:
                    reach = taken[i] * first[i]
                    wanted = samples[following[i]]
                    ended = first[i] == 1.0 and (wanted >= stop and time[i] + taken[i] >= stop)
                    if wanted <= time[i] + reach or ended:
                        pending += 1
                        part[i] = min(max(wanted - time[i], 0.0), reach)
            if pending == 0:
                break
            _call(code[0], partial)
            for i in range(w):
                if accepted[i] and following[i] < samples.size:
                    reach = taken[i] * first[i]
                    wanted = samples[following[i]]
                    ended = first[i] == 1.0 and (wanted >= stop and time[i] + taken[i] >= stop)
                    if wanted <= time[i] + reach or ended:
                        whole = part[i] == reach
                        for k in range(n):
                            out[following[i], k, i] = trial[k, i] if whole else middle[k, i]
                        following[i] += 1

        jumped = False
        for i in range(w):
            if not accepted[i]:
                continue
            goal = min(stop, release[i])
            arrived = event[i] < 0 and taken[i] == goal - time[i]
            time[i] = goal if arrived else time[i] + taken[i] * first[i]
            for k in range(n):
                state[k, i] = trial[k, i]
            if fresh:
                for k in range(n):
                    slope[k, i] = last[k, i]
            for j in range(e):
                signs[j, i] = ends[j, i]
            if arrived and release[i] <= time[i]:
                parameters[which[i], i] = 1.0
                release[i] = np.inf
                jumped = True
            if event[i] >= 0:
                jumped = True
                for j in range(e):
                    if not met[j, i]:
                        continue
                    if switch[j] >= 0:
                        continue
                    kinds[counts[i], i] = j
                    times[counts[i], i] = time[i]
                    counts[i] += 1
                    if hold[j] > 0.0:
                        parameters[held[j], i] = 0.0
                        release[i] = time[i] + hold[j]
                        which[i] = held[j]
                    if terminal[j]:
                        status[i] = TERMINATED
            if status[i] == RUNNING and time[i] >= stop:
                status[i] = DONE
        if cut > 0:
            for j in range(e):
                wanted_here = False
                for i in range(w):
                    if code[4 + j] != 0 and accepted[i] and event[i] >= 0 and met[j, i]:
                        wanted_here = True
                if not wanted_here:
                    continue
                _call(code[4 + j], (p_time, p_taken, p_state, p_par, p_slope, p_middle, p_scratch, p_error))
                _call(code[2], (p_time, p_taken, p_middle, p_par, p_slope, p_probe, p_scratch, p_error))
                for i in range(w):
                    if accepted[i] and event[i] >= 0 and met[j, i]:
                        for k in range(n):
                            state[k, i] = middle[k, i]
                        for k in range(e):
                            signs[k, i] = probe[k, i]
        for j in range(e):
            if switch[j] >= 0:
                for i in range(w):
                    if accepted[i] and (event[i] >= 0 or chatter[i] > 50):
                        parameters[switch[j], i] = np.sign(signs[j, i])
        for i in range(w):
            if accepted[i] and event[i] < 0 and chatter[i] > 50:
                chatter[i] = 0
                jumped = True
        if jumped or not fresh:
            _call(code[1], (p_time, p_taken, p_state, p_par, p_slope, p_scratch, p_last, p_error))
            for i in range(w):
                if accepted[i]:
                    for k in range(n):
                        slope[k, i] = scratch[k, i]


@njit(cache=True, nogil=True, error_model="numpy")
def _crossed(before: float, after: float, direction: float) -> bool:
    up = before < 0.0 and after >= 0.0
    down = before > 0.0 and after <= 0.0
    return (up and direction >= 0.0) or (down and direction <= 0.0)
