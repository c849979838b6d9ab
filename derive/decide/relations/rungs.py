"""The ladder for formulas: small functions, the exact ones first and the cheapest of them before the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

from derive.decide.budget import Budget, OutOfBudget
from derive.decide.relations.algebra import TooLargeError
from derive.decide.relations.borders import compared_on_borders
from derive.decide.relations.definedness import pole_at
from derive.decide.relations.equations import by_ladder, by_substitution
from derive.decide.relations.finite import finite_solutions
from derive.decide.relations.formula import (
    ALWAYS,
    ORDERINGS,
    Atom,
    Formula,
    Junction,
    Truth,
    atoms,
    evaluate,
    junction,
    letters,
    too_large,
)
from derive.decide.relations.functions import by_functions
from derive.decide.relations.hull import Hull, joint_hull
from derive.decide.relations.integers import an_integer, by_residues
from derive.decide.relations.line import Cell, NotAlgebraicError, atom_truth, cells
from derive.decide.relations.points import Coordinate, coordinate_text
from derive.decide.relations.progress import Progress
from derive.decide.relations.quick import first_difference
from derive.decide.relations.scene import Scene
from derive.decide.relations.signs import conditions, prove
from derive.decide.relations.tree_sign import Facts
from derive.decide.relations.unfold import without_absolute_values
from derive.decide.relations.witness import describe, difference_at, holds_at, point_figures, search
from derive.verdict import Evidence, Outcome

ENOUGH = 10


def same(p: Progress) -> None:
    """The same formula, or one that is constant."""
    if p.left == p.right:
        evidence = Evidence("proof", "same", "both say the same")
        if p.original[0] != p.original[1]:
            evidence = Evidence("proof", "signs", "the signs of the parts decide both", (), _used(p.scene))
        for forward in (True, False):
            p.settle(forward, Outcome.PROVED, evidence)
    for forward, premise, conclusion in ((True, p.left, p.right), (False, p.right, p.left)):
        if premise == Truth(False) or conclusion == Truth(True):
            text = "nothing satisfies the one side" if premise == Truth(False) else "the other side always holds"
            p.settle(forward, Outcome.PROVED, Evidence("proof", "signs of the parts", text, (), _used(p.scene)))


def truth_table(p: Progress) -> None:
    """Formulas of letters alone."""
    if atoms(p.left, p.right):
        return
    words = letters(p.left, p.right)
    if not words and p.left != p.right:
        _show(p)
        return
    if len(words) > 14:
        raise TooLargeError(f"{len(words)} letters")
    rows = 2 ** len(words)
    for values in product((True, False), repeat=len(words)):
        row = dict(zip(words, values))
        truths = [evaluate(f, lambda a: None, row) for f in (p.left, p.right)]
        if truths[0] != truths[1]:
            figures = tuple((w, "true" if v else "false") for w, v in row.items())
            text = f"the one is {str(truths[0]).lower()} and the other {str(truths[1]).lower()}"
            p.settle(bool(truths[0]), Outcome.REFUTED, Evidence("counterexample", "truth table", text, figures))
    for forward in (True, False):
        p.settle(forward, Outcome.PROVED, Evidence("proof", "truth table", f"the same in all {rows} cases"))


def _show(p: Progress) -> None:
    """The signs of the parts made one side true and the other false everywhere: any point of the domain shows it."""
    found = search(*p.original, p.scene, p.budget.part(0.5)) if not p.scene.functions else None
    for forward, point in ((True, found and found.only_left), (False, found and found.only_right)):
        if isinstance(point, dict):
            text = f"at {describe(point)} {'only the first' if forward else 'only the second'} holds"
            p.settle(forward, Outcome.REFUTED, Evidence("counterexample", "point", text, point_figures(point)))


def by_derivatives(p: Progress) -> None:
    """One real name and functions that are not algebraic: their zeros through those of the derivatives."""
    if p.scene.real and not letters(p.left, p.right):
        on_the_line(p, transcendental=True)


def between_ends(p: Progress) -> None:
    """One real name between two ends: trigonometric functions have finitely many zeros there."""
    if not p.scene.real or len(p.scene.names) != 1 or letters(p.left, p.right):
        return
    ends = joint_hull(p.left, p.right, p.scene.domain, p.scene.names[0])
    if ends.rational() is not None:
        on_the_line(p, transcendental=True, ends=ends)


def on_the_line(p: Progress, transcendental: bool = False, ends: Hull | None = None) -> None:
    """One name: exact regions of the line, or finite sets of complex numbers."""
    if len(p.scene.names) > 1 or p.scene.functions:
        return
    name = p.scene.names[0] if p.scene.names else "x"
    whole = p.scene.is_integer(name)
    domain = p.scene.domain if ends is None else junction(True, (p.scene.domain, ends.formula(name)))
    interval = None if ends is None else ends.rational()
    found = cells(
        (p.left, p.right),
        name,
        p.budget,
        real=p.scene.real,
        domain=domain,
        transcendental=transcendental,
        interval=interval,
    )
    holes: dict[str, None] = {}
    refuted: dict[tuple[bool, bool], Evidence] = {}
    for index, cell in enumerate(found):
        if whole:
            found_at = an_integer(found, index)
            if found_at is None:
                continue
            cell = replace(cell, point=found_at)
        first, second = cell.truths
        if first is None or second is None:
            raise NotAlgebraicError(f"the truth at {name} = {coordinate_text(cell.point)}")
        if first == second:
            continue
        hollow = cell.undefined[1] if first else cell.undefined[0]
        pole = False
        if hollow and not whole and not cell.is_open and _continues(found, index, 0 if first else 1):
            pole = not p.scene.lenient and _pole(p.right if first else p.left, {name: cell.point})
            if not pole:
                holes.setdefault(coordinate_text(cell.point))
                continue
        where = f"{name} = {coordinate_text(cell.point)}" if p.scene.names else "every point"
        here = ((name, coordinate_text(cell.point)),) if p.scene.names else ()
        figures = (*here, *((w, str(v).lower()) for w, v in cell.letters))
        refuted[first, pole] = difference_at(where, bool(first), figures, "exact regions", pole=pole)
    for (first, _), evidence in sorted(refuted.items(), key=lambda item: item[0][1]):
        p.settle(first, Outcome.REFUTED, evidence)
    points = sum(not c.is_open for c in found)
    text = f"the same truth on each of the {len(found)} pieces into which {points} exact points divide the domain"
    if holes:
        text += f"; left out, because one side is undefined there: {name} = {', '.join(holes)}"
    for forward in (True, False):
        p.settle(forward, Outcome.PROVED, Evidence("proof", "exact regions", text, (), p.scene.notes))


def _pole(formula: Formula, point: dict[str, Coordinate]) -> bool:
    """Whether a part that has no value at a point has none after cancelling either."""
    return any(pole_at(a, point) for a in atoms(formula) if atom_truth(a, point)[1])


def _continues(found: tuple[Cell, ...], index: int, which: int) -> bool:
    """Both formulas hold on either side of the point: a hole in a solution, not an end of it (``x <= -2``)."""
    cell = found[index]
    alike = [c.is_open and c.letters == cell.letters for c in found]
    before = next((c for c, a in zip(reversed(found[:index]), reversed(alike[:index])) if a), None)
    after = next((c for c, a in zip(found[index:], alike[index:]) if a), None)
    beside = [c for c in (before, after) if c is not None]
    return bool(beside) and all(c.truths[which] and c.truths[1 - which] for c in beside)


def at_simple_points(p: Progress) -> None:
    """Small rational points, looked at in double precision; one that tells the sides apart is checked exactly."""
    if p.scene.functions or not p.scene.real or not p.scene.names or letters(p.left, p.right):
        return
    for forward in (True, False):
        premise, conclusion = (p.left, p.right) if forward else (p.right, p.left)
        point = first_difference(premise, conclusion, p.scene, p.budget)
        if point is not None:
            evidence = difference_at(describe(point), forward, point_figures(point), "simple point", pole=False)
            p.settle(forward, Outcome.REFUTED, evidence)


def by_solving(p: Progress) -> None:
    """Finitely many solutions on one side: each is tried on the other."""
    if p.scene.functions or not p.scene.names or letters(p.left, p.right):
        return
    for forward, premise, conclusion in ((True, p.left, p.right), (False, p.right, p.left)):
        if (p.forward if forward else p.backward) is not None:
            continue
        points = finite_solutions(premise, p.scene, p.budget)
        if points is None:
            continue
        truths = [holds_at(conclusion, point) for point in points]
        if False in truths:
            point = points[truths.index(False)]
            text = f"at {describe(point)} {'only the first' if forward else 'only the second'} holds"
            p.settle(forward, Outcome.REFUTED, Evidence("counterexample", "solutions", text, point_figures(point)))
        elif None not in truths:
            text = f"each of the {len(points)} solutions of the one solves the other"
            p.settle(forward, Outcome.PROVED, Evidence("proof", "solutions", text, (), _used(p.scene)))


def by_signs(p: Progress) -> None:
    """Signs of irreducible polynomials, with certificates that the breaking ones are impossible."""
    scene = p.scene
    share = p.budget.part(0.4)
    found = atoms(p.left, p.right, scene.domain)
    known = Facts(scene, share).positive(found)
    system = conditions(found, real=scene.real, functions=scene.functions, facts=known)
    outcome, kind, condition = Outcome.PROVED, "proof", ""
    if scene.real and not system.always_real and not Facts(scene, share).make_real(system.algebra):
        # Roots and logarithms of what may be negative: equations are settled over the complex numbers first.
        _prove(p, replace(scene, real=False), share, Outcome.PROVED, "proof", "")
        by_witness(p, refute_only=True)
        outcome, kind, condition = Outcome.SUPPORTED, "agreement", ", where every root and logarithm is real"
    _prove(p, scene, share, outcome, kind, condition)


def _prove(p: Progress, scene: Scene, budget: Budget, outcome: Outcome, kind: str, condition: str) -> None:
    found = atoms(p.left, p.right, scene.domain)
    if not scene.real and any(a.op in ORDERINGS for a in found):
        if any(a.op in ORDERINGS for a in atoms(p.left, p.right)):
            return
        scene = replace(scene, domain=ALWAYS)
        found = atoms(p.left, p.right)
    known = Facts(scene, budget).positive(found) if scene.real else scene.positive()
    system = conditions(found, real=scene.real, functions=scene.functions, facts=known)
    for forward, premise, conclusion in ((True, p.left, p.right), (False, p.right, p.left)):
        if (p.forward if forward else p.backward) is not None:
            continue
        try:
            holds, holes = prove(system, premise, conclusion, scene.domain, budget, lenient=scene.lenient)
        except OutOfBudget:
            p.budget.check()
            continue
        if holds:
            text = f"exact algebra with {len(system.factors)} irreducible polynomials{condition}"
            if holes:
                text += "; points at which one side is undefined are left out"
            p.conclude(forward, outcome, Evidence(kind, "signs", text, (), _used(scene)), native=True)


def by_cases(p: Progress) -> None:
    """Absolute values taken apart by the signs of what they hold, then the signs of polynomials again."""
    left, right = without_absolute_values(p.left), without_absolute_values(p.right)
    if not p.scene.real or (left, right) == (p.left, p.right) or too_large(left, right):
        return
    apart = Progress(left, right, p.scene, p.budget.part(0.4), p.ladder, p.original, p.forward, p.backward)
    by_signs(apart)
    for forward, found in ((True, apart.forward), (False, apart.backward)):
        if found is not None and found.outcome is not Outcome.REFUTED:
            p.settle(forward, found.outcome, found.evidence)


def _used(scene: Scene) -> tuple[str, ...]:
    from derive.decide.relations.wording import plain

    return (*(plain(a) for a in scene.vocabulary.assumptions), *scene.notes)


def _sampled_well(*formulas: Formula) -> bool:
    """Whether points can stand for the whole: orders alone, or equations of which each is sampled by itself.

    Where equations are excluded or combined, two formulas may differ at single points, which no sample meets.
    """
    ops = {a.op for a in atoms(*formulas)}
    if ops <= ORDERINGS:
        return True
    alone = all(isinstance(f, Atom) or (isinstance(f, Junction) and not f.conjunctive) for f in formulas)
    nested = any(isinstance(part, Junction) for f in formulas if isinstance(f, Junction) for part in f.parts)
    return ops == {"eq"} and alone and not nested


def _alike_on_borders(p: Progress) -> bool:
    """Whether the sides agree on their borders too; a point at which they don't settles its direction."""
    borders = compared_on_borders(p.left, p.right, p.scene, p.budget.part(0.5))
    for forward, point in ((True, borders.only_left), (False, borders.only_right)):
        if point is not None:
            figures = point_figures(point)
            p.settle(
                forward,
                Outcome.REFUTED,
                difference_at(describe(point), forward, figures, "point of a border", pole=False),
            )
    return borders.seen


