"""The loop that drives the stepping code: one round is one step of all lanes, and what happens in it.

Compiled once by Numba for all flows: the flow itself is machine code that is called by its address.
"""

from __future__ import annotations

from typing import Any

from numeric import arrivals, calls, crossings, lanes, rosenbrock, stepping
from numeric import borrowed as borrowing
from numeric.arrivals import advance, begin, reset, sample, set_switches
from numeric.crossings import cut, first_events
from numeric.jit import fingerprint, kept
from numeric.lanes import Lanes, Rules, borrowed, group
from numeric.stepping import cruise_ahead, judge, plan, refresh, take


def _compiled(sources: int) -> Any:
    @kept
    def march(owned: Rules, stack: Lanes, start: bool, rounds: int) -> int:
        """March each group of a stack until no lane runs, at most so many rounds in all; the number that is left.

        With ``start`` the groups are made ready first.  All state is in the stack, so a call can go on.
        """
        rules, left = borrowed(owned), rounds if sources >= 0 else 0
        for b in range(stack.numbers.shape[0]):
            lanes = group(stack, b)
            if start:
                begin(rules, lanes)
            while left > 0 and plan(rules, lanes):
                left -= 1
                cruise_ahead(rules, lanes)
                take(rules, lanes)
                judge(rules, lanes)
                was_cut = False
                if lanes.marks.shape[1] > 0:
                    first_events(rules, lanes)
                    was_cut = cut(rules, lanes)
                sample(rules, lanes)
                jumped = advance(rules, lanes)
                if was_cut:
                    reset(rules, lanes)
                let_across = set_switches(rules, lanes)
                if jumped or let_across or not rules.fresh:
                    refresh(rules, lanes)
        return left

    return march


march = _compiled(fingerprint(arrivals, borrowing, calls, crossings, lanes, rosenbrock, stepping))
