"""Definite integrals by theorem: Euler's integrals, Planck's, Dirichlet's and the Gaussian on the whole line.

Every rule asks for the signs under which it holds; where they are not certain there is no value.
Sources: DLMF 5.2.1 and 5.9.1 (Gamma), 5.12.1 and 5.12.3 (Beta), 25.5.1 and 25.5.3 (zeta), 4.40 and 7.7 (Gaussian).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import (
    collected,
    factors_of,
    integer,
    minus,
    negate,
    over,
    plus,
    raised,
    rational,
    signed,
    terms_of,
    times,
)
from derive.decide.calculus.expectation import expanded_terms
from derive.decide.calculus.polynomial import coefficients, linear
from derive.decide.calculus.signs import NEGATIVE, POSITIVE, signs
from derive.decide.calculus.waves import as_exponentials
from derive.decide.calculus.zeta import zeta_value
from derive.expression import INFINITY, ONE, PI, TWO, ZERO, Expression, call, name, relation
from derive.vocabulary import Vocabulary

#: Highest power before a Gaussian.
MOMENT = 24


@dataclass(frozen=True, slots=True)
class Monomial:
    """``coefficient * x^power``."""

    coefficient: Expression
    power: Expression


@dataclass(frozen=True, slots=True)
class Term:
    """``coefficient x^power exp(sum of monomials)`` times other factors above and below the line."""

    coefficient: Expression
    power: Expression
    exponent: tuple[Monomial, ...]
    above: tuple[Expression, ...]
    below: tuple[Expression, ...]


class Theorems:
    """The rules for one variable under one vocabulary."""

    def __init__(self, variable: str, vocabulary: Vocabulary) -> None:
        self.x = name(variable)
        self.vocabulary = vocabulary
        self.supposed: dict[Expression, None] = {}

    def positive(self, expression: Expression) -> bool:
        """Whether something is positive; where nothing is known of it, it is supposed so, for the integral to be."""
        value = collected(expression)
        found = signs(value, self.vocabulary)
        if found == POSITIVE:
            return True
        if not value.names() or (found is not None and 1 not in found) or not self.open(value):
            return False
        self.supposed.setdefault(value)
        return True

    def open(self, value: Expression) -> bool:
        """Whether nothing at all is said of the names: what is said to be real is meant as it is said."""
        said = {n for a in self.vocabulary.assumptions for n in a.names()}
        declared = [self.vocabulary.name(n) for n in value.names()]
        return said.isdisjoint(value.names()) and all(d is None or d.domain == "complex" for d in declared)

    def monomial(self, node: Expression) -> Monomial | None:
        """A power of the positive variable with its factor."""
        if not occurs(self.x.value, node):
            return Monomial(node, ZERO)
        if node == self.x:
            return Monomial(ONE, ONE)
        if node.head == "neg":
            inside = self.monomial(node.args[0])
            return None if inside is None else Monomial(negate(inside.coefficient), inside.power)
        if node.head in ("mul", "div"):
            parts = [self.monomial(a) for a in node.args]
            if any(p is None for p in parts):
                return None
            found = [p for p in parts if p is not None]
            if node.head == "mul":
                return Monomial(times(*(p.coefficient for p in found)), plus(*(p.power for p in found)))
            return Monomial(over(found[0].coefficient, found[1].coefficient), minus(found[0].power, found[1].power))
        if node.head == "pow" or (node.head == "call" and node.value == "sqrt"):
            exponent = node.args[1] if node.head == "pow" else over(ONE, TWO)
            inside = self.monomial(node.args[0])
            if inside is None or occurs(self.x.value, exponent):
                return None
            if integer(exponent) is None and not self.positive(inside.coefficient):
                return None
            return Monomial(raised(inside.coefficient, exponent), collected(times(inside.power, exponent)))
        return None

    def term(self, node: Expression) -> Term | None:
        sign, above, below = factors_of(node)
        coefficient: Expression = signed(sign)
        power: Expression = ZERO
        exponent: list[Monomial] = []
        kept: list[list[Expression]] = [[], []]
        for place, factors in enumerate((above, below)):
            for factor in factors:
                exponential = _exponential(factor, self.x.value)
                if exponential is not None:
                    found = self.exponents(exponential)
                    if found is None:
                        return None
                    exponent += [Monomial(negate(m.coefficient), m.power) for m in found] if place else found
                    continue
                single = self.monomial(factor)
                if single is None:
                    kept[place].append(factor)
                elif place:
                    coefficient, power = over(coefficient, single.coefficient), minus(power, single.power)
                else:
                    coefficient, power = times(coefficient, single.coefficient), plus(power, single.power)
        return Term(coefficient, collected(power), _merged(exponent), tuple(kept[0]), tuple(kept[1]))

    def exponents(self, argument: Expression) -> list[Monomial] | None:
        terms = expanded_terms(argument)
        found = [self.monomial(t) for t in terms or ()]
        return None if not found or any(m is None for m in found) else [m for m in found if m is not None]

    def half_line(self, term: Term) -> Expression | None:
        """The integral from 0 to infinity."""
        for rule in (self.gamma, self.planck, self.beta, self.dirichlet):
            found = rule(term)
            if found is not None:
                return times(term.coefficient, found)
        return None

    def gamma(self, term: Term) -> Expression | None:
        """``x^(s-1) exp(-a x^q)`` is ``Gamma(s/q) / (q a^(s/q))``."""
        moving = [m for m in term.exponent if m.power != ZERO]
        logarithm = term.above == (call("log", self.x),)
        if (term.above and not logarithm) or term.below or len(moving) != 1:
            return None
        rate, q = negate(moving[0].coefficient), moving[0].power
        s = collected(plus(term.power, ONE))
        if not (self.positive(rate) and self.positive(q) and self.positive(s)):
            return None
        value = over(call("gamma", over(s, q)), times(q, raised(rate, over(s, q))))
        if logarithm:  # the derivative by s
            value = times(value, over(minus(call("digamma", over(s, q)), call("log", rate)), q))
        return times(value, _constant(term.exponent))

    def planck(self, term: Term) -> Expression | None:
        """``x^(s-1)/(exp(a x) -+ 1)`` is ``Gamma(s) zeta(s)/a^s``, with ``1 - 2^(1-s)`` for the plus."""
        if term.above or len(term.below) != 1:
            return None
        found = self.thermal(term.below[0])
        if found is None:
            return None
        rate, sign, shift = found
        exponent = [m for m in _merged([*term.exponent, shift]) if m.coefficient != ZERO]
        s = collected(plus(term.power, ONE))
        if exponent or not self.positive(rate):
            return None
        if sign > 0 and s == ONE:
            return over(call("log", TWO), rate)
        if not self.positive(s if sign > 0 and rational(s) != 1 else minus(s, ONE)):
            return None
        if sign > 0 and not self.positive(minus(s, ONE)):
            return None
        value = over(times(call("gamma", s), zeta_value(s)), raised(rate, s))
        return value if sign < 0 else times(minus(ONE, raised(TWO, minus(ONE, s))), value)

    def thermal(self, below: Expression) -> tuple[Expression, int, Monomial] | None:
        """``exp(a x) + c`` with c = 1 or -1: a, c, and what moves above where it is written with ``exp(-a x)``."""
        if below.head != "add" or len(below.args) != 2:
            return None
        for first, second in (below.args, below.args[::-1]):
            offset = rational(second)
            outer, inside = factors_of(first)[0], factors_of(first)[1]
            if offset not in (1, -1) or len(inside) != 1 or factors_of(first)[2]:
                continue
            argument = _exponential(inside[0], self.x.value)
            slope = None if argument is None else linear(argument, self.x.value)
            if slope is None or slope[1] != ZERO:
                continue
            if outer > 0 and self.positive(slope[0]):
                return slope[0], int(offset), Monomial(ZERO, ONE)
            rate = collected(negate(slope[0]))
            if offset == 1 and self.positive(rate):  # 1 +- exp(-a x) is exp(-a x) (exp(a x) +- 1)
                return rate, outer, Monomial(rate, ONE)
        return None

    def beta(self, term: Term) -> Expression | None:
        """``x^(s-1)/(c + d x^n)^m`` is ``c^-m (c/d)^(s/n) B(s/n, m - s/n)/n``."""
        if term.above or len(term.below) != 1 or any(m.power != ZERO for m in term.exponent):
            return None
        base, m = term.below[0].args if term.below[0].head == "pow" else (term.below[0], ONE)
        if base.head == "call" and base.value == "sqrt" and m == ONE:
            base, m = base.args[0], over(ONE, TWO)
        parts = [self.monomial(t if sign > 0 else negate(t)) for sign, t in terms_of(base)]
        if len(parts) != 2 or None in parts or occurs(self.x.value, m):
            return None
        c, d = sorted((p for p in parts if p is not None), key=lambda p: p.power != ZERO)
        n = d.power
        s = collected(plus(term.power, ONE))
        ratio = over(s, n)
        rest = minus(m, ratio)
        known = (n, c.coefficient, d.coefficient, s, minus(times(m, n), s))
        if c.power != ZERO or not all(self.positive(k) for k in known):
            return None
        scale = over(raised(over(c.coefficient, d.coefficient), ratio), times(n, raised(c.coefficient, m)))
        if rational(m) == 1:
            turned = over(PI, call("sin", times(PI, ratio)))
        else:
            turned = over(times(call("gamma", ratio), call("gamma", rest)), call("gamma", m))
        return times(scale, turned, _constant(term.exponent))

    def dirichlet(self, term: Term) -> Expression | None:
        """``sin(a x)/x`` is π/2, ``sin(a x)^2/x^2`` is π a/2, for positive a."""
        if term.below or term.exponent or len(term.above) != 1:
            return None
        wave, order = term.above[0], 1
        if wave.head == "pow" and integer(wave.args[1]) == 2:
            wave, order = wave.args[0], 2
        if wave.head != "call" or wave.value != "sin" or rational(term.power) != -order:
            return None
        single = self.monomial(wave.args[0])
        if single is None or single.power != ONE or not self.positive(single.coefficient):
            return None
        return over(PI, TWO) if order == 1 else over(times(PI, single.coefficient), TWO)

    def whole_line(self, term: Term) -> Expression | None:
        """A polynomial times a Gaussian, or twice the half line for an even function."""
        gaussian = self.gaussian(term)
        if gaussian is not None:
            return gaussian
        powers = [rational(p) for p in (term.power, *(m.power for m in term.exponent))]
        even = all(p is not None and p.denominator == 1 and p % 2 == 0 for p in powers)
        others = all(self.even(f) for f in (*term.above, *term.below))
        found = self.half_line(term) if even and others else None
        return None if found is None else times(TWO, found)

    def even(self, factor: Expression) -> bool:
        """Whether a sum of even powers, or a power of one; the square of a sine of a multiple."""
        base = factor.args[0] if factor.head == "pow" or (factor.head == "call" and factor.value == "sqrt") else factor
        if factor.head == "pow" and base.head == "call" and base.value == "sin":
            single = self.monomial(base.args[0])
            return integer(factor.args[1]) == 2 and single is not None and single.power == ONE
        parts = [self.monomial(t) for _, t in terms_of(base)]
        powers = [rational(p.power) if p is not None else None for p in parts]
        return all(p is not None and p.denominator == 1 and p % 2 == 0 for p in powers)

    def gaussian(self, term: Term) -> Expression | None:
        """``x^n exp(-a x^2 + b x + c)``, by ``M_n = (b M_(n-1) + (n-1) M_(n-2))/(2 a)``."""
        n = integer(term.power)
        by_power = {rational(m.power): m.coefficient for m in term.exponent}
        if term.above or term.below or n is None or not 0 <= n <= MOMENT or set(by_power) - {0, 1, 2}:
            return None
        a = negate(by_power.get(2, ZERO))  # type: ignore[call-overload]
        b, c = by_power.get(1, ZERO), by_power.get(0, ZERO)  # type: ignore[call-overload]
        if not self.positive(a):
            return None
        peak = times(call("sqrt", over(PI, a)), call("exp", plus(over(times(b, b), times(signed(4), a)), c)))
        below: Expression = ZERO
        here: Expression = ONE
        for k in range(1, n + 1):
            below, here = here, over(plus(times(b, here), times(signed(k - 1), below)), times(TWO, a))
        return times(term.coefficient, here, peak)

    def between(self, node: Expression, lower: Expression, upper: Expression) -> Expression | None:
        """``(x - a)^p (b - x)^q`` from a to b: Euler's first integral; ``x^p log(x)^n`` from 0 to 1."""
        sign, above, below = factors_of(node)
        width = collected(minus(upper, lower))
        outside: list[Expression] = [signed(sign)]
        powers: dict[int, list[Expression]] = {0: [], 1: []}
        logs = 0
        for factors, up in ((above, True), (below, False)):
            for factor in factors:
                if not occurs(self.x.value, factor):
                    outside.append(factor if up else over(ONE, factor))
                    continue
                base, exponent = factor.args if factor.head == "pow" else (factor, ONE)
                if base.head == "call" and base.value == "sqrt":
                    base, exponent = base.args[0], over(exponent, TWO)
                if (
                    base == call("log", self.x)
                    and up
                    and (lower, upper) == (ZERO, ONE)
                    and (integer(exponent) or 0) > 0
                ):
                    logs += integer(exponent) or 0
                    continue
                end = self.vanishing(base, lower, upper)
                if end is None or occurs(self.x.value, exponent):
                    return None
                power = exponent if up else negate(exponent)
                outside.append(raised(end[1], power))
                powers[end[0]].append(power)
        p, q = (collected(plus(ONE, *powers[k])) for k in (0, 1))
        if not (self.positive(p) and self.positive(q) and self.positive(width)):
            return None
        if logs:
            if q != ONE:
                return None
            return times(*outside, over(signed((-1) ** logs * factorial(logs)), raised(p, signed(logs + 1))))
        shape = over(times(call("gamma", p), call("gamma", q)), call("gamma", collected(plus(p, q))))
        return times(*outside, shape, raised(width, minus(plus(p, q), ONE)))

    def vanishing(self, base: Expression, lower: Expression, upper: Expression) -> tuple[int, Expression] | None:
        """At which end a linear factor vanishes, and its positive factor before ``x - a`` or ``b - x``."""
        slope = linear(base, self.x.value)
        if slope is None:
            return None
        for place, end, wanted in ((0, lower, POSITIVE), (1, upper, NEGATIVE)):
            there = collected(put(base, {self.x.value: end}))
            if there == ZERO and signs(slope[0], self.vocabulary) == wanted:
                return place, slope[0] if place == 0 else negate(slope[0])
        return None


