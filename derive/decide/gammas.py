"""Γ, factorials, binomials, Beta and digamma, reduced by shift, reflection and duplication (DLMF chapter 5)."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from derive.decide.field import Element, NoNormalFormError, UndefinedError
from derive.decide.trigonometry import HALF, sin

if TYPE_CHECKING:
    from derive.decide.translate import Translator

#: Largest shift that is multiplied out, and largest exact factorial.
MOST_SHIFT, MOST_FACTORIAL = 64, 500


def gamma(t: Translator, u: Element) -> Element:
    """Γ by its shift, Γ(1/2), the reflection Γ(u)Γ(1-u) = π/sin πu and the duplication of Γ(2u)."""
    field = t.field
    value = field.rational(u)
    if value is not None:
        special = _gamma_number(t, value)
        if special is not None:
            return special
    for known, j in t.gammas:
        shift = field.rational(field.sub(u, known))
        if shift is not None and shift.denominator == 1 and abs(shift) <= MOST_SHIFT:
            return field.mul(field.gen(j), _rising(t, known, int(shift)))
    for known, j in t.gammas:
        total = field.rational(field.add(u, known))
        if total is not None and total.denominator == 1 and abs(total) <= MOST_SHIFT:
            # Γ(u) = Γ(1 - known) (1 - known)_(total - 1)
            sine = sin(t, field.mul(t.powers.pi_element(), known))
            reflected = field.div(t.powers.pi_element(), field.mul(sine, field.gen(j)))
            return field.mul(reflected, _rising(t, field.sub(field.one, known), int(total) - 1))
    for known, _ in t.gammas:
        gap = field.rational(field.sub(u, field.scale(known, 2)))
        if gap is not None and gap.denominator == 1 and abs(gap) <= MOST_SHIFT:
            # Γ(2v) = 2^(2v-1) π^(-1/2) Γ(v) Γ(v + 1/2)
            double = field.scale(known, 2)
            scale = t.powers.power(field.constant(2), field.sub(double, field.one), whole=t.whole(double))
            product = field.mul(gamma(t, known), gamma(t, field.add(known, field.constant(HALF))))
            root_pi = t.powers.rational_power(t.powers.pi_element(), HALF)
            whole = field.div(field.mul(scale, product), root_pi)
            return field.mul(whole, _rising(t, double, int(gap)))
    halves = [(known, j) for known, j in t.gammas if _whole_gap(t, known, u) is not None]
    positive = t.signs.element(u) == 1
    index = field.gens.index(t.atom("gamma", (u,), None, sign=1 if positive else None, real=positive or None).num)
    t.gammas.append((u, index))
    for known, j in halves:
        _double(t, known, j, u)
    return field.gen(index)


def _whole_gap(t: Translator, known: Element, u: Element) -> Fraction | None:
    """Known - 2u, where it is a whole number."""
    gap = t.field.rational(t.field.sub(known, t.field.scale(u, 2)))
    return gap if gap is not None and gap.denominator == 1 and abs(gap) <= MOST_SHIFT else None


def _double(t: Translator, known: Element, j: int, u: Element) -> None:
    """Γ(2u + n) had a generator before Γ(u) came: by duplication it is one no more."""
    gap = _whole_gap(t, known, u)
    if gap is None:
        return
    t.gammas = [(v, k) for v, k in t.gammas if k != j]
    generator = t.field.generators[j]
    generator.relation = (1, gamma(t, known))
    t.field.rewriting.append(j)


def _gamma_number(t: Translator, value: Fraction) -> Element | None:
    field = t.field
    if value.denominator == 1:
        if value <= 0:
            raise UndefinedError("Gamma at a pole")
        return field.constant(factorial(int(value) - 1)) if value <= MOST_FACTORIAL else None
    if value.denominator == 2 and abs(value) <= MOST_SHIFT:
        root_pi = t.powers.rational_power(t.powers.pi_element(), HALF)
        return field.mul(root_pi, _rising(t, field.constant(HALF), int(value - HALF)))
    return None


def _rising(t: Translator, u: Element, n: int) -> Element:
    """Γ(u + n)/Γ(u)."""
    field = t.field
    product = field.one
    if abs(n) > 2 * MOST_SHIFT:
        raise NoNormalFormError("a shift of Gamma that is too long")
    for k in range(abs(n)):
        factor = field.add(u, field.constant(k if n > 0 else -k - 1))
        product = field.mul(product, factor if n > 0 else field.inverse(factor))
    return product


def gamma_factorial(t: Translator, n: Element) -> Element:
    return gamma(t, t.field.add(n, t.field.one))


def binomial(t: Translator, n: Element, k: Element) -> Element:
    field = t.field
    lower = field.rational(k)
    if lower is not None and lower.denominator == 1 and lower <= MOST_SHIFT:
        if lower < 0:
            return field.zero
        bottom = field.sub(n, field.constant(lower - 1))
        return field.scale(_rising(t, bottom, int(lower)), Fraction(1, factorial(int(lower))))
    product = field.mul(gamma_factorial(t, k), gamma_factorial(t, field.sub(n, k)))
    return field.div(gamma_factorial(t, n), product)


def beta(t: Translator, a: Element, b: Element) -> Element:
    return t.field.div(t.field.mul(gamma(t, a), gamma(t, b)), gamma(t, t.field.add(a, b)))


def digamma(t: Translator, u: Element) -> Element:
    field = t.field
    for j, g in enumerate(field.generators):
        if g.kind == "atom" and g.data[0] == "digamma":
            shift = field.rational(field.sub(u, g.data[1][0]))
            if shift is not None and shift.denominator == 1 and abs(shift) <= MOST_SHIFT:
                known = g.data[1][0]
                total = field.gen(j)
                for k in range(abs(int(shift))):
                    step = field.inverse(field.add(known, field.constant(k if shift > 0 else -k - 1)))
                    total = field.add(total, step) if shift > 0 else field.sub(total, step)
                return total
    return t.atom("digamma", (u,), None)
