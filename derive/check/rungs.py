"""The rungs by which a link ``left = right`` is found true or false, each with a little more of what is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.check.chance import Measured, complemented, is_random, said, with_probabilities
from derive.check.densities import by_densities
from derive.check.digits import agrees, has_decimals
from derive.check.events import by_events
from derive.check.gate import labelled, why_open, within_means
from derive.check.integrands import same_range
from derive.check.matrices import within_products
from derive.check.means import of_constants
from derive.check.moving import by_moving_entries
from derive.check.normalised import by_normalisation, spread_out
from derive.check.old_limits import by_old_limits
from derive.check.opaque import scalars_as_names
from derive.check.question import Question
from derive.check.rates import in_rates, told, with_rates
from derive.check.recurrences import by_recurrence
from derive.check.setting import Hypothesis, Setting
from derive.check.unfold import unfold
from derive.decide import Budget, decide
from derive.decide.calculus.binding import replaced
from derive.expression import Expression, name, relation, rewrite
from derive.functions import BY_NAME
from derive.verdict import Verdict


def as_written(question: Question) -> Verdict | None:
    """As an identity, knowing nothing of the names but their domains."""
    return decide(question.left, question.right, vocabulary=question.setting.plain(), budget=question.budget.part(0.3))


def through_definitions(question: Question) -> Verdict | None:
    """With every definition in scope put in."""
    setting = question.setting
    if not setting.vocabulary.definitions:
        return None
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    if (left, right) == (question.left, question.right):
        return None
    verdict = decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.6))
    used = _used(question, setting)
    if verdict.holds and used:
        verdict = replace(verdict, reason=f"{verdict.reason}, with {used}")
    # A definition that was put in and left the question open makes a counterexample without it worthless.
    return verdict


def under_the_sign(question: Question) -> Verdict | None:
    """Integrals or sums over the same range."""
    setting = question.setting
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    return same_range(left, right, setting.plain(), question.budget.part(0.6))


def put_in(left: Expression, right: Expression, setting: Setting, *, seconds: float) -> Verdict:
    """The two sides with every definition put in, and nothing else tried."""
    one, two = (unfold(e, setting.vocabulary) for e in (left, right))
    return decide(one, two, vocabulary=setting.plain(), budget=Budget(seconds=seconds))


def up_to_a_constant(question: Question) -> Verdict | None:
    """In a chain of integrals without bounds: the derivatives by the variable of integration agree."""
    variable = question.setting.integrates
    if not variable:
        return None
    left, right = (unfold(e, question.setting.vocabulary) for e in (question.left, question.right))
    if not any(variable in e.names() for e in (left, right)):
        return None
    return decide(
        left,
        right,
        vocabulary=question.setting.plain(),
        relation="antiderivative",
        variable=variable,
        budget=question.budget.part(0.6),
    )


def by_what_is_given(question: Question) -> Verdict | None:
    """With the equations that are given used from left to right."""
    setting = question.setting
    left, right = question.left, question.right
    used: list[str] = []
    for hypothesis in setting.hypotheses:
        one, two = _rewritten(left, hypothesis), _rewritten(right, hypothesis)
        one, two = (by_normalisation(e, hypothesis, setting.plain(), question.budget) for e in (one, two))
        if (one, two) != (left, right):
            used.append(hypothesis.source)
            left, right = one, two
    if not used:
        return None
    verdict = decide(
        unfold(left, setting.vocabulary),
        unfold(right, setting.vocabulary),
        vocabulary=setting.plain(),
        budget=question.budget.part(0.6),
    )
    return replace(verdict, reason=f"{verdict.reason}, given {', '.join(used)}") if verdict.holds else None


def by_rates_of_change(question: Question) -> Verdict | None:
    """Total derivatives by the chain rule over what moves; a counterexample counts where both sides move alike."""
    sides = in_rates((question.left, question.right), question.setting.vocabulary)
    if sides is None or sides == (question.left, question.right):
        return None
    vocabulary = with_rates(question.setting.vocabulary, sides)
    left, right = sides
    verdict = decide(left, right, vocabulary=vocabulary, budget=question.budget.part(0.4))
    if verdict.holds:
        return replace(verdict, reason=f"{verdict.reason}, by the chain rule over what changes")
    bare = [{n.partition("@")[0] for n in side.names()} for side in sides]
    alike = not question.setting.strict and not question.setting.hypotheses and bare[1] <= bare[0]
    known = replace(question.setting, foreign=frozenset())  # what stands on both sides with its rates is no stranger
    if not verdict.fails or not alike or why_open(left, right, known) is not None:
        return None
    if within_means(question.left, question.right, known) is not None:
        return None
    return told(verdict, (question.left, question.right))


def by_means_of_constants(question: Question) -> Verdict | None:
    """With what is given put in and derivatives carried out, until nothing random is left."""
    setting = question.setting
    sides = (question.left, question.right)
    if not is_random(sides) or not setting.hypotheses or setting.law is not None or setting.partial:
        return None
    if setting.strict:
        return None  # in a text a small letter (a rate r, an input u) is as random as any: what is averaged is not said
    for hypothesis in setting.hypotheses:
        sides = (_rewritten(sides[0], hypothesis), _rewritten(sides[1], hypothesis))
    left, right = (of_constants(unfold(s, setting.vocabulary), setting.vocabulary) for s in sides)
    if is_random((left, right)) or why_open(left, right, setting) is not None:
        return None
    verdict = decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.3))
    return verdict if verdict.holds or verdict.fails else None


def with_given_sums(question: Question) -> Verdict | None:
    """Quantities whose sum is given, by weights that are free: true and false are both found so."""
    setting = question.setting
    left, right = (unfold(e, setting.vocabulary) for e in (question.left, question.right))
    used: list[str] = []
    for hypothesis in setting.hypotheses:
        one, two = spread_out(left, hypothesis), spread_out(right, hypothesis)
        if (one, two) != (left, right):
            used.append(hypothesis.source)
            left, right = one, two
    if not used:
        return None
    verdict = decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.6))
    return replace(verdict, reason=f"{verdict.reason}, given {', '.join(used)}")


def by_its_distribution(question: Question) -> Verdict | None:
    """Random quantities put in by the density, mass function or tail that is given."""
    setting = question.setting
    sides = [complemented(s) for s in (question.left, question.right)]
    if not is_random((question.left, question.right)):
        return None
    law = setting.law
    if law is None:
        if sides == [question.left, question.right]:
            return None
        verdict = decide(*sides, vocabulary=setting.plain(), budget=question.budget.part(0.3))
        return verdict if verdict.holds else None
    setting = with_probabilities(setting, law)
    left, right = (unfold(Measured(law).of(s), setting.vocabulary) for s in (question.left, question.right))
    if is_random((left, right)):
        return None
    return said(decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.7)), law)


def with_labels_apart(question: Question) -> Verdict | None:
    """``u_o`` taken for a vector of its own beside the components ``u_k``; only good news counts."""
    verdict = labels_apart(question)
    return verdict if verdict is not None and verdict.holds else None


def labels_apart(question: Question) -> Verdict | None:
    spelt = labelled(question.left, question.right)
    if not spelt:
        return None
    left, right = question.left, question.right
    for number, label in enumerate(spelt):
        left, right = (replaced(side, label, name(f"label{number}")) for side in (left, right))
    setting = question.setting
    left, right = unfold(left, setting.vocabulary), unfold(right, setting.vocabulary)
    return decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.6))


def within_the_digits(question: Question) -> Verdict | None:
    """A decimal that was rounded: equal to the digits printed."""
    if not (has_decimals(question.left) or has_decimals(question.right)):
        return None
    vocabulary = question.setting.vocabulary
    left, right = unfold(question.left, vocabulary), unfold(question.right, vocabulary)
    verdict = agrees(left, right, question.setting.plain(), approximate=False)
    return verdict if verdict is not None and verdict.holds else None


def with_everything(question: Question) -> Verdict | None:
    """Definitions and given equations left to the decider, which knows the calculus of them; only good news counts."""
    setting = question.setting
    from derive.decide.calculus import has_calculus

    if not has_calculus(question.left) and not has_calculus(question.right):
        return None
    if _by_a_defined_name(question.left, setting) or _by_a_defined_name(question.right, setting):
        return None
    heads = ("call", "sum", "integral", "product")
    given = tuple(relation("eq", h.left, h.right) for h in setting.hypotheses if h.left.head in heads)
    if not given and not _mentions(question, setting):
        return None
    vocabulary = setting.vocabulary.with_assumptions(*given)
    verdict = decide(question.left, question.right, vocabulary=vocabulary, budget=question.budget.part(0.5))
    return verdict if verdict.holds or (verdict.fails and given) else None


EQUALITY: tuple[Callable[[Question], Verdict | None], ...] = (
    under_the_sign,
    scalars_as_names,
    by_events,
    by_rates_of_change,
    by_means_of_constants,
    by_old_limits,
    by_moving_entries,
    by_densities,
    as_written,
    with_given_sums,
    through_definitions,
    by_its_distribution,
    by_what_is_given,
    by_recurrence,
    up_to_a_constant,
    with_labels_apart,
    within_the_digits,
    with_everything,
)


#: Rungs that end the ladder where they find something: their counterexamples have been examined.
FINAL = (by_rates_of_change, by_means_of_constants)

#: Rungs that put in what is known: what they leave open is open, whatever a counterexample without it said.
KNOWING = (through_definitions, by_its_distribution, up_to_a_constant)


def _by_a_defined_name(expression: Expression, setting: Setting) -> bool:
    """Whether something is integrated or differentiated by a name that is defined: that takes care of its own."""
    targets = {d.target for d in setting.vocabulary.definitions}
    return any(
        a.head == "name" and a.value in targets
        for n in expression.walk()
        if n.head in ("integral", "derivative", "evaluated", "substitute", "limit", "sum", "product")
        for a in n.args[1:]
    )


def _mentions(question: Question, setting: Setting) -> bool:
    """Whether something that is defined stands in the link."""
    targets = {d.target for d in setting.vocabulary.definitions}
    return any(
        n.head in ("name", "call") and n.value in targets for s in (question.left, question.right) for n in s.walk()
    )


def _rewritten(expression: Expression, hypothesis: Hypothesis) -> Expression:
    handed = {a for n in hypothesis.left.walk() if n.head == "call" and n.value not in BY_NAME for a in n.walk()}
    known = {n.value for n in hypothesis.left.walk() if n.head == "name" and n not in handed}

    def bare(node: Expression) -> Expression:
        # ``ln f(x; λ)`` is what ``ln f = ...`` speaks of.
        return name(node.value) if node.head == "call" and node.value in known else node

    if known & set(expression.functions()):
        expression = rewrite(expression, bare)
    if hypothesis.left.head in ("number", "decimal", "constant"):
        return expression
    if hypothesis.left.head == "mul":
        expression = within_products(expression, hypothesis.left, hypothesis.right)
    return replaced(expression, hypothesis.left, hypothesis.right)


def _used(question: Question, setting: Setting) -> str:
    names = {n.value for e in (question.left, question.right) for n in e.walk() if n.head in ("name", "call")}
    sources = [d.source or d.target for d in setting.vocabulary.definitions if d.target in names]
    return ", ".join(dict.fromkeys(sources))
