"""What marking finds, as frozen records in the order of the flow: submission, answers, results, report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from derive.expression import Expression
from derive.statement import Unreadable
from derive.verdict import Diagnosis, Verdict
from derive.vocabulary import Vocabulary


class State(StrEnum):
    """How a part stands; the value is the word that is printed."""

    RIGHT = "right"
    CARRIED = "right given the earlier answer"
    PARTLY = "partly right"
    WRONG = "wrong"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"
    WORDS = "in words"
    MISSING = "missing"


#: States whose marks a person has still to give.
OPEN = (State.UNDECIDED, State.UNREADABLE, State.WORDS)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation as written: its text, its place in the hand-in, and what was read of it.

    ``readings`` are all readings of an ambiguous notation, each with its note; ``problem`` says why there is none.
    """

    text: str
    offset: int
    line: int
    readings: tuple[tuple[Expression, str], ...] = ()
    problem: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """An equation (or a lone expression) of a hand-in, with the labels under which it stands.

    ``labels`` are the headings above it, the outermost first, and the label of its own line.  ``number`` is the
    equation's number, ``before`` the words in front of it.  What is not ``displayed`` stands in a sentence.
    """

    text: str
    line: int
    sides: tuple[Side, ...]
    relations: tuple[str, ...]
    labels: tuple[str, ...] = ()
    number: str = ""
    before: str = ""
    order: int = 0
    displayed: bool = True

    @property
    def problem(self) -> Unreadable | None:
        return next((s.problem for s in self.sides if s.problem is not None), None)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph without an equation, under the labels at which it stands."""

    text: str
    line: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A hand-in, split and read.

    ``vocabulary`` is what it was read with: the sheet's and the hand-in's own shorthands.  ``damage`` says what could
    not be cut out, with its line.
    """

    name: str
    source: str
    passages: tuple[Passage, ...]
    vocabulary: Vocabulary
    words: tuple[Words, ...] = ()
    damage: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One side of an answer's chain, judged against the right answer.

    ``explicit``: nothing in it is still to be carried out.  ``note`` tells which reading was taken, ``read`` is that
    reading; ``problem`` says why there is none.
    """

    text: str
    line: int
    verdict: Verdict
    explicit: bool
    note: str = ""
    read: Expression | None = None
    problem: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage that answers a part, and every side of it judged; the last link is the answer proper."""

    passage: Passage
    links: tuple[Link, ...]

    @property
    def last(self) -> Link | None:
        return self.links[-1] if self.links else None


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part's state, marks and reasons.

    ``open`` are the marks that a person has still to decide.  ``verdict`` is that of the answer proper.
    ``carried`` names the earlier parts from whose wrong answers this one follows.  ``others`` are further passages
    that answer the same part and were not marked.
    """

    part: str
    title: str
    state: State
    marks: Fraction
    maximum: Fraction
    open: Fraction = Fraction(0)
    answer: Answer | None = None
    verdict: Verdict | None = None
    expected: str = ""
    carried: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def diagnosis(self) -> Diagnosis | None:
        return self.verdict.diagnosis if self.verdict is not None else None


@dataclass(frozen=True, slots=True)
class GradeReport:
    """All parts of a sheet for one hand-in, and everything else that was in it.

    ``unread`` are passages that could not be read and belong to no part that is known; ``further`` were read and
    answer no part (given equations, definitions).
    """

    sheet: str
    title: str
    submission: str
    parts: tuple[PartResult, ...]
    unread: tuple[tuple[int, str, str], ...] = ()
    further: tuple[tuple[int, str], ...] = ()
    words: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> Fraction:
        return sum((p.marks for p in self.parts), Fraction(0))

    @property
    def maximum(self) -> Fraction:
        return sum((p.maximum for p in self.parts), Fraction(0))

    @property
    def open(self) -> Fraction:
        return sum((p.open for p in self.parts), Fraction(0))

    def part(self, name: str) -> PartResult:
        """The result of one part.  Raises KeyError where there is no such part."""
        for result in self.parts:
            if result.part == name:
                return result
        raise KeyError(f"{name} is no part of {self.sheet}; expected one of {', '.join(p.part for p in self.parts)}")
