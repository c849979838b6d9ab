"""Points with exact coordinates, and the exact sign of an expression at one.

A coordinate is a rational, a root of an irreducible integer polynomial (with the ball that isolates it), or an
expression without names.  An algebraic number that is not zero is bounded away from zero by the sizes of its
conjugates, so that a ball small enough decides (:mod:`derive.decide.relations.separation`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any

from flint import acb, arb, fmpz_poly

from derive.decide.ball import Unsupported, enclose, precision
from derive.decide.relations.algebra import Quotient, TooLargeError, algebra_for
from derive.decide.relations.convert import convert
from derive.expression import Expression, replace

BASE_BITS = 96
MOST_BITS = 30_000


class Sign(IntEnum):
    """The sign of a value; NONREAL is neither zero nor real, UNDEFINED is no value."""

    NEGATIVE = -1
    ZERO = 0
    POSITIVE = 1
    NONREAL = 2
    UNDEFINED = 3


@dataclass(frozen=True, slots=True)
class Root:
    """One root of an irreducible integer polynomial, coefficients from the constant one up."""

    coefficients: tuple[int, ...]
    index: int
    real: bool

    def enclose(self, bits: int) -> acb:
        return _isolated(self.coefficients, bits)[self.index]

    def text(self) -> str:
        with precision(64):
            value = self.enclose(64)
            shown = value.real.str(8, radius=False)
            if not self.real:
                shown += f" + {value.imag.str(8, radius=False)} i"
        return f"the root near {shown} of {_polynomial_text(self.coefficients)}"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A zero of a continuous real function of one name, between two rationals at which its signs differ."""

    function: Expression
    name: str
    low: Fraction
    high: Fraction

    def enclose(self, bits: int) -> acb:
        low, high = self.low, self.high
        rising = _sign_there(self, high, bits) == 1
        for _ in range(min(bits, 300)):
            middle = (low + high) / 2
            sign = _sign_there(self, middle, bits + 32)
            if sign is None:
                break
            if sign == 0:
                low = high = middle
                break
            if (sign > 0) == rising:
                high = middle
            else:
                low = middle
        with precision(bits):
            return acb(_arb(low).union(_arb(high)))

    def text(self) -> str:
        value = self.enclose(48).real
        return f"the solution near {value.str(8, radius=False)}"


def _arb(value: Fraction) -> arb:
    return arb(value.numerator) / value.denominator


def _sign_there(crossing: Crossing, at: Fraction, bits: int) -> int | None:
    try:
        value = enclose(crossing.function, {crossing.name: at}, bits)
    except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
        return None
    if not value.is_finite() or not value.imag.contains(0):
        return None
    if value.is_zero():
        return 0
    return None if value.real.contains(0) else (1 if value.real > 0 else -1)


Coordinate = Fraction | Root | Crossing | Expression
_CACHE_SIZE = 64
_isolations: dict[tuple[tuple[int, ...], int], list[acb]] = {}


def _isolated(coefficients: tuple[int, ...], bits: int) -> list[acb]:
    """All roots as disjoint balls, the real ones first and ascending; the order is that of :func:`roots`."""
    key = (coefficients, bits)
    if key not in _isolations:
        if len(_isolations) > _CACHE_SIZE:
            _isolations.clear()
        with precision(bits):
            found = [r for r, _ in fmpz_poly(list(coefficients)).complex_roots()]
        if bits > BASE_BITS:
            found = [next(f for f in found if f.overlaps(base)) for base in _isolated(coefficients, BASE_BITS)]
        else:
            middle = [(bool(r.imag != 0), float(r.real.mid()), float(r.imag.mid()), r) for r in found]
            found = [r for *_, r in sorted(middle, key=lambda t: t[:3])]
        _isolations[key] = found
    return _isolations[key]


def _polynomial_text(coefficients: tuple[int, ...]) -> str:
    terms = []
    for n, c in reversed(list(enumerate(coefficients))):
        if c:
            body = "" if n == 0 else "t" if n == 1 else f"t^{n}"
            size = str(abs(c)) if n == 0 or abs(c) != 1 else ""
            terms.append(("-" if c < 0 else "+") + size + body)
    return "".join(terms).lstrip("+")


def roots(polynomial: Any, *, real: bool) -> tuple[Coordinate, ...]:
    """The different roots of an integer polynomial, as coordinates; only the real ones, ascending, where asked.

    :raises TooLargeError: for an irreducible factor of high degree.
    """
    found: list[Coordinate] = []
    _, factors = fmpz_poly(polynomial).factor()
    for factor, _ in factors:
        coefficients = tuple(int(c) for c in factor.coeffs())
        if len(coefficients) == 2:
            found.append(Fraction(-coefficients[0], coefficients[1]))
            continue
        if len(coefficients) > 65:
            raise TooLargeError(f"roots of degree {len(coefficients) - 1}")
        for index, value in enumerate(_isolated(coefficients, BASE_BITS)):
            is_real = bool(value.imag == 0)
            if is_real or not real:
                found.append(Root(coefficients, index, is_real))
    return tuple(found)


def coordinate_ball(value: Coordinate, bits: int) -> acb:
    if isinstance(value, Root):
        return value.enclose(max(bits, BASE_BITS))
    if isinstance(value, Crossing):
        return value.enclose(bits)
    if isinstance(value, Expression):
        return enclose(value, {}, bits)
    from derive.decide.ball import ball

    with precision(bits):
        return ball(value)


