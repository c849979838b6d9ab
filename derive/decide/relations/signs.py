"""Sign conditions: formulas as statements about the signs of irreducible polynomials.

Every atom ``f op 0`` becomes a condition on the signs of the irreducible factors of numerator and denominator of f.
An implication holds if every combination of signs that would break it is impossible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from derive.decide.budget import Budget, OutOfBudget
from derive.decide.relations.algebra import Algebra, TooLargeError, algebra_for
from derive.decide.relations.algebra import factors as irreducible
from derive.decide.relations.amgm import nonnegative_by_means
from derive.decide.relations.certificate import contradiction, ideal_is_everything, quadratic_zero_set
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import SIGNS, Atom, Formula, atoms, evaluate, letters
from derive.expression import Expression

MOST_FACTORS = 26
MOST_LEAVES = 400
NONZERO = 2  # of a polynomial whose value need not be real


@dataclass(frozen=True, slots=True)
class Condition:
    """An atom as ``sign * product of factors`` with operator; ``below`` are the factors of the denominator."""

    op: str
    sign: int
    above: tuple[tuple[int, int], ...]
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """All atoms over one list of irreducible polynomials."""

    algebra: Algebra
    factors: tuple[Any, ...]
    atoms: Mapping[Atom, Condition]
    allowed: tuple[tuple[int, ...], ...]
    always_real: bool


def conditions(
    found: Sequence[Atom], *, real: bool, functions: frozenset[str], facts: Sequence[Expression]
) -> Conditions:
    """The atoms as sign conditions.  ``facts`` are expressions known to be positive (names declared so)."""
    algebra = algebra_for([*(a.difference() for a in found), *facts], real=real, functions=functions)
    for fact in facts:
        algebra.know_sign(convert(algebra, fact).numerator, (1,))
    factors: dict[Any, int] = {}
    polynomials: list[Any] = []
    table: dict[Atom, Condition] = {}
    for atom in found:
        quotient = convert(algebra, atom.difference())
        sign, above = _factored(quotient.numerator, factors, polynomials)
        other, below = _factored(quotient.denominator, factors, polynomials)
        parity = dict(above)
        for index, power in below:
            parity[index] = parity.get(index, 0) + power
        table[atom] = Condition(atom.op, sign * other, tuple(parity.items()), tuple(i for i, _ in below))
    if len(factors) > MOST_FACTORS:
        raise TooLargeError(f"{len(factors)} factors")
    polys = tuple(polynomials)
    known = _generator_signs(algebra)
    allowed = tuple(_allowed(p, algebra, known) for p in polys)
    always_real = all(set(_allowed(p, algebra, known)) <= set(s) for p, s in algebra.reality)
    return Conditions(algebra, polys, table, allowed, always_real)


def _factored(poly: Any, factors: dict[Any, int], polynomials: list[Any]) -> tuple[int, list[tuple[int, int]]]:
    """The sign of the constant and the (index, multiplicity) of each irreducible factor; sign 0 for zero."""
    if poly.is_zero():
        return 0, []
    found = irreducible(poly)
    sign = 1 if poly.leading_coefficient() > 0 else -1
    result = []
    for factor, power in found:
        lead = factor.leading_coefficient()
        monic = factor / lead
        key = tuple(sorted((m, str(c)) for m, c in monic.to_dict().items()))
        if key not in factors:
            factors[key] = len(factors)
            polynomials.append(monic)
        result.append((factors[key], int(power)))
    return sign, result


def _generator_signs(algebra: Algebra) -> dict[int, tuple[int, ...]]:
    known: dict[int, tuple[int, ...]] = {}
    for poly, signs in algebra.signs:
        if len(poly) == 1 and poly.total_degree() == 1:
            index = next(i for i, d in enumerate(poly.degrees()) if d > 0)
            kept = tuple(s for s in known.get(index, (-1, 0, 1)) if s in _times(signs, poly.leading_coefficient()))
            known[index] = kept
    return known


def certain_sign(algebra: Algebra, poly: Any) -> int | None:
    """1 or -1 where the signs of its generators show that a polynomial is never zero."""
    signs = _allowed(poly, algebra, _generator_signs(algebra))
    return signs[0] if len(signs) == 1 and abs(signs[0]) == 1 else None


def _times(signs: tuple[int, ...], coefficient: Any) -> tuple[int, ...]:
    return signs if coefficient > 0 else tuple(sorted(-s for s in signs))


def _allowed(poly: Any, algebra: Algebra, known: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    """The signs that a polynomial can have, as far as its terms and completed squares tell."""
    if not algebra.real:
        degrees = [i for i, d in enumerate(poly.degrees()) if d > 0]
        if len(poly) == 1 and all(0 not in known.get(i, (0,)) for i in degrees):
            return (NONZERO,)
        return (0, NONZERO)
    imaginary = algebra.keys.get(("constant", "i"))
    if imaginary is not None and poly.degrees()[imaginary]:
        return (0, NONZERO)
    lowest = highest = 0
    strict = False
    for monomial, coefficient in poly.to_dict().items():
        signs = {1}
        for index, degree in enumerate(monomial):
            if degree:
                base = known.get(index, (-1, 0, 1))
                signs = {s * (b if degree % 2 else b * b) for s in signs for b in base}
        if coefficient < 0:
            signs = {-s for s in signs}
        lowest, highest = min(lowest, *signs), max(highest, *signs)
        strict = strict or 0 not in signs
    if lowest == 0 or highest == 0:
        sign = 1 if lowest == 0 else -1
        return (sign,) if strict else (0, sign) if sign > 0 else (sign, 0)
    square = quadratic_zero_set(poly)
    if square is not None:
        lead = next(c for m, c in poly.to_dict().items() if sorted(m)[-1] == 2)
        sign = 1 if lead > 0 else -1
        return (sign,) if square[1] > 0 else (0, sign) if sign > 0 else (sign, 0)
    return _by_means(poly, known)


def _by_means(poly: Any, known: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    involved = [i for i, d in enumerate(poly.degrees()) if d > 0]
    positive = [set(known.get(i, (-1,))) <= {0, 1} for i in involved]
    for sign in (1, -1):
        terms = {
            tuple(int(m[i]) for i in involved): sign * Fraction(int(c.p), int(c.q)) for m, c in poly.to_dict().items()
        }
        try:
            if nonnegative_by_means(terms, positive, Budget(seconds=1).started()):
                return (0, 1) if sign > 0 else (-1, 0)
        except OutOfBudget:
            break
    return (-1, 0, 1)


def truth(condition: Condition, signs: Mapping[int, int]) -> bool | None:
    """Whether a condition holds under signs for some of the factors."""
    if any(signs.get(i) == 0 for i in condition.below):
        return False
    if condition.sign == 0:
        return 0 in SIGNS[condition.op]
    total = condition.sign
    unknown = any(i not in signs for i in condition.below)
    for index, power in condition.above:
        s = signs.get(index)
        if s is None:
            unknown = True
        elif s == 0:
            return None if any(i not in signs for i in condition.below) else 0 in SIGNS[condition.op]
        elif s == NONZERO or total == NONZERO:
            total = NONZERO
        elif power % 2:
            total *= s
    if unknown:
        return None
    if total == NONZERO:
        return condition.op == "ne" if condition.op in ("eq", "ne") else None
    return total in SIGNS[condition.op]


def prove(
    system: Conditions, premise: Formula, conclusion: Formula, domain: Formula, budget: Budget, *, lenient: bool = False
) -> tuple[bool, tuple[str, ...]]:
    """Whether every point of the domain with the premise has the conclusion; and what was left out on the way.

    ``lenient``: points at which the conclusion alone is undefined are left out where the premise goes on holding
    beside them.
    """
    words = letters(premise, conclusion)
    if len(words) > 8:
        raise TooLargeError(f"{len(words)} statements")
    involved = range(len(system.factors))
    holes: dict[str, None] = {}
    leaves = steps = 0
    for values in product((False, True), repeat=len(words)):
        assignment = dict(zip(words, values))
        stack: list[dict[int, int]] = [{}]
        while stack:
            steps += 1
            if steps % 16 == 0:
                budget.check()
            signs = stack.pop()
            hold = [_holds(f, system, signs, assignment) for f in (domain, premise, conclusion)]
            if hold[0] is False or hold[1] is False or hold[2] is True:
                continue
            free = [i for i in involved if i not in signs]
            if not free or (hold[0] is True and hold[1] is True and hold[2] is False):
                leaves += 1
                if leaves > MOST_LEAVES:
                    return False, ()
                hole = _hole(system, signs, premise, conclusion, assignment) if lenient else None
                if hole is not None:
                    holes.setdefault(hole)
                elif not impossible(system, signs, budget):
                    return False, ()
                continue
            stack.extend({**signs, free[0]: s} for s in system.allowed[free[0]])
    return True, tuple(holes)


def _holds(f: Formula, system: Conditions, signs: Mapping[int, int], words: Mapping[str, bool]) -> bool | None:
    return evaluate(f, lambda a: truth(system.atoms[a], signs), words)


def _hole(
    system: Conditions, signs: dict[int, int], premise: Formula, conclusion: Formula, words: Mapping[str, bool]
) -> str | None:
    """The denominators whose zeros make the conclusion undefined while the premise holds beside them."""
    below = sorted({i for a in atoms(conclusion) for i in system.atoms[a].below if signs.get(i) == 0})
    for chosen in (*((i,) for i in below), tuple(below)) if len(below) > 1 else ((i,) for i in below):
        for values in product(*([s for s in system.allowed[i] if s != 0] for i in chosen)):
            beside = {**signs, **dict(zip(chosen, values))}
            if _holds(premise, system, beside, words) and _holds(conclusion, system, beside, words):
                return " ".join(str(i) for i in chosen)
    return None


def impossible(system: Conditions, signs: Mapping[int, int], budget: Budget) -> bool:
    """No point has these signs, for certain."""
    zero = [system.factors[i] for i, s in signs.items() if s == 0]
    relations = _relevant(system, [system.factors[i] for i in signs])
    nonzero = [system.factors[i] for i, s in signs.items() if s != 0]
    used = {i for p in zero for i, d in enumerate(p.degrees()) if d > 0}
    nonzero += [
        p for p, allowed in system.algebra.signs if 0 not in allowed and len(p) == 1 and _inside(p, used)
    ]  # exponentials and the like
    if zero and ideal_is_everything([*zero, *relations], nonzero):
        return True
    if not system.algebra.real:
        return False
    positive: list[Any] = []
    nonnegative: list[Any] = []
    for i, s in signs.items():
        if s in (1, -1):
            positive.append(system.factors[i] * s)
    for poly, allowed in system.algebra.signs:
        (positive if 0 not in allowed else nonnegative).append(poly)
    squares: list[Any] = []
    for poly in zero:
        forms = quadratic_zero_set(poly)
        if forms is not None:
            if forms[1] > 0:
                return True
            squares += forms[0]
    if squares and ideal_is_everything([*zero, *squares, *relations], nonzero):
        return True
    one = system.algebra.constant(1)
    return contradiction(positive, nonnegative, [*zero, *squares, *relations], one, budget)


def _inside(poly: Any, generators: set[int]) -> bool:
    return all(i in generators for i, d in enumerate(poly.degrees()) if d > 0)


def _relevant(system: Conditions, polys: Sequence[Any]) -> list[Any]:
    """The relations between the generators that appear, and between those that appear in these."""
    wanted = {i for p in polys for i, d in enumerate(p.degrees()) if d > 0}
    chosen: list[Any] = []
    rest = list(system.algebra.relations)
    while True:
        fresh = [r for r in rest if wanted & {i for i, d in enumerate(r.degrees()) if d > 0}]
        if not fresh:
            return chosen
        chosen += fresh
        rest = [r for r in rest if not any(r == f for f in fresh)]
        wanted |= {i for r in fresh for i, d in enumerate(r.degrees()) if d > 0}
