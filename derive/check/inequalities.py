"""What an inequality becomes: a step, or a condition that holds from there on."""

from __future__ import annotations

from dataclasses import replace

from derive.check.chain import explained
from derive.check.classify import REASON, is_constant
from derive.check.judge import INEQUALITIES, judge
from derive.check.memory import Memory
from derive.check.question import Link
from derive.check.setting import Setting
from derive.documents import Fragment
from derive.documents.equation import Equation, Piece
from derive.expression import Expression, name, relation
from derive.statement import Statement
from derive.verdict import Verdict


class Inequalities(Memory):
    """A memory that knows what to make of an inequality."""

    def restricts(self, statement: Expression, fragment: Fragment) -> bool:
        """Whether a name is restricted by a number here (``α ≥ 0``); what was said of it so before counts no longer."""
        one, two = statement.args
        bare, bound = (one, two) if one.head == "name" else (two, one)
        if bare.head != "name" or not is_constant(bound):
            return False
        kept = [(c, s) for c, s in self.conditions if s != fragment.section or not _restricts_only(c, bare)]
        self.conditions = [*kept, (statement, fragment.section)]
        return True

    def under_conditions(
        self, one: Statement, head: str, two: Statement, local: Setting, fragment: Fragment, *, claimed: bool
    ) -> Verdict | None:
        """The link under the conditions stated so far in the section; only good news counts, or a reason that fails.

        ``claimed``: it is given as a reason; it fails where every name of it is restricted and it does not follow.
        """
        names = {*one.expression.names(), *two.expression.names()}
        given = [c for c, section in self.conditions if section == fragment.section and names & set(c.names())]
        if not given:
            return None
        setting = replace(local, vocabulary=local.vocabulary.with_assumptions(*given))
        verdict = judge(Link(one, head, two), setting)
        restricted = {n for c in given for n in c.names() if _restricts_only(c, name(n))}
        if verdict.holds or (claimed and verdict.fails and names <= restricted):
            return replace(verdict, reason=f"{verdict.reason}, under the conditions stated")
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
        statement = relation(head, one.expression, two.expression)
        composed = all(e.head != "name" for e in (one.expression, two.expression))
        reason = REASON.search(fragment.before) is not None and lead and composed
        if not fragment.displayed and lead and only and not reason and self.restricts(statement, fragment):
            self.say(statement, fragment)
            self.take(fragment, right, "condition", "it restricts a name from here on", source)
            return
        # Most inequalities of a text are conditions: a look is enough to see those that hold, or fail.
        local = replace(local, seconds=min(local.seconds, 0.4))
        verdict = self.judged(one, head, two, local)
        if not verdict.holds:
            better = self.under_conditions(one, head, two, local, fragment, claimed=reason)
            if better is not None and better.fails:
                self.step(left, head, right, better, fragment, source)
                return
            verdict = verdict if better is None else better
        if verdict.holds:
            self.step(left, head, right, verdict, fragment, source)
            return
        if lead and (following := self.following(statement, fragment, local, equation)) is not None and following.holds:
            self.step(left, head, right, following, fragment, source)
            self.say(statement, fragment)
            return
        all_of_them = all(r in INEQUALITIES for r in equation.relations)
        bound = head == "ne" or not is_constant(two.expression)
        if (lead or all_of_them or bound) and not (is_constant(one.expression) and is_constant(two.expression)):
            self.conditions.append((statement, fragment.section))
            self.say(statement, fragment)
            self.take(fragment, right, "condition", "it holds for some values and not for others", source)
            return
        if verdict.fails and self.explain:
            verdict = explained(verdict, one.expression, two.expression, local)
        self.step(left, head, right, verdict, fragment, source)


def _restricts_only(condition: Expression, bare: Expression) -> bool:
    """Whether a condition says something of one name and a number."""
    return condition.names() == (bare.value,) and bare in condition.args
