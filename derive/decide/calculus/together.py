"""Sums, integrals and expectations over one range brought under one sign.

``2 ∫ f - ∫ g = 0`` holds if ``2 f - g = 0`` on the range, whatever the functions in it are: a proof or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.decide.calculus.binding import expanded, put
from derive.decide.calculus.construct import factors_of, minus, negate, over, plus, times
from derive.decide.calculus.expectation import expanded_terms, random_names
from derive.decide.calculus.iterated import in_order
from derive.decide.calculus.linear import ANYWHERE
from derive.decide.calculus.opaque import Opaque
from derive.decide.calculus.question import Question, resting_on
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.smooth import Interval
from derive.expression import INFINITY, ONE, ZERO, Expression, name
from derive.verdict import Evidence, Outcome, Verdict, proved, supported
from derive.vocabulary import Vocabulary

#: Sums inside of sums, integrals inside of integrals.
DEPTH = 3


@dataclass(slots=True)
class Group:
    """Weighted terms under one sign: ``head`` with the bounds, and the common variable (none for an expectation)."""

    head: Expression
    variable: Expression | None
    terms: list[Expression] = field(default_factory=list)


def by_one_sign(question: Question) -> Verdict | None:
    """Both sides as one combination of sums, integrals or expectations, of which every part vanishes."""
    left, right = question.reduced(question.left, deep=False), question.reduced(question.right, deep=False)
    one, two = (in_order(expanded(r.expression, question.vocabulary), question.vocabulary) for r in (left, right))
    if not any(_spans(node) for side in (one, two) for node in side.walk()):
        return None
    random = random_names(one, two).known
    outcome = _Zero(question.supposing(left, right), random).of(minus(one, two), DEPTH)
    if outcome is None:
        return None
    reason = "under one sign the two sides are the same where both converge"
    found = proved if outcome is Outcome.PROVED else supported
    kind = "proof" if outcome is Outcome.PROVED else "agreement"
    return resting_on(found(reason, Evidence(kind, "linearity", reason)), left, right)


def _spans(node: Expression) -> bool:
    if node.head in ("integral", "sum"):
        return (node.head == "sum" or len(node.args) == 4) and node.args[1].head == "name"
    return node.head == "call" and node.value == "Expectation"


class _Zero:
    """Whether combinations vanish; None where that is not shown."""

    def __init__(self, question: Question, random: frozenset[str]) -> None:
        self.question = question
        self.random = random

    def of(self, difference: Expression, depth: int, vocabulary: Vocabulary | None = None) -> Outcome | None:
        vocabulary = vocabulary or self.question.vocabulary
        if not has_calculus(difference):
            return self.plain(difference, vocabulary)
        found = self.groups(difference, depth) if depth else None
        if found is None:
            return None
        groups, rest = found
        averages = [g for g in groups if g.variable is None]
        if rest and len(averages) == 1 and len(averages[0].head.args) == 1:
            averages[0].terms.extend(rest)  # a constant is its own expectation
            rest = []
        outcomes = [self.plain(plus(*rest), vocabulary)] if rest else []
        for group in groups:
            inside = _known_on(group, vocabulary)
            outcomes.append(self.of(plus(*group.terms), depth - 1, inside))
        if any(o is None for o in outcomes):
            return None
        return Outcome.SUPPORTED if Outcome.SUPPORTED in outcomes else Outcome.PROVED

    def plain(self, difference: Expression, vocabulary: Vocabulary) -> Outcome | None:
        terms = difference.args if difference.head == "add" else (difference,)
        right = plus(*(t.args[0] for t in terms if t.head == "neg"))
        left = plus(*(t for t in terms if t.head != "neg"))
        if left == right:
            return Outcome.PROVED
        # Derivatives of unknown things and the like are unknown: they may cancel, and that is all.
        opaque = Opaque((*left.names(), *right.names()), vocabulary)
        sides = opaque.of(left), opaque.of(right)
        verdict = self.question.ask(*sides, opaque.vocabulary)
        return verdict.outcome if verdict.holds else None

    def groups(self, difference: Expression, depth: int) -> tuple[list[Group], list[Expression]] | None:
        """The terms of the difference by the sign under which they stand, and those that stand under none."""
        terms = expanded_terms(difference)
        if terms is None:
            return None
        parted = [self.parted(t) for t in terms]
        if any(p is None for p in parted):
            return None
        pieces = [p for p in parted if p is not None]
        spans = [head for _, head in pieces if head is not None]
        apart = len({h.args[2:] for h in spans if h.head == "integral"}) > 1
        found: dict[Expression, Group] = {}
        rest: list[Expression] = []
        for weight, head in pieces:
            if head is None:
                rest.append(weight)
                continue
            for sign, piece in _ends(head) if apart else ((1, head),):
                _joined(found, weight if sign > 0 else negate(weight), piece, depth)
        return list(found.values()), rest

    def parted(self, term: Expression) -> tuple[Expression, Expression | None] | None:
        """A term as its weight and the one sign in it."""
        sign, above, below = factors_of(term)
        spans = [f for f in above if _spans(f)]
        others = [f for f in (*above, *below) if not _spans(f)]
        if len(spans) > 1 or any(_spans(f) for f in below):
            return None
        if any(_spans(n) for f in others for n in f.walk()):
            return None
        weight = over(times(*(f for f in above if not _spans(f))), times(*below))
        if spans and spans[0].head == "call" and not self.random.isdisjoint(weight.names()):
            return None
        return (weight if sign > 0 else negate(weight)), (spans[0] if spans else None)


def _ends(head: Expression) -> tuple[tuple[int, Expression], ...]:
    """An integral between finite bounds as the difference of two with one end each."""
    if head.head != "integral" or any(end in (INFINITY, negate(INFINITY)) for end in head.args[2:]):
        return ((1, head),)
    term, by, lower, upper = head.args
    return (1, head.with_args((term, by, ANYWHERE, upper))), (-1, head.with_args((term, by, ANYWHERE, lower)))


def _joined(found: dict[Expression, Group], weight: Expression, head: Expression, depth: int) -> None:
    """A weighted term put into its group."""
    if head.head == "call":
        group = found.setdefault(head.with_args((ONE, *head.args[1:])), Group(head, None))
        group.terms.append(times(weight, head.args[0]))
        return
    term, by, *ends = head.args
    common = name(f"variable {depth}")  # one for each level, so that none is captured
    moved = {by.value: common}
    condition = tuple(put(e, moved) for e in ends[2:])
    group = found.setdefault(head.with_args((ONE, common, *ends[:2], *condition)), Group(head, common))
    group.terms.append(times(weight, put(term, moved)))


def _known_on(group: Group, vocabulary: Vocabulary) -> Vocabulary:
    """What is known of the variable on the range."""
    from derive.decide.calculus.binding import with_domain

    if group.variable is None:
        return vocabulary
    text = group.variable.value
    if group.head.head == "sum":
        least = group.head.args[2] if len(group.head.args) >= 4 else None
        domain = {ONE: "positive integer", ZERO: "nonnegative integer"}.get(least or INFINITY, "integer")
        return with_domain(vocabulary, text, domain)
    lower, upper = group.head.args[2:4]
    if ANYWHERE in (lower, upper):
        return with_domain(vocabulary, text, "real")
    return Interval(text, lower, upper, vocabulary, (True, True)).vocabulary
