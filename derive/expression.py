"""Expressions, kept as they were written.

An :class:`Expression` is an immutable tree of heads.  It is what the reader produces, what the deciders take and what
the printers print.  Nothing is simplified while one is built: ``1/2*3/x`` stays four operations.  Canonical forms are
computed only where two expressions are compared.

==================  =============================================================================================
head                value and arguments
==================  =============================================================================================
``number``          value: :class:`fractions.Fraction`; a number written without a decimal point
``decimal``         value: the digits as written (``"0.30"``, ``"5.1e-2"``); exact, and it remembers its precision
``constant``        value: ``pi e i oo zoo euler true false`` (``euler`` is Euler-Mascheroni's constant)
``name``            value: canonical spelling (``tau_x``, ``W_EI``)
``unit``            value: canonical unit (``mV``)
``text``            value: words that are no mathematics, kept for choices
``add mul``         two or more arguments, in the order written
``neg div pow``     one, two and two arguments
``call``            value: function's canonical name (``exp``, ``Max``, ``sigma``); arguments
``prime``           value: (function, order for each argument); arguments: ``f''(x)`` is ``prime(("f", (2,)), x)``
``index``           arguments: the indexed thing, then its indices: ``w_{ij}`` is ``index(w, i, j)``
``derivative``      arguments: expression, then one name for each differentiation
``integral``        arguments: integrand, variable [, lower, upper]
``sum product``     arguments: term, index [, lower, upper [, condition]]; without bounds: over the index's whole range
``limit``           arguments: expression, variable, point; value: ``"+"``, ``"-"`` or ``"+-"``
``substitute``      arguments: expression, variable, replacement (``E|_{x=a}``)
``evaluated``       arguments: expression, variable, lower, upper (``[E]_a^b``)
``matrix``          arguments: ``row`` expressions of equal length
``cases``           arguments: ``case`` (value, condition); ``otherwise`` is the constant ``true``; first true case wins
``plus_minus``      one or two arguments: ``a ± b`` stands for two values; value: ``"+"`` for ±, ``"-"`` for ∓
``eq ne lt le gt``  two arguments; also ``ge approx propto sim ll gg define update member subset to``
``chain``           value: the relations between neighbours (``("eq", "lt")``); arguments: three or more sides
``and or not``      logic; also ``implies iff xor``
``set list tuple``  collections
``interval``        arguments: lower, upper; value: (lower is open, upper is open)
``union``           also ``intersection``
==================  =============================================================================================

Functions have the names of :data:`derive.functions.FUNCTIONS` where they are known; any other name is abstract.
Vectors and matrices use ``call`` with ``transpose inverse det trace norm dot cross outer diag eye``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

RELATIONS = frozenset(
    (
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "approx",
        "propto",
        "sim",
        "ll",
        "gg",
        "define",
        "update",
        "member",
        "subset",
        "to",
    )
)
LOGIC = frozenset(("and", "or", "not", "implies", "iff", "xor"))
BINDERS = frozenset(("integral", "sum", "product", "limit", "substitute", "evaluated"))


class Expression:
    """One node of a tree: a head, a value (or None) and the arguments.

    Two expressions are equal when they are the same tree.  The hash is computed once, so that trees make cheap keys.
    """

    __slots__ = ("_hash", "args", "head", "value")

    head: str
    args: tuple[Expression, ...]
    value: Any

    def __init__(self, head: str, args: tuple[Expression, ...] = (), value: Any = None) -> None:
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "args", args)
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "_hash", hash((head, value, args)))

    def __setattr__(self, field: str, value: object) -> None:
        raise AttributeError(f"an Expression is immutable: {field} cannot be set")

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Expression) or hash(self) != hash(other):
            return False
        return (self.head, self.value, self.args) == (other.head, other.value, other.args)

    def __reduce__(self) -> tuple[type[Expression], tuple[str, tuple[Expression, ...], Any]]:
        # The hash of a string differs between processes: it is computed anew where a pickle is read.
        return Expression, (self.head, self.args, self.value)

    def __repr__(self) -> str:
        inside = [repr(self.value)] if self.value is not None else []
        return f"{self.head}({', '.join(inside + [repr(a) for a in self.args])})"

    def walk(self) -> Iterator[Expression]:
        """Every node, this one first, in the order written."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.args))

    def size(self) -> int:
        """The number of nodes."""
        return sum(1 for _ in self.walk())

    def with_args(self, args: tuple[Expression, ...]) -> Expression:
        """The same head and value over other arguments."""
        return self if args == self.args else Expression(self.head, args, self.value)

    def names(self) -> tuple[str, ...]:
        """Free names in the order in which they first appear (bound indices and variables left out)."""
        found: dict[str, None] = {}
        _free(self, frozenset(), found)
        return tuple(found)

    def functions(self) -> tuple[str, ...]:
        """Names of all functions called, primed ones included, in order of appearance."""
        found: dict[str, None] = {}
        for node in self.walk():
            if node.head == "call":
                found.setdefault(node.value)
            elif node.head == "prime":
                found.setdefault(node.value[0])
        return tuple(found)


