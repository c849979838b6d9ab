"""Rational functions over generators, in FLINT's exact multivariate polynomials over the rationals.

A generator stands for a name or for something that rational arithmetic can't take apart: ``sqrt(u)``, ``exp(m)``,
``log(u)``, ``Abs(u)``, an abstract function.  What is known of a generator is kept beside it as *relations*
(polynomials that are zero: ``g**2 - u``) and *signs* (``g >= 0``).  Treating generators as free variables, subject to
those, is a relaxation: whatever is proved so is true, and nothing is ever refuted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpz

from derive.expression import Expression

#: Exponents of generators such as exp(m/12) and x**(m/12) are integers for coefficients with these denominators.
SHARES = 12
MOST_TERMS = 4000
HIGHEST_DEGREE = 100
MOST_DIGITS = 200_000
POSITIVE, NONNEGATIVE = (1,), (0, 1)


class TooLargeError(ValueError):
    """More terms, generators or digits than are worth while here."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """``numerator / denominator`` in lowest terms, both fmpq_mpoly."""

    numerator: Any
    denominator: Any


@dataclass(slots=True)
class Algebra:
    """Builds quotients from trees.  ``real``: every name stands for a real number."""

    names: tuple[str, ...]
    room: int
    real: bool
    functions: frozenset[str] = frozenset()
    relations: list[Any] = field(default_factory=list)
    signs: list[tuple[Any, tuple[int, ...]]] = field(default_factory=list)
    keys: dict[Any, int] = field(default_factory=dict)
    meanings: dict[int, Expression] = field(default_factory=dict)
    context: Any = None
    cache: dict[Expression, Quotient] = field(default_factory=dict)
    reality: list[tuple[Any, tuple[int, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.room > 90:
            raise TooLargeError(f"{self.room} generators")
        self.context = fmpq_mpoly_ctx.get(tuple(f"g{i}" for i in range(self.room)), Ordering.degrevlex)
        for text in self.names:
            self.keys[("name", text)] = len(self.keys)
            self.meanings[len(self.keys) - 1] = Expression("name", (), text)

    def constant(self, value: Fraction | int) -> Any:
        exact = Fraction(value)
        return self.context.constant(fmpq(exact.numerator, exact.denominator))

    def of(self, value: Fraction | int) -> Quotient:
        return Quotient(self.constant(value), self.constant(1))

    def generator(self, key: Any, meaning: Expression) -> tuple[Any, bool]:
        """The generator of a key, and whether it is new."""
        if fresh := key not in self.keys:
            if len(self.keys) >= self.room:
                raise TooLargeError(f"more than {self.room} generators")
            self.keys[key] = len(self.keys)
            self.meanings[self.keys[key]] = meaning
        return self.context.gen(self.keys[key]), fresh

    def reduced(self, numerator: Any, denominator: Any) -> Quotient:
        if denominator.is_zero():
            raise ZeroDivisionError
        if len(numerator) * len(denominator) > MOST_TERMS * 50:
            raise TooLargeError("a quotient")
        if not denominator.is_constant():
            common = numerator.gcd(denominator)
            numerator, denominator = numerator / common, denominator / common
        leading = denominator.leading_coefficient()
        return Quotient(numerator / leading, denominator / leading)

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        self.bounded(a, b)
        if a.denominator == b.denominator:
            return self.reduced(a.numerator + b.numerator, a.denominator)
        over = a.numerator * b.denominator + b.numerator * a.denominator
        return self.reduced(over, a.denominator * b.denominator)

    def multiply(self, a: Quotient, b: Quotient) -> Quotient:
        self.bounded(a, b)
        return self.reduced(a.numerator * b.numerator, a.denominator * b.denominator)

    def inverse(self, a: Quotient) -> Quotient:
        return self.reduced(a.denominator, a.numerator)

    def bounded(self, *quotients: Quotient) -> None:
        size = 1
        for q in quotients:
            size *= max(len(q.numerator), 1) * max(len(q.denominator), 1)
        if size > MOST_TERMS * 25:
            raise TooLargeError(f"{size} terms")

    def integer_power(self, base: Quotient, exponent: int) -> Quotient:
        if exponent < 0:
            return self.inverse(self.integer_power(base, -exponent))
        return Quotient(self._raise(base.numerator, exponent), self._raise(base.denominator, exponent))

    def _raise(self, poly: Any, exponent: int) -> Any:
        terms = len(poly)
        if terms <= 1:
            digits = sum(fmpz(c.p).bit_length() + fmpz(c.q).bit_length() for c in poly.coeffs())
            if digits * exponent > MOST_DIGITS * 4 or exponent > 10**6:
                raise TooLargeError(f"a power of {exponent}")
            return poly**exponent
        if exponent > 400 or comb(exponent + terms - 1, terms - 1) > MOST_TERMS:
            # A huge power of a sum is not multiplied out: the sum itself becomes a generator.
            leading = poly.leading_coefficient()
            monic = poly / leading
            base, _ = self.generator(("sum", self.key(Quotient(monic, self.constant(1)))), self.meaning(monic))
            return self._raise(self.context.constant(leading), exponent) * base**exponent
        return poly**exponent

    def key(self, q: Quotient) -> Any:
        return tuple(tuple(sorted((m, str(c)) for m, c in p.to_dict().items())) for p in (q.numerator, q.denominator))

    def meaning(self, poly: Any) -> Expression:
        """A polynomial back as a tree over names and meanings."""
        terms = []
        for exponents, coefficient in poly.to_dict().items():
            value = Fraction(int(coefficient.p), int(coefficient.q))
            factors = [] if abs(value) == 1 else [Expression("number", (), abs(value))]
            for position, n in enumerate(exponents):
                if n:
                    power = Expression("number", (), Fraction(int(n)))
                    base = self.meanings[position]
                    factors.append(base if n == 1 else Expression("pow", (base, power)))
            if not factors:
                factors = [Expression("number", (), Fraction(1))]
            term = Expression("mul", tuple(factors)) if len(factors) > 1 else factors[0]
            terms.append(term if value > 0 else Expression("neg", (term,)))
        if not terms:
            return Expression("number", (), Fraction(0))
        return Expression("add", tuple(terms)) if len(terms) > 1 else terms[0]

    def tree(self, q: Quotient) -> Expression:
        top = self.meaning(q.numerator)
        return top if q.denominator == 1 else Expression("div", (top, self.meaning(q.denominator)))

    def real_where(self, argument: Quotient, signs: tuple[int, ...]) -> None:
        """A generator that is a real number only where its argument has one of these signs."""
        if self.real:
            self.reality.append((argument.numerator * argument.denominator, signs))

    def know_sign(self, poly: Any, signs: tuple[int, ...]) -> None:
        """What is known of the sign; over the complex numbers only ``not zero`` is used of it."""
        self.signs.append((poly, signs))


def factors(poly: Any) -> list[tuple[Any, int]]:
    """The irreducible factors with multiplicities; what is of high degree in every generator is left in one piece."""
    content = poly.term_content()
    rest = poly / content
    found = [(g, int(e)) for g, e in content.factor()[1]]
    if rest.is_constant():
        return found
    degrees = [d for d in rest.degrees() if d > 0]
    if min(degrees) > HIGHEST_DEGREE:
        return [*found, (rest, 1)]
    return found + [(f, int(e)) for f, e in rest.factor()[1]]


def algebra_for(
    expressions: Iterable[Expression], *, real: bool, functions: frozenset[str] = frozenset(), extra: int = 0
) -> Algebra:
    """An algebra with room for every generator that the expressions can need."""
    names: dict[str, None] = {}
    room = extra
    seen: set[Expression] = set()
    for e in expressions:
        for n in e.names():
            names.setdefault(n)
        for node in e.walk():
            if node.head in ("add", "mul", "neg", "div", "number", "decimal", "name") or node in seen:
                continue
            seen.add(node)
            room += 1
            if node.head == "call" or (node.head == "pow" and node.args[1].head not in ("number", "decimal")):
                room += 1 + sum(1 for inner in node.walk() if inner.head in ("add", "number", "decimal"))
    return Algebra(tuple(names), len(names) + max(room, 1), real, functions)


def common_denominator(values: Iterable[Fraction]) -> int:
    return lcm(*(v.denominator for v in values))


Convert = Callable[[Expression], Quotient]
Meanings = Mapping[int, Expression]
