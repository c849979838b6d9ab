"""Sines and cosines of sums of angles: multiples expanded, simple angles exact."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from derive.decide.relations.algebra import Algebra, Quotient
from derive.expression import call


def circle(algebra: Algebra, angle: Quotient) -> tuple[Quotient, Quotient]:
    """Sine and cosine of an angle, integer multiples of a primitive angle expanded."""
    if angle.numerator.is_zero():
        return algebra.of(0), algebra.of(1)
    exact = _exact_circle(algebra, angle)
    if exact is not None:
        return exact
    content = Fraction(1)
    if angle.denominator.is_constant():
        coefficients = [Fraction(int(c.p), int(c.q)) for c in angle.numerator.coeffs()]
        content = coefficients[0]
        for c in coefficients[1:]:
            content = _gcd(content, c)
        content = -abs(content) if coefficients[0] < 0 else abs(content)
    elif angle.numerator.leading_coefficient() < 0:
        content = Fraction(-1)
    times = content.numerator if abs(content.numerator) <= 12 else (1 if content > 0 else -1)
    unit = algebra.multiply(angle, algebra.of(Fraction(1, times)))
    tree = algebra.tree(unit)
    sine, fresh = algebra.generator(("sin", algebra.key(unit)), call("sin", tree))
    cosine, _ = algebra.generator(("cos", algebra.key(unit)), call("cos", tree))
    if fresh:
        algebra.relations.append(sine**2 + cosine**2 - 1)
    s, c = algebra.constant(0), algebra.constant(1)
    for _ in range(abs(times)):
        s, c = s * cosine + c * sine, c * cosine - s * sine
    return Quotient(s if times > 0 else -s, algebra.constant(1)), Quotient(c, algebra.constant(1))


def _exact_circle(algebra: Algebra, angle: Quotient) -> tuple[Quotient, Quotient] | None:
    """Sine and cosine of a multiple of pi/6 or pi/4."""
    place = algebra.keys.get(("constant", "pi"))
    top = angle.numerator
    if place is None or not angle.denominator.is_constant() or len(top) != 1 or top.total_degree() != 1:
        return None
    if not top.degrees()[place]:
        return None
    ratio = top.leading_coefficient() / angle.denominator.leading_coefficient()
    turns = Fraction(int(ratio.p), int(ratio.q)) % 2
    if 12 % turns.denominator or turns.denominator == 12:
        return None
    return _sine_of(algebra, turns), _sine_of(algebra, (turns + Fraction(1, 2)) % 2)


def _sine_of(algebra: Algebra, turns: Fraction) -> Quotient:
    """The sine of ``turns * pi``, for a multiple of 1/6 or 1/4 below 2."""
    if turns >= 1:
        below = _sine_of(algebra, turns - 1)
        return Quotient(-below.numerator, below.denominator)
    turns = min(turns, 1 - turns)
    from derive.decide.relations.convert import root

    square = {Fraction(0): 0, Fraction(1, 6): 1, Fraction(1, 4): 2, Fraction(1, 3): 3, Fraction(1, 2): 4}[turns]
    return algebra.multiply(root(algebra, algebra.of(square), 2), algebra.of(Fraction(1, 2)))


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator, b.numerator), lcm(a.denominator, b.denominator))
