"""Straight-line programs: what every back end (machine code, balls, power series) runs.

A tape is a list of steps in which each refers to earlier ones by position.  Numbers on it are exact: rationals are
:class:`fractions.Fraction`, pi and e are names.  Only a back end rounds them.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple


class Step(NamedTuple):
    """One operation: its name, the positions of its arguments, and a value (a number, a position, an exponent).

    ==================  ==========================================================================
    operation           meaning
    ==================  ==========================================================================
    ``input``           the argument at position ``value``
    ``number``          an exact rational, ``value``
    ``constant``        ``value`` is ``pi``, ``e``, ``euler``, ``golden``, ``catalan``, ``i``
    ``add sub mul div`` two arguments; ``neg`` one; ``pow`` two
    ``power``           an integer exponent, ``value``
    ``lt le eq ne``     two numbers to a truth value; ``and or not`` combine those; ``true false``
    ``select``          truth value, number if true, number if false
    ``max min``         two arguments
    otherwise           a function of that name (``exp``, ``erf``, ``atan2``)
    ==================  ==========================================================================
    """

    operation: str
    arguments: tuple[int, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Tape:
    """Inputs by name, the steps, which of them are the outputs, and the outputs' shape (``()`` for a scalar)."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    shape: tuple[int, ...]

    def fixed(self) -> tuple[bool, ...]:
        """For each step whether it is the same for all inputs."""
        found: list[bool] = []
        for step in self.steps:
            found.append(step.operation != "input" and all(found[a] for a in step.arguments))
        return tuple(found)


class TapeBuilder:
    """Writes a tape; a step written twice is the same step, so whatever is common is shared by all outputs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.steps: list[Step] = []
        self._places: dict[Hashable, int] = {}

    def step(self, operation: str, *arguments: int, value: Hashable = None) -> int:
        """The position of this step, appended if it is new."""
        key = (operation, arguments, value)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.steps)
            self.steps.append(Step(operation, arguments, value))
        return place

    def number(self, value: int | Fraction) -> int:
        return self.step("number", value=Fraction(value))

    def finish(self, outputs: list[int], shape: tuple[int, ...]) -> Tape:
        """The tape of all steps that the outputs need, in order."""
        needed = [False] * len(self.steps)
        for output in outputs:
            needed[output] = True
        for place in range(len(self.steps) - 1, -1, -1):
            if needed[place]:
                for argument in self.steps[place].arguments:
                    needed[argument] = True
        places: dict[int, int] = {}
        steps: list[Step] = []
        for place, step in enumerate(self.steps):
            if needed[place]:
                places[place] = len(steps)
                steps.append(Step(step.operation, tuple(places[a] for a in step.arguments), step.value))
        return Tape(self.names, tuple(steps), tuple(places[o] for o in outputs), shape)
