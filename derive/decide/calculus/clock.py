"""A bound on the time of a library that does not look at a clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derive.decide.alarm import struck_by
from derive.decide.budget import Budget


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """The result of the work; None where it takes longer or fails."""
    if seconds <= 0.01:
        return None
    try:
        with struck_by(Budget(seconds=seconds).started()):
            return work()
    except Exception:
        return None
