r"""Functional derivatives ``\frac{\delta F}{\delta u}``: linear, by product and chain rule, Euler-Lagrange.

``call("variation", F, u)`` is one.  What is not known of F stays as it is: an unknown thing, never a quotient.
"""

from __future__ import annotations

from derive.decide.calculus.binding import expanded, occurs, put
from derive.decide.calculus.construct import minus, negate, plus, times
from derive.decide.calculus.derivative import differentiate
from derive.expression import INFINITY, ONE, ZERO, Expression, call, name, rewrite
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary

#: The highest derivative of the function under the integral.
ORDER = 4


def varied(node: Expression, vocabulary: Vocabulary) -> Expression:
    """A functional derivative carried out as far as it is known."""
    functional, target = node.args
    function = target.value if target.head in ("name", "call") else None
    if function is None or (target.head == "call" and (function in BY_NAME or len(target.args) != 1)):
        return node
    functional = expanded(functional, vocabulary, frozenset((function,)))
    parts: dict[Expression, Expression] = {}
    outer = _with_names(functional, function, parts)
    if outer is None:
        return node
    terms = []
    for inside, alias in parts.items():
        rate = differentiate(outer, alias)
        back = put(rate, {a.value: i for i, a in parts.items()})
        terms.append(times(back, _of_one(inside, target, node)))
    return plus(*terms)


def _with_names(node: Expression, function: str, parts: dict[Expression, Expression]) -> Expression | None:
    """The functional as a function of its integrals, unknown names and values of the function."""
    if node.head == "integral":
        if not _depends(node, function) and not _unknown(node):
            return node
        return parts.setdefault(node, name(f"functional {len(parts)}"))
    if node.head == "name":
        return parts.setdefault(node, name(f"functional {len(parts)}"))
    if node.head == "call" and (node.value == function or node.value not in BY_NAME):
        return parts.setdefault(node, name(f"functional {len(parts)}"))
    if not node.args:
        return node
    if node.head not in ("add", "mul", "neg", "div", "pow", "call"):
        return None
    inner = [_with_names(a, function, parts) for a in node.args]
    return None if any(i is None for i in inner) else node.with_args(tuple(i for i in inner if i is not None))


def _depends(node: Expression, function: str) -> bool:
    return function in node.names() or function in node.functions()


def _unknown(node: Expression) -> bool:
    """Whether something in it may depend on the function without saying so."""
    return any(n.head == "call" and n.value not in BY_NAME for n in node.walk())


def _of_one(inside: Expression, target: Expression, node: Expression) -> Expression:
    function = str(target.value)
    if inside.head == "integral":
        found = _euler_lagrange(inside, target)
        return node.with_args((inside, target)) if found is None else found
    if inside == target and target.head == "name":
        return ONE
    if target.head == "call" and inside.head == "call" and inside.value == function:
        return call("DiracDelta", minus(inside.args[0], target.args[0]))
    return node.with_args((inside, target))


def _euler_lagrange(integral: Expression, target: Expression) -> Expression | None:
    """``sum_k (-d/dy)^k dL/du^(k)``; the ends are kept fixed."""
    if len(integral.args) not in (2, 4) or integral.args[1].head != "name":
        return None
    integrand, by = integral.args[:2]
    function = str(target.value)
    bare = target.head == "name"
    lagrangian = _as_function(integrand, function, by) if bare else integrand
    aliases = [name(f"order {k}") for k in range(ORDER + 1)]
    closed = _without_function(lagrangian, function, by, aliases)
    if closed is None:
        return None
    terms = []
    for k, alias in enumerate(aliases):
        rate = differentiate(closed, alias)
        if rate == ZERO:
            continue
        rate = put(rate, {a.value: _rate(function, j, by) for j, a in enumerate(aliases)})
        for _ in range(k):
            rate = differentiate(rate, by)
        terms.append(negate(rate) if k % 2 else rate)
    total = plus(*terms)
    if bare:
        return _as_name(total, function, by)
    return put(total, {by.value: target.args[0]})


def _rate(function: str, order: int, by: Expression) -> Expression:
    return call(function, by) if order == 0 else Expression("prime", (by,), (function, (order,)))


def _as_function(node: Expression, function: str, by: Expression) -> Expression:
    """``u`` and ``du/dx`` as ``u(x)`` and ``u'(x)``."""
    if node.head == "derivative" and node.args[0] == name(function) and all(a == by for a in node.args[1:]):
        return _rate(function, len(node.args) - 1, by)
    if node.head == "prime" and not node.args and node.value[0] == function:
        return _rate(function, node.value[1][0], by)
    if node == name(function):
        return call(function, by)
    return node.with_args(tuple(_as_function(a, function, by) for a in node.args))


def _as_name(expression: Expression, function: str, by: Expression) -> Expression:
    def rule(node: Expression) -> Expression:
        if node == call(function, by):
            return name(function)
        if node.head == "prime" and node.value[0] == function and node.args == (by,):
            return Expression("prime", (), node.value)
        return node

    return rewrite(expression, rule)


def _without_function(
    lagrangian: Expression, function: str, by: Expression, aliases: list[Expression]
) -> Expression | None:
    """The integrand as a function of ``u, u', u''``; None where u stands at another place or under another sign."""
    known = {_rate(function, k, by): alias for k, alias in enumerate(aliases)}
    found = rewrite(_carried_out(lagrangian, function, by), lambda node: known.get(node, node))
    if any(n.head in ("integral", "sum", "product", "limit", "derivative") for n in found.walk()):
        return None
    if function in found.functions() or INFINITY in tuple(found.walk()) or occurs(function, found):
        return None
    return found


def _carried_out(node: Expression, function: str, by: Expression) -> Expression:
    """Derivatives by the variable of what holds the function."""
    if node.head == "derivative" and all(a == by for a in node.args[1:]):
        value = node.args[0]
        for _ in node.args[1:]:
            value = differentiate(value, by)
        return value
    return node.with_args(tuple(_carried_out(a, function, by) for a in node.args))
