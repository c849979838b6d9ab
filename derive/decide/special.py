"""Known functions in ball arithmetic.

Conventions are those of SymPy and mpmath: principal branches, cuts continuous from above on the negative axis for log,
sqrt and powers; ``acot x = atan(1/x)``; ``fresnels`` and ``fresnelc`` normalised with π/2; elliptic functions of the
parameter m; ``LambertW(x, k)`` has the branch second; ``E1(z)`` and ``uppergamma(s, z)`` as in DLMF chapters 6 and 8.
Every function takes balls and returns an enclosure; NaN where it is undefined or where nothing can be said.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

NAN = acb(arb.nan(), arb.nan())
ONE = acb(1)
#: Arguments of exponentials and factorials beyond this size would need exponents of many megabytes.
HUGE = 1 << 40


def is_real(z: acb) -> bool:
    """Exactly real: the imaginary part is the number zero, not merely close to it."""
    return z.imag.is_zero()


def moderate(z: acb) -> bool:
    """Within what exp and Gamma can digest."""
    return bool(z.is_finite()) and z.abs_upper() < HUGE


def exp(z: acb) -> acb:
    return z.exp() if moderate(z) else NAN


def log(z: acb, base: acb | None = None) -> acb:
    if z.is_zero():
        return NAN
    value = z.log()
    return value if base is None else value / base.log()


def lg(z: acb) -> acb:
    return z.log() / arb.const_log10()


def sqrt(z: acb) -> acb:
    return z.sqrt()


def root(z: acb, n: acb) -> acb:
    k = exact_integer(n)
    if k is not None and 1 <= k <= 4096:
        return z.root(k)
    return power(z, ONE / n)


def exact_integer(z: acb) -> int | None:
    """The integer that a ball of radius zero is, or None."""
    if not z.imag.is_zero() or not z.real.is_exact() or not z.real.is_integer():
        return None
    if z.abs_upper() > HUGE:
        return None
    return int(z.real.unique_fmpz())


def power(base: acb, exponent: acb) -> acb:
    """The principal power, exact at integer exponents; 0 to a power of positive real part is 0, and 0**0 is 1."""
    n = exact_integer(exponent)
    if n is not None:
        if n == 0:
            return ONE
        if base.is_zero():
            return acb(0) if n > 0 else NAN
        if abs(n) > 1 << 20 and not moderate(base.log() * exponent):
            return NAN
        return base**n
    if base.is_zero():
        return acb(0) if exponent.real > 0 else NAN
    if not moderate(base.log() * exponent):
        return NAN
    return base**exponent


def rational_power(base: acb, numerator: int, denominator: int) -> acb:
    """``base**(p/q)`` through the principal q-th root, which is sharper than the logarithm and exact at 0."""
    if base.is_zero():
        return acb(0) if numerator > 0 else NAN
    if denominator > 4096:
        return power(base, acb(fmpq(numerator, denominator)))
    return power(base.root(denominator), acb(numerator))


def real_binary(choose: Callable[[arb, arb], arb]) -> Callable[..., acb]:
    """Max and Min of exactly real balls."""

    def function(*arguments: acb) -> acb:
        if not all(is_real(a) for a in arguments):
            return NAN
        value = arguments[0].real
        for a in arguments[1:]:
            value = choose(value, a.real)
        return acb(value)

    return function


def absolute(z: acb) -> acb:
    return acb(abs(z.real)) if is_real(z) else acb(abs(z))


def sign(z: acb) -> acb:
    if not is_real(z):
        return z / abs(z)
    if z.real > 0:
        return ONE
    if z.real < 0:
        return -ONE
    return acb(0) if z.is_zero() else acb(arb(0, 1))


def heaviside(z: acb, at_zero: acb | None = None) -> acb:
    """The unit step.  Its value at zero is a matter of convention unless given: then nothing sharper than [0, 1]."""
    if not is_real(z):
        return NAN
    if z.real > 0:
        return ONE
    if z.real < 0:
        return acb(0)
    if z.is_zero() and at_zero is not None:
        return at_zero
    return acb(arb(0.5, 0.5))


def dirac(z: acb) -> acb:
    return acb(0) if not z.contains(0) else NAN


def floor(z: acb) -> acb:
    return acb(z.real.floor(), z.imag.floor()) if z.is_finite() else NAN


def ceiling(z: acb) -> acb:
    return acb(z.real.ceil(), z.imag.ceil()) if z.is_finite() else NAN


def modulo(a: acb, b: acb) -> acb:
    return a - b * floor(a / b) if is_real(a) and is_real(b) else NAN


def kronecker(a: acb, b: acb) -> acb:
    difference = a - b
    if difference.is_zero():
        return ONE
    return acb(arb(0.5, 0.5)) if difference.contains(0) else acb(0)


def conjugate(z: acb) -> acb:
    return z.conjugate()


def argument(z: acb) -> acb:
    return NAN if z.is_zero() else acb(z.arg())


def atan2(y: acb, x: acb) -> acb:
    if not (is_real(x) and is_real(y)) or (x.is_zero() and y.is_zero()):
        return NAN
    return acb(arb.atan2(y.real, x.real))


def inverse_of(name: str) -> Callable[[acb], acb]:
    """``acot`` and its kin: the function of the reciprocal."""
    method = getattr(acb, name)

    def function(z: acb) -> acb:
        return method(ONE / z)

    return function


def acot(z: acb) -> acb:
    return acb(arb.pi()) / 2 if z.is_zero() else (ONE / z).atan()


def gamma(z: acb) -> acb:
    return z.gamma() if moderate(z) else NAN


def factorial(z: acb) -> acb:
    return gamma(z + 1)


def factorial2(z: acb) -> acb:
    """The double factorial, continued as in SymPy: 2^(z/2) Γ(z/2 + 1) (2/π)^((1 - cos πz)/4)."""
    n = exact_integer(z)
    if n is not None and -1 <= n <= 100_000:
        value = acb(1)
        for k in range(n, 1, -2):
            value *= k
        return value
    if not moderate(z):
        return NAN
    two_over_pi = acb(2) / arb.pi()
    return acb(2) ** (z / 2) * (z / 2 + 1).gamma() * two_over_pi ** ((1 - z.cos_pi()) / 4)


def binomial(n: acb, k: acb) -> acb:
    """Γ(n+1)/(Γ(k+1) Γ(n-k+1)); for a small integer k the polynomial in n, which holds at negative n as well."""
    lower = exact_integer(k)
    if lower is not None:
        if lower < 0:
            upper = exact_integer(n)
            # at two negative whole numbers the value is a matter of convention
            return NAN if upper is not None and upper < 0 else acb(0)
        if lower <= 512:
            value = acb(1)
            for j in range(lower):
                value = value * (n - j) / (j + 1)
            return value
    if not (moderate(n) and moderate(k)):
        return NAN
    return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()


def beta(a: acb, b: acb) -> acb:
    if not (moderate(a) and moderate(b)):
        return NAN
    return a.gamma() * b.gamma() * (a + b).rgamma()


def lambertw(z: acb, branch: acb | None = None) -> acb:
    k = 0 if branch is None else exact_integer(branch)
    return NAN if k is None else z.lambertw(k)


def polygamma(order: acb, z: acb) -> acb:
    return z.polygamma(order)


def integers(values: tuple[acb, ...]) -> list[int] | None:
    found = [exact_integer(v) for v in values]
    return [v for v in found if v is not None] if None not in found else None


def gcd(*values: acb) -> acb:
    from math import gcd as greatest

    whole = integers(values)
    return NAN if whole is None else acb(greatest(*whole))


def lcm(*values: acb) -> acb:
    from math import lcm as least

    whole = integers(values)
    return NAN if whole is None else acb(least(*whole))


def hypergeometric(p: int, q: int) -> Callable[..., acb]:
    """PFq with its parameters first, the upper before the lower ones."""

    def function(*arguments: acb) -> acb:
        upper, lower = arguments[:p], arguments[p : p + q]
        return arguments[-1].hypgeom(list(upper), list(lower))

    return function


def elliptic_e(first: acb, m: acb | None = None) -> acb:
    return first.elliptic_e() if m is None else acb.elliptic_e_inc(first, m)


def elliptic_pi(n: acb, second: acb, m: acb | None = None) -> acb:
    return acb.elliptic_pi(n, second) if m is None else acb.elliptic_pi_inc(n, second, m)


def sinc(z: acb) -> acb:
    return z.sinc()


def tangent(z: acb) -> acb:
    return z.tan()


#: Canonical name -> enclosure.
BALL: dict[str, Callable[..., acb]] = {
    "exp": exp,
    "log": log,
    "lg": lg,
    "sqrt": sqrt,
    "cbrt": lambda z: z.root(3),
    "root": root,
    "sin": lambda z: z.sin(),
    "cos": lambda z: z.cos(),
    "tan": tangent,
    "cot": lambda z: z.cot(),
    "sec": lambda z: z.sec(),
    "csc": lambda z: z.csc(),
    "asin": lambda z: z.asin(),
    "acos": lambda z: z.acos(),
    "atan": lambda z: z.atan(),
    "acot": acot,
    "asec": inverse_of("acos"),
    "acsc": inverse_of("asin"),
    "atan2": atan2,
    "sinh": lambda z: z.sinh() if moderate(z) else NAN,
    "cosh": lambda z: z.cosh() if moderate(z) else NAN,
    "tanh": lambda z: z.tanh(),
    "coth": lambda z: z.coth(),
    "sech": lambda z: z.sech(),
    "csch": lambda z: z.csch(),
    "asinh": lambda z: z.asinh(),
    "acosh": lambda z: z.acosh(),
    "atanh": lambda z: z.atanh(),
    "acoth": inverse_of("atanh"),
    "asech": inverse_of("acosh"),
    "acsch": inverse_of("asinh"),
    "sinc": sinc,
    "erf": lambda z: z.erf(),
    "erfc": lambda z: z.erfc(),
    "erfi": lambda z: z.erfi(),
    "gamma": gamma,
    "uppergamma": lambda s, z: z.gamma_upper(s),
    "lowergamma": lambda s, z: z.gamma_lower(s),
    "loggamma": lambda z: z.lgamma(),
    "digamma": lambda z: z.digamma(),
    "polygamma": polygamma,
    "beta": beta,
    "lowerbeta": lambda x, a, b: x.beta_lower(a, b),
    "regularbeta": lambda x, a, b: x.beta_lower(a, b, True),
    "zeta": lambda s, a=None: s.zeta() if a is None else s.zeta(a),
    "polylog": lambda s, z: z.polylog(s),
    "dilog": lambda z: z.polylog(2),
    "LambertW": lambertw,
    "besselj": lambda n, z: z.bessel_j(n),
    "bessely": lambda n, z: z.bessel_y(n),
    "besseli": lambda n, z: z.bessel_i(n),
    "besselk": lambda n, z: z.bessel_k(n),
    "Ei": lambda z: z.ei(),
    "E1": lambda z: z.expint(1),
    "li": lambda z: z.li(),
    "Si": lambda z: z.si(),
    "Ci": lambda z: z.ci(),
    "Shi": lambda z: z.shi(),
    "Chi": lambda z: z.chi(),
    "fresnels": lambda z: z.fresnel_s(),
    "fresnelc": lambda z: z.fresnel_c(),
    "elliptic_k": lambda m: m.elliptic_k(),
    "elliptic_e": elliptic_e,
    "elliptic_f": lambda phi, m: acb.elliptic_f(phi, m),
    "elliptic_pi": elliptic_pi,
    "Abs": absolute,
    "sign": sign,
    "floor": floor,
    "ceiling": ceiling,
    "frac": lambda z: z - floor(z),
    "Mod": modulo,
    "Max": real_binary(lambda a, b: a.max(b)),
    "Min": real_binary(lambda a, b: a.min(b)),
    "Heaviside": heaviside,
    "DiracDelta": dirac,
    "KroneckerDelta": kronecker,
    "re": lambda z: acb(z.real),
    "im": lambda z: acb(z.imag),
    "arg": argument,
    "conjugate": conjugate,
    "factorial": factorial,
    "factorial2": factorial2,
    "binomial": binomial,
    "gcd": gcd,
    "lcm": lcm,
}
