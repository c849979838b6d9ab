"""Questions with expectations and probabilities, rewritten until no statistics are left to know.

Given equations (``E[(Y-np)^2] = np(1-p)``) are used as rules; a given mass function makes every moment a sum.
"""

from __future__ import annotations

from derive.decide.calculus.binding import put, replaced
from derive.decide.calculus.construct import minus
from derive.decide.calculus.expectation import (
    Distribution,
    Moments,
    Randomness,
    given_masses,
    random_names,
)
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.reduce import reduce
from derive.expression import INFINITY, ONE, ZERO, Expression, name
from derive.verdict import Outcome


def with_givens(question: Question) -> Question:
    """Given equations used as rules, from left to right."""
    left, right = question.left, question.right
    for assumption in question.vocabulary.assumptions:
        if assumption.head in ("eq", "define") and len(assumption.args) == 2 and has_calculus(assumption.args[0]):
            left, right = (replaced(side, *assumption.args) for side in (left, right))
    return question.about(left, right)


def randomness(question: Question) -> Randomness:
    return random_names(question.left, question.right, *question.vocabulary.assumptions)


def rewritten(question: Question, random: frozenset[str], *, independent: bool = False) -> Question:
    """The question in moments of some random names, or in sums where a distribution is given."""
    left, right = question.left, question.right
    laws = distributions(question, left, right)
    said = any(a.head == "call" and a.value == "independent" for a in question.vocabulary.assumptions)
    moments = Moments(random, question.vocabulary, independent or said)
    if not laws:
        return question.about(moments.of(left), moments.of(right))
    one, two = (with_laws(moments.of(with_masses(side, laws)), laws) for side in (left, right))
    return question.about(one, two)


def distributions(question: Question, *sides: Expression) -> dict[str, Distribution]:
    """Given mass functions with the support on which they add up to one."""
    found = {}
    for variable, (index, weight) in given_masses(question.vocabulary).items():
        for lower in (ZERO, ONE):
            law = Distribution(variable, index, weight, lower, INFINITY)
            total = reduce(law.expectation(ONE), question.vocabulary, question.budget)
            if has_calculus(total.expression):
                continue
            if question.ask(total.expression, ONE).outcome is Outcome.PROVED:
                found[variable] = law
                break
    return found


def with_masses(node: Expression, laws: dict[str, Distribution]) -> Expression:
    """``P(X = k)`` replaced by its formula."""
    node = node.with_args(tuple(with_masses(a, laws) for a in node.args))
    if node.head == "call" and node.value == "Probability" and len(node.args) == 1 and node.args[0].head == "eq":
        variable, value = node.args[0].args
        law = laws.get(variable.value) if variable.head == "name" else None
        if law is not None:
            return put(law.weight, {law.index: value})
    return node


def with_laws(node: Expression, laws: dict[str, Distribution]) -> Expression:
    """Moments and probabilities replaced by sums."""
    node = node.with_args(tuple(with_laws(a, laws) for a in node.args))
    if node.head != "call":
        return node
    names = [n for n in node.names() if n in laws]
    if len(names) != 1:
        return node
    law = laws[names[0]]
    if node.value == "Expectation" and len(node.args) == 1:
        return law.expectation(node.args[0])
    if node.value == "Probability" and len(node.args) == 1:
        return _tail(node, law)
    return node


def _tail(node: Expression, law: Distribution) -> Expression:
    event = node.args[0]
    if event.head in ("le", "lt") and event.args[0] == name(law.variable):
        upper = event.args[1] if event.head == "le" else minus(event.args[1], ONE)
        return Expression("sum", (law.weight, name(law.index), law.lower, upper))
    return node
