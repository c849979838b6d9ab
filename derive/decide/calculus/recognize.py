"""Which expressions need the calculus, and what occurs in them."""

from __future__ import annotations

from derive.expression import Expression
from derive.functions import BY_NAME

HEADS = frozenset(
    ("derivative", "integral", "sum", "product", "limit", "substitute", "evaluated", "matrix", "row", "index")
)
TENSOR_CALLS = frozenset(
    (
        "transpose",
        "adjoint",
        "inverse",
        "det",
        "trace",
        "norm",
        "dot",
        "cross",
        "outer",
        "grad",
        "diag",
        "eye",
        "ones",
        "zeros",
        "adjugate",
        "rank",
    )
)
STATISTICS = frozenset(("Expectation", "Variance", "Covariance", "Probability"))
CALLS = TENSOR_CALLS | STATISTICS | {"KroneckerDelta"}


def has_calculus(expression: Expression) -> bool:
    """Whether an expression holds a head that only the calculus understands."""
    return any(is_calculus(node) for node in expression.walk())


def is_calculus(node: Expression) -> bool:
    if node.head in HEADS or (node.head == "call" and node.value in CALLS):
        return True
    return node.head == "prime" and (not node.args or node.value[0] in BY_NAME)


def is_indefinite(node: Expression) -> bool:
    """An integral without bounds: a class of functions that differ by a constant."""
    return node.head == "integral" and len(node.args) == 2


def indefinite_variables(*expressions: Expression) -> tuple[str, ...]:
    """Variables of the integrals without bounds, in order of appearance."""
    found = {n.args[1].value: None for e in expressions for n in e.walk() if is_indefinite(n)}
    return tuple(found)


def dependent_names(*expressions: Expression) -> frozenset[str]:
    """Bare names of which a derivative by another name is written: unknown functions of that name (``dy/dx``)."""
    found = set()
    for expression in expressions:
        for node in expression.walk():
            if node.head == "derivative":
                target = node.args[0]
                if target.head == "index":
                    target = target.args[0]
                if target.head == "name" and target not in node.args[1:]:
                    found.add(target.value)
    return frozenset(found)
