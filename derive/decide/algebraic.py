"""Algebraic numbers: zero or not, decided exactly.

An expression in radicals and roots of unity that is not zero cannot be very small: its numerator is an algebraic
integer, the product of all conjugates of which is a whole number.  With u a bound on every conjugate, l a bound on the
denominator and D the degree, a value that is not zero exceeds u^-(D-1) / l in size.  A smaller ball around zero is a
proof.  Bounds: C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, "A separation bound for real algebraic
expressions", Algorithmica 55 (2009); the same recursion holds for complex radicals, where conjugates are bounded in
modulus.
"""

from __future__ import annotations

from math import log2
from typing import Any

from flint import acb, arb, fmpq

from derive.decide.ball import precision
from derive.decide.field import Element, Field

#: Bits of the largest ball that is worth computing.
MOST_BITS = 60_000


class Algebraic:
    """Zero tests of polynomials in the algebraic generators of a field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.bounds: dict[int, tuple[float, float]] = {}

    def zero(self, polynomial: Any) -> bool | None:
        """Whether a polynomial in algebraic generators is zero; None where the bound is out of reach."""
        if polynomial.is_zero():
            return True
        top, bottom = self._bound(polynomial)
        degree = self._degree(polynomial)
        needed = (degree - 1) * max(top, 0.0) + bottom + 8
        if needed > MOST_BITS:
            return self._nonzero(polynomial)
        bits = 128
        while True:
            with precision(bits):
                value = self.value(polynomial)
            if not value.is_finite():
                return None
            if not value.contains(0):
                return False
            with precision(64):
                if value.abs_upper() < arb(2) ** -int(needed + 1):
                    return True
            if bits > 2 * needed + 1024:
                return None
            bits = min(2 * bits, int(2 * needed) + 1025)

    def _nonzero(self, polynomial: Any) -> bool | None:
        with precision(2048):
            return None if self.value(polynomial).contains(0) else False

    # ---------------------------------------------------------------------------------------------------- values
    def value(self, polynomial: Any) -> acb:
        """An enclosure at the working precision."""
        known: dict[int, acb] = {}
        total = acb(0)
        for exponents, coefficient in polynomial.terms():
            term = acb(fmpq(coefficient))
            for j, e in enumerate(exponents):
                if e:
                    term = term * self._generator(j, known) ** int(e)
            total = total + term
        return total

    def _generator(self, j: int, known: dict[int, acb]) -> acb:
        if j not in known:
            g = self.field.generators[j]
            if g.alias is not None:
                known[j] = self._generator(g.alias[0], known) ** g.alias[1]
            elif g.kind == "unity":
                known[j] = acb(fmpq(2, g.data)).exp_pi_i()
            else:
                base, order = g.data
                value = self.value(base.num)
                for k, e in base.den.items():
                    value = value / self.value(self.field.factors[k]) ** e
                known[j] = value.root(order)
        return known[j]

    # ---------------------------------------------------------------------------------------------------- bounds
    def _bound(self, polynomial: Any) -> tuple[float, float]:
        """Logarithms of u and l for a polynomial in generators with known bounds."""
        highest = [int(d) for d in polynomial.degrees()]
        denominator = 1
        for c in polynomial.coeffs():
            denominator = denominator * int(c.q) // _gcd(denominator, int(c.q))
        lower = log2(denominator)
        for j, e in enumerate(highest):
            if e > 0:
                lower += e * self._generator_bound(j)[1]
        total = 0.0
        started = False
        for exponents, coefficient in polynomial.terms():
            size = log2(abs(int(coefficient.p))) + log2(denominator // int(coefficient.q))
            for j, e in enumerate(exponents):
                if highest[j] > 0:
                    top, bottom = self._generator_bound(j)
                    size += int(e) * top + (highest[j] - int(e)) * bottom
            total = _log_add(total, size) if started else size
            started = True
        return total + 1e-6, lower + 1e-6

    def _generator_bound(self, j: int) -> tuple[float, float]:
        if j not in self.bounds:
            g = self.field.generators[j]
            if g.alias is not None:
                top, bottom = self._generator_bound(g.alias[0])
                self.bounds[j] = (top * g.alias[1], bottom * g.alias[1])
            elif g.kind == "unity":
                self.bounds[j] = (0.0, 0.0)
            else:
                base, order = g.data
                top, bottom = self._element_bound(base)
                self.bounds[j] = (max(0.0, (top + (order - 1) * bottom) / order), bottom)
        return self.bounds[j]

    def _element_bound(self, a: Element) -> tuple[float, float]:
        top, bottom = self._bound(a.num)
        for k, e in a.den.items():
            u, low = self._bound(self.field.factors[k])
            top, bottom = top + e * low, bottom + e * u
        return max(0.0, top), max(0.0, bottom)

    def _degree(self, polynomial: Any) -> int:
        """The degree of the field that the generators span, at most."""
        seen: dict[int, None] = {}
        self._collect(polynomial, seen)
        degree = 1
        for j in seen:
            g = self.field.generators[j]
            if g.alias is not None:
                continue
            degree *= _totient(g.data) if g.kind == "unity" else g.data[1]
        return degree

    def _collect(self, polynomial: Any, seen: dict[int, None]) -> None:
        for j, e in enumerate(polynomial.degrees()):
            if e > 0:
                self._collect_generator(j, seen)

    def _collect_generator(self, j: int, seen: dict[int, None]) -> None:
        if j in seen:
            return
        seen[j] = None
        g = self.field.generators[j]
        if g.alias is not None:
            self._collect_generator(g.alias[0], seen)
        elif g.kind == "root":
            self._collect(g.data[0].num, seen)
            for k in g.data[0].den:
                self._collect(self.field.factors[k], seen)


def coefficients(field: Field, polynomial: Any) -> list[tuple[tuple[int, ...], Any]]:
    """A polynomial as monomials in the other generators, each with its coefficient in the algebraic ones."""
    rows: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
    algebraic = [g.algebraic for g in field.generators] + [False] * (field.capacity - len(field.generators))
    for exponents, coefficient in polynomial.to_dict().items():
        outer = tuple(0 if a else int(e) for e, a in zip(exponents, algebraic))
        inner = tuple(int(e) if a else 0 for e, a in zip(exponents, algebraic))
        rows.setdefault(outer, {})[inner] = coefficient
    return [(outer, field.ctx.from_dict(rows[outer])) for outer in sorted(rows)]


def zero_by_coefficients(field: Field, a: Element) -> bool | None:
    """Whether every coefficient of a reduced numerator is the algebraic number zero."""
    tester = Algebraic(field)
    certain: bool | None = True
    for _, c in coefficients(field, field.reduce(a).num):
        answer = tester.zero(c)
        field.budget.check()
        if answer is False:
            return False
        if answer is None:
            certain = None
    return certain


def _log_add(a: float, b: float) -> float:
    high, low = max(a, b), min(a, b)
    return high + log2(1 + 2 ** (low - high)) + 1e-9


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _totient(n: int) -> int:
    result, rest, p = n, n, 2
    while p * p <= rest:
        if rest % p == 0:
            while rest % p == 0:
                rest //= p
            result -= result // p
        p += 1
    return result - result // rest if rest > 1 else result
