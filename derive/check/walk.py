"""Walks through a document from its first equation to its last; what is learnt on the way is used further on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.check.chain import explained
from derive.check.classify import (
    DERIVED,
    FOLLOWS,
    applied,
    claims,
    definition,
    is_constant,
    is_update,
    is_value,
    known,
    target_of,
)
from derive.check.judge import INEQUALITIES, VAGUE, Link, comparable, implication, judge
from derive.check.record import Record, Step, Taken, Unread
from derive.check.setting import Hypothesis, Setting
from derive.check.sides import Reader
from derive.check.unfold import occurs_in
from derive.documents import Document, Fragment
from derive.documents.equation import Equation, Piece
from derive.documents.rows import equations
from derive.expression import Expression, div, mul, relation
from derive.read import declare
from derive.statement import Statement, Unreadable
from derive.verdict import Outcome, Verdict, supported, undecided
from derive.vocabulary import Definition, Vocabulary

_LABEL_ONLY = re.compile(r"^[\s\(\)\d.,a-z]*$")


@dataclass(frozen=True, slots=True)
class Placed:
    """An equation with the fragment it stands in, and where its chain began."""

    equation: Equation
    fragment: Fragment
    chain: int
    position: int


@dataclass(frozen=True, slots=True)
class Said:
    """An equation or inequality that was taken to hold, for what may follow from it."""

    expression: Expression
    line: int
    section: int
    fragment: int


class Walk:
    """The state of a check: definitions, values, laws and conditions so far, and the lists that make the report."""

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
        self.earlier: dict[str, list[Definition]] = {}
        self.conditions: list[tuple[Expression, int]] = []
        self.said: list[Said] = []
        self.chains = 0
        self.position = 0
        self.fragment = 0
        self.last: tuple[Piece, Fragment] | None = None
        self.cache: dict[tuple[object, ...], Verdict] = {}

    def records(self) -> Iterator[Record]:
        """Every finding, as it is made, in the order of the document."""
        for damage in self.document.damage:
            self.found.append(Unread(damage.line, damage.source, damage.offset, damage.reason, damage.cell))
        for number, fragment in enumerate(self.document.fragments):
            self.fragment = number
            for _ in self.one(fragment):
                yield from self.flushed()
        yield from self.flushed()

    def flushed(self) -> Iterator[Record]:
        found, self.found = self.found, []
        for record in found:
            self.count += 1
            yield record

    def one(self, fragment: Fragment) -> Iterator[None]:
        if fragment.section != self.section:
            self.enter(fragment.section)
        found = equations(self.reader.expanded(fragment.text))
        sides = [s for e in found for s in e.sides]
        if not any(e.relations for e in found):
            if fragment.displayed and sides:
                self.take(fragment, sides[0], "expression", "it has no relation: there is nothing to check")
            yield
            return
        for equation in found:
            if len(equation.sides) > 1:
                yield from self.equation(equation, fragment)
            yield

    def enter(self, section: int) -> None:
        """A new section: its own words; definitions stay known, laws and values are left behind."""
        self.section = section
        words = self.reader.vocabulary(section)
        kept = self.setting.vocabulary.definitions
        vocabulary = replace(words, definitions=(*words.definitions, *(d for d in kept if d not in words.definitions)))
        self.setting = replace(self.setting, vocabulary=vocabulary, hypotheses=())
        self.values = []

    # ---- one equation

    def equation(self, equation: Equation, fragment: Fragment) -> Iterator[None]:
        sides = list(equation.sides)
        if equation.continues and not sides[0].text:
            if self.last is None or not self.may_continue(fragment):
                self.found.append(
                    self.not_read(fragment, sides[1], "it begins with a relation, and nothing stands before it")
                )
                self.last = (sides[-1], fragment)
                self.position = 0
                self.chains += 1
                yield from self.links(equation, sides[1:], equation.relations[1:], fragment, first=False)
                return
            sides[0] = Piece(self.last[0].text, -1)
            yield from self.links(equation, sides, equation.relations, fragment, first=False)
            return
        self.chains += 1
        self.position = 0
        self.setting = replace(self.setting, integrates="")
        yield from self.links(equation, sides, equation.relations, fragment, first=True)

    def may_continue(self, fragment: Fragment) -> bool:
        """A display that begins with a relation goes on from the last one, unless a sentence stands between."""
        assert self.last is not None
        before = self.last[1]
        if before is fragment:
            return True
        if not (fragment.displayed and before.displayed) or before.section != fragment.section:
            return False
        return _LABEL_ONLY.match(fragment.before.strip().replace("$", "")) is not None or len(fragment.before) < 40

    def links(
        self, equation: Equation, sides: Sequence[Piece], heads: Sequence[str], fragment: Fragment, *, first: bool
    ) -> Iterator[None]:
        local = self.under(equation, fragment)
        for i, head in enumerate(heads):
            left, right = sides[i], sides[i + 1]
            self.last = (right, fragment)
            one, two = self.reader.read(left.text, fragment), self.reader.read(right.text, fragment)
            for side, piece in ((one, left), (two, right)):
                if isinstance(side, Unreadable) and (piece is right or i == 0):
                    at = fragment.offset + max(0, piece.offset) + side.offset
                    self.found.append(self.not_read(fragment, piece, side.sentence(), at))
            if isinstance(one, Unreadable) or isinstance(two, Unreadable):
                self.position += 1
                continue
            self.integrating(one)
            lead = first and i == 0
            self.link(left, one, head, right, two, fragment, local, equation, lead=lead, only=len(heads) == 1)
            self.position += 1
            yield

    def under(self, equation: Equation, fragment: Fragment) -> Setting:
        """The setting with the equation's own conditions declared."""
        setting = self.setting
        for condition in equation.conditions:
            declared = declare((condition.text,), syntax="latex", vocabulary=setting.vocabulary)
            if isinstance(declared, Vocabulary):
                setting = replace(setting, vocabulary=declared)
            self.take(fragment, condition, "condition", "it restricts the equation before it")
        return setting

    def integrating(self, side: Statement) -> None:
        if not self.setting.integrates:
            for node in side.expression.walk():
                if node.head == "integral" and len(node.args) == 2 and node.args[1].head == "name":
                    self.setting = replace(self.setting, integrates=str(node.args[1].value))
                    return

    # ---- one link

    def link(
        self,
        left: Piece,
        one: Statement,
        head: str,
        right: Piece,
        two: Statement,
        fragment: Fragment,
        local: Setting,
        equation: Equation,
        *,
        lead: bool,
        only: bool,
    ) -> None:
        source = f"{left.text} {_SIGNS.get(head, head)} {right.text}"
        if head in VAGUE or head in ("member", "subset"):
            self.declared(one, head, two, fragment, right, source)
            return
        if head == "update" or (lead and head == "eq" and is_update(one.expression, two.expression)):
            self.take(fragment, right, "update", f"{left.text} is changed, not equated", source)
            return
        local = replace(local, integrates=self.setting.integrates, seconds=self.room())
        if head in INEQUALITIES:
            self.inequality(left, one, head, right, two, fragment, local, equation, source, lead=lead, only=only)
            return
        if lead:
            meant = applied(one.expression, two.expression, left.text, self.setting.vocabulary)
            one = one if meant is one.expression else Statement(one.source, meant)
        local = self.related(one, two, local)
        if not fragment.displayed and self.set_here(one.expression, two.expression):
            self.say(relation("eq", one.expression, two.expression), fragment)
            self.take(fragment, right, "condition", "it is set to a value here", source)
            return
        fresh = lead and self.fresh(one.expression, head)
        if fresh and self.define(one.expression, two.expression, source, fragment, right):
            return
        verdict = self.judged(one, head, two, local)
        if not verdict.holds and not verdict.fails and head in ("approx", "propto"):
            self.take(
                fragment, right, "approximation" if head == "approx" else "proportionality", verdict.reason, source
            )
            return
        if verdict.holds or not head_decides(head):
            self.step(left, head, right, verdict, fragment, source)
            return
        statement = relation("eq", one.expression, two.expression)
        if lead and (following := self.following(statement, fragment, local, equation)) is not None:
            self.step(left, head, right, following, fragment, source)
            self.say(statement, fragment)
            return
        new = target_of(one.expression) is not None and not known(one.expression, self.setting.vocabulary)
        if (lead or new) and self.taken_instead(one, head, two, fragment, right, source, verdict, lead=lead):
            return
        if verdict.fails and self.explain:
            verdict = explained(verdict, one.expression, two.expression, local)
        self.step(left, head, right, verdict, fragment, source)

    def related(self, one: Statement, two: Statement, local: Setting) -> Setting:
        """Of several definitions of one name (a loss for each case) the one that knows what it is differentiated by."""
        for node in (*one.expression.walk(), *two.expression.walk()):
            if node.head != "derivative" or node.args[0].head != "name":
                continue
            target, by = str(node.args[0].value), node.args[1]
            others = self.earlier.get(target, [])
            now = next((d for d in reversed(local.vocabulary.definitions) if d.target == target), None)
            if now is None or occurs_in(by, now.value):
                continue
            found = next((d for d in reversed(others) if occurs_in(by, d.value)), None)
            if found is not None:
                local = replace(local, vocabulary=local.vocabulary.with_definitions(found))
        return local

    def set_here(self, left: Expression, right: Expression) -> bool:
        """A name that a sentence sets to a value, or a name known from elsewhere that it sets to another one."""
        if target_of(left) is None:
            return False
        if is_constant(right) or is_value(right):
            return True
        return known(left, self.setting.vocabulary) and target_of(right) is not None

    def fresh(self, left: Expression, head: str) -> bool:
        """Whether the left side is defined here for the first time."""
        if head not in ("eq", "define"):
            return False
        return target_of(left) is not None and not known(left, self.setting.vocabulary)

    def define(
        self,
        left: Expression,
        right: Expression,
        source: str,
        fragment: Fragment,
        piece: Piece,
        role: str = "definition",
    ) -> bool:
        """Take an equation as a definition; False where it defines nothing."""
        made = definition(left, right, source)
        if made is None:
            return False
        if is_value(right):
            if fragment.displayed:
                self.values.append(made)
            self.take(fragment, piece, "value", f"{made.target} is given a value", source)
            return True
        if not fragment.displayed and is_constant(right):
            self.take(fragment, piece, "condition", f"{made.target} is set to a value here", source)
            return True
        if self.circular(made):
            self.setting = self.setting.knowing(Hypothesis(left, right, f"line {self.line(fragment, piece)}"))
            self.say(relation("eq", left, right), fragment)
            self.take(fragment, piece, "equation", f"it relates {made.target} to what is defined by it", source)
            return True
        self.earlier.setdefault(made.target, []).append(made)
        self.setting = replace(self.setting, vocabulary=self.setting.vocabulary.with_definitions(made))
        self.sections[made.target] = fragment.section
        self.say(relation("eq", left, right), fragment)
        self.take(fragment, piece, role, f"{made.target} is defined here", source)
        return True

    def circular(self, made: Definition) -> bool:
        """Whether a definition would come back to its own target through the others."""
        reach, todo = set(), [made.value]
        table = {d.target: d for d in self.setting.vocabulary.definitions}
        while todo:
            for node in todo.pop().walk():
                text = str(node.value) if node.head in ("name", "call") else ""
                if not text or text in reach or text in made.parameters:
                    continue
                if text == made.target:
                    return True
                reach.add(text)
                if text in table:
                    todo.append(table[text].value)
        return False

    def taken_instead(
        self,
        one: Statement,
        head: str,
        two: Statement,
        fragment: Fragment,
        right: Piece,
        source: str,
        verdict: Verdict,
        *,
        lead: bool,
    ) -> bool:
        """Take an equation that is no identity as what it is; False where it claims to be an identity."""
        left = one.expression
        statement = relation("eq", left, two.expression)
        if not fragment.displayed and known(left, self.setting.vocabulary) and not verdict.holds:
            self.say(statement, fragment)
            self.take(fragment, right, "condition", "it is supposed here", source)
            return True
        if target_of(left) is not None:
            if known(left, self.setting.vocabulary):
                made = target_of(left)
                assert made is not None
                derived = DERIVED.search(fragment.before) is not None and not made[2]
                same_section = self.sections.get(made[0], -1) == fragment.section
                if verdict.fails and derived and same_section:
                    return False
                if verdict.outcome is Outcome.UNDECIDED and same_section and derived:
                    return False
                return self.define(left, two.expression, source, fragment, right, "redefinition")
            if self.define(left, two.expression, source, fragment, right):
                return True
            if not lead:
                return False
            self.say(statement, fragment)
            self.take(fragment, right, "condition", "it is an equation for what stands on its left", source)
            return True
        if not lead:
            return False
        if verdict.fails and claims(left, two.expression, self.setting.vocabulary):
            return False
        if verdict.outcome is Outcome.UNDECIDED and claims(left, two.expression, self.setting.vocabulary):
            return False
        self.say(statement, fragment)
        self.setting = self.setting.knowing(law(left, two.expression, f"line {self.line(fragment, right)}"))
        role = "condition" if is_constant(two.expression) else "law"
        self.take(fragment, right, role, "it is no identity: it is taken to hold from here on", source)
        return True

    def following(
        self, statement: Expression, fragment: Fragment, local: Setting, equation: Equation
    ) -> Verdict | None:
        """An equation that follows from one just before it, or that contradicts one it is said to follow from."""
        names = set(statement.names())
        if not names or not comparable(statement):
            return None
        local = replace(local, seconds=min(local.seconds, 0.2))
        near = [s for s in self.said if s.section == fragment.section and self.fragment - s.fragment <= 3]
        near = [s for s in near if comparable(s.expression) and names & set(s.expression.names())]
        for said in reversed(near[-2:]):
            word, verdict = implication(said.expression, statement, local)
            if word in ("equivalent", "implies"):
                return supported(f"it follows from line {said.line}", *verdict.evidence)
            if word == "implied_by" and said is near[-1]:
                return supported(f"it solves line {said.line}; other cases are left out", *verdict.evidence)
            said_to = equation.connective or (FOLLOWS.search(fragment.before.strip()) is not None)
            alone = len(names) == 1 and set(said.expression.names()) == names
            if verdict.fails and said is near[-1] and (said_to or alone) and alone:
                return verdict
        return None

    def inequality(
        self,
        left: Piece,
        one: Statement,
        head: str,
        right: Piece,
        two: Statement,
        fragment: Fragment,
        local: Setting,
        equation: Equation,
        source: str,
        *,
        lead: bool,
        only: bool,
    ) -> None:
        verdict = self.judged(one, head, two, local)
        statement = relation(head, one.expression, two.expression)
        if not verdict.holds:
            better = self.under_conditions(one, head, two, local, fragment)
            verdict = verdict if better is None else better
        if verdict.holds:
            self.step(left, head, right, verdict, fragment, source)
            return
        if lead and (following := self.following(statement, fragment, local, equation)) is not None and following.holds:
            self.step(left, head, right, following, fragment, source)
            self.say(statement, fragment)
            return
        all_of_them = all(r in INEQUALITIES for r in equation.relations)
        bound = not is_constant(two.expression)
        if (lead or all_of_them or bound) and not (is_constant(one.expression) and is_constant(two.expression)):
            self.conditions.append((statement, fragment.section))
            self.say(statement, fragment)
            self.take(fragment, right, "condition", "it holds for some values and not for others", source)
            return
        if verdict.fails and self.explain:
            verdict = explained(verdict, one.expression, two.expression, local)
        self.step(left, head, right, verdict, fragment, source)

    def under_conditions(
        self, one: Statement, head: str, two: Statement, local: Setting, fragment: Fragment
    ) -> Verdict | None:
        """The link under the conditions stated so far in the section; only good news counts."""
        names = {*one.expression.names(), *two.expression.names()}
        given = [c for c, section in self.conditions if section == fragment.section and names & set(c.names())]
        if not given:
            return None
        setting = replace(local, vocabulary=local.vocabulary.with_assumptions(*given))
        verdict = judge(Link(one, head, two), setting)
        return replace(verdict, reason=f"{verdict.reason}, under the conditions stated") if verdict.holds else None

    def declared(
        self, one: Statement, head: str, two: Statement, fragment: Fragment, right: Piece, source: str
    ) -> None:
        role = "declaration" if head in ("member", "subset") else "comparison"
        reason = "it says what kind of thing a name is" if role == "declaration" else "it compares, it does not equate"
        self.take(fragment, right, role, reason, source)

    def judged(self, one: Statement, head: str, two: Statement, setting: Setting) -> Verdict:
        if self.count + len(self.found) in self.skip:
            return undecided("it took longer than there was time for; it was left out")
        if time.monotonic() > self.until:
            return undecided("the time for the whole document was used up before this step")
        key = (one.expression, head, two.expression, setting.vocabulary, setting.hypotheses, setting.integrates)
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

    # ---- lists

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


def law(left: Expression, right: Expression, source: str) -> Hypothesis:
    """A law as it is used: ``τ dw/dt = f`` says that ``dw/dt`` is ``f/τ``."""
    if left.head == "mul":
        rates = [a for a in left.args if a.head == "derivative"]
        if len(rates) == 1:
            others = tuple(a for a in left.args if a is not rates[0])
            return Hypothesis(rates[0], div(right, mul(*others)), source)
    return Hypothesis(left, right, source)


def head_decides(head: str) -> bool:
    return head in ("eq", "define")


_SIGNS = {
    "eq": "=",
    "define": "≡",
    "update": "←",
    "approx": "≈",
    "propto": "∝",
    "sim": "∼",
    "lt": "<",
    "gt": ">",
    "le": "≤",
    "ge": "≥",
    "ne": "≠",
    "ll": "≪",
    "gg": "≫",
    "member": "∈",
    "subset": "⊂",
    "implies": "⟹",
    "iff": "⟺",
    "to": "→",
}
