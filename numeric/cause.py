"""Why a number is not finite: the step of a tape at which the domain ended, found in balls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from numeric.balls import Balls, ball
from numeric.errors import NotFinite, NotReal, NumericError
from numeric.spelling import spelt
from numeric.tape import Tape

LARGEST = flint.arb(2) ** 1024


def cause(tape: Tape, output: int, point: Sequence[float]) -> tuple[type[NumericError], str]:
    """The kind of error, and one clause that says where the step at position ``output`` left the real or the finite
    numbers.
    """
    before = flint.ctx.prec
    try:
        flint.ctx.prec = 96
        values = Balls(tape).run([ball(float(v)) for v in point])
        place = _first(tape, values, output, _infinite)
        if place is not None:
            return _domain(tape, values, place)
        place = _first(tape, values, output, _huge)
        if place is not None:
            return NotFinite, f"{spelt(tape, place)} is beyond the largest double, 1.8e308"
        return NotFinite, "a step between is lost in rounding"
    finally:
        flint.ctx.prec = before


def _infinite(value: Any) -> bool:
    return value is None or (not isinstance(value, bool) and not value.is_finite())


def _huge(value: Any) -> bool:
    return not isinstance(value, bool) and bool(abs(value) >= LARGEST)


def _first(tape: Tape, values: list[Any], place: int, bad: Any) -> int | None:
    """The step at the root of a bad value, or None where the value is good; branches not taken do not count."""
    found: int | None = None
    stack = [place]
    seen: set[int] = set()
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        step = tape.steps[at]
        arguments = list(step.arguments)
        if step.operation == "select" and isinstance(values[arguments[0]], bool):
            arguments = [arguments[1 if values[arguments[0]] else 2]]
        if bad(values[at]):
            found = at
            stack = [a for a in arguments if bad(values[a])]
        elif found is None:
            stack += arguments
    return found


def _domain(tape: Tape, values: list[Any], place: int) -> tuple[type[NumericError], str]:
    step = tape.steps[place]
    name, text = step.operation, spelt(tape, place)
    x = [values[a] for a in step.arguments]
    if name == "undefined":
        return NotFinite, "no piece is defined there"
    if name == "div" or (name == "pow" and x[0].contains(0)):
        return NotFinite, f"{text} divides by zero"
    if not x or isinstance(x[0], bool):
        return NotFinite, f"{text} is not finite"
    argument = f"{float(x[0].mid()):.6g}"
    if _outside(name, x):
        return NotReal, f"{text} is not real where its argument is {argument}"
    return NotFinite, f"{text} is not finite where its argument is {argument}"


def _outside(name: str, x: list[Any]) -> bool:
    if name in ("log", "sqrt", "pow"):
        return bool(x[0] < 0)
    if name in ("asin", "acos", "atanh"):
        return bool(abs(x[0]) > 1)
    return bool(name == "acosh" and x[0] < 1)
