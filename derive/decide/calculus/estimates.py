"""Limits that SymPy finds: evidence, no proof."""

from __future__ import annotations

from derive.decide.alarm import unhurried
from derive.expression import Expression
from derive.vocabulary import Vocabulary


def sympy_limit(node: Expression, vocabulary: Vocabulary) -> Expression | None:
    """The limit that SymPy finds, if any."""
    with unhurried():
        import sympy

        from derive.symbolic import from_sympy, symbol, to_sympy

    inside, by, point = node.args[:3]
    direction = node.value or "+-"
    value = sympy.limit(
        to_sympy(inside, vocabulary), symbol(by.value, vocabulary), to_sympy(point, vocabulary), direction
    )
    if value.has(sympy.Limit, sympy.AccumBounds, sympy.nan, sympy.zoo):
        return None
    return from_sympy(value)
