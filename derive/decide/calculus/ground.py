"""An expression at concrete sizes: sums written out, indexed things as names, vectors as their entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from zlib import crc32

from derive.decide.calculus import tensors
from derive.decide.calculus.construct import negate, signed, times
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.dimensions import IDENTITY
from derive.decide.calculus.reduce import decided, value_of
from derive.decide.calculus.tensors import Grid, ShapeError, Tensor, scalar
from derive.expression import INFINITY, ONE, TRUE, ZERO, Expression, call, name, relation
from derive.vocabulary import EMPTY, Vocabulary

TRUE_RELATION = relation("eq", ZERO, ZERO)

#: Terms of all sums of one expression together.
TERMS = 4000


Rule = Callable[["Ground", list[Tensor]], Tensor]


class NotGroundError(Exception):
    """Something whose value at concrete sizes is not known."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Concrete values: of sizes and indices, of the range of indices without bounds, and the shapes of names."""

    values: Mapping[str, int] = field(default_factory=dict)
    span: int = 2
    shapes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    vocabulary: Vocabulary = EMPTY
    dependent: frozenset[str] = frozenset()
    entries: Mapping[str, str] = field(default_factory=dict)
    numeric: bool = False

    def text(self) -> str:
        parts = [f"{n} = {v}" for n, v in sorted(self.values.items())]
        shown = sorted((n, s) for n, s in self.shapes.items() if not n.startswith(IDENTITY))
        for n, (r, c) in shown:
            parts.append(f"{n} of length {r}" if c == 1 else f"{n}{' symmetric,' * symmetric(n, r, c)} of {r} by {c}")
        if self.numeric:
            parts.append("with rational entries")
        return ", ".join(parts) or f"indices from 1 to {self.span}"


def symmetric(text: str, rows: int, columns: int) -> bool:
    """Σ is a covariance, or the diagonal of singular values: symmetric where it is square, and the verdict says so."""
    return rows == columns > 1 and text.split("_")[0] == "Sigma"


def spelled(base: str, *indices: int) -> str:
    """The name of an entry: ``w_12``."""
    joined = "".join(str(i) for i in indices) if all(0 <= i < 10 for i in indices) else "_".join(map(str, indices))
    return f"{base}_{joined}"