def bound(node: Expression) -> tuple[str, ...]:
    """The names that a node binds in its first argument (and in the condition of a sum)."""
    if node.head not in BINDERS:
        return ()
    if node.head == "integral" and len(node.args) == 2:
        return ()  # an antiderivative is a function of its variable
    return (node.args[1].value,) if node.args[1].head == "name" else ()


def _free(node: Expression, hidden: frozenset[str], found: dict[str, None]) -> None:
    if node.head == "name":
        if node.value not in hidden:
            found.setdefault(node.value)
        return
    inner = hidden.union(bound(node))
    for position, argument in enumerate(node.args):
        binds = position in (0, 4)
        if position == 1 and inner is not hidden and bound(node):
            continue
        _free(argument, inner if binds else hidden, found)


def replace(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """Free names replaced by expressions.  A bound name of the same spelling is left alone."""
    if not values:
        return expression
    if expression.head == "name":
        return values.get(expression.value, expression)
    if not expression.args:
        return expression
    hidden = bound(expression)
    inner = {k: v for k, v in values.items() if k not in hidden} if hidden else values
    args = tuple(replace(a, inner if i in (0, 1, 4) and hidden else values) for i, a in enumerate(expression.args))
    return expression.with_args(args)


def rewrite(expression: Expression, rule: Callable[[Expression], Expression]) -> Expression:
    """A rule applied to every node, the innermost first."""
    args = tuple(rewrite(a, rule) for a in expression.args)
    return rule(expression.with_args(args))


def number(value: int | Fraction) -> Expression:
    return Expression("number", (), Fraction(value))


def name(text: str) -> Expression:
    return Expression("name", (), text)


def constant(text: str) -> Expression:
    return Expression("constant", (), text)


def call(function: str, *args: Expression) -> Expression:
    return Expression("call", args, function)


def add(*args: Expression) -> Expression:
    return args[0] if len(args) == 1 else Expression("add", args)


def mul(*args: Expression) -> Expression:
    return args[0] if len(args) == 1 else Expression("mul", args)


def neg(a: Expression) -> Expression:
    return Expression("neg", (a,))


def sub(a: Expression, b: Expression) -> Expression:
    return Expression("add", (a, Expression("neg", (b,))))


def div(a: Expression, b: Expression) -> Expression:
    return Expression("div", (a, b))


def power(a: Expression, b: Expression) -> Expression:
    return Expression("pow", (a, b))


def relation(head: str, a: Expression, b: Expression) -> Expression:
    return Expression(head, (a, b))


ZERO, ONE, TWO = number(0), number(1), number(2)
PI, E, I, INFINITY = constant("pi"), constant("e"), constant("i"), constant("oo")
TRUE, FALSE = constant("true"), constant("false")
