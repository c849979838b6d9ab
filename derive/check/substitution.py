r"""``∫ ln(x+5) dx = ∫ ln(u) du`` without a word on ``u``: the substitution that makes it true, if there is one."""

from __future__ import annotations

from collections.abc import Iterator

from derive.check.normal import variable_of
from derive.expression import Expression
from derive.vocabulary import Definition, Vocabulary

#: How many parts of the integrand are tried.
TRIES = 12


def candidates(left: Expression, right: Expression, vocabulary: Vocabulary) -> Iterator[Definition]:
    """Definitions of the new variable of integration by parts of the old integrand, the largest first."""
    old, new = variable_of(left), variable_of(right)
    defined = {d.target for d in vocabulary.definitions}
    if not old or not new or old == new or new in left.names() or new in defined:
        return
    integrand = next(n.args[0] for n in left.walk() if n.head == "integral")
    parts = {
        n for n in integrand.walk() if n.head not in ("name", "number", "decimal", "constant") and old in n.names()
    }
    ordered = sorted(parts, key=lambda n: (-n.size(), repr(n)))
    for part in ordered[-TRIES:] if len(ordered) > TRIES else ordered:
        yield Definition(new, (), part, False, f"{new} substituted")
