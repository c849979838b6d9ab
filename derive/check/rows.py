"""A matrix by its rows: beside ``w_j``, a product ``Wᵀ v`` with components ``v_j`` is ``Σ_j v_j w_j``."""

from __future__ import annotations

from derive.expression import Expression, mul, name

_LINEAR = ("add", "neg", "name")


def by_rows(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Both sides with such products written out, where the other side shows the rows and their index."""
    return _written(left, right), _written(right, left)


def _written(side: Expression, other: Expression) -> Expression:
    if side.head == "neg":
        return side.with_args((_written(side.args[0], other),))
    if side.head != "mul" or len(side.args) != 2:
        return side
    matrix, vector = side.args
    if matrix.head != "call" or matrix.value != "transpose" or matrix.args[0].head != "name":
        return side
    row = str(matrix.args[0].value).lower()
    if row == matrix.args[0].value or not all(n.head in _LINEAR for n in vector.walk()):
        return side
    for node in other.walk():
        if node.head == "sum" and len(node.args) in (2, 4) and node.args[1].head == "name":
            index = node.args[1]
            rows = Expression("index", (name(row), index))
            parts = {n.args[0].value for n in node.walk() if n.head == "index" and n.args[1:] == (index,)}
            if any(n == rows for n in node.walk()) and {_plain(n) for n in vector.names()} <= parts:
                return node.with_args((mul(_component(vector, index), rows), *node.args[1:]))
    return side


def _component(vector: Expression, index: Expression) -> Expression:
    if vector.head == "name":
        return Expression("index", (name(_plain(str(vector.value))), index))
    return vector.with_args(tuple(_component(a, index) for a in vector.args))


def _plain(text: str) -> str:
    """The name of the components: those of a vector set in bold are not."""
    return text.removesuffix("_bold")
