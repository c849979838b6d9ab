"""Indexed applications: ``u_i(t)`` with a free index is the value of one unknown function, ``u_i``."""

from __future__ import annotations

from derive.decide.calculus import differentiate
from derive.decide.calculus.binding import replaced
from derive.expression import TWO, Expression, bound, call, mul, name
from derive.vocabulary import Vocabulary

_HOLDER = "@applied"


def with_families(expression: Expression, vocabulary: Vocabulary, hidden: frozenset[str] = frozenset()) -> Expression:
    """``index(u(t), i)`` as ``u_i(t)`` where ``u`` is not defined and ``i`` is not summed over here."""
    inner = hidden | frozenset(bound(expression))
    if expression.head == "index" and expression.args[0].head == "call":
        function, indices = expression.args[0], expression.args[1:]
        defined = any(d.target == function.value for d in vocabulary.definitions)
        free = all(i.head == "number" or (i.head == "name" and i.value not in inner) for i in indices)
        if free and not defined:
            args = tuple(with_families(a, vocabulary, inner) for a in function.args)
            return call("_".join((str(function.value), *(str(i.value) for i in indices))), *args)
    if not expression.args:
        return expression
    return _by_application(expression.with_args(tuple(with_families(a, vocabulary, inner) for a in expression.args)))


def _by_application(node: Expression) -> Expression:
    """``∂F/∂u_i(t)``: ``F`` differentiated by the value ``u_i(t)`` as if it were a name."""
    if node.head != "derivative" or len(node.args) != 2:
        return node
    inner, by = node.args
    if inner.head == "pow" and inner.args[1] == TWO and inner.args[0].head == "call" and inner.args[0].value == "norm":
        # The product rule for a scalar product: d|w|²/dt = 2 w·dw/dt, whatever the length of w.
        vector = inner.args[0].args[0]
        return mul(TWO, call("dot", vector, Expression("derivative", (vector, by))))
    if by.head != "call":
        return node
    if inner == by or not any(n == by for n in inner.walk()):
        return node
    holder = name(_HOLDER)
    done = differentiate(replaced(inner, by, holder), holder)
    return node if any(n.head == "derivative" for n in done.walk()) else replaced(done, holder, by)
