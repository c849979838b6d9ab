"""One link of a chain, judged: ``left`` relation ``right`` where certain things are known.

``EQUALITY`` is the policy for ``=``: each rung is tried in turn, and the first that finds the link true ends it.  A
link is false only where it is false with everything known put in; where something in it stays unknown (a derivative of
a name of which nothing is said, an expectation without a distribution) it is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.check.applied import with_families
from derive.check.bleak import unmatched
from derive.check.chance import Measured
from derive.check.digits import agrees, has_decimals
from derive.check.events import by_events
from derive.check.gate import RANDOM, labels, moving_arrays, says_nothing, unconnected, unheard, why_open
from derive.check.inert import without_inert
from derive.check.leading import leading_order
from derive.check.matrices import as_matrices, inverted_capitals
from derive.check.moving import by_moving_entries
from derive.check.normal import scalar_here
from derive.check.numbers import by_numbers
from derive.check.old_limits import bounds_unsaid
from derive.check.one_dimension import in_one_dimension
from derive.check.positivity import where_real
from derive.check.question import GIVEN_UP, Link, Question
from derive.check.rows import by_rows, inner_products, rows_written_out
from derive.check.rungs import (
    EQUALITY,
    FINAL,
    KNOWING,
    as_written,
    labels_apart,
    with_everything,
    with_given_sums,
)
from derive.check.setting import Setting
from derive.check.statements import following
from derive.check.unfold import unfold
from derive.check.units import in_one_unit, on_one_side, unit_unsaid
from derive.check.unsaid import by_convention, by_exchange, by_symmetry
from derive.decide import Budget, decide
from derive.decide.calculus.binding import put
from derive.expression import ONE, Expression, call, mul, name, relation, sub
from derive.verdict import Outcome, Verdict, undecided

INEQUALITIES = ("lt", "le", "gt", "ge", "ne")


#: The share of its time that a link of a document gets where only a proof would count: what is seen is seen soon.
GLANCE = 0.3

#: Relations that say how large something is beside another: nothing in them can be computed.
VAGUE = ("ll", "gg", "to", "sim")


def judge(link: Link, setting: Setting) -> Verdict:
    """The verdict on a link; every reading of its sides is tried, and the reason says which one made it true."""
    entries = moving_arrays((link.left.expression, link.right.expression))
    averages = any(n.head == "call" and n.value in RANDOM for n in link.left.expression.walk())
    hopeful = not setting.strict or bool(entries) or averages or not is_open(link, setting)
    budget = Budget(seconds=setting.seconds * (1.0 if hopeful else GLANCE)).started()
    first: Verdict | None = None
    for left, right, note in _readings(link):
        one, two = (with_families(_conditioned(e, setting), setting.vocabulary) for e in (left, right))
        here = scalar_here(setting, (unfold(one, setting.vocabulary), unfold(two, setting.vocabulary)))
        here = where_real(here, (one, two))
        try:
            verdict = _one(Question(one, two, here, budget), link.head)
        except GIVEN_UP as error:
            verdict = undecided(f"deciding it gave up ({type(error).__name__})")
        if verdict.holds:
            reason = f"{verdict.reason} (reading {note})" if note else verdict.reason
            return replace(verdict, reason=reason)
        open_ = verdict.outcome is Outcome.UNDECIDED and (not note or _doubtful(note))
        impossible = first is not None and "not written out at any size" in first.reason and _doubtful(note)
        if first is None or (first.fails and open_) or (verdict.fails and impossible):
            first = verdict
        if budget.expired:
            break
    assert first is not None
    return first


#: Readings as likely as the first one: a counterexample to that one alone says nothing.
_DOUBTFUL = ("all the brackets", "all factors behind it", "its first term only", "exponent taken")


def _doubtful(note: str) -> bool:
    return any(words in note for words in _DOUBTFUL)


def is_open(link: Link, setting: Setting) -> bool:
    """Whether what is written leaves the link open whatever is assumed of its names' signs."""
    left, right = (with_families(s.expression, setting.vocabulary) for s in (link.left, link.right))
    return _unknown(Question(left, right, setting, Budget(seconds=setting.seconds)), told=False) is not None


def _conditioned(side: Expression, setting: Setting) -> Expression:
    """A side under its index conditions: equal indices are one, different ones leave no weight where they are equal."""
    for first, second in setting.same:
        side = put(side, {first: name(second)})
    for first, second in setting.apart:
        side = mul(side, sub(ONE, call("KroneckerDelta", name(first), name(second))))
    return side


