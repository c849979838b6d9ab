"""Matrices that are written out, computed: products, sums, transposes and factors of them become one matrix."""

from __future__ import annotations

from collections.abc import Callable

from derive.expression import ONE, ZERO, Expression, add, div, mul, neg

Rows = list[list[Expression]]
#: No product of larger matrices is multiplied out.
MOST = 6


def folded(e: Expression) -> Expression:
    """The matrix that an expression in matrices is, entries multiplied out; the expression itself where it is none.

    A matrix with one entry is that entry.
    """
    if not any(node.head == "matrix" for node in e.walk()):
        return e
    rows = _rows(e)
    if rows is None:
        return e
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    return Expression("matrix", tuple(Expression("row", tuple(row)) for row in rows))


def _rows(e: Expression) -> Rows | None:
    """The entries; None for what is no matrix written out."""
    if e.head == "matrix":
        rows = [list(row.args) for row in e.args]
        return rows if len(rows) <= MOST and all(0 < len(r) <= MOST for r in rows) else None
    if e.head == "neg":
        return _each(_rows(e.args[0]), _negative)
    if e.head == "call" and e.value == "transpose" and len(e.args) == 1:
        inner = _rows(e.args[0])
        return None if inner is None else [list(column) for column in zip(*inner)]
    if e.head == "div":
        below = e.args[1]
        return None if _has_matrix(below) else _each(_rows(e.args[0]), lambda x: x if x == ZERO else div(x, below))
    if e.head == "add":
        return _sum([_rows(a) for a in e.args])
    return _product(e.args) if e.head == "mul" else None


def _each(rows: Rows | None, change: Callable[[Expression], Expression]) -> Rows | None:
    return None if rows is None else [[change(x) for x in row] for row in rows]


def _negative(x: Expression) -> Expression:
    return x if x == ZERO else x.args[0] if x.head == "neg" else neg(x)


def _sum(parts: list[Rows | None]) -> Rows | None:
    total = parts[0]
    for part in parts[1:]:
        if total is None or part is None or len(part) != len(total) or len(part[0]) != len(total[0]):
            return None
        total = [[_plus([x, y]) for x, y in zip(a, b)] for a, b in zip(total, part)]
    return total


def _product(factors: tuple[Expression, ...]) -> Rows | None:
    scalars = [f for f in factors if not _has_matrix(f)]
    matrices = [_rows(f) for f in factors if _has_matrix(f)]
    total = matrices[0] if matrices else None
    for rows in matrices[1:]:
        if total is None or rows is None:
            return None
        if len(total) == len(total[0]) == 1 and len(rows) > 1:
            corner = total[0][0]
            total = [[_times([corner, x]) for x in row] for row in rows]
            continue
        if len(total[0]) != len(rows):
            return None
        columns = list(zip(*rows))
        total = [[_plus([_times([x, y]) for x, y in zip(row, column)]) for column in columns] for row in total]
    return None if total is None else [[_times([*scalars, x]) for x in row] for row in total]


def _has_matrix(e: Expression) -> bool:
    return any(node.head == "matrix" for node in e.walk())


def _plus(terms: list[Expression]) -> Expression:
    kept = [t for t in terms if t != ZERO]
    return add(*kept) if kept else ZERO


def _times(factors: list[Expression]) -> Expression:
    if ZERO in factors:
        return ZERO
    kept = [f for f in factors if f != ONE]
    return mul(*kept) if kept else ONE
