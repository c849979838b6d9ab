"""The kind of thing that is expected, where brackets leave it open.

``[1, 2]`` is a list of two numbers and an interval as well.  Beside a set it can only be an interval; and a bracket of
three entries, or one with sets in it, is then neither.
"""

from __future__ import annotations

from derive.expression import Expression
from derive.statement import Statement, Unreadable

SETS = frozenset(("set", "interval", "union", "intersection"))
BRACKETS = frozenset(("list", "tuple"))


class _NoSetError(ValueError):
    """A bracket that is no interval."""


def as_expected(student: Statement, reference: Statement) -> Statement | Unreadable:
    """The student's brackets read as intervals where the reference is a set."""
    if reference.expression.head not in SETS or student.expression.head not in SETS | BRACKETS:
        return student
    try:
        tree = _as_set(student.expression)
    except _NoSetError as error:
        return Unreadable(
            student.source,
            0,
            str(error),
            "a set or an interval",
            "write {1, 2, 3} for a set and [1, 2] for an interval",
        )
    return student if tree == student.expression else Statement(student.source, tree)


def _as_set(tree: Expression) -> Expression:
    if tree.head in BRACKETS:
        if len(tree.args) != 2:
            raise _NoSetError(f"a {tree.head} of {len(tree.args)}")
        if any(a.head in SETS | BRACKETS for a in tree.args):
            raise _NoSetError(f"a {tree.head} with a set in it")
        return Expression("interval", tree.args, (tree.head == "tuple",) * 2)
    if tree.head in ("union", "intersection", "set"):
        inside = (_as_set(a) if a.head in SETS | BRACKETS else a for a in tree.args)
        return tree.with_args(tuple(inside))
    if tree.head == "interval" and any(a.head in SETS | BRACKETS for a in tree.args):
        raise _NoSetError("an interval with a set for an end")
    return tree
