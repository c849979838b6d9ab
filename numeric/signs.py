"""The sign of an expression over a whole box, certified in ball arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flint

from numeric.adjoint import Gradients
from numeric.balls import Balls
from numeric.domain import outside
from numeric.errors import UnknownFunction
from numeric.krawczyk import Box, split
from numeric.roots import end_ball, exact_ends


@dataclass(frozen=True, slots=True)
class Sign:
    """``sign`` is +1 or -1 where that is proved over the whole box, else None.

    ``positive`` and ``negative`` are points (by name, exact dyadic numbers) at which that sign is certain, where met:
    with both, the expression has no one sign.  ``boxes`` were looked at.
    """

    sign: int | None
    positive: Mapping[str, float] | None
    negative: Mapping[str, float] | None
    boxes: int
    text: str


def certified_sign(
    expression: Any,
    box: Mapping[Any, tuple[Any, Any]],
    *,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    limit: int = 4000,
) -> Sign:
    """Prove that an expression is positive, or negative, on the closed box ``{name: (low, high)}``.

    An expression that touches zero has no certified sign.  Raises the errors of :func:`numeric.kernel`.

    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> certified_sign(x**2 - x + 1, {x: (-10, 10)}).sign
    1
    """
    from numeric.translate import tape

    names = tuple(str(n) for n in box)
    program = tape(names, expression, values=values, functions=functions)
    whole = [end_ball(a).union(end_ball(b)) for a, b in (exact_ends(n, e) for n, e in zip(names, box.values()))]
    before = flint.ctx.prec
    try:
        flint.ctx.prec = 64
        return _searched(program, names, whole, limit)
    finally:
        flint.ctx.prec = before


def _searched(program: Any, names: tuple[str, ...], whole: Box, limit: int) -> Sign:
    balls = Balls(program)
    try:
        gradients: Gradients | None = Gradients(program, hull=True)
    except UnknownFunction:
        gradients = None
    seen: dict[int, Mapping[str, float]] = {}
    signs: set[int] = set()
    work: list[Box] = [whole]
    boxes = 0
    while work and boxes < limit:
        box = work.pop()
        boxes += 1
        if outside(balls, box):
            continue
        middle = [x.mid() for x in box]
        at = balls(middle)[0]
        sign = _sign(at)
        if sign:
            seen.setdefault(sign, {n: float(m) for n, m in zip(names, middle)})
        if len(seen) == 2:
            return Sign(
                None, seen[1], seen[-1], boxes, f"both signs occur: positive at {seen[1]}, negative at {seen[-1]}"
            )
        found = _sign(balls(box)[0])
        smear: list[float] = []
        if not found and gradients is not None:
            _, rows = gradients(box)
            slope = rows[0]
            smear = [float(abs(d).upper()) * float(x.rad()) for d, x in zip(slope, box)]
            # The mean value form: f(m) + f'(X)(X - m).
            found = _sign(at + sum((d * (x - m) for d, x, m in zip(slope, box, middle)), flint.arb(0)))
        if found:
            signs.add(found)
        elif all(x.rad() == 0 for x in box):
            break
        else:
            work += split(box, smear)
    if not work and len(signs) == 1:
        sign = signs.pop()
        return Sign(
            sign,
            seen.get(1),
            seen.get(-1),
            boxes,
            f"{'positive' if sign > 0 else 'negative'} wherever it is defined (proved)",
        )
    return Sign(None, seen.get(1), seen.get(-1), boxes, f"no sign proved with {boxes} boxes")


def _sign(x: Any) -> int:
    if not x.is_finite():
        return 0
    return 1 if x > 0 else -1 if x < 0 else 0
