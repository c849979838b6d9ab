"""A clock that strikes inside a library.

A budget is polled by our own loops; SymPy polls nothing.  Where the platform has interval timers, and in the main
thread of a process, the clock interrupts whatever Python code is running; like the budget it counts processor time.
Code that holds the interpreter for longer than the budget is the business of whoever can kill the process.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from derive.decide.budget import Budget, OutOfBudget

#: A library may swallow the first interruption: the clock strikes again until somebody listens.
AGAIN = 0.2


@contextmanager
def struck_by(budget: Budget) -> Iterator[None]:
    """Raise :class:`OutOfBudget` in the body once the budget's seconds are over.  An outer clock that runs is kept."""
    if not _possible():
        yield
        return

    def strike(number: int, frame: FrameType | None) -> None:
        raise OutOfBudget(f"the budget of {budget.seconds:g} s was used up")

    before = signal.signal(signal.SIGPROF, strike)
    signal.setitimer(signal.ITIMER_PROF, max(budget.left, 1e-3), AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def unhurried() -> Iterator[None]:
    """Hold the clock for the time of a block: an import that is interrupted halfway leaves a broken module behind."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    left, again = signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_PROF, max(left, 1e-3), again)


def _possible() -> bool:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return signal.getitimer(signal.ITIMER_PROF)[0] == 0.0
