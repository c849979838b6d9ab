"""Divergence: a side that is proved to be infinite is no finite number."""

from __future__ import annotations

from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.signs import NEGATIVE, POSITIVE, signs
from derive.expression import INFINITY, Expression
from derive.verdict import Evidence, Verdict, proved, refuted
from derive.vocabulary import Vocabulary


def infinity_of(expression: Expression, vocabulary: Vocabulary) -> int | None:
    """1 or -1 where an expression is plus or minus infinity, 0 where nothing in it is infinite, None if unclear."""
    if not any(node == INFINITY for node in expression.walk()):
        return 0
    if expression == INFINITY:
        return 1
    if expression.head == "neg":
        inside = infinity_of(expression.args[0], vocabulary)
        return None if inside is None else -inside
    if expression.head == "add":
        parts = [infinity_of(a, vocabulary) for a in expression.args]
        if any(p is None for p in parts):
            return None
        found = {p for p in parts if p}
        return found.pop() if len(found) == 1 else None
    if expression.head in ("mul", "div"):
        sign = 1
        for place, factor in enumerate(expression.args):
            part = infinity_of(factor, vocabulary)
            if part is None or (part and expression.head == "div" and place):
                return None
            known = signs(factor, vocabulary) if not part else None
            if part:
                sign *= part
            elif known == NEGATIVE:
                sign = -sign
            elif known != POSITIVE:
                return None
        return sign
    return None


def _finite_somewhere(expression: Expression, vocabulary: Vocabulary) -> bool:
    """Whether a ball around the value is finite at some point of the domain."""
    from derive.decide.ball import Unsupported, enclose
    from derive.decide.sample import real_points

    try:
        return any(
            enclose(expression, point, 128).is_finite() for point in real_points(vocabulary, expression.names(), 3)
        )
    except Unsupported:
        return False


def by_divergence(question: Question) -> Verdict | None:
    """One side proved infinite, the other finite or infinite the other way."""
    left, right = question.reduced(question.left), question.reduced(question.right)
    if not (left.exact and right.exact) or has_calculus(left.expression) or has_calculus(right.expression):
        return None
    values = [infinity_of(r.expression, question.vocabulary) for r in (left, right)]
    if None in values or values == [0, 0]:
        return None
    words = {0: "finite where it is defined", 1: "plus infinity", -1: "minus infinity"}
    if values[0] == values[1]:
        text = f"both sides are {words[values[0] or 0]}"
        return proved(text, Evidence("proof", "divergence", text))
    finite = [r.expression for r, v in zip((left, right), values) if not v]
    if any(not _finite_somewhere(e, question.vocabulary) for e in finite):
        return None
    text = f"the left side is {words[values[0] or 0]}, the right side is {words[values[1] or 0]}"
    return refuted(text, Evidence("counterexample", "divergence", text))
