"""Points at which just one side is undefined: said aloud, and counted as the caller's policy says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import OutOfBudget
from derive.decide.domain import Domain
from derive.decide.field import Field, FieldFullError, NoNormalFormError, UndefinedError
from derive.decide.probe import Prober
from derive.decide.program import program
from derive.decide.question import Question
from derive.decide.sample import Point, admissible, sample
from derive.decide.text import ball_text, point_text
from derive.decide.translate import Translator
from derive.expression import Expression, number, replace
from derive.verdict import Evidence, Verdict, refuted

#: Points that are tried.
TRIES = 60
_VALUES = tuple(Fraction(n, d) for n, d in ((0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (3, 1), (-3, 1)))


def one_side_undefined(question: Question, prober: Prober) -> Verdict | None:
    """Under the policy ``refute``: a point at which one side is certainly undefined and the other has a value."""
    if question.vocabulary.undefined != "refute":
        return None
    for point in islice(_candidates(question), TRIES):
        question.budget.check()
        found = _at(question, point)
        if found is not None:
            return found
    return None


def _at(question: Question, point: Point) -> Verdict | None:
    sides = (question.left, question.right)
    holes = [certainly_undefined(side, point, question) for side in sides]
    if holes[0] == holes[1]:
        return None
    broken, whole = ("left", sides[1]) if holes[0] else ("right", sides[0])
    try:
        value = enclose(whole, point, 128)
    except Unsupported:
        return None
    if not value.is_finite():
        return None
    shown = {n: point[n] for n in question.names}
    where = f"at {point_text(shown)} " if shown else ""
    text = f"{where}the {broken} side is undefined and the other is {ball_text(value, 6)}"
    figures = (*[(n, str(v)) for n, v in shown.items()], ("undefined", broken))
    return refuted(text, Evidence("counterexample", "undefined", text, figures))


def certainly_undefined(side: Expression, point: Point, question: Question) -> bool:
    """Whether a side divides by zero (or meets a pole, or the logarithm of zero) at a rational point, exactly."""
    values = {n: number(v) for n, v in point.items() if isinstance(v, Fraction)}
    try:
        Translator(Field(32, question.budget), Domain({})).run(program((replace(side, values),)))
    except UndefinedError:
        return True
    except (NoNormalFormError, FieldFullError, OutOfBudget):
        question.budget.check()
    return False


def _candidates(question: Question) -> Iterator[Point]:
    """Coincidences of small numbers among the declared domain, the other names generic."""
    if not question.names:
        yield {}
        return
    base = sample(question.where, 1, real=True)
    if not base or question.abstract:
        return
    names = [n for n in question.names if not isinstance(base[0].get(n), tuple)]
    for name in names:
        for value in _VALUES:
            point = {**base[0], name: value}
            if admissible(question.where, point):
                yield point
    for pair in product(names, names):
        if pair[0] < pair[1]:
            for other in (base[0][pair[1]], _opposite(base[0][pair[1]])):
                point = {**base[0], pair[0]: other}
                if admissible(question.where, point):
                    yield point


def _opposite(value: Any) -> Any:
    return -value if isinstance(value, Fraction) else value
