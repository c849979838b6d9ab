"""Vectors and matrices written out: a grid of scalar trees, and its arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from derive.decide.calculus.construct import integer, minus, negate, over, plus, raised, times
from derive.expression import ONE, TWO, ZERO, Expression, call

#: Entries of the largest matrix that is written out, and the largest determinant by permutations.
ENTRIES, ORDER = 144, 5


class ShapeError(Exception):
    """Shapes that do not fit, or an operation that has no meaning for them."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix by rows; a column vector has one column."""

    rows: tuple[tuple[Expression, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    def map(self, function: Callable[[Expression], Expression]) -> Grid:
        return Grid(tuple(tuple(function(e) for e in row) for row in self.rows))

    @property
    def transposed(self) -> Grid:
        return Grid(tuple(zip(*self.rows)))

    def entries(self) -> tuple[Expression, ...]:
        return tuple(e for row in self.rows for e in row)


Tensor = Expression | Grid


def grid(rows: int, columns: int, entry: Callable[[int, int], Expression]) -> Grid:
    if rows < 1 or columns < 1 or rows * columns > ENTRIES:
        raise ShapeError(f"a matrix of {rows} rows and {columns} columns is not written out")
    return Grid(tuple(tuple(entry(i, j) for j in range(columns)) for i in range(rows)))


def identity(size: int) -> Grid:
    return grid(size, size, lambda i, j: ONE if i == j else ZERO)


def scalar(value: Tensor) -> Expression:
    """A scalar; a matrix of one entry counts as one."""
    if isinstance(value, Expression):
        return value
    if value.shape == (1, 1):
        return value.rows[0][0]
    raise ShapeError(f"a scalar was expected, not a {value.shape[0]} by {value.shape[1]} matrix")


def added(values: list[Tensor]) -> Tensor:
    grids = [v for v in values if isinstance(v, Grid)]
    if not grids:
        return plus(*(scalar(v) for v in values))
    if len(grids) < len(values):
        # A zero may stand for the zero matrix; a 1 by 1 matrix is a scalar.
        values = [v for v in values if v != ZERO]
        if len([v for v in values if isinstance(v, Grid)]) < len(values):
            return plus(*(scalar(v) for v in values))
    shape = grids[0].shape
    if any(g.shape != shape for g in grids):
        raise ShapeError("matrices of different shapes are added")
    return grid(*shape, lambda i, j: plus(*(g.rows[i][j] for g in grids)))


def multiplied(left: Tensor, right: Tensor) -> Tensor:
    if isinstance(left, Expression) or isinstance(right, Expression):
        if isinstance(left, Expression) and isinstance(right, Expression):
            return times(left, right)
        factor, matrix = (left, right) if isinstance(left, Expression) else (right, left)
        assert isinstance(factor, Expression)
        assert isinstance(matrix, Grid)
        return matrix.map(lambda e: times(factor, e))
    (rows, inner), (other, columns) = left.shape, right.shape
    if inner != other:
        if (1, 1) in (left.shape, right.shape):
            one, matrix = (left, right) if left.shape == (1, 1) else (right, left)
            return multiplied(scalar(one), matrix)
        raise ShapeError(f"a matrix of {inner} columns is multiplied by one of {other} rows")
    return grid(rows, columns, lambda i, j: plus(*(times(left.rows[i][k], right.rows[k][j]) for k in range(inner))))


def product(values: list[Tensor]) -> Tensor:
    total: Tensor = ONE
    for value in values:
        total = multiplied(total, value)
    return total


def negated(value: Tensor) -> Tensor:
    return negate(value) if isinstance(value, Expression) else value.map(negate)


def divided(left: Tensor, right: Tensor) -> Tensor:
    below = scalar(right)
    return over(left, below) if isinstance(left, Expression) else left.map(lambda e: over(e, below))


def powered(base: Tensor, exponent: Tensor) -> Tensor:
    if isinstance(base, Expression) or base.shape == (1, 1):
        return raised(scalar(base), scalar(exponent))
    count = integer(scalar(exponent))
    if count is None or base.shape[0] != base.shape[1] or abs(count) > 8:
        if count == 2 and 1 in base.shape:
            return inner_product(base, base)  # x^2 of a vector is its square
        raise ShapeError("a matrix is raised to a power that is not written out")
    if count < 0:
        base, count = inverted(base), -count
    total = identity(base.shape[0])
    for _ in range(count):
        step = multiplied(total, base)
        assert isinstance(step, Grid)
        total = step
    return total


def determinant(matrix: Grid) -> Expression:
    size = matrix.shape[0]
    if matrix.shape[1] != size or size > ORDER:
        raise ShapeError("the determinant of this matrix is not written out")
    terms = []
    for order in permutations(range(size)):
        swaps = sum(order[i] > order[j] for i in range(size) for j in range(i + 1, size))
        term = times(*(matrix.rows[i][order[i]] for i in range(size)))
        terms.append(negate(term) if swaps % 2 else term)
    return plus(*terms)


def adjugated(matrix: Grid) -> Grid:
    size = matrix.shape[0]
    if size == 1:
        return identity(1)

    def cofactor(i: int, j: int) -> Expression:
        kept = tuple(tuple(e for c, e in enumerate(row) if c != i) for r, row in enumerate(matrix.rows) if r != j)
        value = determinant(Grid(kept))
        return negate(value) if (i + j) % 2 else value

    return grid(size, size, cofactor)


def inverted(matrix: Grid) -> Grid:
    below = determinant(matrix)
    if not below.names() and _exactly(below) == 0:
        raise ShapeError("a matrix that is inverted is singular")
    return adjugated(matrix).map(lambda e: over(e, below))


def _exactly(value: Expression) -> Fraction | None:
    """The value of rational arithmetic."""
    from derive.decide.calculus.reduce import value_of

    return value_of(value)


def dotted(left: Tensor, right: Tensor) -> Tensor:
    """A dot between two vectors is their inner product; next to a number or between matrices it is the product."""
    if isinstance(left, Expression) or isinstance(right, Expression):
        return multiplied(left, right)
    if 1 not in left.shape or 1 not in right.shape:
        return multiplied(left, right)
    return inner_product(left, right)


def inner_product(left: Tensor, right: Tensor) -> Expression:
    if isinstance(left, Expression) or isinstance(right, Expression):
        return times(scalar(left), scalar(right))
    a, b = left.entries(), right.entries()
    if 1 not in left.shape or 1 not in right.shape or len(a) != len(b):
        raise ShapeError("a dot product of things that are no vectors of one length")
    return plus(*(times(p, q) for p, q in zip(a, b)))


def paired(left: Tensor, right: Tensor) -> Expression:
    """The sum of the products of the entries."""
    if not isinstance(left, Grid) or not isinstance(right, Grid):
        return times(scalar(left), scalar(right))
    return plus(*(times(a, b) for a, b in zip(left.entries(), right.entries())))


def crossed(left: Tensor, right: Tensor) -> Tensor:
    if isinstance(left, Expression) or isinstance(right, Expression):
        return multiplied(left, right)
    a, b = left.entries(), right.entries()
    if len(a) != 3 or len(b) != 3:
        raise ShapeError("a cross product of vectors that have not three components")
    parts = [minus(times(a[i], b[j]), times(a[j], b[i])) for i, j in ((1, 2), (2, 0), (0, 1))]
    return Grid(tuple((p,) for p in parts)) if left.shape[1] == 1 else Grid((tuple(parts),))


def diagonal(values: list[Tensor]) -> Tensor:
    if len(values) == 1 and isinstance(values[0], Grid):
        entries = values[0].entries()
        if 1 not in values[0].shape:
            entries = tuple(values[0].rows[k][k] for k in range(min(values[0].shape)))
            return Grid(tuple((e,) for e in entries))
    else:
        entries = tuple(scalar(v) for v in values)
    return grid(len(entries), len(entries), lambda i, j: entries[i] if i == j else ZERO)


def conjugated(value: Tensor) -> Tensor:
    def rule(e: Expression) -> Expression:
        return e if e.head == "number" else call("conjugate", e)

    return rule(value) if isinstance(value, Expression) else value.map(rule)


def norm(values: list[Tensor], real: Callable[[Expression], bool]) -> Expression:
    """The Euclidean norm (of a matrix: Frobenius's), the 1-norm where 1 is asked for."""
    inside = values[0]
    entries = (inside,) if isinstance(inside, Expression) else inside.entries()
    order = integer(scalar(values[1])) if len(values) > 1 else 2
    if order == 1:
        return plus(*(call("Abs", e) for e in entries))
    if order != 2:
        raise ShapeError("only the 1-norm and the Euclidean norm are written out")
    squares = (raised(e, TWO) if real(e) else raised(call("Abs", e), TWO) for e in entries)
    return call("sqrt", plus(*squares))


def trace(value: Tensor) -> Expression:
    if isinstance(value, Expression):
        return value
    if value.shape[0] != value.shape[1]:
        raise ShapeError("the trace of a matrix that is not square")
    return plus(*(value.rows[k][k] for k in range(value.shape[0])))


def written(value: Tensor) -> Expression:
    """A tensor as a tree again."""
    if isinstance(value, Expression):
        return value
    return Expression("matrix", tuple(Expression("row", row) for row in value.rows))
