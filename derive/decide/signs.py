"""What can be certified of the sign and the reality of an element."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.decide.field import Element, Field, Generator, NoNormalFormError


class Signs:
    """Certified signs of polynomials in generators whose own signs are known.

    ``used`` collects the assumptions that the answers rest on.
    """

    __slots__ = ("creating", "field", "used")

    def __init__(self, field: Field) -> None:
        self.field = field
        self.creating = False
        self.used: dict[str, None] = {}

    def _use(self, indices: list[int]) -> None:
        for j in indices:
            for text in self.field.generators[j].used:
                self.used.setdefault(text)

    def polynomial(self, polynomial: Any) -> int | None:
        """1 where positive on the whole domain, 0 where nonnegative, -1 and so on for the negative; None unknown."""
        found = self._terms(polynomial)
        if found is not None:
            return found
        found = self._terms(-polynomial)
        if found is not None:
            return -found if found else None
        return self._univariate(polynomial)

    def _terms(self, polynomial: Any) -> int | None:
        """Positive when every term is nonnegative and one is positive."""
        generators = self.field.generators
        strict = False
        touched: list[int] = []
        for exponents, coefficient in polynomial.terms():
            if coefficient <= 0:
                return None
            positive = True
            for j, e in enumerate(exponents):
                if not e:
                    continue
                g = generators[j]
                if g.sign == 1:
                    touched.append(j)
                elif g.sign == 0 or (e % 2 == 0 and g.real):
                    touched.append(j)
                    positive = False
                else:
                    return None
            strict = strict or positive
        self._use(touched)
        return 1 if strict else 0

    def _univariate(self, polynomial: Any) -> int | None:
        """A polynomial in one real generator: no real root in its range, and its sign at one point."""
        present = [j for j, e in enumerate(polynomial.degrees()) if e > 0]
        if len(present) != 1 or polynomial.degrees()[present[0]] > 24:
            return None
        j = present[0]
        g = self.field.generators[j]
        if not g.real:
            return None
        from flint import fmpq_poly

        degree = polynomial.degrees()[j]
        coefficients = [0] * (degree + 1)
        for exponents, coefficient in polynomial.terms():
            coefficients[exponents[j]] = coefficient
        univariate = fmpq_poly(coefficients)
        low, high = self.range(j)
        if any(_real_root_inside(univariate, low, high)):
            return None
        value = univariate(_q(_between(low, high)))
        self._use([j])
        if any(bound is not None and univariate(_q(bound)) == 0 for bound in (low, high)):
            return 0 if value > 0 else None  # the end may belong to the range
        return 1 if value > 0 else -1 if value < 0 else None

    def range(self, j: int) -> tuple[Fraction | None, Fraction | None]:
        """Bounds of a real generator: those of the name it stands for, else those of its sign."""
        g = self.field.generators[j]
        if g.kind == "name" and isinstance(g.data, tuple):
            return g.data[1], g.data[2]
        return (Fraction(0), None) if g.sign is not None else (None, None)

    def element(self, a: Element) -> int | None:
        """The sign of an element: of its numerator and of each factor of its denominator."""
        sign = self.polynomial(a.num)
        if sign is None:
            return None
        for k, e in a.den.items():
            if e % 2 == 0 and self.real_polynomial(self.field.factors[k]):
                continue
            s = self.polynomial(self.field.factors[k])
            if s is None:
                return None
            if s < 0 and e % 2:
                sign = -sign
        return sign

    def real_polynomial(self, polynomial: Any) -> bool:
        return all(e <= 0 or self.field.generators[j].real for j, e in enumerate(polynomial.degrees()))

    def real(self, a: Element) -> bool:
        """Certified real: made of real generators, or equal to its own conjugate."""
        if self.real_polynomial(a.num) and all(self.real_polynomial(self.field.factors[k]) for k in a.den):
            return True
        try:
            mirrored = self.conjugate(a, create=False)
        except NoNormalFormError:
            return False
        return mirrored is not None and self.field.equal(mirrored, a)

    def conjugate(self, a: Element, *, create: bool = True) -> Element | None:
        """The complex conjugate, where that of every generator is known; new generators only with ``create``."""
        before, self.creating = self.creating, create
        try:
            return self._conjugate(a)
        finally:
            self.creating = before

    def _conjugate(self, a: Element) -> Element | None:
        top = self._conjugate_polynomial(a.num)
        if top is None:
            return None
        for k, e in a.den.items():
            bottom = self._conjugate_polynomial(self.field.factors[k])
            if bottom is None:
                return None
            top = self.field.div(top, self.field.power(bottom, e))
        return top

    def _conjugate_polynomial(self, polynomial: Any) -> Element | None:
        field = self.field
        if self.real_polynomial(polynomial):
            return Element(polynomial, {})
        images: dict[int, Element] = {}
        for j, e in enumerate(polynomial.degrees()):
            if e > 0:
                image = self._conjugate_generator(j)
                if image is None:
                    return None
                images[j] = image
        pieces = []
        for exponents, coefficient in polynomial.terms():
            piece = Element(field.ctx.constant(coefficient), {})
            for j, e in enumerate(exponents):
                if e:
                    piece = field.mul(piece, field.power(images[j], int(e)))
            pieces.append(piece)
        return field.sum(pieces)

    def _conjugate_generator(self, j: int) -> Element | None:
        field = self.field
        g = field.generators[j]
        if g.real:
            return field.gen(j)
        if g.alias is not None:
            image = self._conjugate_generator(g.alias[0])
            return None if image is None else field.power(image, g.alias[1])
        if g.kind == "unity":
            return field.power(field.gen(j), g.data - 1)
        if g.kind == "exp":
            exponent, _ = g.data
            mirrored = self._conjugate(exponent)
            if mirrored is None:
                return None
            ratio = field.rational(field.div(mirrored, exponent))
            if ratio is None or ratio.denominator != 1:
                return None
            return field.power(field.gen(j), int(ratio))
        if g.kind == "conjugate":
            return field.gen(g.data)
        if g.kind == "name":
            for k, other in enumerate(field.generators):
                if other.kind == "conjugate" and other.data == j:
                    return field.gen(k)
            if not self.creating:
                return None
            return field.gen(field.new(Generator("conjugate", j)))
        return None


def _real_root_inside(p: Any, low: Fraction | None, high: Fraction | None) -> list[bool]:
    """For every root, whether it may be real and within the open range; Arb isolates the roots."""
    from flint import fmpz_poly

    whole = fmpz_poly([int(c) for c in (p * p.denom()).coeffs()]) if hasattr(p, "denom") else p
    found = []
    for root, _ in whole.complex_roots():
        maybe = root.imag.contains(0)
        if maybe and low is not None and root.real < _q(low):
            maybe = False
        if maybe and high is not None and root.real > _q(high):
            maybe = False
        if maybe and low is not None and p(_q(low)) == 0 and root.real.contains(_q(low)):
            maybe = False  # the end of an open range is a root itself
        if maybe and high is not None and p(_q(high)) == 0 and root.real.contains(_q(high)):
            maybe = False
        found.append(bool(maybe))
    return found


def _between(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None and high is not None:
        return (low + high) / 2
    if low is not None:
        return low + 1
    return high - 1 if high is not None else Fraction(0)


def _q(value: Fraction) -> Any:
    from flint import fmpq

    return fmpq(value.numerator, value.denominator)
