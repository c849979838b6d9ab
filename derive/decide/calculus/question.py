"""One question put to the calculus: do two expressions mean the same?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from derive.decide.budget import Budget
from derive.decide.calculus.binding import with_domain
from derive.decide.calculus.reduce import reduce
from derive.decide.calculus.reduction import Reduction
from derive.decide.calculus.signs import is_positive
from derive.expression import Expression
from derive.verdict import Evidence, Outcome, Verdict
from derive.vocabulary import EMPTY, Vocabulary


class Ladder(Protocol):
    """The decider of expressions without calculus."""

    def __call__(self, left: Expression, right: Expression, *, vocabulary: Vocabulary, budget: Budget) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Question:
    left: Expression
    right: Expression
    vocabulary: Vocabulary
    budget: Budget
    ladder: Ladder
    dependent: frozenset[str] = frozenset()
    memo: dict[tuple[Expression, bool], Reduction] = field(default_factory=dict, compare=False)

    def reduced(self, expression: Expression, *, deep: bool = True) -> Reduction:
        """The reduction under this vocabulary, carried out once for all rungs."""
        key = (expression, deep)
        if key not in self.memo:
            self.memo[key] = reduce(expression, self.vocabulary, self.budget, deep=deep, dependent=self.dependent)
        return self.memo[key]

    def ask(self, left: Expression, right: Expression, vocabulary: Vocabulary | None = None) -> Verdict:
        """The plain decider's verdict on two expressions without calculus."""
        return self.ladder(left, right, vocabulary=vocabulary or self.vocabulary, budget=self.budget)

    def about(self, left: Expression, right: Expression) -> Question:
        return replace(self, left=left, right=right)

    def with_real(self, names: tuple[str, ...]) -> Question:
        """The same question with names taken as real where nothing narrower is declared."""
        vocabulary = self.vocabulary
        for text in names:
            declared = vocabulary.name(text)
            if declared is None or declared.domain == "complex":
                vocabulary = with_domain(vocabulary, text, "real")
        return replace(self, vocabulary=vocabulary)

    def supposing(self, *reductions: Reduction) -> Question:
        """The same question where what the reductions rest on holds: real names, and integrals that converge."""
        question = self.with_real(tuple(n for r in reductions for n in r.real))
        vocabulary = question.vocabulary
        for condition in dict.fromkeys(w for r in reductions for w in r.where):
            for text in condition.names():
                declared = vocabulary.name(text)
                if declared is None or declared.domain in ("complex", "real"):
                    # sigma^2 > 0 leaves the sign of sigma open: a width is positive
                    domain = "positive" if usually_positive(condition) else "real"
                    vocabulary = with_domain(vocabulary, text, domain)
            vocabulary = vocabulary.with_assumptions(condition)
        return replace(question, vocabulary=vocabulary)


def usually_positive(condition: Expression) -> bool:
    """Whether a condition speaks of one name and holds where that is positive."""
    names = condition.names()
    return len(names) == 1 and is_positive(condition.args[0], with_domain(EMPTY, names[0], "positive"))


def resting_on(verdict: Verdict, *reductions: Reduction) -> Verdict:
    """A verdict about reduced expressions as a verdict about the originals.

    A proof that rests on an inexact reduction is support; a refutation that does is none.
    """
    from derive.read.print_plain import to_plain

    if not reductions:
        return verdict
    rest = reductions[0].joined(*reductions[1:])
    where = tuple(f"{w.names()[0] if usually_positive(w) else to_plain(w.args[0])} > 0" for w in rest.where)
    assumptions = (*rest.assumptions, *(f"{n} is real" for n in rest.real), *where)
    found = tuple(
        Evidence("proof" if rest.exact else "agreement", "calculus", note, assumptions=assumptions)
        for note in rest.notes[:1]
    ) or (
        (Evidence("attempt", "calculus", "the calculus was carried out", assumptions=assumptions),)
        if assumptions
        else ()
    )
    outcome = verdict.outcome
    if not rest.exact:
        if outcome is Outcome.PROVED:
            outcome = Outcome.SUPPORTED
        elif outcome is Outcome.REFUTED:
            outcome = Outcome.UNDECIDED
    return Verdict(outcome, verdict.reason, verdict.evidence + found, verdict.diagnosis)
