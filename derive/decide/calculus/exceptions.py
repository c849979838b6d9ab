"""Whole numbers at which a formula that was carried out does not hold.

``int cos(m x) cos(n x) dx`` over a period is carried out with a divisor ``m - n``.  A real parameter comes near every
exception, so that what is lost is the one point; whole numbers are equal often enough: the case counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from derive.decide.ball import Value
from derive.decide.calculus.binding import put
from derive.decide.calculus.construct import signed
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.reduce import reduce
from derive.decide.domain import domain
from derive.decide.sample import admissible, exact
from derive.statement import Statement
from derive.verdict import Outcome, Verdict, undecided

#: Whole numbers that are tried for each name, names in one exception, points at which the sides are compared.
_VALUES = tuple(Fraction(k) for k in (1, 2, 0, 3, -1, -2))
NAMES, POINTS = 3, 3
_WHOLE = frozenset(("integer", "positive integer", "nonnegative integer"))


def at_exceptions(question: Question, verdict: Verdict) -> Verdict:
    """The verdict, or none where it fails at whole numbers that a divisor had excluded."""
    if verdict.outcome is not Outcome.PROVED:
        return verdict
    said = [text for e in verdict.evidence for key, text in e.figures if key == "where" and text.endswith(" != 0")]
    for text in said:
        found = _fails_at(question, text.removesuffix(" != 0"))
        if found is not None:
            return undecided(f"true where {text}, but not at {found}", *verdict.evidence)
    return verdict


def _fails_at(question: Question, text: str) -> str | None:
    from derive.read import read

    divisor = read(text, syntax="plain", vocabulary=question.vocabulary)
    if not isinstance(divisor, Statement):
        return None
    names = divisor.expression.names()
    declared = [question.vocabulary.name(n) for n in names]
    if not names or len(names) > NAMES or any(d is None or d.domain not in _WHOLE for d in declared):
        return None
    where = domain(question.vocabulary, names)
    points: Iterator[dict[str, Value]] = (dict(zip(names, values)) for values in product(_VALUES, repeat=len(names)))
    zeros = (p for p in points if exact(divisor.expression, p) == 0 and admissible(where, p))
    for point in islice(zeros, POINTS):
        values = {n: signed(v) for n, v in point.items() if isinstance(v, Fraction)}
        sides = [
            reduce(put(side, values), question.vocabulary, question.budget.part(0.3))
            for side in (question.left, question.right)
        ]
        if any(not s.exact or has_calculus(s.expression) for s in sides):
            continue
        if question.ask(sides[0].expression, sides[1].expression).fails:
            return ", ".join(f"{n} = {v}" for n, v in sorted(point.items()))
    return None
