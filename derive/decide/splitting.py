"""Taking a base apart into factors that may leave a root or a logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.decide.field import Element, Field, Generator
from derive.decide.signs import Signs


@dataclass(slots=True)
class Split:
    """A base as ``(-1)^negative · product of factors**multiplicity`` times a rest that stays together."""

    negative: bool
    factors: list[tuple[Element, Fraction]]
    rest: Element | None


class Splitting:
    """Splits elements over one field, by what is certain of the signs of their factors."""

    def __init__(self, field: Field, signs: Signs) -> None:
        self.field = field
        self.signs = signs

    def split(self, a: Element, *, everything: bool = False) -> Split:
        """Takes a base apart into factors that may leave a root or a logarithm (all of them for whole powers)."""
        field = self.field
        num, den = field.cancelled(a)
        coefficient, top = self._factors(num)
        below, bottom = self._factors(den)
        coefficient = coefficient / below
        factors = [(Element(self._rational_gen(p), {}), Fraction(m)) for p, m in _primes(abs(coefficient))]
        negative = coefficient < 0
        kept: list[tuple[Any, int]] = []
        for polynomial, m in top + [(p, -m) for p, m in bottom]:
            sign = 1 if everything else self.signs.polynomial(polynomial)
            if sign is None and m % 2 == 0 and self.signs.real_polynomial(polynomial):
                factors.append((self.absolute(Element(polynomial, {})), Fraction(m)))
            elif sign is None:
                kept.append((polynomial, m))
            elif sign < 0:
                negative ^= bool(m % 2)
                factors.append((Element(-polynomial, {}), Fraction(m)))
            elif sign == 0 and m < 0:
                kept.append((polynomial, m))
            else:
                factors.append((Element(polynomial, {}), Fraction(m)))
        rest: Element | None = None
        if kept:
            upper, lower = field.ctx.constant(1), field.one
            for polynomial, m in kept:
                if m > 0:
                    upper = upper * polynomial**m
                else:
                    lower = field.mul(lower, field.power(field.inverse(Element(polynomial, {})), -m))
            rest = field.mul(Element(upper, {}), lower)
        return Split(negative, factors, rest)

    def _rational_gen(self, p: int) -> Any:
        return self.field.ctx.constant(p)

    def _factors(self, polynomial: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
        """The rational content and the factors with their multiplicities."""
        field = self.field
        if polynomial.is_constant():
            c = polynomial.leading_coefficient()
            return Fraction(int(c.p), int(c.q)), []
        if len(polynomial) == 1:
            c = polynomial.leading_coefficient()
            exponents = polynomial.monoms()[0]
            return Fraction(int(c.p), int(c.q)), [(field.gens[j], int(e)) for j, e in enumerate(exponents) if e]
        if len(polynomial) > 400 or polynomial.total_degree() > 60:
            content, found = polynomial.factor_squarefree()
        else:
            content, found = polynomial.factor()
        self.field.budget.check()
        return Fraction(int(content.p), int(content.q)), [(p, int(m)) for p, m in found]

    def absolute(self, a: Element) -> Element:
        """|a| for a real element: positive factors leave, the rest has one generator with square a²."""
        field = self.field
        for j, g in enumerate(field.generators):
            if g.kind == "abs" and (field.equal(g.data, a) or field.equal(g.data, field.neg(a))):
                return field.gen(j)
        square = field.mul(a, a)
        index = field.new(Generator("abs", a, relation=(2, square), sign=0, real=True))
        return field.gen(index)


def _primes(value: Fraction) -> list[tuple[int, int]]:
    """Prime factors of a positive rational with exponents (negative below); a large rough part stays whole."""
    found: list[tuple[int, int]] = []
    for number, direction in ((value.numerator, 1), (value.denominator, -1)):
        rest = number
        for p in _SMALL_PRIMES:
            if rest == 1:
                break
            m = 0
            while rest % p == 0:
                rest //= p
                m += 1
            if m:
                found.append((p, direction * m))
        if rest > 1:
            found.extend((p, direction * m) for p, m in _large(rest))
    return found


def _large(n: int) -> list[tuple[int, int]]:
    from flint import fmpz

    if n.bit_length() > 100:
        return [(n, 1)]
    return [(int(p), int(m)) for p, m in fmpz(n).factor()]


_SMALL_PRIMES = tuple(p for p in range(2, 256) if all(p % q for q in range(2, int(p**0.5) + 1)))


def pure_turn(field: Field, unity: int | None, base: Element) -> Fraction | None:
    """The turn of a base that is a power of the root of unity, up to its sign: exp(iπ·turn) is the base."""
    if unity is None:
        return None
    num, den = field.cancelled(base)
    if den != 1 or len(num) != 1 or abs(num.leading_coefficient()) != 1:
        return None
    exponents = num.monoms()[0]
    if not exponents[unity] or any(e and j != unity for j, e in enumerate(exponents)):
        return None
    turn = Fraction(2 * int(exponents[unity]), int(field.generators[unity].data))
    return turn + (1 if num.leading_coefficient() < 0 else 0)


def huge_power(field: Field, base: Fraction, n: int) -> Element:
    """A power of a number that is not multiplied out: a positive number of its own."""
    data = ("huge power", (), (abs(base), abs(n)))
    found = next((j for j, g in enumerate(field.generators) if g.kind == "atom" and g.data == data), None)
    if found is None:
        found = field.new(Generator("atom", data, sign=1, real=True))
    result = field.power(field.gen(found), 1 if n > 0 else -1)
    return field.neg(result) if base < 0 and n % 2 else result


def power_base(field: Field, polynomial: Any) -> int:
    """The generator that stands for a polynomial whose powers are not multiplied out."""
    for j, g in enumerate(field.generators):
        if g.kind == "atom" and g.data[0] == "power base" and g.data[1][0].num == polynomial:
            return j
    return field.new(Generator("atom", ("power base", (Element(polynomial, {}),), None)))
