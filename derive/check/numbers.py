"""Numbers put in for names: ``m v²/2 = 2·3²/2``, where the text does not say what ``m`` and ``v`` are.

A counterexample that chooses other numbers is worth nothing there.  Where the right side is the left one with a number
for each name, the step is taken as what it is; where it is not, the values are simply not known.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.check.classify import is_value
from derive.check.question import Question
from derive.check.unfold import unfold
from derive.decide.evaluate import evaluate
from derive.expression import BINDERS, Expression, bound
from derive.functions import BY_NAME
from derive.read import to_plain
from derive.verdict import Evidence, Verdict, supported, undecided


def by_numbers(question: Question) -> Verdict | None:
    """Supported or open where numbers stand for names on the right; None where they do not."""
    vocabulary = question.setting.vocabulary
    left, right = (unfold(side, vocabulary) for side in (question.left, question.right))
    values = put_in(left, right) or {}
    said = ", ".join(f"{name} = {to_plain(value)}" for name, value in values.items())
    if not right.names() and left.names() and all(f in BY_NAME for f in right.functions()):
        if values:
            return supported(f"with {said} put in", Evidence("agreement", "numbers put in", f"with {said}"))
        if _depends(left):
            return undecided(f"numbers stand for {min(left.names())}, and its value is not said")
    if values and not set(values) & set(question.right.names()):
        return undecided(f"it is true where {said}, which is not said")
    return None


def put_in(left: Expression, right: Expression) -> dict[str, Expression] | None:
    """The number for each name that makes ``left`` read as ``right``; None where there is none."""
    values: dict[str, Expression] = {}
    if not _match(left, right, values, frozenset()) or not values:
        return None
    return values


def _match(left: Expression, right: Expression, values: dict[str, Expression], hidden: frozenset[str]) -> bool:
    if left.head in ("name", "index") and left != right:
        text = to_plain(left)
        if not is_value(right) or any(n in hidden for n in left.names()):
            return False
        return values.setdefault(text, right) == right
    if left.head != right.head or left.value != right.value or len(left.args) != len(right.args):
        return False
    if left.head in BINDERS:
        hidden = hidden | set(bound(left))
    return all(_match(one, two, values, hidden) for one, two in zip(left.args, right.args))


def _depends(side: Expression) -> bool:
    """Whether a side takes different values at different points: its names do not cancel."""
    found = set()
    for shift in (0.0, 0.31, 0.77):
        point: Mapping[str, complex] = {n: complex(1.3 + shift + 0.21 * k) for k, n in enumerate(side.names())}
        value = evaluate(side, point)
        if value == value:
            found.add(complex(round(value.real, 9), round(value.imag, 9)))
    return len(found) > 1
