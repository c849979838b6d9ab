"""Whether what a student wrote may be written out: no power, factorial or sum in it grows beyond all bounds."""

from __future__ import annotations

from derive.decide.evaluate import evaluate
from derive.expression import Expression

#: Larger exponents and arguments of factorials are no answers, and take for ever to write out.
MOST = 1000
_GROWING = frozenset(("factorial", "gamma", "loggamma", "binomial", "exp", "cosh", "sinh"))
_NODES = 2000


def bounded(e: Expression) -> bool:
    """No plain number in an expression is huge, and none is the exponent or the argument of something that grows."""
    nodes = tuple(e.walk())
    return len(nodes) <= _NODES and all(_small(node) for node in nodes)


def _small(node: Expression) -> bool:
    if node.head == "pow":
        return _at_most(node.args[1]) and (_constant(node.args[0]) is False or _at_most(node, 1e100))
    if node.head == "call" and node.value in _GROWING:
        return all(_at_most(a) for a in node.args)
    if node.head in ("sum", "product") and len(node.args) >= 4:
        return all(_at_most(a, 1e4) for a in node.args[2:4])
    if node.head in ("number", "decimal"):
        return _at_most(node, 1e100)
    return True


def _constant(e: Expression) -> bool:
    return not any(n.head in ("name", "index", "prime") for n in e.walk())


def _at_most(e: Expression, most: float = MOST) -> bool:
    """The value of what has no names is known and no larger; what has names may be anything."""
    if not _constant(e) or any(n == Expression("constant", (), "oo") for n in e.walk()):
        return True
    try:
        return bool(abs(evaluate(e, {})) <= most)
    except (ArithmeticError, ValueError):
        return False
