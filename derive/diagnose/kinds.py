"""The names of slips: what a diagnosis may say, and what the tables of wrong answers call theirs."""

from __future__ import annotations

#: Names that say the same of an answer, each with the more general one.
GENERAL: dict[str, str] = {
    "sign of a term": "sign",
    "sign of several terms": "sign",
    "unit prefix": "constant factor",
    "missing inner derivative": "missing factor",
}
#: Every name that a diagnosis can have.
SLIPS: frozenset[str] = frozenset(
    (
        "sign",
        "sign of a term",
        "sign of several terms",
        "constant factor",
        "unit prefix",
        "missing factor",
        "missing inner derivative",
        "extra factor",
        "dropped term",
        "extra term",
        "doubled term",
        "additive constant",
        "wrong coefficient",
        "several terms",
        "complement",
        "inverted fraction",
        "product instead of quotient",
        "quotient instead of product",
        "lost exponent",
        "extra exponent",
        "wrong exponent",
        "lost root",
        "extra root",
        "lost function",
        "extra function",
        "wrong function",
        "lost prime",
        "extra prime",
        "function taken term by term",
        "logarithm of a product or ratio",
        "bound of a sum",
        "wrong number",
        "wrong name",
        "wrong index",
        "wrong piece",
        "swapped names",
        "swapped indices",
        "reversed inequality",
        "strict inequality",
        "and or or",
        "dropped condition",
        "extra condition",
        "should vanish",
        "needs an assumption",
        "special value",
        "leading order",
        "transposed matrix",
        "wrong shape",
        "wrong entry",
        "swapped entries",
        "missing element",
        "extra element",
        "wrong element",
        "order",
    )
)


def kind(slip: str) -> str:
    """The general name of a slip: the sign of a term is a sign."""
    return GENERAL.get(slip, slip)
