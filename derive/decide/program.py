"""Expressions as straight-line programs: every distinct subexpression once, in the order of evaluation.

A sum of thousands of terms with repeated parts (back-propagation) shrinks tenfold, and evaluating at many points is a
plain loop.  Exact rational subexpressions are folded, so that ``x**(1/3)`` has the exponent 1/3 and not a quotient.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.expression import Expression

#: Larger exact numbers are left unfolded: ``9**9**9**9`` must not be multiplied out.
FOLD_BITS = 4096

Key = tuple[str, Any, tuple[int, ...]]

#: Heads whose arguments are evaluated at the point; anything else is one opaque instruction.
SCALAR = frozenset(("add", "mul", "neg", "div", "pow", "call", "cases", "case"))
CONDITIONS = frozenset(("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "chain", "implies", "iff", "xor"))


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions (head, value, positions of the arguments) and where the results of the given roots stand."""

    instructions: tuple[Key, ...]
    roots: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(value for head, value, _ in self.instructions if head == "name")


def program(roots: Iterable[Expression]) -> Program:
    """The shared program of several expressions."""
    builder = _Builder()
    positions = tuple(builder.visit(root) for root in roots)
    return Program(tuple(builder.instructions), positions)


class _Builder:
    """Numbers each distinct subexpression once."""

    __slots__ = ("instructions", "known", "seen")

    def __init__(self) -> None:
        self.instructions: list[Key] = []
        self.known: dict[Key, int] = {}
        self.seen: dict[int, tuple[Expression, int]] = {}

    def emit(self, head: str, value: Any, kids: tuple[int, ...]) -> int:
        key = (head, value, kids)
        position = self.known.get(key)
        if position is None:
            position = self.known[key] = len(self.instructions)
            self.instructions.append(key)
        return position

    def visit(self, node: Expression) -> int:
        # Subtrees are often one object used many times (a rewrite shares them): look at the identity first.
        # The entry keeps the node alive, so that an identity is never reused.
        entry = self.seen.get(id(node))
        if entry is not None:
            return entry[1]
        position = self._visit(node)
        self.seen[id(node)] = (node, position)
        return position

    def _visit(self, node: Expression) -> int:
        head = node.head
        if head == "number":
            return self.emit("number", node.value, ())
        if head == "decimal":
            mantissa, _, exponent = str(node.value).lower().partition("e")
            if exponent and abs(int(exponent)) > FOLD_BITS:
                ten = self.emit("number", Fraction(10), ())
                scale = self.emit("pow", None, (ten, self.emit("number", Fraction(int(exponent)), ())))
                return self.emit("mul", None, (self.emit("number", Fraction(mantissa), ()), scale))
            return self.emit("number", Fraction(node.value), ())
        if head == "name" or head == "constant":
            return self.emit(head, node.value, ())
        if head == "call" and node.value == "expand" and len(node.args) == 1:
            return self.visit(node.args[0])  # an instruction to the reader, not a function
        if head == "call" and node.value == "hyper" and len(node.args) == 3:
            upper, lower, argument = node.args
            if upper.head in ("list", "tuple") and lower.head in ("list", "tuple"):
                kids = tuple([self.visit(a) for a in (*upper.args, *lower.args, argument)])
                return self.emit("call", f"hyper {len(upper.args)} {len(lower.args)}", kids)
        if head in SCALAR or head in CONDITIONS:
            kids = tuple([self.visit(a) for a in node.args])
            folded = self.fold(head, kids)
            if folded is not None:
                return self.emit("number", folded, ())
            return self.emit(head, node.value, kids)
        return self.emit("opaque", node, ())

    def rational(self, position: int) -> Fraction | None:
        head, value, _ = self.instructions[position]
        return value if head == "number" else None

    def fold(self, head: str, kids: tuple[int, ...]) -> Fraction | None:
        if head not in ("add", "mul", "neg", "div", "pow"):
            return None
        values = []
        for k in kids:
            value = self.rational(k)
            if value is None:
                return None
            values.append(value)
        return fold(head, values)


def fold(head: str, values: list[Fraction]) -> Fraction | None:
    """Exact arithmetic on small rationals; None where it is undefined, irrational or too large."""
    if head == "neg":
        return -values[0]
    if head == "div":
        return values[0] / values[1] if values[1] else None
    if head == "pow":
        base, exponent = values
        if exponent.denominator != 1 or (base == 0 and exponent < 0):
            return None
        size = max(base.numerator.bit_length(), base.denominator.bit_length())
        if base not in (0, 1, -1) and abs(exponent) * size > FOLD_BITS:
            return None
        n = exponent.numerator
        if base in (1, -1):
            return Fraction(1) if n % 2 == 0 else base
        return base**n if base or n else Fraction(1)
    total = values[0]
    for v in values[1:]:
        total = total + v if head == "add" else total * v
        if total.numerator.bit_length() > 4 * FOLD_BITS or total.denominator.bit_length() > 4 * FOLD_BITS:
            return None
    return total