def coordinate_text(value: Coordinate) -> str:
    if isinstance(value, (Root, Crossing)):
        return value.text()
    if isinstance(value, Expression):
        from derive.decide.relations.wording import plain

        return plain(value)
    return str(value)


def place(expression: Expression, point: Mapping[str, Coordinate]) -> Expression:
    """The expression with rational and expression coordinates written in; algebraic roots stay names."""
    known = {
        k: v if isinstance(v, Expression) else Expression("number", (), v)
        for k, v in point.items()
        if isinstance(v, (Expression, Fraction))
    }
    for _ in range(4):  # a coordinate may be an expression in other coordinates
        placed = replace(expression, known)
        if placed is expression or placed == expression:
            return placed
        expression = placed
    return expression


def sign_at(expression: Expression, point: Mapping[str, Coordinate], most: int = MOST_BITS) -> Sign | None:
    """The exact sign at a point, None where it could not be found."""
    placed = place(expression, point)
    if any(name not in point for name in placed.names()):
        return None
    crossings = [v for v in point.values() if isinstance(v, Crossing)]
    if any(_vanishes_with(placed, c) for c in crossings):
        return Sign.ZERO
    try:
        if placed.size() < 400 and not placed.names():
            q = convert(algebra_for([placed], real=True), placed)
            if q.numerator.is_zero():
                return _zero_or_undefined(placed, point, most)
    except ZeroDivisionError:
        return Sign.UNDEFINED
    except (TooLargeError, ValueError, OverflowError):
        pass
    from derive.decide.relations.separation import separation_bits

    needed = separation_bits(placed, point)
    bits = 64
    limit = min(most, needed + 64) if needed is not None else min(most, 512)
    while True:
        value = _value(placed, point, bits)
        if value is None:
            return None
        decided = _decide(value, needed)
        if decided is not None:
            return decided
        if bits >= limit:
            return Sign.UNDEFINED if _divides_by_zero(placed, point, most) else None
        bits = min(bits * 2 if bits < 512 else bits * 4, limit)


def _value(placed: Expression, point: Mapping[str, Coordinate], bits: int) -> acb | None:
    try:
        return enclose(placed, {n: coordinate_ball(point[n], bits) for n in placed.names()}, bits)
    except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
        return None


def _decide(value: acb, needed: int | None) -> Sign | None:
    if not value.is_finite():
        return None
    real, imaginary = value.real, value.imag
    tiny = arb(2) ** -(needed or 0) / 4 if needed is not None else None
    if not imaginary.contains(0):
        return Sign.NONREAL
    is_real = imaginary == 0 or (tiny is not None and imaginary.abs_upper() < tiny)
    if not real.contains(0):
        if not is_real:
            return None
        return Sign.POSITIVE if real > 0 else Sign.NEGATIVE
    if value.is_zero() or (tiny is not None and value.abs_upper() < tiny):
        return Sign.ZERO
    return None


def nonzero_at(expression: Expression, point: Mapping[str, Coordinate], bits: int = 512) -> bool:
    """Certainly defined and not zero."""
    placed = place(expression, point)
    for b in (64, 128, bits):
        value = _value(placed, point, b)
        if value is None:
            return False
        if value.is_finite() and not value.contains(0):
            return True
    return False


def _divides_by_zero(placed: Expression, point: Mapping[str, Coordinate], most: int) -> bool:
    for node in placed.walk():
        divisor = None
        if node.head == "div":
            divisor = node.args[1]
        elif (node.head == "pow" and _negative(node.args[1])) or (node.head == "call" and node.value == "log"):
            divisor = node.args[0]
        if divisor is not None and divisor != placed and sign_at(divisor, point, most) is Sign.ZERO:
            return True
    return False


def _negative(exponent: Expression) -> bool:
    return exponent.head == "neg" or (exponent.head == "number" and exponent.value < 0)


def _vanishes_with(placed: Expression, crossing: Crossing) -> bool:
    """Whether an expression is a multiple of the function whose zero a coordinate is."""
    if placed in (crossing.function, Expression("neg", (crossing.function,))):
        return True
    if placed.names() != (crossing.name,) or placed.size() > 200:
        return False
    try:
        algebra = algebra_for([placed, crossing.function], real=True)
        mine, theirs = convert(algebra, placed), convert(algebra, crossing.function)
        below = enclose(algebra.meaning(mine.denominator), {crossing.name: crossing.enclose(64)}, 64)
        if theirs.numerator.is_constant() or below.contains(0):
            return False
        return bool((mine.numerator % theirs.numerator).is_zero())
    except (Unsupported, TooLargeError, ValueError, OverflowError, ZeroDivisionError):
        return False


def _zero_or_undefined(placed: Expression, point: Mapping[str, Coordinate], most: int) -> Sign | None:
    """The sign of what is zero when all that cancels has cancelled."""
    value = _value(placed, point, 128)
    if value is None:
        return None
    whole = value.is_finite() or not _divides_by_zero(placed, point, most)
    return Sign.ZERO if whole else Sign.UNDEFINED


def rational_value(expression: Expression) -> Fraction | None:
    """The value of a constant rational expression."""
    if expression.head == "number":
        return Fraction(expression.value)
    if expression.names() or expression.size() > 60:
        return None
    try:
        q: Quotient = convert(algebra_for([expression], real=True), expression)
    except (TooLargeError, ZeroDivisionError, ValueError, OverflowError):
        return None
    from derive.decide.relations.convert import constant_value

    return constant_value(q)
