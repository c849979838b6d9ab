"""The rung that proves: the difference as a rational function over the field of generators."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.decide.algebraic import zero_by_coefficients
from derive.decide.budget import OutOfBudget
from derive.decide.field import Element, Field, FieldFullError, NoNormalFormError, UndefinedError
from derive.decide.logarithms import vanishing_logarithms
from derive.decide.probe import Prober
from derive.decide.program import program
from derive.decide.question import Question, posed
from derive.decide.regions import written
from derive.decide.sample import stream
from derive.decide.translate import Translator
from derive.expression import Expression
from derive.verdict import Evidence, Verdict, proved, refuted

#: Generators a field is given, tried in turn.
CAPACITIES = (16, 32, 64, 128)
#: Programs of no more instructions are argued from both sides.
SHORT = 150
#: Programs of more instructions keep tanh and tan as generators at first: their exponentials would multiply out.
LONG = 60


@dataclass(frozen=True, slots=True)
class Proof:
    """An exact argument: its method, its text, and the translator that knows which assumptions it used."""

    translator: Translator
    difference: Element
    method: str
    text: str


def normal(question: Question, prober: Prober) -> Verdict | Evidence | None:
    """Proved if the difference's numerator is zero in the field."""
    if not question.everywhere and not prober.meets() and not prober.unsupported:
        text = "no point was found at which both sides are defined and within reach"
        return Evidence("attempt", "normal form", text)
    try:
        found = argue(question, prober)
    except UndefinedError as error:
        found = f"a side is undefined: {error}"
    if isinstance(found, ApartBy) and (prober.meets() or _everywhere_defined(question)):
        return _apart(found.gap)
    if isinstance(found, str):
        return Evidence("attempt", "normal form", found)
    used = tuple(found.translator.signs.used)
    using = f" (using {', '.join(used)})" if used else ""
    excluded = exclusions(found)
    where = f" where {', '.join(excluded)}" if excluded else ""
    figures = tuple(("where", e) for e in excluded)
    return proved(found.text + where + using, Evidence("proof", found.method, found.text, figures, used))


def exclusions(found: Proof) -> list[str]:
    """What must not be zero for the difference to be defined, as far as it is a polynomial in names."""
    t = found.translator
    said = []
    for k in found.difference.den:
        factor = t.field.factors[k]
        present = [j for j, e in enumerate(factor.degrees()) if e > 0]
        plain = all(
            t.field.generators[j].kind == "name" and t.names.get(t.field.generators[j].data[0]) == t.field.gen(j)
            for j in present
        )
        if not plain or t.signs.polynomial(factor) in (1, -1):
            continue
        names = [g.data[0] if g.kind == "name" else "" for g in t.field.generators]
        said.append(f"{_plain(written(factor, names))} != 0")
    return said[:3]


def _plain(expression: Expression) -> str:
    from derive.read import to_plain

    return to_plain(expression)


def argue(question: Question, prober: Prober, zeros: tuple[Expression, ...] = ()) -> Proof | str:
    """A proof that the sides are equal, or why there is none.

    ``zeros`` are expressions that vanish on the domain.  Raises :class:`UndefinedError` where a side is undefined
    on the whole domain.
    """
    reason = ""
    long = len(question.code.instructions) > LONG and not question.functions.isdisjoint(("tanh", "tan"))
    for atomic in (True, False) if long else (False,):
        # Generators are made in the order written: what half an angle hides from one order, the other may show.
        for asked in (question, turned(question)) if len(question.code.instructions) <= SHORT else (question,):
            try:
                found = _argue(asked, prober, atomic, zeros)
            except UndefinedError:
                raise
            except _ApartError as error:
                if asked is not question:
                    error.apart.gap = -error.apart.gap
                return error.apart
            except (NoNormalFormError, OutOfBudget) as error:
                question.budget.check()
                reason = str(error)
                break
            if found is not None:
                return found
            reason = "the difference has a normal form that is not obviously zero"
    return reason


def turned(question: Question) -> Question:
    """The same question with its sides exchanged."""
    return posed(question.right, question.left, question.vocabulary, question.budget.part(0.15), question.where)


class _ApartError(Exception):
    """Carries the exact difference out of an attempt at a proof."""

    def __init__(self, apart: ApartBy) -> None:
        super().__init__(apart)
        self.apart = apart


class ApartBy(str):
    """Why there is no proof: the difference is a number other than zero."""

    __slots__ = ("gap",)

    gap: Fraction


def _apart(gap: Fraction) -> Verdict:
    """The refutation by an exact difference, where the sides are too large to be told apart by their digits."""
    text = f"the difference of the two sides is exactly {gap}"
    return refuted(text, Evidence("counterexample", "exact difference", text, (("difference", str(gap)),)))


#: Defined for every positive number, and then positive.
_POSITIVE_OF_POSITIVE = frozenset(("exp", "factorial", "gamma", "sqrt", "factorial2"))


def _everywhere_defined(question: Question) -> bool:
    """Whether both sides are sums, products and powers of positive numbers only, however large."""
    if question.names or question.abstract:
        return False
    for head, value, kids in question.code.instructions:
        if head == "number" and value > 0:
            continue
        if head == "call" and value in _POSITIVE_OF_POSITIVE and len(kids) == 1:
            continue
        if head not in ("mul", "pow", "constant", "add") or (head == "constant" and value not in ("pi", "e")):
            return False
    return True


def _argue(question: Question, prober: Prober, atomic: bool, zeros: tuple[Expression, ...]) -> Proof | None:
    translator, difference = normal_difference(question, atomic=atomic)
    field = translator.field
    if field.is_zero(difference):
        return Proof(translator, difference, "normal form", "the difference is zero in exact arithmetic")
    if any(g.algebraic for g in field.generators) and zero_by_coefficients(field, difference):
        text = "the difference is an algebraic number below its separation bound, so zero"
        return Proof(translator, difference, "algebraic numbers", text)
    gap = field.rational(difference)
    if gap:
        apart = ApartBy(f"the difference is the number {gap if abs(gap) < 10**20 else 'of many digits'}")
        apart.gap = gap
        raise _ApartError(apart)
    try:
        if any(g.kind == "log" for g in field.generators) and vanishing_logarithms(translator, difference):
            if _agrees_somewhere(question, prober):
                text = "the difference is a constant sum of logarithms on a connected domain, and zero at one point"
                return Proof(translator, difference, "logarithms", text)
        elif zeros and _divisible(translator, difference, zeros):
            return Proof(translator, difference, "normal form", "the difference is a multiple of what vanishes there")
    except FieldFullError:
        return None
    return None


def _divisible(translator: Translator, difference: Element, zeros: tuple[Expression, ...]) -> bool:
    field = translator.field
    num = field.reduce(difference).num
    for zero in zeros:
        (element,) = translator.run(program((zero,)))
        divisor = field.reduce(element)
        if not divisor.num.is_constant() and (num % divisor.num).is_zero():
            return True
    return False


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
