"""Proofs that a set of sign conditions has no solution.

Over the complex numbers: a power of the product of what is not zero lies in the ideal of what is (Hilbert's
Nullstellensatz; Buchberger's algorithm in FLINT).  Over the reals: a sum of products of known signs that is identically
zero and yet positive (a Positivstellensatz certificate of low degree), found by exact linear programming.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from flint import Ordering, fmpq, fmpz_mpoly_ctx, fmpz_mpoly_vec

from derive.decide.budget import Budget

MOST_COLUMNS, MOST_ROWS, MOST_PIVOTS = 160, 90, 220


def ideal_is_everything(zero: Sequence[Any], nonzero: Sequence[Any]) -> bool:
    """No complex point makes all of ``zero`` vanish and none of ``nonzero``.  False also where it isn't found."""
    involved = sorted({i for p in (*zero, *nonzero) for i, d in enumerate(p.degrees()) if d > 0})
    if not zero or len(involved) > 12:
        return False
    context = fmpz_mpoly_ctx.get((*(f"z{i}" for i in involved), "t"), Ordering.degrevlex)
    position = {g: i for i, g in enumerate(involved)}
    moved = [_move(p, context, position) for p in zero]
    if nonzero:
        product = context.constant(1)
        for p in nonzero:
            product *= _move(p, context, position)
            if len(product) > 400:
                return False
        moved.append(1 - context.gen(len(involved)) * product)
    basis = fmpz_mpoly_vec(moved, context).buchberger_naive(limits=(40, 300, 3000))
    found = basis[0] if isinstance(basis, tuple) else basis
    return any(p.is_constant() and not p.is_zero() for p in found)


