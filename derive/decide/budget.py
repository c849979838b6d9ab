"""What one decision may cost."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace


class OutOfBudget(Exception):  # noqa: N818 (an outcome, not a fault)
    """A rung used up what it was given; the ladder notes the reason and goes on or stops."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds for one decision.

    The counts (terms of a polynomial, bits of a ball, points of a sample) come first: they make a run end at the same
    place on every machine.  The clock is the last resort, and it counts processor time, so that a busy machine changes
    no verdict.  Where somebody waits who would give up, ``patience`` says how many times its processor time a budget
    may last on the wall.  ``until`` and ``wall`` are the moments at which the clocks strike, set by :meth:`started`; a
    budget that is already running keeps its moments, so that nested decisions share one clock.
    """

    seconds: float = 2.0
    terms: int = 20_000
    bits: int = 4096
    points: int = 24
    patience: float = math.inf
    until: float | None = None
    wall: float = math.inf

    def started(self) -> Budget:
        if self.until is not None:
            return self
        wall = time.monotonic() + self.patience * self.seconds
        return replace(self, until=time.process_time() + self.seconds, wall=wall)

    @property
    def left(self) -> float:
        """Seconds of processor time left; all while no clock is running, none once the one on the wall struck."""
        if self.until is None:
            return self.seconds
        late = self.wall < math.inf and time.monotonic() > self.wall
        return 0.0 if late else self.until - time.process_time()

    @property
    def expired(self) -> bool:
        return self.until is not None and self.left <= 0.0

    def check(self) -> None:
        """Raises :class:`OutOfBudget` once the clock has struck; long loops call this."""
        if self.expired:
            raise OutOfBudget(f"the budget of {self.seconds:g} s was used up")

    def part(self, share: float) -> Budget:
        """A budget for one rung: a share of the seconds left, ending no later than this one."""
        now = time.process_time()
        end = now + max(0.0, self.left) * share
        return replace(self, until=end)
