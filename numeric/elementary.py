"""log, sin, cos and digamma over vectors, to about one unit in the last place; the definitions of all such functions.

Reduction as in the C libraries (Cody and Waite), with fused multiply-adds; coefficients are those of fdlibm.
Every function is the law over the whole range: subnormal numbers, infinite and NaN arguments.  Exponential, logistic
function and hyperbolic tangent are in :mod:`numeric.exp_code`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from numeric.assembly import Assembly
from numeric.exp_code import (
    NEAR,
    SHIFTER,
    SHIFTER_BITS,
    far_exp,
    far_sigmoid,
    near_exp,
    near_sigmoid,
    tanh,
)

LOG2_HIGH, LOG2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
#: pi/2 in three parts of 53 bits.
QUARTER = (1.5707963267948966, 6.123233995736766e-17, -1.4973849048591833e-33)
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


Writer = Callable[[Assembly, str], str]


class Ways(NamedTuple):
    """A function up to a magnitude ``bound`` of its argument, and for every argument."""

    near: Writer
    far: Writer
    bound: float


WRITERS: dict[str, Writer | Ways] = {
    "exp": Ways(near_exp, far_exp, NEAR),
    "sigmoid": Ways(near_sigmoid, far_sigmoid, NEAR),
    "sin": Ways(near_sin, lambda a, x: a.each("sin", x), FAR),
    "cos": Ways(near_cos, lambda a, x: a.each("cos", x), FAR),
    "tanh": tanh,
    "log": log,
    "digamma": digamma,
}
#: For calls that hardly ever happen: the called function saves every register.
RARE = "preserve_allcc"


def definition(name: str, width: int) -> tuple[list[str], dict[str, str]]:
    """The LLVM text of one function, and the declarations that it needs."""
    writer = WRITERS[name]
    if isinstance(writer, Ways):
        return _either(name, writer, width)
    body = Assembly(width)
    result = writer(body, "%x")
    head = f"define internal {body.D} @wide_{name}({body.D} %x) alwaysinline {{"
    return [head, *body.lines, f"  ret {body.D} {result}", "}"], body.declared


def _either(name: str, ways: Ways, width: int) -> tuple[list[str], dict[str, str]]:
    """The short way where all lanes are near; else a function kept out of the loop, in which near lanes come out as
    they would without their far neighbours.
    """
    test, near, far = (Assembly(width, prefix) for prefix in ("t", "n", "f"))
    lanes = test.compare("ole", test.intrinsic("fabs", "%x"), test.number(ways.bound))
    if width > 1:
        packed = test.emit(f"bitcast {test.B} {lanes} to i{width}")
        lanes = test.emit(f"icmp eq i{width} {packed}, -1")
    close = ways.near(near, "%x")
    inside = far.compare("ole", far.intrinsic("fabs", "%x"), far.number(ways.bound))
    distant = far.select(inside, ways.near(far, "%x"), ways.far(far, "%x"))
    text = [
        f"define internal {RARE} {far.D} @far_{name}({far.D} %x) noinline cold {{",
        *far.lines,
        f"  ret {far.D} {distant}",
        "}",
        f"define internal {near.D} @wide_{name}({near.D} %x) alwaysinline {{",
        "entry:",
        *test.lines,
        f"  br i1 {lanes}, label %near, label %far",
        "near:",
        *near.lines,
        f"  ret {near.D} {close}",
        "far:",
        f"  %distant = call {RARE} {near.D} @far_{name}({near.D} %x) cold",
        f"  ret {near.D} %distant",
        "}",
    ]
    return text, test.declared | near.declared | far.declared
