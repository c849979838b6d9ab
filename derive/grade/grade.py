"""Marks a hand-in against a sheet: submission, matching, judging, errors carried forward, marks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from derive.expression import Expression
from derive.grade.judge import judge
from derive.grade.key import AnswerKey, PartKey, answer_key
from derive.grade.match import Candidate, Matching, match
from derive.grade.policy import STANDARD, Policy
from derive.grade.record import OPEN, Answer, GradeReport, PartResult, Passage, State, Submission
from derive.grade.slips import slip
from derive.grade.submission import read_submission
from derive.grade.words import expected, in_words
from derive.grade.worth import Worth, worth
from derive.statement import Statement
from derive.verdict import Outcome, Verdict, undecided
from derive.vocabulary import Vocabulary

if TYPE_CHECKING:
    from derive.sheet import Sheet


def grade(
    sheet: Sheet | AnswerKey, text: str, *, name: str = "", sheet_name: str = "", policy: Policy = STANDARD
) -> GradeReport:
    """The marks of a hand-in, part by part, with the evidence.

    ``sheet`` may be the answer key of a sheet, so that many hand-ins share one derivation.  Nothing stops the marking:
    a part that cannot be read or decided is said to be so, and its marks are left open.

    Raises:
        ValueError: the text is too long.
    """
    answers = sheet if isinstance(sheet, AnswerKey) else answer_key(sheet, sheet_name)
    submission = read_submission(text, answers.vocabulary, name)
    answers = replace(answers, vocabulary=submission.vocabulary)
    matching = match(submission, answers)
    wrong: dict[str, Expression] = {}
    results = []
    for key in answers.parts:
        chosen = matching.chosen[key.part]
        if chosen is None:
            results.append(in_words(submission, key, answers.parts))
            continue
        result = _marked(chosen, key, answers, wrong, policy, matching)
        results.append(result)
        own = _own_answer(result)
        if own is not None:
            wrong[key.part] = own
    return _report(answers, submission, matching, tuple(results))


def _marked(
    chosen: Candidate,
    key: PartKey,
    answers: AnswerKey,
    wrong: dict[str, Expression],
    policy: Policy,
    matching: Matching,
) -> PartResult:
    found = worth(chosen.answer, policy)
    answer = chosen.answer
    carried: tuple[str, ...] = ()
    if found.share < 1 and found.state in (State.WRONG, State.PARTLY, State.UNDECIDED):
        follows = _carried(chosen, key, answers, wrong, policy)
        if follows is not None and follows[1].share * policy.carried > found.share:
            answer, found, carried = follows
    verdict = answer.last.verdict if answer.last is not None else undecided("nothing was said")
    if not carried and verdict.fails:
        verdict = _diagnosed(answer, key, answers, verdict, wrong)
        named = verdict.diagnosis.slip if verdict.diagnosis is not None else ""
        if found.share < policy.slip(named):
            found = Worth(State.PARTLY, policy.slip(named), (*found.notes, f"a single slip: {named}"))
    marks = policy.marks(found.share, key.maximum)
    left = key.maximum - marks if found.state in OPEN else Fraction(0)
    others = tuple(
        f"line {c.claimed.passage.line}: {c.claimed.passage.text}" for c in matching.others[key.part] if c is not chosen
    )
    return PartResult(
        key.part,
        key.title,
        found.state,
        marks,
        key.maximum,
        left,
        answer,
        verdict,
        expected(key),
        carried,
        found.notes,
        others,
    )


def _carried(
    chosen: Candidate, key: PartKey, answers: AnswerKey, wrong: dict[str, Expression], policy: Policy
) -> tuple[Answer, Worth, tuple[str, ...]] | None:
    """The answer judged against what follows from the student's own earlier answers: all of them, then each alone."""
    earlier = [name for name in key.ancestors if name in wrong]
    choices = [tuple(earlier)] + ([(name,) for name in earlier] if len(earlier) > 1 else [])
    for names in choices:
        if not names:
            continue
        reference = answers.given({name: wrong[name] for name in names}, key.part)
        if reference is None or reference == key.reference:
            continue
        answer = judge(chosen.claimed, key, answers, reference)
        found = worth(answer, policy)
        if found.state in (State.RIGHT, State.PARTLY):
            state = State.CARRIED if found.state is State.RIGHT else found.state
            share = found.share * policy.carried
            return answer, Worth(state, share, found.notes), names
    return None


def _diagnosed(
    answer: Answer, key: PartKey, answers: AnswerKey, verdict: Verdict, wrong: dict[str, Expression]
) -> Verdict:
    """The verdict with what was probably meant: of the right answer or of what follows from earlier ones."""
    last = answer.last
    if last is None or last.read is None or key.reference is None or verdict.diagnosis is not None:
        return verdict
    student = last.read
    earlier = {name: wrong[name] for name in key.ancestors if name in wrong}
    follows = answers.given(earlier, key.part) if earlier else None
    own = slip(student, key.reference, answers.sheet, key.part, key.vocabulary)
    carried = None if follows is None else slip(student, follows, answers.sheet, key.part, key.vocabulary)
    if carried is not None and (own is None or carried[0] < own[0]):
        return replace(verdict, diagnosis=replace(carried[1], text=f"given the earlier answer, {carried[1].text}"))
    return verdict if own is None else replace(verdict, diagnosis=own[1])


def _own_answer(result: PartResult) -> Expression | None:
    """What the student goes on with where it is not the right answer."""
    last = result.answer.last if result.answer is not None else None
    if last is None or last.read is None or not last.explicit:
        return None
    if result.state is State.RIGHT or (result.state is State.PARTLY and last.verdict.holds and not result.carried):
        return None
    if last.verdict.outcome is Outcome.UNREADABLE:
        return None
    return last.read


def _readable(passage: Passage, vocabulary: Vocabulary) -> bool:
    """Only a name that the sheet does not know stood in the way: it is read, and answers no part."""
    from derive.read import read

    opened = replace(vocabulary, closed=False)
    return all(isinstance(read(side.text, vocabulary=opened), Statement) for side in passage.sides)


def _report(
    answers: AnswerKey, submission: Submission, matching: Matching, results: tuple[PartResult, ...]
) -> GradeReport:
    unread, further = [], []
    known = matching.used | {c.order for others in matching.others.values() for c in others}
    marked = " ".join(r.answer.passage.text for r in results if r.answer is not None)
    for passage in submission.passages:
        if passage.order in known or (len(passage.sides) == 1 and not passage.displayed):
            continue  # a lone expression in a sentence is a mention
        if len(passage.sides) > 1 and passage.problem is None and passage.text in marked:
            continue  # one component of an answer, or an answer that is given twice
        problem = passage.problem
        if problem is not None and not _readable(passage, answers.vocabulary):
            unread.append((passage.line, passage.text, problem.text()))
        else:
            further.append((passage.line, passage.text))
    notes = tuple(f"line {line}: {reason}" for line, reason in submission.damage)
    if all(r.state is State.MISSING for r in results):
        example = f' such as "{answers.parts[0].title}"' if answers.parts else ""
        notes += (
            "nothing was recognised as an answer; "
            f"expected each answer behind its left-hand side or under the name of its part{example}",
        )
    words = tuple((w.line, w.text) for w in submission.words)
    return GradeReport(
        answers.name,
        answers.sheet.title,
        submission.name,
        results,
        tuple(unread),
        tuple(further),
        words,
        notes,
    )
