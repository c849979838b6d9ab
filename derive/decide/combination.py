"""Rational linear combinations of field elements, by linear algebra on monomials."""

from __future__ import annotations

from fractions import Fraction

from derive.decide.field import Element, Field


def combination(field: Field, elements: list[Element]) -> list[Fraction] | None:
    """The last element as a rational combination of the others, by linear algebra on monomials."""
    from flint import fmpq_mat

    reduced = [field.reduce(e) for e in elements]
    den: dict[int, int] = {}
    for e in reduced:
        for k, power in e.den.items():
            den[k] = max(den.get(k, 0), power)
    tables = [field.reduce(Element(field.lift(e, den), {})).num.to_dict() for e in reduced]
    monomials = sorted({m for table in tables for m in table})
    if len(monomials) > 400:
        return None
    count = len(elements)
    matrix = fmpq_mat(len(monomials), count, [table.get(m, 0) for m in monomials for table in tables])
    rows, rank = matrix.rref()
    weights = [Fraction(0)] * (count - 1)
    for r in range(rank):
        pivot = next(c for c in range(count) if rows[r, c] != 0)
        if pivot == count - 1:
            return None
        value = rows[r, count - 1]
        weights[pivot] = Fraction(int(value.p), int(value.q))
    return weights
