"""Points with exact coordinates, and the exact sign of an expression at one.

A coordinate is a rational, a root of an irreducible integer polynomial (with the ball that isolates it), or an
expression without names.  An algebraic number that is not zero is bounded away from zero by the sizes of its
conjugates, so that a ball small enough decides (C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, "A
separation bound for real algebraic expressions", Algorithmica 55, 2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from math import isfinite, log2
from typing import Any

from flint import acb, arb, fmpz_poly

from derive.decide.ball import Unsupported, enclose, precision
from derive.decide.relations.algebra import Quotient, TooLargeError, algebra_for
from derive.decide.relations.convert import convert, decimal_value
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
    if any(placed in (c.function, Expression("neg", (c.function,))) for c in crossings):
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


def _zero_or_undefined(placed: Expression, point: Mapping[str, Coordinate], most: int) -> Sign | None:
    """The sign of what is zero when all that cancels has cancelled."""
    value = _value(placed, point, 128)
    if value is None:
        return None
    whole = value.is_finite() or not _divides_by_zero(placed, point, most)
    return Sign.ZERO if whole else Sign.UNDEFINED


def separation_bits(expression: Expression, point: Mapping[str, Coordinate]) -> int | None:
    """An algebraic value that is not zero is at least ``2**-bits`` in size; None for what is not algebraic."""
    degrees: dict[Any, int] = {}
    try:
        bounds = _bounds(expression, point, degrees)
    except (OverflowError, TooLargeError):
        return None
    if bounds is None:
        return None
    degree = 1
    for d in degrees.values():
        degree *= d
        if degree > 4096:
            return None
    total = (degree - 1) * max(bounds[0], 0.0) + max(bounds[1], 0.0) + 8
    return int(total) if isfinite(total) and total < MOST_BITS else None


def _bounds(e: Expression, point: Mapping[str, Coordinate], degrees: dict[Any, int]) -> tuple[float, float] | None:
    """log2 of a bound for the conjugates of the numerator, and of the denominator, both algebraic integers."""
    head = e.head
    if head in ("number", "decimal"):
        value = e.value if head == "number" else decimal_value(e.value)
        return log2(max(abs(value.numerator), 1)), log2(value.denominator)
    if head == "constant" and e.value == "i":
        degrees[e] = 2
        return 0.0, 0.0
    if head == "name":
        return _root_bounds(e, point.get(e.value), degrees)
    inner = [_bounds(a, point, degrees) for a in e.args]
    known = [b for b in inner if b is not None]
    if len(known) < len(inner) or not known:
        return None
    if head == "neg":
        return known[0]
    if head == "add":
        total = known[0]
        for b in known[1:]:
            total = max(total[0] + b[1], total[1] + b[0]) + 1, total[1] + b[1]
        return total
    if head == "mul":
        return sum(b[0] for b in known), sum(b[1] for b in known)
    if head == "div":
        return known[0][0] + known[1][1], known[0][1] + known[1][0]
    if head == "pow":
        return _power_bounds(e, known[0], degrees)
    if head == "call":
        return _call_bounds(e, known, degrees)
    return None


def _root_bounds(e: Expression, value: Coordinate | None, degrees: dict[Any, int]) -> tuple[float, float] | None:
    if isinstance(value, Root):
        leading = abs(value.coefficients[-1])
        degrees[("root", value.coefficients, value.index)] = len(value.coefficients) - 1
        return log2(leading + max(abs(c) for c in value.coefficients)), log2(leading)
    return None


def _power_bounds(e: Expression, base: tuple[float, float], degrees: dict[Any, int]) -> tuple[float, float] | None:
    exponent = rational_value(e.args[1])
    if exponent is None:
        return None
    if exponent < 0:
        base, exponent = (base[1], base[0]), -exponent
    raised = (base[0] * exponent.numerator, base[1] * exponent.numerator)
    return raised if exponent.denominator == 1 else _root_of(e, raised, exponent.denominator, degrees)


def _root_of(e: Expression, b: tuple[float, float], k: int, degrees: dict[Any, int]) -> tuple[float, float]:
    degrees[e] = k
    u, low = b
    return ((u + (k - 1) * low) / k, low) if u >= low else (u, ((k - 1) * u + low) / k)


def _call_bounds(
    e: Expression, known: list[tuple[float, float]], degrees: dict[Any, int]
) -> tuple[float, float] | None:
    if e.value == "sqrt":
        return _root_of(e, known[0], 2, degrees)
    if e.value == "cbrt":
        return _root_of(e, known[0], 3, degrees)
    if e.value == "Abs":
        if any(n.head == "constant" and n.value == "i" for n in e.walk()):
            return None
        degrees[e] = 2
        return known[0]
    if e.value in ("Max", "Min"):
        return max(b[0] for b in known), max(b[1] for b in known)
    return None


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
