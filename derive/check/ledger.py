"""What a check has seen so far, and the findings it makes: the state that a walk through a document carries."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.check.branches import Branches
from derive.check.judge import judge
from derive.check.question import Link
from derive.check.record import Record, Step, Taken, Unread
from derive.check.setting import Setting
from derive.check.sides import Reader
from derive.documents import Document, Fragment
from derive.documents.equation import Piece
from derive.expression import Expression
from derive.statement import Statement
from derive.verdict import Verdict, undecided
from derive.vocabulary import Definition, Vocabulary


@dataclass(frozen=True, slots=True)
class Said:
    """An equation or inequality that was taken to hold, for what may follow from it."""

    expression: Expression
    line: int
    section: int
    fragment: int


class Ledger:
    """Definitions, values, laws and conditions so far; the findings not yet handed on."""

    def __init__(
        self,
        document: Document,
        vocabulary: Vocabulary,
        assume: Sequence[str],
        *,
        seconds: float,
        total: float,
        explain: bool,
        skip: frozenset[int] = frozenset(),
    ) -> None:
        self.document = document
        self.reader = Reader(document, vocabulary, assume)
        self.setting = Setting(self.reader.base, seconds=seconds, strict=True)
        self.section = -1
        self.until = time.monotonic() + total
        self.explain = explain
        self.skip = skip
        self.found: list[Record] = []
        self.count = 0
        self.values: list[Definition] = []
        self.sections: dict[str, int] = {}
        self.mistaken: dict[Expression, tuple[Statement, Fragment]] = {}
        self.earlier: dict[str, list[tuple[int, Definition]]] = {}
        self.begun = False
        self.restricting: set[int] = set()
        self.conditions: list[tuple[Expression, int]] = []
        self.said: list[Said] = []
        self.chains = 0
        self.position = 0
        self.fragment = 0
        self.last: tuple[Piece, Fragment] | None = None
        self.opening: tuple[Piece, Fragment] | None = None
        self.branches: Branches | None = None
        self.cache: dict[tuple[object, ...], Verdict] = {}

    def flushed(self) -> Iterator[Record]:
        found, self.found = self.found, []
        for record in found:
            self.count += 1
            yield record

    def enter(self, section: int) -> None:
        """A new section: its own words; definitions stay known, laws and values are left behind."""
        self.section = section
        words = self.reader.vocabulary(section)
        kept = self.setting.vocabulary.definitions
        vocabulary = replace(words, definitions=(*words.definitions, *(d for d in kept if d not in words.definitions)))
        sums = tuple(h for h in self.setting.hypotheses if h.left.head == "sum")
        formerly = (*self.setting.formerly, *sums)
        self.setting = replace(self.setting, vocabulary=vocabulary, hypotheses=(), formerly=formerly)
        self.values = []

    def judged(self, one: Statement, head: str, two: Statement, setting: Setting) -> Verdict:
        if self.count + len(self.found) in self.skip:
            return undecided("it took longer than there was time for; it was left out")
        if time.monotonic() > self.until:
            return undecided("the time for the whole document was used up before this step")
        known = (setting.vocabulary, setting.hypotheses, setting.formerly)
        given = (known, setting.integrates, setting.apart, setting.same)
        key = (one.expression, head, two.expression, given)
        if key not in self.cache:
            verdict = judge(Link(one, head, two), setting)
            if not verdict.holds and self.values and not setting.integrates:
                verdict = self.with_values(one, head, two, setting, verdict)
            self.cache[key] = verdict
        return self.cache[key]

    def with_values(self, one: Statement, head: str, two: Statement, setting: Setting, verdict: Verdict) -> Verdict:
        """With the values given to parameters put in; only good news counts."""
        names = {*one.expression.names(), *two.expression.names()}
        useful = [d for d in self.values if d.target in names]
        if not useful:
            return verdict
        vocabulary = setting.vocabulary.with_definitions(*useful)
        better = judge(Link(one, head, two), replace(setting, vocabulary=vocabulary, seconds=self.room()))
        return replace(better, reason=f"{better.reason}, with the values given") if better.holds else verdict

    def room(self) -> float:
        return max(0.05, min(self.setting.seconds, self.until - time.monotonic()))

    def say(self, statement: Expression, fragment: Fragment) -> None:
        self.said.append(Said(statement, fragment.line, fragment.section, self.fragment))

    def line(self, fragment: Fragment, piece: Piece) -> int:
        return fragment.line + fragment.text.count("\n", 0, max(0, piece.offset))

    def step(self, left: Piece, head: str, right: Piece, verdict: Verdict, fragment: Fragment, source: str) -> None:
        self.found.append(
            Step(
                self.line(fragment, right),
                source,
                left.text,
                head,
                right.text,
                verdict,
                self.chains,
                self.position,
                fragment.offset + max(0, right.offset),
                fragment.cell,
                fragment.displayed,
            )
        )

    def take(self, fragment: Fragment, piece: Piece, role: str, reason: str, source: str = "") -> None:
        offset = fragment.offset + max(0, piece.offset)
        line = self.line(fragment, piece)
        found = Taken(line, source or piece.text, role, reason, offset, fragment.cell, fragment.displayed)
        self.found.append(found)

    def not_read(self, fragment: Fragment, piece: Piece, reason: str, at: int = -1) -> Unread:
        offset = at if at >= 0 else fragment.offset + max(0, piece.offset)
        return Unread(self.line(fragment, piece), piece.text, offset, reason, fragment.cell, fragment.displayed)
