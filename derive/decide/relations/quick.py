"""The quick look: both formulas in double precision at small rational points, and the first difference made exact."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from derive.decide.budget import Budget
from derive.decide.evaluate import run
from derive.decide.program import program
from derive.decide.relations.formula import SIGNS, Atom, Formula, atoms, evaluate
from derive.decide.relations.points import Coordinate
from derive.decide.relations.scene import Scene
from derive.decide.relations.witness import holds_at, inside
from derive.decide.sample import real_points

#: Points spread evenly over a box about zero, for regions that are small or thin.
BOXES = (Fraction(1), Fraction(3), Fraction(12))
EVENLY = 40
SIMPLE = tuple(Fraction(n, d) for n, d in ((1, 1), (2, 1), (-1, 1), (3, 1), (1, 2), (-2, 1), (0, 1), (5, 1), (1, 10)))
MOST_POINTS = 280
MOST_NAMES = 8
#: Generators of a lattice that fills a box evenly in several dimensions (Korobov).
MULTIPLIERS = tuple(pow(29, n + 1, 97) for n in range(MOST_NAMES))
#: Below this a difference in double precision says nothing of its sign.
NEAR = 1e-7


def first_difference(
    premise: Formula, conclusion: Formula, scene: Scene, budget: Budget
) -> dict[str, Coordinate] | None:
    """A simple point of the domain at which the premise holds and the conclusion, with a value, does not."""
    found = atoms(premise, conclusion)
    if not found or len(scene.names) > MOST_NAMES:
        return None
    code = program([a.difference() for a in found])
    if len(code.instructions) > 2000:
        return None
    for count, point in enumerate(islice(_points(scene), MOST_POINTS)):
        if count % 64 == 0:
            budget.check()
        values = run(code, {n: complex(float(v)) for n, v in point.items()})
        known = {a: _truth(a, v) for a, v in zip(found, values)}
        if evaluate(premise, known.__getitem__) is not True or evaluate(conclusion, known.__getitem__) is not False:
            continue
        exact: dict[str, Coordinate] = dict(point)
        if inside(exact, scene) and holds_at(premise, exact) and holds_at(conclusion, exact) is False:
            return exact
    return None


def _truth(atom: Atom, value: complex) -> bool | None:
    size = abs(value)
    if size != size or size < NEAR or size > 1e100:
        return None
    if abs(value.imag) > 1e-9 * size:
        return atom.op == "ne" if atom.op in ("eq", "ne") else None
    return (1 if value.real > 0 else -1) in SIGNS[atom.op]


def _points(scene: Scene) -> Iterator[dict[str, Fraction]]:
    """The sampler's points, then combinations of small numbers, the later names varied first."""
    yield from _sampled(scene)
    few = SIMPLE if len(scene.names) <= 2 else SIMPLE[: 5 if len(scene.names) <= 3 else 3]
    for values in product(few, repeat=len(scene.names)):
        yield dict(zip(scene.names, values))
    yield from _evenly(scene)


def spread_points(scene: Scene) -> Iterator[dict[str, Coordinate]]:
    """Points from the boxes and from the sampler, in turn."""
    for pair in zip(_evenly(scene), _sampled(scene)):
        for point in pair:
            yield dict(point)
    for point in _evenly(scene):
        yield dict(point)


def _sampled(scene: Scene) -> Iterator[dict[str, Fraction]]:
    for point in real_points(scene.vocabulary, scene.names, 24):
        if all(isinstance(v, Fraction) for v in point.values()):
            yield {n: Fraction(v) for n, v in point.items() if isinstance(v, Fraction)}


def _evenly(scene: Scene) -> Iterator[dict[str, Fraction]]:
    for size in BOXES:
        for k in range(1, EVENLY + 1):
            yield {n: _in_box(scene, n, Fraction(k * m % 97, 97), size) for n, m in zip(scene.names, MULTIPLIERS)}


def _in_box(scene: Scene, text: str, share: Fraction, size: Fraction) -> Fraction:
    """A short rational at a share of the way through a name's range, which is cut off at the size of the box."""
    where = scene.where.of(text)
    low = where.low if where.low is not None else (-size if where.high is None else where.high - size)
    high = where.high if where.high is not None else low + (size if where.low is not None else 2 * size)
    value = low + (high - low) * share
    return Fraction(round(value)) if scene.is_integer(text) else value.limit_denominator(64)
