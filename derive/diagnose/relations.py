"""Slips in equations and inequalities: the two are brought to one side in common, then the other sides are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.diagnose.products import tidy
from derive.diagnose.wording import show
from derive.expression import ONE, TRUE, ZERO, Expression, add, div, mul, neg, power, sub
from derive.verdict import Diagnosis

Holds = Callable[[Expression, Expression], bool]
Inner = Callable[[Expression, Expression], Diagnosis | None]
REVERSED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
STRICT = {"lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}


def diagnose_relation(student: Expression, reference: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    if student.head in REVERSED and reference.head in REVERSED:
        for right in aligned(student, reference, holds):
            found = _one_side_in_common(student, right, holds, inner)
            if found is not None:
                return found
    if student.head in REVERSED:
        for head in (REVERSED[student.head], STRICT[REVERSED[student.head]]):
            if holds(Expression(head, student.args), reference):
                return reversed_sign(Expression(head, student.args))
        if holds(Expression(STRICT[student.head], student.args), reference):
            return border(Expression(STRICT[student.head], student.args))
    (a, b), (c, d) = student.args[:2], reference.args[:2]
    if a == c or holds(a, c):
        return inner(b, d)
    if b == d or holds(b, d):
        return inner(a, c)
    if student.head == reference.head == "eq":
        return _equations(student, reference, inner)
    return _gaps(student, reference, inner) if student.head in REVERSED and reference.head in REVERSED else None


def _gaps(student: Expression, reference: Expression, inner: Inner) -> Diagnosis | None:
    """Everything on one side, greater than zero."""
    (greater, less), (more, fewer) = (e.args if e.head in ("gt", "ge") else e.args[::-1] for e in (student, reference))
    return inner(_gap(greater, less), _gap(more, fewer))


def _gap(a: Expression, b: Expression) -> Expression:
    return a if b == ZERO else sub(a, b)


def _equations(student: Expression, reference: Expression, inner: Inner) -> Diagnosis | None:
    """Equations with the sides exchanged, or with everything on one side."""
    (a, b), (c, d) = student.args, reference.args
    if a == d or b == c:
        return inner(b, c) if a == d else inner(a, d)
    return inner(_gap(a, b), _gap(c, d))


def aligned(student: Expression, reference: Expression, holds: Holds) -> Iterator[Expression]:
    """The reference in forms that have one side in common with the student's inequality."""
    left, right = student.args
    turned = Expression(REVERSED[reference.head], reference.args[::-1])
    for candidate in (reference, turned):
        if candidate.args[0] == left or holds(candidate.args[0], left):
            yield candidate
            return
    for candidate in (reference, turned):
        if candidate.args[1] == right and right.names():
            yield candidate
    if left.head == "name":
        solved = _solved(reference, left, holds)
        if solved is not None:
            yield solved
    for candidate in (reference, turned):
        yield from _scaled(candidate, left, right, holds)
    if left.head == "pow" and left.args[1].head == "number":
        yield from _raised(reference, turned, left, holds)


def _scaled(candidate: Expression, left: Expression, right: Expression, holds: Holds) -> Iterator[Expression]:
    """Both sides times something positive, so that the left sides, or the right ones, are the same."""
    a, b = candidate.args
    if left.names() and a.names() and set(left.names()) & set(a.names()):
        factor = tidy(div(left, a))
        if factor.size() <= left.size() + a.size() and _positive(factor, holds):
            yield Expression(candidate.head, (left, tidy(mul(b, factor))))
    if right != ZERO and b != ZERO:
        factor = tidy(div(right, b))
        if _positive(factor, holds):
            yield Expression(candidate.head, (tidy(mul(a, factor)), right))


def _raised(reference: Expression, turned: Expression, left: Expression, holds: Holds) -> Iterator[Expression]:
    """``x > a`` as ``x^2 > a^2`` where both are positive."""
    for candidate in (reference, turned):
        a, b = candidate.args
        if a == left.args[0] and _positive(a, holds) and _positive(b, holds):
            yield Expression(candidate.head, (left, power(b, left.args[1])))


def _positive(e: Expression, holds: Holds) -> bool:
    if e.head == "number":
        return bool(e.value > 0)
    return holds(Expression("gt", (e, ZERO)), TRUE)


def _solved(reference: Expression, left: Expression, holds: Holds) -> Expression | None:
    """A relation that is linear in a name, with the name alone on the left; None where it is not linear.

    The sign of the name's coefficient decides the direction; it has to be certain.
    """
    parts = _linear(sub(*reference.args), str(left.value))
    if parts is None:
        return None
    slope, rest = parts
    if slope == ZERO:
        return None
    for head, sign in ((reference.head, slope), (REVERSED[reference.head], neg(slope))):
        if _positive(sign, holds):
            return Expression(head, (left, tidy(div(neg(rest), slope))))
    return None


def _linear(e: Expression, name: str) -> tuple[Expression, Expression] | None:
    """The coefficient of a name and the rest, where the name stands in the first power."""
    if name not in e.names():
        return ZERO, e
    if e.head == "name":
        return ONE, ZERO
    if e.head == "neg":
        inner = _linear(e.args[0], name)
        return None if inner is None else (_negative(inner[0]), _negative(inner[1]))
    if e.head == "add":
        pairs = [_linear(a, name) for a in e.args]
        known = [p for p in pairs if p is not None]
        return (_sum([p[0] for p in known]), _sum([p[1] for p in known])) if len(known) == len(pairs) else None
    if e.head == "div" and name not in e.args[1].names():
        inner = _linear(e.args[0], name)
        return None if inner is None else (_times(inner[0], div(ONE, e.args[1])), _times(inner[1], div(ONE, e.args[1])))
    if e.head == "mul":
        having = [a for a in e.args if name in a.names()]
        inner = _linear(having[0], name) if len(having) == 1 else None
        others = mul(*(a for a in e.args if a is not having[0]))
        return None if inner is None else (_times(inner[0], others), _times(inner[1], others))
    return None


def _negative(e: Expression) -> Expression:
    return e if e == ZERO else e.args[0] if e.head == "neg" else neg(e)


def _times(e: Expression, factor: Expression) -> Expression:
    return e if e == ZERO else tidy(mul(e, factor))


def _sum(terms: list[Expression]) -> Expression:
    kept = [t for t in terms if t != ZERO]
    return add(*kept) if kept else ZERO


def _one_side_in_common(student: Expression, right: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    """One side of the two is the same: the relation signs differ, or the other sides do."""
    side = 1 if student.args[0] == right.args[0] or holds(student.args[0], right.args[0]) else 0
    mine, theirs = student.args[side], right.args[side]
    same = mine == theirs or holds(mine, theirs)
    if same and student.head != right.head:
        meant = Expression(right.head, student.args)
        return border(meant) if right.head == STRICT[student.head] else reversed_sign(meant)
    found = None if same else inner(mine, theirs)
    if found is not None and student.head != right.head:
        return Diagnosis(found.slip, f"{found.text}; and the relation should be {show(right)}")
    return found


def reversed_sign(right: Expression) -> Diagnosis:
    return Diagnosis("reversed inequality", f"the inequality points the wrong way; probably meant: {show(right)}")


def border(right: Expression) -> Diagnosis:
    belongs = "belongs to it" if right.head in ("le", "ge") else "does not belong to it"
    return Diagnosis("strict inequality", f"the boundary {belongs}; probably meant: {show(right)}")
