r"""One chain of a batch: a line of ``derive check --batch``.

``steps`` are the sides of one chain, or statements (equations, logic, sets of solutions) each to follow from the one
before; ``latex`` is the display to cut into sides where no ``steps`` are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from derive.check.applied import with_families
from derive.check.background import Background, background
from derive.check.chance import is_random, law_of
from derive.check.classify import applied, definition, known
from derive.check.integrands import under
from derive.check.judge import judge
from derive.check.matrices import with_determinants, with_identity
from derive.check.newcomers import condition, foreign, newcomers
from derive.check.normal import constant_mean, counting, evaluated_by, variable_of
from derive.check.positivity import under_positivity
from derive.check.question import GIVEN_UP, Link
from derive.check.record import ChainReport
from derive.check.recurrences import with_recurrence
from derive.check.rungs import put_in
from derive.check.setting import Setting
from derive.check.statements import following, is_statement, is_truth
from derive.check.substitution import candidates
from derive.check.task import ChainTask, task_from_record
from derive.check.unfold import unfold
from derive.expression import Expression
from derive.read import read, to_plain
from derive.statement import Statement, Unreadable
from derive.verdict import Diagnosis, Evidence, Verdict, supported, undecided, unreadable
from derive.vocabulary import Definition


def check_chain(record: Mapping[str, Any] | ChainTask, *, seconds: float = 2.0, explain: bool = True) -> ChainReport:
    """Every transition of a chain, judged on its own.

    Raises:
        ValueError: the record makes no sense; the sentence says why.
    """
    task = record if isinstance(record, ChainTask) else task_from_record(record)
    around = background(
        task.steps,
        definitions=task.definitions,
        assumptions=task.assumptions,
        functions=task.functions,
        symbols=task.symbols,
        syntax=task.syntax,
        log=task.log,
        assume=task.assume,
        latex=task.latex,
    )
    setting = replace(around.setting, seconds=seconds)
    sides = _sides(task, around)
    setting = counting(setting, [s.expression for s in sides if isinstance(s, Statement)])
    setting = with_identity(setting, [s.expression for s in sides if isinstance(s, Statement)])
    matrices = setting.vocabulary
    sides = [with_determinants(s, matrices) if isinstance(s, Statement) else s for s in sides]
    if is_random([s.expression for s in sides if isinstance(s, Statement)]):
        setting = replace(setting, law=law_of(setting))
    transitions: list[Verdict] = []
    for i, head in enumerate(task.relations):
        setting = _going_on(setting, sides[i])
        if i == 0 and (named := _named(sides, head, setting)) is not None:
            setting = replace(setting, vocabulary=setting.vocabulary.with_definitions(named))
            text = f"nothing else is said of {named.target}: it is defined here"
            transitions.append(supported(text, Evidence("attempt", "definition", text)))
            continue
        if i == 0 and (law := _law(sides, head, setting)) is not None:
            setting = law
            text = "a law by which it goes on from one index to the next"
            transitions.append(supported(text, Evidence("attempt", "recurrence", text)))
            continue
        setting = replace(setting, foreign=setting.foreign | newcomers(sides, i + 1, setting))
        local = replace(setting, foreign=setting.foreign | foreign(sides, setting)) if i == 0 else setting
        found = _substituted(sides[i], head, sides[i + 1], local)
        if found is not None:
            setting = replace(setting, vocabulary=setting.vocabulary.with_definitions(found[0]))
        verdict = _transition(sides[i], head, sides[i + 1], local) if found is None else found[1]
        verdict = _assuming(verdict, sides[i], head, sides[i + 1], local)
        if verdict.fails and (why := condition(sides, i, head)) is not None:
            verdict = undecided(why, *verdict.evidence)
        if verdict.fails and explain and verdict.diagnosis is None:
            verdict = _explained(verdict, sides[i], sides[i + 1], setting)
        transitions.append(verdict)
    first = next((i for i, v in enumerate(transitions) if v.fails), None)
    return ChainReport(tuple(transitions), first, task.identity)


def _sides(task: ChainTask, around: Background) -> list[Statement | Unreadable]:
    """The sides as read; a bar is evaluated in the variable that the chain integrates over."""
    sides: list[Statement | Unreadable] = []
    variable = ""
    for text in around.texts:
        side = read(text, syntax=task.syntax, vocabulary=around.setting.vocabulary)
        if isinstance(side, Statement):
            side = constant_mean(evaluated_by(side, variable))
            variable = variable_of(side.expression) or variable
        sides.append(side)
    return sides


def _substituted(
    left: Statement | Unreadable, head: str, right: Statement | Unreadable, setting: Setting
) -> tuple[Definition, Verdict] | None:
    """A new variable of integration of which nothing was said: the part of the integrand that makes the link true."""
    if isinstance(left, Unreadable) or isinstance(right, Unreadable) or head != "eq":
        return None
    for made in candidates(left.expression, right.expression, setting.vocabulary):
        local = replace(setting, vocabulary=setting.vocabulary.with_definitions(made))
        verdict = put_in(left.expression, right.expression, local, seconds=0.4)
        if verdict.holds:
            text = f"{verdict.reason}, with {made.target} = {to_plain(made.value)}"
            return made, replace(verdict, reason=text)
    return None


def _assuming(
    verdict: Verdict, left: Statement | Unreadable, head: str, right: Statement | Unreadable, setting: Setting
) -> Verdict:
    """A link that is false only for negative values is open: what is positive is not said."""
    if not verdict.fails or head != "eq" or isinstance(left, Unreadable) or isinstance(right, Unreadable):
        return verdict
    names = tuple(dict.fromkeys((*left.expression.names(), *right.expression.names())))
    known = under_positivity(verdict, names, setting, lambda s: judge(Link(left, head, right), s))
    if known.fails and known.diagnosis is not None and known.diagnosis.slip == "assumption":
        return undecided(f"{known.diagnosis.text}; as it stands it is not", *verdict.evidence)
    return known


def _named(sides: list[Statement | Unreadable], head: str, setting: Setting) -> Definition | None:
    """The definition that a chain begins with: a name on the left of which nothing else is known."""
    left, right = sides[0], sides[1]
    if head not in ("eq", "define") or isinstance(left, Unreadable) or isinstance(right, Unreadable):
        return None
    if known(left.expression, setting.vocabulary) or is_statement(right.expression):
        return None
    meant = applied(left.expression, right.expression, left.source, setting.vocabulary)
    made = definition(meant, right.expression, left.source)
    if made is None or (made.indexed and meant is left.expression):
        return None
    if any(h.left == left.expression for h in setting.hypotheses):
        return None
    elsewhere = [s.expression for s in sides[1:] if isinstance(s, Statement)]
    elsewhere += [e for h in setting.hypotheses for e in (h.left, h.right)]
    elsewhere += [d.value for d in setting.vocabulary.definitions]
    mentioned = any(n.head in ("name", "call") and n.value == made.target for e in elsewhere for n in e.walk())
    return None if mentioned else made


def _law(sides: list[Statement | Unreadable], head: str, setting: Setting) -> Setting | None:
    """The setting with the recurrence that a chain begins with."""
    left, right = sides[0], sides[1]
    if head not in ("eq", "define") or isinstance(left, Unreadable) or isinstance(right, Unreadable):
        return None
    return with_recurrence(setting, left.expression, right.expression, f"{left.source} = {right.source}")


def _going_on(setting: Setting, side: Statement | Unreadable) -> Setting:
    """Once a side is an integral without bounds, what follows is equal up to a constant."""
    if setting.integrates or isinstance(side, Unreadable):
        return setting
    for node in side.expression.walk():
        if node.head == "integral" and len(node.args) == 2 and node.args[1].head == "name":
            return replace(setting, integrates=str(node.args[1].value))
    return setting


def _transition(left: Statement | Unreadable, head: str, right: Statement | Unreadable, setting: Setting) -> Verdict:
    for side, which in ((left, "left"), (right, "right")):
        if isinstance(side, Unreadable):
            return refusal(side, which)
    assert isinstance(left, Statement)
    assert isinstance(right, Statement)
    one, two = is_statement(left.expression), is_statement(right.expression)
    if (one and two) or is_truth(left.expression, right.expression):
        return following(left.expression, right.expression, setting, head)
    if one or two:
        left, right = _last_side(left), _last_side(right)
    return judge(Link(left, head, right), setting)


def _last_side(statement: Statement) -> Statement:
    """The right side of an equation that the next line goes on from."""
    expression = statement.expression
    if expression.head in ("eq", "chain", "approx", "define"):
        return Statement(statement.source, expression.args[-1])
    return statement


def refusal(why: Unreadable, which: str) -> Verdict:
    caret = Evidence("attempt", "read", why.text(), (("offset", str(why.offset)),))
    return unreadable(f"the {which} side could not be read: {why.sentence()}", caret)


def _explained(
    verdict: Verdict, left: Statement | Unreadable, right: Statement | Unreadable, setting: Setting
) -> Verdict:
    if isinstance(left, Unreadable) or isinstance(right, Unreadable):
        return verdict
    return explained(verdict, left.expression, right.expression, setting)


def explained(verdict: Verdict, left: Expression, right: Expression, setting: Setting) -> Verdict:
    """The verdict with what was probably meant: the right side is the one that was written last."""
    try:
        diagnosis = _meant(left, right, setting)
    except GIVEN_UP:
        return verdict  # what was meant is told where it is found; the verdict stands without it
    return verdict if diagnosis is None else replace(verdict, diagnosis=diagnosis)


#: Seconds for one look at what was probably meant.
_PATIENCE = 0.6
#: Seconds for one repair, judged where the link stands.
_MOMENT = 0.3


def _meant(left: Expression, right: Expression, setting: Setting) -> Diagnosis | None:
    from derive.diagnose import diagnose

    one, two = (unfold(with_families(e, setting.vocabulary), setting.vocabulary) for e in (left, right))
    first, second = under(one), under(two)
    if first is not None and second is not None and first.over == second.over:
        # What stands under the sign is compared in microseconds, integrals are not.
        diagnosis = diagnose(second.term, first.term, vocabulary=setting.plain(), seconds=_PATIENCE)
        if diagnosis is not None:
            return diagnosis
    short = replace(setting, seconds=_MOMENT)

    def here(student: Expression, reference: Expression) -> bool:
        return judge(Link(Statement("", reference), "eq", Statement("", student)), short).holds

    diagnosis = diagnose(right, left, vocabulary=setting.vocabulary, seconds=_PATIENCE, also=here)
    if diagnosis is not None or (one, two) == (left, right):
        return diagnosis
    return diagnose(two, one, vocabulary=setting.plain(), seconds=_PATIENCE)