def _move(poly: Any, context: Any, position: dict[int, int]) -> Any:
    scale = 1
    for c in poly.coeffs():
        scale *= int(c.q) // _gcd(scale, int(c.q))
    terms = {}
    for monomial, c in poly.to_dict().items():
        exponents = [0] * (len(position) + 1)
        for i, d in enumerate(monomial):
            if d:
                exponents[position[i]] = int(d)
        terms[tuple(exponents)] = int(c.p) * (scale // int(c.q))
    return context.from_dict(terms)


def _gcd(a: int, b: int) -> int:
    from math import gcd

    return gcd(a, b)


def contradiction(
    positive: Sequence[Any],
    nonnegative: Sequence[Any],
    zero: Sequence[Any],
    one: Any,
    budget: Budget,
    levels: Sequence[int] = (1, 2, 3),
) -> bool:
    """The conditions ``> 0``, ``>= 0`` and ``= 0`` contradict each other, by an exact certificate of low degree."""
    generators = sorted({i for p in (*positive, *nonnegative, *zero) for i, d in enumerate(p.degrees()) if d > 0})
    context = one.context()
    gens = [context.gen(i) for i in generators]
    strict, weak, equal = [one, *positive], list(nonnegative), list(zero)
    for level in levels:
        if level == 2:
            pairs = list(combinations(positive, 2))
            strict = strict + [p * p for p in positive] + [a * b for a, b in pairs][:40]
            mixed = [a * b for a in positive for b in nonnegative] + [a * b for a, b in combinations(nonnegative, 2)]
            squares = [g * g for g in gens] + [(a - b) ** 2 for a, b in combinations(gens, 2)]
            squares += [(a + b) ** 2 for a, b in combinations(gens, 2)] + [p * p for p in nonnegative]
            signed = [p * g * g for p in positive for g in gens]
            weak = weak + mixed[:40] + squares[:40] + signed[:30]
            equal = equal + [z * f for z in zero for f in (*gens, *positive, *zero)][:40]
        if level == 3:
            weak = [*nonnegative, *quartic_squares(gens)]
            strict, equal = [one, *positive], list(zero)
        if _certificate(strict, weak, equal, budget):
            return True
    return False


def quartic_squares(gens: Sequence[Any]) -> list[Any]:
    """Squares of differences of products of two generators, for at most four of those."""
    if len(gens) > 4:
        return []
    products = [a * b for i, a in enumerate(gens) for b in gens[i:]]
    return [(a - b) ** 2 for a, b in combinations(products, 2)] + [p * p for p in products]


def _certificate(strict: Sequence[Any], weak: Sequence[Any], equal: Sequence[Any], budget: Budget) -> bool:
    """Nonnegative multipliers (free ones for ``equal``) with sum zero and the strict ones adding up to one."""
    columns = [*strict, *weak, *equal, *(-e for e in equal)]
    monomials = sorted({tuple(int(d) for d in m) for c in columns for m in c.monoms()})
    if len(columns) > MOST_COLUMNS or len(monomials) > MOST_ROWS:
        return False
    index = {m: i for i, m in enumerate(monomials)}
    zero = fmpq(0)
    matrix = [[zero] * len(columns) for _ in range(len(monomials) + 1)]
    for j, column in enumerate(columns):
        for m, c in column.to_dict().items():
            matrix[index[tuple(int(d) for d in m)]][j] = c
        if j < len(strict):
            matrix[-1][j] = fmpq(1)
    target = [zero] * len(monomials) + [fmpq(1)]
    return feasible(matrix, target, budget)


def feasible(matrix: list[list[Any]], target: list[Any], budget: Budget) -> bool:
    """Whether ``matrix @ x = target`` has a solution ``x >= 0``: phase one of the simplex method, Bland's rule, exact.

    ``target`` is nonnegative.  Running out of pivots counts as no.
    """
    rows = [[*row, b] for row, b in zip(matrix, target)]
    width = len(matrix[0]) if matrix else 0
    basis: list[int] = [width + i for i in range(len(rows))]
    cost = [sum((r[j] for r in rows), fmpq(0)) for j in range(width + 1)]
    for pivots in range(MOST_PIVOTS):
        if pivots % 8 == 0:
            budget.check()
        if cost[-1] == 0:
            return True
        entering = next((j for j in range(width) if cost[j] > 0), None)
        if entering is None:
            return False
        choices = [(r[-1] / r[entering], basis[i], i) for i, r in enumerate(rows) if r[entering] > 0]
        if not choices:
            return False
        leaving = min(choices)[2]
        pivot = rows[leaving][entering]
        rows[leaving] = [v / pivot for v in rows[leaving]]
        chosen = rows[leaving]
        for i, r in enumerate(rows):
            if i != leaving and r[entering]:
                factor = r[entering]
                rows[i] = [v - factor * w if w else v for v, w in zip(r, chosen)]
        factor = cost[entering]
        cost = [v - factor * w if w else v for v, w in zip(cost, chosen)]
        basis[leaving] = entering
    return False


def quadratic_zero_set(poly: Any) -> tuple[list[Any], Fraction] | None:
    """``poly = sum d_i l_i**2 + c`` with all ``d_i`` of one sign and ``c`` of that sign or zero, by completing squares.

    Returns the linear forms ``l_i`` and ``|c|``, so that real zeros are the common zeros of the forms (none for c > 0);
    None where the polynomial is not such a quadratic.
    """
    if poly.is_constant() or poly.total_degree() != 2:
        return None
    context, rest = poly.context(), poly
    forms: list[Any] = []
    sign = 0
    while not rest.is_constant():
        degrees = rest.degrees()
        square = next((i for i, d in enumerate(degrees) if d == 2 and _coefficient(rest, i, i)), None)
        if square is None:
            return None
        leading = _coefficient(rest, square, square)
        if sign and (leading > 0) != (sign > 0):
            return None
        sign = 1 if leading > 0 else -1
        form = rest.derivative(square) / (2 * leading)
        forms.append(form)
        rest = rest - form * form * leading
    value = Fraction(0)
    if not rest.is_zero():
        c = rest.leading_coefficient()
        value = Fraction(int(c.p), int(c.q)) * sign
    if value < 0 or context is None:
        return None
    return forms, value


def _coefficient(poly: Any, i: int, j: int) -> Any:
    wanted = [0] * poly.context().nvars()
    wanted[i] += 1
    wanted[j] += 1
    return poly.to_dict().get(tuple(wanted), 0)
