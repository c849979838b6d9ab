"""The same matrix up to a change of basis.

Matrices of rationals are similar when they have the same characteristic polynomial and, for each of its irreducible
factors p and every k, the same rank of ``p(A)**k``.  With names in the entries the coefficients of the characteristic
polynomials are compared; where they agree and its roots are different for almost all values, the matrices are similar
for those.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly

from derive.decide.budget import Budget
from derive.decide.relations.algebra import algebra_for
from derive.decide.relations.convert import convert
from derive.decide.relations.points import rational_value
from derive.expression import Expression, add, div, mul, neg, number
from derive.verdict import Evidence, Outcome, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import Vocabulary

Ladder = Callable[..., Verdict]
LARGEST = 6


def similar(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder) -> Verdict:
    """Whether two square matrices stand for the same linear map in two bases."""
    sides = [_entries(side) for side in (left, right)]
    if any(rows is None for rows in sides):
        return undecided("similar asks for two square matrices written out")
    first, second = (rows for rows in sides if rows is not None)
    if len(first) != len(second):
        text = f"the sizes {len(first)} and {len(second)} differ"
        return refuted(text, Evidence("counterexample", "size", text))
    exact = [_rational(rows) for rows in (first, second)]
    if exact[0] is not None and exact[1] is not None:
        return _rational_verdict(exact[0], exact[1])
    if len(first) > LARGEST:
        return undecided(f"a matrix with names and more than {LARGEST} rows")
    return _symbolic(first, second, vocabulary, budget, ladder)


def _entries(matrix: Expression) -> list[list[Expression]] | None:
    if matrix.head != "matrix" or any(len(row.args) != len(matrix.args) for row in matrix.args):
        return None
    return [list(row.args) for row in matrix.args]


def _rational(rows: list[list[Expression]]) -> Any:
    values = [[rational_value(e) for e in row] for row in rows]
    if any(v is None for row in values for v in row):
        return None
    return fmpq_mat([[fmpq(v.numerator, v.denominator) for v in row if v is not None] for row in values])


def _rational_verdict(a: Any, b: Any) -> Verdict:
    polynomials = a.charpoly(), b.charpoly()
    if polynomials[0] != polynomials[1]:
        text = "the characteristic polynomials differ"
        figures = (("first", str(polynomials[0])), ("second", str(polynomials[1])))
        return refuted(text, Evidence("counterexample", "characteristic polynomial", text, figures))
    for factor, multiplicity in fmpq_poly(polynomials[0]).factor()[1]:
        one, two = _evaluated(factor, a), _evaluated(factor, b)
        power_a, power_b = one, two
        for k in range(1, int(multiplicity) + 1):
            if power_a.rank() != power_b.rank():
                text = f"the ranks of p(A)^{k} differ for p = {factor}"
                figures = (("first", str(power_a.rank())), ("second", str(power_b.rank())))
                return refuted(text, Evidence("counterexample", "rank", text, figures))
            power_a, power_b = power_a * one, power_b * two
    text = "the same characteristic polynomial, and the same ranks for each of its factors"
    return proved(text, Evidence("proof", "invariants", text))


def _evaluated(polynomial: Any, matrix: Any) -> Any:
    size = matrix.nrows()
    unit = fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
    total = fmpq_mat(size, size)
    for coefficient in reversed(polynomial.coeffs()):
        total = total * matrix + unit * coefficient
    return total


def _symbolic(
    first: list[list[Expression]],
    second: list[list[Expression]],
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
) -> Verdict:
    pairs = list(zip(coefficients(first), coefficients(second)))
    found = [ladder(a, b, vocabulary=vocabulary, budget=budget.part(0.5)) for a, b in pairs]
    for verdict in found:
        if verdict.fails:
            return refuted(f"the characteristic polynomials differ: {verdict.reason}", *verdict.evidence)
    evidence = tuple(e for v in found for e in v.evidence)
    if not all(v.holds for v in found):
        return undecided("whether the characteristic polynomials agree was not found", *evidence)
    if not _separable([a for a, _ in pairs]):
        if len(first) == 2:
            return _double_root(first, second, vocabulary, budget, ladder, evidence)
        return undecided("the characteristic polynomials agree, but have a double root", *evidence)
    made = proved if all(v.outcome is Outcome.PROVED for v in found) else supported
    return made("the same eigenvalues, all different for almost all values of the names", *evidence)


def _double_root(
    first: list[list[Expression]],
    second: list[list[Expression]],
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
    evidence: tuple[Evidence, ...],
) -> Verdict:
    """Two by two with the same double eigenvalue: similar when both are multiples of the identity, or neither is."""
    scalar: list[bool | None] = []
    for (a, b), (c, d) in (first, second):
        entries = [(b, number(0)), (c, number(0)), (a, d)]
        found = [ladder(x, y, vocabulary=vocabulary, budget=budget.part(0.3)) for x, y in entries]
        scalar.append(False if any(v.fails for v in found) else True if all(v.holds for v in found) else None)
    if None in scalar:
        return undecided("the characteristic polynomials agree, but have a double root", *evidence)
    if scalar[0] != scalar[1]:
        which = "first" if scalar[0] else "second"
        text = f"only the {which} is a multiple of the identity, with the same double eigenvalue"
        return refuted(text, Evidence("counterexample", "double eigenvalue", text))
    text = "the same double eigenvalue, and " + ("both are diagonal" if scalar[0] else "neither is diagonalisable")
    return supported(text, *evidence, Evidence("agreement", "double eigenvalue", text))


def coefficients(rows: list[list[Expression]]) -> list[Expression]:
    """Coefficients of the characteristic polynomial below the leading one (Faddeev and LeVerrier)."""
    size = len(rows)
    zero = number(0)
    current = [[zero] * size for _ in range(size)]
    found: list[Expression] = []
    last: Expression = number(1)
    for k in range(1, size + 1):
        product = [[_dot(rows[i], [r[j] for r in current]) for j in range(size)] for i in range(size)]
        current = [[add(product[i][j], last) if i == j else product[i][j] for j in range(size)] for i in range(size)]
        trace = add(*(_dot(rows[i], [r[i] for r in current]) for i in range(size))) if size > 1 else rows[0][0]
        last = neg(div(trace, number(k)))
        found.append(last)
    return found


def _dot(a: list[Expression], b: list[Expression]) -> Expression:
    terms = [mul(x, y) for x, y in zip(a, b)]
    return add(*terms)


def _separable(below: list[Expression]) -> bool:
    """Whether a monic polynomial with these coefficients has only simple roots, for almost all values of the names."""
    try:
        algebra = algebra_for(below, real=True, extra=1)
        variable, _ = algebra.generator(("variable",), number(0))
        total = variable ** len(below)
        scale = algebra.constant(1)
        for k, coefficient in enumerate(below, 1):
            q = convert(algebra, coefficient)
            total = total * q.denominator + q.numerator * scale * variable ** (len(below) - k)
            scale = scale * q.denominator
        return not total.discriminant(algebra.keys[("variable",)]).is_zero()
    except (ValueError, ZeroDivisionError, OverflowError):
        return False
