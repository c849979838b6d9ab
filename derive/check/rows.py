"""A matrix by its rows: beside ``w_j``, a product ``Wᵀ v`` with components ``v_j`` is ``Σ_j v_j w_j``."""

from __future__ import annotations

from derive.expression import Expression, call, mul, name, rewrite
from derive.vocabulary import Vocabulary

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


def partly_indexed(side: Expression, vocabulary: Vocabulary) -> tuple[Expression, ...]:
    """``ξ^μ`` where ``ξ_i^μ`` stands elsewhere: a row, not a number."""
    found = []
    for node in side.walk():
        if node.head == "index" and node.args[0].head == "name":
            declared = vocabulary.name(str(node.args[0].value))
            if declared is not None and len(node.args) - 1 < len(declared.shape):
                found.append(node)
    return tuple(found)


def rows_written_out(side: Expression, vocabulary: Vocabulary) -> Expression:
    """Products of such a row with a vector as sums: ``ξ^μ · s`` is ``Σ_i ξ_i^μ s_i``."""
    if not partly_indexed(side, vocabulary):
        return side

    def product(node: Expression) -> Expression:
        dot = node.head == "call" and node.value == "dot"
        if not dot and node.head != "mul":
            return node
        rows = [a for a in node.args if partly_indexed(a, vocabulary) == (a,)]
        vectors = [a for a in node.args if a.head == "name" and _length(a, vocabulary) == 1]
        if len(rows) != 1 or len(vectors) != 1:
            return node
        running = name("entry")
        row = rows[0].with_args((*rows[0].args, running))
        term = mul(row, Expression("index", (name(_plain(str(vectors[0].value))), running)))
        rest = tuple(a for a in node.args if a not in (rows[0], vectors[0]))
        return mul(*rest, Expression("sum", (term, running)))

    return rewrite(side, product)


def _length(node: Expression, vocabulary: Vocabulary) -> int:
    declared = vocabulary.name(str(node.value))
    return 0 if declared is None else len(declared.shape)


def inner_products(side: Expression, vocabulary: Vocabulary) -> Expression:
    """``uᵀ w`` of two vectors as their scalar product, which knows no order; as a sum where entries are known."""

    def product(node: Expression) -> Expression:
        if node.head == "call" and node.value == "dot" and all(_entries(a, vocabulary) for a in node.args):
            running = name("entry")
            entries = (Expression("index", (name(_plain(str(a.value))), running)) for a in node.args)
            return Expression("sum", (mul(*entries), running))
        if node.head != "mul":
            return node
        args = list(node.args)
        for k in range(len(args) - 1):
            first, second = args[k], args[k + 1]
            transposed = first.head == "call" and first.value == "transpose" and first.args[0].head == "name"
            if not transposed or second.head != "name" or k + 2 < len(args):
                continue
            if _length(first.args[0], vocabulary) == 1 == _length(second, vocabulary):
                pair = sorted((first.args[0], second), key=repr)
                args[k : k + 2] = [call("dot", *pair)]
                break
        return mul(*args)

    return rewrite(side, product)


def _entries(node: Expression, vocabulary: Vocabulary) -> bool:
    """Whether a vector stands elsewhere by its entries."""
    declared = vocabulary.name(_plain(str(node.value))) if node.head == "name" else None
    return declared is not None and len(declared.shape) == 1 and str(declared.shape[0]).startswith("n_")
