"""Sums that a normalisation gives: with ``Σ y_j = 1``, ``Σ_j (y_j / z_j) z_j z_i`` is ``z_i``."""

from __future__ import annotations

from derive.check.setting import Hypothesis
from derive.decide import Budget, decide
from derive.decide.calculus.binding import occurs, put
from derive.expression import ONE, ZERO, Expression, div, mul, name, rewrite
from derive.vocabulary import Vocabulary


def by_normalisation(
    expression: Expression, hypothesis: Hypothesis, vocabulary: Vocabulary, budget: Budget
) -> Expression:
    """The expression with every sum that is the given one, but for a factor without its index, carried out."""
    given = hypothesis.left
    if given.head != "sum" or given.args[1].head != "name" or occurs(str(given.args[1].value), hypothesis.right):
        return expression

    def carried(node: Expression) -> Expression:
        if node.head != "sum" or node.args[1].head != "name" or node.args[2:] != given.args[2:]:
            return node
        index = str(node.args[1].value)
        term = put(given.args[0], {str(given.args[1].value): name(index)})
        factors = [f for f in node.args[0].walk() if f == term]
        if not factors:
            return node
        ratio = div(node.args[0], term)
        first, second = (put(ratio, {index: name(f"{index}_{k}")}) for k in (1, 2))
        if not decide(first, second, vocabulary=vocabulary, budget=budget.part(0.3)).holds:
            return node
        return mul(hypothesis.right, put(ratio, {index: ONE}))

    return rewrite(expression, carried)


def spread_out(expression: Expression, hypothesis: Hypothesis) -> Expression:
    """Quantities with a given sum, by weights that are free: with ``Σ y_j = c``, ``y_j`` is ``c q_j / Σ q``.

    Every choice of weights obeys what is given and every ``y`` that obeys it has its weights, so what is found of the
    weights, true or false, is found of ``y``.
    """
    given = hypothesis.left
    if given.head != "sum" or given.args[1].head != "name" or len(given.args) > 4:
        return expression
    term, index = given.args[0], given.args[1]
    if term.head != "index" or term.args[1:] != (index,) or term.args[0].head != "name":
        return expression
    array, weights = term.args[0], name(f"{term.args[0].value}_weight")
    if hypothesis.right.names() or hypothesis.right == ZERO:
        return expression
    running = name("running")
    total = given.with_args((Expression("index", (weights, running)), running, *given.args[2:]))

    def parted(node: Expression) -> Expression:
        if node.head != "index" or node.args[0] != array or len(node.args) != 2:
            return node
        return div(mul(hypothesis.right, Expression("index", (weights, node.args[1]))), total)

    return rewrite(expression, parted)
