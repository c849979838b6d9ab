"""Numbers recognised: constants, monomials and integer combinations behind columns of floating-point values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from derive.diagnose.values import Vector
from derive.expression import PI, E, Expression, call, div, mul, neg, number

#: Relative agreement asked of values in double precision; central differences reach about 1e-9.
TOLERANCE = 1e-6
#: A branch chosen wrongly spoils single points: this share of the points has to agree.
SHARE = 0.6
FEWEST = 4
_IRRATIONALS: tuple[tuple[Expression, float], ...] = (
    (PI, math.pi),
    (call("sqrt", number(2)), math.sqrt(2)),
    (call("sqrt", PI), math.sqrt(math.pi)),
    (call("sqrt", mul(number(2), PI)), math.sqrt(2 * math.pi)),
    (call("sqrt", number(3)), math.sqrt(3)),
    (mul(PI, PI), math.pi**2),
    (E, math.e),
    (call("log", number(2)), math.log(2)),
    (call("log", number(10)), math.log(10)),
)


def close(a: complex, b: complex) -> bool:
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b), 1e-12)


def same(a: Vector, b: Vector, tame: int) -> bool:
    """Two columns agree at the tame points, but for single points at which a branch went astray."""
    agree = known = 0
    for x, y in zip(a[:tame], b[:tame]):
        if x == x and y == y and abs(x) != math.inf and abs(y) != math.inf:
            known += 1
            agree += close(x, y)
    return known >= FEWEST and agree >= SHARE * known and agree >= FEWEST


def common(column: Vector, tame: int) -> complex | None:
    """The one value that a column has at (nearly) all tame points."""
    known = [v for v in column[:tame] if v == v and abs(v) != math.inf]
    if len(known) < FEWEST:
        return None
    for candidate in known[:3]:
        agree = sum(close(candidate, v) for v in known)
        if agree >= SHARE * len(known) and agree >= FEWEST:
            return candidate
    return None


def varies(column: Vector, tame: int) -> bool:
    """A column is not constant."""
    known = [v for v in column[:tame] if v == v]
    return len(known) >= 2 and any(not close(known[0], v) for v in known[1:])


def rational(value: complex, most: int = 64) -> Fraction | None:
    """The simple fraction that a value is, or None: denominators up to ``most``, or a power of ten."""
    if abs(value.imag) > TOLERANCE * max(abs(value), 1.0) or abs(value.real) > 1e9:
        return None
    x = value.real
    for denominator in (most, 1000, 1000000, 1000000000):
        fraction = Fraction(x).limit_denominator(denominator)
        if denominator > most and (fraction.denominator != denominator or fraction.numerator != 1):
            continue
        if fraction != 0 and abs(float(fraction) - x) <= TOLERANCE * abs(x) * 0.01:
            return fraction
        if fraction == 0 and abs(x) < 1e-9:
            return fraction
    return None


def simple(value: complex) -> Expression | None:
    """A simple fraction, or one times a usual constant, as an expression."""
    fraction = rational(value)
    if fraction is not None:
        return written(fraction)
    for expression, size in _IRRATIONALS:
        for quotient, times in ((value / size, True), (value * size, False)):
            fraction = rational(quotient, 16)
            if fraction is not None and fraction:
                lead = written(fraction)
                if times:
                    return expression if fraction == 1 else mul(lead, expression)
                return div(lead, expression)
    return None


def written(fraction: Fraction) -> Expression:
    """A fraction as a person writes it: -1/2 is a sign, a quotient and two whole numbers."""
    size = abs(fraction)
    body = number(size.numerator) if size.denominator == 1 else div(number(size.numerator), number(size.denominator))
    return neg(body) if fraction < 0 else body


class Linear:
    """Least squares on fixed columns: the normal equations are solved once, each fit is a product."""

    __slots__ = ("_columns", "_solver")

    def __init__(self, columns: Sequence[Sequence[float]]) -> None:
        self._columns = columns
        size = len(columns)
        gram = [[math.fsum(a * b for a, b in zip(u, v)) for v in columns] for u in columns]
        self._solver = _inverse(gram) if size else None

    def fit(self, target: Sequence[float]) -> list[float] | None:
        """The coefficients, or None where the columns are dependent or do not reach the target."""
        if self._solver is None:
            return None
        moments = [math.fsum(a * b for a, b in zip(u, target)) for u in self._columns]
        found = [math.fsum(s * m for s, m in zip(row, moments)) for row in self._solver]
        scale = max((abs(t) for t in target), default=0.0)
        for p, t in enumerate(target):
            if abs(math.fsum(c * u[p] for c, u in zip(found, self._columns)) - t) > 1e-5 * max(scale, 1e-9):
                return None
        return found


def _inverse(matrix: list[list[float]]) -> list[list[float]] | None:
    """Gauss and Jordan with pivots; None for a matrix that is singular to working precision."""
    n = len(matrix)
    rows = [list(row) + [float(i == j) for j in range(n)] for i, row in enumerate(matrix)]
    largest = max((abs(v) for row in matrix for v in row), default=0.0)
    for column in range(n):
        pivot = max(range(column, n), key=lambda r: abs(rows[r][column]))
        if abs(rows[pivot][column]) <= 1e-10 * largest:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [v / lead for v in rows[column]]
        for r in range(n):
            if r != column and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [v - factor * w for v, w in zip(rows[r], rows[column])]
    return [row[n:] for row in rows]
