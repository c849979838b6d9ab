"""Rows and columns of the vectors and matrices of a question, from what is added, multiplied and compared.

Every name has two unknown dimensions; a product ``A B`` makes the columns of A the rows of B.  What stays free gets a
size of its own, so that a statement about tall matrices is not tried on square ones only.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derive.decide.calculus.construct import integer, rational
from derive.decide.calculus.tensors import ShapeError
from derive.expression import ZERO, Expression, name, rewrite
from derive.functions import BY_NAME

#: Sizes of free dimensions, by the turn of the setting.
FREE = {2: (2, 3), 3: (3, 2)}

#: How identities without a size are named, one by one.
IDENTITY = "identity "

Shape = tuple[int, int]


class UnknownShapeError(Exception):
    """Something whose shape is not followed here."""


class Dimensions:
    """Unknown dimensions as classes that are joined; a class may have a size or the name of one."""

    def __init__(self, kinds: Mapping[str, str], declared: Mapping[str, tuple[str | int, ...]], sizes: frozenset[str]):
        self.parents: list[int] = []
        self.values: dict[int, str | int] = {}
        self.one = self.fresh(1)
        self.named: dict[str, int] = {}
        self.shapes: dict[str, Shape] = {}
        for text, shape in sorted(declared.items()):
            ends = [self.declared(s, sizes) for s in shape[:2]]
            self.shapes[text] = (ends[0], ends[1] if len(ends) > 1 else self.one)
        for text in sorted(t for t in sizes if t.startswith(IDENTITY)):
            size = self.fresh()
            self.shapes[text] = (size, size)
        for text, kind in sorted(kinds.items()):
            if kind != "scalar" and text not in self.shapes:
                self.shapes[text] = (self.fresh(), self.one if kind == "vector" else self.fresh())

    def fresh(self, value: str | int | None = None) -> int:
        self.parents.append(len(self.parents))
        if value is not None:
            self.values[len(self.parents) - 1] = value
        return len(self.parents) - 1

    def declared(self, size: str | int, sizes: frozenset[str]) -> int:
        """A declared size: a number, a name that the question speaks of, or one that only says that there is a size."""
        if isinstance(size, int):
            return self.one if size == 1 else self.fresh(size)
        if size not in sizes:
            return self.fresh()
        if size not in self.named:
            self.named[size] = self.fresh(size)
        return self.named[size]

    def root(self, dimension: int) -> int:
        while self.parents[dimension] != dimension:
            dimension = self.parents[dimension]
        return dimension

    def join(self, one: int, two: int) -> None:
        a, b = self.root(one), self.root(two)
        if a == b:
            return
        values = [self.values[r] for r in (a, b) if r in self.values]
        if len(values) == 2 and values[0] != values[1]:
            raise ShapeError(f"a dimension is both {values[0]} and {values[1]}")
        self.parents[max(a, b)] = min(a, b)
        if values:
            self.values[min(a, b)] = values[0]

    def is_one(self, shape: Shape | None) -> bool:
        return shape is None or all(self.root(d) == self.root(self.one) for d in shape)

    def scalar(self, shape: Shape | None) -> None:
        if shape is not None:
            self.join(shape[0], self.one)
            self.join(shape[1], self.one)

    def same(self, one: Shape | None, two: Shape | None) -> Shape | None:
        if one is None or two is None:
            self.scalar(one)
            self.scalar(two)
            return None
        self.join(one[0], two[0])
        self.join(one[1], two[1])
        return one

    def square(self, shape: Shape | None) -> Shape | None:
        if shape is not None:
            self.join(*shape)
        return shape

    def of(self, node: Expression) -> Shape | None:
        """The shape of an expression; None for a number."""
        rule = getattr(self, f"_{node.head}", None)
        if rule is not None:
            found: Shape | None = rule(node)
            return found
        if any(self.of(a) is not None for a in node.args):
            raise UnknownShapeError(node.head)
        return None

    def _name(self, node: Expression) -> Shape | None:
        return self.shapes.get(node.value)

    def _neg(self, node: Expression) -> Shape | None:
        return self.of(node.args[0])

    def _add(self, node: Expression) -> Shape | None:
        shapes = [self.of(a) for a in node.args if a != ZERO]
        total = shapes[0] if shapes else None
        for shape in shapes[1:]:
            total = self.same(total, shape)
        return total

    def _mul(self, node: Expression) -> Shape | None:
        total: Shape | None = None
        for factor in node.args:
            shape = self.of(factor)
            if total is None or self.is_one(total):
                total = shape if shape is not None else total
            elif shape is not None and not self.is_one(shape):
                self.join(total[1], shape[0])
                total = (total[0], shape[1])
        return total

    def _div(self, node: Expression) -> Shape | None:
        self.scalar(self.of(node.args[1]))
        return self.of(node.args[0])

    def _pow(self, node: Expression) -> Shape | None:
        self.scalar(self.of(node.args[1]))
        shape = self.of(node.args[0])
        if shape is None:
            return None
        if integer(node.args[1]) == 2 and self.root(shape[1]) == self.root(self.one):
            return None  # the square of a vector is that of its length
        if rational(node.args[1]) == Fraction(0):
            raise UnknownShapeError("a power of nought")
        return self.square(shape)

    def _index(self, node: Expression) -> Shape | None:
        return None

    def _matrix(self, node: Expression) -> Shape | None:
        for row in node.args:
            for entry in row.args:
                if self.of(entry) is not None:
                    raise UnknownShapeError("blocks")
        rows, columns = len(node.args), len(node.args[0].args)
        return tuple(self.one if n == 1 else self.fresh(n) for n in (rows, columns))  # type: ignore[return-value]

    def _derivative(self, node: Expression) -> Shape | None:
        value = self.of(node.args[0])
        for by in node.args[1:]:
            shape = self.of(by)
            if shape is None:
                continue
            value = shape if value is None or self.is_one(value) else (value[0], shape[0])
        return value

    def _call(self, node: Expression) -> Shape | None:
        function = node.value
        if function == "eye":
            raise UnknownShapeError("an identity of a given size")
        shapes = [self.of(a) for a in node.args]
        first = shapes[0] if shapes else None
        if function in ("transpose", "adjoint"):
            return None if first is None else (first[1], first[0])
        if function in ("inverse", "adjugate"):
            return self.square(first)
        if function in ("det", "trace"):
            self.square(first)
            return None
        if function == "norm":
            return None
        if function in ("dot", "paired"):
            if function == "dot":
                self.same(first, shapes[1])
            return None
        if function == "cotangent":
            return shapes[1]
        if function == "outer" and first is not None and shapes[1] is not None:
            return first[0], shapes[1][0]
        if function == "cross" and first is not None and shapes[1] is not None:
            self.same(first, shapes[1])
            self.join(first[0], self.fresh(3))
            return first
        if function == "grad" and len(shapes) > 1:
            self.scalar(first)
            return shapes[1]
        if function == "Expectation" or (function in BY_NAME and len(shapes) == 1 and function != "diag"):
            return first
        if any(s is not None for s in shapes):
            raise UnknownShapeError(function)
        return None

    def trivial(self, kinds: Mapping[str, str], declared: Mapping[str, tuple[str | int, ...]]) -> bool:
        """Whether what is to be a vector or a matrix is forced to be a number.

        For a guess another choice says that already; what is declared with a size, and fits at size one only
        (``x^T y = x y^T``), does not fit.
        """
        wide = {t for t, shape in declared.items() if any(size != 1 for size in shape)}
        wide.update(t for t, kind in kinds.items() if kind != "scalar")
        return any(self.is_one(s) for t, s in self.shapes.items() if t in wide)

    def concrete(self, text: str, values: Mapping[str, int], turn: int) -> Shape:
        """The numbers of rows and columns of a name at given sizes."""
        rows, columns = (self.size(d, values, turn) for d in self.shapes[text])
        return rows, columns

    def size(self, dimension: int, values: Mapping[str, int], turn: int) -> int:
        root = self.root(dimension)
        known = self.values.get(root)
        if isinstance(known, int):
            return known
        if known is not None:
            return values.get(known, turn)
        free = sorted({self.root(d) for s in self.shapes.values() for d in s} - set(self.values))
        choices = FREE.get(turn, FREE[2])
        return choices[free.index(root) % len(choices)] if root in free else turn


def with_identities(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Every identity without a size as a name of its own, so that each finds its size."""
    count = 0

    def rule(node: Expression) -> Expression:
        nonlocal count
        if node.head == "call" and node.value == "eye" and not node.args:
            count += 1
            return name(f"{IDENTITY}{count}")
        return node

    return rewrite(left, rule), rewrite(right, rule)


def inferred(
    left: Expression,
    right: Expression,
    kinds: Mapping[str, str],
    declared: Mapping[str, tuple[str | int, ...]],
    turned: bool,
) -> Dimensions | None:
    """The dimensions under which both sides make sense; None where they are not followed.

    Raises:
        ShapeError: there are none.
    """
    sizes = frozenset((*left.names(), *right.names()))
    found = Dimensions(kinds, declared, sizes)
    try:
        one, two = found.of(left), found.of(right)
    except (UnknownShapeError, RecursionError):
        return None
    try:
        found.same(one, two)
    except ShapeError:
        if not turned or one is None or two is None:
            raise
        again = Dimensions(kinds, declared, sizes)
        one, two = again.of(left), again.of(right)
        assert one is not None
        assert two is not None
        again.same(one, (two[1], two[0]))
        return again
    return found
