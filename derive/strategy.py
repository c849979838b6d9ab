"""Claims as properties: Hypothesis draws points from the declarations, and the claim has to hold at each."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import mpmath
import sympy
from hypothesis import strategies

from derive.claim import Claim
from derive.declare import Declared, DeclaredFunction
from derive.point import STEPS, draw, on_grid
from derive.sheet import Sheet
from derive.verify.symbolic import model_of

#: Digits in which a claim is tried, and how many of them have to agree.
DIGITS, AGREE = 40, 22
z = sympy.Dummy("z", real=True)
#: For an abstract function, concrete ones by the properties that they have; the first with all of them is taken.
CONCRETE: tuple[tuple[frozenset[str], Any], ...] = (
    (frozenset(("smooth", "differentiable", "continuous")), sympy.sin(z) + z**2 / 3 + sympy.Rational(1, 5)),
    (frozenset(("smooth", "continuous", "positive", "increasing", "invertible")), sympy.exp(z / 2)),
    (frozenset(("smooth", "continuous", "positive", "increasing", "bounded", "invertible")), 1 / (1 + sympy.exp(-z))),
    (frozenset(("smooth", "continuous", "positive", "decreasing", "bounded")), 1 / (1 + sympy.exp(z))),
    (frozenset(("smooth", "continuous", "odd", "increasing", "bounded")), sympy.tanh(z)),
    (frozenset(("smooth", "continuous", "odd", "increasing", "invertible")), z + z**3 / 5),
)


def points(claim: Claim, sheet: Sheet) -> Any:
    """A strategy of points: a rational for each base name of the claim, along its declared span.

    Where the claim has conditions, the points meet them: they are drawn until they do.
    """
    names = base_names(claim, sheet)
    model = model_of(claim, sheet)
    conditions = [model.expand(c) for c in (*claim.given, *model.assumptions)]
    if conditions and not any(c.atoms(sympy.core.function.AppliedUndef) for c in conditions):
        seeds = strategies.integers(0, 2**32 - 1)
        return seeds.map(lambda seed: draw(names, random.Random(seed), conditions=conditions))
    steps = strategies.tuples(*(strategies.integers(0, STEPS - 1) for _ in names))

    def place(drawn: tuple[int, ...]) -> dict[Declared, Any]:
        found = {n: on_grid(n.declaration, step) for n, step in zip(names, drawn)}
        return {n: sympy.Rational(v.numerator, v.denominator) for n, v in found.items()}

    return steps.map(place)


def base_names(claim: Claim, sheet: Sheet) -> tuple[Declared, ...]:
    model = model_of(claim, sheet)
    needed: set[Any] = set()
    for side in (claim.left, claim.right, *claim.given, *model.assumptions):
        if isinstance(side, (sympy.Basic, sympy.MatrixBase)):
            needed |= model.expand(side).free_symbols
    needed |= {n.over for n in needed if getattr(n, "role", "") == "index"}
    return tuple(n for n in sheet.names() if n in needed)


def checkable(claim: Claim) -> bool:
    """Whether a claim is a relation of two numbers, or a condition, that can be tried at a point.

    Claims of vectors are tried at sampled sizes where they are verified; sides that SymPy has worked out to one and the
    same expression cannot differ anywhere.
    """
    if claim.relation == "equal" and claim.left == claim.right:
        return False
    sides = (claim.left, claim.right)
    if any(isinstance(s, sympy.Basic) and s.has(sympy.IndexedBase, sympy.Integral) for s in sides):
        return False
    return claim.relation in ORDERS or claim.relation in ("equal", "region", "holds")


def concrete(function: DeclaredFunction) -> Any:
    """A concrete function with the properties that are declared of an abstract one."""
    wanted = frozenset(function.declaration.properties)
    body = next((b for has, b in CONCRETE if wanted <= has), None)
    if body is None or function.declaration.arity != 1:
        raise LookupError(f"no concrete function is at hand for {function.declaration}")
    return sympy.Lambda(z, body)


ORDERS = {
    "less": lambda a, b, e: a < b + e,
    "at_most": lambda a, b, e: a <= b + e,
    "greater": lambda a, b, e: a > b - e,
    "at_least": lambda a, b, e: a >= b - e,
    "not_equal": lambda a, b, e: abs(a - b) > 0,
}


class Property:
    """A claim in numbers: ``given(point)`` says whether its conditions are met, ``holds(point)`` whether it is true."""

    def __init__(self, claim: Claim, sheet: Sheet) -> None:
        self.claim = claim
        self.names = base_names(claim, sheet)
        model = model_of(claim, sheet)
        functions = sheet.functions()

        def run(side: Any) -> Any:
            value = model.expand(sympy.sympify(side))
            for f in functions:
                if value.has(f):
                    value = value.replace(f, concrete(f))
            value = value.doit()
            return sympy.lambdify(self.names, value, "mpmath")

        ranges = [n <= n.over for n in self.names if n.role == "index"]
        self._given = [run(c) for c in (*claim.given, *model.assumptions, *ranges)]
        self._left = run(claim.left)
        self._right = None if claim.right is None else run(claim.right)

    def _at(self, run: Any, point: Mapping[Declared, Any]) -> Any:
        with mpmath.workdps(DIGITS):
            return run(*(mpmath.mpf(point[n].p) / point[n].q for n in self.names))

    def given(self, point: Mapping[Declared, Any]) -> bool:
        return all(bool(self._at(c, point)) for c in self._given)

    def holds(self, point: Mapping[Declared, Any]) -> bool:
        left = self._at(self._left, point)
        if self.claim.relation == "holds":
            return bool(left)
        right = self._at(self._right, point)
        if self.claim.relation == "region":
            return bool(left) == bool(right)
        lefts, rights = _entries(left), _entries(right)
        if len(lefts) != len(rights):
            return False
        # Outside of it the slack would be lost in the rounding of a double.
        with mpmath.workdps(DIGITS):
            return all(self._related(a, b) for a, b in zip(lefts, rights))

    def _related(self, a: Any, b: Any) -> bool:
        slack = mpmath.mpf(10) ** -AGREE * (1 + abs(a) + abs(b))
        if self.claim.relation == "equal":
            return bool(abs(a - b) <= slack)
        return bool(ORDERS[self.claim.relation](a, b, slack))


def _entries(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (mpmath.matrix, tuple, list)) else [value]
