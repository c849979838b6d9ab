"""Points at which one formula certainly holds and another certainly fails.

Points come from the domain (small rationals) and from the formulas themselves: an equation is solved for one name at a
time, with rationals for the others, so that the point lies on it exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cmp_to_key
from itertools import islice, product

from derive.decide.ball import Unsupported
from derive.decide.budget import Budget
from derive.decide.relations.algebra import TooLargeError
from derive.decide.relations.definedness import open_holes, pole_at
from derive.decide.relations.formula import Atom, Formula, Junction, atoms, evaluate
from derive.decide.relations.line import NotAlgebraicError, atom_truth, candidates, compare, line_places
from derive.decide.relations.points import (
    Coordinate,
    Root,
    Sign,
    coordinate_ball,
    coordinate_text,
    nonzero_at,
    place,
    rational_value,
    sign_at,
)
from derive.decide.relations.scene import Scene
from derive.decide.relations.solve import crossings, eliminate, linear_solution
from derive.decide.sample import points, real_points
from derive.expression import ONE, PI, TWO, Expression, add, constant, div, mul, number, sub
from derive.verdict import Evidence

#: The method of a counterexample at which one side has no value.
UNDEFINED = "point without a value"
#: How many points are tried before a point without a value is good enough.
PATIENCE = 80
TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
#: Simple angles, as multiples of pi.
ANGLES = tuple(Fraction(n, d) for n, d in ((0, 1), (1, 1), (1, 2), (-1, 2), (2, 1), (1, 4), (3, 4), (1, 6), (1, 3)))
REAL_SIGNS = (Sign.NEGATIVE, Sign.ZERO, Sign.POSITIVE)
Point = dict[str, Coordinate]


@dataclass(slots=True)
class Search:
    """What was found: points at which only one formula holds, and how often both did or both did not.

    ``pole_left``: a point at which the left formula holds and the right one has no value.
    """

    only_left: Point | None = None
    only_right: Point | None = None
    pole_left: Point | None = None
    pole_right: Point | None = None
    both: int = 0
    neither: int = 0
    unknown: int = 0
    on_left: int = 0
    on_right: int = 0
    seen: set[tuple[tuple[str, Coordinate], ...]] = field(default_factory=set)

    def enough(self, wanted: tuple[bool, bool]) -> bool:
        """Whether every wanted direction has its point; one without a value does after a while."""
        patient = len(self.seen) < PATIENCE
        sides = ((self.only_left, self.pole_left), (self.only_right, self.pole_right))
        return any(wanted) and all(
            regular is not None or (pole is not None and not patient)
            for (regular, pole), needed in zip(sides, wanted)
            if needed
        )

    @property
    def differs(self) -> bool:
        return any(p is not None for p in (self.only_left, self.only_right, self.pole_left, self.pole_right))


def search(
    left: Formula,
    right: Formula,
    scene: Scene,
    budget: Budget,
    *,
    words: Mapping[str, bool] | None = None,
    wanted: tuple[bool, bool] = (True, True),
) -> Search:
    """Looks for points that tell two formulas apart, in the wanted directions."""
    found = Search()
    for point, origin in islice(_points(left, right, scene, budget), 400):
        if budget.expired or found.enough(wanted):
            break
        key = tuple(sorted(((k, v) for k, v in point.items()), key=lambda t: t[0]))
        if key in found.seen:
            continue
        found.seen.add(key)
        if not inside(point, scene):
            continue
        first, second = holds_at(left, point, words), holds_at(right, point, words)
        if first is None or second is None:
            found.unknown += 1
        elif first and second:
            found.both += 1
            found.on_left += origin == "left"
            found.on_right += origin == "right"
        elif not first and not second:
            found.neither += 1
        else:
            _note(found, left, right, point, scene, words, bool(first))
    return found


def _note(
    found: Search,
    left: Formula,
    right: Formula,
    point: Point,
    scene: Scene,
    words: Mapping[str, bool] | None,
    first: bool,
) -> None:
    """A point at which only one side holds: the other is false there, or has no value."""
    if (found.only_left if first else found.only_right) is not None:
        return
    true, false = (left, right) if first else (right, left)
    undefined = [a for a in atoms(false) if atom_truth(a, point)[1]]
    known = (found.pole_left if first else found.pole_right) is not None
    if undefined and known:
        return
    if not undefined or not _hole(true, false, point, words):
        if first:
            found.only_left = point
        else:
            found.only_right = point
    elif not scene.lenient and any(pole_at(a, point) for a in undefined):
        if first:
            found.pole_left = point
        else:
            found.pole_right = point


def holds_at(formula: Formula, point: Mapping[str, Coordinate], words: Mapping[str, bool] | None = None) -> bool | None:
    return evaluate(formula, lambda a: atom_truth(a, point)[0], words)


def inside(point: Point, scene: Scene) -> bool | None:
    """Whether a point lies in the domain; None where that is not known."""
    for text, value in point.items():
        if scene.is_integer(text) and not (isinstance(value, Fraction) and value.denominator == 1):
            return False
        if scene.where.of(text).is_real and isinstance(value, Root) and not value.real:
            return False
        dependent = scene.where.of(text).is_real and isinstance(value, Expression)
        if not dependent:
            continue
        sign = sign_at(place(Expression("name", (), text), point), point)
        if sign not in REAL_SIGNS:
            return None if sign is None else False
    return holds_at(scene.domain, point)


def _hole(true: Formula, false: Formula, point: Point, words: Mapping[str, bool] | None) -> bool:
    """The false formula is just undefined at this point, while the true one holds on a whole neighbourhood."""
    step = Fraction(1, 1009)
    for text, value in point.items():
        if isinstance(value, Fraction):
            for move in (step, -step):
                if holds_at(true, {**point, text: value + move}, words) and holds_at(
                    false, {**point, text: value + move}, words
                ):
                    return True
    return _hole_on_curve(true, false, point, words)


def _hole_on_curve(true: Formula, false: Formula, point: Point, words: Mapping[str, bool] | None) -> bool:
    """The same for an equation: beside the hole, on the curve itself, both hold."""
    steps = {t: Fraction(1, 1009 + 4 * k) for k, (t, v) in enumerate(point.items()) if isinstance(v, Fraction)}
    for other in point:
        rest = [t for t in steps if t != other]
        for chosen in (*((t,) for t in rest), tuple(rest)) if len(rest) > 1 else ((t,) for t in rest):
            moved = {k: v for k, v in point.items() if k != other}
            moved |= {t: point[t] + steps[t] for t in chosen}  # type: ignore[operator]
            for atom in atoms(true):
                for root in solutions_for(atom, other, moved, real=True):
                    nearby = {**moved, other: root}
                    if not _near(point[other], root):
                        continue
                    if holds_at(true, nearby, words) and holds_at(false, nearby, words):
                        return True
    return False


def _near(a: Coordinate, b: Coordinate) -> bool:
    try:
        return bool(abs(coordinate_ball(a, 96) - coordinate_ball(b, 96)) < 0.1)
    except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
        return False


def _points(left: Formula, right: Formula, scene: Scene, budget: Budget) -> Iterator[tuple[Point, str]]:
    names = scene.names
    sampler = real_points if scene.real else points
    base = [_coordinates(p) for p in sampler(scene.vocabulary, names, 14)] if names else [{}]
    for point in base[:6]:
        yield point, ""
    for origin, formula in (("left", left), ("right", right)):
        for conjunct in _conjuncts(formula, 16):
            equations = [a.difference() for a in conjunct if a.op == "eq"]
            if len(equations) > 1:
                for point in base[:4]:
                    budget.check()
                    for solved in islice(eliminate(equations, names, point, scene.real), 8):
                        yield {**point, **solved}, origin
    if not scene.lenient:
        yield from _at_holes(left, right, scene, base[:3], budget)
    for point in _at_angles(atoms(left, right), scene, base[:2], budget):
        yield point, ""
    for origin, formula in (("left", left), ("right", right)):
        for atom in atoms(formula)[:10]:
            involved = [n for n in names if n in atom.difference().names()]
            for point in base[:5]:
                for text in involved[:4]:
                    budget.check()
                    others = {k: v for k, v in point.items() if k != text}
                    for root in solutions_for(atom, text, others, real=scene.real):
                        yield {**others, text: root}, origin if atom.op == "eq" else ""
    if scene.real and any(a.op not in ("eq", "ne") for a in atoms(left, right)):
        yield from _slices(atoms(left, right)[:8], names, base[:5], budget)
    for point in base[6:]:
        yield point, ""
    small = [Fraction(v) for v in (0, 1, -1, 2)]
    if 0 < len(names) <= 4:
        for values in product(small, repeat=len(names)):
            yield {**(base[0] if base else {}), **dict(zip(names, values))}, ""


def _at_holes(
    left: Formula, right: Formula, scene: Scene, base: Sequence[Point], budget: Budget
) -> Iterator[tuple[Point, str]]:
    """Points on the equations of one formula at which a divisor (or the like) of the other vanishes."""
    for origin, formula, other in (("left", left, right), ("right", right, left)):
        missing = [h.expression for a in atoms(other)[:8] for h in open_holes(a, scene, budget) if h.told]
        zeros = dict.fromkeys(z for expression in missing for z in _zeros_of(expression))
        for conjunct in _conjuncts(formula, 8) if zeros else ():
            equations = [a.difference() for a in conjunct if a.op == "eq"]
            for zero in list(zeros)[:6]:
                for point in base:
                    budget.check()
                    for solved in islice(eliminate([*equations, zero], scene.names, point, scene.real), 4):
                        yield {**point, **solved}, origin


def _zeros_of(expression: Expression) -> Iterator[Expression]:
    """Simpler expressions that vanish only where the given one does."""
    head, args = expression.head, expression.args
    function = expression.value if head == "call" else ""
    if function in ("Abs", "sqrt", "cbrt") or head in ("neg", "pow", "div"):
        yield from _zeros_of(args[0])
    elif head == "mul":
        for factor in args:
            yield from _zeros_of(factor)
    elif function == "cos":
        yield sub(args[0], div(PI, TWO))
    elif function == "sin":
        yield from (args[0], sub(args[0], PI))
    elif function == "log":
        yield sub(args[0], ONE)
    elif expression.names():
        yield expression


def _at_angles(found: Sequence[Atom], scene: Scene, base: Sequence[Point], budget: Budget) -> Iterator[Point]:
    """Points at which the argument of a trigonometric function is a simple angle."""
    angles = dict.fromkeys(
        n.args[0]
        for a in found
        for n in a.difference().walk()
        if n.head == "call" and n.value in TRIGONOMETRIC and n.names()
    )
    for argument in list(angles)[:3]:
        for quotient in ANGLES:
            for point in base:
                budget.check()
                equation = sub(argument, mul(number(quotient), PI))
                for solved in islice(eliminate([equation], scene.names, point, scene.real), 1):
                    yield {**point, **solved}


def _slices(
    found: Sequence[Atom], names: Sequence[str], base: Sequence[Point], budget: Budget
) -> Iterator[tuple[Point, str]]:
    """Lines through the base points along each name: one point between any two neighbouring borders."""
    for point in base:
        for text in names[:5]:
            budget.check()
            others = {k: v for k, v in point.items() if k != text}
            borders = [r for a in found for r in solutions_for(a, text, others, real=True)]
            try:
                ordered = sorted(dict.fromkeys(borders), key=cmp_to_key(compare))
                places = line_places([b for i, b in enumerate(ordered) if not i or compare(ordered[i - 1], b)])
            except TooLargeError:
                continue
            for place_on_line, is_open in places:
                if is_open and borders:
                    yield {**others, text: place_on_line}, ""


def _coordinates(point: Mapping[str, object]) -> Point:
    result: Point = {}
    for text, value in point.items():
        if isinstance(value, Fraction):
            result[text] = value
        elif isinstance(value, tuple):
            real, imaginary = value
            result[text] = add(number(real), mul(number(imaginary), constant("i"))) if imaginary else Fraction(real)
    return result


def solutions_for(atom: Atom, text: str, others: Point, *, real: bool) -> tuple[Coordinate, ...]:
    """Exact solutions of ``left = right`` for one name, with the others fixed."""
    placed = Atom("eq", place(atom.left, others), place(atom.right, others))
    if any(n != text for n in placed.difference().names()):
        return ()
    solved = linear_solution(placed.difference(), text)
    if solved is not None and nonzero_at(solved[1], {}):
        exact = rational_value(solved[0])
        return (solved[0] if exact is None else exact,)
    try:
        return candidates((placed,), text, real=real)[:12]
    except (NotAlgebraicError, TooLargeError, ZeroDivisionError, ValueError, OverflowError):
        return crossings(placed.difference(), text) if real else ()


def _conjuncts(formula: Formula, most: int) -> list[tuple[Atom, ...]]:
    """The first few terms of the disjunctive normal form, letters left out."""
    if isinstance(formula, Atom):
        return [(formula,)]
    if not isinstance(formula, Junction):
        return [()]
    if not formula.conjunctive:
        return [c for p in formula.parts for c in _conjuncts(p, most)][:most]
    result: list[tuple[Atom, ...]] = [()]
    for part in formula.parts:
        result = [a + b for a in result for b in _conjuncts(part, most)][:most]
    return result


def point_figures(point: Mapping[str, Coordinate]) -> tuple[tuple[str, str], ...]:
    return tuple((text, coordinate_text(value)) for text, value in point.items())


def describe(point: Mapping[str, Coordinate]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in point_figures(point)) or "every point"


def difference_at(
    where: str, first: bool, figures: tuple[tuple[str, str], ...], method: str, *, pole: bool
) -> Evidence:
    """A point at which one side holds and the other does not, or has no value."""
    one, other = ("first", "second") if first else ("second", "first")
    if pole:
        text = f"at {where} the {one} holds and the {other} has no value"
        return Evidence("counterexample", UNDEFINED, text, figures)
    return Evidence("counterexample", method, f"at {where} only the {one} holds", figures)
