"""Known functions in the field: what each of them is in terms of exp, log, roots and a few atoms.

Every line is an identity of principal values wherever both sides are defined (DLMF chapters 4, 5 and 7).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from derive.decide.field import Element, NoNormalFormError, UndefinedError

if TYPE_CHECKING:
    from derive.decide.translate import Translator

HALF = Fraction(1, 2)
#: Largest shift of Gamma that is multiplied out, and largest exact factorial.
MOST_SHIFT, MOST_FACTORIAL = 64, 500

_ODD = frozenset(("tanh", "tan", "erf", "erfi", "Si", "Shi", "fresnels", "fresnelc"))
_REAL = frozenset(
    (
        "erf",
        "erfc",
        "tanh",
        "erfi",
        "Si",
        "Shi",
        "fresnels",
        "fresnelc",
        "floor",
        "ceiling",
        "frac",
        "sign",
        "Heaviside",
        "Max",
        "Min",
    )
)


def translate_call(t: Translator, function: str, arguments: list[Element]) -> Element:
    """The element of a call; an atom where the function is not taken apart."""
    rule = RULES.get(function)
    if rule is not None and not (t.atomic and function in ("tanh", "tan")):
        return rule(t, *arguments)
    field = t.field
    if function in _ODD and len(arguments) == 1:
        (u,) = arguments
        if field.is_zero(u):
            return field.zero
        negated = t.find_atom(function, lambda known: field.equal(known[0], field.neg(u)))
        if negated is not None:
            return field.neg(negated)
    real = function in _REAL and all(t.signs.real(a) for a in arguments)
    return t.atom(function, tuple(arguments), None, real=real or None)


# ------------------------------------------------------------------------------------------------- exp and trig
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


def _reciprocal(rule: Callable[[Translator, Element], Element]) -> Callable[[Translator, Element], Element]:
    return lambda t, u: t.field.inverse(rule(t, u))


def _of_reciprocal(rule: Callable[[Translator, Element], Element]) -> Callable[[Translator, Element], Element]:
    return lambda t, u: rule(t, t.field.inverse(u))


def cot(t: Translator, u: Element) -> Element:
    double = t.powers.exp(t.field.scale(t.field.mul(t.powers.imaginary(), u), 2))
    top = t.field.mul(t.powers.imaginary(), t.field.add(double, t.field.one))
    return t.field.div(top, t.field.sub(double, t.field.one))


def sinc(t: Translator, u: Element) -> Element:
    return t.field.one if t.field.is_zero(u) else t.field.div(sin(t, u), u)


# ------------------------------------------------------------------------------------------------- inverse functions
def _sqrt(t: Translator, u: Element) -> Element:
    return t.powers.rational_power(u, HALF)


def asin(t: Translator, u: Element) -> Element:
    field, i = t.field, t.powers.imaginary()
    inside = field.add(field.mul(i, u), _sqrt(t, field.sub(field.one, field.mul(u, u))))
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
    return t.powers.log(field.add(u, _sqrt(t, field.add(field.mul(u, u), field.one))))


def acosh(t: Translator, u: Element) -> Element:
    field = t.field
    roots = field.mul(_sqrt(t, field.add(u, field.one)), _sqrt(t, field.sub(u, field.one)))
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


# ------------------------------------------------------------------------------------------------- Gamma and kin
def gamma(t: Translator, u: Element) -> Element:
    """Γ by its shift, Γ(1/2), the reflection Γ(u)Γ(1-u) = π/sin πu and the duplication of Γ(2u)."""
    field = t.field
    value = field.rational(u)
    if value is not None:
        special = _gamma_number(t, value)
        if special is not None:
            return special
    for known, j in t.gammas:
        shift = field.rational(field.sub(u, known))
        if shift is not None and shift.denominator == 1 and abs(shift) <= MOST_SHIFT:
            return field.mul(field.gen(j), _rising(t, known, int(shift)))
    for known, j in t.gammas:
        total = field.rational(field.add(u, known))
        if total is not None and total.denominator == 1 and abs(total) <= MOST_SHIFT:
            # Γ(u) = Γ(1 - known) (1 - known)_(total - 1)
            sine = sin(t, field.mul(t.powers.pi_element(), known))
            reflected = field.div(t.powers.pi_element(), field.mul(sine, field.gen(j)))
            return field.mul(reflected, _rising(t, field.sub(field.one, known), int(total) - 1))
    for known, _ in t.gammas:
        gap = field.rational(field.sub(u, field.scale(known, 2)))
        if gap is not None and gap.denominator == 1 and abs(gap) <= MOST_SHIFT:
            # Γ(2v) = 2^(2v-1) π^(-1/2) Γ(v) Γ(v + 1/2)
            double = field.scale(known, 2)
            scale = t.powers.power(field.constant(2), field.sub(double, field.one), whole=t.whole(double))
            product = field.mul(gamma(t, known), gamma(t, field.add(known, field.constant(HALF))))
            root_pi = t.powers.rational_power(t.powers.pi_element(), HALF)
            whole = field.div(field.mul(scale, product), root_pi)
            return field.mul(whole, _rising(t, double, int(gap)))
    halves = [(known, j) for known, j in t.gammas if _whole_gap(t, known, u) is not None]
    positive = t.signs.element(u) == 1
    index = field.gens.index(t.atom("gamma", (u,), None, sign=1 if positive else None, real=positive or None).num)
    t.gammas.append((u, index))
    for known, j in halves:
        _double(t, known, j, u)
    return field.gen(index)


def _whole_gap(t: Translator, known: Element, u: Element) -> Fraction | None:
    """Known - 2u, where it is a whole number."""
    gap = t.field.rational(t.field.sub(known, t.field.scale(u, 2)))
    return gap if gap is not None and gap.denominator == 1 and abs(gap) <= MOST_SHIFT else None


def _double(t: Translator, known: Element, j: int, u: Element) -> None:
    """Γ(2u + n) had a generator before Γ(u) came: by duplication it is one no more."""
    gap = _whole_gap(t, known, u)
    if gap is None:
        return
    t.gammas = [(v, k) for v, k in t.gammas if k != j]
    generator = t.field.generators[j]
    generator.relation = (1, gamma(t, known))
    t.field.rewriting.append(j)


def _gamma_number(t: Translator, value: Fraction) -> Element | None:
    field = t.field
    if value.denominator == 1:
        if value <= 0:
            raise UndefinedError("Gamma at a pole")
        return field.constant(factorial(int(value) - 1)) if value <= MOST_FACTORIAL else None
    if value.denominator == 2 and abs(value) <= MOST_SHIFT:
        root_pi = t.powers.rational_power(t.powers.pi_element(), HALF)
        return field.mul(root_pi, _rising(t, field.constant(HALF), int(value - HALF)))
    return None


def _rising(t: Translator, u: Element, n: int) -> Element:
    """Γ(u + n)/Γ(u)."""
    field = t.field
    product = field.one
    if abs(n) > 2 * MOST_SHIFT:
        raise NoNormalFormError("a shift of Gamma that is too long")
    for k in range(abs(n)):
        factor = field.add(u, field.constant(k if n > 0 else -k - 1))
        product = field.mul(product, factor if n > 0 else field.inverse(factor))
    return product


def gamma_factorial(t: Translator, n: Element) -> Element:
    return gamma(t, t.field.add(n, t.field.one))


def binomial(t: Translator, n: Element, k: Element) -> Element:
    field = t.field
    lower = field.rational(k)
    if lower is not None and lower.denominator == 1 and lower <= MOST_SHIFT:
        if lower < 0:
            return field.zero
        bottom = field.sub(n, field.constant(lower - 1))
        return field.scale(_rising(t, bottom, int(lower)), Fraction(1, factorial(int(lower))))
    product = field.mul(gamma_factorial(t, k), gamma_factorial(t, field.sub(n, k)))
    return field.div(gamma_factorial(t, n), product)


def beta(t: Translator, a: Element, b: Element) -> Element:
    return t.field.div(t.field.mul(gamma(t, a), gamma(t, b)), gamma(t, t.field.add(a, b)))


def digamma(t: Translator, u: Element) -> Element:
    field = t.field
    for j, g in enumerate(field.generators):
        if g.kind == "atom" and g.data[0] == "digamma":
            shift = field.rational(field.sub(u, g.data[1][0]))
            if shift is not None and shift.denominator == 1 and abs(shift) <= MOST_SHIFT:
                known = g.data[1][0]
                total = field.gen(j)
                for k in range(abs(int(shift))):
                    step = field.inverse(field.add(known, field.constant(k if shift > 0 else -k - 1)))
                    total = field.add(total, step) if shift > 0 else field.sub(total, step)
                return total
    return t.atom("digamma", (u,), None)


def erfc(t: Translator, u: Element) -> Element:
    return t.field.sub(t.field.one, translate_call(t, "erf", [u]))


def lowergamma(t: Translator, s: Element, z: Element) -> Element:
    return t.field.sub(gamma(t, s), t.atom("uppergamma", (s, z), None))


# ------------------------------------------------------------------------------------------------- pieces
def absolute(t: Translator, u: Element) -> Element:
    """|u|: multiplicative; for what is not real |u|² = u·conj(u)."""
    field = t.field
    if field.is_zero(u):
        return field.zero
    sign = t.signs.element(u)
    if sign is not None:
        return u if sign >= 0 else field.neg(u)
    value = field.one
    split = t.powers.split(u, everything=True)
    for factor, m in split.factors:
        value = field.mul(value, field.power(_absolute_factor(t, factor), int(m)))
    return value


def _absolute_factor(t: Translator, u: Element) -> Element:
    field = t.field
    sign = t.signs.element(u)
    if sign is not None:
        return u if sign >= 0 else field.neg(u)
    if t.signs.real(u):
        return t.powers.absolute(u)
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


def erfi(t: Translator, u: Element) -> Element:
    i = t.powers.imaginary()
    return t.field.neg(t.field.mul(i, translate_call(t, "erf", [t.field.mul(i, u)])))


def _larger(t: Translator, arguments: tuple[Element, ...], direction: int) -> Element:
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
    split = t.powers.split(u, everything=True)
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


def _floor(t: Translator, u: Element) -> Element:
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


RULES: dict[str, Callable[..., Element]] = {
    "exp": lambda t, u: t.powers.exp(u),
    "log": log,
    "lg": lambda t, u: log(t, u, t.field.constant(10)),
    "sqrt": _sqrt,
    "cbrt": lambda t, u: t.powers.rational_power(u, Fraction(1, 3)),
    "root": root,
    "sin": sin,
    "cos": cos,
    "tan": tan,
    "cot": cot,
    "sec": _reciprocal(cos),
    "csc": _reciprocal(sin),
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "coth": _reciprocal(tanh),
    "sech": _reciprocal(cosh),
    "csch": _reciprocal(sinh),
    "sinc": sinc,
    "asin": asin,
    "acos": acos,
    "atan": atan,
    "acot": acot,
    "asec": _of_reciprocal(acos),
    "acsc": _of_reciprocal(asin),
    "asinh": asinh,
    "acosh": acosh,
    "atanh": atanh,
    "asech": _of_reciprocal(acosh),
    "acsch": _of_reciprocal(asinh),
    "acoth": _of_reciprocal(atanh),
    "gamma": gamma,
    "factorial": gamma_factorial,
    "binomial": binomial,
    "beta": beta,
    "digamma": digamma,
    "erfc": erfc,
    "erfi": erfi,
    "E1": lambda t, u: t.atom("uppergamma", (t.field.zero, u), None),
    "li": lambda t, u: t.atom("Ei", (t.powers.log(u),), None),
    "arg": argument,
    "lowergamma": lowergamma,
    "Abs": absolute,
    "Max": lambda t, *a: _larger(t, a, 1),
    "Min": lambda t, *a: _larger(t, a, -1),
    "sign": sign,
    "Heaviside": heaviside,
    "conjugate": conjugate,
    "re": real_part,
    "im": imaginary_part,
    "KroneckerDelta": kronecker,
    "floor": _floor,
    "ceiling": lambda t, u: t.field.neg(_floor(t, t.field.neg(u))),
    "frac": lambda t, u: t.field.sub(u, _floor(t, u)),
}
