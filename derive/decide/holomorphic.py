"""Which functions are holomorphic on a whole ball: what rigorous integration has to know.

``acb.integral`` bounds its error by values on discs around the path; a function must answer NaN on a disc that touches
one of its branch cuts.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb

from derive.decide.special import BALL, NAN


def _outside_cut(z: acb, low: int | None, high: int | None, *, imaginary: bool = False) -> bool:
    """Whether a ball avoids the rays (-oo, low] and [high, oo) of the real (or the imaginary) axis."""
    along, across = (z.imag, z.real) if imaginary else (z.real, z.imag)
    if not across.contains(0):
        return True
    return (low is None or bool(along > low)) and (high is None or bool(along < high))


def analytic(name: str, arguments: tuple[acb, ...]) -> acb:
    """The function's enclosure if it is holomorphic on the whole balls, else NaN (for rigorous integration).

    Functions of a real variable (Abs, Max, sign, ...) are continued as piecewise analytic functions of the real part.
    """
    z = arguments[-1]
    if name in _REAL_ANALYTIC:
        return _REAL_ANALYTIC[name](*arguments)
    if name in _NEVER_ANALYTIC:
        constant = all(a.real.is_exact() and a.imag.is_zero() for a in arguments)
        return BALL[name](*arguments) if constant else NAN
    cut = _CUTS.get(name)
    if cut is not None and not _outside_cut(
        arguments[0] if name in ("log", "LambertW") else z, *cut[:2], imaginary=cut[2]
    ):
        return NAN
    return BALL[name](*arguments)


_CUTS: dict[str, tuple[int | None, int | None, bool]] = {
    "log": (0, None, False),
    "lg": (0, None, False),
    "sqrt": (0, None, False),
    "cbrt": (0, None, False),
    "asin": (-1, 1, False),
    "acos": (-1, 1, False),
    "atan": (-1, 1, True),
    "asinh": (-1, 1, True),
    "acosh": (1, None, False),
    "atanh": (-1, 1, False),
    "loggamma": (0, None, False),
    "LambertW": (0, None, False),
    "Ei": (0, None, False),
    "E1": (0, None, False),
    "Ci": (0, None, False),
    "Chi": (0, None, False),
    "li": (1, None, False),
    "uppergamma": (0, None, False),
    "lowergamma": (0, None, False),
    "besselk": (0, None, False),
    "bessely": (0, None, False),
    "besselj": (0, None, False),
    "besseli": (0, None, False),
    "dilog": (None, 1, False),
    "polylog": (None, 1, False),
    "elliptic_k": (None, 1, False),
}
_NEVER_ANALYTIC = frozenset(
    (
        "conjugate", "re", "im", "arg", "atan2", "KroneckerDelta", "DiracDelta", "gcd", "lcm", "Mod", "frac",
        "ceiling", "acot", "asec", "acsc", "acoth", "asech", "acsch", "root", "elliptic_e", "elliptic_f",
        "elliptic_pi", "binomial", "factorial2",
    )
)  # fmt: skip
_REAL_ANALYTIC: dict[str, Callable[..., acb]] = {
    "Abs": lambda z: z.real_abs(analytic=True),
    "sign": lambda z: z.real_sgn(analytic=True),
    "floor": lambda z: z.real_floor(analytic=True),
    "Heaviside": lambda z, _=None: z.real_heaviside(analytic=True),
    "Max": lambda *a: _fold(lambda p, q: p.real_max(q, analytic=True), a),
    "Min": lambda *a: _fold(lambda p, q: p.real_min(q, analytic=True), a),
}


def _fold(function: Callable[[acb, acb], acb], values: tuple[acb, ...]) -> acb:
    value = values[0]
    for v in values[1:]:
        value = function(value, v)
    return value
