r"""Means of what is not random: ``E[-n/λ²] = -n/λ²``, as it stands at the end of every Fisher information."""

from __future__ import annotations

from derive.check.chance import STATISTICS
from derive.decide.calculus import differentiate
from derive.expression import Expression, rewrite
from derive.vocabulary import Vocabulary

_DATA = frozenset("xyz")
_ESTIMATED = frozenset(("hat", "bar", "tilde", "star"))


def of_constants(side: Expression, vocabulary: Vocabulary) -> Expression:
    """A side with its derivatives carried out and the means of what does not depend on data left out."""
    arrays = {n.text for n in vocabulary.names if n.shape}

    def is_random(text: str) -> bool:
        base, _, rest = text.partition("_")
        estimated = any(part in _ESTIMATED for part in rest.split("_"))
        return text[:1].isupper() or text in arrays or base in _DATA or estimated

    def rule(node: Expression) -> Expression:
        if node.head == "derivative" and all(a.head == "name" for a in node.args[1:]):
            return _carried(node)
        if node.head == "call" and node.value == "Expectation" and len(node.args) == 1:
            inner = node.args[0]
            known = not any(n.head == "call" and n.value in STATISTICS for n in inner.walk())
            if known and inner.names() and not any(map(is_random, inner.names())):
                return inner
        return node

    return rewrite(side, rule)


def _carried(node: Expression) -> Expression:
    inner = node.args[0]
    for by in node.args[1:]:
        if by.value not in inner.names():
            return node
        inner = differentiate(inner, by)
    return node if any(n.head == "derivative" for n in inner.walk()) else inner
