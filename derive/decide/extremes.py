"""Points where differences hide: at all scales, at the ends of ranges, and where something in the formula vanishes.

A sharp transition (``tanh(10^6 x)`` against ``sign x``) lies close to an end, a narrow bump
(``exp(-10^8 (x - 5)^2)``) at the root of a term: between points of ordinary size neither is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from derive.decide.domain import Domain, Range
from derive.decide.sample import Point, admissible, exact, sample
from derive.expression import Expression

#: Sums whose roots are looked for.
MOST_SUMS = 40
_EXPONENTS = (-3, -6, -9, -12, -16, -20, 3, 6, 10)
_OFFSETS = tuple(Fraction(s, 10**k) for k in (0, 4, 8) for s in (0, 1, -1) if s or not k)


def extremes(where: Domain, names: Iterable[str], sides: tuple[Expression, ...] = ()) -> Iterator[Point]:
    """The names in turn at roots of sums, near the ends of their ranges, tiny and huge; the others generic."""
    bases = sample(where, 2, 1, real=True)
    if not bases:
        return
    moving = [n for n in names if not isinstance(bases[0].get(n), tuple) and where.of(n).kind != "integer"]
    for point in _near_roots(bases[0], moving, sides):
        if admissible(where, point):
            yield point
    for name in moving:
        for value in (Fraction(0), Fraction(1), Fraction(-1)):
            point = {**bases[0], name: value}
            if admissible(where, point):
                yield point
    for exponent in _EXPONENTS:
        for name in moving:
            for sign in (1, -1):
                point = {**bases[exponent % len(bases)], name: _scaled(where.of(name), exponent, sign)}
                if admissible(where, point):
                    yield point


def _near_roots(base: Point, names: list[str], sides: tuple[Expression, ...]) -> Iterator[Point]:
    sums = dict.fromkeys(n for side in sides for n in side.walk() if n.head == "add")
    for node in list(sums)[:MOST_SUMS]:
        for name in node.names():
            if name not in names:
                continue
            root = _root(node, name, base)
            if root is not None:
                for offset in _OFFSETS:
                    yield {**base, name: root + offset / 3}


def _root(node: Expression, name: str, base: Point) -> Fraction | None:
    """Where a sum vanishes as a function of one name, if it is linear in it."""
    at = [exact(node, {**base, name: Fraction(k)}) for k in (0, 1, 2)]
    if at[0] is None or at[1] is None or at[2] is None:
        return None
    slope = at[1] - at[0]
    if slope == 0 or at[2] - at[1] != slope:
        return None
    return -at[0] / slope


def _scaled(where: Range, exponent: int, sign: int) -> Fraction:
    size = Fraction(7, 5) * Fraction(10) ** exponent
    if where.low is not None and (sign > 0 or where.high is None):
        return where.low + size
    if where.high is not None:
        return where.high - size
    return sign * size
