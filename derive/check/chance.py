r"""Random quantities by the distribution that the text gives: a density, a mass function or a tail.

``f(x) = λ e^{-λx}`` makes ``E(X^2)`` the integral of ``x² f(x)`` over the support, which is found by normalisation:
the first of ``(0, ∞)``, ``(-∞, ∞)`` and ``(0, 1)`` over which the density integrates to one; for a mass function the
first of ``0, 1, 2, ...`` and ``1, 2, ...``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.check.setting import Setting
from derive.decide.calculus.binding import put
from derive.expression import INFINITY, ONE, ZERO, Expression, call, div, mul, name, neg, number, power, relation, sub
from derive.verdict import Verdict
from derive.vocabulary import Vocabulary

STATISTICS = frozenset(("Expectation", "Variance", "Probability"))


@dataclass(frozen=True, slots=True)
class Law:
    """``kind`` is ``density``, ``mass`` or ``tail``; ``formula`` is in ``parameter``, on ``lower`` to ``upper``."""

    kind: str
    parameter: str
    formula: Expression
    lower: Expression = ZERO
    upper: Expression = INFINITY


def is_random(sides: Sequence[Expression]) -> bool:
    return any(n.head == "call" and n.value in STATISTICS for side in sides for n in side.walk())


def law_of(setting: Setting) -> Law | None:
    """The distribution that is given, or None."""
    for hypothesis in setting.hypotheses:
        left = hypothesis.left
        if left.head != "call" or left.value != "Probability" or len(left.args) != 1:
            continue
        event = left.args[0]
        if event.head in ("eq", "gt", "ge") and event.args[0].head == event.args[1].head == "name":
            parameter = str(event.args[1].value)
            if event.head == "eq":
                start = _mass_from(hypothesis.right, parameter, setting.vocabulary)
                return None if start is None else Law("mass", parameter, hypothesis.right, start)
            return Law("tail", parameter, hypothesis.right)
    for made in setting.vocabulary.definitions:
        if len(made.parameters) == 1 and not made.indexed and made.target in ("f", "p", "f_X", "p_X", "rho"):
            support = _support(made.value, made.parameters[0], setting.vocabulary)
            if support is not None:
                return Law("density", made.parameters[0], made.value, *support)
    return None


def _support(formula: Expression, parameter: str, vocabulary: Vocabulary) -> tuple[Expression, Expression] | None:
    from derive.decide import Budget, decide

    for lower, upper in ((ZERO, INFINITY), (neg(INFINITY), INFINITY), (ZERO, ONE)):
        mass = Expression("integral", (formula, name(parameter), lower, upper))
        if decide(mass, ONE, vocabulary=vocabulary, budget=Budget(seconds=0.7)).holds:
            return lower, upper
    return None


def _mass_from(formula: Expression, parameter: str, vocabulary: Vocabulary) -> Expression | None:
    """The first value of a mass function: the start from which it sums to one, seen at one point of its parameters."""
    from derive.decide.evaluate import evaluate

    others = [n for n in formula.names() if n != parameter]
    point = {n: complex(0.37 + 0.11 * k) for k, n in enumerate(others)}
    for start in (0, 1):
        total = 0.0
        for k in range(start, start + 120):
            value = evaluate(formula, {**point, parameter: complex(k)})
            if value != value:
                break
            total += value.real
        if abs(total - 1) < 1e-9:
            return number(start)
    return None


class Measured:
    """Expressions with their random quantities put in."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def of(self, node: Expression) -> Expression:
        if node.head == "call" and node.value == "Probability":
            return self.probability(node)
        if node.head == "call" and node.value == "Expectation" and len(node.args) == 1:
            return self.mean(node.args[0])
        if node.head == "call" and node.value == "Variance" and len(node.args) == 1:
            inner = node.args[0]
            return sub(self.mean(power(inner, number(2))), power(self.mean(inner), number(2)))
        return node.with_args(tuple(self.of(a) for a in node.args)) if node.args else node

    def mean(self, inner: Expression) -> Expression:
        """Of a function of the one random name: a capital letter."""
        inner = self.of(inner)
        random = [n for n in inner.names() if n[:1].isupper()]
        if not random:
            return inner
        if len(random) != 1 or self.law.kind == "tail":
            return call("Expectation", inner)
        x = name(self.law.parameter)
        term = mul(put(inner, {random[0]: x}), self.law.formula)
        head = "integral" if self.law.kind == "density" else "sum"
        return Expression(head, (term, x, self.law.lower, self.law.upper))

    def probability(self, node: Expression) -> Expression:
        if len(node.args) == 2:
            both = call("Probability", Expression("and", node.args))
            return div(self.probability(both), self.probability(call("Probability", node.args[1])))
        event = node.args[0]
        if event.head == "and" and all(a.head in ("gt", "ge") for a in event.args):
            tails = {self.tail(a) for a in event.args}
            most = call("Max", *(a.args[1] for a in event.args))
            return self.tail(relation("gt", event.args[0].args[0], most)) if len(tails) > 1 else tails.pop()
        if event.head in ("gt", "ge"):
            return self.tail(event)
        if event.head in ("lt", "le"):
            return sub(ONE, self.tail(relation("gt", *event.args)))
        if event.head == "eq" and self.law.kind == "mass":
            return put(self.law.formula, {self.law.parameter: event.args[1]})
        return node

    def tail(self, event: Expression) -> Expression:
        """``P(X > t)``."""
        at = event.args[1]
        if self.law.kind == "tail":
            return put(self.law.formula, {self.law.parameter: at})
        if self.law.kind == "density":
            x = name(self.law.parameter + "_")
            formula = put(self.law.formula, {self.law.parameter: x})
            return Expression("integral", (formula, x, at, self.law.upper))
        return call("Probability", event)


def complemented(node: Expression) -> Expression:
    """``P(X ≤ t)`` as ``1 - P(X > t)``, and ``P(A|B)`` as ``P(A and B)/P(B)``: true of every distribution."""
    if node.head == "call" and node.value == "Probability":
        if len(node.args) == 2:
            both = call("Probability", Expression("and", node.args))
            return div(both, call("Probability", node.args[1]))
        event = node.args[0]
        if event.head in ("le", "lt"):
            return sub(ONE, call("Probability", relation("gt" if event.head == "le" else "ge", *event.args)))
    return node.with_args(tuple(complemented(a) for a in node.args)) if node.args else node


def with_probabilities(setting: Setting, law: Law) -> Setting:
    """The parameters of a mass function that only sums to one below one are probabilities."""
    if law.kind != "mass":
        return setting
    from derive.decide.evaluate import evaluate

    vocabulary = setting.vocabulary
    extra = []
    for text in law.formula.names():
        if text == law.parameter:
            continue
        terms = [evaluate(law.formula, {text: 2.3 + 0j, law.parameter: complex(k)}) for k in (40, 41)]
        if all(t == t for t in terms) and abs(terms[1]) > abs(terms[0]):
            extra += [relation("gt", name(text), ZERO), relation("lt", name(text), ONE)]
    return replace(setting, vocabulary=vocabulary.with_assumptions(*extra))


def said(verdict: Verdict, law: Law) -> Verdict:
    words = {"density": "the density", "mass": "the probabilities", "tail": "the tail"}
    return replace(verdict, reason=f"{verdict.reason}, by {words[law.kind]} given")
