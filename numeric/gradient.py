"""Is this the gradient of that function?  A filter in complex arithmetic, and balls as the judge."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from numeric import complex_tape
from numeric.adjoint import Gradients
from numeric.balls import Balls, ball
from numeric.differences import Differences, complex_step, richardson
from numeric.errors import UnknownFunction, WrongArguments
from numeric.tape import Tape

#: Bits of the judge; doubled where its balls are too wide to tell.
PRECISIONS = (128, 256, 512)
#: Where the enclosures overlap and are narrower than this (relatively), the gradient counts as right there.
NARROW = 1e-30


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """What was found: ``agrees`` is True, False (certified where ``method`` is "balls"), or None (nothing decided).

    ``error`` is the largest relative error seen (absolute where the derivative is zero), ``bound`` an upper bound on
    it: rigorous at these points for "balls", an estimate for "Richardson".  ``name`` and ``point`` say where it was;
    ``claimed`` and ``found`` are the two derivatives.  ``kinks`` counts points given up because they lay on a kink or
    outside the domain.
    """

    agrees: bool | None
    error: float
    bound: float
    name: str
    point: Mapping[str, Fraction]
    claimed: str
    found: str
    method: str
    points: int
    kinks: int = 0
    text: str = field(default="", compare=False)


class GradientJudge:
    """A function and its claimed gradient as two tapes over the same names; checks one point at a time."""

    def __init__(self, function: Tape, gradient: Tape) -> None:
        self.function = function
        self.gradient = gradient
        self._true, self._claimed = Gradients(function), Balls(gradient)
        if len(gradient.outputs) != len(function.names):
            raise WrongArguments(f"the gradient has {len(gradient.outputs)} components for {len(function.names)} names")

    def filter(self, point: Sequence[float]) -> tuple[float, int]:
        """The largest relative error by the complex step in double precision, and its component."""
        found = complex_step(lambda z: complex_tape.evaluate(self.function, list(z))[0], np.array(point)).gradient
        claimed = np.array([np.real(v) for v in complex_tape.evaluate(self.gradient, list(point))], dtype=float)
        scale = np.maximum(np.abs(found), np.abs(found).max(initial=1e-300) * 1e-10)
        errors = np.abs(claimed - found) / scale
        worst = int(np.argmax(errors))
        return float(errors[worst]), worst

    def judge(self, point: Sequence[Fraction], bits: int = PRECISIONS[0]) -> list[tuple[Any, Any]]:
        """Balls around the claimed and the true derivative by each name."""
        before = flint.ctx.prec
        try:
            flint.ctx.prec = bits
            at = [ball(v) for v in point]
            _, rows = self._true(at)
            return list(zip(self._claimed(at), rows[0]))
        finally:
            flint.ctx.prec = before


def check_gradient(
    function: Any,
    gradient: Mapping[Any, Any] | Sequence[Any],
    names: Sequence[Any],
    *,
    at: Mapping[Any, Any] | None = None,
    span: tuple[Any, Any] | Mapping[Any, tuple[Any, Any]] = (-2, 2),
    count: int = 4,
    seed: int = 0,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    values: Mapping[Any, Any] | None = None,
) -> GradientCheck:
    """Check a claimed gradient of a scalar SymPy expression, at ``count`` random rational points or at one given point.

    ``gradient`` has one expression for each name (a sequence in their order, or a mapping).  ``span`` is where points
    are drawn, for all names or by name.  A difference found is certified: the balls around the
    two derivatives are disjoint.

    Raises the errors of :func:`numeric.kernel`.

    >>> import sympy
    >>> x, y = sympy.symbols("x y")
    >>> check_gradient(x * sympy.exp(y), [sympy.exp(y), x * sympy.exp(y)], [x, y]).agrees
    True
    """
    from numeric.translate import tape

    spelt = [str(n) for n in names]
    if isinstance(gradient, Mapping):
        by_name = {str(k): v for k, v in gradient.items()}
        missing = [n for n in spelt if n not in by_name]
        if missing:
            raise WrongArguments(
                f"the gradient has no component for {missing[0]}; give one for each of {', '.join(spelt)}"
            )
        gradient = [by_name[n] for n in spelt]
    judge = GradientJudge(
        tape(names, function, functions=functions, values=values),
        tape(names, list(gradient), functions=functions, values=values),
    )
    draw = _given(spelt, at) if at is not None else _drawn(spelt, span, seed)
    try:
        return _judged(judge, spelt, draw, 1 if at is not None else count)
    except UnknownFunction:
        return _by_differences(judge, spelt, draw, 1 if at is not None else count)


def _given(names: list[str], at: Mapping[Any, Any]) -> Callable[[], list[Fraction]]:
    by_name = {str(k): v for k, v in at.items()}
    missing = [n for n in names if n not in by_name]
    if missing:
        raise WrongArguments(f"at={{...}} gives no value for {missing[0]}")
    point = [
        Fraction(str(v)) if not isinstance(v, (int, float, Fraction)) else Fraction(v) for v in map(by_name.get, names)
    ]
    return lambda: point


def _drawn(names: list[str], span: Any, seed: int) -> Callable[[], list[Fraction]]:
    source = random.Random(seed)
    by_name = {str(k): v for k, v in span.items()} if isinstance(span, Mapping) else {}
    ends = [by_name.get(n, (-2, 2) if by_name else span) for n in names]
    for name, (low, high) in zip(names, ends):
        if not Fraction(low) < Fraction(high):
            raise WrongArguments(f"span=({low}, {high}) of {name} is empty; expected low < high")

    def draw() -> list[Fraction]:
        # An odd multiple of 2^-11 of the span: exact in every arithmetic, and off the round numbers where kinks sit.
        return [
            Fraction(a) + (Fraction(b) - Fraction(a)) * Fraction(2 * source.randrange(1024) + 1, 2048) for a, b in ends
        ]

    return draw


def _judged(judge: GradientJudge, names: list[str], draw: Callable[[], list[Fraction]], count: int) -> GradientCheck:
    worst = GradientCheck(None, 0.0, 0.0, names[0] if names else "", {}, "", "", "balls", 0)
    kinks = done = 0
    wide = False
    while done < count and kinks < 8 * count:
        point = draw()
        pairs = _pairs(judge, point)
        if pairs is None:
            kinks += 1
            continue
        done += 1
        for name, (claimed, found) in zip(names, pairs):
            gap = abs(claimed - found)
            scale = abs(found) if not found.contains(0) else flint.arb(1)
            relative = gap / scale
            bound = float(relative.upper())
            apart = not gap.contains(0)
            wide = wide or (not apart and bound > NARROW)
            if apart or (worst.agrees is None and bound >= worst.bound):
                error = float(relative.mid()) if apart else 0.0
                if apart and worst.agrees is False and error <= worst.error:
                    continue
                sides = [side.str(40, radius=False) for side in (claimed, found)]
                at = dict(zip(names, point))
                verdict = False if apart else None
                worst = GradientCheck(verdict, error, bound, name, at, sides[0], sides[1], "balls", done)
    agrees = False if worst.agrees is False else None if done < count or wide else True
    return _finished(worst, agrees, done, kinks)


def _pairs(judge: GradientJudge, point: list[Fraction]) -> list[tuple[Any, Any]] | None:
    """Balls narrow enough to tell, or None where there is no derivative."""
    for bits in PRECISIONS:
        pairs = judge.judge(point, bits)
        if not all(c.is_finite() and f.is_finite() for c, f in pairs):
            continue
        if all(not c.overlaps(f) or float((c - f).rad()) <= NARROW * max(1e-8, float(abs(f).mid())) for c, f in pairs):
            return pairs
    return pairs if all(c.is_finite() and f.is_finite() for c, f in pairs) else None


def _by_differences(
    judge: GradientJudge, names: list[str], draw: Callable[[], list[Fraction]], count: int
) -> GradientCheck:
    """Richardson differences of the compiled function, where balls have no rule for one of its functions."""
    from numeric.compiled import Kernel

    function = Kernel(judge.function)
    gradient = Kernel(judge.gradient)
    worst = GradientCheck(None, 0.0, 0.0, names[0] if names else "", {}, "", "", "Richardson", 0)
    wrong = False
    for _ in range(count):
        point = draw()
        at = np.array([float(v) for v in point])
        found: Differences = richardson(lambda z: function(*z), at)
        claimed = np.asarray(gradient(*at), dtype=float)
        scale = np.where(np.abs(found.gradient) > 1e-8, np.abs(found.gradient), 1.0)
        errors = np.abs(claimed - found.gradient) / scale
        k = int(np.argmax(errors))
        wrong = wrong or bool(errors[k] * scale[k] > 100 * found.error[k] + 1e-7 * scale[k])
        if errors[k] >= worst.error:
            bound = float(errors[k] + found.error[k] / scale[k])
            worst = GradientCheck(
                None, float(errors[k]), bound, names[k], dict(zip(names, point)), f"{claimed[k]:.15g}",
                f"{found.gradient[k]:.15g}", "Richardson", count,
            )  # fmt: skip
    return _finished(worst, not wrong, count, 0)


def _finished(worst: GradientCheck, agrees: bool | None, points: int, kinks: int) -> GradientCheck:
    at = ", ".join(f"{n} = {v}" for n, v in worst.point.items())
    if agrees is False:
        text = f"the derivative by {worst.name} is {worst.found}, not {worst.claimed}, at {at}"
    elif agrees is None:
        text = f"not decided: {points} points were judged, {kinks} lay on a kink or outside the domain"
    else:
        text = f"no error above {worst.bound:.1e} at {points} points ({worst.method})"
    return GradientCheck(
        agrees,
        worst.error,
        worst.bound,
        worst.name,
        worst.point,
        worst.claimed,
        worst.found,
        worst.method,
        points,
        kinks,
        text,
    )