def _readings(link: Link) -> Iterator[tuple[Expression, Expression, str]]:
    for left, note in link.left.alternatives()[:4]:
        for right, other in link.right.alternatives()[:4]:
            yield left, right, "; ".join(n for n in (note, other) if n)


def _one(question: Question, head: str) -> Verdict:
    if head in ("eq", "define"):
        return _equal(question)
    if head == "approx":
        return _approximate(question)
    if head in INEQUALITIES:
        return _holds(question, head)
    if head == "propto":
        return _proportional(question)
    if head in ("implies", "iff"):
        return following(question.left, question.right, question.setting, head)
    return undecided(
        f"{_WORDS.get(head, head)} says how things compare, not what they are: there is nothing to compute"
    )


_WORDS = {"ll": "≪", "gg": "≫", "to": "→", "sim": "∼", "member": "∈", "subset": "⊂"}


def _equal(question: Question) -> Verdict:
    vocabulary = question.setting.vocabulary
    one, two = unfold(question.left, vocabulary), unfold(question.right, vocabulary)
    plain = on_one_side(one, two)
    alone = plain != (one, two)
    verdict = _by_rungs(replace(question, left=plain[0], right=plain[1]) if alone else question)
    if verdict.fails and (why := unit_unsaid(one, two)) is not None:
        return undecided(why, *verdict.evidence)
    return verdict


def _by_rungs(question: Question) -> Verdict:
    question = without_inert(_labels_off(question))
    known = question.setting.vocabulary
    sides = (inner_products(rows_written_out(side, known), known) for side in (question.left, question.right))
    rows = by_rows(*sides)
    question = replace(question, left=rows[0], right=rows[1])
    last: Verdict | None = None
    summed: Verdict | None = None
    tentative: Verdict | None = None
    told = False  # whether the counterexample already respects everything that is given
    for rung in EQUALITY:
        if rung is as_written and (why := _hopeless(question)) is not None:
            shown = in_one_dimension(question)
            return undecided(why) if shown is None else shown
        try:
            verdict = rung(question)
        except GIVEN_UP as error:
            # A link that no rung can work on is open; the rest of the chain goes on.
            verdict = undecided(f"{rung.__name__} gave up ({type(error).__name__})")
        if verdict is None:
            continue
        if rung in FINAL or (rung is by_moving_entries and verdict.outcome is not Outcome.UNDECIDED):
            return verdict
        if verdict.holds and (
            letters := inverted_capitals((question.left, question.right), question.setting.vocabulary)
        ):
            return as_matrices(question, letters)
        if (
            rung is as_written
            and verdict.outcome is Outcome.SUPPORTED
            and _by_rules(verdict)
            and _defined_here(question)
        ):
            # A chain rule is right if nothing else connects the names; the definitions say whether something does.
            tentative = verdict
            continue
        if verdict.holds and (why := says_nothing(verdict, question.left, question.right, question.setting)) is None:
            return verdict
        if verdict.holds:
            return undecided(why or "", *verdict.evidence)
        if rung is by_events:
            return verdict
        if rung is with_given_sums and verdict.fails:
            # It respects what is given, which the counterexamples of the rungs behind it do not.
            summed = verdict
            continue
        last = verdict if rung in KNOWING else _stronger(last, verdict)
        told = rung is with_everything and verdict.fails
        if question.budget.expired:
            break
    if summed is not None:
        last, told = summed, True
    if tentative is not None and (last is None or not last.fails):
        return tentative
    if last is None:
        return undecided("nothing could be computed")
    if not last.holds and (meant := by_convention(question)) is not None:
        return meant
    if not last.holds and (numbers := by_numbers(question)) is not None:
        return numbers
    for symmetry in (by_symmetry, by_exchange):
        if last.fails and (open_ := symmetry(question)) is not None:
            return replace(open_, evidence=last.evidence)
    if last.fails and _shape(question.left) != _shape(question.right):
        return undecided("the two sides are not of one kind: one is a list or words", *last.evidence)
    if not last.holds and (why := _unknown(question, told=told)) is not None:
        shown = in_one_dimension(question)
        return shown if shown is not None else undecided(why if last.fails else last.reason, *last.evidence)
    if not last.holds and not last.fails:
        shown = in_one_dimension(question)
        return last if shown is None else shown
    return last


