"""What an answer's chain is worth, by the marking scheme."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.grade.policy import Policy
from derive.grade.record import Answer, State
from derive.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Worth:
    """A state, the share of the marks, and the reasons in words."""

    state: State
    share: Fraction
    notes: tuple[str, ...] = ()


def worth(answer: Answer, policy: Policy) -> Worth:
    """The worth of a chain whose sides have been judged; the last one is the answer."""
    last = answer.last
    if last is None:
        return Worth(State.WRONG, Fraction(0), ("the answer repeats the question: nothing stands behind the sign",))
    if last.verdict.outcome is Outcome.UNREADABLE:
        return Worth(State.UNREADABLE, Fraction(0))
    if last.verdict.outcome is Outcome.UNDECIDED:
        return Worth(State.UNDECIDED, Fraction(0))
    before = answer.links[:-1]
    if last.verdict.holds:
        return _right(answer, policy)
    if any(link.verdict.holds and link.explicit for link in before):
        right = next(link for link in before if link.verdict.holds and link.explicit)
        note = f"the chain is right up to {right.text} (line {right.line}) and goes wrong after it"
        return _partly(policy.wrong_end, note)
    if any(link.verdict.holds for link in before):
        return _partly(policy.set_up, "the way to the answer is set up rightly, the result is wrong")
    return Worth(State.WRONG, Fraction(0))


def _right(answer: Answer, policy: Policy) -> Worth:
    last, before = answer.links[-1], answer.links[:-1]
    wrong = [link for link in before if link.verdict.fails]
    notes = [
        f"{link.text} (line {link.line}) on the way could not be read"
        for link in before
        if link.verdict.outcome is Outcome.UNREADABLE
    ]
    if not last.explicit and not any(link.verdict.holds and link.explicit for link in before):
        return _partly(policy.set_up, "this is true and is not carried out: a derivative is left standing")
    if wrong:
        where = f"{wrong[0].text} (line {wrong[0].line})"
        return _partly(policy.wrong_link, f"the result is right, and a link before it is wrong: {where}")
    return Worth(State.RIGHT, Fraction(1), tuple(notes))


def _partly(share: Fraction, note: str) -> Worth:
    return Worth(State.PARTLY if share else State.WRONG, share, (note,))
