"""Deciding equality where derivatives, integrals, sums, products, limits, vectors or expectations occur.

The rungs stand in ``RUNGS``, cheapest first.  Each carries out some calculus and hands what is left to the plain
ladder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.decide.budget import Budget, OutOfBudget
from derive.decide.calculus.binding import expanded, with_domain
from derive.decide.calculus.chain_rule import by_chain_rule
from derive.decide.calculus.construct import minus
from derive.decide.calculus.exceptions import at_exceptions
from derive.decide.calculus.linear import linear_form
from derive.decide.calculus.meanings import by_other_meaning
from derive.decide.calculus.normalize import (
    given_definitions,
    given_properties,
    index_letters,
    indexed_definitions,
    indexed_names,
    normalized,
    with_both_indices,
    with_indices,
)
from derive.decide.calculus.notation import one_notation
from derive.decide.calculus.opaque import Opaque
from derive.decide.calculus.question import Ladder, Question, resting_on
from derive.decide.calculus.recognize import dependent_names, has_calculus, has_tensors, indefinite_variables
from derive.decide.calculus.through import through_equations, unsaid
from derive.expression import INFINITY, ONE, Expression, bound, name, relation
from derive.verdict import Evidence, Outcome, Verdict, proved, supported, undecided
from derive.vocabulary import Vocabulary

Rung = Callable[[Question], Verdict | None]

#: Names that may be random or not, of which every choice is tried.
CHOICES = 3


def decide_calculus(
    left: Expression, right: Expression, *, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """Whether two expressions mean the same; ``ladder`` decides expressions without calculus."""
    budget = budget.started()
    vocabulary = given_properties(given_definitions(vocabulary), left, right)
    left, right, vocabulary = through_equations(left, right, vocabulary)
    left, right = one_notation(*with_both_indices(normalized(left), normalized(right)), vocabulary)
    letters = index_letters(left, right, *(d.value for d in vocabulary.definitions))
    if letters:
        left, right = with_indices(left, letters), with_indices(right, letters)
        vocabulary = indexed_names(indexed_definitions(vocabulary, letters), letters, left, right)
    question = with_integer_bounds(Question(left, right, vocabulary, budget, ladder, dependent_names(left, right)))
    tried: list[str] = []
    tensors = has_tensors(left, vocabulary) or has_tensors(right, vocabulary)
    for rung in TENSOR_RUNGS if tensors else RUNGS:
        try:
            verdict = rung(question)
        except OutOfBudget as stop:
            tried.append(f"{rung.__name__}: {stop}")
            break
        except RecursionError:
            tried.append(f"{rung.__name__}: the expression is nested too deeply")
            continue
        if verdict is None:
            continue
        if verdict.outcome is Outcome.REFUTED:
            missing = unsaid(question.left, question.right)
            if missing is not None:
                return undecided("nothing is said of how {} depends on {} and on {}".format(*missing))
        if verdict.outcome in (Outcome.PROVED, Outcome.REFUTED):
            return at_exceptions(question, verdict)
        if verdict.outcome is Outcome.SUPPORTED:
            return verdict
        if verdict.reason.startswith("true "):
            return verdict  # it is known under which condition it would be true
        tried.append(f"{rung.__name__}: {verdict.reason}")
    attempts = tuple(Evidence("attempt", "calculus", text) for text in tried)
    return undecided("the calculus in it could not be carried out" if not tried else tried[-1], *attempts)


def with_integer_bounds(question: Question) -> Question:
    """Names in the bounds of sums and products are integers, and no sum is less than empty."""
    vocabulary = question.vocabulary
    for side in (question.left, question.right):
        hidden = frozenset(b for node in side.walk() for b in bound(node))
        for node in side.walk():
            if node.head not in ("sum", "product") or len(node.args) != 4 or INFINITY in node.args[2:4]:
                continue
            names = {n for end in node.args[2:4] for n in end.names()}
            if not names or names & hidden or any(d.target in names for d in vocabulary.definitions):
                continue
            for text in sorted(names):
                declared = vocabulary.name(text)
                narrower = {"positive": "positive integer", "nonnegative": "nonnegative integer"}
                if declared is None or "integer" not in declared.domain:
                    domain = narrower.get(declared.domain if declared else "", "integer")
                    vocabulary = with_domain(vocabulary, text, domain)
            vocabulary = vocabulary.with_assumptions(relation("ge", node.args[3], minus(node.args[2], ONE)))
    return replace(question, vocabulary=vocabulary)


def same(question: Question) -> Verdict | None:
    """The same tree."""
    if question.left == question.right:
        return proved("both sides read the same")
    return None


def up_to_constants(question: Question) -> Verdict | None:
    """An integral without bounds stands for all antiderivatives: both sides are compared by their derivatives."""
    variables = indefinite_variables(question.left, question.right)
    if not variables:
        return None
    from derive.decide.calculus.antiderivative import same_class

    return same_class(question, variables)


def integrands(question: Question) -> Verdict | None:
    """Integrals over the same interval by their integrands."""
    from derive.decide.calculus.alike import by_integrands

    left = expanded(question.left, question.vocabulary, _kept(question.left))
    right = expanded(question.right, question.vocabulary, _kept(question.right))
    return by_integrands(question.about(left, right))


def linearity(question: Question) -> Verdict | None:
    """Sums and integrals taken apart, before any is evaluated: a proof or nothing."""
    left, right = question.reduced(question.left, deep=False), question.reduced(question.right, deep=False)
    one, two = (expanded(r.expression, question.vocabulary) for r in (left, right))
    if not has_calculus(one) or not has_calculus(two):
        return None
    taken = tuple(dict.fromkeys((*one.names(), *two.names())))
    opaque = Opaque(taken, question.vocabulary)
    sides = opaque.of(linear_form(one, question.vocabulary)), opaque.of(linear_form(two, question.vocabulary))
    if sides[0] != sides[1] and set(sides[0].names()).isdisjoint(opaque.names.values()):
        return None
    verdict = question.supposing(left, right).ask(*sides, opaque.vocabulary)
    return resting_on(verdict, left, right) if verdict.outcome is Outcome.PROVED else None


def one_sign(question: Question) -> Verdict | None:
    """Sums, integrals and expectations over one range by what stands under the sign: a proof or nothing."""
    from derive.decide.calculus.together import by_one_sign

    return by_one_sign(question)


def statistics(question: Question) -> Verdict | None:
    """Expectations and probabilities by moments, by given laws and given equations."""
    from derive.decide.calculus.expectation import has_statistics
    from derive.decide.calculus.statistics import randomness, rewritten, with_givens

    again = with_givens(question)
    if not has_statistics(again.left) and not has_statistics(again.right):
        changed = (again.left, again.right) != (question.left, question.right)
        return moments_decided(again) if changed else None
    random = randomness(again)
    widest = moments_decided(rewritten(again, random.possible))
    if widest is None or widest.holds:
        return widest
    if random.certain:
        if widest.fails:
            other = moments_decided(rewritten(again, random.known, independent=True))
            if other is not None and other.holds:
                return undecided("true if the random variables are independent, which is not said")
        return widest
    constants = sorted(random.possible - random.known)
    if not random.known and widest.fails and fails_for_any(again, constants):
        return widest
    narrower = moments_decided(rewritten(again, random.known)) if random.known else None
    if narrower is not None and narrower.holds and not _without_random(again, random.known):
        assumed = f"{', '.join(constants)} not random"
        reason = f"{narrower.reason}, with {assumed}"
        return supported(reason, Evidence("agreement", "moments", reason, assumptions=(assumed,)))
    if narrower is not None and narrower.fails and widest.fails:
        return narrower
    return undecided("true or not as its names are random or not, which is not said")


def fails_for_any(again: Question, names: list[str]) -> bool:
    """Whether the sides differ whichever of the names are random; one at least is."""
    from itertools import combinations

    from derive.decide.calculus.statistics import rewritten

    if not 0 < len(names) <= CHOICES:
        return False
    for count in range(1, len(names)):
        for chosen in combinations(names, count):
            verdict = moments_decided(rewritten(again, frozenset(chosen)))
            if verdict is None or not verdict.fails:
                return False
    return True


def _without_random(question: Question, known: frozenset[str]) -> bool:
    """Whether an expectation holds none of the known random names: then something else in it must be random."""
    return any(
        node.head == "call" and node.value in ("Expectation", "Variance") and known.isdisjoint(node.names())
        for side in (question.left, question.right)
        for node in side.walk()
    )


def moments_decided(question: Question) -> Verdict | None:
    if not has_calculus(question.left) and not has_calculus(question.right):
        return question.ask(expanded(question.left, question.vocabulary), expanded(question.right, question.vocabulary))
    verdict = carried_out(question)
    if verdict is not None and verdict.outcome is not Outcome.UNDECIDED:
        return verdict
    return written_out(question)


def carried_out(question: Question) -> Verdict | None:
    """All calculus that can be carried out exactly is; the plain ladder decides the rest."""
    from derive.decide.calculus.infinite import is_infinite

    left = question.reduced(question.left)
    right = question.reduced(question.right)
    question = question.supposing(left, right)
    one = expanded(left.expression, question.vocabulary)
    two = expanded(right.expression, question.vocabulary)
    if is_infinite(one, two):
        return None  # infinities are no numbers: the rung before this one has said what can be said
    if one == two:
        return resting_on(proved("both sides are the same once the calculus is carried out"), left, right)
    if not has_calculus(one) and not has_calculus(two):
        verdict = question.ask(one, two)
        meant = by_other_meaning(question, one, two) if verdict.outcome is Outcome.REFUTED else None
        return resting_on(verdict if meant is None else meant, left, right)
    taken = tuple(dict.fromkeys((*one.names(), *two.names())))
    opaque = Opaque(taken, question.vocabulary)
    sides = opaque.of(linear_form(one, question.vocabulary)), opaque.of(linear_form(two, question.vocabulary))
    verdict = question.ask(*sides, opaque.possible())
    if verdict.outcome is Outcome.REFUTED and not opaque.independent:
        return None
    if verdict.outcome is Outcome.REFUTED:
        chained = by_chain_rule(question, opaque, *sides)
        if chained is not None:
            return resting_on(chained, left, right)
    return resting_on(verdict, left, right)


def divergence(question: Question) -> Verdict | None:
    """A side that is infinite is not equal to one that is not."""
    from derive.decide.calculus.infinite import by_divergence

    return by_divergence(question)


def induction(question: Question) -> Verdict | None:
    """Sums and products up to a symbolic bound."""
    from derive.decide.calculus.induction import by_induction

    left = question.reduced(question.left, deep=False)
    right = question.reduced(question.right, deep=False)
    one = expanded(left.expression, question.vocabulary)
    two = expanded(right.expression, question.vocabulary)
    verdict = by_induction(question.about(one, two))
    return None if verdict is None else resting_on(verdict, left, right)


def words(question: Question) -> Verdict | None:
    """Sums of products of matrices of any size, equal as words."""
    from derive.decide.calculus.shapes import possible_tensors
    from derive.decide.noncommutative import equal_words, uses_identity, with_identity

    left = expanded(question.left, question.vocabulary, _kept(question.left))
    right = expanded(question.right, question.vocabulary, _kept(question.right))
    tensors = possible_tensors(left, right, question.vocabulary)
    verdict = equal_words(left, right, tensors, question.vocabulary, question.ask)
    if verdict is not None or not uses_identity(left, right):
        return verdict
    return written_out(question.about(with_identity(left), with_identity(right)))


def written_out(question: Question) -> Verdict | None:
    """Indices, sizes, vectors and matrices made concrete."""
    from derive.decide.calculus.instances import at_sizes

    left = expanded(question.left, question.vocabulary, _kept(question.left))
    right = expanded(question.right, question.vocabulary, _kept(question.right))
    return at_sizes(question.about(left, right))


def measured(question: Question) -> Verdict | None:
    """What stays is enclosed in balls at points of the domain."""
    left = question.reduced(question.left)
    right = question.reduced(question.right)
    question = question.supposing(left, right)
    one = expanded(left.expression, question.vocabulary)
    two = expanded(right.expression, question.vocabulary)
    if not has_calculus(one) and not has_calculus(two):
        return None
    return resting_on(question.ask(one, two), left, right)


def particular(question: Question) -> Verdict | None:
    """The calculus carried out at rational values of the parameters."""
    from derive.decide.calculus.points import at_points

    return at_points(question)


def _kept(expression: Expression) -> frozenset[str]:
    """Names by which something is differentiated: their definitions must not replace them."""
    return frozenset(
        by.value for n in expression.walk() if n.head == "derivative" for by in n.args[1:] if by.head == "name"
    )


RUNGS: tuple[Rung, ...] = (
    same,
    up_to_constants,
    statistics,
    integrands,
    linearity,
    one_sign,
    divergence,
    carried_out,
    induction,
    written_out,
    particular,
    measured,
)

#: Vectors and matrices do not commute: nothing that is made for numbers may see them.
TENSOR_RUNGS: tuple[Rung, ...] = (same, words, written_out)


def decide_antiderivative(
    left: Expression, right: Expression, *, variable: str | None, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """Whether two expressions differ by a constant in the variable, on every interval on which both are smooth."""
    from derive.decide.calculus.antiderivative import same_up_to_constant

    question = Question(normalized(left), normalized(right), vocabulary, budget.started(), ladder)
    by = variable or next(iter((*left.names(), *right.names())), "x")
    try:
        return same_up_to_constant(question, name(by))
    except OutOfBudget as stop:
        return undecided(str(stop))
