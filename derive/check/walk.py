"""Walks through a document from its first equation to its last; what is learnt on the way is used further on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.check.branches import Branches
from derive.check.branching import Branching
from derive.check.chain import explained
from derive.check.classify import (
    ARRIVES,
    DERIVED,
    applied,
    is_update,
    known,
    target_of,
)
from derive.check.forms import computed, law, moves_by_law
from derive.check.judge import INEQUALITIES, VAGUE, is_open, judge
from derive.check.ontheway import Stray
from derive.check.positivity import under_positivity
from derive.check.question import Link
from derive.check.record import Record, Unread
from derive.check.restated import multiple_of_what_is_known
from derive.check.setting import Setting
from derive.check.wording import as_spoken
from derive.documents import Fragment
from derive.documents.equation import Equation, Piece
from derive.documents.rows import equations
from derive.expression import Expression, name, relation
from derive.functions import BY_NAME
from derive.read import declare
from derive.statement import Statement, Unreadable
from derive.verdict import Outcome, Verdict
from derive.vocabulary import Vocabulary

_RESTRICTS = re.compile(r"^\s*,?\s*(?:if|for|when|whenever|where|provided|as long as|at)\s*$", re.IGNORECASE)
_LABEL_ONLY = re.compile(r"^[\s\(\)\d.,a-z]*$")


class Walk(Branching):
    """One pass over the fragments of a document."""

    def records(self) -> Iterator[Record]:
        """Every finding, as it is made, in the order of the document."""
        for damage in self.document.damage:
            self.found.append(Unread(damage.line, damage.source, damage.offset, damage.reason, damage.cell))
        for number, fragment in enumerate(self.document.fragments):
            self.fragment = number
            for _ in self.one(fragment):
                yield from self.flushed()
        yield from self.flushed()

    def one(self, fragment: Fragment) -> Iterator[None]:
        if fragment.section != self.section:
            self.enter(fragment.section)
        found = self.conditioned(equations(fragment.text))
        if fragment.offset in self.restricting:
            return
        sides = [s for e in found for s in e.sides]
        if not any(e.relations for e in found):
            if fragment.displayed and sides:
                self.take(fragment, sides[0], "expression", "it has no relation: there is nothing to check")
            yield
            return
        for equation in found:
            if len(equation.sides) > 1:
                yield from self.equation(equation, fragment)
            elif fragment.displayed and equation.sides and not equation.continues:
                # The rows after it may begin with "=" and go on from here.
                self.chains += 1
                self.position = 0
                self.last = self.opening = (equation.sides[0], fragment)
            yield

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
            if self.another_case(equation, fragment):
                yield from self.links(equation, sides[1:], equation.relations[1:], fragment, first=False)
                return
            first = self.last is self.opening
            sides[0] = Piece(self.last[0].text, -1)
            yield from self.links(equation, sides, equation.relations, fragment, first=first)
            return
        self.chains += 1
        self.position = 0
        self.setting = replace(self.setting, integrates="")
        yield from self.links(equation, sides, equation.relations, fragment, first=True)

    def conditioned(self, found: tuple[Equation, ...]) -> tuple[Equation, ...]:
        """``σ'(x) = 1`` if ``x > 0``: a formula behind such a word restricts the inline equation before it."""
        here = self.document.fragments[self.fragment]
        if here.displayed or not found or self.fragment + 1 >= len(self.document.fragments):
            return found
        after = self.document.fragments[self.fragment + 1]
        between = after.before[-60:] if after.cell == here.cell else ""
        if after.displayed or _RESTRICTS.match(between) is None:
            return found
        self.restricting.add(after.offset)
        condition = Piece(after.text, after.offset - here.offset)
        return (*found[:-1], replace(found[-1], conditions=(*found[-1].conditions, condition)))

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
        if first:
            self.branches = None
        for i, head in enumerate(heads):
            left, right = sides[i], sides[i + 1]
            self.last = (right, fragment)
            one, two = self.reader.read(left.text, fragment), self.reader.read(right.text, fragment)
            spoken = self.spoken(one, left, two, right, fragment)
            if spoken is not None:
                self.take(fragment, right, *spoken, f"{left.text} {_SIGNS.get(head, head)} {right.text}")
                self.position += 1
                continue
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
            if lead and (given := self.condition(equation, fragment)) is not None:
                self.branches = Branches(one.expression, ((two.expression, given),), left.text)
            self.position += 1
            yield
        for condition in equation.conditions:
            self.take(fragment, condition, "condition", "it restricts the equation before it")

    def spoken(
        self, one: Statement | Unreadable, left: Piece, two: Statement | Unreadable, right: Piece, fragment: Fragment
    ) -> tuple[str, str] | None:
        """What a link is that says something in words; None where each side is mathematics, or damaged."""
        found = None
        for side, piece in ((one, left), (two, right)):
            if isinstance(side, Unreadable):
                found = as_spoken(piece.text, lambda text: isinstance(self.reader.read(text, fragment), Statement))
                if found is None:
                    return None
        return found

    def under(self, equation: Equation, fragment: Fragment) -> Setting:
        """The setting with the equation's own conditions declared."""
        setting = self.setting
        for condition in equation.conditions:
            stated = self.reader.read(condition.text, fragment)
            if isinstance(stated, Statement) and stated.expression.head in ("ne", "eq"):
                pair = tuple(str(a.value) for a in stated.expression.args if a.head == "name")
                if len(pair) == 2 and all(len(p) <= 2 or p in setting.vocabulary.indices for p in pair):
                    both = (pair[0], pair[1])
                    if stated.expression.head == "ne":
                        setting = replace(setting, apart=(*setting.apart, both))
                    else:
                        setting = replace(setting, same=(*setting.same, both))
                    continue
            declared = declare((condition.text,), syntax="latex", vocabulary=setting.vocabulary)
            if isinstance(declared, Vocabulary):
                setting = replace(setting, vocabulary=declared)
        return setting

    def integrating(self, side: Statement) -> None:
        if not self.setting.integrates:
            for node in side.expression.walk():
                if node.head == "integral" and len(node.args) == 2 and node.args[1].head == "name":
                    self.setting = replace(self.setting, integrates=str(node.args[1].value))
                    return

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
        one, two = self.meant(left, one, head, right, two, fragment, local)
        if not fragment.displayed and self.set_here(one.expression, two.expression):
            self.say(relation("eq", one.expression, two.expression), fragment)
            self.take(fragment, right, "condition", "it is set to a value here", source)
            return
        if one.expression.head == "call" and one.expression.args == (name("t"),):
            two = self.reader.as_application(right.text, fragment) or two  # beside W(t), α(t) is no product
        turned = relation("eq", one.expression, two.expression)
        if lead and head == "eq" and target_of(one.expression) is not None:
            solved = self.inverted(turned, fragment, local)
            if solved is None:
                solved = self.solved_for_a_value(turned, fragment, local)
            if solved is not None:
                self.step(left, head, right, solved, fragment, source)
                self.say(turned, fragment)
                return
        fresh = lead and self.fresh(one.expression, head)
        self.begun = fresh if lead else self.begun
        if fresh and self.define(one.expression, two.expression, source, fragment, right):
            return
        verdict = self.judged(one, head, two, local)
        if not verdict.holds and not verdict.fails and head in ("approx", "propto"):
            self.take(
                fragment, right, "approximation" if head == "approx" else "proportionality", verdict.reason, source
            )
            return
        if not verdict.holds and head_decides(head) and comparable_integral(one.expression, two.expression):
            verdict = self.with_signs(verdict, Link(one, head, two), local)
            if verdict.fails and verdict.diagnosis is not None:
                self.step(left, head, right, verdict, fragment, source)
                return
        if lead and head_decides(head) and verdict.outcome is Outcome.UNDECIDED:
            verdict = self.beside_the_last(one, head, two, verdict, fragment, local)
        if verdict.holds and lead and head_decides(head) and moves_by_law(one.expression, local):
            said = law(one.expression, two.expression, f"line {self.line(fragment, right)}")
            self.setting = self.setting.knowing(said)
        if verdict.holds and lead and head_decides(head):
            self.written_anew(one.expression, two.expression, source)
        if verdict.holds or not head_decides(head):
            self.step(left, head, right, verdict, fragment, source)
            return
        heeded = bool(equation.conditions) and all(self.heeded(c, fragment) for c in equation.conditions)
        if verdict.fails and heeded and computed(one.expression, local.vocabulary):
            self.step(left, head, right, explained(verdict, one.expression, two.expression, local), fragment, source)
            return
        if not fragment.displayed and equation.conditions and not verdict.holds:
            self.take(fragment, right, "condition", "it is said under a condition", source)
            return
        if not lead and self.begun and self.implied(one, two, verdict, fragment, right, source):
            return
        if not lead and verdict.outcome is Outcome.UNDECIDED:
            stray = self.in_passing(one, two, fragment, right, source)
            if isinstance(stray, Stray):
                self.step(left, head, right, stray.verdict(), fragment, source)
            if stray is not None:
                return
        statement = relation("eq", one.expression, two.expression)
        if lead and (following := self.following(statement, fragment, local, equation)) is not None:
            self.step(left, head, right, following, fragment, source)
            self.say(statement, fragment)
            return
        if fragment.displayed:
            follows = not lead or any(words.search(fragment.before) is not None for words in (DERIVED, ARRIVES))
            found = target_of(one.expression)
            if found is None or (follows and self.sections.get(found[0], -1) == fragment.section):
                again = multiple_of_what_is_known(one.expression, two.expression, local, said_to_follow=follows)
                if again is not None:
                    self.step(left, head, right, again, fragment, source)
                    return
        new = target_of(one.expression) is not None and not known(one.expression, self.setting.vocabulary)
        if (lead or new) and self.taken_instead(one, head, two, fragment, right, source, verdict, lead=lead):
            return
        if verdict.fails and lead:
            self.mistaken[one.expression] = (two, fragment)
        if verdict.fails and self.explain:
            verdict = explained(verdict, one.expression, two.expression, local)
        self.step(left, head, right, verdict, fragment, source)

    def meant(
        self, left: Piece, one: Statement, head: str, right: Piece, two: Statement, fragment: Fragment, local: Setting
    ) -> tuple[Statement, Statement]:
        """The sides as they are meant: where the usual reading makes the link false, another one is not given up."""
        others = (self.reader.as_application(left.text, fragment), self.reader.as_application(right.text, fragment))
        if not any(others) or not head_decides(head) or not self.judged(one, head, two, local).fails:
            return one, two
        first, second = others[0] or one, others[1] or two
        return (one, two) if self.judged(first, head, second, local).fails else (first, second)

    def heeded(self, condition: Piece, fragment: Fragment) -> bool:
        """Whether a condition is one that counterexamples obey: a bound on one name."""
        stated = self.reader.read(condition.text, fragment)
        if not isinstance(stated, Statement) or stated.expression.head not in ("lt", "le", "gt", "ge"):
            return False
        sides = stated.expression.args
        bare = len(stated.expression.names()) == 1 and any(s.head == "name" for s in sides)
        declared = declare((condition.text,), syntax="latex", vocabulary=self.setting.vocabulary)
        return bare and isinstance(declared, Vocabulary)

    def with_signs(self, verdict: Verdict, link: Link, local: Setting) -> Verdict:
        """The verdict, knowing which names would have to be positive; not asked where that could change nothing."""
        if not verdict.fails and is_open(link, local):
            return verdict
        names = tuple(dict.fromkeys((*link.left.expression.names(), *link.right.expression.names())))
        return under_positivity(verdict, names, local, lambda known: judge(link, known))


def comparable_integral(left: Expression, right: Expression) -> bool:
    """Whether trying assumptions is worth the time: known functions, at most an integral or a sum."""
    kinds = ("integral", "sum", "derivative", "limit")
    plain = all(f in BY_NAME for f in (*left.functions(), *right.functions()))
    small = left.size() + right.size() <= 160
    heavy = sum(n.head in kinds for side in (left, right) for n in side.walk())
    return plain and small and heavy <= 2


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
