"""One pair compared: two texts read alike, decided, and diagnosed where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from derive.decide import Budget, decide
from derive.decide.relations.quantity import read_quantities, same_quantity
from derive.diagnose import diagnose
from derive.expression import Expression
from derive.name import Function, Name
from derive.read import declare, infer, read
from derive.statement import Statement, Unreadable
from derive.verdict import Evidence, Verdict, unreadable
from derive.vocabulary import Vocabulary

RELATIONS = (
    "equal",
    "antiderivative",
    "constant",
    "factor",
    "positive_factor",
    "region",
    "solutions",
    "asymptotic",
    "number",
    "distribution",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what is known of them.

    ``symbols``, ``functions`` and ``vectors`` are spelt as the texts spell them; ``assumptions`` are sentences such as
    ``tau > 0``.  ``implicit``: juxtaposed letters are a product in plain text (in LaTeX they always are).
    """

    student: str
    reference: str
    syntax: str = "auto"
    symbols: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    relation: str = "equal"
    variable: str | None = None
    limit: str | None = None
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict, what the texts were read as, and the milliseconds that reading and deciding took."""

    verdict: Verdict
    student: Statement | None
    reference: Statement | None
    milliseconds: float


def pair_from_record(record: dict[str, Any]) -> Pair:
    """A pair from a line of a batch.

    Raises:
        ValueError: a field is missing or has the wrong type; the sentence names it.
    """
    fields: dict[str, Any] = {}
    for field in ("student", "reference"):
        if not isinstance(record.get(field), str):
            raise ValueError(f"{field}={record.get(field)!r} is not a text; expected the mathematics as a string")
    for field in ("student", "reference", "syntax", "relation", "variable", "limit"):
        value = record.get(field)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ValueError(f"{field}={value!r} is not a text; expected a string")
        fields[field] = value
    for field in ("symbols", "functions", "vectors", "assumptions"):
        value = record.get(field) or []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(f"{field}={value!r} is not a list of texts; expected for example {EXAMPLES[field]}")
        fields[field] = tuple(value)
    pair = Pair(implicit=bool(record.get("implicit", False)), **fields)
    if pair.relation not in RELATIONS:
        raise ValueError(f"relation={pair.relation!r} is not known; expected one of {', '.join(RELATIONS)}")
    if pair.syntax not in ("auto", "latex", "plain"):
        raise ValueError(f"syntax={pair.syntax!r} is not known; expected latex, plain or auto")
    return pair


EXAMPLES = {
    "symbols": '["tau_x", "g_0"]',
    "functions": '["sigma"]',
    "vectors": '["w"]',
    "assumptions": '["tau > 0", "n in positive integers"]',
}


def compare(pair: Pair, budget: Budget | None = None, *, explain: bool = True) -> Comparison:
    """Decide a pair.  Every reading of an ambiguous notation is tried; the reason says which one was taken."""
    start = perf_counter()
    quantities = _quantities(pair)
    if quantities is not None:
        sides = (Statement(text, tree) for text, tree in zip((pair.student, pair.reference), quantities))
        return Comparison(same_quantity(*quantities), *sides, _since(start))
    vocabulary = _vocabulary(pair)
    if isinstance(vocabulary, Unreadable):
        return Comparison(_refusal("assumption", vocabulary), None, None, _since(start))
    vocabulary = infer((pair.student, pair.reference), syntax=pair.syntax, vocabulary=vocabulary)
    student = read(pair.student, syntax=pair.syntax, vocabulary=vocabulary)
    reference = read(pair.reference, syntax=pair.syntax, vocabulary=vocabulary)
    if isinstance(student, Unreadable):
        other = reference if isinstance(reference, Statement) else None
        return Comparison(_refusal("student", student), None, other, _since(start))
    if isinstance(reference, Unreadable):
        return Comparison(_refusal("reference", reference), student, None, _since(start))
    verdict, left, right = _first_that_holds(pair, student, reference, vocabulary, budget or Budget())
    elapsed = _since(start)
    if verdict.fails and verdict.diagnosis is None and explain:
        verdict = replace(verdict, diagnosis=diagnose(left, right, vocabulary=vocabulary))
    return Comparison(verdict, student, reference, elapsed)


def _first_that_holds(
    pair: Pair, student: Statement, reference: Statement, vocabulary: Vocabulary, budget: Budget
) -> tuple[Verdict, Expression, Expression]:
    first: tuple[Verdict, Expression, Expression] | None = None
    for left, right, note in _readings(student, reference):
        verdict = decide(
            left,
            right,
            vocabulary=vocabulary,
            relation=pair.relation,
            variable=pair.variable,
            limit=pair.limit,
            budget=budget,
        )
        if first is None:
            first = (verdict, left, right)
        if verdict.holds:
            reason = f"{verdict.reason} (reading {note})" if note else verdict.reason
            return replace(verdict, reason=reason), left, right
    assert first is not None
    return first


def _readings(student: Statement, reference: Statement) -> Iterator[tuple[Expression, Expression, str]]:
    for left, note in student.alternatives()[:4]:
        for right, other in reference.alternatives()[:4]:
            yield left, right, "; ".join(n for n in (note, other) if n)


def _quantities(pair: Pair) -> tuple[Expression, Expression] | None:
    """Both sides as numbers with units, where that is what they are beyond doubt and no name is declared.

    The same letters on both sides are names as well as units: then nothing needs converting, and they are read as names.
    """
    if pair.symbols or pair.functions or pair.vectors or pair.assumptions or pair.implicit or pair.syntax == "latex":
        return None
    words = [set(re.findall(r"[^\W\d_]+", text)) for text in (pair.student, pair.reference)]
    if words[0] == words[1] and all(len(word) == 1 for word in words[0]):
        return None
    return read_quantities(pair.student, pair.reference) if pair.relation in ("equal", "number") else None


def _vocabulary(pair: Pair) -> Vocabulary | Unreadable:
    shaped = {v: Name(v, shape=("n",)) for v in pair.vectors}
    names = tuple(shaped.get(s) or Name(s) for s in _once(pair.symbols + pair.vectors))
    functions = tuple(Function(f) for f in pair.functions)
    implicit = pair.implicit or pair.syntax != "plain"
    vocabulary = Vocabulary(names=names, functions=functions, implicit=implicit)
    if not pair.assumptions:
        return vocabulary
    return declare(pair.assumptions, syntax=pair.syntax, vocabulary=vocabulary)


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _refusal(which: str, why: Unreadable) -> Verdict:
    caret = Evidence("attempt", "read", why.text(), (("offset", str(why.offset)),))
    return unreadable(f"the {which} could not be read: {why.sentence()}", caret)


def _since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 3)
