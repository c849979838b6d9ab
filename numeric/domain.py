"""Where a real expression certainly has no value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numeric.balls import Balls


def outside(balls: Balls, box: Sequence[Any]) -> bool:
    """Whether every point of the box certainly lies outside the domain of some step (a log or root of a negative...).

    Steps that a condition may pass by do not count, so a tape with conditions is never outside.
    """
    steps = balls.tape.steps
    risky = [s for s in steps if s.operation in ("log", "sqrt", "asin", "acos", "acosh", "atanh")]
    if not risky or any(s.operation == "select" for s in steps):
        return False
    values = balls.run(box)
    for step in risky:
        x = values[step.arguments[0]]
        name = step.operation
        if name in ("log", "sqrt") and x < 0:
            return True
        if name in ("asin", "acos", "atanh") and (x > 1 or x < -1):
            return True
        if name == "acosh" and x < 1:
            return True
    return False
