"""Pieces of a domain: where a switch's expression is positive, negative or zero."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from derive.decide.budget import Budget
from derive.decide.domain import Domain, Range
from derive.decide.field import Field, FieldFullError, NoNormalFormError
from derive.decide.program import program
from derive.decide.sample import exact
from derive.decide.translate import Translator
from derive.expression import ZERO, Expression, add, div, mul, name, neg, number, power, relation, replace, sub


@dataclass(frozen=True, slots=True)
class Piece:
    """Both sides on one piece of the domain, and the original names in terms of the piece's."""

    left: Expression
    right: Expression
    where: Domain
    back: dict[str, Expression]
    passed: frozenset[Expression] = frozenset()

    def over(self, where: Domain) -> Piece:
        return Piece(self.left, self.right, where, self.back, self.passed)

    def reading(self, left: Expression, right: Expression) -> Piece:
        return Piece(left, right, self.where, self.back, self.passed)

    def passing(self, node: Expression) -> Piece:
        return Piece(self.left, self.right, self.where, self.back, self.passed | {node})


@dataclass(frozen=True, slots=True)
class _Linear:
    """u = coefficient · name + rest, where rest has no such name."""

    name: str
    coefficient: Fraction
    alone: bool
    polynomial: Any
    index: int


def _polynomial(u: Expression, where: Domain, budget: Budget) -> tuple[Any, list[str]] | None:
    """U as a polynomial in its names, or None."""
    free = Domain({n: Range("real") for n in where.ranges})
    try:
        t = Translator(Field(32, budget), free)
        (element,) = t.run(program((u,)))
    except (NoNormalFormError, FieldFullError):
        return None
    if element.den or any(g.kind != "name" for g in t.field.generators):
        return None
    return element.num, [g.data[0] for g in t.field.generators]


def _tidied(u: Expression, where: Domain, budget: Budget) -> Expression:
    """U as a plain polynomial in its names, if that is what it reduces to (``sin² + cos²`` may hide in it)."""
    free = Domain({n: Range("real") for n in where.ranges})
    try:
        t = Translator(Field(32, budget), free)
        (element,) = t.run(program((u,)))
        num, den = t.field.cancelled(element)
    except (NoNormalFormError, FieldFullError):
        return u
    generators = t.field.generators
    if not den.is_constant() or any(e > 0 and generators[j].kind != "name" for j, e in enumerate(num.degrees())):
        return u
    return written(num, [g.data[0] if g.kind == "name" else "" for g in generators])


def _linear(u: Expression, where: Domain, budget: Budget) -> _Linear | None:
    found = _polynomial(u, where, budget)
    if found is None:
        return None
    polynomial, names = found
    degrees = polynomial.degrees()
    present = [k for k in range(len(names)) if degrees[k] > 0]
    best: _Linear | None = None
    for k in present:
        if degrees[k] != 1 or where.of(names[k]).kind == "integer":
            continue
        slope = polynomial.derivative(k)
        if not slope.is_constant():
            continue
        c = slope.leading_coefficient()
        candidate = _Linear(names[k], Fraction(int(c.p), int(c.q)), len(present) == 1, polynomial, k)
        bounded = where.of(names[k]).low is not None or where.of(names[k]).high is not None
        if candidate.alone or not bounded:
            return candidate
        best = best or candidate
    return best


def restricted(piece: Piece, u: Expression, sign: int, budget: Budget) -> list[Piece]:
    """The piece cut down to where u has a sign."""
    u = _tidied(u, piece.where, budget)
    linear = _linear(u, piece.where, budget)
    if linear is None:
        ranges = _by_roots(piece, u, sign, budget)
        if ranges is not None:
            return ranges
        return [assuming(piece, relation("gt" if sign > 0 else "lt", u, ZERO))]
    if linear.alone:
        value = replace(u, {linear.name: ZERO})
        rest = exact(value, {})
        if rest is None:
            return [assuming(piece, relation("gt" if sign > 0 else "lt", u, ZERO))]
        bound = -rest / linear.coefficient
        r = piece.where.of(linear.name)
        above = (sign > 0) == (linear.coefficient > 0)
        narrowed = r.above(bound, True) if above else r.below(bound, True)
        return [] if _empty(narrowed) else [_ranged(piece, linear.name, narrowed)]
    fresh = _fresh(piece, u, sign)
    ranges_now = dict(piece.where.ranges)
    ranges_now[fresh] = Range("real", Fraction(0), True, None, False, None, True)
    signed = name(fresh) if sign > 0 else neg(name(fresh))
    solved = div(sub(signed, replace(u, {linear.name: ZERO})), number(linear.coefficient))
    return [_moved(piece, linear.name, solved, ranges_now)]


