"""The entry points: which question goes to which file."""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.budget import Budget, OutOfBudget
from derive.expression import Expression
from derive.verdict import Evidence, Verdict, undecided
from derive.vocabulary import EMPTY, Vocabulary

Ladder = Callable[..., Verdict]


def decide_relation(
    left: Expression,
    right: Expression,
    *,
    vocabulary: Vocabulary = EMPTY,
    relation: str = "equal",
    variable: str | None = None,
    limit: Expression | None = None,
    budget: Budget | None = None,
    ladder: Ladder | None = None,
) -> Verdict:
    """Whether two expressions stand in a relation that is more than equality of two scalars.

    ``ladder(left, right, *, vocabulary, budget) -> Verdict`` decides equality of scalars.
    """
    from derive.decide.relations.asymptotic import same_leading_order
    from derive.decide.relations.distribution import same_distribution
    from derive.decide.relations.proportion import up_to_constant, up_to_factor
    from derive.decide.relations.quantity import same_quantity
    from derive.decide.relations.similar import similar

    budget = (budget or Budget()).started()
    ladder = ladder or _ladder()
    try:
        if relation in ("equal", "region", "solutions"):
            from derive.decide.relations.structure import as_solutions, same_structure

            if relation == "solutions":
                left, right = as_solutions(left, right), as_solutions(right, left)
            return same_structure(left, right, vocabulary, budget, ladder)
        if relation == "constant":
            return up_to_constant(left, right, variable, vocabulary, budget, ladder)
        if relation in ("factor", "positive_factor"):
            positive = relation == "positive_factor"
            return up_to_factor(left, right, variable, vocabulary, budget, ladder, positive=positive)
        if relation == "similar":
            return similar(left, right, vocabulary, budget, ladder)
        if relation == "distribution":
            return same_distribution(left, right, variable, vocabulary, budget, ladder)
        if relation == "asymptotic":
            from derive.decide.relations.remainder import has_remainder, same_expansion

            if has_remainder(left) or has_remainder(right):
                return same_expansion(left, right, variable, limit, vocabulary, budget)
            return same_leading_order(left, right, variable, limit, vocabulary, budget)
        if relation == "number":
            return same_quantity(left, right)
        return undecided(f"relation={relation!r} is not a relation that can be decided")
    except OutOfBudget as error:
        return undecided(str(error), Evidence("attempt", "relations", str(error)))


def holds(relation: Expression, *, vocabulary: Vocabulary = EMPTY, budget: Budget | None = None) -> Verdict:
    """Whether an equation or inequality is true on the whole domain."""
    from derive.decide.relations.compare import always
    from derive.decide.relations.formula import NotAStatementError, letters, to_formula
    from derive.decide.relations.scene import scene_for

    budget = (budget or Budget()).started()
    try:
        formula = to_formula(relation)
        scene = scene_for([relation], vocabulary, letters(formula))
        return always(formula, scene, budget, _ladder())
    except NotAStatementError as error:
        return undecided(str(error))
    except OutOfBudget as error:
        return undecided(str(error), Evidence("attempt", "relations", str(error)))


def implication(
    left: Expression, right: Expression, *, vocabulary: Vocabulary = EMPTY, budget: Budget | None = None
) -> tuple[str, Verdict]:
    """Equivalent, implies, implied_by, neither or unknown; with the verdict on equivalence."""
    from derive.decide.relations.steps import step

    budget = (budget or Budget()).started()
    try:
        return step(left, right, vocabulary, budget, _ladder())
    except OutOfBudget as error:
        return "unknown", undecided(str(error), Evidence("attempt", "relations", str(error)))


def _ladder() -> Ladder:
    from derive.decide.decision import ladder

    return ladder


__all__ = ["Ladder", "decide_relation", "holds", "implication"]
