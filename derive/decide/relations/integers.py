"""Relations between integers: cells of the line that contain one, and remainders, which repeat."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

from derive.decide.ball import precision
from derive.decide.relations.formula import Atom, Formula, atoms, letters
from derive.decide.relations.line import Cell, NotAlgebraicError, compare
from derive.decide.relations.points import Coordinate, Sign, coordinate_ball, rational_value, sign_at
from derive.decide.relations.witness import describe, difference_at, holds_at, inside, point_figures
from derive.expression import Expression, number, rewrite, sub
from derive.verdict import Evidence, Outcome

if TYPE_CHECKING:
    from derive.decide.relations.progress import Progress

MOST_CASES, MOST_PERIOD = 4000, 60


def an_integer(cells: Sequence[Cell], index: int) -> Fraction | None:
    """An integer in a cell of the line, or None where there is certainly none."""
    cell = cells[index]
    if not cell.is_open:
        if isinstance(cell.point, Fraction):
            return cell.point if cell.point.denominator == 1 else None
        return _integer_at(cell.point)
    before, after = _end(cells, index, -1), _end(cells, index, 1)
    if before is None:
        return _beyond(after, -1) if after is not None else Fraction(0)
    candidate = _beyond(before, 1)
    return candidate if after is None or compare(candidate, after) < 0 else None


def _end(cells: Sequence[Cell], index: int, step: int) -> Coordinate | None:
    """The point at which an open cell ends."""
    at = index + step
    while 0 <= at < len(cells) and cells[at].is_open:
        at += step
    return cells[at].point if 0 <= at < len(cells) else None


def _beyond(point: Coordinate, step: int) -> Fraction:
    """The nearest integer on one side of a point, the point itself left out."""
    if isinstance(point, Fraction):
        floor = point.numerator // point.denominator
        return Fraction(floor + 1 if step > 0 else (floor - 1 if point.denominator == 1 else floor))
    exact = _integer_at(point)
    if exact is not None:
        return exact + step
    with precision(256):
        ball = coordinate_ball(point, 256).real
        floor = ball.floor().unique_fmpz()
    if floor is None:
        raise NotAlgebraicError("an end of an interval close to an integer")
    return Fraction(int(floor) + (1 if step > 0 else 0))


def _integer_at(point: Coordinate) -> Fraction | None:
    """The integer that a coordinate is, or None where it certainly is none."""
    with precision(256):
        ball = coordinate_ball(point, 256).real
        if not ball.contains_integer():
            return None
        guess = Fraction(int(ball.mid().floor().unique_fmpz() or 0))
    for value in (guess, guess + 1):
        if isinstance(point, Expression) and sign_at(sub(point, number(value)), {}) is Sign.ZERO:
            return value
    raise NotAlgebraicError("a point close to an integer")


def by_residues(p: Progress) -> None:
    """Remainders and powers of -1 of integers: all cases modulo their common period."""
    scene = p.scene
    if scene.functions or not scene.names or letters(p.left, p.right):
        return
    if not all(scene.is_integer(n) for n in scene.names):
        return
    period = _period(p.left, p.right)
    if period is None or period > MOST_PERIOD or period ** len(scene.names) > MOST_CASES:
        return
    differs: dict[bool, dict[str, Coordinate]] = {}
    for values in product(range(period), repeat=len(scene.names)):
        p.budget.check()
        point: dict[str, Coordinate] = {n: Fraction(v) for n, v in zip(scene.names, values)}
        first, second = holds_at(p.left, point), holds_at(p.right, point)
        if first is None or second is None:
            return
        if first != second and first not in differs:
            differs[first] = point
    for forward in (True, False):
        if forward not in differs:
            text = f"the same in all {period ** len(scene.names)} cases modulo {period}"
            p.settle(forward, Outcome.PROVED, Evidence("proof", "residues", text))
            continue
        shown = _moved_inside(differs[forward], period, p)
        if shown is not None:
            found = difference_at(describe(shown), forward, point_figures(shown), "residues", pole=False)
            p.settle(forward, Outcome.REFUTED, found)


def _moved_inside(point: dict[str, Coordinate], period: int, p: Progress) -> dict[str, Coordinate] | None:
    """A point of the domain with the same residues."""
    for turns in range(-3, 4):
        moved: dict[str, Coordinate] = {n: v + turns * period for n, v in point.items() if isinstance(v, Fraction)}
        if inside(moved, p.scene):
            return moved
    return None


def _period(*formulas: Formula) -> int | None:
    """A common period of all atoms in every name, or None where an atom has none that is seen."""
    period = 1
    for atom in atoms(*formulas):
        found = _of_atom(atom)
        if found is None:
            return None
        period = lcm(period, found)
    return period


def _of_atom(atom: Atom) -> int | None:
    periods = [1]

    def rule(node: Expression) -> Expression:
        found = _of_node(node)
        if found is None:
            return node
        periods.append(found)
        return number(0)

    rest = [rewrite(side, rule) for side in (atom.left, atom.right)]
    return None if any(side.names() for side in rest) else lcm(*periods)


def _of_node(node: Expression) -> int | None:
    """The period of ``Mod(p, m)`` and ``(-1)**p`` for a polynomial p with integer coefficients."""
    if node.head == "call" and node.value == "Mod" and _is_integral(node.args[0]):
        modulus = rational_value(node.args[1])
        return int(abs(modulus)) if modulus and modulus.denominator == 1 else None
    if node.head == "pow" and rational_value(node.args[0]) == -1 and _is_integral(node.args[1]):
        return 2
    return None


def _is_integral(expression: Expression) -> bool:
    """A polynomial with integer coefficients, as it is written."""
    head = expression.head
    if head == "number":
        return bool(expression.value.denominator == 1)
    if head == "pow":
        exponent = expression.args[1]
        return (
            _is_integral(expression.args[0])
            and exponent.head == "number"
            and exponent.value >= 0
            and (exponent.value.denominator == 1)
        )
    return head == "name" or (head in ("add", "mul", "neg") and all(_is_integral(a) for a in expression.args))