def _moved(piece: Piece, text: str, solved: Expression, ranges: dict[str, Range]) -> Piece:
    """A name replaced by an expression in the others; its bounds become assumptions."""
    old = ranges.pop(text)
    values = {text: solved}
    assumptions = [replace(a, values) for a in piece.where.assumptions]
    if old.low is not None:
        assumptions.append(relation("gt" if old.open_low else "ge", solved, number(old.low)))
    if old.high is not None:
        assumptions.append(relation("lt" if old.open_high else "le", solved, number(old.high)))
    back = {n: replace(e, values) for n, e in piece.back.items()}
    back.setdefault(text, solved)
    left, right = replace(piece.left, values), replace(piece.right, values)
    return Piece(left, right, Domain(ranges, tuple(assumptions)), back, piece.passed)


def _ranged(piece: Piece, text: str, narrowed: Range) -> Piece:
    ranges = dict(piece.where.ranges)
    ranges[text] = narrowed
    return piece.over(Domain(ranges, piece.where.assumptions))


def assuming(piece: Piece, statement: Expression) -> Piece:
    return piece.over(Domain(piece.where.ranges, (*piece.where.assumptions, statement)))


def _empty(r: Range) -> bool:
    if r.low is None or r.high is None:
        return False
    return r.low > r.high or (r.low == r.high and (r.open_low or r.open_high))


def _fresh(piece: Piece, u: Expression, sign: int) -> str:
    text = f"|{u!r}|"
    try:
        from derive.read import to_plain

        text = to_plain(u if sign > 0 else neg(u))
    except ImportError:
        pass
    return text if text not in piece.where.ranges else text + "'"


def _by_roots(piece: Piece, u: Expression, sign: int, budget: Budget) -> list[Piece] | None:
    """A polynomial in one real name: the intervals between its real roots on which it has the sign.

    An irrational end is replaced by a rational one just outside, which only enlarges the set of the proof.
    """
    found = _polynomial(u, piece.where, budget)
    if found is None:
        return None
    polynomial, names = found
    degrees = polynomial.degrees()
    present = [k for k in range(len(names)) if degrees[k] > 0]
    if len(present) != 1 or degrees[present[0]] > 16 or piece.where.of(names[present[0]]).kind != "real":
        return None
    text = names[present[0]]
    roots = _real_roots(polynomial, present[0], degrees[present[0]])
    if roots is None:
        return None
    r = piece.where.of(text)
    pieces = []
    for low, high in pairwise([None, *roots, None]):
        inside = _middle(low, high)
        value = exact(u, {text: inside})
        if value is None or (value > 0) != (sign > 0) or value == 0:
            continue
        part = r if low is None else r.above(low[0], True)
        part = part if high is None else part.below(high[1], True)
        if not _empty(part):
            pieces.append(_ranged(piece, text, part))
    return pieces


def _real_roots(polynomial: Any, j: int, degree: int) -> list[tuple[Fraction, Fraction]] | None:
    """Rational enclosures of the real roots in order; None where Arb cannot tell real from complex."""
    from flint import fmpq_poly, fmpz_poly

    coefficients = [0] * (degree + 1)
    for exponents, c in polynomial.terms():
        coefficients[exponents[j]] = c
    p = fmpq_poly(coefficients)
    whole = fmpz_poly([int(c) for c in (p * p.denom()).coeffs()])
    found = []
    for root, _ in whole.complex_roots():
        if not root.imag.contains(0):
            continue
        if not root.imag.is_zero():
            return None
        low, high = root.real.lower().fmpq(), root.real.upper().fmpq()
        for candidate in _simple(low, high):
            if p(candidate) == 0:
                low = high = candidate
                break
        found.append((Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))))
    return sorted(found)


