"""How tightly operators bind, and which tokens begin an operand."""

from __future__ import annotations

IFF, IMPLIES, OR, AND, NOT = 1, 2, 3, 4, 5
RELATION, UNION, INTERSECTION, SUM, PRODUCT, POWER, POSTFIX = 10, 14, 16, 20, 30, 50, 60
LOGIC = {"iff": IFF, "implies": IMPLIES, "or": OR, "xor": OR, "and": AND}

#: Kinds that begin an operand: after another operand they mean a product.
STARTERS = frozenset(
    ("number", "name", "function", "constant", "(", "[", "set{", "{", "√", "⟨", "⌊", "⌈", "∂", "∇", "board", "fraction",
     "calculus", "nullleft", "unit")
)  # fmt: skip
#: Commands that begin no operand.
CLOSERS = frozenset(
    [
        "end",
        "pmod",
        "bmod",
        "mod",
        "not",
        "ldots",
        "dots",
        "cdots",
        "dotsc",
        "dotsb",
        "dotsm",
        "over",
        "above",
        "atop",
        "choose",
        "because",
        "therefore",
    ]
)
