"""One pair compared: two texts read alike, decided, and diagnosed where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from time import perf_counter

from derive.decide import Budget, decide
from derive.decide.relations.quantity import read_quantities, same_quantity
from derive.decide.relations.tolerance import decide_within, in_base_units
from derive.diagnose import diagnose
from derive.dress import (
    bare,
    counting_words,
    listed,
    one_number,
    same_words,
    value_of,
    with_degrees,
    without_words,
    words_behind,
)
from derive.expression import Expression
from derive.functions import BY_NAME, CANONICAL
from derive.kind import as_expected
from derive.name import Function, Name
from derive.pair import Pair
from derive.read import declare, infer, read
from derive.read.quantities import is_unit
from derive.statement import Statement, Unreadable
from derive.verdict import Evidence, Verdict, undecided, unreadable
from derive.vocabulary import Vocabulary

#: How many readings of one side are tried.
READINGS = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict, what the texts were read as, and the milliseconds that reading and deciding took."""

    verdict: Verdict
    student: Statement | None
    reference: Statement | None
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Question:
    """What every reading of a pair is decided under."""

    pair: Pair
    vocabulary: Vocabulary
    limit: Expression | None
    budget: Budget


def compare(pair: Pair, budget: Budget | None = None, *, explain: bool = True) -> Comparison:
    """Decide a pair.  Every reading of an ambiguous notation is tried; the reason says which one was taken."""
    start = perf_counter()
    quantities = _quantities(pair)
    if quantities is not None:
        one, other = (Statement(text, tree) for text, tree in zip((pair.student, pair.reference), quantities))
        stated = pair.tolerance
        allowed = in_base_units(quantities[1], stated.absolute, stated.relative) if stated is not None else None
        return Comparison(same_quantity(*quantities, allowed), one, other, _since(start))
    vocabulary = _vocabulary(pair)
    if isinstance(vocabulary, Unreadable):
        return Comparison(_refusal("assumption", vocabulary), None, None, _since(start))
    texts = (pair.student, pair.reference, *([pair.limit] if pair.limit else []))
    vocabulary = infer(texts, syntax=pair.syntax, vocabulary=vocabulary)
    student, reference = (read(t, syntax=pair.syntax, vocabulary=vocabulary) for t in texts[:2])
    limit = read(pair.limit, syntax=pair.syntax, vocabulary=vocabulary) if pair.limit else None
    if isinstance(student, Statement) and isinstance(reference, Statement) and pair.symbols:
        student = _known_calls(as_expected(student, reference), reference, pair)
    understood = tuple(s if isinstance(s, Statement) else None for s in (student, reference))
    for which, side in (("student", student), ("reference", reference), ("limit", limit)):
        if isinstance(side, Unreadable):
            return Comparison(_refusal(which, side), understood[0], understood[1], _since(start))
    assert isinstance(student, Statement)
    assert isinstance(reference, Statement)
    point = limit.expression if isinstance(limit, Statement) else None
    question = _Question(pair, vocabulary, point, budget or Budget())
    verdict, left, right = _first_that_holds(question, student, reference)
    elapsed = _since(start)
    if verdict.fails and verdict.diagnosis is None and explain:
        verdict = replace(verdict, diagnosis=diagnose(left, right, vocabulary=vocabulary))
    return Comparison(verdict, student, reference, elapsed)


def _first_that_holds(
    question: _Question, student: Statement, reference: Statement
) -> tuple[Verdict, Expression, Expression]:
    """The verdict of the first reading that holds; of the likeliest reading where none does.

    A refutation stands only if every reading is refuted: otherwise what is right might be called wrong.
    """
    tried: list[tuple[Verdict, Expression, Expression]] = []
    for left, right, note in _readings(student, reference):
        verdict = _decide(question, left, right)
        if verdict.fails and question.pair.syntax != "plain":
            verdict = _undressed(question, verdict, left, right)
        if not verdict.holds and question.pair.syntax != "plain":
            answered = _as_answers(question, left, right)
            verdict = verdict if answered is None else answered
        if verdict.holds and question.pair.syntax != "plain":
            verdict = _counted(question.pair, verdict)
        if verdict.holds:
            reason = f"{verdict.reason} (read as: {note})" if note else verdict.reason
            return replace(verdict, reason=reason), left, right
        tried.append((verdict, left, right))
    open_ones = [t for t in tried if not t[0].fails]
    return open_ones[0] if open_ones else tried[0]


def _undressed(question: _Question, verdict: Verdict, left: Expression, right: Expression) -> Verdict:
    """A refutation, unless the sides differ only in how people dress answers up."""
    if same_words(left, right):
        return undecided("the two words differ in their capitals only")
    if not re.search(r"\band\b|\\land|\\wedge|∧", f"{question.pair.student} {question.pair.reference}"):
        solutions = listed(left), listed(right)
        if solutions != (left, right):
            again = _decide(question, *solutions)
            return again if again.holds else verdict
    turned = with_degrees(left), with_degrees(right)
    if turned != (left, right):
        return _decide(question, *turned)
    numbers = bare(left), bare(right)
    if (numbers[0] != left) == (numbers[1] != right):
        return verdict
    again = _decide(question, *numbers)
    return undecided("equal but for a word or a unit behind the number") if again.holds else verdict


