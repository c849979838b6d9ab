"""Matrices that are written out: sizes that differ are a difference, before any entry is looked at."""

from __future__ import annotations

from derive.expression import Expression
from derive.verdict import Evidence, Verdict, refuted, undecided

_SCALARS = frozenset(("number", "decimal", "constant"))


def written_shape(expression: Expression) -> tuple[int, int] | None:
    """Rows and columns of a matrix that is written out, transposed or multiplied by numbers; None for anything else."""
    head = expression.head
    if head == "matrix":
        return len(expression.args), len(expression.args[0].args)
    if head == "neg":
        return written_shape(expression.args[0])
    if head == "call" and expression.value == "transpose":
        inner = written_shape(expression.args[0])
        return None if inner is None else (inner[1], inner[0])
    if head == "mul":
        rest = [a for a in expression.args if a.head not in _SCALARS]
        return written_shape(rest[0]) if len(rest) == 1 else None
    return None


def shapes_apart(left: Expression, right: Expression) -> Verdict | None:
    """A refutation where both sides are written out in different sizes; a row beside a column is left open.

    People write a vector as a row or as a column; whether that matters is not said.
    """
    first, second = written_shape(left), written_shape(right)
    if first is None or second is None or first == second:
        return None
    text = f"a {first[0]} by {first[1]} matrix and a {second[0]} by {second[1]} matrix"
    if first == (second[1], second[0]) and 1 in first:
        flat = [tuple(a for row in side.args for a in row.args) for side in (left, right) if side.head == "matrix"]
        if len(flat) < 2 or flat[0] == flat[1]:
            return undecided(f"{text}: the same vector as a row and as a column")
        return None
    return refuted(f"{text}: different sizes", Evidence("counterexample", "sizes", text))
