"""Polynomials that are nonnegative by inequalities between arithmetic and geometric means.

``sum l_i x**a_i >= x**b`` for positive x, weights l_i with sum one and ``b = sum l_i a_i``.  A polynomial that is a sum
of such differences and of positive terms, found by exact linear programming, is nonnegative (C. Ghasemi, M. Marshall,
"Lower bounds for polynomials using geometric programming", SIAM J. Optim. 22, 2012; R. Murray, V. Chandrasekaran,
A. Wierman, "Newton polytopes and relative entropy optimization", Found. Comput. Math. 21, 2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from flint import fmpq, fmpq_mat

from derive.decide.budget import Budget
from derive.decide.relations.certificate import feasible

MOST_TERMS, MOST_DEGREE, MOST_COLUMNS = 30, 12, 150
Monomial = tuple[int, ...]


def nonnegative_by_means(terms: dict[Monomial, Fraction], positive: Sequence[bool], budget: Budget) -> bool:
    """Whether a polynomial is nonnegative wherever the variables marked ``positive`` are, by such inequalities.

    A term with an odd power of another variable is taken with its less favourable sign.
    """
    worst: dict[Monomial, Fraction] = {}
    for monomial, coefficient in terms.items():
        signed = all(p or d % 2 == 0 for p, d in zip(positive, monomial))
        worst[monomial] = coefficient if signed else -abs(coefficient)
    above = [m for m, c in worst.items() if c > 0]
    below = [m for m, c in worst.items() if c < 0]
    if not below:
        return True
    if len(worst) > MOST_TERMS or max(sum(m) for m in worst) > MOST_DEGREE or not above:
        return False
    columns: list[dict[Monomial, Fraction]] = []
    for target in below:
        for weights in _combinations(target, above):
            budget.check()
            columns.append({**weights, target: Fraction(-1)})
            if len(columns) > MOST_COLUMNS:
                return False
    columns += [{m: Fraction(1)} for m in above]
    rows = list(worst)
    matrix = [[_exact(c.get(m, Fraction(0)) * (1 if worst[m] >= 0 else -1)) for c in columns] for m in rows]
    return feasible(matrix, [_exact(abs(worst[m])) for m in rows], budget)


def _combinations(target: Monomial, above: Sequence[Monomial]) -> Iterator[dict[Monomial, Fraction]]:
    """Simplices of two to four of the exponents with the target inside of them, with its weights."""
    for size, most in ((2, MOST_TERMS), (3, 14), (4, 8)):
        if len(above) > most:
            return
        for corners in combinations(above, size):
            weights = _weights(target, corners)
            if weights is not None:
                yield dict(zip(corners, weights))


def _weights(target: Monomial, corners: Sequence[Monomial]) -> list[Fraction] | None:
    """Positive barycentric coordinates, where they are unique."""
    rows = [[fmpq(c[i]) for c in corners] for i in range(len(target))] + [[fmpq(1)] * len(corners)]
    right = [fmpq(t) for t in target] + [fmpq(1)]
    matrix = fmpq_mat([[*row, b] for row, b in zip(rows, right)])
    reduced, rank = matrix.rref()
    if rank != len(corners) or any(reduced[i, i] != 1 for i in range(len(corners))):
        return None
    values = [reduced[i, len(corners)] for i in range(len(corners))]
    if any(v <= 0 for v in values):
        return None
    return [Fraction(int(v.p), int(v.q)) for v in values]


def _exact(value: Fraction) -> Any:
    return fmpq(value.numerator, value.denominator)
