"""Is this the gradient of that function?  A filter in complex arithmetic, and balls as the judge."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from numeric.adjoint import Gradients
from numeric.balls import Balls, ball
from numeric.compiled import Kernel
from numeric.complexified import complexified
from numeric.errors import WrongArguments
from numeric.gradient_check import GradientCheck, finished
from numeric.gradient_differences import by_differences
from numeric.tape import Tape

arb = flint.arb
#: The imaginary part of the complex step: its square is beyond the last digit of any sum.
STEP = 1e-60
#: Bits of the judge; doubled where its balls are too wide to tell.
PRECISIONS = (128, 256, 512)
#: Where the enclosures overlap and are narrower than this (relatively), the gradient counts as right there.
NARROW = 1e-30


class GradientJudge:
    """A function and its claimed gradient as two tapes over the same names; checks one point at a time."""

    def __init__(self, function: Tape, gradient: Tape) -> None:
        self.function = function
        self.gradient = gradient
        self._true, self._claimed = Gradients(function), Balls(gradient)
        fixed = function.fixed()
        self._comparisons = [
            s.arguments for s, f in zip(function.steps, fixed) if s.operation in ("lt", "le", "eq", "ne") and not f
        ]
        self._kernels: tuple[Kernel, Kernel] | None = None

    def filter(self, point: Sequence[float]) -> tuple[float, int]:
        """The largest relative error by the complex step in double precision, and its component."""
        compiled, claim = self._compiled()
        x = np.asarray(point, dtype=np.float64)
        # One lane for each name, which carries the imaginary part.
        lanes = np.concatenate([np.broadcast_to(x[:, None], (x.size, x.size)), STEP * np.eye(x.size)])
        found = compiled.columns(lanes)[1] / STEP
        claimed = claim.columns(x[:, None])[:, 0]
        scale = np.maximum(np.abs(found), np.abs(found).max(initial=1e-300) * 1e-10)
        errors = np.abs(claimed - found) / scale
        worst = int(np.argmax(errors))
        return float(errors[worst]), worst

    def _compiled(self) -> tuple[Kernel, Kernel]:
        if self._kernels is None:
            self._kernels = Kernel(complexified(self.function)), Kernel(self.gradient)
        return self._kernels

    def judge(self, point: Sequence[Fraction], bits: int = PRECISIONS[0]) -> list[tuple[Any, Any]]:
        """Balls around the claimed and the true derivative by each name."""
        before = flint.ctx.prec
        try:
            flint.ctx.prec = bits
            at = [ball(v) for v in point]
            if self._comparisons:
                values = self._true.balls.run(at)
                if any(values[a].overlaps(values[b]) for a, b in self._comparisons):
                    # On the edge of a piece the derivative of the piece is not that of the function.
                    return [(arb.nan(), arb.nan())] * len(point)
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

    Functions that are analytic piece by piece (abs, max, conditions) are judged in balls off their kinks; where only
    kinks were met, and for a plain function (below), differences by Richardson's extrapolation decide, if they can.
    ``method`` and ``bound`` of the result say what stands behind it.

    ``function`` may also be a plain function of arrays, one for each name (a simulation, a kernel): its derivatives are
    then found by Richardson's extrapolation, which is no proof.

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
    draw = _given(spelt, at) if at is not None else _drawn(spelt, span, seed)
    points = 1 if at is not None else count
    claimed = tape(names, list(gradient), functions=functions, values=values)
    if len(claimed.outputs) != len(spelt):
        raise WrongArguments(f"the gradient has {len(claimed.outputs)} components for {len(spelt)} names")
    if callable(function) and not hasattr(function, "free_symbols"):
        return by_differences(function, claimed, spelt, draw, points)
    program = tape(names, function, functions=functions, values=values)
    if len(program.outputs) != 1:
        raise WrongArguments(f"the function has {len(program.outputs)} values; a gradient is that of one")
    judged = _judged(GradientJudge(program, claimed), spelt, draw, points)
    if judged.points:
        return judged
    # Balls have no derivative where a condition changes, though the function may be smooth there.
    plain = by_differences(Kernel(program, nonfinite="allow"), claimed, spelt, draw, points)
    return judged if plain.agrees is None else plain


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
    return finished(worst, agrees, done, kinks)


def _pairs(judge: GradientJudge, point: list[Fraction]) -> list[tuple[Any, Any]] | None:
    """Balls narrow enough to tell, or None where there is no derivative."""
    for bits in PRECISIONS:
        pairs = judge.judge(point, bits)
        if not all(c.is_finite() and f.is_finite() for c, f in pairs):
            continue
        if all(not c.overlaps(f) or float((c - f).rad()) <= NARROW * max(1e-8, float(abs(f).mid())) for c, f in pairs):
            return pairs
    return pairs if all(c.is_finite() and f.is_finite() for c, f in pairs) else None
