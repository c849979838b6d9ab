"""exp, expm1, tanh, sigmoid, log, sin and cos without branches, over vectors, to about one unit in the last place.

Reduction as in the C libraries (Cody and Waite; Tang), with fused multiply-adds; coefficients of ``log``, ``sin`` and
``cos`` are those of fdlibm, those of ``exp`` a Taylor polynomial that is short of the truth by 4e-18 of its value.
Every function is the law over the whole range: subnormal results, overflow to infinity, infinite and NaN arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from numeric.assembly import Assembly

LOG2_HIGH, LOG2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
#: pi/2 in three parts of 53 bits.
QUARTER = (1.5707963267948966, 6.123233995736766e-17, -1.4973849048591833e-33)
EXP = tuple(1.0 / math.factorial(k) for k in range(2, 14))
LOG = (
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
)  # fmt: skip
SIN = (
    -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
    2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10,
)  # fmt: skip
COS = (
    4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
    -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11,
)  # fmt: skip
#: Beyond this the three parts of pi/2 no longer hold the remainder, and the C library takes over.
FAR = 5e7


def _clamp(a: Assembly, x: str, low: float, high: float) -> str:
    """NaN stays NaN: both comparisons are false for it."""
    x = a.select(a.compare("olt", x, a.number(low)), a.number(low), x)
    return a.select(a.compare("ogt", x, a.number(high)), a.number(high), x)


def _reduce_exp(a: Assembly, x: str) -> tuple[str, str, str]:
    """The whole number n as a double, and the remainder r + low with x = n log 2 + r + low, |r| <= 0.35."""
    n = a.intrinsic("rint", a.mul(x, a.number(1.0 / math.log(2.0))))
    high = a.fma(n, a.number(-LOG2_HIGH), x)
    r = a.fma(n, a.number(-LOG2_LOW), high)
    low = a.fma(n, a.number(-LOG2_LOW), a.sub(high, r))
    return n, r, low


def _exp_less_one(a: Assembly, r: str, low: str) -> str:
    """exp(r + low) - 1 for a small r."""
    q = a.mul(a.mul(r, r), a.polynomial(r, EXP))
    return a.add(r, a.add(q, a.fma(low, r, low)))


#: Adding this puts a whole number into the last bits of a double.
SHIFTER = 6755399441055744.0
SHIFTER_BITS = 0x4338000000000000


def _power_of_two(a: Assembly, n: str) -> str:
    """2^n for a whole double n with -1022 <= n <= 1023."""
    shifted = a.as_integer(a.add(n, a.number(SHIFTER + 1023.0)))
    return a.as_double(a.whole("shl", shifted, a.integer(52)))


def _halves(a: Assembly, n: str) -> tuple[str, str]:
    """Two powers of two whose product is 2^n, so that neither overflows where the result does not."""
    half = a.intrinsic("floor", a.mul(n, a.number(0.5)))
    return _power_of_two(a, half), _power_of_two(a, a.sub(n, half))


def exp(a: Assembly, x: str) -> str:
    x = _clamp(a, x, -750.0, 710.0)
    n, r, low = _reduce_exp(a, x)
    one, other = _halves(a, n)
    p = _exp_less_one(a, r, low)
    return a.mul(a.add(one, a.mul(one, p)), other)


def expm1(a: Assembly, x: str) -> str:
    """exp(x) - 1; for |x| below 710."""
    n, r, low = _reduce_exp(a, _clamp(a, x, -50.0, 709.0))
    p = _exp_less_one(a, r, low)
    scale = _power_of_two(a, n)
    return a.fma(scale, p, a.sub(scale, a.number(1.0)))


def tanh(a: Assembly, x: str) -> str:
    """e/(e + 2) with e = exp(2|x|) - 1."""
    e = expm1(a, _clamp(a, a.mul(a.intrinsic("fabs", x), a.number(2.0)), 0.0, 50.0))
    return a.intrinsic("copysign", a.div(e, a.add(e, a.number(2.0))), x)


def sigmoid(a: Assembly, x: str) -> str:
    """1/(1 + exp(-x)), from exp(-|x|) so that nothing overflows."""
    z = exp(a, a.neg(a.intrinsic("fabs", x)))
    above = a.select(a.compare("olt", x, a.number(0.0)), z, a.number(1.0))
    return a.div(above, a.add(a.number(1.0), z))


def log(a: Assembly, x: str) -> str:
    zero, one = a.number(0.0), a.number(1.0)
    small = a.compare("olt", x, a.number(2.2250738585072014e-308))
    y = a.select(small, a.mul(x, a.number(18014398509481984.0)), x)
    shift = a.select(small, a.number(-54.0), zero)
    # The exponent is counted from sqrt(1/2), so that the mantissa m lies in [sqrt(1/2), sqrt(2)].
    whole = a.whole("sub", a.as_integer(y), a.integer(0x3FE6A09E667F3BCD))
    exponent = a.whole("ashr", whole, a.integer(52))
    m = a.as_double(a.whole("sub", a.as_integer(y), a.whole("shl", exponent, a.integer(52))))
    # A small integer becomes a double by way of the last bits of a large one (no vector instruction before AVX-512).
    shifted = a.whole("add", exponent, a.integer(SHIFTER_BITS))
    k = a.add(a.sub(a.as_double(shifted), a.number(SHIFTER)), shift)
    f = a.sub(m, one)
    s = a.div(f, a.add(f, a.number(2.0)))
    z = a.mul(s, s)
    r = a.mul(z, a.polynomial(z, LOG))
    half = a.mul(a.mul(f, f), a.number(0.5))
    inner = a.sub(half, a.fma(s, a.add(half, r), a.mul(k, a.number(LOG2_LOW))))
    result = a.fma(k, a.number(LOG2_HIGH), a.sub(f, inner))
    result = a.select(a.compare("oeq", x, zero), a.number(-math.inf), result)
    result = a.select(a.compare("oeq", x, a.number(math.inf)), x, result)
    return a.select(a.compare("oge", x, zero), result, a.number(math.nan))


def _reduce_angle(a: Assembly, x: str) -> tuple[str, str, str]:
    """The quadrant as an integer, and the remainder r + low with |r| <= pi/4."""
    n = a.intrinsic("rint", a.mul(x, a.number(2.0 / math.pi)))
    first = a.fma(n, a.number(-QUARTER[0]), x)
    r = a.fma(n, a.number(-QUARTER[1]), first)
    # What the second product lost, exactly (two products, two sums), and the third part.
    product = a.mul(n, a.number(-QUARTER[1]))
    lost = a.fma(n, a.number(-QUARTER[1]), a.neg(product))
    back = a.sub(r, first)
    error = a.add(a.sub(first, a.sub(r, back)), a.sub(product, back))
    low = a.fma(n, a.number(-QUARTER[2]), a.add(error, lost))
    quadrant = a.as_integer(a.add(n, a.number(SHIFTER)))
    return quadrant, r, low


def _sin_core(a: Assembly, r: str, low: str) -> str:
    z = a.mul(r, r)
    cube = a.mul(z, r)
    tail = a.polynomial(z, SIN[1:])
    # fdlibm: x - ((z*(y/2 - v*r) - y) - v*S1)
    inner = a.sub(a.mul(z, a.sub(a.mul(a.number(0.5), low), a.mul(cube, tail))), low)
    return a.sub(r, a.sub(inner, a.mul(cube, a.number(SIN[0]))))


def _cos_core(a: Assembly, r: str, low: str) -> str:
    z = a.mul(r, r)
    tail = a.mul(a.mul(z, z), a.polynomial(z, COS))
    half = a.mul(a.number(0.5), z)
    w = a.sub(a.number(1.0), half)
    lost = a.sub(a.sub(a.number(1.0), w), half)
    return a.add(w, a.add(lost, a.sub(tail, a.mul(r, low))))


def _turned(a: Assembly, quadrant: str, r: str, low: str) -> str:
    """The sine of r + quadrant pi/2."""
    sine, cosine = _sin_core(a, r, low), _cos_core(a, r, low)
    odd = a.emit(f"icmp ne {a.L} {a.whole('and', quadrant, a.integer(1))}, {a.integer(0)}")
    value = a.as_integer(a.select(odd, cosine, sine))
    sign = a.whole("shl", a.whole("and", quadrant, a.integer(2)), a.integer(62))
    return a.as_double(a.whole("xor", value, sign))


def near_sin(a: Assembly, x: str) -> str:
    """The sine for |x| <= FAR."""
    quadrant, r, low = _reduce_angle(a, x)
    # -0.0 and subnormal arguments are their own sines; the sums above would lose the sign of zero.
    tiny = a.compare("olt", a.intrinsic("fabs", x), a.number(1e-8))
    return a.select(tiny, x, _turned(a, quadrant, r, low))


def near_cos(a: Assembly, x: str) -> str:
    """The cosine for |x| <= FAR."""
    quadrant, r, low = _reduce_angle(a, x)
    return _turned(a, a.whole("add", quadrant, a.integer(1)), r, low)


#: B_{2k}/(2k) of the asymptotic series of the digamma function, from k = 1.
DIGAMMA = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)


def digamma(a: Assembly, x: str) -> str:
    """Shifted up by ten, then the asymptotic series; below 1/2 reflected."""
    low = a.compare("olt", x, a.number(0.5))
    y = a.select(low, a.sub(a.number(1.0), x), x)
    total = a.div(a.number(-1.0), y)
    for k in range(1, 10):
        total = a.sub(total, a.div(a.number(1.0), a.add(y, a.number(float(k)))))
    z = a.add(y, a.number(10.0))
    inverse = a.div(a.number(1.0), a.mul(z, z))
    tail = a.mul(inverse, a.polynomial(inverse, DIGAMMA))
    series = a.sub(a.sub(a.each("log", z), a.div(a.number(0.5), z)), tail)
    angle = a.mul(a.sub(x, a.intrinsic("rint", x)), a.number(math.pi))
    reflected = a.div(a.number(math.pi), a.each("tan", angle))
    value = a.add(total, series)
    return a.select(low, a.sub(value, reflected), value)


WRITERS: dict[str, Callable[[Assembly, str], str]] = {
    "exp": exp,
    "expm1": expm1,
    "tanh": tanh,
    "sigmoid": sigmoid,
    "log": log,
    "digamma": digamma,
}


def definition(name: str, width: int) -> tuple[list[str], dict[str, str]]:
    """The LLVM text of one function, and the declarations that it needs."""
    if name in ("sin", "cos"):
        return _far_or_near(name, width)
    body = Assembly(width)
    result = WRITERS[name](body, "%x")
    head = f"define internal {body.D} @wide_{name}({body.D} %x) alwaysinline {{"
    return [head, *body.lines, f"  ret {body.D} {result}", "}"], body.declared


def _far_or_near(name: str, width: int) -> tuple[list[str], dict[str, str]]:
    """Sine and cosine: the short way where all lanes are near, the C library's where one is far or not finite."""
    near = Assembly(width, "n")
    far = Assembly(width, "f")
    test = Assembly(width, "t")
    lanes = test.compare("ule", test.intrinsic("fabs", "%x"), test.number(FAR))
    if width > 1:
        packed = test.emit(f"bitcast {test.B} {lanes} to i{width}")
        lanes = test.emit(f"icmp eq i{width} {packed}, -1")
    close = (near_sin if name == "sin" else near_cos)(near, "%x")
    distant = far.each(name, "%x")
    text = [
        f"define internal {near.D} @wide_{name}({near.D} %x) alwaysinline {{",
        "entry:",
        *test.lines,
        f"  br i1 {lanes}, label %near, label %far",
        "near:",
        *near.lines,
        f"  ret {near.D} {close}",
        "far:",
        *far.lines,
        f"  ret {near.D} {distant}",
        "}",
    ]
    return text, near.declared | test.declared | far.declared
