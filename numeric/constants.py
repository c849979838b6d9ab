"""The parts of a tape that no input reaches, rounded once to the nearest machine number."""

from __future__ import annotations

from fractions import Fraction

import flint

from numeric.balls import Balls
from numeric.errors import NotFinite, NotReal
from numeric.spelling import spelt
from numeric.tape import Tape

PRECISIONS = (128, 512, 2048)


def rounded(tape: Tape, position: int) -> float | bool:
    """The double nearest to a fixed step (NaN for what is undefined), or its truth value.

    Raises :class:`NotFinite` where the number is too large for a double, :class:`NotReal` where it has no real value.
    """
    step = tape.steps[position]
    if step.operation == "number":
        return nearest(step.value)
    if step.operation == "undefined":
        return float("nan")
    small = _only(tape, position)
    before = flint.ctx.prec
    try:
        for precision in PRECISIONS:
            flint.ctx.prec = precision
            value = Balls(small).run([])[-1]
            if isinstance(value, bool):
                return value
            if value is not None and value.is_finite():
                low, high = nearest(_fraction(value.lower())), nearest(_fraction(value.upper()))
                if low == high:
                    return low
    finally:
        flint.ctx.prec = before
    if value is not None and value.is_finite():
        return float(value.mid())
    raise NotReal(f"the constant {spelt(tape, position)} has no finite real value; leave it out or take its limit")


def nearest(value: Fraction) -> float:
    """The double nearest to a fraction."""
    try:
        return value.numerator / value.denominator
    except OverflowError:
        raise NotFinite("a constant of the expression is beyond the largest double, 1.8e308; rescale it") from None


def _fraction(value: flint.arb) -> Fraction:
    mantissa, exponent = value.mid().man_exp()
    mantissa, exponent = int(mantissa), int(exponent)
    if abs(exponent) > 20000:
        return Fraction(0) if exponent < 0 else Fraction(10) ** 400 * (1 if mantissa > 0 else -1)
    return Fraction(mantissa) * Fraction(2) ** exponent


def _only(tape: Tape, position: int) -> Tape:
    """The tape of one fixed step alone."""
    from numeric.tape import TapeBuilder

    builder = TapeBuilder(())
    builder.steps = list(tape.steps[: position + 1])
    return builder.finish([position], ())
