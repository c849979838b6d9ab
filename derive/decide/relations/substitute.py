"""An equation solved for a name, and put into another equation: what is left is plain equality.

``V = E + (V_0 - E) exp(-t/tau)`` implies ``t = tau log((V_0 - E)/(V - E))`` when the second holds identically once V is
replaced by what it equals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace as with_fields

from derive.decide.budget import Budget
from derive.decide.relations.formula import Atom
from derive.decide.relations.scene import Scene
from derive.decide.relations.solve import linear_solution
from derive.decide.relations.tree_sign import Facts
from derive.expression import Expression, number, relation, replace
from derive.verdict import Outcome, Verdict
from derive.vocabulary import Vocabulary


def follows(
    premise: Atom, conclusion: Atom, scene: Scene, budget: Budget, ladder: Callable[..., Verdict]
) -> Iterator[tuple[str, Verdict]]:
    """Whether one equation follows from another, by substitution: names that were replaced and the verdicts."""
    for text, value in solutions(premise, scene, budget):
        if text not in conclusion.difference().names():
            continue
        put = {text: value}
        vocabulary = without(scene, text, value, budget)
        sides = (replace(conclusion.left, put), replace(conclusion.right, put))
        verdict = ladder(*sides, vocabulary=vocabulary, budget=budget.part(0.4))
        if verdict.outcome in (Outcome.PROVED, Outcome.SUPPORTED, Outcome.REFUTED):
            yield text, verdict


def solutions(premise: Atom, scene: Scene, budget: Budget) -> Iterator[tuple[str, Expression]]:
    """Names in which an equation is linear with a coefficient that is never zero, and what they equal."""
    facts = Facts(scene, budget)
    for text in scene.names:
        for own, other in ((premise.left, premise.right), (premise.right, premise.left)):
            if own.head == "name" and own.value == text and text not in other.names():
                yield text, other
                break
        else:
            solved = linear_solution(premise.difference(), text)
            if solved is None:
                continue
            signs = facts.of(solved[1]) if solved[1].names() else frozenset((1,))
            if signs is not None and 0 not in signs:
                yield text, solved[0]


def without(scene: Scene, text: str, value: Expression, budget: Budget) -> Vocabulary:
    """The vocabulary without a name, its assumptions made of what it equals."""
    where = scene.where.of(text)
    facts = Facts(scene, budget)
    assumed = [replace(a, {text: value}) for a in scene.vocabulary.assumptions]
    if where.low is not None:
        signs = facts.of(value) if where.low == 0 else None
        if signs is None or -1 in signs or (where.open_low and 0 in signs):
            assumed.append(relation("gt" if where.open_low else "ge", value, number(where.low)))
    if where.high is not None:
        assumed.append(relation("lt" if where.open_high else "le", value, number(where.high)))
    names = tuple(n for n in scene.vocabulary.names if n.text != text)
    kept = tuple(a for a in assumed if a.names())
    return with_fields(scene.vocabulary, names=names, assumptions=kept)