def by_theorem(node: Expression, vocabulary: Vocabulary) -> tuple[Expression, tuple[Expression, ...]] | None:
    """The value of a definite integral and what is supposed to be positive; None unless every term has a value."""
    integrand, by, lower, upper = node.args
    if by.head != "name" or lower == INFINITY or upper == negate(INFINITY):
        return None
    rules = Theorems(by.value, vocabulary)
    whole = lower == negate(INFINITY)
    found: Callable[[Expression], Expression | None]
    if upper == INFINITY and (whole or lower == ZERO):
        line = rules.whole_line if whole else rules.half_line

        def found(term: Expression) -> Expression | None:
            parts = rules.term(term)
            return None if parts is None else line(parts)

        waves = whole and any(_exponential(n, by.value) is not None for n in integrand.walk())
        terms = expanded_terms(as_exponentials(integrand, by.value) if waves else integrand)
    elif upper != INFINITY and not whole:
        terms = [integrand] if coefficients(integrand, by.value) is None else None

        def found(term: Expression) -> Expression | None:
            return rules.between(term, lower, upper)
    else:
        return None
    if not terms:
        return None
    values = []
    for term in terms:
        value = found(term)
        if value is None:
            return None
        values.append(value)
    where = tuple(relation("gt", value, ZERO) for value in rules.supposed)
    return plus(*values), where


def _exponential(factor: Expression, variable: str) -> Expression | None:
    """The natural exponent of ``exp(u)``, ``e^u`` or ``c^u`` in which the variable stands."""
    if not occurs(variable, factor):
        return None
    if factor.head == "call" and factor.value == "exp":
        return factor.args[0]
    if factor.head == "pow" and not occurs(variable, factor.args[0]):
        base, exponent = factor.args
        return exponent if base == Expression("constant", (), "e") else times(exponent, call("log", base))
    if factor.head == "pow" and integer(factor.args[1]) is not None:
        inside = _exponential(factor.args[0], variable)
        return None if inside is None else times(factor.args[1], inside)
    return None


def _merged(monomials: list[Monomial]) -> tuple[Monomial, ...]:
    """Like powers added up."""
    found: dict[Expression, list[Expression]] = {}
    for m in monomials:
        found.setdefault(m.power, []).append(m.coefficient)
    return tuple(Monomial(collected(plus(*cs)), p) for p, cs in found.items() if collected(plus(*cs)) != ZERO)


def _constant(exponent: tuple[Monomial, ...]) -> Expression:
    rest = plus(*(m.coefficient for m in exponent if m.power == ZERO))
    return ONE if rest == ZERO else call("exp", rest)
