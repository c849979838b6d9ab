"""Systems of equations with finitely many solutions: all of them, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from derive.decide.budget import Budget
from derive.decide.relations.algebra import algebra_for
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import NEVER, Atom, Formula, Junction, Truth
from derive.decide.relations.line import candidates, generic, line_places
from derive.decide.relations.points import Coordinate, Sign, place, rational_value, sign_at
from derive.decide.relations.scene import Scene
from derive.decide.relations.solve import linear_solution
from derive.decide.relations.witness import holds_at, inside
from derive.expression import ZERO, Expression, replace

Point = dict[str, Coordinate]
MOST_SOLUTIONS = 60


def finite_solutions(formula: Formula, scene: Scene, budget: Budget) -> list[Point] | None:
    """Every point of the domain at which a formula holds, or None where they could not all be found."""
    found: list[Point] = []
    conjuncts = [] if formula == NEVER else normal_form(formula, 64)
    if conjuncts is None:
        return None
    for conjunct in conjuncts:
        budget.check()
        equations = [a.difference() for a in conjunct if a.op == "eq"]
        points = _solutions(equations, scene)
        if points is None:
            return None
        for point in points:
            truths = [holds_at(a, point) for a in conjunct]
            if False in truths:
                continue
            within = inside(point, scene)
            if None in truths or within is None:
                return None
            if within:
                found.append(point)
        if len(found) > MOST_SOLUTIONS:
            return None
    return found


def _solutions(equations: Sequence[Expression], scene: Scene) -> list[Point] | None:
    """All solutions of a system that is linear in all names but one, with constant coefficients."""
    rest = list(equations)
    dependent: dict[str, Expression] = {}
    while True:
        step = next(
            (
                (i, n, solved[0])
                for i, e in enumerate(rest)
                for n in scene.names
                if n not in dependent and (solved := linear_solution(e, n)) is not None and not solved[1].names()
            ),
            None,
        )
        if step is None:
            break
        index, text, value = step
        dependent = {k: replace(v, {text: value}) for k, v in dependent.items()}
        dependent[text] = value
        rest = [replace(e, {text: value}) for i, e in enumerate(rest) if i != index]
    free = [n for n in scene.names if n not in dependent]
    if len(free) > 1:
        return _two_unknowns(rest, free, dependent, scene) if len(free) == 2 else None
    if not free:
        constants = [rational_value(e) for e in rest]
        if any(c is not None and c != 0 for c in constants):
            return []
        return [{n: _simple(v) for n, v in dependent.items()}]
    return _one_unknown(rest, free[0], dependent, scene)


def _one_unknown(
    rest: Sequence[Expression], text: str, dependent: dict[str, Expression], scene: Scene
) -> list[Point] | None:
    remaining = [e for e in rest if rational_value(e) != 0]
    if any(not e.names() for e in remaining):
        return [] if any(rational_value(e) is not None for e in remaining) else None
    if not remaining:
        return None
    try:
        values = candidates([Atom("eq", remaining[0], ZERO)], text, real=scene.real)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    between = [p for p, is_open in line_places(values) if is_open] if scene.real else [generic(values)]
    if any(sign_at(remaining[0], {text: p}) in (Sign.ZERO, None) for p in between):
        return None  # it vanishes on a whole interval
    points: list[Point] = []
    for value in values:
        signs = [sign_at(e, {text: value}) for e in remaining]
        if None in signs:
            return None
        if all(s is Sign.ZERO for s in signs):
            point: Point = {text: value}
            point.update({n: _simple(place(v, point)) for n, v in dependent.items()})
            points.append({n: point[n] for n in scene.names})
    return points


def _two_unknowns(
    rest: Sequence[Expression], free: Sequence[str], dependent: dict[str, Expression], scene: Scene
) -> list[Point] | None:
    """Two polynomial equations without a common factor: the roots of their resultants, tried in pairs."""
    if len(rest) < 2:
        return None
    values = [_resultant_roots(rest[0], rest[1], keep, drop, scene.real) for keep, drop in (free, free[::-1])]
    if values[0] is None or values[1] is None:
        return None
    points: list[Point] = []
    for pair in product(values[0], values[1]):
        point: Point = dict(zip(free, pair))
        signs = [sign_at(e, point) for e in rest]
        if None in signs:
            return None
        if all(s is Sign.ZERO for s in signs):
            point.update({n: _simple(place(v, point)) for n, v in dependent.items()})
            points.append({n: point[n] for n in scene.names})
    return points


def _resultant_roots(a: Expression, b: Expression, keep: str, drop: str, real: bool) -> tuple[Coordinate, ...] | None:
    try:
        algebra = algebra_for([a, b], real=True)
        first, second = convert(algebra, a).numerator, convert(algebra, b).numerator
        if len(algebra.keys) > 2:
            return None
        result = first.resultant(second, algebra.keys[("name", drop)])
        if result.is_zero():
            return None
        equation = algebra.meaning(result)
        return candidates([Atom("eq", equation, ZERO)], keep, real=real) if equation.names() else ()
    except (ValueError, ZeroDivisionError, OverflowError, KeyError):
        return None


def _simple(value: Expression) -> Coordinate:
    exact = rational_value(value)
    return value if exact is None else exact


def normal_form(formula: Formula, most: int) -> list[tuple[Atom, ...]] | None:
    """The disjunctive normal form of a formula without letters; None where it is too long."""
    if isinstance(formula, Truth):
        return [()] if formula.value else None
    if isinstance(formula, Atom):
        return [(formula,)]
    if not isinstance(formula, Junction):
        return None
    if not formula.conjunctive:
        joined: list[tuple[Atom, ...]] = []
        for part in formula.parts:
            inner = normal_form(part, most)
            if inner is None:
                return None
            joined += inner
        return joined if len(joined) <= most else None
    result: list[tuple[Atom, ...]] = [()]
    for part in formula.parts:
        inner = normal_form(part, most)
        if inner is None or len(result) * len(inner) > most:
            return None
        result = [a + b for a in result for b in inner]
    return result
