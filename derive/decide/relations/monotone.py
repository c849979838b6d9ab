"""Zeros of real functions of one name that are not algebraic, all of them, by the zeros of the derivative.

Between two neighbouring zeros of the derivative (or points at which the function is not defined) a function is
monotone, so it has at most one zero there; a certified change of sign finds it, and a certified sign at a place from
which the function moves away from zero shows that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from derive.decide.budget import Budget
from derive.decide.relations.algebra import TooLargeError, algebra_for
from derive.decide.relations.convert import convert
from derive.decide.relations.points import (
    Coordinate,
    Crossing,
    Sign,
    coordinate_ball,
    rational_value,
    roots,
    sign_at,
)
from derive.expression import INFINITY, ZERO, Expression, name, neg, number, replace, sub
from derive.vocabulary import EMPTY

DEEPEST = 4
#: Functions that are real and smooth on the whole line.
ENTIRE = frozenset(("exp", "sinh", "cosh", "tanh", "sech", "atan", "asinh", "erf", "erfc", "erfi", "sin", "cos"))
PERIODIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
FAR = tuple(Fraction(2) ** k for k in (2, 4, 7, 11))
NEAR = tuple(Fraction(1, 2**k) for k in (3, 8, 20, 40))


class NotMonotoneError(ValueError):
    """The zeros could not all be found."""


def zeros(function: Expression, text: str, budget: Budget, depth: int = 0) -> tuple[Coordinate, ...]:
    """Every zero and every singular point of a function of one real name, ascending.

    :raises NotMonotoneError: where that was not possible.
    """
    budget.check()
    if text not in function.names():
        return ()
    solved = _solved(function, text, budget)
    if solved is not None:
        return solved
    if depth >= DEEPEST:
        raise NotMonotoneError("derivatives do not become simpler")
    singular = singular_points(function, text, budget)
    turning = zeros(_reduced_derivative(function, text), text, budget, depth + 1)
    borders = ordered((*singular, *turning))
    found: list[Coordinate] = list(singular)
    places: list[Coordinate | None] = [None, *borders, None]
    for low, high in pairwise(places):
        root = _between(function, text, low, high, low in singular, high in singular, budget)
        if root is not None:
            found.append(root)
    for border in turning:
        sign = sign_at(function, {text: border})
        if sign is None:
            raise NotMonotoneError("the value at a turning point")
        if sign is Sign.ZERO:
            found.append(border)
    return ordered(found)


def _solved(function: Expression, text: str, budget: Budget) -> tuple[Coordinate, ...] | None:
    """Zeros and poles of an algebraic function, or of one that is linear in the name."""
    from derive.decide.relations.formula import Atom, atoms
    from derive.decide.relations.line import NotAlgebraicError, special_polynomials
    from derive.decide.relations.scene import scene_for
    from derive.decide.relations.solve import linear_solution
    from derive.decide.relations.transcendental import solved as simpler
    from derive.decide.relations.tree_sign import Facts

    linear = linear_solution(function, text)
    if linear is not None and not linear[1].names():
        exact = rational_value(linear[0])
        return (linear[0] if exact is None else exact,)
    try:
        simple = simpler(Atom("eq", function, ZERO), Facts(scene_for([function], EMPTY), budget))
    except (NotAlgebraicError, TooLargeError, ZeroDivisionError, OverflowError):
        simple = None
    if simple is not None:
        pieces = [_solved(a.difference(), text, budget) for a in atoms(simple)]
        if all(p is not None for p in pieces):
            return ordered([c for p in pieces if p is not None for c in p])
    try:
        found: list[Coordinate] = []
        for polynomial in special_polynomials(function, text, real=True):
            found += roots(polynomial, real=True)
        return ordered(found)
    except (NotAlgebraicError, ZeroDivisionError):
        return None


def _reduced_derivative(function: Expression, text: str) -> Expression:
    """The numerator of the derivative, without factors that are never zero."""
    from derive.decide.calculus import differentiate
    from derive.decide.relations.algebra import factors
    from derive.decide.relations.signs import certain_sign

    slope = differentiate(function, name(text))
    try:
        algebra = algebra_for([slope], real=True)
        top = convert(algebra, slope).numerator
        if top.is_zero():
            raise NotMonotoneError("a constant function")
        product = algebra.constant(1)
        for factor, _ in factors(top):
            if certain_sign(algebra, factor) is None:
                product *= factor
        return algebra.meaning(product)
    except (TooLargeError, ZeroDivisionError, OverflowError) as error:
        raise NotMonotoneError(str(error)) from error


def singular_points(function: Expression, text: str, budget: Budget) -> tuple[Coordinate, ...]:
    """Points at which the function, or its derivative, may not be defined."""
    found: list[Coordinate] = []
    for node in function.walk():
        if text not in node.names():
            continue
        inside: Expression | None = None
        if node.head == "div":
            inside = node.args[1]
        elif node.head == "pow":
            exponent = node.args[1]
            whole = exponent.head == "number" and exponent.value.denominator == 1 and exponent.value > 0
            constant_base = not node.args[0].names()
            if not whole and not constant_base:
                inside = node.args[0]
        elif node.head == "call" and node.value in ("log", "sqrt", "cbrt", "root", "Abs"):
            inside = node.args[0]
        elif (node.head == "call" and node.value not in ENTIRE) or node.head in ("cases", "prime", "integral", "sum"):
            raise NotMonotoneError(f"{node.value or node.head}")
        if node.head == "call" and node.value in PERIODIC:
            raise NotMonotoneError("infinitely many zeros")
        if inside is not None and text in inside.names():
            found += zeros(inside, text, budget, 1)
    return ordered(found)


def _between(
    function: Expression,
    text: str,
    low: Coordinate | None,
    high: Coordinate | None,
    low_bad: bool,
    high_bad: bool,
    budget: Budget,
) -> Coordinate | None:
    """The zero in an open interval on which the function is monotone, or None where there is certainly none."""
    signs: list[tuple[Fraction, int]] = []
    for point in sorted({*_inside(low, high, True), *_inside(low, high, False)}):
        sign = sign_at(function, {text: point})
        if sign in (Sign.NEGATIVE, Sign.POSITIVE):
            signs.append((point, int(sign)))
        elif sign is Sign.ZERO:
            return point
        elif sign in (Sign.NONREAL, Sign.UNDEFINED):
            return None  # not real on the whole interval: it changes only at singular points
    if len(signs) < 2:
        raise NotMonotoneError("the signs in an interval")
    for (a, first), (b, second) in pairwise(signs):
        if first != second:
            simple = _simple_zero(function, text, a, b)
            return Crossing(function, text, a, b) if simple is None else simple
    _none_beyond(function, text, signs, low, high, low_bad, high_bad, budget)
    return None


def _none_beyond(
    function: Expression,
    text: str,
    signs: Sequence[tuple[Fraction, int]],
    low: Coordinate | None,
    high: Coordinate | None,
    low_bad: bool,
    high_bad: bool,
    budget: Budget,
) -> None:
    """No zero: at the end towards which a monotone function of one sign shrinks, it keeps the sign."""
    first, last = (replace(function, {text: number(p)}) for p in (signs[0][0], signs[-1][0]))
    from derive.decide.calculus.limits import evaluated_limit

    change = sign_at(sub(last, first), {})
    if change not in (Sign.NEGATIVE, Sign.POSITIVE):
        raise NotMonotoneError("the direction of a monotone function")
    rises_in_size = int(change) == signs[0][1]
    end, bad = (low, low_bad) if rises_in_size else (high, high_bad)
    if end is not None and not bad:
        sign = sign_at(function, {text: end})
        if sign is None:
            raise NotMonotoneError("the value at the end of an interval")
        if sign is Sign.ZERO or int(sign) == signs[0][1]:
            return
        raise NotMonotoneError("a zero close to the end of an interval")
    if end is not None and not isinstance(end, Fraction):
        raise NotMonotoneError("the limit at the end of an interval")
    target = (neg(INFINITY) if rises_in_size else INFINITY) if end is None else number(end)
    node = Expression("limit", (function, name(text), target), "+" if rises_in_size else "-")
    value = evaluated_limit(node, EMPTY, budget)
    sign = sign_at(value, {}) if value is not None else None
    if sign not in (Sign.ZERO, Sign(signs[0][1])):
        raise NotMonotoneError("the limit at the end of an interval")


def _simple_zero(function: Expression, text: str, low: Fraction, high: Fraction) -> Fraction | None:
    """The zero between two points, where it is a simple rational."""
    near = coordinate_ball(Crossing(function, text, low, high), 64).real.mid()
    guess = Fraction(float(near)).limit_denominator(1000)
    return guess if sign_at(function, {text: guess}) is Sign.ZERO else None


def _inside(low: Coordinate | None, high: Coordinate | None, from_low: bool) -> list[Fraction]:
    """Rationals inside an interval, nearing one of its ends."""
    from derive.decide.relations.line import above, below, between

    if low is None and high is None:
        return [-f if from_low else f for f in FAR]
    if low is None:
        edge = below(high) if high is not None else Fraction(0)
        return [edge - f for f in FAR] if from_low else [edge]
    if high is None:
        edge = above(low)
        return [edge] if from_low else [edge + f for f in FAR]
    middle = between(low, high)
    points = [middle]
    for step in NEAR:
        target = _rational_near(low if from_low else high)
        point = target + (middle - target) * step
        if _strictly(low, point) and _strictly(point, high):
            points.append(point)
    return points


def _rational_near(value: Coordinate) -> Fraction:
    if isinstance(value, Fraction):
        return value
    p, q = coordinate_ball(value, 128).real.mid().man_exp()
    return Fraction(int(p)) * Fraction(2) ** int(q)


def _strictly(a: Coordinate, b: Coordinate) -> bool:
    return bool(coordinate_ball(a, 192).real < coordinate_ball(b, 192).real)


def ordered(points: Sequence[Coordinate]) -> tuple[Coordinate, ...]:
    from derive.decide.relations.line import compare

    result: list[Coordinate] = []
    for point in sorted(dict.fromkeys(points), key=cmp_to_key(compare)):
        if not result or compare(result[-1], point) != 0:
            result.append(point)
    return tuple(result)