def _simple(low: Any, high: Any) -> list[Any]:
    """The rational of smallest denominator near an interval's midpoint: a root that is rational is found exactly."""
    from flint import fmpq

    middle = (Fraction(int(low.p), int(low.q)) + Fraction(int(high.p), int(high.q))) / 2
    return [fmpq(f.numerator, f.denominator) for f in (middle.limit_denominator(10**k) for k in (1, 3, 6, 9))]


def _middle(low: tuple[Fraction, Fraction] | None, high: tuple[Fraction, Fraction] | None) -> Fraction:
    if low is not None and high is not None:
        return (low[1] + high[0]) / 2
    if low is not None:
        return low[1] + 1
    return high[0] - 1 if high is not None else Fraction(0)


def at_zero(piece: Piece, u: Expression, budget: Budget) -> list[Piece]:
    """The piece on which the switch's expression is zero, where it can be parametrised."""
    u = _tidied(u, piece.where, budget)
    linear = _linear(u, piece.where, budget)
    if linear is not None:
        solved = div(neg(replace(u, {linear.name: ZERO})), number(linear.coefficient))
        value = exact(solved, {})
        if value is not None:
            r = piece.where.of(linear.name)
            narrowed = r.above(value, False).below(value, False)
            if _empty(narrowed):
                return []
            solved = number(value)
        return [_moved(piece, linear.name, solved, dict(piece.where.ranges))]
    factors = _factors(u, piece, budget)
    if factors is not None:
        return [part for f in factors for part in at_zero(piece, f, budget)]
    integers = _integer_solution(u, piece, budget)
    if integers is not None:
        return [integers]
    found = _polynomial(u, piece.where, budget)
    if found is not None:
        polynomial, names = found
        degrees = polynomial.degrees()
        present = [k for k in range(len(names)) if degrees[k] > 0]
        if len(present) == 1:
            roots = _real_roots(polynomial, present[0], degrees[present[0]]) if degrees[present[0]] <= 16 else None
            if roots is not None and all(low == high for low, high in roots):
                text = names[present[0]]
                r = piece.where.of(text)
                inside = [v for v, _ in roots if not _empty(r.above(v, False).below(v, False))]
                return [_moved(piece, text, number(v), dict(piece.where.ranges)) for v in inside]
    return [assuming(piece, relation("eq", u, ZERO))]


def _factors(u: Expression, piece: Piece, budget: Budget) -> list[Expression] | None:
    """The factors of a polynomial in names, as expressions; None if it does not fall apart."""
    found = _polynomial(u, piece.where, budget)
    if found is None or len(found[0]) > 60:
        return None
    polynomial, names = found
    _, factors = polynomial.factor()
    if len(factors) == 1 and factors[0][1] == 1:
        return None
    return [written(f, names) for f, _ in factors]


def written(polynomial: Any, names: list[str]) -> Expression:
    """A polynomial as an expression, as one would write it."""
    terms = []
    for exponents, c in polynomial.terms():
        factors = [name(n) if e == 1 else power(name(n), number(int(e))) for n, e in zip(names, exponents) if e]
        value = Fraction(int(c.p), int(c.q))
        if abs(value) != 1 or not factors:
            factors.insert(0, number(abs(value)))
        terms.append(mul(*factors) if value > 0 else neg(mul(*factors)))
    return add(*terms)


def _integer_solution(u: Expression, piece: Piece, budget: Budget) -> Piece | None:
    """U = ±name + rest with integer names: the name is minus or plus the rest."""
    found = _polynomial(u, piece.where, budget)
    if found is None:
        return None
    polynomial, names = found
    for k, text in enumerate(names):
        if polynomial.degrees()[k] != 1 or piece.where.of(text).kind != "integer":
            continue
        slope = polynomial.derivative(k)
        if slope.is_constant() and slope.leading_coefficient() in (1, -1):
            rest = replace(u, {text: ZERO})
            solved = neg(rest) if slope.leading_coefficient() == 1 else rest
            value = exact(solved, {})
            if value is not None:
                solved = number(value)
            return _moved(piece, text, solved, dict(piece.where.ranges))
    return None
