"""Single equations by way of plain equality: one put into the other, or both compared as values."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from derive.decide.relations.definedness import open_holes
from derive.decide.relations.formula import MIRRORED, Atom, Formula, atoms
from derive.decide.relations.progress import Progress
from derive.decide.relations.solve import constant_ratio, linear_solution
from derive.decide.relations.substitute import follows
from derive.decide.relations.witness import describe, difference_at, holds_at, point_figures, solutions_for
from derive.expression import mul, number
from derive.verdict import Evidence, Outcome, Verdict

PLAIN = re.compile(r"-?\d+(/\d+)?")


def by_substitution(p: Progress) -> None:
    """Single equations: one solved for a name and put into the other."""
    pair = _stated(p)
    if p.ladder is None or pair is None or not pair[0].op == pair[1].op == "eq" or len(p.scene.names) < 2:
        return
    left, right = pair
    for forward, premise, conclusion in ((True, left, right), (False, right, left)):
        if (p.forward if forward else p.backward) is not None:
            continue
        for text, verdict in follows(premise, conclusion, p.scene, p.budget.part(0.5), p.ladder):
            reason = f"with {text} from the one equation put into the other: {verdict.reason}"
            if not verdict.fails:
                first = verdict.evidence[0] if verdict.evidence else Evidence("proof", "substitution", reason)
                about = (premise, conclusion)
                p.conclude(forward, verdict.outcome, replace(first, text=reason), about=about)
                break
            evidence = _confirmed(p, forward, premise, conclusion, text, verdict, reason)
            if evidence is not None:
                p.settle(forward, Outcome.REFUTED, evidence)
                break


def _stated(p: Progress) -> tuple[Atom, Atom] | None:
    """Both sides as single relations, as they were stated or as they were simplified."""
    for left, right in (p.original, (p.left, p.right)):
        if isinstance(left, Atom) and isinstance(right, Atom):
            return left, right
    return None


def _confirmed(
    p: Progress, forward: bool, premise: Atom, conclusion: Atom, text: str, verdict: Verdict, reason: str
) -> Evidence | None:
    """The point of a refutation, completed by the name that was solved for.

    It has to lie on the premise, whose divisors may vanish.
    """
    if not verdict.evidence:
        return None
    figures = dict(verdict.evidence[0].figures)
    point = {n: Fraction(figures[n]) for n in p.scene.names if n != text and PLAIN.fullmatch(figures.get(n, ""))}
    if not p.scene.functions and len(point) == len(p.scene.names) - 1:
        for value in solutions_for(premise, text, dict(point), real=p.scene.real):
            solution = {n: value if n == text else point[n] for n in p.scene.names}
            if holds_at(premise, solution) and holds_at(conclusion, solution) is False:
                return difference_at(describe(solution), forward, point_figures(solution), "solved point", pole=False)
    if any(open_holes(a, p.scene, p.budget) for a in atoms(premise, conclusion)):
        return None
    return replace(verdict.evidence[0], text=reason)


def by_ladder(p: Progress) -> None:
    """Single equations and inequalities whose two differences are equal up to a constant factor, by plain equality."""
    if p.ladder is None:
        return
    for forward, premise, conclusion in ((True, p.left, p.right), (False, p.right, p.left)):
        verdict = _identity(conclusion, p)
        if verdict is not None:
            evidence = Evidence("proof", "identity", "the other side always holds")
            p.conclude(forward, verdict.outcome, evidence, about=(premise, conclusion))
    pair = _stated(p)
    if p.settled or pair is None:
        return
    left, right = pair
    first, second = left.difference(), right.difference()
    ratio = constant_ratio(first, second, p.scene)
    if ratio is not None and ratio != 0:
        op = right.op if ratio > 0 else MIRRORED[right.op]
        verdict = p.ladder(first, mul(number(ratio), second), vocabulary=p.scene.vocabulary, budget=p.budget.part(0.5))
        if op == left.op and verdict.holds:
            text = f"the difference of the sides of one is {ratio} times that of the other"
            kind = "proof" if verdict.outcome is Outcome.PROVED else "agreement"
            for forward, about in ((True, (left, right)), (False, (right, left))):
                p.conclude(forward, verdict.outcome, Evidence(kind, "ratio", text), about=about)
    if not p.settled and left.op == right.op == "eq":
        _solved_alike(p, left, right)


def _identity(formula: Formula, p: Progress) -> Verdict | None:
    """The proof that an equation is true everywhere."""
    if not isinstance(formula, Atom) or formula.op != "eq" or p.ladder is None:
        return None
    verdict = p.ladder(formula.left, formula.right, vocabulary=p.scene.vocabulary, budget=p.budget.part(0.3))
    return verdict if verdict.outcome is Outcome.PROVED else None


def _solved_alike(p: Progress, left: Atom, right: Atom) -> None:
    """Both equations solved for a name in which they are linear: the two solutions compared as values."""
    for text in p.scene.names:
        mine, theirs = linear_solution(left.difference(), text), linear_solution(right.difference(), text)
        if mine is None or theirs is None or mine[1].names() or theirs[1].names() or p.ladder is None:
            continue
        verdict = p.ladder(mine[0], theirs[0], vocabulary=p.scene.vocabulary, budget=p.budget.part(0.5))
        if verdict.outcome is Outcome.UNDECIDED:
            continue
        reason = f"both are solved for {text}: {verdict.reason}"
        evidence = verdict.evidence[0] if verdict.evidence else Evidence("proof", "solved", reason)
        for forward, premise, conclusion in ((True, left, right), (False, right, left)):
            if not verdict.fails:
                p.conclude(forward, verdict.outcome, evidence, about=(premise, conclusion))
            elif (shown := _confirmed(p, forward, premise, conclusion, text, verdict, reason)) is not None:
                p.settle(forward, Outcome.REFUTED, shown)
        return
