"""A missing or extra product of powers, found by a log-linear fit of the ratio over the sample."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from derive.diagnose.case import Case, Repair
from derive.diagnose.factors import divided, ratio
from derive.diagnose.fits import Linear, common, simple, varies, written
from derive.diagnose.products import factor_repair, times
from derive.expression import ONE, Expression, div, mul, name, number, power

_MOST_ATOMS = 9


def monomial_factor(case: Case) -> Iterator[Repair]:
    """A missing product of powers of names, entries, function values and sums: a log-linear fit of the ratio."""
    yield from (repair for repair, mixed in _monomials(case) if not mixed)


def monomial_ratio(case: Case) -> Iterator[Repair]:
    """The same where something is missing and something is too much: less likely to be one slip."""
    yield from (repair for repair, mixed in _monomials(case) if mixed)


def _monomials(case: Case) -> Iterator[tuple[Repair, bool]]:
    atoms, solver = _fitting(case)
    tame = case.tame
    if not atoms:
        return
    for place in case.places:
        column = ratio(place)
        if any(v != v or v == 0 or abs(v) == math.inf for v in column[:tame]) or not varies(column, tame):
            continue
        found = solver.fit([math.log(abs(v)) for v in column[:tame]])
        if found is None:
            continue
        exponents = [round(2 * c) for c in found[1:]]
        if not any(exponents) or max(map(abs, exponents)) > 8 or sum(1 for e in exponents if e) > 4:
            continue
        if any(abs(2 * c - e) > 1e-4 for c, e in zip(found[1:], exponents)):
            continue
        if sum(1 for a, e in zip(atoms, exponents) if e and a.head == "add") > 1:
            continue
        product = _monomial(atoms, [Fraction(e, 2) for e in exponents])
        rest = common(tuple(divided(v, w) for v, w in zip(column, case.values.of(product))), tame)
        coefficient = simple(rest) if rest is not None and abs(rest) > 1e-9 else None
        if coefficient is None or (place.parent is not None and coefficient != ONE):
            continue  # a sign and a factor deep inside are two slips, and less likely than another one
        detail = product if coefficient == ONE else times(product, coefficient)
        more, less = any(e > 0 for e in exponents), any(e < 0 for e in exponents)
        yield factor_repair(place, detail, "missing factor"), more and less


def _fitting(case: Case) -> tuple[tuple[Expression, ...], Linear]:
    atoms = _atoms(case)
    return atoms, Linear(
        [[1.0] * case.tame] + [[math.log(abs(v)) for v in case.values.of(a)[: case.tame]] for a in atoms]
    )


def _atoms(case: Case) -> tuple[Expression, ...]:
    """What factors can be made of: names first, then entries and function values, then sums that are factors."""
    found: dict[Expression, None] = {}
    trees = (case.target, case.source)
    for n in sorted({n for tree in trees for n in tree.names()}):
        found.setdefault(name(n))
    for heads in (("index",), ("prime", "call"), ("add",)):
        for tree in trees:
            for node in tree.walk():
                if node.head in heads and node != tree:
                    found.setdefault(node)
    kept: list[Expression] = []
    columns: list[list[float]] = [[1.0] * case.tame]
    for atom in found:
        values = case.values.of(atom)[: case.tame]
        if any(v != v or v == 0 or abs(v) == math.inf for v in values) or not varies(case.values.of(atom), case.tame):
            continue
        column = [math.log(abs(v)) for v in values]
        if len(kept) < min(_MOST_ATOMS, case.tame - 3) and Linear(columns).fit(column) is None:
            kept.append(atom)  # one that the others span already would make the fit ambiguous
            columns.append(column)
    return tuple(kept)


def _monomial(atoms: tuple[Expression, ...], exponents: list[Fraction]) -> Expression:
    above = [_raised(a, e) for a, e in zip(atoms, exponents) if e > 0]
    below = [_raised(a, -e) for a, e in zip(atoms, exponents) if e < 0]
    top = mul(*above) if above else ONE
    return div(top, mul(*below)) if below else top


def _raised(atom: Expression, exponent: Fraction) -> Expression:
    if exponent == 1:
        return atom
    return power(atom, number(exponent) if exponent.denominator == 1 else written(exponent))
