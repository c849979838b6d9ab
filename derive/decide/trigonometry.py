"""Exponential, trigonometric and hyperbolic functions and their inverses, in exp, log and square roots."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from derive.decide.field import Element

if TYPE_CHECKING:
    from derive.decide.translate import Translator

HALF = Fraction(1, 2)


def _turning(t: Translator, u: Element) -> tuple[Element, Element]:
    """exp(iu) and exp(-iu)."""
    forward = t.powers.exp(t.field.mul(t.powers.imaginary(), u))
    return forward, t.field.inverse(forward)


def sin(t: Translator, u: Element) -> Element:
    f, b = _turning(t, u)
    return t.field.mul(t.field.scale(t.field.sub(b, f), HALF), t.powers.imaginary())


def cos(t: Translator, u: Element) -> Element:
    f, b = _turning(t, u)
    return t.field.scale(t.field.add(f, b), HALF)


def tan(t: Translator, u: Element) -> Element:
    double = t.powers.exp(t.field.scale(t.field.mul(t.powers.imaginary(), u), 2))
    top = t.field.mul(t.powers.imaginary(), t.field.sub(t.field.one, double))
    return t.field.div(top, t.field.add(double, t.field.one))


def sinh(t: Translator, u: Element) -> Element:
    e = t.powers.exp(u)
    return t.field.scale(t.field.sub(e, t.field.inverse(e)), HALF)


def cosh(t: Translator, u: Element) -> Element:
    e = t.powers.exp(u)
    return t.field.scale(t.field.add(e, t.field.inverse(e)), HALF)


def tanh(t: Translator, u: Element) -> Element:
    double = t.powers.exp(t.field.scale(u, 2))
    return t.field.div(t.field.sub(double, t.field.one), t.field.add(double, t.field.one))


def reciprocal(rule: Callable[[Translator, Element], Element]) -> Callable[[Translator, Element], Element]:
    return lambda t, u: t.field.inverse(rule(t, u))


def of_reciprocal(rule: Callable[[Translator, Element], Element]) -> Callable[[Translator, Element], Element]:
    return lambda t, u: rule(t, t.field.inverse(u))


def cot(t: Translator, u: Element) -> Element:
    double = t.powers.exp(t.field.scale(t.field.mul(t.powers.imaginary(), u), 2))
    top = t.field.mul(t.powers.imaginary(), t.field.add(double, t.field.one))
    return t.field.div(top, t.field.sub(double, t.field.one))


def sinc(t: Translator, u: Element) -> Element:
    return t.field.one if t.field.is_zero(u) else t.field.div(sin(t, u), u)


# ------------------------------------------------------------------------------------------------- inverse functions
def sqrt(t: Translator, u: Element) -> Element:
    return t.powers.rational_power(u, HALF)


def asin(t: Translator, u: Element) -> Element:
    field, i = t.field, t.powers.imaginary()
    inside = field.add(field.mul(i, u), sqrt(t, field.sub(field.one, field.mul(u, u))))
    return field.neg(field.mul(i, t.powers.log(inside)))


def acos(t: Translator, u: Element) -> Element:
    return t.field.sub(t.field.scale(t.powers.pi_element(), HALF), asin(t, u))


def atan(t: Translator, u: Element) -> Element:
    field, i = t.field, t.powers.imaginary()
    iu = field.mul(i, u)
    below, above = t.powers.log(field.sub(field.one, iu)), t.powers.log(field.add(field.one, iu))
    return field.scale(field.mul(i, field.sub(below, above)), HALF)


def asinh(t: Translator, u: Element) -> Element:
    field = t.field
    return t.powers.log(field.add(u, sqrt(t, field.add(field.mul(u, u), field.one))))


def acosh(t: Translator, u: Element) -> Element:
    field = t.field
    roots = field.mul(sqrt(t, field.add(u, field.one)), sqrt(t, field.sub(u, field.one)))
    return t.powers.log(field.add(u, roots))


def atanh(t: Translator, u: Element) -> Element:
    field = t.field
    above, below = t.powers.log(field.add(field.one, u)), t.powers.log(field.sub(field.one, u))
    return field.scale(field.sub(above, below), HALF)


def acot(t: Translator, u: Element) -> Element:
    if t.field.is_zero(u):
        return t.field.scale(t.powers.pi_element(), HALF)
    return atan(t, t.field.inverse(u))


def log(t: Translator, u: Element, base: Element | None = None) -> Element:
    value = t.powers.log(u)
    return value if base is None else t.field.div(value, t.powers.log(base))


def root(t: Translator, u: Element, n: Element) -> Element:
    return t.powers.power(u, t.field.inverse(n), whole=False)
