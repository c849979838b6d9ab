"""Expectations as linear operators.

Variances and covariances are written by moments; constants and sums leave the expectation; what stays are moments of
random variables, ``E[X^2 Y]``, which are taken as unknown numbers.  Where a probability mass function or a density is
given, a moment is a sum or an integral instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import (
    collected,
    factors_of,
    integer,
    minus,
    negate,
    over,
    plus,
    raised,
    signed,
    times,
)
from derive.decide.calculus.recognize import STATISTICS
from derive.decide.calculus.signs import NONNEGATIVE, signs
from derive.expression import ONE, TWO, Expression, call, name
from derive.vocabulary import Vocabulary

#: Terms of an expanded argument, and the highest power of a sum that is expanded.
TERMS, DEGREE = 400, 6


def has_statistics(expression: Expression) -> bool:
    return any(node.head == "call" and node.value in STATISTICS for node in expression.walk())


@dataclass(frozen=True, slots=True)
class Randomness:
    """Which names are random variables: those that are, those that may be."""

    known: frozenset[str]
    possible: frozenset[str]

    @property
    def certain(self) -> bool:
        """Capitals are random and small letters are not, as in probability theory."""
        return self.known == self.possible


def random_names(*expressions: Expression) -> Randomness:
    """Random variables: capitals inside an expectation, and what stands alone (or squared) in one.

    Next to capitals small letters are parameters.  Without capitals any name inside an expectation may be random.
    """
    alone: dict[str, None] = {}
    capitals: dict[str, None] = {}
    for expression in expressions:
        for node in expression.walk():
            if node.head != "call" or node.value not in STATISTICS:
                continue
            for argument in node.args:
                if node.value == "Probability":
                    for part in argument.walk():
                        if len(part.args) == 2 and part.args[0].head == "name":
                            alone.setdefault(part.args[0].value)
                    continue
                inside = argument.args[0] if argument.head == "pow" else argument
                base = inside.args[0] if inside.head == "index" else inside
                if base.head == "name":
                    alone.setdefault(base.value)
                for part in argument.walk():
                    if part.head == "name" and part.value[0] in "XYZUVWSTN" and len(part.value.split("_")[0]) == 1:
                        capitals.setdefault(part.value)
    # What is differentiated by is a parameter.
    turned = {by.value for e in expressions for n in e.walk() if n.head == "derivative" for by in n.args[1:]}
    known = frozenset({**alone, **capitals}) - turned
    if capitals:
        return Randomness(known, known)
    within = {
        n
        for expression in expressions
        for node in expression.walk()
        if node.head == "call" and node.value in STATISTICS
        for n in node.names()
    }
    return Randomness(known, (frozenset(within) | known) - turned)


class Moments:
    """Rewrites expectations into moments of the random names."""

    def __init__(self, random: frozenset[str], vocabulary: Vocabulary, independent: bool = False) -> None:
        self.random = random
        self.vocabulary = vocabulary
        self.independent = independent

    def of(self, node: Expression) -> Expression:
        """A tree in which every expectation is a moment."""
        if node.head == "sum":
            collected = self.collected(node)
            if collected is not None:
                return collected
        args = tuple(self.of(a) for a in node.args)
        node = node.with_args(args)
        if node.head != "call":
            return node
        if node.value == "Expectation":
            return self.expectation(node.args[0], node.args[1:])
        if node.value == "Variance":
            return self.covariance(node.args[0], node.args[0])
        if node.value == "Covariance":
            return self.covariance(node.args[0], node.args[1])
        if node.value == "Probability":
            return self.probability(node)
        return node

    def covariance(self, left: Expression, right: Expression) -> Expression:
        both = self.expectation(raised(left, TWO) if left == right else times(left, right), ())
        return minus(both, times(self.expectation(left, ()), self.expectation(right, ())))

    def probability(self, node: Expression) -> Expression:
        """``P(X > t)`` as ``1 - P(X <= t)``, conditional ones as quotients."""
        event = node.args[0]
        if len(node.args) == 2:
            given = node.args[1]
            joint = self.conjunction(event, given)
            return over(self.probability(call("Probability", joint)), self.probability(call("Probability", given)))
        opposite = {"gt": "le", "ge": "lt", "ne": "eq"}
        if event.head in opposite:
            turned = Expression(opposite[event.head], event.args)
            return minus(ONE, call("Probability", turned))
        if event.head == "not":
            return minus(ONE, self.probability(call("Probability", event.args[0])))
        return node

    def conjunction(self, event: Expression, given: Expression) -> Expression:
        """``X > s + t and X > s``: the event alone where it implies the condition."""
        if event.head == given.head and event.head in ("gt", "ge", "lt", "le") and event.args[0] == given.args[0]:
            gap = collected(minus(event.args[1], given.args[1]))
            if event.head in ("lt", "le"):
                gap = negate(gap)
            found = signs(gap, self.vocabulary)
            if found is not None and found <= NONNEGATIVE:
                return event
        if event.head == "and" and given in event.args:
            rest = tuple(a for a in event.args if a != given)
            return self.conjunction(rest[0], given) if len(rest) == 1 else event
        return Expression("and", (event, given))

    def expectation(self, argument: Expression, given: tuple[Expression, ...]) -> Expression:
        terms = expanded_terms(argument)
        if terms is None:
            return call("Expectation", argument, *given)
        return plus(*(self.term(t, given) for t in terms))

    def term(self, term: Expression, given: tuple[Expression, ...]) -> Expression:
        sign, above, below = factors_of(term)
        outside = [f for f in above if not self.is_random(f)]
        under = [f for f in below if not self.is_random(f)]
        inside = [f for f in above if self.is_random(f)]
        denominators = [f for f in below if self.is_random(f)]
        moment: Expression = ONE
        if len(inside) == 1 and not denominators and inside[0].head == "sum":
            node = inside[0]
            moment = node.with_args((self.expectation(node.args[0], given), *node.args[1:]))
        elif inside or denominators:
            moment = self.moment(inside, denominators, given)
        value = over(times(*outside, moment), times(*under))
        return value if sign > 0 else times(signed(-1), value)

    def moment(
        self, inside: list[Expression], denominators: list[Expression], given: tuple[Expression, ...]
    ) -> Expression:
        powers: dict[Expression, int] = {}
        for factor in inside:
            base, count = factor, 1
            if factor.head == "pow" and (integer(factor.args[1]) or 0) > 0:
                base, count = factor.args[0], integer(factor.args[1]) or 1
            powers[base] = powers.get(base, 0) + count
        ordered = sorted(powers, key=repr)
        if self.independent and not denominators and len(ordered) > 1:
            parts = (call("Expectation", raised(b, signed(powers[b])), *given) for b in ordered)
            return times(*parts)
        product = times(*(raised(b, signed(powers[b])) for b in ordered))
        return call("Expectation", over(product, times(*denominators)) if denominators else product, *given)

    def is_random(self, factor: Expression) -> bool:
        """Whether a random variable occurs outside of nested expectations."""
        if factor.head == "call" and factor.value in STATISTICS:
            return False
        if factor.head == "name":
            return factor.value in self.random
        return any(self.is_random(a) for a in factor.args)

    def collected(self, node: Expression) -> Expression | None:
        """``sum_k g(k) P(X = k)`` over the whole range of k is ``E[g(X)]``."""
        index = node.args[1]
        whole = len(node.args) == 2 or (len(node.args) == 4 and node.args[3].value == "oo")
        terms = expanded_terms(node.args[0])
        if not whole or index.head != "name" or terms is None:
            return None
        found = []
        for term in terms:
            sign, above, below = factors_of(term)
            masses = [f for f in above if _mass(f, index) is not None]
            if len(masses) != 1:
                return None
            variable = _mass(masses[0], index)
            assert variable is not None
            rest = [f for f in above if f is not masses[0]]
            if any(occurs(index.value, f) and not _plain(f) for f in (*rest, *below)):
                return None
            weight = put(over(times(*rest), times(*below)), {index.value: variable})
            value = self.expectation(weight, ())
            found.append(value if sign > 0 else times(signed(-1), value))
        return plus(*found)


def _plain(factor: Expression) -> bool:
    return not has_statistics(factor)


def _mass(factor: Expression, index: Expression) -> Expression | None:
    """The random variable X of ``P(X = k)``."""
    if factor.head == "call" and factor.value == "Probability" and len(factor.args) == 1:
        event = factor.args[0]
        if event.head == "eq" and event.args[1] == index:
            return event.args[0]
    return None


def expanded_terms(expression: Expression) -> list[Expression] | None:
    """Products and powers of sums multiplied out; None where that would be too long."""
    if expression.head == "neg":
        inside = expanded_terms(expression.args[0])
        return None if inside is None else [times(signed(-1), t) for t in inside]
    if expression.head == "add":
        split = [expanded_terms(a) for a in expression.args]
        if any(p is None for p in split):
            return None
        return [t for p in split if p is not None for t in p]
    if expression.head == "mul":
        return _products([expanded_terms(a) for a in expression.args])
    if expression.head == "div":
        numerators = expanded_terms(expression.args[0])
        return None if numerators is None else [over(t, expression.args[1]) for t in numerators]
    if expression.head == "pow":
        count = integer(expression.args[1])
        base = expanded_terms(expression.args[0])
        if count is None or not 2 <= count <= DEGREE or base is None:
            return [expression]
        if len(base) == 1:
            sign, above, below = factors_of(base[0])
            value = over(
                times(*(raised(f, signed(count)) for f in above)), times(*(raised(f, signed(count)) for f in below))
            )
            return [times(signed(-1), value) if sign < 0 and count % 2 else value]
        return _products([base] * count)
    return [expression]


def _products(factors: Sequence[list[Expression] | None]) -> list[Expression] | None:
    """All products of a term of each factor."""
    product: list[Expression] = [ONE]
    for terms in factors:
        if terms is None or len(terms) * len(product) > TERMS:
            return None
        product = [times(a, b) for a in product for b in terms]
    return product


class Distribution:
    """What is given of a random variable: ``P(X = k)`` or a density, and where it lives."""

    def __init__(self, variable: str, index: str, weight: Expression, lower: Expression, upper: Expression) -> None:
        self.variable, self.index, self.weight, self.lower, self.upper = variable, index, weight, lower, upper
        self.discrete = True

    def expectation(self, argument: Expression) -> Expression:
        inside = times(put(argument, {self.variable: name(self.index)}), self.weight)
        head = "sum" if self.discrete else "integral"
        return Expression(head, (inside, name(self.index), self.lower, self.upper))


def given_masses(vocabulary: Vocabulary) -> dict[str, tuple[str, Expression]]:
    """Random variables with a probability mass function among the given equations."""
    found: dict[str, tuple[str, Expression]] = {}
    for assumption in vocabulary.assumptions:
        if assumption.head not in ("eq", "define") or len(assumption.args) != 2:
            continue
        left, right = assumption.args
        if left.head == "call" and left.value == "Probability" and len(left.args) == 1 and left.args[0].head == "eq":
            variable, index = left.args[0].args
            if variable.head == "name" and index.head == "name" and not has_statistics(right):
                found[variable.value] = (index.value, right)
    return found
