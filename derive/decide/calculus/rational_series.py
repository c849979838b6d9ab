"""Infinite sums and products of rational functions: digamma, Hurwitz's zeta and Gamma functions at rational places.

``sum_k R(k)`` over partial fractions ``c/(k + r)^m`` is ``c zeta(m, r)``, and ``-c psi(r)`` for m = 1, where the c of
all simple poles add up to zero (DLMF 5.7.6, 25.11.1).  A factor ``(-1)^k`` is taken apart into even and odd k.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import factorial
from typing import Any

from derive.decide.calculus.binding import put
from derive.decide.calculus.construct import factors_of, integer, minus, over, plus, signed, times
from derive.decide.calculus.partial_fractions import _fraction, _inverse, _quotient
from derive.decide.calculus.polynomial import coefficients, linear
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.reduction import Reduction
from derive.decide.calculus.signs import POSITIVE, signs
from derive.decide.calculus.zeta import zeta_value
from derive.expression import ONE, PI, TWO, Expression, call, name
from derive.vocabulary import Vocabulary

#: Places beyond this are not brought down step by step; denominators beyond this have no short digamma.
FAR, DENOMINATOR = 60, 12


def rational_sum(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """The sum of a rational function with rational coefficients, from an integer to infinity."""
    start = integer(lower)
    if start is None:
        return None
    pieces = list(_outside(term, index))
    factor, inside, turning = pieces[0] if pieces else (ONE, term, False)
    if turning:
        # from an even start: sum over j of R(2j) - R(2j + 1)
        j = name(index)
        first = start + start % 2
        even = put(inside, {index: plus(times(TWO, j), signed(first))})
        odd = put(inside, {index: plus(times(TWO, j), signed(first + 1))})
        found = _sum_from(minus(even, odd), index, 0)
        if found is not None and first != start:
            found = minus(found, put(inside, {index: signed(start)}))
    else:
        found = _sum_from(inside, index, start)
    if found is None:
        return None
    return Reduction(times(factor, found), (), ("a sum of partial fractions",))


def _outside(term: Expression, index: str) -> Iterator[tuple[Expression, Expression, bool]]:
    """Factors free of the index, the rest, and whether ``(-1)^k`` was among it."""
    sign, above, below = factors_of(term)
    factor: list[Expression] = [signed(sign)]
    inside: list[Expression] = []
    turning = False
    for f in above:
        power = linear(f.args[1], index) if f.head == "pow" and value_of(f.args[0]) == -1 else None
        shift = None if power is None else integer(power[1])
        if power is not None and shift is not None and value_of(power[0]) in (1, -1) and not turning:
            turning = True
            factor.append(signed((-1) ** (shift % 2)))
        elif index in f.names():
            inside.append(f)
        else:
            factor.append(f)
    under = [f for f in below if index in f.names()]
    free = times(*(f for f in below if index not in f.names()))
    yield over(times(*factor), free), over(times(*inside), times(*under)), turning


def poles(term: Expression, index: str) -> list[tuple[Fraction, Fraction, int]] | None:
    """``c/(k + r)^m`` as (c, r, m) for a rational function that falls off at least as fast as ``1/k^2``."""
    found = _quotient(term, index)
    if found is None or found[1].degree() < 1:
        return None
    above, below = found
    common = above.gcd(below)
    above, below = above // common, below // common
    if above.degree() > below.degree() - 2:
        return None
    scale, factors = below.factor()
    above, below = above / scale, below / scale
    parts: list[tuple[Fraction, Fraction, int]] = []
    for base, power in factors:
        if base.degree() != 1:
            return None
        block = base**power
        part = (above * _inverse((below // block) % block, block)) % block
        slope, offset = _fraction(base[1]), _fraction(base[0]) / _fraction(base[1])
        for k in range(power):
            part, digit = divmod(part, base)
            c = _fraction(digit[0])
            if c:
                parts.append((c / slope ** (power - k), offset, power - k))
    return parts


def _sum_from(term: Expression, index: str, start: int) -> Expression | None:
    parts = poles(term, index)
    if parts is None:
        return None
    values = []
    for c, r, m in parts:
        place = r + start
        if place.denominator == 1 and place <= 0:
            return None  # a term without a value
        values.append(times(signed(-c), digamma(place)) if m == 1 else times(signed(c), hurwitz(m, place)))
    return plus(*values)


def hurwitz(m: int, place: Fraction) -> Expression:
    """``zeta(m, r)``, elementary for whole and half places."""
    steps = int(place // 1) if place.denominator > 1 else int(place) - 1
    base = place - steps
    if base.denominator > 2 or not 0 <= steps <= FAR:
        value = over(call("polygamma", signed(m - 1), signed(place)), signed(factorial(m - 1)))
        return value if m % 2 == 0 else times(signed(-1), value)
    whole = times(signed(2**m - 1 if base.denominator == 2 else 1), zeta_value(signed(m)))
    return minus(whole, signed(sum((1 / (base + j) ** m for j in range(steps)), Fraction(0))))


def digamma(place: Fraction) -> Expression:
    """``psi(r) + gamma`` by Gauss's theorem (DLMF 5.4.19); Euler's constant cancels in every sum."""
    steps = int(place // 1) if place.denominator > 1 else int(place) - 1
    base = place - steps
    if base.denominator > DENOMINATOR or abs(steps) > FAR:
        return plus(call("digamma", signed(place)), Expression("constant", (), "euler"))
    if steps >= 0:
        shift = sum((1 / (base + j) for j in range(steps)), Fraction(0))
    else:
        shift = -sum((1 / (place + j) for j in range(-steps)), Fraction(0))
    p, q = base.numerator, base.denominator
    if q == 1:
        return signed(shift)
    angle = over(times(PI, signed(p)), signed(q))
    terms = [signed(shift), times(signed(-1), call("log", signed(2 * q)))]
    terms.append(times(signed(Fraction(-1, 2)), PI, over(call("cos", angle), call("sin", angle))))
    for n in range(1, (q - 1) // 2 + 1):
        wave = call("cos", over(times(TWO, PI, signed(n * p)), signed(q)))
        terms.append(times(TWO, wave, call("log", call("sin", over(times(PI, signed(n)), signed(q))))))
    if q == 2:
        terms[1:] = [times(signed(-2), call("log", TWO))]
    return plus(*terms)


def quadratic_sum(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """``sum 1/(k^2 + c)`` from 0 or 1 is a hyperbolic cotangent for positive c (DLMF 4.36.3)."""
    (found,) = _outside(term, index)
    factor, inside, turning = found
    start = integer(lower)
    sign, above, below = factors_of(inside)
    if above or len(below) != 1 or start not in (0, 1):
        return None
    parts = coefficients(below[0], index)
    if parts is None or set(parts) != {0, 2}:
        return None
    c = over(parts[0], parts[2])
    if signs(c, vocabulary) != POSITIVE:
        return None
    root = times(PI, call("sqrt", c))
    wave = over(ONE, call("sinh", root)) if turning else over(call("cosh", root), call("sinh", root))
    value = over(plus(times(root, wave), signed(1 if start == 0 else -1)), times(TWO, c))
    total = times(factor, over(value, parts[2]))
    return Reduction(total if sign > 0 else times(signed(-1), total), (), ("the partial fractions of the cotangent",))


def rational_product(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """``prod R(k)`` with as many zeros as poles, of the same sum, is a quotient of Gamma functions (DLMF 5.8.5)."""
    start = integer(lower)
    if start is None:
        return None
    wave = _wave_product(term, index, start, vocabulary)
    if wave is not None:
        return Reduction(wave, (), ("Euler's product of the sine",))
    found = _quotient(term, index)
    if found is None or found[0].degree() != found[1].degree() or found[0].degree() < 1:
        return None
    zeros, ones = (_roots(part) for part in found)
    if zeros is None or ones is None or zeros[0] != ones[0]:
        return None
    if sum(zeros[1]) != sum(ones[1]) or any((r - start).denominator == 1 and r >= start for r in ones[1]):
        return None
    if any((r - start).denominator == 1 and r >= start for r in zeros[1]):
        return Reduction(signed(0), (), ("a factor is zero",))
    above = [call("gamma", signed(start - r)) for r in ones[1]]
    below = [call("gamma", signed(start - r)) for r in zeros[1]]
    return Reduction(over(times(*above), times(*below)), (), ("a product of Gamma functions",))


def _roots(poly: Any) -> tuple[Fraction, list[Fraction]] | None:
    """Leading coefficient and rational roots; None where others remain."""
    _, factors = poly.factor()
    roots: list[Fraction] = []
    for base, power in factors:
        if base.degree() != 1:
            return None
        roots += [-_fraction(base[0]) / _fraction(base[1])] * power
    return _fraction(poly[poly.degree()]), roots


def _wave_product(term: Expression, index: str, start: int, vocabulary: Vocabulary) -> Expression | None:
    """``prod_{k>=1} (1 + c/k^2)`` is ``sinh(pi sqrt c)/(pi sqrt c)``, with the sine for ``1 - c/k^2``."""
    if start != 1:
        return None
    from derive.decide.calculus.taylor import together

    above, below = (coefficients(part, index) for part in together(term))
    if above is None or below is None or set(above) != {0, 2} or set(below) != {2} or above[2] != below[2]:
        return None
    c = over(above[0], below[2])
    if value_of(c) is not None:
        return None  # rational: by its zeros
    for function, square in (("sinh", c), ("sin", times(signed(-1), c))):
        if signs(square, vocabulary) == POSITIVE:
            root = times(PI, call("sqrt", square))
            return over(call(function, root), root)
    return None
