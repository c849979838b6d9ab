"""Switches: the places at which an expression chooses between formulas, and what remains once a choice is made.

Every switch hangs on the sign of one expression: ``Max(a, b)`` on that of a - b, ``Abs(u)``, ``sign(u)`` and
``Heaviside(u)`` on that of u, a condition ``a < b`` on that of a - b, ``KroneckerDelta(i, j)`` on whether i - j is
zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.expression import FALSE, ONE, TRUE, ZERO, Expression, name, neg, number, sub

_SIGNED = frozenset(("Abs", "sign", "Heaviside"))
_CHOICES = frozenset(("Max", "Min"))
_RELATIONS = frozenset(("lt", "le", "gt", "ge", "eq", "ne"))


@dataclass(frozen=True, slots=True)
class Switch:
    """A node and the expression on whose sign it hangs.  ``ordered`` is false where only zero or not matters."""

    node: Expression
    on: Expression
    ordered: bool = True


def innermost(expression: Expression, passed: frozenset[Expression] = frozenset()) -> Switch | None:
    """The first switch with no switch inside it, left to right; ``passed`` are nodes to leave alone."""
    for a in expression.args:
        found = innermost(a, passed)
        if found is not None:
            return found
    if expression in passed:
        return None
    if expression.head == "call":
        if expression.value in _SIGNED:
            return Switch(expression, expression.args[0])
        if expression.value in _CHOICES and len(expression.args) > 1:
            return Switch(expression, sub(expression.args[0], expression.args[1]))
        if expression.value == "KroneckerDelta":
            return Switch(expression, sub(*expression.args), ordered=False)
    if expression.head in _RELATIONS and len(expression.args) == 2:
        return Switch(expression, sub(*expression.args), ordered=expression.head not in ("eq", "ne"))
    return None


def settled(switch: Switch, sign: int) -> Expression:
    """What the switch's node is where its expression has the given sign (for unordered ones: 0 or not)."""
    node = switch.node
    if node.head == "call":
        u = node.args[0]
        if node.value == "Abs":
            return u if sign > 0 else neg(u) if sign < 0 else ZERO
        if node.value == "sign":
            return number(sign)
        if node.value == "Heaviside":
            if sign:
                return ONE if sign > 0 else ZERO
            return node.args[1] if len(node.args) == 2 else name(HALFWAY)
        if node.value == "KroneckerDelta":
            return ONE if sign == 0 else ZERO
        first = (sign >= 0) == (node.value == "Max")
        kept = (node.args[0] if first else node.args[1], *node.args[2:])
        return kept[0] if len(kept) == 1 else node.with_args(kept)
    truth = {
        "lt": sign < 0,
        "le": sign <= 0,
        "gt": sign > 0,
        "ge": sign >= 0,
        "eq": sign == 0,
        "ne": sign != 0,
    }[node.head]
    return TRUE if truth else FALSE


#: Stands for Heaviside(0), which is a matter of convention: any real number.
HALFWAY = "Heaviside(0)"


def substituted(expression: Expression, node: Expression, value: Expression) -> Expression:
    """Every occurrence of a node replaced, and conditions that became certain resolved."""
    if expression == node:
        return value
    if not expression.args:
        return expression
    args = tuple([substituted(a, node, value) for a in expression.args])
    return resolved(expression.with_args(args))


def resolved(e: Expression) -> Expression:
    """Logic and cases with certain conditions, simplified at this node."""
    if e.head == "and":
        if FALSE in e.args:
            return FALSE
        left = tuple(a for a in e.args if a != TRUE)
        return TRUE if not left else left[0] if len(left) == 1 else e.with_args(left)
    if e.head == "or":
        if TRUE in e.args:
            return TRUE
        left = tuple(a for a in e.args if a != FALSE)
        return FALSE if not left else left[0] if len(left) == 1 else e.with_args(left)
    if e.head == "not" and e.args[0] in (TRUE, FALSE):
        return FALSE if e.args[0] == TRUE else TRUE
    if e.head == "cases":
        kept = []
        for case in e.args:
            if case.args[1] == FALSE:
                continue
            kept.append(case)
            if case.args[1] == TRUE:
                break
        if kept and kept[0].args[1] == TRUE:
            return kept[0].args[0]
        return e.with_args(tuple(kept))
    return e


def unchained(e: Expression) -> Expression:
    """Chains of relations (0 < x < 1) as conjunctions, so that each link is a switch of its own."""
    args = tuple([unchained(a) for a in e.args])
    if e.head == "chain" and all(r in _RELATIONS for r in e.value):
        return Expression("and", tuple(Expression(r, (a, b)) for r, a, b in zip(e.value, args, args[1:])))
    return e.with_args(args)