def by_witness(p: Progress, refute_only: bool = False) -> None:
    """Points that tell them apart; many that do not are support."""
    words = letters(p.left, p.right)
    if p.scene.functions:
        return
    share = p.budget.part(0.7)
    for values in product((True, False), repeat=min(len(words), 4)):
        row = dict(zip(words, values))
        wanted = (p.forward is None, p.backward is None)
        found = search(p.left, p.right, p.scene, share, words=row, wanted=wanted)
        for forward, point in ((True, found.only_left), (False, found.only_right)):
            pole = point is None
            point = (found.pole_left if forward else found.pole_right) if pole else point
            if point is not None:
                figures = (*point_figures(point), *((w, str(v).lower()) for w, v in row.items()))
                evidence = difference_at(describe(point), forward, figures, "solved point", pole=pole)
                p.settle(forward, Outcome.REFUTED, evidence)
        if words or refute_only:
            continue
        counts = f"both at {found.both} points, neither at {found.neither}, one alone never"
        agreed = not found.differs and _sampled_well(p.left, p.right)
        if agreed and found.unknown * 4 <= found.both + found.neither and min(found.both, found.neither) >= ENOUGH:
            if not _alike_on_borders(p):
                continue
            evidence = Evidence("agreement", "points", counts, (), p.scene.notes)
            for forward, on in ((True, found.on_left), (False, found.on_right)):
                premise = p.left if forward else p.right
                if on >= 6 or not any(a.op == "eq" for a in atoms(premise)):
                    p.conclude(forward, Outcome.SUPPORTED, evidence)
        p.attempts += (f"points: {counts}, {found.unknown} unsettled",)


RUNGS: tuple[Callable[[Progress], None], ...] = (
    same,
    truth_table,
    on_the_line,
    at_simple_points,
    by_residues,
    by_solving,
    by_substitution,
    by_signs,
    by_derivatives,
    between_ends,
    by_cases,
    by_ladder,
    by_functions,
    by_witness,
)
