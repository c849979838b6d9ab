"""What every rule looks at, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from derive.diagnose.fits import close, same
from derive.diagnose.places import Place, put
from derive.diagnose.points import Points
from derive.diagnose.values import Values, Vector
from derive.expression import Expression

#: Points at which a change inside a sum is tried before it is tried at all of them.
FEW = 3
_LEAVES = ("number", "decimal", "constant")


@dataclass(frozen=True, slots=True)
class Repair:
    """One change at one place of the source that would make it the target.

    ``detail`` is the factor, the term or the exponent that the slip is about; ``removed``: the repair takes it out.
    """

    slip: str
    path: tuple[int, ...]
    wrong: Expression
    right: Expression
    detail: Expression | None = None
    removed: bool = False

    def applied(self, source: Expression) -> Expression:
        return put(source, self.path, self.right)


@dataclass(frozen=True)
class Case:
    """A source tree that is to become equal to a target tree, with the values of both at the same points."""

    source: Expression
    target: Expression
    values: Values
    everywhere: tuple[Place, ...]
    late: Callable[[], bool] = field(default=lambda: False)

    @property
    def tame(self) -> int:
        return self.values.points.tame

    @cached_property
    def of_numbers(self) -> bool:
        """There are no names in the two trees."""
        return not self.source.names() and not self.target.names()

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places of which the needed values are known."""
        return tuple(p for p in self.everywhere if p.anchor is None)

    def seen(self, scope: str) -> Case:
        """The same case, looked at as a whole only, where the needed values are known, or inside sums and the like."""
        chosen = self.everywhere[:1]
        if scope != "root":
            chosen = tuple(p for p in self.everywhere if (p.anchor is None) == (scope == "known"))
        return Case(self.source, self.target, self.values, chosen, self.late)

    def in_exponent(self, place: Place) -> bool:
        """A place is (part of) the exponent of a power."""
        node = self.source
        for position in place.path:
            if node.head == "pow" and position == 1:
                return True
            node = node.args[position]
        return False

    @cached_property
    def pieces(self) -> tuple[Expression, ...]:
        """The target's own subexpressions that are no plain numbers, the larger ones first; then the source's."""
        found: dict[Expression, None] = {}
        for tree in (self.target, self.source):
            for node in sorted(tree.walk(), key=lambda n: -n.size()):
                if node.head not in _LEAVES and node.head not in ("row", "unit", "text"):
                    found.setdefault(node)
        return tuple(found)[:120]

    @cached_property
    def target_pieces(self) -> frozenset[Expression]:
        return frozenset(self.target.walk())

    @cached_property
    def _table(self) -> dict[str, list[tuple[Expression, Vector]]]:
        table: dict[str, list[tuple[Expression, Vector]]] = {}
        for piece in self.pieces:
            column = self.values.of(piece)
            if column[0] == column[0]:
                table.setdefault(_key(column[0]), []).append((piece, column))
        return table

    def mends(self, place: Place, replacement: Expression) -> bool:
        """The replacement has the needed values; where those are unclear, it makes the whole right."""
        if place.anchor is not None:
            return self._mends_inside(place, place.anchor, replacement)
        if same(self.values.of(replacement), place.needed, self.tame):
            return True
        if not place.ambiguous:
            return False
        whole = self.values.of(put(self.source, place.path, replacement))
        return agree(whole, self.values.of(self.target), self.tame)

    def _mends_inside(self, place: Place, anchor: Place, replacement: Expression) -> bool:
        """The same for a place inside a sum or the like, which is evaluated anew: at few points first."""
        if self.late():
            return False
        node = put(anchor.node, place.path[len(anchor.path) :], replacement)
        few = self.few.points.tame
        first = self.few.of(node)
        if any(a == a and b == b and not close(a, b) for a, b in zip(first[:few], anchor.needed)):
            return False
        return self.mends(anchor, node)

    @cached_property
    def few(self) -> Values:
        """The values at the first points only."""
        points = self.values.points
        names = {n: column[:FEW] for n, column in points.names.items()}
        return Values(Points(names, FEW, FEW), self.values.vocabulary)

    def find(self, column: Vector) -> Expression | None:
        """The piece of the two trees that has the values of a column, the target's first."""
        first = column[0]
        if first != first or abs(first) == float("inf"):
            return None
        for nudge in (1.0, 1 + 4e-6, 1 - 4e-6):
            for piece, values in self._table.get(_key(first * nudge), ()):
                if agree(column, values, self.tame):
                    return piece
        return None


def agree(a: Vector, b: Vector, tame: int) -> bool:
    """Two columns agree at every tame point at which both are known, and at four at least."""
    known = 0
    for x, y in zip(a[:tame], b[:tame]):
        if x == x and y == y:
            if not close(x, y):
                return False
            known += 1
    return known >= 4


def _key(value: complex) -> str:
    return f"{value.real:.4e} {0.0 if abs(value.imag) < 1e-9 * abs(value) else value.imag:.4e}"
