"""Zeros of analytic functions on a bounded interval, all of them: trigonometric equations between two ends.

An interval is halved until a ball excludes zero from the function, or from its derivative (then a certified change of
sign finds the one zero), or from a higher derivative while all lower ones vanish exactly at a simple point.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from flint import acb, arb

from derive.decide.ball import Unsupported, enclose, precision
from derive.decide.budget import Budget
from derive.decide.relations.algebra import TooLargeError, algebra_for, factors
from derive.decide.relations.convert import convert
from derive.decide.relations.monotone import NotMonotoneError, ordered
from derive.decide.relations.points import Coordinate, Crossing, Sign, coordinate_ball, sign_at
from derive.decide.relations.signs import certain_sign
from derive.expression import PI, Expression, div, mul, name, neg, number, rewrite

ANALYTIC = frozenset(("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf"))
MOST_PIECES, DEEPEST, MOST_ABSOLUTE = 3000, 48, 3
#: How high a multiplicity is looked for.
ORDERS = 5
ATTEMPTS = (Unsupported, ValueError, OverflowError, ZeroDivisionError)


def bounded_zeros(
    function: Expression, text: str, low: Fraction, high: Fraction, budget: Budget
) -> Sequence[Coordinate]:
    """Every zero and pole of a function of one real name between two rationals.

    :raises NotMonotoneError: where they could not all be found.
    """
    found: list[Coordinate] = []
    for branch in _branches(function):
        try:
            algebra = algebra_for([branch], real=True)
            quotient = convert(algebra, branch)
        except (TooLargeError, *ATTEMPTS) as error:
            raise NotMonotoneError(str(error)) from error
        for poly in (quotient.numerator, quotient.denominator):
            for factor, _ in factors(poly) if not poly.is_constant() and not poly.is_zero() else ():
                part = algebra.meaning(factor / factor.leading_coefficient())
                if text in part.names() and certain_sign(algebra, factor) is None:
                    found += _isolated(part, text, low, high, budget)
    return ordered(found)


def within(function: Expression, text: str) -> tuple[Fraction, Fraction] | None:
    """An interval outside of which a polynomial with sines and cosines among its lower terms has no zero.

    The highest power of the name outgrows the others there, as in Cauchy's bound.
    """
    try:
        found = [_cauchy(branch, text) for branch in _branches(function)]
    except (NotMonotoneError, TooLargeError, *ATTEMPTS):
        return None
    known = [b for b in found if b is not None]
    return (-max(known), max(known)) if known and len(known) == len(found) else None


def _cauchy(function: Expression, text: str) -> Fraction | None:
    algebra = algebra_for([function, name(text)], real=True)
    quotient = convert(algebra, function)
    place = algebra.keys[("name", text)]
    bound = Fraction(1)
    for poly in (quotient.numerator, quotient.denominator):
        sizes: dict[int, Fraction] = {}
        pure = True
        for monomial, coefficient in poly.to_dict().items():
            others = [i for i, d in enumerate(monomial) if d and i != place]
            if any(
                algebra.meanings[i].head != "call" or algebra.meanings[i].value not in ("sin", "cos") for i in others
            ):
                return None
            degree = int(monomial[place])
            sizes[degree] = sizes.get(degree, Fraction(0)) + abs(Fraction(int(coefficient.p), int(coefficient.q)))
            pure = pure and not (others and degree == poly.degrees()[place])
        highest = max(sizes, default=0)
        if not pure or (highest == 0 and len(poly) > 1):
            return None
        if highest:
            bound = max(
                bound, 1 + max((s for d, s in sizes.items() if d < highest), default=Fraction(0)) / sizes[highest]
            )
    return bound + 1


def _branches(function: Expression) -> list[Expression]:
    """The function with its absolute values replaced by what they hold, with either sign, and those themselves."""
    inner = list(dict.fromkeys(n for n in function.walk() if n.head == "call" and n.value == "Abs" and n.names()))
    if len(inner) > MOST_ABSOLUTE:
        raise NotMonotoneError(f"{len(inner)} absolute values")
    found = [n.args[0] for n in inner]
    for signs in product((1, -1), repeat=len(inner)):
        chosen = dict(zip(inner, signs))
        found.append(rewrite(function, lambda n, c=chosen: _signed(n, c)))  # type: ignore[misc]
    if any("Abs" in e.functions() for e in found):
        raise NotMonotoneError("absolute values within each other")
    return found


def _signed(node: Expression, signs: dict[Expression, int]) -> Expression:
    sign = signs.get(node)
    if sign is None:
        return node
    return node.args[0] if sign > 0 else neg(node.args[0])


def _isolated(function: Expression, text: str, low: Fraction, high: Fraction, budget: Budget) -> list[Coordinate]:
    from derive.decide.calculus import differentiate

    if any((n.head == "call" and n.value not in ANALYTIC) or n.head == "cases" for n in function.walk()):
        raise NotMonotoneError("a function that is not analytic")
    derivatives = [function]
    for _ in range(ORDERS):
        derivatives.append(differentiate(derivatives[-1], name(text)))
    found: list[Coordinate] = []
    pending = [(low, high, 0)]
    pieces = 0
    while pending:
        a, b, depth = pending.pop()
        pieces += 1
        if pieces % 16 == 0:
            budget.check()
        if pieces > MOST_PIECES or depth > DEEPEST:
            raise NotMonotoneError("zeros that could not be told apart")
        order = _nonzero_order(derivatives, text, a, b)
        if order == 0:
            continue
        if order == 1:
            found += _single(function, text, a, b)
            continue
        if order is not None:
            ends = _outgrown(derivatives[: order + 1], text, a, b)
            if ends is not None:
                found += ends
                continue
            point = _simple_near(text, a, b, derivatives[:order])
            if point is not None:
                found.append(point)
                continue
        middle = (a + b) / 2
        pending += [(a, middle, depth + 1), (middle, b, depth + 1)]
    return found


def _nonzero_order(derivatives: Sequence[Expression], text: str, a: Fraction, b: Fraction) -> int | None:
    """The lowest derivative that is certainly not zero on the whole interval."""
    with precision(64):
        ball = acb((arb(a.numerator) / a.denominator).union(arb(b.numerator) / b.denominator))
        for order, function in enumerate(derivatives):
            try:
                value = enclose(function, {text: ball}, 64, analytic=True)
            except ATTEMPTS:
                return None
            if value.is_finite() and not value.real.contains(0):
                return order
    return None


def _outgrown(derivatives: Sequence[Expression], text: str, a: Fraction, b: Fraction) -> list[Coordinate] | None:
    """The zeros where every derivative pushes away from zero, from one end on: none but that end; None if unknown."""
    order = len(derivatives) - 1
    top = sign_at(derivatives[order], {text: (a + b) / 2})
    if top not in (Sign.NEGATIVE, Sign.POSITIVE):
        return None
    for end, turn in ((a, 1), (b, -1)):
        signs = []
        for k, function in enumerate(derivatives[:order]):
            sign = sign_at(function, {text: end}, 512)
            if sign is None or sign > Sign.POSITIVE or int(sign) * turn**k == -int(top) * turn**order:
                break
            signs.append(sign)
        if len(signs) == order:
            return [end] if signs[0] is Sign.ZERO else []
    return None


def _single(function: Expression, text: str, a: Fraction, b: Fraction) -> list[Coordinate]:
    """The zero of a monotone function between two points, if there is one."""
    signs = [sign_at(function, {text: end}) for end in (a, b)]
    for sign, end in zip(signs, (a, b)):
        if sign is Sign.ZERO:
            return [end]
        if sign not in (Sign.NEGATIVE, Sign.POSITIVE):
            raise NotMonotoneError("the sign at the end of an interval")
    if signs[0] is signs[1]:
        return []
    exact = _simple_near(text, a, b, [function])
    return [Crossing(function, text, a, b) if exact is None else exact]


def _simple_near(text: str, a: Fraction, b: Fraction, functions: Sequence[Expression]) -> Coordinate | None:
    """A rational, or a multiple of pi, between two points at which some functions all vanish."""
    crossing = Crossing(functions[-1], text, a, b)
    middle = float(coordinate_ball(crossing, 64).real.mid()) if len(functions) == 1 else float(a + b) / 2
    turns = Fraction(round(middle / 3.141592653589793 * 12), 12)
    guesses: list[Coordinate] = [Fraction(middle).limit_denominator(200), mul(number(turns), PI)]
    if turns.denominator > 1:
        guesses.append(div(mul(number(turns.numerator), PI), number(turns.denominator)))
    for guess in guesses:
        ball = coordinate_ball(guess, 96).real
        with precision(96):
            inside = ball >= arb(a.numerator) / a.denominator and ball <= arb(b.numerator) / b.denominator
        if inside and all(sign_at(f, {text: guess}) is Sign.ZERO for f in functions):
            return guess
    return None