def _labels_off(question: Question) -> Question:
    """``(a + b)_h = (c)_h``: one label on both sides of what is no name says nothing."""
    one, two = _label_off(question.left), _label_off(question.right)
    if one is None or two is None or one[1] != two[1]:
        return question
    return replace(question, left=one[0], right=two[0])


def _label_off(side: Expression) -> tuple[Expression, tuple[Expression, ...]] | None:
    """A side without its label, and the label; a sign or a number in front stays."""
    if side.head == "index" and side.args[0].head in ("add", "mul", "div", "neg", "sum"):
        return side.args[0], side.args[1:]
    if side.head == "neg" or (side.head == "mul" and len(side.args) == 2 and side.args[0].head == "number"):
        found = _label_off(side.args[-1])
        return None if found is None else (side.with_args((*side.args[:-1], found[0])), found[1])
    return None


def _by_rules(verdict: Verdict) -> bool:
    """Whether support rests on rules between unknowns, and not on the entries of vectors written out."""
    return not any(e.method == "concrete sizes" for e in verdict.evidence)


def _defined_here(question: Question) -> bool:
    """Whether there is anything to put in."""
    vocabulary = question.setting.vocabulary
    return (unfold(question.left, vocabulary), unfold(question.right, vocabulary)) != (question.left, question.right)


def _hopeless(question: Question) -> str | None:
    """Why neither a proof nor a counterexample is to be had; found from what stands where, before anything is tried."""
    setting = question.setting
    if setting.law is not None or question.left == question.right:
        return None
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    if unmatched(left, right, setting) is None:
        return None
    return _unknown(question, told=False)


def _shape(expression: Expression) -> str:
    return expression.head if expression.head in ("list", "tuple", "set", "text", "interval") else "quantity"


def _stronger(last: Verdict | None, verdict: Verdict) -> Verdict:
    """The later of two verdicts, which knew more; an attempt that found nothing does not undo a counterexample."""
    if last is None or verdict.fails:
        return verdict
    return verdict if not last.fails else last


def _unknown(question: Question, *, told: bool, equation: bool = True) -> str | None:
    """Why a counterexample proves nothing here: what is in the link of which nothing is known."""
    setting = question.setting
    if (why := labels(question.left, question.right, setting)) is not None:
        apart = labels_apart(question)
        if apart is None or not apart.fails:
            return why
    if (why := unheard(question.left, question.right, setting)) is not None:
        return why
    if (why := bounds_unsaid(question.left, question.right, setting)) is not None:
        return why
    sides = (question.left, question.right)
    if setting.law is not None:
        sides = (Measured(setting.law).of(sides[0]), Measured(setting.law).of(sides[1]))
    left, right = (unfold(side, setting.vocabulary) for side in sides)
    if (why := unconnected(question.left, question.right, setting)) is not None:
        return why
    return why_open(left, right, setting, told=told, equation=equation)


def _approximate(question: Question) -> Verdict:
    vocabulary = question.setting.vocabulary
    left, right = unfold(question.left, vocabulary), unfold(question.right, vocabulary)
    exact = _equal(replace(question, budget=question.budget.part(0.4)))
    if exact.holds:
        return exact
    left, right = in_one_unit(left, right)
    if has_decimals(left) or has_decimals(right) or not (left.names() or right.names()):
        verdict = agrees(left, right, question.setting.plain(), approximate=True)
        if verdict is not None:
            return verdict
        return undecided("the two sides are near to each other, but not to the digits printed: too coarse to call")
    for one, two in ((question.left, question.right), (left, right)):
        verdict = leading_order(one, two, question.setting.plain())
        if verdict is not None:
            return verdict
    return undecided("an approximation without digits: it is not true exactly, and in what limit it holds is not said")


def _holds(question: Question, head: str) -> Verdict:
    from derive.decide.relations import holds

    setting = question.setting
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    verdict = holds(relation(head, left, right), vocabulary=setting.plain(), budget=question.budget)
    if verdict.fails and (why := _unknown(question, told=False, equation=False)) is not None:
        return undecided(why, *verdict.evidence)
    return verdict


def _proportional(question: Question) -> Verdict:
    exact = _equal(replace(question, budget=question.budget.part(0.5)))
    if exact.holds:
        return exact
    setting = question.setting
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    verdict = decide(left, right, vocabulary=setting.plain(), relation="factor", budget=question.budget)
    if verdict.holds:
        return verdict
    return undecided("proportional in what, and with what constant, is not said", *verdict.evidence)
