"""Equality up to an additive constant, up to a factor, and up to a positive factor.

``f = c g`` with a factor that does not depend on the variable means ``f(v) g(v') = f(v') g(v)`` for every v and v';
``f = g + c`` means ``f(v) - g(v) = f(v') - g(v')``.  Both are plain identities, decided by the ladder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace as with_fields

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import Budget
from derive.decide.sample import real_points
from derive.decide.text import ball_text, point_text, value_text
from derive.expression import ZERO, Expression, div, mul, name, relation, replace, sub
from derive.verdict import Evidence, Outcome, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import Vocabulary

Ladder = Callable[..., Verdict]
COPY = "'"


def up_to_constant(
    left: Expression, right: Expression, variable: str | None, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """Whether the difference does not depend on the variable (on any name, where no variable is given)."""
    varied = _varied(left, right, variable)
    difference = sub(left, right)
    moved, wider = _copied(difference, varied, vocabulary)
    verdict = ladder(difference, moved, vocabulary=wider, budget=budget)
    return _reworded(verdict, f"the difference does not depend on {_list(varied)}", "the difference depends on it")


def up_to_factor(
    left: Expression,
    right: Expression,
    variable: str | None,
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
    *,
    positive: bool = False,
) -> Verdict:
    """Whether one is a multiple of the other, by a factor that is not zero (is positive) and free of the variable."""
    ours, theirs = entries(left), entries(right)
    if ours is None or theirs is None:
        if (ours is None) != (theirs is None):
            return refuted("one side is a matrix, the other is not")
        verdict = _proportional(left, right, variable, vocabulary, budget, ladder)
        pair = (left, right)
    else:
        if len(ours) != len(theirs) or shape(left) != shape(right):
            return refuted(f"the shapes {shape(left)} and {shape(right)} differ")
        verdict, pair = _entries_proportional(ours, theirs, vocabulary, budget, ladder)
    if not verdict.holds:
        return verdict
    vanishing = _vanishing(*pair, vocabulary, budget, ladder)
    if vanishing is not None:
        return vanishing
    if not positive:
        return verdict
    from derive.decide.relations.entry import holds

    sign = holds(relation("ge", _ratio(*pair), ZERO), vocabulary=vocabulary, budget=budget)
    if sign.fails:
        shown = _opposite_signs(left, right, pair, vocabulary)
        return refuted(f"the factor is not positive: {shown.text if shown else sign.reason}", shown or sign.evidence[0])
    if not sign.holds:
        return undecided("one is a multiple of the other, but the sign of the factor was not found", *sign.evidence)
    both = (*verdict.evidence, *sign.evidence)
    if verdict.outcome is sign.outcome is Outcome.PROVED:
        return proved("one is a positive multiple of the other", *both)
    return supported("one is a positive multiple of the other, as far as was sampled", *both)


def _opposite_signs(
    left: Expression, right: Expression, pair: tuple[Expression, Expression], vocabulary: Vocabulary
) -> Evidence | None:
    """A point at which the two sides have opposite signs, certified."""
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    for point in real_points(vocabulary, names, 12) if names else [{}]:
        try:
            a, b = (enclose(side, point, 64) for side in pair)
        except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
            continue
        if a.imag == 0 and b.imag == 0 and ((a.real > 0 and b.real < 0) or (a.real < 0 and b.real > 0)):
            where = point_text(point) or "every point"
            text = f"at {where} the two sides are {ball_text(a, 6)} and {ball_text(b, 6)}"
            values = tuple((n, value_text(v)) for n, v in point.items())
            return Evidence("counterexample", "sign of the factor", text, values)
    return None


def _ratio(left: Expression, right: Expression) -> Expression:
    """Something with the sign of the factor: the quotient with all that cancels left out, or the product."""
    from derive.decide.relations.algebra import algebra_for
    from derive.decide.relations.convert import convert

    try:
        ratio = div(left, right)
        algebra = algebra_for([ratio], real=True)
        quotient = convert(algebra, ratio)
    except (ValueError, ZeroDivisionError, OverflowError):
        return mul(left, right)
    return algebra.tree(quotient) if len(quotient.numerator) < 60 else mul(left, right)


def _proportional(
    left: Expression, right: Expression, variable: str | None, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    varied = _varied(left, right, variable)
    one, wider = _copied(left, varied, vocabulary)
    other, _ = _copied(right, varied, vocabulary)
    verdict = ladder(mul(left, other), mul(one, right), vocabulary=wider, budget=budget)
    return _reworded(verdict, f"the ratio does not depend on {_list(varied)}", "the ratio depends on it")


def _entries_proportional(
    ours: Sequence[Expression], theirs: Sequence[Expression], vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> tuple[Verdict, tuple[Expression, Expression]]:
    """All two-by-two minors vanish; an entry that is not zero is the pivot."""
    pivot = next((k for k, e in enumerate(theirs) if ladder(e, ZERO, vocabulary=vocabulary, budget=budget).fails), None)
    if pivot is None:
        return _without_pivot(ours, theirs, vocabulary, budget, ladder), (ours[0], theirs[0])
    evidence: list[Evidence] = []
    outcome = Outcome.PROVED
    for k, (a, b) in enumerate(zip(ours, theirs)):
        if k == pivot:
            continue
        verdict = ladder(mul(a, theirs[pivot]), mul(ours[pivot], b), vocabulary=vocabulary, budget=budget)
        if not verdict.holds:
            word = f"entry {k + 1} is not in the same ratio as entry {pivot + 1}"
            return _reworded(verdict, word, word), (ours[pivot], theirs[pivot])
        evidence += verdict.evidence
        outcome = outcome if verdict.outcome is Outcome.PROVED else Outcome.SUPPORTED
    text = "all entries are in the same ratio"
    found = tuple(evidence) or (Evidence("proof", "proportion", text),)
    made = proved(text, *found) if outcome is Outcome.PROVED else supported(text, *found)
    return made, (ours[pivot], theirs[pivot])


def _without_pivot(
    ours: Sequence[Expression], theirs: Sequence[Expression], vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """The second side may be zero throughout: then the first one has to be."""
    text = "both sides are zero"
    for entry in theirs:
        if not ladder(entry, ZERO, vocabulary=vocabulary, budget=budget).holds:
            return undecided("no entry that is certainly not zero was found")
    for position, entry in enumerate(ours, 1):
        verdict = ladder(entry, ZERO, vocabulary=vocabulary, budget=budget)
        if verdict.fails:
            text = f"the second side is zero, but entry {position} of the first is not"
            return refuted(text, *verdict.evidence)
        if not verdict.holds:
            return verdict
    return proved(text, Evidence("proof", "proportion", text))


def entries(expression: Expression) -> tuple[Expression, ...] | None:
    """The entries of a matrix, list or tuple, row by row; None for a scalar."""
    if expression.head in ("list", "tuple", "row"):
        return expression.args
    if expression.head == "matrix":
        return tuple(e for row in expression.args for e in row.args)
    return None


def shape(expression: Expression) -> tuple[int, ...]:
    if expression.head == "matrix":
        rows, columns = len(expression.args), len(expression.args[0].args)
        return (rows, columns) if 1 not in (rows, columns) else (rows * columns,)
    return (len(expression.args),)


def _vanishing(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict | None:
    """A factor of zero is no factor: refuted where just one side is identically zero."""
    zeros = [ladder(side, ZERO, vocabulary=vocabulary, budget=budget).holds for side in (left, right)]
    if zeros[0] == zeros[1]:
        return None
    text = f"the {'first' if zeros[0] else 'second'} side is zero and the other is not"
    return refuted(text, Evidence("counterexample", "proportion", text))


def _varied(left: Expression, right: Expression, variable: str | None) -> tuple[str, ...]:
    return (variable,) if variable else tuple(dict.fromkeys((*left.names(), *right.names())))


def _copied(expression: Expression, varied: Sequence[str], vocabulary: Vocabulary) -> tuple[Expression, Vocabulary]:
    """The expression at another value of the varied names, and a vocabulary that knows the copies."""
    table = {n: name(n + COPY) for n in varied}
    declared = tuple(with_fields(n, text=n.text + COPY, spellings=()) for n in vocabulary.names if n.text in table)
    assumed = tuple(moved for a in vocabulary.assumptions if (moved := replace(a, table)) != a)
    wider = with_fields(vocabulary, names=vocabulary.names + declared, assumptions=vocabulary.assumptions + assumed)
    return replace(expression, table), wider


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "anything"


def _reworded(verdict: Verdict, good: str, bad: str) -> Verdict:
    if verdict.outcome is Outcome.PROVED:
        return proved(good, *verdict.evidence)
    if verdict.outcome is Outcome.SUPPORTED:
        return supported(good + ", as far as was sampled", *verdict.evidence)
    if verdict.outcome is Outcome.REFUTED:
        return refuted(f"{bad}: {verdict.reason}", *verdict.evidence)
    return verdict
