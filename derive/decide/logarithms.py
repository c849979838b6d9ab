"""Sums of logarithms with constant coefficients (so also of inverse trigonometric functions).

If exp(k D) is identically 1, the difference D takes values in a discrete set.  Where D is continuous on a connected
domain it is constant there, and one point settles it.  That proves ``atan(p) + atan(1/p) = pi/2`` for p > 0, and does
not prove it for real p, where the argument of a logarithm crosses the cut.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from derive.decide.algebraic import zero_by_coefficients
from derive.decide.field import Element, Field, NoNormalFormError
from derive.decide.translate import Translator

#: Largest k for which exp(k D) is formed.
MOST = 240


def vanishing_logarithms(t: Translator, difference: Element) -> bool:
    """Whether a difference is a sum of logarithms that is constant, and zero if it is small at one point."""
    field = t.field
    rows = _linear(field, difference)
    if rows is None or any(t.where.of(n).kind == "integer" for n in t.names):
        return False
    logs, pi_part = rows
    scale = logs[0][1]
    weights = [(j, field.rational(field.div(c, scale))) for j, c in logs]
    if any(w is None for _, w in weights):
        return False
    turn = Fraction(0)
    if pi_part is not None:
        ratio = field.rational(field.div(pi_part, field.mul(scale, t.powers.imaginary())))
        if ratio is None:
            return False
        turn = ratio
    k = lcm(*[w.denominator for _, w in weights if w is not None])
    if k > MOST or any(abs(k * w) > MOST for _, w in weights if w is not None):
        return False
    if not all(_off_cut(t, field.generators[j].data) for j, _ in weights):
        return False
    product = t.powers.root_of_unity(turn * k)
    for j, w in weights:
        assert w is not None
        product = field.mul(product, field.power(field.generators[j].data, int(w * k)))
    gap = field.sub(product, field.one)
    return field.is_zero(gap) or zero_by_coefficients(field, gap) is True


def _linear(field: Field, a: Element) -> tuple[list[tuple[int, Element]], Element | None] | None:
    """A numerator that is linear in logarithms with algebraic coefficients, and the coefficient of pi."""
    reduced = field.reduce(a)
    if any(not _is_constant(field, field.factors[k]) for k in reduced.den):
        num, den = field.cancelled(reduced)
        if not _is_constant(field, den):
            return None
        reduced = Element(num, {})
    logs: dict[int, dict[tuple[int, ...], object]] = {}
    pi_part: dict[tuple[int, ...], object] = {}
    for exponents, coefficient in reduced.num.to_dict().items():
        outer = [(j, int(e)) for j, e in enumerate(exponents) if e and not field.generators[j].algebraic]
        if len(outer) != 1 or outer[0][1] != 1:
            return None
        j = outer[0][0]
        inner = tuple(0 if k == j else int(e) for k, e in enumerate(exponents))
        g = field.generators[j]
        if g.kind == "log":
            logs.setdefault(j, {})[inner] = coefficient
        elif g.kind == "constant" and g.data == "pi":
            pi_part[inner] = coefficient
        else:
            return None
    if not logs:
        return None
    rows = [(j, Element(field.ctx.from_dict(logs[j]), {})) for j in sorted(logs)]
    return rows, Element(field.ctx.from_dict(pi_part), {}) if pi_part else None


def _is_constant(field: Field, polynomial: object) -> bool:
    degrees = polynomial.degrees()  # type: ignore[attr-defined]
    return all(e <= 0 or field.generators[j].algebraic for j, e in enumerate(degrees))


def _off_cut(t: Translator, argument: Element) -> bool:
    """Certified away from the negative real axis and zero on the whole domain."""
    if t.powers.algebraic(argument):
        return True  # a constant: the principal value is what it is
    if t.signs.element(argument) == 1:
        return True
    try:
        mirrored = t.signs.conjugate(argument, create=False)
        if mirrored is None:
            return False
        if t.signs.element(t.field.reduce(t.field.add(argument, mirrored))) == 1:
            return True
        turned = t.field.mul(t.field.sub(argument, mirrored), t.powers.imaginary())
        return t.signs.element(t.field.reduce(turned)) in (1, -1)
    except NoNormalFormError:
        return False
