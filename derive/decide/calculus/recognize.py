"""Which expressions need the calculus, and what occurs in them."""

from __future__ import annotations

from derive.expression import Expression
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary

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
CALLS = TENSOR_CALLS | STATISTICS | {"KroneckerDelta", "variation"}


def has_calculus(expression: Expression) -> bool:
    """Whether an expression holds a head that only the calculus understands."""
    return any(is_calculus(node) for node in expression.walk())


def needs_calculus(expression: Expression, vocabulary: Vocabulary) -> bool:
    """The same, and whether vectors or matrices are meant by names."""
    return has_calculus(expression) or has_tensors(expression, vocabulary)


def has_tensors(expression: Expression, vocabulary: Vocabulary) -> bool:
    """Whether something is a vector or matrix: written out, by an operation, or by the declared shape of a name."""
    shaped = {n.text for n in vocabulary.names if n.shape}
    if shaped and not shaped.isdisjoint(bare_names(expression)):
        return True
    return any(n.head == "matrix" or (n.head == "call" and n.value in TENSOR_CALLS) for n in expression.walk())


def bare_names(expression: Expression) -> tuple[str, ...]:
    """Names that stand for themselves, not as the base of an index."""
    found: dict[str, None] = {}
    stack = [expression]
    while stack:
        node = stack.pop()
        if node.head == "name":
            found.setdefault(node.value)
        stack.extend(node.args[1:] if node.head == "index" and node.args[0].head == "name" else node.args)
    return tuple(found)


def is_calculus(node: Expression) -> bool:
    if node.head in HEADS or (node.head == "call" and node.value in CALLS):
        return True
    return node.head == "prime" and (not node.args or node.value[0] in BY_NAME)


def is_indefinite(node: Expression) -> bool:
    """An integral without bounds: a class of functions that differ by a constant."""
    return node.head == "integral" and len(node.args) == 2


def indefinite_variables(*expressions: Expression) -> tuple[str, ...]:
    """Variables of the integrals without bounds, in order of appearance."""
    found: dict[str, None] = {}
    stack = list(reversed(expressions))
    while stack:
        node = stack.pop()
        if is_indefinite(node):
            found.setdefault(node.args[1].value)
        if node.head != "call" or node.value != "variation":  # a functional is an integral over everything
            stack.extend(reversed(node.args))
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
