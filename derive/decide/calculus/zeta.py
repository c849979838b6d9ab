"""Riemann's zeta function at even numbers."""

from __future__ import annotations

from fractions import Fraction

from derive.decide.calculus.construct import integer, raised, signed, times
from derive.expression import PI, Expression, call


def zeta_value(exponent: Expression) -> Expression:
    """``zeta(2m)`` by Bernoulli numbers (DLMF 25.6.2)."""
    m = integer(exponent)
    if m is None or m % 2 or m > 30:
        return call("zeta", exponent)
    from math import factorial

    from flint import fmpq

    bernoulli = fmpq.bernoulli(m)
    value = Fraction(abs(int(bernoulli.p)), int(bernoulli.q)) * Fraction(2 ** (m - 1), factorial(m))
    return times(signed(value), raised(PI, exponent))
