"""Slips in antiderivatives: the derivatives of the answer's terms, each with its weight, have to give the integrand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from derive.diagnose.case import Repair
from derive.diagnose.factors import opposite
from derive.diagnose.fits import Linear, written
from derive.diagnose.products import times
from derive.diagnose.terms import terms
from derive.diagnose.values import Values
from derive.expression import Expression, add, number

_MOST_TERMS = 8


def antiderivative(student: Expression, reference: Expression, values: Values) -> Iterator[Repair]:
    """One term with the wrong sign, with a factor, or too much; a factor of the whole is one of every term."""
    if reference.head != "integral" or len(reference.args) != 2:
        return
    integrand, variable = reference.args
    own = terms(student)
    moving = [i for i, t in enumerate(own) if variable in tuple(t.walk())]
    if not 1 <= len(moving) <= _MOST_TERMS:
        return
    tame = values.points.tame
    slopes = [values.of(Expression("derivative", (own[i], variable)))[:tame] for i in moving]
    target = values.of(integrand)[:tame]
    if any(v != v or abs(v) == math.inf or abs(v.imag) > 1e-9 for column in (*slopes, target) for v in column):
        return
    found = Linear([[v.real for v in column] for column in slopes]).fit([v.real for v in target])
    weights = [Fraction(c).limit_denominator(24) for c in found or ()]
    if not weights or any(abs(w - c) > 1e-5 for w, c in zip(weights, found or ())):
        return
    wrong = [(i, w) for i, w in zip(moving, weights) if w != 1]
    if len({w for _, w in wrong}) != 1 or (len(wrong) > 1 and len(wrong) < len(moving)):
        return
    weight = wrong[0][1]
    mended = list(own)
    for i, _ in wrong:
        mended[i] = opposite(own[i]) if weight == -1 else times(own[i], written(weight))
    changed = own[wrong[0][0]]
    if weight == 0:
        kept = [t for i, t in enumerate(own) if i != wrong[0][0]]
        yield Repair("extra term", (), student, add(*kept) if kept else number(0), changed)
    elif weight == -1:
        slip = "sign of a term" if len(own) > 1 else "sign"
        yield Repair(slip, (), student, add(*mended), changed if len(own) > 1 else None)
    else:
        removed = abs(weight) < 1
        shown = written(1 / weight) if removed else written(weight)
        yield Repair("constant factor", (), student, add(*mended), shown, removed)
