"""Sums to infinity that certainly have no finite value.

A term behaves like C r^k k^s far out.  Where |r| > 1, or |r| = 1 and s >= 0, the terms do not tend to zero; where r = 1
and s >= -1, all terms beyond some k have one sign and the sum grows beyond all bounds (comparison with 1/k).
Source: K. Knopp, Theory and Application of Infinite Series, chapter III.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.decide.domain import constant_value
from derive.expression import INFINITY, Expression

#: A divergence without a sign: the partial sums oscillate.
OSCILLATES = 2


@dataclass(frozen=True, slots=True)
class Growth:
    """``scale * ratio^k * k^degree`` is what an expression is asymptotic to; ``scale`` is not zero.

    Behind a root only the sign of the scale is right (``exact`` is false): such parts are not added.
    """

    scale: Fraction
    ratio: Fraction
    degree: Fraction
    exact: bool = True

    def times(self, other: Growth) -> Growth:
        exact = self.exact and other.exact
        return Growth(self.scale * other.scale, self.ratio * other.ratio, self.degree + other.degree, exact)

    @property
    def rank(self) -> tuple[Fraction, Fraction]:
        return abs(self.ratio), self.degree


def divergence(expression: Expression) -> int | None:
    """1 or -1 where a sum is plus or minus infinity, 2 where it oscillates or grows both ways; None: not known."""
    if expression.head == "neg":
        inside = divergence(expression.args[0])
        return -inside if inside in (1, -1) else inside
    if expression.head != "sum" or len(expression.args) != 4 or expression.args[3] != INFINITY:
        return None
    term, index, start, _ = expression.args
    first = constant_value(start) if not start.names() else None
    if first is None or first.denominator != 1 or set(term.names()) - {index.value} or index.head != "name":
        return None
    if not _defined_from(term, index.value, first):
        return None
    found = growth(term, index.value)
    if found is None:
        return None
    size = abs(found.ratio)
    tends_to_zero = size < 1 or (size == 1 and found.degree < 0)
    if found.ratio >= 1 and (not tends_to_zero or found.degree >= -1):
        return 1 if found.scale > 0 else -1
    return None if tends_to_zero else OSCILLATES


def growth(term: Expression, index: str) -> Growth | None:
    """What a term is asymptotic to for a large index, or None where that is not seen."""
    head = term.head
    if index not in term.names():
        value = constant_value(term)
        return Growth(value, Fraction(1), Fraction(0)) if value else None
    if head == "name":
        return Growth(Fraction(1), Fraction(1), Fraction(1))
    if head == "neg":
        inner = growth(term.args[0], index)
        return None if inner is None else Growth(-inner.scale, inner.ratio, inner.degree, inner.exact)
    if head == "add":
        return _leading([growth(a, index) for a in term.args if _is_not_zero(a)])
    if head in ("mul", "div"):
        parts = [growth(a, index) for a in term.args]
        result = Growth(Fraction(1), Fraction(1), Fraction(0))
        for place, part in enumerate(parts):
            if part is None:
                return None
            result = result.times(_inverse(part) if head == "div" and place else part)
        return result
    if head == "call" and term.value == "sqrt":
        return _raised(growth(term.args[0], index), Fraction(1, 2))
    if head == "pow":
        base, exponent = term.args
        if index not in exponent.names():
            power = constant_value(exponent)
            return None if power is None else _raised(growth(base, index), power)
        ratio = constant_value(base) if not base.names() else None
        return None if ratio is None or ratio == 0 else _geometric(ratio, exponent, index)
    return None


def _is_not_zero(term: Expression) -> bool:
    return bool(term.names()) or constant_value(term) != 0


def _leading(parts: list[Growth | None]) -> Growth | None:
    """The greatest of several; where the greatest ones cancel, nothing is known."""
    known = [p for p in parts if p is not None]
    if not known or len(known) != len(parts):
        return None
    top = max(p.rank for p in known)
    greatest = [p for p in known if p.rank == top]
    if len(greatest) == 1:
        return greatest[0]
    if len({p.ratio for p in greatest}) > 1 or not all(p.exact for p in greatest):
        return None
    scale = sum((p.scale for p in greatest), Fraction(0))
    return Growth(scale, greatest[0].ratio, greatest[0].degree) if scale else None


def _inverse(part: Growth) -> Growth:
    return Growth(1 / part.scale, 1 / part.ratio, -part.degree, part.exact)


def _raised(part: Growth | None, power: Fraction) -> Growth | None:
    """A power: of anything by a small whole number, of what is positive far out by any number."""
    if part is None:
        return None
    if power.denominator == 1 and abs(power) <= 20:
        n = int(power)
        return Growth(part.scale**n, part.ratio**n, part.degree * n, part.exact)
    if part.scale <= 0 or part.ratio != 1:
        return None
    return Growth(Fraction(1), Fraction(1), part.degree * power, part.exact and part.scale == 1)


def _geometric(ratio: Fraction, exponent: Expression, index: str) -> Growth | None:
    """``ratio**(a k + b)`` with small whole a and b."""
    from derive.expression import number, replace

    values = [constant_value(replace(exponent, {index: number(k)})) for k in (0, 1, 2)]
    if values[0] is None or values[1] is None or values[2] is None:
        return None
    slope = values[1] - values[0]
    if values[2] - values[1] != slope or slope.denominator != 1 or values[0].denominator != 1:
        return None
    if exponent.head not in ("name", "add", "mul", "neg") or abs(slope) > 50 or abs(values[0]) > 50:
        return None
    return Growth(ratio ** int(values[0]), ratio ** int(slope), Fraction(0))


def _defined_from(term: Expression, index: str, first: Fraction) -> bool:
    """Whether the first terms are numbers: a sum one of whose terms divides by zero is not infinite but undefined."""
    from derive.decide.ball import Unsupported, enclose

    try:
        return all(enclose(term, {index: first + k}, 128).is_finite() for k in range(40))
    except Unsupported:
        return False
