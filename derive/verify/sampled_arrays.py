"""Inequalities of vectors and matrices of any size, tried exactly at sampled sizes and entries."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import sympy

from derive.claim import Claim
from derive.declare import DeclaredArray
from derive.point import draw, draw_arrays
from derive.sheet import Sheet
from derive.verdict import Evidence, Verdict, refuted, supported
from derive.verify.at_point import exactly

POINTS = 60


def has_arrays(claim: Claim) -> bool:
    sides = (claim.left, claim.right)
    return any(isinstance(s, sympy.Basic) and s.has(sympy.IndexedBase) for s in sides)


def over_arrays(claim: Claim, relation: Any, sheet: Sheet) -> Verdict:
    """Whether ``relation(left, right)`` is true at exact points, the one at which every entry is zero among them."""
    model = claim.model or sheet.model
    sides = [model.expand(sympy.sympify(side)) for side in (claim.left, claim.right)]
    for point in _points(sides, sheet):
        left, right = (exactly(side, point) for side in sides)
        if relation(left, right) != sympy.true:
            figures = tuple((str(n), str(v)) for n, v in point.items())
            where = ", ".join(f"{n} = {v}" for n, v in figures)
            text = f"at {where} the two sides are {sympy.N(left, 6)} and {sympy.N(right, 6)}"
            return refuted(text, Evidence("counterexample", "exact point", text, figures))
    text = f"true at {POINTS} points of several sizes, each in exact arithmetic"
    return supported(text, Evidence("agreement", "exact points", text, (("points", str(POINTS)),)))


def _points(sides: Sequence[Any], sheet: Sheet) -> Iterator[dict[Any, Any]]:
    generator = random.Random(POINTS)
    labels: set[str] = set()
    scalars: set[Any] = set()
    for side in sides:
        if isinstance(side, sympy.Basic):
            labels |= {str(a.label) for a in side.atoms(sympy.IndexedBase)}
            scalars |= side.free_symbols
    arrays = [a for a in sheet.arrays() if a.name in labels]
    sizes = {s for a in arrays for s in a.sizes}
    names = [n for n in sheet.names() if n in scalars or n in sizes]
    for number in range(POINTS):
        point = draw(names, generator, fixed=sheet.settings())
        drawn = draw_arrays(arrays, point, generator)
        if number == 0:
            drawn = {a: v * 0 if _may_vanish(a) else v for a, v in drawn.items()}
        yield {**point, **drawn}


def _may_vanish(array: DeclaredArray) -> bool:
    return array.declaration.domain in ("real", "nonnegative", "complex", "integer", "nonnegative integer")
