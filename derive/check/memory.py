"""What an equation becomes that is no step: a definition, a law, a condition; and what follows from those."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.check.chain import explained
from derive.check.classify import (
    DEFINES,
    DERIVED,
    FOLLOWS,
    INVERTS,
    claims,
    definition,
    is_constant,
    is_unit,
    is_value,
    known,
    pointwise,
    target_of,
    with_argument,
)
from derive.check.forms import goes_on_from, is_solution, known_function, law, lost_index, moves_by_law, of_one_family
from derive.check.ledger import Ledger
from derive.check.ontheway import Stray, said_on_the_way
from derive.check.setting import Hypothesis, Setting
from derive.check.sides import as_functions
from derive.check.solve import composition
from derive.check.statements import comparable, implication
from derive.check.unfold import stands_in
from derive.documents import Fragment
from derive.documents.equation import Equation, Piece
from derive.expression import Expression, name, relation, rewrite
from derive.functions import BY_NAME
from derive.read import to_plain
from derive.statement import Statement
from derive.verdict import Diagnosis, Outcome, Verdict, refuted, supported
from derive.vocabulary import Definition

#: A sum whose term is set in brackets.
SUM_OVER_BRACKET = re.compile(
    r"\\sum\s*(?:\\limits\s*)?(?:[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\?\w+)\s*)*(?:\\(?:left|big|Big|bigg|Bigg)l?\s*)?[(\[{]"
)


class Memory(Ledger):
    """A ledger that knows what to make of an equation."""

    def related(self, one: Statement, two: Statement, local: Setting) -> Setting:
        """Of several definitions of one name (a loss for each case) the one that knows what it is differentiated by."""
        for node in (*one.expression.walk(), *two.expression.walk()):
            if node.head != "derivative" or node.args[0].head != "name":
                continue
            target, by = str(node.args[0].value), node.args[1]
            others = [d for section, d in self.earlier.get(target, []) if section == self.section]
            now = next((d for d in reversed(local.vocabulary.definitions) if d.target == target), None)
            if now is None or stands_in(by, now.value):
                continue
            found = next((d for d in reversed(others) if stands_in(by, d.value)), None)
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
        made = definition(left, right, source) or pointwise(left, right, source)
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
        made = self.at_all_times(with_argument(made, [d.value for d in self.setting.vocabulary.definitions]))
        if self.circular(made):
            self.setting = self.setting.knowing(Hypothesis(left, right, f"line {self.line(fragment, piece)}"))
            self.say(relation("eq", left, right), fragment)
            self.take(fragment, piece, "equation", f"it relates {made.target} to what is defined by it", source)
            return True
        self.learn(made, fragment)
        self.say(relation("eq", left, right), fragment)
        self.take(fragment, piece, role, f"{made.target} is defined here", source)
        return True

    def implied(
        self, one: Statement, two: Statement, verdict: Verdict, fragment: Fragment, piece: Piece, source: str
    ) -> bool:
        """``x_3 = w_2 x_2 = w_2 w_1 x_1`` says on its way that ``x_2 = w_1 x_1``."""
        left, right = one.expression, two.expression
        if verdict.holds or not (comparable(left) and comparable(right)):
            return False
        for target in sorted(set(left.names()) - set(right.names())):
            if any(d.target == target for d in self.setting.vocabulary.definitions):
                continue
            made = composition(left, right, target, self.setting.plain())
            if made is not None:
                made = replace(made, source=source)
                self.setting = replace(self.setting, vocabulary=self.setting.vocabulary.with_definitions(made))
                self.sections[target] = fragment.section
                reason = f"{target} = {to_plain(made.value)} is said on the way"
                self.take(fragment, piece, "definition", reason, source)
                return True
        return False

    def learn(self, made: Definition, fragment: Fragment) -> None:
        """Know a definition from here on, and its target as a function where it is one."""
        self.earlier.setdefault(made.target, []).append((fragment.section, made))
        vocabulary = self.setting.vocabulary.with_definitions(made)
        if made.parameters and not made.indexed and vocabulary.function(made.target) is None:
            self.reader.promote(made.target, fragment.section)
            vocabulary = as_functions(vocabulary, (made.target,))
        self.setting = replace(self.setting, vocabulary=vocabulary)
        self.sections[made.target] = fragment.section

    def at_all_times(self, made: Definition) -> Definition:
        """``W(t) = [0, α(t)]`` where the text writes ``W`` and ``α`` without their time, too."""
        if made.indexed or made.parameters != ("t",):
            return made
        timed = {n.value for n in made.value.walk() if n.head == "call" and n.args == (name("t"),)} - set(BY_NAME)
        if not timed or not all(self.reader.stands_bare(n, self.section) for n in (made.target, *sorted(timed))):
            return made
        value = rewrite(made.value, lambda n: name(str(n.value)) if n.head == "call" and n.value in timed else n)
        return made if "t" in value.names() else replace(made, parameters=(), value=value)

    def in_passing(
        self, one: Statement, two: Statement, fragment: Fragment, piece: Piece, source: str
    ) -> Stray | bool | None:
        """Functions that become something in this step and are that from here on; None where it says nothing of any."""
        bracketed = SUM_OVER_BRACKET.search(two.source) is not None
        found = said_on_the_way(one.expression, two.expression, self.setting, bracketed=bracketed)
        if found is None or isinstance(found, Stray):
            return found
        for made in found:
            self.learn(made, fragment)
        said = ", ".join(f"{made.target} = {to_plain(made.value)}" for made in found)
        self.take(fragment, piece, "definition", f"{said} is said on the way", source)
        return True

    def written_anew(self, left: Expression, right: Expression, source: str) -> None:
        """A definition that is true and shorter than the one known takes its place."""
        made = definition(left, right, source)
        if made is None or is_value(right):
            return
        now = next((d for d in self.setting.vocabulary.definitions if d.target == made.target), None)
        if now is not None and now.parameters == made.parameters and made.value.size() < now.value.size():
            self.setting = replace(self.setting, vocabulary=self.setting.vocabulary.with_definitions(made))

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
                if of_one_family(made[0], two.expression) and lead and not verdict.fails:
                    self.say(statement, fragment)
                    self.take(fragment, right, "equation", f"it says how {made[0]} is made up of its parts", source)
                    return True
                if any(node == left for node in two.expression.walk()):
                    self.take(fragment, right, "update", f"{made[0]} is changed, not equated", source)
                    return True
                return self.define(left, two.expression, source, fragment, right, "redefinition")
            if self.define(left, two.expression, source, fragment, right):
                return True
            if not lead:
                return False
            self.say(statement, fragment)
            self.take(fragment, right, "condition", "it is an equation for what stands on its left", source)
            return True
        if lead and pointwise(left, two.expression, source) is not None and not known_function(left, self.setting):
            return self.define(left, two.expression, source, fragment, right)
        if not lead or left.head == "text":
            if left.head == "text":
                self.take(fragment, right, "remark", "its left side is words", source)
            return left.head == "text"
        if verdict.fails and claims(left, two.expression, self.setting.vocabulary):
            return False
        if (
            verdict.outcome is Outcome.UNDECIDED
            and not moves_by_law(left, self.setting)
            and claims(left, two.expression, self.setting.vocabulary)
        ):
            return False
        self.say(statement, fragment)
        self.setting = self.setting.knowing(law(left, two.expression, f"line {self.line(fragment, right)}"))
        role = "condition" if is_constant(two.expression) else "law"
        self.take(fragment, right, role, "it is no identity: it is taken to hold from here on", source)
        return True

    def solved_for_a_value(self, statement: Expression, fragment: Fragment, local: Setting) -> Verdict | None:
        """``x = 2`` behind ``2x = 4``: what the equation before comes to, no value that is given."""
        if not fragment.displayed or not is_constant(statement.args[1]) or is_unit(statement.args[1]):
            return None
        near = [s for s in self.said if s.section == fragment.section and self.fragment - s.fragment <= 3]
        # Of several solutions each solves the equation that they stand behind.
        near = [s for s in near if not (is_solution(s.expression) and is_constant(s.expression.args[1]))]
        if not near or near[-1].expression.head != "eq" or near[-1].expression.names() != statement.names():
            return None
        if DEFINES.search(fragment.before.strip()) is not None or not comparable(near[-1].expression):
            return None
        word, verdict = implication(near[-1].expression, statement, replace(local, vocabulary=local.plain()))
        if word in ("equivalent", "implies", "implied_by"):
            rest = "; other cases are left out" if word == "implied_by" else ""
            return supported(f"it solves line {near[-1].line}{rest}", *verdict.evidence)
        return verdict if word == "neither" and verdict.fails else None

    def inverted(self, statement: Expression, fragment: Fragment, local: Setting) -> Verdict | None:
        """``which we can invert to find x``: the equation before, solved for another name; None for other sentences."""
        near = [s for s in self.said if s.section == fragment.section and self.fragment - s.fragment <= 2]
        if INVERTS.search(fragment.before.strip()) is None or not near or not comparable(statement):
            return None
        said = near[-1]
        if said.expression.head != "eq" or not comparable(said.expression) or not is_solution(statement):
            return None
        plain = replace(local, vocabulary=local.plain(), seconds=min(local.seconds, 0.4))
        word, verdict = implication(said.expression, statement, plain)
        if word in ("equivalent", "implied_by", "implies"):
            return supported(f"it is line {said.line} solved for {statement.args[0].value}", *verdict.evidence)
        if word != "neither" or statement.args[0].value not in said.expression.names():
            return None
        foreign = sorted(set(statement.names()) - set(said.expression.names()))
        text = f"it is not line {said.line} solved for {statement.args[0].value}"
        if foreign:
            return refuted(f"{text}: {foreign[0]} does not stand there", *verdict.evidence)
        return refuted(text, *verdict.evidence)

    def following(
        self, statement: Expression, fragment: Fragment, local: Setting, equation: Equation
    ) -> Verdict | None:
        """An equation that follows from one just before it, or that contradicts one it is said to follow from."""
        names = set(statement.names())
        if not names or not comparable(statement):
            return None
        local = replace(local, seconds=min(local.seconds, 0.4))
        near = [s for s in self.said if s.section == fragment.section and self.fragment - s.fragment <= 3]
        near = [s for s in near if comparable(s.expression) and names & set(s.expression.names())]
        for said in reversed(near[-2:]):
            word, verdict = implication(said.expression, statement, local)
            if word in ("equivalent", "implies"):
                return supported(f"it follows from line {said.line}", *verdict.evidence)
            if word == "implied_by" and said is near[-1] and is_solution(statement):
                return supported(f"it solves line {said.line}; other cases are left out", *verdict.evidence)
            said_to = equation.connective or (FOLLOWS.search(fragment.before.strip()) is not None)
            alone = len(names) == 1 and set(said.expression.names()) == names
            if verdict.fails and said is near[-1] and alone:
                derived = is_solution(statement) or goes_on_from(said.expression, statement)
                if said_to or said.fragment == self.fragment or derived:
                    return verdict
                # Two equations one behind the other may be two exercises: a slip has to be seen.
                meant = explained(verdict, said.expression, statement, local)
                return meant if meant.diagnosis is not None else None
        return None

    def beside_the_last(
        self, one: Statement, head: str, two: Statement, verdict: Verdict, fragment: Fragment, local: Setting
    ) -> Verdict:
        """The verdict beside what was last said, wrongly, of the same left side: a slip is carried on, not doubled."""
        found = self.mistaken.get(one.expression)
        if found is None or found[1].section != fragment.section:
            return verdict
        last, where = found
        again = self.judged(last, head, two, local)
        if again.holds:
            return supported(f"it goes on from line {where.line}, which is wrong itself", *again.evidence)
        # What goes on from a wrong line may still be right: it is called wrong where it shows a slip of its own.
        lost = lost_index(two.expression, local.vocabulary)
        if lost is None or not again.fails:
            return verdict
        slip = Diagnosis("lost index", f"`{lost[0]}` has lost the index `{lost[1]}` that it is summed over")
        return replace(again, reason=f"{again.reason}, beside line {where.line}", diagnosis=slip)

    def declared(
        self, one: Statement, head: str, two: Statement, fragment: Fragment, right: Piece, source: str
    ) -> None:
        role = "declaration" if head in ("member", "subset") else "comparison"
        found = target_of(one.expression)
        if head == "member" and found is not None and self.sections.get(found[0], fragment.section) != fragment.section:
            # Said anew to be something of a kind: it is another thing than in the section before.
            kept = tuple(d for d in self.setting.vocabulary.definitions if d.target != found[0])
            self.setting = replace(self.setting, vocabulary=replace(self.setting.vocabulary, definitions=kept))
        reason = "it says what kind of thing a name is" if role == "declaration" else "it compares, it does not equate"
        self.take(fragment, right, role, reason, source)
