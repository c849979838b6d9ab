"""The same distribution: the same density on the support, up to normalisation.

Densities are expressions in the variable; named distributions (``Normal(mu, sigma^2)``, ``Poisson(lambda)``, ...) stand
for their densities.  Parameters follow the common textbook order: the normal distribution has mean and variance, the
exponential its rate, the gamma distribution shape and rate, the Weibull distribution shape and scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from derive.decide.budget import Budget
from derive.decide.relations.proportion import up_to_factor
from derive.expression import ONE, TWO, ZERO, Expression, add, call, div, mul, name, neg, number, power, sub
from derive.verdict import Evidence, Verdict, refuted, undecided
from derive.vocabulary import Vocabulary

Ladder = Callable[..., Verdict]
LINE, HALF, UNIT, COUNTS = "the real line", "the positive half-line", "the unit interval", "the counts from zero"


@dataclass(frozen=True, slots=True)
class Family:
    """A named family: the number of its parameters, its support and its density up to normalisation."""

    parameters: int
    support: str
    density: Callable[..., Expression]


def _normal(x: Expression, mean: Expression, variance: Expression) -> Expression:
    return call("exp", neg(div(power(sub(x, mean), TWO), mul(TWO, variance))))


def _exponential(x: Expression, rate: Expression) -> Expression:
    return call("exp", neg(mul(rate, x)))


def _gamma(x: Expression, shape: Expression, rate: Expression) -> Expression:
    return mul(power(x, sub(shape, ONE)), call("exp", neg(mul(rate, x))))


def _weibull(x: Expression, shape: Expression, scale: Expression) -> Expression:
    return mul(power(x, sub(shape, ONE)), call("exp", neg(power(div(x, scale), shape))))


def _beta(x: Expression, a: Expression, b: Expression) -> Expression:
    return mul(power(x, sub(a, ONE)), power(sub(ONE, x), sub(b, ONE)))


def _laplace(x: Expression, centre: Expression, scale: Expression) -> Expression:
    return call("exp", neg(div(call("Abs", sub(x, centre)), scale)))


def _cauchy(x: Expression, centre: Expression, scale: Expression) -> Expression:
    return div(ONE, add(ONE, power(div(sub(x, centre), scale), TWO)))


def _lognormal(x: Expression, mean: Expression, variance: Expression) -> Expression:
    return div(_normal(call("log", x), mean, variance), x)


def _poisson(x: Expression, rate: Expression) -> Expression:
    return div(power(rate, x), call("factorial", x))


def _geometric(x: Expression, p: Expression) -> Expression:
    return power(sub(ONE, p), x)


FAMILIES: Mapping[str, Family] = {
    "Normal": Family(2, LINE, _normal),
    "Gaussian": Family(2, LINE, _normal),
    "N": Family(2, LINE, _normal),
    "mathcal{N}": Family(2, LINE, _normal),
    "Exponential": Family(1, HALF, _exponential),
    "Exp": Family(1, HALF, _exponential),
    "Gamma": Family(2, HALF, _gamma),
    "gamma": Family(2, HALF, _gamma),
    "Weibull": Family(2, HALF, _weibull),
    "Rayleigh": Family(1, HALF, lambda x, s: _weibull(x, TWO, mul(s, call("sqrt", TWO)))),
    "LogNormal": Family(2, HALF, _lognormal),
    "Beta": Family(2, UNIT, _beta),
    "beta": Family(2, UNIT, _beta),
    "Laplace": Family(2, LINE, _laplace),
    "Cauchy": Family(2, LINE, _cauchy),
    "Poisson": Family(1, COUNTS, _poisson),
    "Geometric": Family(1, COUNTS, _geometric),
}


def same_distribution(
    left: Expression, right: Expression, variable: str | None, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """Whether two densities are proportional with a positive factor, on the same support."""
    text = variable or _variable(left, right)
    if text is None:
        return undecided("which name is the random variable is not said")
    sides = [named(_body(side), name(text)) for side in (left, right)]
    supports = [support for _, support in sides if support]
    if len(set(supports)) == 2:
        text = f"the supports differ: {supports[0]} and {supports[1]}"
        return refuted(text, Evidence("counterexample", "support", text))
    wider = _on_support(vocabulary, text, supports[0] if supports else "")
    return up_to_factor(sides[0][0], sides[1][0], text, wider, budget, ladder, positive=True)


def named(density: Expression, variable: Expression) -> tuple[Expression, str]:
    """The density of a named distribution and its support; any other expression as it is."""
    if density.head == "call" and density.value in FAMILIES:
        family = FAMILIES[density.value]
        if len(density.args) == family.parameters and variable not in density.args:
            return family.density(variable, *density.args), family.support
    return density, ""


def _body(side: Expression) -> Expression:
    """``p(x) = ...`` and ``x ~ ...``: what stands on the right."""
    return side.args[1] if side.head in ("eq", "define", "sim", "propto") and len(side.args) == 2 else side


def _variable(left: Expression, right: Expression) -> str | None:
    for side in (left, right):
        if side.head == "sim" and side.args[0].head == "name":
            return str(side.args[0].value)
    shared = [n for n in left.names() if n in right.names()]
    return next((n for n in ("x", "t", "v", "n", "k") if n in shared), shared[0] if len(shared) == 1 else None)


def _on_support(vocabulary: Vocabulary, text: str, support: str) -> Vocabulary:
    from dataclasses import replace

    from derive.name import Name

    domain = {HALF: "positive", COUNTS: "nonnegative integer"}.get(support, "real")
    declared = vocabulary.name(text)
    if declared is not None and declared.domain != "complex":
        return vocabulary
    fresh = Name(text, domain) if declared is None else replace(declared, domain=domain)
    wider = replace(vocabulary, names=(*(n for n in vocabulary.names if n.text != text), fresh))
    if support == UNIT:
        x = name(text)
        wider = wider.with_assumptions(Expression("lt", (ZERO, x)), Expression("lt", (x, number(1))))
    return wider
