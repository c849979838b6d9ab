"""One answer judged: every side of its chain against the right answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.decide import Budget, decide
from derive.expression import Expression, add, call, name, neg
from derive.grade.bounded import bounded
from derive.grade.components import as_column, column, compare_numbers, is_numeric
from derive.grade.key import AnswerKey, PartKey
from derive.grade.record import Answer, Link, Passage, Side
from derive.verdict import Outcome, Verdict, undecided, unreadable

#: For one side of one answer; simple ones take a few milliseconds.
BUDGET = Budget(seconds=1.0)
#: For regions, proportions and the like, which are decided over the whole domain.
LONG_BUDGET = Budget(seconds=4.0)
Change = Callable[[Expression], Expression]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A passage taken as an answer: its sides behind the left-hand side, and what turns a side into the target.

    ``-dl/dw = e`` claims ``-e`` of ``dl/dw``; ``\\Delta w = e`` claims ``w + e`` of the updated ``w``.
    """

    passage: Passage
    sides: tuple[Side, ...]
    change: Change
    sign_only: bool = False


def same(e: Expression) -> Expression:
    return e


def increment(target: str) -> Change:
    return lambda e: add(name(target), *(e.args if e.head == "add" else (e,)))


def judge(claimed: Claimed, key: PartKey, answers: AnswerKey, reference: Expression | None = None) -> Answer:
    """The sides of a claimed answer, each with its verdict.

    ``reference`` takes the place of the right answer where an earlier error is carried forward.
    """
    right = reference if reference is not None else key.reference
    links = []
    for side in claimed.sides:
        link = _link(side, claimed, key, answers, right)
        if reference is not None and link is not None and link.verdict.fails and not link.explicit:
            # A chain of derivatives stays true whatever was put in for them before.
            link = _link(side, claimed, key, answers, key.reference)
        if link is not None:
            links.append(link)
    return Answer(claimed.passage, tuple(links))


def _link(side: Side, claimed: Claimed, key: PartKey, answers: AnswerKey, reference: Expression | None) -> Link | None:
    if side.problem is not None:
        return Link(side.text, side.line, unreadable(side.problem.sentence()), False, problem=side.problem)
    assert reference is not None
    best: tuple[Verdict, str, Expression] | None = None
    for expression, note in side.readings:
        if expression == key.target:
            return None
        changed = claimed.change(expression)
        verdict = _decided(changed, reference, key, answers, claimed.sign_only)
        if best is None or verdict.holds:
            best = verdict, note, changed
        if verdict.holds:
            break
    if best is None:
        return None
    verdict, note, read = best
    said = note if len(side.readings) > 1 else ""
    return Link(side.text, side.line, verdict, explicit(read, key), said, read)


def _decided(
    student: Expression,
    reference: Expression,
    key: PartKey,
    answers: AnswerKey,
    sign_only: bool,
) -> Verdict:
    try:
        return _compared(student, reference, key, answers, sign_only)
    except Exception as error:  # one answer must not stop the marking of the others
        return undecided(f"deciding stopped with an internal error ({type(error).__name__}: {error}); please report it")


def _compared(
    student: Expression,
    reference: Expression,
    key: PartKey,
    answers: AnswerKey,
    sign_only: bool,
) -> Verdict:
    if key.relation == "positive_factor" and (sign_only or "sign" in student.functions()):
        signed = student if "sign" in student.functions() else call("sign", student)
        return decide(signed, call("sign", reference), vocabulary=key.vocabulary, budget=BUDGET)
    entries = column(student)
    if entries is not None and reference.head == "matrix" and student.head != "matrix":
        student = as_column(entries)
    if key.relation == "number" or (key.relation == "equal" and is_numeric(student, reference)):
        return compare_numbers(student, reference, key.vocabulary, BUDGET)
    if not explicit(student, key) and bounded(student):
        # Derivatives of quantities that the model defines: both sides written out in the model's base names.
        try:
            written = answers.sheet.base(student, key.part)
        except Exception:  # what the sheet cannot write out is decided as it stands
            written = student
        if not any(n.head == "derivative" for n in written.walk()):
            student = written
    budget = BUDGET if key.relation == "equal" else LONG_BUDGET
    verdict = decide(student, reference, vocabulary=key.vocabulary, relation=key.relation, budget=budget)
    if key.relation == "region" and verdict.outcome is Outcome.UNDECIDED and bounded(student):
        apart = _told_apart(student, reference, key, answers)
        return verdict if apart is None else apart
    return verdict


def _told_apart(student: Expression, reference: Expression, key: PartKey, answers: AnswerKey) -> Verdict | None:
    """A certified point of the declared spans at which just one of two conditions is true."""
    from derive.grade.regions import told_apart

    sheet = answers.sheet
    sides = [sheet.to_sympy(sheet.base(side, key.part)) for side in (student, reference)]
    return told_apart(sides[0], sides[1], sheet, key.part)


def explicit(e: Expression, key: PartKey) -> bool:
    """Nothing in an answer is still to be carried out: no derivative of a quantity, unless the right answer has one."""
    allowed = key.reference is not None and any(n.head in ("derivative", "integral") for n in key.reference.walk())
    return allowed or not any(
        n.head == "integral" or (n.head == "derivative" and n.args[0].head in ("name", "index")) for n in e.walk()
    )


def negated(e: Expression) -> Expression:
    return e.args[0] if e.head == "neg" else neg(e)
