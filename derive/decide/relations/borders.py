"""Whether two formulas agree on the borders of their regions, where ``<`` and ``<=`` part and no sample falls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from derive.decide.budget import Budget
from derive.decide.relations.formula import ORDERINGS, Atom, Formula, atoms, evaluate
from derive.decide.relations.line import atom_truth
from derive.decide.relations.quick import spread_points
from derive.decide.relations.scene import Scene
from derive.decide.relations.witness import Point, holds_at, inside, solutions_for

#: Points on the border of an inequality, at which it decides its formula, that have to agree.
DECISIVE = 3
MOST_ATOMS, MOST_POINTS = 6, 14


@dataclass(frozen=True, slots=True)
class Borders:
    """Points at which only one side holds; and whether enough of every border was seen."""

    only_left: Point | None = None
    only_right: Point | None = None
    seen: bool = True


def compared_on_borders(left: Formula, right: Formula, scene: Scene, budget: Budget) -> Borders:
    """Looks along the borders of the inequalities that just one of the formulas has."""
    mine, theirs = set(atoms(left)), set(atoms(right))
    enough = True
    for formula, own, other in ((left, mine, theirs), (right, theirs, mine)):
        apart = [a for a in atoms(formula) if a in own - other and a.op in ORDERINGS]
        if len(apart) > MOST_ATOMS:
            return Borders(seen=False)
        for atom in apart:
            decisive = 0
            for point in _on_border(atom, scene, budget):
                first, second = holds_at(left, point), holds_at(right, point)
                if first is None or second is None or any(atom_truth(a, point)[1] for a in atoms(left, right)):
                    continue
                if first != second:
                    return Borders(point, None, False) if first else Borders(None, point, False)
                decisive += _decides(formula, atom, point)
            enough = enough and decisive >= DECISIVE
    return Borders(seen=enough)


def _on_border(atom: Atom, scene: Scene, budget: Budget) -> Iterator[Point]:
    """Points of the domain on the border of an inequality, with a value there."""
    names = [n for n in scene.names if n in atom.difference().names()]
    for base in islice(spread_points(scene), MOST_POINTS):
        budget.check()
        for text in names:
            others = {k: v for k, v in base.items() if k != text}
            for value in solutions_for(atom, text, others, real=True):
                point: Point = {**others, text: value}
                if inside(point, scene) and not atom_truth(atom, point)[1]:
                    yield point


def _decides(formula: Formula, atom: Atom, point: Point) -> bool:
    """Whether a formula is true or false at a point as one of its atoms is."""

    def with_atom(value: bool) -> bool | None:
        return evaluate(formula, lambda a: value if a == atom else atom_truth(a, point)[0])

    return with_atom(True) != with_atom(False)
