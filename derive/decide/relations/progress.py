"""What the rungs of a comparison share, and what they have found so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.decide.budget import Budget
from derive.decide.relations.definedness import where_undefined
from derive.decide.relations.formula import (
    ALWAYS,
    Formula,
)
from derive.decide.relations.scene import Scene
from derive.decide.relations.wording import plain
from derive.verdict import Evidence, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Direction:
    """Whether one formula implies the other: the outcome and its evidence."""

    outcome: Outcome
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Comparison:
    """``forward``: the left formula implies the right one."""

    forward: Direction
    backward: Direction

    @property
    def directions(self) -> tuple[Direction, Direction]:
        return self.forward, self.backward


@dataclass(slots=True)
class Progress:
    """What the rungs have found so far; a direction is settled once."""

    left: Formula
    right: Formula
    scene: Scene
    budget: Budget
    ladder: Callable[..., Verdict] | None = None
    original: tuple[Formula, Formula] = (ALWAYS, ALWAYS)
    forward: Direction | None = None
    backward: Direction | None = None
    attempts: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        return self.forward is not None and self.backward is not None

    def conclude(
        self,
        forward: bool,
        outcome: Outcome,
        evidence: Evidence,
        *,
        native: bool = False,
        about: tuple[Formula, Formula] | None = None,
    ) -> bool:
        """Settles what an argument proved that takes no notice of points without a value, where that is harmless.

        ``native``: the argument minded the divisors that do not cancel.  ``about``: the premise and the conclusion that
        it was about, where those are not the two formulas as they stand.
        """
        sides = about or ((self.left, self.right) if forward else (self.right, self.left))
        if not self.scene.lenient:
            part = where_undefined(*sides, self.scene, self.budget.part(0.5), native=native)
            if part is not None:
                self.attempts += (f"{evidence.method}: at a zero of {plain(part)} it may be undefined",)
                return False
        self.settle(forward, outcome, evidence)
        return True

    def settle(self, forward: bool, outcome: Outcome, evidence: Evidence) -> None:
        if forward and self.forward is None:
            self.forward = Direction(outcome, evidence)
        if not forward and self.backward is None:
            self.backward = Direction(outcome, evidence)
