"""Letters that may mean a special function: ``\\gamma(s, x)``, ``\\psi_1(x)``, ``I_x(a, b)``.

Whoever writes γ(s, x) may mean the lower incomplete gamma function, or a function of two arguments of their own.  Both
readings are decided: what holds of the special function is accepted with that remark, and only what fails in both is
refuted.
"""

from __future__ import annotations

from derive.expression import Expression, call, name, number, rewrite
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary


def special(expression: Expression, vocabulary: Vocabulary) -> tuple[Expression, tuple[str, ...]]:
    """The expression with such letters as special functions, and what they were taken for."""
    told: dict[str, None] = {}

    def rule(node: Expression) -> Expression:
        found = _meaning(node) if node.head == "call" and not _declared(node.value, vocabulary) else None
        if found is None:
            return node
        told.setdefault(found[1])
        return found[0]

    return rewrite(expression, rule), tuple(told)


def _declared(text: str, vocabulary: Vocabulary) -> bool:
    declared = vocabulary.function(text)
    return declared is not None and bool(declared.properties)


def _meaning(node: Expression) -> tuple[Expression, str] | None:
    text, args = str(node.value), node.args
    if text == "gamma" and len(args) == 2:
        return call("lowergamma", *args), "gamma taken for the lower incomplete gamma function"
    base, _, subscript = text.partition("_")
    if base == "psi" and len(args) == 1 and subscript.isdigit() and len(subscript) <= 2:
        order = int(subscript)
        taken = call("polygamma", number(order), *args) if order else call("digamma", *args)
        return taken, f"psi_{order} taken for the polygamma function"
    if base in ("I", "B") and len(args) == 2 and subscript and "_" not in subscript:
        x = number(int(subscript)) if subscript.isdigit() else name(subscript)
        if base == "I":
            return call("regularbeta", x, *args), f"{text} taken for the regularised incomplete beta function"
        return call("lowerbeta", x, *args), f"{text} taken for the incomplete beta function"
    return None


def abstracted(expression: Expression) -> Expression:
    """Known functions with another number of arguments than they have, as functions of their own."""

    def rule(node: Expression) -> Expression:
        known = BY_NAME.get(node.value) if node.head == "call" else None
        if known is None or known.arity[0] <= len(node.args) <= known.arity[1]:
            return node
        return call(f"{node.value}_of_{len(node.args)}", *node.args)

    return rewrite(expression, rule)
