"""Known functions in the field: what each of them is in terms of exp, log, roots and a few atoms.

Every line is an identity of principal values wherever both sides are defined (DLMF chapters 4, 5 and 7).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from derive.decide import gammas, parts, trigonometry
from derive.decide.field import Element

if TYPE_CHECKING:
    from derive.decide.translate import Translator

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


def erfc(t: Translator, u: Element) -> Element:
    return t.field.sub(t.field.one, translate_call(t, "erf", [u]))


def erfi(t: Translator, u: Element) -> Element:
    i = t.powers.imaginary()
    return t.field.neg(t.field.mul(i, translate_call(t, "erf", [t.field.mul(i, u)])))


def lowergamma(t: Translator, s: Element, z: Element) -> Element:
    return t.field.sub(gammas.gamma(t, s), t.atom("uppergamma", (s, z), None))


RULES: dict[str, Callable[..., Element]] = {
    "exp": lambda t, u: t.powers.exp(u),
    "log": trigonometry.log,
    "lg": lambda t, u: trigonometry.log(t, u, t.field.constant(10)),
    "sqrt": trigonometry.sqrt,
    "cbrt": lambda t, u: t.powers.rational_power(u, Fraction(1, 3)),
    "root": trigonometry.root,
    "sin": trigonometry.sin,
    "cos": trigonometry.cos,
    "tan": trigonometry.tan,
    "cot": trigonometry.cot,
    "sec": trigonometry.reciprocal(trigonometry.cos),
    "csc": trigonometry.reciprocal(trigonometry.sin),
    "sinh": trigonometry.sinh,
    "cosh": trigonometry.cosh,
    "tanh": trigonometry.tanh,
    "coth": trigonometry.reciprocal(trigonometry.tanh),
    "sech": trigonometry.reciprocal(trigonometry.cosh),
    "csch": trigonometry.reciprocal(trigonometry.sinh),
    "sinc": trigonometry.sinc,
    "asin": trigonometry.asin,
    "acos": trigonometry.acos,
    "atan": trigonometry.atan,
    "acot": trigonometry.acot,
    "asec": trigonometry.of_reciprocal(trigonometry.acos),
    "acsc": trigonometry.of_reciprocal(trigonometry.asin),
    "asinh": trigonometry.asinh,
    "acosh": trigonometry.acosh,
    "atanh": trigonometry.atanh,
    "asech": trigonometry.of_reciprocal(trigonometry.acosh),
    "acsch": trigonometry.of_reciprocal(trigonometry.asinh),
    "acoth": trigonometry.of_reciprocal(trigonometry.atanh),
    "gamma": gammas.gamma,
    "factorial": gammas.gamma_factorial,
    "binomial": gammas.binomial,
    "beta": gammas.beta,
    "digamma": gammas.digamma,
    "erfc": erfc,
    "erfi": erfi,
    "E1": lambda t, u: t.atom("uppergamma", (t.field.zero, u), None),
    "li": lambda t, u: t.atom("Ei", (t.powers.log(u),), None),
    "arg": parts.argument,
    "lowergamma": lowergamma,
    "Abs": parts.absolute,
    "Max": lambda t, *a: parts.larger(t, a, 1),
    "Min": lambda t, *a: parts.larger(t, a, -1),
    "sign": parts.sign,
    "Heaviside": parts.heaviside,
    "conjugate": parts.conjugate,
    "re": parts.real_part,
    "im": parts.imaginary_part,
    "KroneckerDelta": parts.kronecker,
    "floor": parts.floor,
    "ceiling": lambda t, u: t.field.neg(parts.floor(t, t.field.neg(u))),
    "Mod": lambda t, a, b: t.field.sub(a, t.field.mul(b, parts.floor(t, t.field.div(a, b)))),
    "frac": lambda t, u: t.field.sub(u, parts.floor(t, u)),
}
