"""The rung that proves: the difference as a rational function over the field of generators."""

from __future__ import annotations

from derive.decide.algebraic import zero_by_coefficients
from derive.decide.budget import OutOfBudget
from derive.decide.field import Element, Field, FieldFullError, NoNormalFormError
from derive.decide.logarithms import vanishing_logarithms
from derive.decide.probe import Prober
from derive.decide.question import Question
from derive.decide.sample import stream
from derive.decide.translate import Translator
from derive.verdict import Evidence, Verdict, proved

#: Generators a field is given, tried in turn.
CAPACITIES = (16, 32, 64, 128)
#: Programs of more instructions keep tanh and tan as generators at first: their exponentials would multiply out.
LONG = 60


def normal(question: Question, prober: Prober) -> Verdict | Evidence | None:
    """Proved if the difference's numerator is zero in the field."""
    if not prober.meets():
        return Evidence("attempt", "normal form", "no point was found at which both sides are defined")
    attempts = []
    long = len(question.code.instructions) > LONG and not question.functions.isdisjoint(("tanh", "tan"))
    for atomic in (True, False) if long else (False,):
        try:
            verdict = _normal(question, prober, atomic)
        except (NoNormalFormError, OutOfBudget) as error:
            attempts.append(str(error))
            continue
        if verdict is not None:
            return verdict
        attempts.append("the difference has a normal form that is not obviously zero")
    return Evidence("attempt", "normal form", attempts[-1])


def _normal(question: Question, prober: Prober, atomic: bool) -> Verdict | None:
    translator, difference = normal_difference(question, atomic=atomic)
    field = translator.field
    if field.is_zero(difference):
        return proof(translator, "normal form", "the difference is zero in exact arithmetic")
    if any(g.algebraic for g in field.generators) and zero_by_coefficients(field, difference):
        return proof(
            translator, "algebraic numbers", "the difference is an algebraic number below its separation bound, so zero"
        )
    if any(g.kind == "log" for g in field.generators):
        try:
            vanishing = vanishing_logarithms(translator, difference)
        except FieldFullError:
            vanishing = False
        if vanishing and _agrees_somewhere(question, prober):
            text = "the difference is a constant sum of logarithms on a connected domain, and zero at one point"
            return proof(translator, "logarithms", text)
    return None


def _agrees_somewhere(question: Question, prober: Prober) -> bool:
    for index, point in zip(range(12), stream(question.where)):
        probe = prober.at(point, bits=128, choice=index)
        if probe is not None and probe.found == "agrees":
            return True
    return False


def normal_difference(question: Question, *, atomic: bool = False) -> tuple[Translator, Element]:
    """The translated difference of the two sides, in the smallest field that holds it."""
    count = len(question.names) + sum(1 for h, _, _ in question.code.instructions if h == "call") // 2
    for capacity in CAPACITIES:
        if capacity < count and capacity != CAPACITIES[-1]:
            continue
        try:
            translator = Translator(Field(capacity, question.budget), question.where, atomic=atomic)
            left, right = translator.run(question.code)
            return translator, translator.field.sub(left, right)
        except FieldFullError:
            continue
    raise OutOfBudget(f"more than {CAPACITIES[-1]} independent parts")


def proof(translator: Translator, method: str, text: str) -> Verdict:
    used = tuple(translator.signs.used)
    where = f" (using {', '.join(used)})" if used else ""
    return proved(text + where, Evidence("proof", method, text, (), used))
