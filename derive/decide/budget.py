"""What one decision may cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace


class OutOfBudget(Exception):  # noqa: N818 (an outcome, not a fault)
    """A rung used up what it was given; the ladder notes the reason and goes on or stops."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds for one decision.

    The counts (terms of a polynomial, bits of a ball, points of a sample) come first: they make a run end at the same
    place on every machine.  The clock is the last resort, and it counts processor time, so that a busy machine changes
    no verdict.  ``until`` is the moment at which it strikes, set by :meth:`started`; a budget that is already running
    keeps its moment, so that nested decisions share one clock.
    """

    seconds: float = 2.0
    terms: int = 20_000
    bits: int = 4096
    points: int = 24
    until: float | None = None

    def started(self) -> Budget:
        return self if self.until is not None else replace(self, until=time.process_time() + self.seconds)

    @property
    def left(self) -> float:
        """Seconds left; all of them while the clock is not running."""
        return self.seconds if self.until is None else self.until - time.process_time()

    @property
    def expired(self) -> bool:
        return self.until is not None and time.process_time() > self.until

    def check(self) -> None:
        """Raises :class:`OutOfBudget` once the clock has struck; long loops call this."""
        if self.expired:
            raise OutOfBudget(f"the budget of {self.seconds:g} s was used up")

    def part(self, share: float) -> Budget:
        """A budget for one rung: a share of the seconds left, ending no later than this one."""
        now = time.process_time()
        end = now + max(0.0, self.left) * share
        return replace(self, until=end)
