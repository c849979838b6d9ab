"""exp, tanh and the logistic function over vectors, to about one unit in the last place.

Reduction by multiples of log 2 (Cody and Waite; Tang) with fused multiply-adds, then a minimax polynomial of degree 11.
Far from overflow (``near``) nothing needs to be clamped, and scaling is an addition to the exponent's bits; the ``far``
functions hold everywhere.
"""

from __future__ import annotations

import math

from numeric.assembly import Assembly

#: log 2 as the nearest double and what is left of it.
LOG_2, LOG_2_REST = 0.6931471805599453, 2.3190468138462996e-17
#: Adding this puts a whole number into the last bits of a double.
SHIFTER = 6755399441055744.0
SHIFTER_BITS = 0x4338000000000000
#: (exp(r) - 1 - r)/r^2 for |r| <= log(2)/2, by Remez's exchange: exp(r) is met within 4e-18 of its value.
EXP = (
    0.500000000000001, 0.16666666666666421, 0.041666666666534756, 0.00833333333349035, 0.0013888888942574216,
    0.00019841269512579544, 2.480149407954281e-05, 2.7557582871984314e-06, 2.762992958057298e-07,
    2.5000730167271272e-08,
)  # fmt: skip
#: Up to here neither exp(x) nor exp(-x) leaves the normal numbers.
NEAR = 708.0


def _less_one(a: Assembly, x: str) -> tuple[str, str]:
    """The integer n 2^52, and exp(r) - 1, for x = n log 2 + r."""
    turned = a.fma(x, a.number(1.0 / math.log(2.0)), a.number(SHIFTER))
    n = a.sub(turned, a.number(SHIFTER))
    exponent = a.whole("shl", a.as_integer(turned), a.integer(52))
    # x - n LOG_2 is exact: a multiple of 2^-53 and below 1/2, or a difference of neighbours.
    r = a.fma(n, a.number(-LOG_2_REST), a.fma(n, a.number(-LOG_2), x))
    square = a.mul(r, r)
    # Even and odd powers apart: half as long to wait for.
    q = a.fma(r, a.polynomial(square, EXP[1::2]), a.polynomial(square, EXP[::2]))
    return exponent, a.fma(square, q, r)


def _power_of_two(a: Assembly, n: str) -> str:
    """2^n for an integer n from -1022 to 1023."""
    return a.as_double(a.whole("shl", a.whole("add", n, a.integer(1023)), a.integer(52)))


def near_exp(a: Assembly, x: str) -> str:
    exponent, p = _less_one(a, x)
    return a.as_double(a.whole("add", a.as_integer(a.add(p, a.number(1.0))), exponent))


def far_exp(a: Assembly, x: str) -> str:
    """In two factors, so that neither overflows where the result does not, and a subnormal result is rounded once."""
    # Written so that NaN stays NaN: both comparisons are false for it.
    x = a.select(a.compare("olt", x, a.number(-750.0)), a.number(-750.0), x)
    x = a.select(a.compare("ogt", x, a.number(710.0)), a.number(710.0), x)
    exponent, p = _less_one(a, x)
    n = a.whole("ashr", exponent, a.integer(52))
    half = a.whole("ashr", n, a.integer(1))
    first = _power_of_two(a, half)
    return a.mul(a.fma(first, p, first), _power_of_two(a, a.whole("sub", n, half)))


def near_sigmoid(a: Assembly, x: str) -> str:
    return a.div(a.number(1.0), a.add(a.number(1.0), near_exp(a, a.neg(x))))


def far_sigmoid(a: Assembly, x: str) -> str:
    """By exp(-|x|), which does not overflow."""
    z = far_exp(a, a.neg(a.intrinsic("fabs", x)))
    above = a.select(a.compare("olt", x, a.number(0.0)), z, a.number(1.0))
    return a.div(above, a.add(a.number(1.0), z))


def tanh(a: Assembly, x: str) -> str:
    """e/(e + 2) with e = exp(2|x|) - 1; one to the last digit from |x| = 25 on."""
    twice = a.intrinsic("fabs", a.add(x, x))
    exponent, p = _less_one(a, a.select(a.compare("ogt", twice, a.number(50.0)), a.number(50.0), twice))
    scale = a.as_double(a.whole("add", exponent, a.as_integer(a.number(1.0))))
    e = a.fma(scale, p, a.sub(scale, a.number(1.0)))
    return a.intrinsic("copysign", a.div(e, a.add(e, a.number(2.0))), x)
