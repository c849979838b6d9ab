"""Answers that are right, but not everywhere: under an assumption, or for a special value of a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as with_fields

from derive.diagnose.fits import close
from derive.diagnose.values import Values, Vector
from derive.expression import ONE, ZERO, Expression, name, relation, replace
from derive.name import Name
from derive.vocabulary import Vocabulary

_WIDER = ("complex", "real", "nonzero", "nonnegative")


def assumptions(student: Expression, reference: Expression, values: Values) -> Iterator[tuple[Expression, Vocabulary]]:
    """Assumptions under which the two may agree, each with the vocabulary that has it: one positive name, or all."""
    tame = values.points.tame
    left, right = values.of(student), values.of(reference)
    if not _equal(left[:tame], right[:tame]) or _equal(left, right):
        return
    vocabulary = values.vocabulary
    open_names = [
        n
        for n in dict.fromkeys((*student.names(), *reference.names()))
        if (declared := vocabulary.name(n)) is None or declared.domain in _WIDER
    ]
    choices: list[tuple[str, ...]] = [(n,) for n in open_names]
    if len(open_names) > 1:
        choices.append(tuple(open_names))
    for chosen in choices:
        said = tuple(relation("gt", name(n), ZERO) for n in chosen)
        yield (said[0] if len(said) == 1 else Expression("and", said)), positive(vocabulary, chosen)


def positive(vocabulary: Vocabulary, chosen: tuple[str, ...]) -> Vocabulary:
    """The vocabulary in which some names are positive."""
    kept = [n for n in vocabulary.names if n.text not in chosen]
    for text in chosen:
        declared = vocabulary.name(text)
        span = declared.span if declared and declared.span and declared.span[0] >= 0 else None
        kept.append(with_fields(declared, domain="positive", span=span) if declared else Name(text, domain="positive"))
    return with_fields(vocabulary, names=tuple(kept))


def special_values(student: Expression, reference: Expression, values: Values) -> Iterator[tuple[str, Expression]]:
    """Names and values (1, 0, another name) for which the two may agree without both vanishing."""
    names = tuple(dict.fromkeys((*student.names(), *reference.names())))[:8]
    tame = values.points.tame
    options: list[tuple[str, Expression]] = [(n, v) for v in (ONE, ZERO) for n in names]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    options += [(a, name(b)) for a, b in pairs if _alike(a, b)][:20]
    here, there = set(student.names()), set(reference.names())
    for text, value in options:
        if value.head == "number" and text in here and text in there:
            continue  # who wrote a name down has not forgotten it
        left = values.of(replace(student, {text: value}))[:tame]
        right = values.of(replace(reference, {text: value}))[:tame]
        if _equal(left, right) and any(abs(v) > 1e-9 for v in left):
            yield text, value


def _alike(a: str, b: str) -> bool:
    """Names that may well be equal: the same letter with other indices, or two indices."""
    return a.split("_")[0] == b.split("_")[0] or (a in "ijklmn" and b in "ijklmn")


def small_names(student: Expression, reference: Expression, values: Values) -> Iterator[str]:
    """Names to first order in which the two may agree: the values and the slopes where the name vanishes."""
    nothing = (0j,) * values.points.count
    for text in tuple(n for n in reference.names() if n in student.names())[:8]:
        at_zero = Values(values.points.with_name(text, nothing), values.vocabulary)
        pairs = [(at_zero.of(e), at_zero.of(Expression("derivative", (e, name(text))))) for e in (student, reference)]
        if all(_equal(a, b) for a, b in zip(*pairs)) and any(abs(v) > 1e-9 for v in pairs[0][1]):
            yield text


def _equal(a: Vector, b: Vector) -> bool:
    pairs = [(x, y) for x, y in zip(a, b) if x == x and y == y]
    return len(pairs) >= 4 and all(close(x, y) for x, y in pairs)
