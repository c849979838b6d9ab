"""Iterated sums and integrals in one order, and arguments of abstract functions made the variable itself.

The order of two sums or integrals may be changed where both converge absolutely (Fubini): who writes them means that.
"""

from __future__ import annotations

from derive.decide.calculus.binding import fresh, occurs, put
from derive.decide.calculus.by_parts import by_parts
from derive.decide.calculus.construct import collected, factors_of, minus, negate, over, plus, signed, times
from derive.decide.calculus.polynomial import linear
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.signs import NEGATIVE, POSITIVE, signs
from derive.expression import INFINITY, ONE, Expression, name, rewrite
from derive.functions import BY_NAME
from derive.vocabulary import EMPTY, Vocabulary


def in_order(expression: Expression, vocabulary: Vocabulary = EMPTY) -> Expression:
    """Every iterated sum or integral in its canonical order, every abstract argument aligned."""

    def rule(node: Expression) -> Expression:
        if node.head not in ("sum", "integral") or len(node.args) != 4 or node.args[1].head != "name":
            return node
        node = _drawn_in(node)
        if node.args[0].head != node.head:
            return by_parts(aligned(node, vocabulary))
        turned = _over_triangle(node)
        if turned is not None:
            node = turned.with_args((aligned(turned.args[0], vocabulary), *turned.args[1:]))
        return _exchanged(_drawn_in(node))

    return rewrite(expression, rule)


def _drawn_in(node: Expression) -> Expression:
    """``sum_j a_j sum_k b_jk`` as ``sum_j sum_k a_j b_jk``: the outer factors stand inside."""
    sign, above, below = factors_of(node.args[0])
    inner = [f for f in above if f.head == node.head and len(f.args) == 4 and f.args[1].head == "name"]
    if len(inner) != 1 or (len(above) == 1 and not below and sign > 0):
        return node
    (only,) = inner
    rest = over(times(*(f for f in above if f is not only)), times(*below))
    term, by = only.args[:2]
    if occurs(by.value, rest) or by == node.args[1]:
        other = name(fresh(by.value, (*rest.names(), *term.names(), node.args[1].value)))
        term, by = put(term, {by.value: other}), other
    term = times(rest, term)
    return node.with_args((only.with_args((term if sign > 0 else negate(term), by, *only.args[2:])), *node.args[1:]))


def _nested(node: Expression) -> bool:
    inner, by = node.args[:2]
    return inner.head == node.head and len(inner.args) == 4 and inner.args[1].head == "name" and inner.args[1] != by


def _exchanged(node: Expression) -> Expression:
    """Two nested ones that do not depend on each other in the order of their bounds."""
    if not _nested(node):
        return node
    inner, by, lower, upper = node.args
    term, other, low, high = inner.args
    if any(occurs(by.value, end) for end in (low, high)) or _key(inner) >= _key(node):
        return node
    return inner.with_args((node.with_args((term, by, lower, upper)), other, low, high))


def _over_triangle(node: Expression) -> Expression | None:
    """``a < y < x < b`` with the smaller variable outside; None where the range is no such triangle."""
    if not _nested(node):
        return None
    inner, by, lower, upper = node.args
    term, other, low, high = inner.args
    if not any(occurs(by.value, end) for end in (low, high)):
        return None
    if low == lower and high == by:
        return inner.with_args((node.with_args((term, by, other, upper)), other, lower, upper))
    if node.head != "sum":
        return None
    if value_of(minus(plus(high, ONE), by)) == 0 and _just_above(lower, low):
        # j < k: the term k = a is an empty sum
        return inner.with_args((node.with_args((term, by, plus(other, ONE), upper)), other, low, upper))
    if value_of(minus(low, plus(by, ONE))) == 0 and value_of(minus(high, plus(upper, ONE))) == 0:
        return node.with_args((inner.with_args((term, other, plus(by, ONE), high)), by, lower, high))
    return None


def _just_above(lower: Expression, low: Expression) -> bool:
    return lower == low or value_of(minus(lower, plus(low, ONE))) == 0


def _key(node: Expression) -> tuple[str, str, str]:
    return repr(node.args[2]), repr(node.args[3]), str(node.args[1].value)


def aligned(node: Expression, vocabulary: Vocabulary = EMPTY) -> Expression:
    """``∫ f(2x - c) g(x) dx`` in the variable ``u = 2x - c``; a sum only where its index is shifted or turned round."""
    term, by, lower, upper = node.args
    argument = _abstract_argument(term, by)
    slope = None if argument is None else linear(argument, by.value)
    if argument is None or slope is None or argument == by:
        return node
    rate = value_of(slope[0])
    if rate == 0 or (node.head == "sum" and (rate not in (1, -1) or not _whole(slope[1]))):
        return node
    rising = signs(slope[0], vocabulary)
    infinite = [end in (INFINITY, negate(INFINITY)) for end in (lower, upper)]
    if rising not in (POSITIVE, NEGATIVE) and any(infinite):
        return node  # the sign of the slope decides where the ends go
    inverse = over(minus(by, slope[1]), slope[0])
    ends = []
    for end, far in zip((lower, upper), infinite):
        if far:
            ends.append(end if rising == POSITIVE else negate(end))
        else:
            ends.append(collected(plus(times(slope[0], end), slope[1])))
    moved = rewrite(put(term, {by.value: inverse}), lambda part: _simplified(part, by))
    if node.head == "sum":
        return node.with_args((moved, by, *(ends if rate == 1 else reversed(ends))))
    if rising == NEGATIVE:
        return over(node.with_args((moved, by, *reversed(ends))), negate(slope[0]))
    return over(node.with_args((moved, by, *ends)), slope[0])


def _simplified(part: Expression, by: Expression) -> Expression:
    """``a ((u - b)/a) + b`` is u again: linear arguments are collected."""
    if part.head not in ("call", "prime") or (part.head == "call" and part.value in BY_NAME):
        return part
    found = [linear(a, by.value) if occurs(by.value, a) else None for a in part.args]
    args = []
    for argument, line in zip(part.args, found):
        if line is None:
            args.append(argument)
            continue
        rate, start = _cancelled(line[0]), _cancelled(line[1])
        args.append(plus(times(rate, by), start))
    return part.with_args(tuple(args))


def _cancelled(expression: Expression) -> Expression:
    """A coefficient in which what cancels is gone."""
    value = value_of(expression)
    if value is not None:
        return signed(value)
    sign, above, below = factors_of(expression)
    left, under = list(above), list(below)
    for factor in above:
        if factor in under:
            under.remove(factor)
            left.remove(factor)
    quotient = over(times(*left), times(*under))
    return collected(quotient if sign > 0 else negate(quotient))


def _whole(expression: Expression) -> bool:
    """Whether an offset is an integer: one as it stands, or names as the bounds of sums are."""
    return all(
        node.head in ("name", "add", "neg") or (node.head == "number" and node.value.denominator == 1)
        for node in expression.walk()
    )


def _abstract_argument(term: Expression, by: Expression) -> Expression | None:
    """The argument of the first abstract function, by its name, in which the variable stands."""
    found = [
        (str(node.value), argument)
        for node in term.walk()
        if (node.head == "call" and node.value not in BY_NAME) or (node.head == "prime" and node.args)
        for argument in node.args
        if occurs(by.value, argument)
    ]
    return min(found, key=lambda f: f[0])[1] if found else None
