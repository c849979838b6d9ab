"""Exponentials, logarithms, powers and roots over the field, by identities that hold on the whole declared domain.

- exp is a homomorphism: the exponent is split into its monomials, each with one generator.
- ``exp(iπ p/q)`` is a power of one root of unity, reduced by the cyclotomic polynomial.
- ``(p z)^s = p^s z^s`` and ``log(p z) = log p + log z`` for p > 0, so certified positive factors leave the root or the
  logarithm; what remains stays together.  An even power of something real leaves as a power of its absolute value.
- with a whole exponent everything leaves.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from derive.decide.budget import OutOfBudget
from derive.decide.combination import combination
from derive.decide.field import Element, Field, Generator, NoNormalFormError, UndefinedError, cyclotomic
from derive.decide.signs import Signs
from derive.decide.splitting import Split, Splitting, huge_power, power_base, pure_turn

#: Largest order of a root of unity that is reduced, and of a radical.
MOST_UNITY, MOST_ROOT = 720, 360


class Powers:
    """Makes the generators for exponentials, logarithms and roots."""

    def __init__(self, field: Field, signs: Signs) -> None:
        self.field = field
        self.signs = signs
        self.splitting = Splitting(field, signs)
        self.unity: int | None = None
        self.pi: int | None = None

    # ---------------------------------------------------------------------------------------------- constants
    def pi_element(self) -> Element:
        if self.pi is None:
            self.pi = self.field.new(Generator("constant", "pi", sign=1, real=True))
        return self.field.gen(self.pi)

    def root_of_unity(self, turn: Fraction) -> Element:
        """exp(iπ·turn) for a rational turn."""
        turn %= 2
        if turn == 0:
            return self.field.one
        if turn == 1:
            return self.field.constant(-1)
        order = lcm(4, 2 * turn.denominator)
        if order > MOST_UNITY:
            raise NoNormalFormError(f"a root of unity of order {order}")
        index, have = self._unity(order)
        return self.field.power(self.field.gen(index), int(turn * have / 2))

    def imaginary(self) -> Element:
        return self.root_of_unity(Fraction(1, 2))

    def _unity(self, order: int) -> tuple[int, int]:
        """A primitive root of unity whose order is a multiple of what is wanted."""
        field = self.field
        have = 1 if self.unity is None else int(field.generators[self.unity].data)
        if self.unity is not None and have % order == 0:
            return self.unity, have
        target = lcm(have, order)
        if target > MOST_UNITY:
            raise NoNormalFormError(f"a root of unity of order {target}")
        polynomial = cyclotomic(target)
        degree = len(polynomial) - 1
        index = field.new(Generator("unity", target, algebraic=True))
        z = field.gens[index]
        value = field.ctx.constant(0)
        for k, c in enumerate(polynomial[:-1]):
            if c:
                value = value - c * z**k
        field.generators[index].relation = (degree, Element(value, {}))
        field.rewriting.append(index)
        if self.unity is not None:
            field.set_alias(self.unity, index, target // have)
        self.unity = index
        return index, target

    # ---------------------------------------------------------------------------------------------- exponentials
    def exp(self, exponent: Element) -> Element:
        field = self.field
        num, den = field.cancelled(exponent)
        if num.is_zero():
            return field.one
        known = self._exp_of_combination(exponent, den)
        if known is not None:
            return known
        bottom = field.inverse(Element(den, {})) if not den.is_constant() else field.one
        result = field.one
        for exponents, coefficient in num.terms():
            monomial = field.ctx.from_dict({tuple(exponents): 1})
            c = Fraction(int(coefficient.p), int(coefficient.q))
            result = field.mul(result, self._exp_term(Element(monomial, {}), bottom, c, plain=den.is_constant()))
        return result

    def _exp_of_combination(self, exponent: Element, den: Any) -> Element | None:
        """exp(u) where u is a rational combination of exponents that have generators already.

        Monomials are a basis of the polynomials; among fractions the same exponent may be cut in several ways.
        """
        field = self.field
        live = [j for j, g in enumerate(field.generators) if g.kind == "exp" and g.alias is None]
        if den.is_constant() and not any(field.generators[j].data[0].den for j in live):
            return None
        if not live or len(live) > 24:
            return None
        terms = [field.generators[j].data[0] for j in live]
        # log b is an exponent as well: that of b.
        logs = [j for j, g in enumerate(field.generators) if g.kind == "log" and g.alias is None][:8]
        weights = combination(field, [*terms, *(field.gen(j) for j in logs), exponent])
        if weights is None:
            return None
        result = field.one
        for j, w in zip(logs, weights[len(live) :]):
            if w:
                result = field.mul(result, self.rational_power(field.generators[j].data, w))
        for term, w in zip(terms, weights):
            if w:
                index, order = self._exp_generator(term, w.denominator)
                result = field.mul(result, field.power(field.gen(index), int(w * order)))
        return result

    def _exp_term(self, monomial: Element, bottom: Element, c: Fraction, *, plain: bool) -> Element:
        """exp(c · monomial / denominator)."""
        field = self.field
        term = field.mul(monomial, bottom)
        if not plain:
            num, den = field.cancelled(term)
            if den.is_constant() and len(num) == 1:
                # The factor of this one term that the denominator holds: exp(n log(u)/a + a log(u)/a).
                lead = num.leading_coefficient() / den.leading_coefficient()
                c *= Fraction(int(lead.p), int(lead.q))
                monomial = term = Element(num * (1 / num.leading_coefficient()), {})
                plain = True
        if plain:
            known = self._exp_of_log(monomial, c)
            if known is not None:
                return known
            turn = self._half_turns(monomial, c)
            if turn is not None:
                return turn
        index, order = self._exp_generator(term, c.denominator)
        return field.power(field.gen(index), int(c * order))

    def _exp_of_log(self, monomial: Element, c: Fraction) -> Element | None:
        """exp(c log b) = b^c."""
        exponents = monomial.num.monoms()[0]
        touched = [(j, int(e)) for j, e in enumerate(exponents) if e]
        if len(touched) == 1 and touched[0][1] == 1:
            g = self.field.generators[touched[0][0]]
            if g.kind == "log":
                return self.rational_power(g.data, c)
            if g.kind == "atom" and g.data[0] == "LambertW" and len(g.data[1]) == 1 and c.denominator == 1:
                # W e^W = u
                return self.field.power(self.field.div(g.data[1][0], monomial), c.numerator)
        return None

    def _half_turns(self, monomial: Element, c: Fraction) -> Element | None:
        """exp(iπ c n) for a product n of whole numbers (or none)."""
        field = self.field
        if self.unity is None or self.pi is None:
            return None
        have = int(field.generators[self.unity].data)
        quarter = field.reduce(field.power(field.gen(self.unity), have // 4)).num
        if len(quarter) != 1 or quarter.leading_coefficient() != 1:
            return None
        exponents = [int(e) for e in monomial.num.monoms()[0]]
        for j, e in enumerate(quarter.monoms()[0]):
            exponents[j] -= int(e)
        exponents[self.pi] -= 1
        if min(exponents) < 0 or exponents[self.unity]:
            return None
        names = [j for j, e in enumerate(exponents) if e]
        if not names:
            return self.root_of_unity(c)
        if any(field.generators[j].kind != "name" or field.generators[j].data[3] != "integer" for j in names):
            return None
        if c.denominator == 1:
            # n and n^k have the same parity, so (-1)^(n^2) is (-1)^n.
            flat = field.ctx.from_dict({tuple(1 if e else 0 for e in exponents): 1})
            if c.numerator % 2 == 0:
                return field.one
            monomial = field.mul(Element(flat, {}), field.mul(self.imaginary(), self.pi_element()))
            monomial = field.reduce(monomial)
            c = Fraction(1)
        index, order = self._exp_generator(monomial, c.denominator)
        g = field.generators[index]
        if g.relation is None and g.alias is None:
            g.relation = (2 * order, field.one)
            field.rewriting.append(index)
        return field.power(field.gen(index), int(c * order) % (2 * order))

    def _exp_generator(self, term: Element, denominator: int) -> tuple[int, int]:
        """The generator exp(term/order) with ``denominator`` dividing ``order``."""
        field = self.field
        for j, g in enumerate(field.generators):
            if g.kind != "exp" or g.alias is not None:
                continue
            known, order = g.data
            if known.den != term.den and not (known.den or term.den) and known.num != term.num:
                continue
            if not field.equal(known, term):
                continue
            if order % denominator == 0:
                return j, order
            target = lcm(order, denominator)
            if target > 10_000:
                raise NoNormalFormError("exponents with too many denominators")
            fresh = field.new(Generator("exp", (known, target), sign=g.sign, real=g.real, used=g.used))
            field.set_alias(j, fresh, target // order)
            return fresh, target
        if denominator > 10_000:
            raise NoNormalFormError("exponents with too many denominators")
        real = self.signs.real(term)
        index = field.new(Generator("exp", (term, denominator), sign=1 if real else None, real=True if real else None))
        return index, denominator

    # ---------------------------------------------------------------------------------------------- logarithms
    def log(self, a: Element) -> Element:
        field = self.field
        if field.is_zero(a):
            raise UndefinedError("the logarithm of zero")
        split = self.splitting.split(a)
        parts = [field.scale(self._log_generator(f), m) for f, m in split.factors]
        turn = self._turn(split)
        if turn is not None:
            parts.append(field.scale(field.mul(self.imaginary(), self.pi_element()), turn))
        elif split.rest is not None:
            rest = field.neg(split.rest) if split.negative else split.rest
            parts.append(self._log_generator(rest))
        elif split.negative:
            parts.append(field.mul(self.imaginary(), self.pi_element()))
        return field.sum(parts) if parts else field.zero

    def _turn(self, split: Split) -> Fraction | None:
        """What is left of a split as exp(iπ turn) with turn in (-1, 1], if it is a power of the root of unity."""
        if split.rest is None or self.unity is None:
            return None
        num, den = self.field.cancelled(split.rest)
        if not den.is_constant() or len(num) != 1 or num.leading_coefficient() != 1:
            return None
        exponents = num.monoms()[0]
        if any(e and j != self.unity for j, e in enumerate(exponents)):
            return None
        turn = Fraction(2 * int(exponents[self.unity]), int(self.field.generators[self.unity].data))
        turn = (turn + (1 if split.negative else 0)) % 2
        return turn - 2 if turn > 1 else turn

    def _log_generator(self, a: Element, *, formal: bool = False) -> Element:
        """The logarithm of a factor that is not taken apart further; ``formal`` is up to a multiple of 2πi."""
        field = self.field
        if not a.den and len(a.num) == 1 and a.num.leading_coefficient() == 1:
            touched = [(j, int(e)) for j, e in enumerate(a.num.monoms()[0]) if e]
            if len(touched) == 1 and touched[0][1] == 1:
                g = field.generators[touched[0][0]]
                if g.kind == "exp" and (g.real or formal):
                    exponent, order = g.data
                    return field.scale(exponent, Fraction(1, order))
                if g.kind == "root":
                    base, order = g.data
                    return field.scale(self._log_generator(base), Fraction(1, order))
        for j, g in enumerate(field.generators):
            if g.kind == "log" and field.equal(g.data, a):
                return field.gen(j)
        positive = self.signs.element(a) == 1
        return field.gen(field.new(Generator("log", a, real=True if positive else None)))

    # ---------------------------------------------------------------------------------------------- powers
    def power(self, base: Element, exponent: Element, *, whole: bool) -> Element:
        """base**exponent; ``whole`` says that the exponent takes whole values only."""
        field = self.field
        value = field.rational(exponent)
        if value is not None:
            return self.rational_power(base, value)
        if field.is_zero(base):
            raise NoNormalFormError("a symbolic power of zero")
        if whole:
            return self._whole_power(base, exponent)
        return self.exp(field.mul(exponent, self.log(base)))

    def _whole_power(self, base: Element, n: Element) -> Element:
        field = self.field
        turn = pure_turn(field, self.unity, base)
        if turn is not None:
            return self.exp(field.mul(n, field.scale(field.mul(self.imaginary(), self.pi_element()), turn)))
        split = self.splitting.split(base, everything=True)
        parts = [field.scale(self._log_generator(f, formal=True), m) for f, m in split.factors]
        if split.negative:
            parts.append(field.mul(self.imaginary(), self.pi_element()))
        return self.exp(field.mul(n, field.sum(parts))) if parts else field.one

    def rational_power(self, base: Element, c: Fraction) -> Element:
        field = self.field
        if c.denominator == 1:
            if c < 0 and field.is_zero(base):
                raise UndefinedError("a denominator is zero")
            if field.too_large(base, c.numerator):
                return self._unexpanded_power(base, c.numerator)
            return field.power(base, c.numerator)
        if field.is_zero(base):
            if c < 0:
                raise UndefinedError("a denominator is zero")
            return field.zero
        if c.denominator > MOST_ROOT:
            raise NoNormalFormError(f"a root of order {c.denominator}")
        split = self.splitting.split(base)
        result = field.one
        for f, m in split.factors:
            result = field.mul(result, self._root_power(f, m * c))
        turn = self._turn(split)
        if turn is not None:
            result = field.mul(result, self.root_of_unity(c * turn))
        elif split.rest is not None:
            rest = field.neg(split.rest) if split.negative else split.rest
            result = field.mul(result, self._root_power(rest, c))
        elif split.negative:
            result = field.mul(result, self.root_of_unity(c))
        return result

    def _unexpanded_power(self, base: Element, n: int) -> Element:
        """A power that is not multiplied out: a generator stands for the base, up to its content and sign."""
        field = self.field
        num, den = field.cancelled(base)
        content = num.leading_coefficient()
        scale = field.constant(Fraction(int(content.p), int(content.q)))
        if abs(n) > 10**9 and not (num.is_constant() and den.is_constant()):
            raise OutOfBudget(f"a power {n} is too large to multiply out")
        whole = Fraction(int(content.p), int(content.q))
        result = huge_power(field, whole, n) if field.too_large(scale, n) else field.power(scale, n)
        for polynomial, sign in ((num * (1 / content), 1), (den, -1)):
            if polynomial.is_constant():
                continue
            index = power_base(field, polynomial)
            result = field.mul(result, field.power(field.gen(index), sign * n))
        return result

    def _root_power(self, base: Element, c: Fraction) -> Element:
        """base**c for a base that is not taken apart further: a power of the generator base**(1/order)."""
        field = self.field
        if c.denominator == 1:
            return field.power(base, c.numerator)
        if not base.den and len(base.num) == 1 and base.num.leading_coefficient() == 1:
            touched = [(j, int(e)) for j, e in enumerate(base.num.monoms()[0]) if e]
            if len(touched) == 1 and touched[0][1] == 1:
                g = field.generators[touched[0][0]]
                if g.kind == "exp" and g.real:
                    exponent, order = g.data
                    return self.exp(field.scale(exponent, c / order))
                if g.kind == "root":
                    return self._root_power(g.data[0], c / g.data[1])
                if g.kind == "name" and g.alias is None:
                    root = field.new(self._root_generator(base, c.denominator, touched[0][0]))
                    field.set_alias(touched[0][0], root, c.denominator)
                    return field.power(field.gen(root), c.numerator)
        index, order = self._root_index(base, c.denominator)
        return field.power(field.gen(index), int(c * order))

    def _root_index(self, base: Element, denominator: int) -> tuple[int, int]:
        field = self.field
        for j, g in enumerate(field.generators):
            if g.kind != "root" or g.alias is not None or not field.equal(g.data[0], base):
                continue
            order = g.data[1]
            if order % denominator == 0:
                return j, order
            target = lcm(order, denominator)
            if target > MOST_ROOT:
                raise NoNormalFormError(f"a root of order {target}")
            fresh = field.new(self._root_generator(base, target, None))
            if g.relation is not None:
                field.generators[fresh].relation = (target, g.relation[1])
                field.rewriting.append(fresh)
            field.set_alias(j, fresh, target // order)
            return fresh, target
        fresh = field.new(self._root_generator(base, denominator, None))
        field.generators[fresh].relation = (denominator, base)
        field.rewriting.append(fresh)
        return fresh, denominator

    def _root_generator(self, base: Element, order: int, name: int | None) -> Generator:
        if name is not None:
            g = self.field.generators[name]
            sign, real, used = g.sign, True if g.sign is not None else None, g.used
        else:
            s = self.signs.element(base)
            sign, real, used = (s, True, ()) if s in (0, 1) else (None, None, ())
        return Generator("root", (base, order), sign=sign, real=real, used=used, algebraic=self.algebraic(base))

    def algebraic(self, a: Element) -> bool:
        """Made of algebraic numbers only."""
        field = self.field
        polynomials = [a.num, *(field.factors[k] for k in a.den)]
        return all(e <= 0 or field.generators[j].algebraic for p in polynomials for j, e in enumerate(p.degrees()))
