"""Two formulas compared, in both directions: does each imply the other on the domain?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.decide.ball import Unsupported
from derive.decide.budget import Budget, OutOfBudget
from derive.decide.relations.algebra import TooLargeError
from derive.decide.relations.definedness import open_holes, sorted_holes, value_conditions
from derive.decide.relations.formula import (
    ALWAYS,
    NEVER,
    Atom,
    Formula,
    atoms,
    junction,
    letters,
    negate,
    too_large,
)
from derive.decide.relations.line import NotAlgebraicError
from derive.decide.relations.progress import Comparison, Direction, Progress
from derive.decide.relations.rungs import RUNGS
from derive.decide.relations.scene import Scene, scene_for
from derive.decide.relations.tree_sign import settle
from derive.decide.relations.unfold import unfold
from derive.expression import relation
from derive.verdict import Evidence, Outcome, Verdict, proved, refuted, supported, undecided


def compare(
    left: Formula, right: Formula, scene: Scene, budget: Budget, ladder: Callable[..., Verdict] | None = None
) -> Comparison:
    """Climbs the rungs until both directions are settled."""
    original = (left, right)
    if not too_large(left, right) and left != right:
        left, right = (_simplified(side, scene, budget) for side in (left, right))
    progress = Progress(left, right, scene, budget, ladder, original)
    if too_large(left, right):
        nothing = Direction(Outcome.UNDECIDED, Evidence("attempt", "size", "the formulas have too many parts"))
        return Comparison(nothing, nothing)
    for rung in RUNGS:
        try:
            rung(progress)
        except (NotAlgebraicError, TooLargeError) as error:
            progress.attempts += (f"{rung.__name__}: {error}",)
        except OutOfBudget as error:
            progress.attempts += (f"{rung.__name__}: {error}",)
            break
        except (Unsupported, ZeroDivisionError, OverflowError, ValueError) as error:
            progress.attempts += (f"{rung.__name__}: {type(error).__name__}",)
        if progress.settled:
            break
    tried = "; ".join(progress.attempts) or "no rung decided"
    nothing = Direction(Outcome.UNDECIDED, Evidence("attempt", "relations", tried))
    return Comparison(progress.forward or nothing, progress.backward or nothing)


def _simplified(formula: Formula, scene: Scene, budget: Budget) -> Formula:
    """Atoms that signs decide replaced by what they are, and the others unfolded."""

    def has_value(atom: Atom) -> bool:
        return scene.lenient or not open_holes(atom, scene, budget)

    def cancels(atom: Atom) -> bool:
        kinds = sorted_holes(atom, scene, budget)
        return not scene.lenient and bool(kinds.cancelled or kinds.unknown)

    try:
        return unfold(settle(formula, scene, budget, has_value), scene, budget, cancels)
    except (Unsupported, ZeroDivisionError, OverflowError, ValueError):
        return formula


def verdict_of(comparison: Comparison) -> Verdict:
    """Equivalence: both directions."""
    first, second = comparison.directions
    for direction, which in ((first, "first"), (second, "second")):
        if direction.outcome is Outcome.REFUTED:
            return refuted(f"the {which} holds where the other does not: {direction.evidence.text}", direction.evidence)
    evidence = (first.evidence,) if first.evidence == second.evidence else (first.evidence, second.evidence)
    outcomes = {first.outcome, second.outcome}
    if outcomes == {Outcome.PROVED}:
        return proved("both hold at the same points: " + first.evidence.text, *evidence)
    if Outcome.UNDECIDED in outcomes:
        return undecided("whether both hold at the same points was not found", *evidence)
    return supported("both hold at the same points, as far as they were sampled", *evidence)


def _where_it_has_a_value(formula: Formula, scene: Scene, budget: Budget) -> Scene:
    """The scene with the conditions that a formula needs for its value as further assumptions."""
    conditions = value_conditions(formula, scene, budget)
    if not conditions or too_large(formula):
        return scene
    assumed = tuple(relation(c.op, c.left, c.right) for c in conditions)
    sides = [side for a in atoms(formula) for side in (a.left, a.right)]
    return scene_for([*sides, *assumed], scene.vocabulary.with_assumptions(*assumed), letters(formula))


def always(formula: Formula, scene: Scene, budget: Budget, ladder: Callable[..., Verdict] | None = None) -> Verdict:
    """Whether a formula is true on the whole domain, wherever it has a value."""
    narrowed = replace(_where_it_has_a_value(formula, scene, budget), lenient=True)
    direction = compare(ALWAYS, formula, narrowed, budget, ladder).forward
    if direction.outcome is Outcome.PROVED and narrowed.domain != scene.domain:
        nowhere = compare(ALWAYS, NEVER, narrowed, budget, ladder).forward
        if nowhere.outcome is not Outcome.REFUTED:
            return undecided("whether it has a value anywhere was not found", direction.evidence)
    if direction.outcome is Outcome.PROVED:
        where = "on the whole domain" if narrowed.domain == scene.domain else "wherever it has a value"
        return proved(f"it holds {where}: {direction.evidence.text}", direction.evidence)
    if direction.outcome is Outcome.REFUTED:
        where = ", ".join(f"{k} = {v}" for k, v in direction.evidence.figures) or "every point"
        evidence = replace(direction.evidence, text=f"at {where} it does not hold")
        return refuted(f"it fails at {where}", evidence)
    if direction.outcome is Outcome.SUPPORTED:
        return supported("it holds at every point that was tried", direction.evidence)
    return undecided("whether it holds on the whole domain was not found", direction.evidence)


__all__ = ["Atom", "Comparison", "Direction", "always", "compare", "junction", "negate", "verdict_of"]