def chosen(text: str, i: int, j: int) -> Fraction:
    """A rational for an entry, without pattern and the same on every run."""
    turn = crc32(f"{text} {i} {j}".encode())
    return Fraction(turn % 41 - 20, turn // 41 % 5 + 1) or Fraction(7, 3)


class Ground:
    """Evaluates trees to scalars or grids of scalars without sums, indices or matrix operations."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.count = 0
        self.bases: dict[str, str] = {}
        self.dependent = frozenset(e for n in setting.dependent for e in (n, *self.entries_of(n)))

    def of(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        rule = getattr(self, f"_{node.head}", None)
        if rule is not None:
            found: Tensor = rule(node, bound)
            return found
        if not node.args:
            return node
        args = tuple(scalar(self.of(a, bound)) for a in node.args)
        return node.with_args(args)

    def entry(self, base: str, *indices: int) -> Expression:
        text = spelled(base, *indices)
        self.bases[text] = base
        return name(text)

    def entries_of(self, text: str) -> tuple[str, ...]:
        """Names of the entries of a vector or matrix: they depend on what it depends on."""
        if text not in self.setting.shapes or self.setting.numeric:
            return ()
        value = self._name(name(text), {})
        return tuple(e.value for e in value.entries()) if isinstance(value, Grid) else ()

    def _name(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        text = node.value
        if text in bound:
            return bound[text]
        if text in self.setting.values:
            return signed(self.setting.values[text])
        shape = self.setting.shapes.get(text)
        if shape is None:
            return node
        rows, columns = shape
        if text.startswith(IDENTITY):
            return tensors.identity(rows)
        even = symmetric(text, rows, columns)
        text = self.setting.entries.get(text, text)
        if self.setting.numeric:
            order = (lambda i, j: (min(i, j), max(i, j))) if even else (lambda i, j: (i, j))
            return tensors.grid(rows, columns, lambda i, j: signed(chosen(text, *order(i, j))))
        if columns == 1:
            return tensors.grid(rows, 1, lambda i, j: self.entry(text, i + 1))
        if even:
            return tensors.grid(rows, rows, lambda i, j: self.entry(text, min(i, j) + 1, max(i, j) + 1))
        return tensors.grid(rows, columns, lambda i, j: self.entry(text, i + 1, j + 1))

    def _index(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        indices = [value_of(scalar(self.of(a, bound))) for a in node.args[1:]]
        base = node.args[0]
        whole = [int(i) for i in indices if i is not None and i.denominator == 1]
        if len(whole) < len(indices):
            rest = tuple(scalar(self.of(a, bound)) for a in node.args[1:])
            return node.with_args((base, *rest))
        plain = base.head == "name" and base.value not in bound and base.value not in self.setting.shapes
        if plain:
            return self.entry(base.value, *whole)
        inside = self.of(base, bound)
        if not isinstance(inside, Grid):
            if base.head == "index":
                outer = scalar(inside)
                if outer.head == "name":
                    return self.entry(outer.value, *whole)
            raise NotGroundError("an index of something that is no vector")
        rows, columns = inside.shape
        if len(whole) == 1 and 1 in (rows, columns):
            entries = inside.entries()
            if not 1 <= whole[0] <= len(entries):
                raise NotGroundError("an index beyond the size")
            return entries[whole[0] - 1]
        if len(whole) == 2 and 1 <= whole[0] <= rows and 1 <= whole[1] <= columns:
            return inside.rows[whole[0] - 1][whole[1] - 1]
        raise NotGroundError("an index beyond the size")

    def _add(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        return tensors.added([self.of(a, bound) for a in node.args])

    def _mul(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        return tensors.product([self.of(a, bound) for a in node.args])

    def _neg(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        return tensors.negated(self.of(node.args[0], bound))

    def _div(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        return tensors.divided(self.of(node.args[0], bound), self.of(node.args[1], bound))

    def _pow(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        return tensors.powered(self.of(node.args[0], bound), self.of(node.args[1], bound))

    def _matrix(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        blocks = [[self.of(e, bound) for e in row.args] for row in node.args]
        return Grid(tuple(tuple(scalar(e) for e in row) for row in blocks))

    def _sum(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        terms = self.terms(node, bound)
        return tensors.added(terms) if terms else ZERO

    def _product(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        return tensors.product(self.terms(node, bound))

    def terms(self, node: Expression, bound: Mapping[str, Tensor]) -> list[Tensor]:
        term, index = node.args[:2]
        condition = node.args[4] if len(node.args) > 4 else None
        if len(node.args) == 3:
            condition = node.args[2]
        if index.head != "name":
            raise NotGroundError("a sum over something that is no name")
        low, high = self.range(node, bound)
        if high - low >= TERMS:
            raise NotGroundError("a sum of too many terms")
        found = []
        for k in range(low, high + 1):
            inner = {**bound, index.value: signed(k)}
            if condition is not None and condition != TRUE:
                holds = decided(self.condition(condition, inner))
                if holds is None:
                    raise NotGroundError("a condition that is not decided by its indices")
                if not holds:
                    continue
            self.count += 1
            if self.count > TERMS:
                raise NotGroundError("a sum of too many terms")
            found.append(self.of(term, inner))
        return found

    def range(self, node: Expression, bound: Mapping[str, Tensor]) -> tuple[int, int]:
        """First and last value of an index; without bounds, the whole range of the setting."""
        if len(node.args) < 4 or node.args[2] == negate(INFINITY):
            return 1, self.setting.span
        upper = node.args[3]
        if upper == INFINITY and len(node.args) > 4:
            for part in node.args[4].walk():
                if part.head in ("le", "lt") and part.args[0] == node.args[1]:
                    upper = part.args[1]
        ends = [_whole(scalar(self.of(a, bound))) for a in (node.args[2], upper)]
        if ends[0] is None or ends[1] is None:
            raise NotGroundError("a sum whose bounds are no numbers")
        return ends[0], ends[1]

    def condition(self, node: Expression, bound: Mapping[str, Tensor]) -> Expression:
        if node.head == "member" and node.args[1].head == "name":
            return TRUE_RELATION  # the set is the whole range of its index
        return node.with_args(
            tuple(
                self.condition(a, bound) if a.head in ("and", "or", "not") else scalar(self.of(a, bound))
                for a in node.args
            )
        )

    def _integral(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        by = node.args[1]
        inner: dict[str, Tensor] = {**bound, by.value: by}
        rest = tuple(scalar(self.of(a, bound)) for a in node.args[2:])
        integrand = self.of(node.args[0], inner)
        if isinstance(integrand, Grid):
            return integrand.map(lambda e: node.with_args((e, by, *rest)))
        return node.with_args((integrand, by, *rest))

    def _limit(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        by = node.args[1]
        inside = scalar(self.of(node.args[0], {**bound, by.value: by}))
        return node.with_args((inside, by, scalar(self.of(node.args[2], bound))))

    def _cases(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        pieces: list[Expression] = []
        for piece in node.args:
            condition = piece.args[1]
            if condition != TRUE:
                condition = self.condition(condition, bound)
                holds = decided(condition)
                if holds is False:
                    continue
                condition = TRUE if holds else condition
            value = self.of(piece.args[0], bound)
            if condition == TRUE and not pieces:
                return value
            pieces.append(Expression("case", (scalar(value), condition)))
        return Expression("cases", tuple(pieces))

    def _derivative(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        value = self.of(node.args[0], bound)
        for by in node.args[1:]:
            value = self.rate(value, self.of(by, bound))
        return value

    def rate(self, value: Tensor, by: Tensor) -> Tensor:
        def partial(e: Expression, v: Expression) -> Expression:
            if v.head not in ("name", "index"):
                raise NotGroundError("a derivative by something that is no name")
            setting = self.setting
            return differentiate(e, v, vocabulary=setting.vocabulary, dependent=self.dependent)

        if isinstance(by, Expression):
            if isinstance(value, Expression):
                return partial(value, by)
            return value.map(lambda e: partial(e, by))
        if isinstance(value, Expression) or value.shape == (1, 1):
            inside = scalar(value)
            return by.map(lambda v: partial(inside, v))
        if 1 in value.shape and 1 in by.shape:
            # Jacobian in numerator layout: a row for each component, a column for each variable.
            return Grid(tuple(tuple(partial(e, v) for v in by.entries()) for e in value.entries()))
        raise ShapeError("the derivative of a matrix by a matrix has more than two indices")

    def _call(self, node: Expression, bound: Mapping[str, Tensor]) -> Tensor:
        function = node.value
        if function == "grad":
            by = self.of(node.args[1], bound) if len(node.args) > 1 else None
            if by is None:
                raise NotGroundError("a gradient by an unnamed variable")
            return self.rate(self.of(node.args[0], bound), by)
        args = [self.of(a, bound) for a in node.args]
        rule = CALLS.get(function)
        if rule is not None:
            return rule(self, args)
        if len(args) == 1 and isinstance(args[0], Grid) and args[0].shape != (1, 1):
            inside = args[0]
            square = inside.shape[0] == inside.shape[1]
            if square and function in ("exp", "log", "sqrt", "sin", "cos"):
                raise ShapeError("a function of a square matrix is not taken entry by entry")
            return inside.map(lambda e: call(function, e))
        return node.with_args(tuple(scalar(a) for a in args))

    def dual(self, symbol: Tensor, value: Tensor) -> Tensor:
        """Unknown entries in the shape of a value."""
        text = scalar(symbol).value
        if not isinstance(value, Grid) or value.shape == (1, 1):
            return name(text)
        rows, columns = value.shape
        if columns == 1:
            return tensors.grid(rows, 1, lambda i, j: self.entry(text, i + 1))
        return tensors.grid(rows, columns, lambda i, j: self.entry(text, i + 1, j + 1))

    def real(self, entry_tree: Expression) -> bool:
        del entry_tree
        return True


def _whole(expression: Expression) -> int | None:
    value = value_of(expression)
    return int(value) if value is not None and value.denominator == 1 else None


def _transpose(ground: Ground, args: list[Tensor]) -> Tensor:
    return args[0].transposed if isinstance(args[0], Grid) else args[0]


def _adjoint(ground: Ground, args: list[Tensor]) -> Tensor:
    return tensors.conjugated(_transpose(ground, args))


def _square(value: Tensor) -> Grid:
    if not isinstance(value, Grid):
        return Grid(((value,),))
    if value.shape[0] != value.shape[1]:
        raise ShapeError("a square matrix was expected")
    return value


def _inverse(ground: Ground, args: list[Tensor]) -> Tensor:
    matrix = tensors.inverted(_square(args[0]))
    return matrix if isinstance(args[0], Grid) else matrix.rows[0][0]


def _outer(ground: Ground, args: list[Tensor]) -> Tensor:
    left, right = args
    if isinstance(left, Expression) or isinstance(right, Expression):
        return tensors.multiplied(left, right)
    a, b = left.entries(), right.entries()
    return tensors.grid(len(a), len(b), lambda i, j: times(a[i], b[j]))


def _filled(value: Expression) -> Rule:
    def rule(ground: Ground, args: list[Tensor]) -> Tensor:
        sizes = [_whole(scalar(a)) for a in args]
        if not sizes or any(s is None for s in sizes):
            raise NotGroundError("a constant matrix of unknown size")
        rows, columns = sizes[0] or 0, sizes[-1] or 0
        return tensors.grid(rows, columns, lambda i, j: value)

    return rule


def _eye(ground: Ground, args: list[Tensor]) -> Tensor:
    size = _whole(scalar(args[0])) if args else ground.setting.span
    if size is None:
        raise NotGroundError("an identity matrix of unknown size")
    return tensors.identity(size)


def _delta(ground: Ground, args: list[Tensor]) -> Tensor:
    a, b = (value_of(scalar(v)) for v in args)
    if a is None or b is None:
        return call("KroneckerDelta", scalar(args[0]), scalar(args[1]))
    return ONE if a == b else ZERO


def _rank(ground: Ground, args: list[Tensor]) -> Tensor:
    raise NotGroundError("a rank")


CALLS: dict[str, Rule] = {
    "transpose": _transpose,
    "adjoint": _adjoint,
    "inverse": _inverse,
    "det": lambda g, a: tensors.determinant(_square(a[0])),
    "trace": lambda g, a: tensors.trace(a[0]),
    "cotangent": lambda g, a: g.dual(a[0], a[1]),
    "paired": lambda g, a: tensors.paired(g.dual(a[0], a[1]), a[1]),
    "adjugate": lambda g, a: tensors.adjugated(_square(a[0])),
    "norm": lambda g, a: tensors.norm(a, g.real),
    "dot": lambda g, a: tensors.dotted(a[0], a[1]),
    "cross": lambda g, a: tensors.crossed(a[0], a[1]),
    "outer": _outer,
    "diag": lambda g, a: tensors.diagonal(a),
    "eye": _eye,
    "ones": _filled(ONE),
    "zeros": _filled(ZERO),
    "conjugate": lambda g, a: tensors.conjugated(a[0]),
    "KroneckerDelta": _delta,
    "rank": _rank,
}