def _counted(pair: Pair, verdict: Verdict) -> Verdict:
    """A verdict that holds, unless a word behind one of the numbers changes it."""
    things = words_behind(pair.student), words_behind(pair.reference)
    if all(things) and things[0] != things[1] and not any(is_unit(t) for t in things):
        return undecided(f"equal but for what is counted: {things[0]!r} and {things[1]!r}", *verdict.evidence)
    words = counting_words(pair.student), counting_words(pair.reference)
    signs = [re.search(r"\\circ|°", t) is not None for t in (pair.student, pair.reference)]
    turned = any(w == "degree" and sign for w, sign in zip(words, reversed(signs)))
    if words[0] == words[1] or turned:
        return verdict
    told = " and ".join(repr(w) for w in words if w)
    return undecided(f"equal but for the words {told} behind the number, which may change it", *verdict.evidence)


def _as_answers(question: _Question, left: Expression, right: Expression) -> Verdict | None:
    """The verdict on what an answer amounts to, where that holds: a value for ``x = 5``, a number for ``1,234``."""
    for one, other in ((left, right), (right, left)):
        value = value_of(one, other)
        if value is not None:
            found = _decide(question, value, other)
            if found.holds:
                return replace(found, reason=f"{found.reason} (a value beside an equation that gives a value)")
    texts = question.pair.student, question.pair.reference
    for one, other, text in ((left, right, texts[0]), (right, left, texts[1])):
        if one.head == "tuple" and other.head == "set" and not re.search(r"[()\[\]{}]|\\\{", text.strip("$ ")):
            found = _decide(question, Expression("set", one.args), other)
            if found.holds:
                return replace(found, reason=f"{found.reason} (values listed without brackets)")
    for plainer, note in ((one_number, "the comma taken as part of a number"), (without_words, "the words left out")):
        changed = [plainer(t) for t in texts]
        if (changed[0] is None) == (changed[1] is None):
            continue
        sides = [
            read(c, syntax=question.pair.syntax, vocabulary=question.vocabulary) if c else Statement("", e)
            for c, e in zip(changed, (left, right))
        ]
        if all(isinstance(s, Statement) for s in sides):
            found = _decide(question, *(s.expression for s in sides if isinstance(s, Statement)))
            if found.holds:
                return replace(found, reason=f"{found.reason} ({note})")
    return None


def _decide(question: _Question, left: Expression, right: Expression) -> Verdict:
    pair = question.pair
    if pair.tolerance is not None:
        return decide_within(
            left,
            right,
            vocabulary=question.vocabulary,
            absolute=pair.tolerance.absolute,
            relative=pair.tolerance.relative,
            budget=question.budget,
        )
    return decide(
        left,
        right,
        vocabulary=question.vocabulary,
        relation=pair.relation,
        variable=pair.variable,
        limit=question.limit,
        budget=question.budget,
    )


def _readings(student: Statement, reference: Statement) -> Iterator[tuple[Expression, Expression, str]]:
    for left, note in student.alternatives()[:READINGS]:
        for right, other in reference.alternatives()[:READINGS]:
            yield left, right, "; ".join(n for n in (note, other) if n)


def _quantities(pair: Pair) -> tuple[Expression, Expression] | None:
    """Both sides as numbers with units, where that is what they are beyond doubt and no name is declared.

    A single letter is a name as well as a unit: in plain mathematics, and in sums and calls, it is taken for a name.
    """
    if pair.symbols or pair.functions or pair.vectors or pair.assumptions or pair.implicit or pair.syntax == "latex":
        return None
    texts = f"{pair.student} {pair.reference}"
    words = re.findall(r"[^\W\d_]+", texts)
    called = re.search(r"\bmin\s*\(", texts) is not None
    if any(word in CANONICAL and (word != "min" or called) for word in words):
        return None
    letters = all(len(word) == 1 for word in words)
    if letters and (pair.syntax == "plain" or re.search(r"[(+]", texts)):
        return None
    return read_quantities(pair.student, pair.reference) if pair.relation in ("equal", "number") else None


def _vocabulary(pair: Pair) -> Vocabulary | Unreadable:
    shaped = {v: Name(v, shape=("n",)) for v in pair.vectors}
    # A tolerance is about numbers: there pi is the number, even where it is listed among the symbols.
    constants = ("pi", "π", r"\pi") if pair.tolerance is not None else ()
    names = tuple(shaped.get(s) or Name(s) for s in _once(pair.symbols + pair.vectors) if s not in constants)
    families = ("Gamma", "Beta") if pair.relation == "distribution" else ()  # here they are no values of a function
    functions = tuple(Function(f) for f in _once(pair.functions + families))
    implicit = pair.implicit or pair.syntax != "plain"
    vocabulary = Vocabulary(names=names, functions=functions, implicit=implicit)
    if not pair.assumptions:
        return vocabulary
    return declare(pair.assumptions, syntax=pair.syntax, vocabulary=vocabulary)


def _known_calls(student: Statement | Unreadable, reference: Statement, pair: Pair) -> Statement | Unreadable:
    """Where the names are declared, a function that neither the table, the pair nor the reference knows is refused."""
    if isinstance(student, Unreadable):
        return student
    known = {*BY_NAME, *pair.functions, *reference.expression.functions()}
    unknown = next((f for f in student.expression.functions() if f not in known), None)
    if unknown is None:
        return student
    near = get_close_matches(unknown, sorted({*CANONICAL, *pair.functions, *pair.symbols}), n=1)
    hint = f"did you mean {near[0]}?" if near else f"declared names are {', '.join(pair.symbols)}"
    return Unreadable(student.source, max(0, student.source.find(unknown)), f"{unknown}(", "a known function", hint)


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _refusal(which: str, why: Unreadable) -> Verdict:
    caret = Evidence("attempt", "read", why.text(), (("offset", str(why.offset)),))
    return unreadable(f"the {which} could not be read: {why.sentence()}", caret)


def _since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 3)
