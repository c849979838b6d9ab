"""Divergence: a side that is proved to be infinite is no finite number."""

from __future__ import annotations

from derive.decide.calculus.integral import NOWHERE
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.signs import NEGATIVE, POSITIVE, signs
from derive.decide.divergent import divergence
from derive.expression import INFINITY, Expression, neg
from derive.verdict import Evidence, Verdict, proved, refuted, undecided
from derive.vocabulary import Vocabulary

#: A divergence without a sign.
DIVERGENT = 2


def infinity_of(expression: Expression, vocabulary: Vocabulary) -> int | None:
    """1 or -1 where an expression is plus or minus infinity, 0 where nothing in it is infinite, None if unclear."""
    if not any(node in (INFINITY, NOWHERE) for node in expression.walk()):
        return 0
    if expression == NOWHERE:
        return DIVERGENT
    if expression == INFINITY:
        return 1
    if expression.head == "neg":
        inside = infinity_of(expression.args[0], vocabulary)
        return inside if inside in (None, DIVERGENT) else -(inside or 0)
    if expression.head == "add":
        parts = [infinity_of(a, vocabulary) for a in expression.args]
        if any(p is None for p in parts):
            return None
        found = {p for p in parts if p}
        if DIVERGENT in found:
            return DIVERGENT if len(found) == 1 else None
        return found.pop() if len(found) == 1 else None
    if expression.head in ("mul", "div"):
        sign = 1
        for place, factor in enumerate(expression.args):
            part = infinity_of(factor, vocabulary)
            if part is None or (part and expression.head == "div" and place):
                return None
            known = signs(factor, vocabulary) if not part else None
            if part == DIVERGENT:
                return DIVERGENT if known_finite(expression, place) else None
            if part:
                sign *= part
            elif known == NEGATIVE:
                sign = -sign
            elif known != POSITIVE:
                return None
        return sign
    return None


def known_finite(product: Expression, place: int) -> bool:
    """Whether the other factors of a product are plain numbers other than zero."""
    others = [f for k, f in enumerate(product.args) if k != place]
    return all(value_of(f) not in (None, 0) for f in others)


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


def _signless(side: Expression) -> tuple[Expression, ...]:
    """A side that is written as infinity itself."""
    return (side, *side.args) if side.head == "neg" else (side,)


def is_infinite(*expressions: Expression) -> bool:
    """Whether what was carried out holds an infinity outside of bounds."""
    return any(_holds_infinity(e) for e in expressions)


def _holds_infinity(expression: Expression) -> bool:
    if expression in (INFINITY, NOWHERE):
        return True
    if expression.head in ("integral", "sum", "product", "limit"):
        return _holds_infinity(expression.args[0])
    return any(_holds_infinity(a) for a in expression.args)


def by_divergence(question: Question) -> Verdict | None:
    """One side proved infinite, the other finite or infinite the other way."""
    for one, other in ((question.left, question.right), (question.right, question.left)):
        way = divergence(one)
        if way in (1, -1) and other == (INFINITY if way == 1 else neg(INFINITY)):
            text = "the partial sums grow beyond all bounds"
            return proved(text, Evidence("proof", "divergence", text))
        if way is not None and not has_calculus(other) and not _holds_infinity(other):
            if not _finite_somewhere(other, question.vocabulary):
                return None
            text = "the partial sums of one side grow or oscillate without end, the other side is finite"
            return refuted(text, Evidence("counterexample", "divergence", text))
    left, right = question.reduced(question.left), question.reduced(question.right)
    if not (left.exact and right.exact) or has_calculus(left.expression) or has_calculus(right.expression):
        return None
    values = [infinity_of(r.expression, question.vocabulary) for r in (left, right)]
    if None in values or values == [0, 0]:
        return None
    words = {
        0: "finite where it is defined",
        1: "plus infinity",
        -1: "minus infinity",
        DIVERGENT: "an integral that does not exist",
    }
    if DIVERGENT in values and 0 not in values:
        return None
    if values[0] == values[1]:
        if INFINITY not in (*_signless(question.left), *_signless(question.right)):
            return undecided("both sides are infinite, which says nothing of their being equal")
        text = f"both sides are {words[values[0] or 0]}"
        return proved(text, Evidence("proof", "divergence", text))
    finite = [r.expression for r, v in zip((left, right), values) if not v]
    if any(not _finite_somewhere(e, question.vocabulary) for e in finite):
        return None
    text = f"the left side is {words[values[0] or 0]}, the right side is {words[values[1] or 0]}"
    return refuted(text, Evidence("counterexample", "divergence", text))
