"""A witness: a small function that simulates or measures the *original* system.

It never sees what was derived.  Its parameters are names of the sheet; the engine draws points from the declarations,
calls it at each, evaluates the derived answer at the same point and compares.  It returns an estimate with its error,
several of them, or, for a condition, whether it was met.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from derive.author_error import mistake
from derive.declare import Number, exact


@dataclass(frozen=True, slots=True)
class Samples:
    """Independent samples, returned by a witness: the engine tests them against the derived density.

    ``level`` is the probability with which a right density is rejected; ``start`` where the density begins.
    """

    values: Any
    start: float = 0.0
    level: float = 1e-3


@dataclass(frozen=True, slots=True)
class Witness:
    """A function that measures, and how it is asked.

    ``names`` are its parameters, without two that have a meaning of their own: ``random`` receives a numpy Generator,
    ``numbers`` the value of every parameter of the sheet at the point, by symbol and exact.  It is called at ``points``
    points.  Where ``vary`` is given, only those names are drawn and the others keep their defaults; ``spans`` narrows
    what is drawn.  ``sigmas`` is how many errors an estimate may lie away.
    """

    function: Callable[..., Any]
    seed: int
    points: int
    names: tuple[str, ...]
    random: bool
    vary: tuple[str, ...] | None
    spans: tuple[tuple[str, tuple[Any, Any]], ...]
    sigmas: float
    numeric: bool = False

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def prose(self) -> str:
        return inspect.cleandoc(self.function.__doc__ or "")

    @property
    def says(self) -> str:
        """What it measures: the first sentence of its docstring, to stand within another one."""
        first = re.split(r"\.\s", " ".join(self.prose.split()) + " ", maxsplit=1)[0].strip().rstrip(".")
        words = first or self.name.replace("_", " ")
        return words if words[1:2].isupper() or words[:1] == "$" else words[:1].lower() + words[1:]

    def __call__(self, *args: Any, **values: Any) -> Any:
        return self.function(*args, **values)


def witness(
    seed: int | None = None,
    *,
    points: int = 8,
    vary: tuple[str, ...] | str | None = None,
    spans: Mapping[str, tuple[Number, Number]] | None = None,
    sigmas: float = 4.0,
) -> Callable[[Callable[..., Any]], Witness]:
    """Make a function a witness.

    >>> @witness(seed=1, points=3)
    ... def falls(g, h):
    ...     "A stone dropped from h."
    ...     return 1.0, 0.1
    >>> falls.names, falls.points
    (('g', 'h'), 3)
    """

    def make(function: Callable[..., Any]) -> Witness:
        if not isinstance(seed, int):
            raise mistake(
                function,
                f"witness {function.__name__} has no seed, so that its figures would differ from run to run; "
                "write @witness(seed=1)",
            )
        if points < 1:
            raise mistake(function, f"witness {function.__name__} has points={points}; expected at least 1")
        parameters = tuple(inspect.signature(function).parameters)
        return Witness(
            function,
            seed,
            points,
            tuple(p for p in parameters if p not in ("random", "numbers")),
            "random" in parameters,
            (vary,) if isinstance(vary, str) else vary,
            tuple((n, (exact(a), exact(b))) for n, (a, b) in (spans or {}).items()),
            sigmas,
            "numbers" in parameters,
        )

    return make
