"""Sums and products up to a symbolic bound, by induction.

Sums of one summand up to n, n + 1, n - 2 are written as one sum and some single terms.  Then either the equation is
solved for the sum, ``S(n) = G(n)``, and ``G(n+1) - G(n)`` must be the next term; or the difference of the two sides
must not change from n to n + 1.  Either way it must hold at the smallest n.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import integer, minus, negate, over, plus, signed, times
from derive.decide.calculus.polynomial import coefficients, linear
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.reduce import value_of
from derive.expression import INFINITY, ONE, ZERO, Expression, bound, name, relation
from derive.verdict import Evidence, Outcome, Verdict, proved

#: Single terms split off a sum.
PEELED = 6


@dataclass(frozen=True, slots=True)
class Series:
    """A sum or product of one summand, up to ``n + offset``; ``atom`` stands for it."""

    head: str
    term: Expression
    index: str
    lower: Expression
    offset: int
    atom: Expression

    def next_term(self, n: Expression) -> Expression:
        """The term that is new at n + 1."""
        return put(self.term, {self.index: plus(n, signed(self.offset + 1))})

    def advanced(self, n: Expression) -> Expression:
        """The series at n + 1 in terms of that at n."""
        step = self.next_term(n)
        return plus(self.atom, step) if self.head == "sum" else times(self.atom, step)


def by_induction(question: Question) -> Verdict | None:
    """A proof by induction over the one symbolic bound that the series share."""
    for text in bounds_of(question):
        found = _over(question, text)
        if found is not None:
            return found
    return None


def bounds_of(question: Question) -> tuple[str, ...]:
    """Names in the upper bounds of sums and products."""
    found: dict[str, None] = {}
    for side in (question.left, question.right):
        for node in side.walk():
            if node.head in ("sum", "product") and len(node.args) == 4 and node.args[3] != INFINITY:
                found.update(dict.fromkeys(node.args[3].names()))
    hidden = {b for side in (question.left, question.right) for node in side.walk() for b in bound(node)}
    return tuple(n for n in found if n not in hidden)


def _over(question: Question, text: str) -> Verdict | None:
    n = name(text)
    parts = _Parts(n)
    left, right = parts.of(question.left), parts.of(question.right)
    series = parts.series
    if not series or has_calculus(left) or has_calculus(right):
        return None
    first = _first(question, text, series)
    if first is None:
        return None
    base = _base(question, text, first)
    if base is None or not base.holds:
        return None
    inner = _beyond(question, text, first)
    difference = minus(left, right)
    for attempt in (_solved, _unchanged):
        step = attempt(inner, difference, series, n)
        if step is not None and step.holds:
            reason = f"by induction over {text}: true at {text} = {_shown(first)}, and the step is {step.outcome}"
            evidence = Evidence("proof", "induction", reason, assumptions=(f"{text} is an integer",))
            if Outcome.SUPPORTED in (step.outcome, base.outcome):
                return Verdict(Outcome.SUPPORTED, reason, (evidence, *step.evidence))
            return proved(reason, evidence)
    return None


class _Parts:
    """Series replaced by atoms, all of one summand and lower bound by the same atom."""

    def __init__(self, n: Expression) -> None:
        self.n = n
        self.series: dict[tuple[str, Expression, Expression], Series] = {}

    def of(self, node: Expression) -> Expression:
        if node.head in ("sum", "product"):
            found = self.atom(node)
            if found is not None:
                return found
        if not node.args:
            return node
        return node.with_args(tuple(self.of(a) for a in node.args))

    def atom(self, node: Expression) -> Expression | None:
        if len(node.args) != 4 or node.args[1].head != "name":
            return None
        term, index, lower, upper = node.args
        slope = linear(upper, self.n.value)
        if slope is None or value_of(slope[0]) != 1:
            return None
        shift = value_of(slope[1])
        inside = put(term, {index.value: name("summation index")})
        if shift is None or shift.denominator != 1 or occurs(self.n.value, term) or occurs(self.n.value, lower):
            return None
        key = (node.head, inside, lower)
        known = self.series.get(key)
        if known is None:
            spelled = name(f"{node.head} {len(self.series) + 1}")
            known = Series(node.head, inside, "summation index", lower, int(shift), spelled)
            self.series[key] = known
        return self.shifted(known, int(shift) - known.offset)

    def shifted(self, series: Series, steps: int) -> Expression | None:
        """The series with its bound moved by a few steps."""
        if abs(steps) > PEELED:
            return None
        terms = [
            put(series.term, {series.index: plus(self.n, signed(series.offset + j))})
            for j in (range(1, steps + 1) if steps > 0 else range(steps + 1, 1))
        ]
        if steps == 0:
            return series.atom
        if series.head == "sum":
            return plus(series.atom, *(t if steps > 0 else negate(t) for t in terms))
        return times(series.atom, *terms) if steps > 0 else over(series.atom, times(*terms))


def _first(
    question: Question, text: str, series: dict[tuple[str, Expression, Expression], Series]
) -> Expression | None:
    """The smallest n: the declared one, else that of the empty sum."""
    starts = []
    for one in series.values():
        start = integer(one.lower)
        if start is None:
            if len(series) > 1:
                return None
            return minus(one.lower, signed(one.offset + 1))
        starts.append(start - 1 - one.offset)
    declared = question.vocabulary.name(text)
    least = {"positive integer": 1, "positive": 1, "nonnegative integer": 0}.get(declared.domain if declared else "")
    smallest = max(starts)
    return signed(max(smallest, least) if least is not None else smallest)


def _base(question: Question, text: str, first: Expression) -> Verdict | None:
    from derive.decide.calculus.reduce import reduce

    here = {text: first}
    sides = []
    for side in (question.left, question.right):
        moved = _emptied(put(side, here))
        reduced = reduce(moved, question.vocabulary, question.budget, deep=False)
        if has_calculus(reduced.expression):
            return None
        sides.append(reduced.expression)
    return question.ask(sides[0], sides[1])


def _emptied(node: Expression) -> Expression:
    """Sums whose upper bound is one below the lower one are empty."""
    if node.head in ("sum", "product") and len(node.args) == 4:
        gap = minus(plus(node.args[3], ONE), node.args[2])
        found = value_of(gap)
        if found == 0:
            return ZERO if node.head == "sum" else ONE
    return node.with_args(tuple(_emptied(a) for a in node.args))


def _beyond(question: Question, text: str, first: Expression) -> Question:
    from derive.decide.calculus.binding import with_domain

    vocabulary = question.vocabulary
    declared = vocabulary.name(text)
    if declared is None or "integer" not in declared.domain:
        vocabulary = with_domain(vocabulary, text, "integer")
    return replace(question, vocabulary=vocabulary.with_assumptions(relation("ge", name(text), first)))


def _solved(
    question: Question,
    difference: Expression,
    series: dict[tuple[str, Expression, Expression], Series],
    n: Expression,
) -> Verdict | None:
    """The equation solved for its one series."""
    if len(series) != 1:
        return None
    (one,) = series.values()
    parts = coefficients(difference, one.atom.value)
    if parts is None or set(parts) - {0, 1} or 1 not in parts:
        return None
    scale = value_of(parts[1])
    if scale == 0 or (scale is None and occurs(n.value, parts[1])):
        return None
    solution = negate(over(parts.get(0, ZERO), parts[1]))
    later = put(solution, {n.value: plus(n, ONE)})
    if one.head == "sum":
        return question.ask(minus(later, solution), one.next_term(n))
    return question.ask(later, times(solution, one.next_term(n)))


def _unchanged(
    question: Question,
    difference: Expression,
    series: dict[tuple[str, Expression, Expression], Series],
    n: Expression,
) -> Verdict | None:
    """The difference of the sides is the same at n and n + 1."""
    later = put(difference, {n.value: plus(n, ONE)})
    later = put(later, {s.atom.value: s.advanced(n) for s in series.values()})
    change = minus(later, difference)
    return question.ask(change, ZERO)


def _shown(expression: Expression) -> str:
    value = value_of(expression)
    return str(value) if value is not None else "the empty sum"
