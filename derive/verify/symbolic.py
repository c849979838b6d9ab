"""The symbolic check of a claim: its two sides in base names, handed to the ladder."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import sympy

from derive.claim import Claim
from derive.decide import decide
from derive.decide.budget import Budget
from derive.expression import TRUE, Expression, relation
from derive.expression import replace as replace_names
from derive.model import Model
from derive.point import NoPointError, draw
from derive.sheet import Sheet
from derive.symbolic import UntranslatableError, from_sympy
from derive.verdict import Evidence, Outcome, Verdict, refuted, supported, undecided
from derive.verify.sampled_arrays import has_arrays, over_arrays
from derive.vocabulary import Vocabulary

ORDERS = {"less": "lt", "at_most": "le", "greater": "gt", "at_least": "ge", "not_equal": "ne"}
SIDES = {"less": sympy.Lt, "at_most": sympy.Le, "greater": sympy.Gt, "at_least": sympy.Ge, "not_equal": sympy.Ne}
#: A sheet is verified once and then kept: a claim may take longer than a student's answer.
BUDGET = Budget(seconds=8.0)
#: Exact points at which a condition is tried where no argument was found.
POINTS = 40


def symbolic(claim: Claim, sheet: Sheet, budget: Budget = BUDGET) -> Verdict | None:
    """The verdict of the ladder, or None where there is nothing to decide (a measured value)."""
    if claim.relation == "measured":
        return None
    if claim.relation == "certified":
        return claim.left.verdict()
    try:
        if claim.relation == "concludes":
            return _conclusion(claim, sheet, budget)
        vocabulary = facts(claim, sheet)
        if claim.relation == "holds":
            return _everywhere(tree(claim.left, claim, sheet), claim, sheet, vocabulary, budget)
        left, right = tree(claim.left, claim, sheet), tree(claim.right, claim, sheet)
        if claim.relation in ORDERS:
            if has_arrays(claim):
                return over_arrays(claim, SIDES[claim.relation], sheet)
            condition = relation(ORDERS[claim.relation], left, right)
            return _everywhere(condition, claim, sheet, vocabulary, budget)
        return decide(
            left,
            right,
            vocabulary=vocabulary,
            relation=claim.relation,
            variable=None if claim.variable is None else str(claim.variable),
            limit=None if claim.limit is None else from_sympy(claim.limit),
            budget=budget,
        )
    except UntranslatableError as error:
        return undecided(f"the ladder has no word for this claim: {error}")


def tree(side: Any, claim: Claim, sheet: Sheet) -> Expression:
    """A side of a claim as a tree in base names, with what was set put in."""
    if isinstance(side, Expression):
        return side
    return from_sympy(put(model_of(claim, sheet).expand(sympy.sympify(side)), sheet.settings()))


def model_of(claim: Claim, sheet: Sheet) -> Model:
    """The model in which the names of a claim are defined."""
    return claim.model or sheet.model


def put(value: Any, numbers: Any) -> Any:
    return value.subs(numbers) if numbers and hasattr(value, "subs") else value


def facts(claim: Claim, sheet: Sheet) -> Vocabulary:
    """The sheet's vocabulary without its definitions (both sides are in base names), with the claim's conditions."""
    ranges = (n <= n.over for n in sheet.names() if n.role == "index")
    assumptions = tuple(from_sympy(a) for a in (*model_of(claim, sheet).assumptions, *ranges))
    vocabulary = replace(sheet.vocabulary(), definitions=(), assumptions=assumptions)
    given = (part for condition in claim.given for part in _conjuncts(tree(condition, claim, sheet)))
    numbers = {n.name for n in sheet.settings()}
    kept = tuple(a for a in vocabulary.assumptions if not numbers & set(a.names()))
    return replace(vocabulary, assumptions=kept + tuple(g for g in given if g != TRUE))


def _conjuncts(condition: Expression) -> tuple[Expression, ...]:
    """A conjunction as its parts: an assumption each."""
    return tuple(p for a in condition.args for p in _conjuncts(a)) if condition.head == "and" else (condition,)


def _holds(condition: Expression, vocabulary: Vocabulary, budget: Budget) -> Verdict:
    from derive.decide.relations import holds

    return holds(condition, vocabulary=vocabulary, budget=budget)


def _everywhere(condition: Expression, claim: Claim, sheet: Sheet, vocabulary: Vocabulary, budget: Budget) -> Verdict:
    """Whether a condition is true on the whole domain; at points of the spans where no argument was found."""
    found = _holds(condition, vocabulary, budget)
    if found.outcome is not Outcome.UNDECIDED or _abstract(condition, sheet):
        return found
    generator = random.Random(POINTS)
    names = [sheet.symbol(n) for n in condition.names()]
    model = model_of(claim, sheet)
    conditions = [put(model.expand(c), sheet.settings()) for c in (*claim.given, *model.assumptions)]
    needed = {s for c in conditions for s in getattr(c, "free_symbols", ())}
    wanted = [n for n in sheet.names() if n in needed or n in names]
    for count in range(POINTS):
        try:
            point = draw(wanted, generator, conditions=conditions)
        except NoPointError as error:
            return undecided(str(error), *found.evidence)
        values = {n.name: from_sympy(v) for n, v in point.items()}
        there = _holds(replace_names(condition, values), Vocabulary(), budget)
        if there.outcome is Outcome.REFUTED:
            text = f"false at {', '.join(f'{n} = {v}' for n, v in point.items())}"
            figures = tuple((n.name, str(v)) for n, v in point.items())
            return refuted(text, Evidence("counterexample", "exact point", text, figures), *there.evidence)
        if not there.holds:
            return undecided(f"undecided at point {count + 1} too", *found.evidence, *there.evidence)
    text = f"true at {POINTS} points of the declared spans, each decided exactly"
    return supported(text, Evidence("agreement", "exact points", text, (("points", str(POINTS)),)), *found.evidence)


def _abstract(condition: Expression, sheet: Sheet) -> bool:
    declared = {f.declaration.text for f in sheet.functions()}
    return bool(declared & set(condition.functions()))


def concluding(claim: Claim) -> str:
    """The condition of a conclusion as text, its decimals short."""
    rounded = {f: sympy.Float(f, 6) for f in sympy.sympify(claim.left).atoms(sympy.Float)}
    return str(claim.left.xreplace(rounded) if rounded else claim.left)


def _conclusion(claim: Claim, sheet: Sheet, budget: Budget) -> Verdict:
    """Which way a condition falls at the sheet's numbers.  Either way it is decided, unless it stays open."""
    general = model_of(claim, sheet).expand(sympy.sympify(claim.left))
    said = "" if general in (sympy.true, sympy.false) else f"{concluding(claim)} is "
    where = ", ".join(f"{n} = {value}" for n, value in sheet.defaults().items() if n in general.free_symbols)
    where = where or "the sheet's numbers"
    condition = put(general, sheet.defaults())
    verdict = _holds(from_sympy(condition), Vocabulary(), budget)
    if verdict.outcome is Outcome.REFUTED:
        opposite = _holds(from_sympy(sympy.Not(condition)), Vocabulary(), budget)
        text = f"at {where}: {said}false"
        evidence = Evidence("proof", "at the sheet's numbers", text, (("conclusion", "false"),))
        return Verdict(opposite.outcome, text, (evidence, *opposite.evidence))
    if verdict.holds:
        text = f"at {where}: {said}true"
        evidence = Evidence("proof", "at the sheet's numbers", text, (("conclusion", "true"),))
        return Verdict(verdict.outcome, text, (evidence, *verdict.evidence))
    return verdict
