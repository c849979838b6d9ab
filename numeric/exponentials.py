"""Exponentials that are whole powers of one another, computed once."""

from __future__ import annotations

from typing import Any

import sympy as sp

#: Larger powers would lose digits that an exponential of its own keeps.
MOST = 4


def shared_exponentials(expressions: list[Any]) -> tuple[list[Any], list[tuple[sp.Dummy, sp.Expr, int]]]:
    """Where ``exp(u)`` and ``exp(k u)`` both occur, k = 2, 3, 4, symbols take their places.

    Gives the expressions, and for each symbol, in order, what it stands for: a base and its power.

    >>> x = sp.Symbol("x")
    >>> [(base, k) for _, base, k in shared_exponentials([sp.exp(4 * x + 2), sp.exp(2 * x + 1)])[1]]
    [(exp(2*x + 1), 1), (exp(2*x + 1), 2)]
    """
    found = {e for expression in expressions for e in expression.atoms(sp.exp)}
    if len(found) < 2:
        return expressions, []
    groups: dict[sp.Expr, list[tuple[sp.Rational, sp.Expr]]] = {}
    for e in sorted(found, key=sp.default_sort_key):
        content, primitive = e.args[0].as_content_primitive()
        groups.setdefault(primitive, []).append((content, e))
    powers: dict[sp.Expr, tuple[sp.Expr, int]] = {}
    for members in groups.values():
        members.sort(key=lambda pair: pair[0])
        for k, (content, e) in enumerate(members):
            for smaller, base in members[:k]:
                ratio = content / smaller
                if smaller > 0 and ratio.is_Integer and ratio <= MOST and powers.get(base, (base, 1))[1] == 1:
                    powers[base], powers[e] = (base, 1), (base, int(ratio))
                    break
    if not powers:
        return expressions, []
    symbols = {e: sp.Dummy("exponential") for e in powers}
    rows = sorted(powers, key=lambda e: (powers[e][1], sp.default_sort_key(e)))
    return [e.xreplace(symbols) for e in expressions], [(symbols[e], *powers[e]) for e in rows]
