"""Absolute values, signs, steps, conjugates, real and imaginary parts, whole parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.decide.field import Element, NoNormalFormError
from derive.decide.trigonometry import HALF

if TYPE_CHECKING:
    from derive.decide.translate import Translator


def absolute(t: Translator, u: Element) -> Element:
    """|u|: multiplicative; for what is not real |u|² = u·conj(u)."""
    field = t.field
    if field.is_zero(u):
        return field.zero
    sign = t.signs.element(u)
    if sign is not None:
        return u if sign >= 0 else field.neg(u)
    value = field.one
    split = t.powers.splitting.split(u, everything=True)
    for factor, m in split.factors:
        value = field.mul(value, field.power(_absolute_factor(t, factor), int(m)))
    return value


def _absolute_factor(t: Translator, u: Element) -> Element:
    field = t.field
    sign = t.signs.element(u)
    if sign is not None:
        return u if sign >= 0 else field.neg(u)
    if t.signs.real(u):
        return t.powers.splitting.absolute(u)
    mirrored = t.signs.conjugate(u)
    if mirrored is None:
        return t.atom("Abs", (u,), None, sign=0, real=True)
    size = t.powers.rational_power(field.reduce(field.mul(u, mirrored)), HALF)
    for j, e in enumerate(size.num.degrees()):
        g = field.generators[j] if e > 0 else None
        if g is not None and g.kind == "root" and g.sign is None:
            g.sign, g.real = 0, True  # the root of u times its conjugate
    return size


def argument(t: Translator, u: Element) -> Element:
    """Arg u = -i (log u - log |u|)."""
    field = t.field
    gap = field.sub(t.powers.log(u), t.powers.log(absolute(t, u)))
    return field.neg(field.mul(gap, t.powers.imaginary()))


def larger(t: Translator, arguments: tuple[Element, ...], direction: int) -> Element:
    field = t.field
    best = arguments[0]
    for a in arguments[1:]:
        gap = field.sub(best, a)
        if not (t.signs.real(best) and t.signs.real(a)):
            raise NoNormalFormError("Max or Min of what is not known to be real")
        distance = field.scale(absolute(t, gap), direction)
        best = field.scale(field.add(field.add(best, a), distance), HALF)
    return best


def sign(t: Translator, u: Element) -> Element:
    if t.field.is_zero(u):
        return t.field.zero
    found = t.signs.element(u)
    if found in (1, -1):
        return t.field.constant(found)
    if not t.signs.real(u):
        return t.atom("sign", (u,), None)
    # sign is multiplicative on the reals
    split = t.powers.splitting.split(u, everything=True)
    value = t.field.constant(-1 if split.negative else 1)
    for factor, m in split.factors:
        known = t.signs.element(factor)
        if known in (1, -1):
            value = t.field.scale(value, known ** abs(int(m)))
            continue
        atom = t.atom("sign", (factor,), None, real=True)
        value = t.field.mul(value, t.field.power(atom, int(abs(m))))
    return value


def heaviside(t: Translator, u: Element, at_zero: Element | None = None) -> Element:
    found = t.signs.element(u)
    if found == 1:
        return t.field.one
    if found == -1:
        return t.field.zero
    return t.atom("Heaviside", (u,) if at_zero is None else (u, at_zero), None, real=True)


def conjugate(t: Translator, u: Element) -> Element:
    mirrored = t.signs.conjugate(u)
    return t.atom("conjugate", (u,), None) if mirrored is None else mirrored


def real_part(t: Translator, u: Element) -> Element:
    return t.field.scale(t.field.add(u, conjugate(t, u)), HALF)


def imaginary_part(t: Translator, u: Element) -> Element:
    gap = t.field.sub(conjugate(t, u), u)
    return t.field.mul(t.field.scale(gap, HALF), t.powers.imaginary())


def kronecker(t: Translator, a: Element, b: Element) -> Element:
    gap = t.field.rational(t.field.sub(a, b))
    if gap is not None:
        return t.field.one if gap == 0 else t.field.zero
    swapped = t.find_atom("KroneckerDelta", lambda known: t.field.equal(known[0], b) and t.field.equal(known[1], a))
    return swapped if swapped is not None else t.atom("KroneckerDelta", (a, b), None)


def floor(t: Translator, u: Element) -> Element:
    """floor(u + n) = floor(u) + n for a whole number n."""
    field = t.field
    value = field.rational(u)
    if value is not None:
        return field.constant(value.numerator // value.denominator)
    if t.whole(u):
        return u
    for j, g in enumerate(field.generators):
        if g.kind == "atom" and g.data[0] == "floor":
            gap = field.sub(u, g.data[1][0])
            if t.whole(gap):
                return field.add(field.gen(j), gap)
    return t.atom("floor", (u,), None, real=t.signs.real(u) or None)
