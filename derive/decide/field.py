"""Rational functions over generators, exact, in FLINT's multivariate polynomials.

An :class:`Element` is a polynomial over a product of denominators.  The generators stand for names, exponentials,
logarithms, roots, roots of unity and whatever else cannot be taken apart.  What is known of a generator is a
rewriting: an *alias* (``x`` is the square of ``sqrt(x)``) or a *relation* (``sqrt(x + 1)`` squared is ``x + 1``).  A
numerator that reduces to zero is zero wherever the expression is defined; the converse is not claimed, so generators
may hide dependencies without harm to soundness.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpz_poly

from derive.decide.budget import Budget, OutOfBudget

#: Bits of the largest coefficient that a power may produce.
MOST_BITS = 200_000


class FieldFullError(Exception):
    """More generators than the context holds; the caller starts again with a larger one."""


class NoNormalFormError(Exception):
    """The expression has no normal form here (a zero denominator, an unknown head); the message says why."""


class UndefinedError(NoNormalFormError):
    """A division by zero, the logarithm of zero or a pole: the expression is undefined on the whole domain."""


@dataclass(slots=True)
class Generator:
    """One indeterminate.

    ``kind`` is name, exp, log, root, unity, abs, conjugate, constant or atom.  ``data`` identifies it within its kind.
    ``alias`` is (generator, exponent); ``relation`` is (degree, Element).  ``sign`` is 1 (positive), 0 (nonnegative),
    or None; ``real`` is True, or None where it is not known.  ``algebraic`` marks algebraic numbers.
    """

    kind: str
    data: Any
    alias: tuple[int, int] | None = None
    relation: tuple[int, Element] | None = None
    sign: int | None = None
    real: bool | None = None
    algebraic: bool = False
    used: tuple[str, ...] = ()


@dataclass(slots=True)
class Element:
    """``numerator / product of factors**exponent``; the factors live in the field."""

    num: Any
    den: dict[int, int]


class Field:
    """The generators of one question, and arithmetic over them."""

    def __init__(self, capacity: int, budget: Budget) -> None:
        self.capacity = capacity
        self.budget = budget
        self.ctx = fmpq_mpoly_ctx.get([f"g{k}" for k in range(capacity)], Ordering.degrevlex)
        self.gens = self.ctx.gens()
        self.generators: list[Generator] = []
        self.factors: list[Any] = []
        self.version = 0
        self.rewriting: list[int] = []
        self.zero = Element(self.ctx.constant(0), {})
        self.one = Element(self.ctx.constant(1), {})

    # ------------------------------------------------------------------------------------------------- generators
    def new(self, generator: Generator) -> int:
        if len(self.generators) >= self.capacity:
            raise FieldFullError
        self.generators.append(generator)
        index = len(self.generators) - 1
        if generator.relation is not None:
            self.rewriting.append(index)
        return index

    def gen(self, index: int) -> Element:
        return Element(self.gens[index], {})

    def set_alias(self, index: int, target: int, exponent: int) -> None:
        self.generators[index].alias = (target, exponent)
        self.generators[index].relation = None
        if index not in self.rewriting:
            self.rewriting.append(index)
        self.version += 1

    def constant(self, value: Fraction | int) -> Element:
        return Element(self.ctx.constant(_fmpq(value)), {})

    def factor_index(self, polynomial: Any) -> int:
        for k, known in enumerate(self.factors):
            if known == polynomial:
                return k
        self.factors.append(polynomial)
        return len(self.factors) - 1

    # ------------------------------------------------------------------------------------------------- arithmetic
    def _check(self, polynomial: Any) -> Any:
        if len(polynomial) > self.budget.terms:
            raise OutOfBudget(f"the normal form grew beyond {self.budget.terms} terms")
        return polynomial

    def _guard(self, a: Any, b: Any) -> None:
        if len(a) * len(b) > 40 * self.budget.terms:
            raise OutOfBudget(f"the normal form grew beyond {self.budget.terms} terms")

    def lift(self, a: Element, den: dict[int, int]) -> Any:
        """The numerator of an element over a larger denominator."""
        num = a.num
        for k, e in den.items():
            missing = e - a.den.get(k, 0)
            if missing:
                factor = self.factors[k] ** missing
                self._guard(num, factor)
                num = num * factor
        return num

    def add(self, a: Element, b: Element) -> Element:
        if a.den == b.den:
            return Element(self._check(a.num + b.num), a.den)
        den = dict(a.den)
        for k, e in b.den.items():
            if e > den.get(k, 0):
                den[k] = e
        return Element(self._check(self.lift(a, den) + self.lift(b, den)), den)

    def sum(self, elements: Iterable[Element]) -> Element:
        """A sum, first within equal denominators, so that thousands of terms stay cheap."""
        groups: list[Element] = []
        for e in elements:
            for known in groups:
                if known.den == e.den:
                    known.num = known.num + e.num
                    break
            else:
                groups.append(Element(e.num, e.den))
        total = groups[0]
        for g in groups[1:]:
            total = self.add(total, g)
            self.budget.check()
        return total

    def neg(self, a: Element) -> Element:
        return Element(-a.num, a.den)

    def sub(self, a: Element, b: Element) -> Element:
        return self.add(a, self.neg(b))

    def mul(self, a: Element, b: Element) -> Element:
        self._guard(a.num, b.num)
        if not b.den:
            return Element(self._check(a.num * b.num), a.den)
        if not a.den:
            return Element(self._check(a.num * b.num), b.den)
        den = dict(a.den)
        for k, e in b.den.items():
            den[k] = den.get(k, 0) + e
        return Element(self._check(a.num * b.num), den)

    def scale(self, a: Element, value: Fraction | int) -> Element:
        return Element(a.num * _fmpq(value), a.den)

    def power(self, a: Element, n: int) -> Element:
        if n == 0:
            return self.one
        if n < 0:
            return self.power(self.inverse(a), -n)
        if n == 1:
            return a
        terms = len(a.num)
        if self.too_large(a, n):
            raise OutOfBudget(f"a power {n} of {terms} terms is too large to expand")
        return Element(self._check(a.num**n), {k: e * n for k, e in a.den.items()})

    def too_large(self, a: Element, n: int) -> bool:
        """Whether the n-th power is not worth multiplying out: too many terms, or coefficients of too many digits."""
        terms, n = len(a.num), abs(n)
        if terms > 1 and (n > 400 or _expanded(terms, n) > self.budget.terms):
            return True
        bits = max((c.p.bit_length() + c.q.bit_length() for c in a.num.coeffs()[:50]), default=1)
        return bool(n * max(0, bits - 2) > MOST_BITS)

    def inverse(self, a: Element) -> Element:
        """The reciprocal; monomials fall apart into their generators, so that denominators share factors."""
        a = self.reduce(a)
        if a.num.is_zero():
            raise UndefinedError("a denominator is zero")
        num = self.ctx.constant(1)
        for k, e in a.den.items():
            num = num * self.factors[k] ** e
        den: dict[int, int] = {}
        polynomial = a.num
        if len(polynomial) > 1:
            content = polynomial.term_content()
            if not content.is_constant():
                polynomial = polynomial / content
                num = num * self._monomial_factors(content, den)
            leading = polynomial.leading_coefficient()
            if leading != 1:
                polynomial = polynomial * (1 / leading)
                num = num * (1 / leading)
            k = self.factor_index(polynomial)
            den[k] = den.get(k, 0) + 1
            if not content.is_constant():
                c = content.leading_coefficient()
                num = num * (1 / c)
        else:
            num = num * self._monomial_factors(polynomial, den)
            num = num * (1 / polynomial.leading_coefficient())
        return Element(num, den)

    def _monomial_factors(self, monomial: Any, den: dict[int, int]) -> Any:
        """Puts a monomial's generators into a denominator; returns what roots of unity and of rationals multiply by."""
        exponents = monomial.monoms()[0]
        above = self.ctx.constant(1)
        for j, e in enumerate(exponents):
            if not e:
                continue
            g = self.generators[j]
            if g.kind == "unity":
                above = above * self.gens[j] ** (-int(e) % g.data)
                continue
            if g.kind == "root" and g.relation is not None and not g.data[0].den and g.data[0].num.is_constant():
                order = g.data[1]
                times = -(-int(e) // order)
                value = fmpq(g.data[0].num.leading_coefficient()) ** times
                above = above * self.gens[j] ** (times * order - int(e)) * (1 / value)
                continue
            k = self.factor_index(self.gens[j])
            den[k] = den.get(k, 0) + int(e)
        return above

    def div(self, a: Element, b: Element) -> Element:
        return self.mul(a, self.inverse(b))

    def denominator(self, a: Element) -> Any:
        """The denominator, multiplied out."""
        den = self.ctx.constant(1)
        for k, e in a.den.items():
            den = self._check(den * self.factors[k] ** e)
        return den

    def cancelled(self, a: Element) -> tuple[Any, Any]:
        """Numerator and denominator without a common factor, the denominator's leading coefficient 1."""
        a = self.reduce(a)
        if not a.den:
            return a.num, self.ctx.constant(1)
        den = self._reduce_denominator(self.denominator(a))
        return self._lift_reduced(a.num, den)

    def _reduce_denominator(self, den: Any) -> Element:
        return self.reduce(Element(den, {}))

    def _lift_reduced(self, num: Any, den: Element) -> tuple[Any, Any]:
        if den.den:
            num = num * self.denominator(den)
        common = num.gcd(den.num)
        num, bottom = num / common, den.num / common
        leading = bottom.leading_coefficient()
        return num * (1 / leading), bottom * (1 / leading)

    # --------------------------------------------------------------------------------------------------- reduction
    def reduce(self, a: Element) -> Element:
        """All aliases and relations applied to the numerator."""
        if not self.rewriting or a.num.is_zero():
            return a
        for _ in range(200):
            degrees = a.num.degrees()
            step = None
            for j in sorted(self.rewriting, reverse=True):
                g = self.generators[j]
                if g.alias is not None and degrees[j]:
                    step = j
                    break
                if g.relation is not None and degrees[j] >= g.relation[0]:
                    step = j
                    break
            if step is None:
                return a
            self.budget.check()
            a = self._rewrite(a, step)
            if a.num.is_zero():
                return a
        raise OutOfBudget("the relations between roots did not come to rest")

    def _rewrite(self, a: Element, j: int) -> Element:
        g = self.generators[j]
        if g.alias is not None:
            target, factor = g.alias
            moved: dict[tuple[int, ...], Any] = {}
            for exponents, coefficient in a.num.to_dict().items():
                row = list(exponents)
                row[target] += row[j] * factor
                row[j] = 0
                key = tuple(row)
                moved[key] = moved.get(key, 0) + coefficient
            return Element(self.ctx.from_dict({k: c for k, c in moved.items() if c != 0}), a.den)
        assert g.relation is not None
        degree, value = g.relation
        buckets: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in a.num.to_dict().items():
            times, rest = divmod(int(exponents[j]), degree)
            row = list(exponents)
            row[j] = rest
            buckets.setdefault(times, {})[tuple(row)] = coefficient
        pieces = []
        for times in sorted(buckets):
            piece = Element(self.ctx.from_dict(buckets[times]), {})
            pieces.append(self.mul(piece, self.power(value, times)) if times else piece)
        total = self.sum(pieces)
        return self.mul(total, Element(self.ctx.constant(1), a.den))

    def is_zero(self, a: Element) -> bool:
        return bool(a.num.is_zero()) or bool(self.reduce(a).num.is_zero())

    def equal(self, a: Element, b: Element) -> bool:
        if a.den == b.den and a.num == b.num:
            return True
        return self.is_zero(self.sub(a, b))

    def rational(self, a: Element) -> Fraction | None:
        """The rational number that an element is, or None."""
        a = self.reduce(a)
        if a.den or not a.num.is_constant():
            if not a.den:
                return None
            num, den = self.cancelled(a)
            if not (num.is_constant() and den.is_constant()):
                return None
            value = _leading(num) / _leading(den)
        else:
            value = _leading(a.num)
        return Fraction(int(value.p), int(value.q))


def _leading(polynomial: Any) -> Any:
    return fmpq(0) if polynomial.is_zero() else fmpq(polynomial.leading_coefficient())


def _fmpq(value: Fraction | int) -> Any:
    return fmpq(value.numerator, value.denominator) if isinstance(value, Fraction) else fmpq(value)


def _expanded(terms: int, n: int) -> int:
    """The number of terms of the n-th power of a polynomial of so many terms, at most."""
    total = 1
    for k in range(1, min(terms, n + 1)):
        total = total * (n + terms - k) // k
        if total > 1 << 40:
            break
    return total


def cyclotomic(n: int) -> list[int]:
    """Coefficients of the n-th cyclotomic polynomial, the constant first."""
    return [int(c) for c in fmpz_poly.cyclotomic(n).coeffs()]
