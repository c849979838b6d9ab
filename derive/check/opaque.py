"""Quantities that need not be opened: scalar products, norms and traces that both sides have, as names.

``τ · 2 w·ẇ`` and ``2 τ w·ẇ`` are equal whatever ``w·ẇ`` is.  What agrees so, agrees; what does not, may still.
"""

from __future__ import annotations

from derive.check.gate import RANDOM, VECTOR
from derive.check.question import Question
from derive.decide import decide
from derive.expression import Expression, name
from derive.verdict import Verdict

_SCALAR = frozenset(("dot", "norm", "det", "trace"))


def scalars_as_names(question: Question) -> Verdict | None:
    """The link with each scalar of vectors as a name of its own; only good news counts."""
    table: dict[Expression, Expression] = {}
    left, right = _closed(question.left, table), _closed(question.right, table)
    if not table or not all(_plain(side, question) for side in (left, right)):
        return None
    verdict = decide(left, right, vocabulary=question.setting.plain(), budget=question.budget.part(0.3))
    return verdict if verdict.holds else None


def _closed(node: Expression, table: dict[Expression, Expression]) -> Expression:
    if node.head == "call" and node.value in _SCALAR:
        return table.setdefault(node, name(f"scalar{len(table) + 1}"))
    return node.with_args(tuple(_closed(a, table) for a in node.args)) if node.args else node


def _plain(side: Expression, question: Question) -> bool:
    """Whether nothing is left of vectors, so that factors may be exchanged."""
    for node in side.walk():
        if node.head in ("matrix", "integral", "sum", "derivative", "index"):
            return False
        if node.head == "call" and (node.value in VECTOR or node.value in RANDOM):
            return False
        declared = question.setting.vocabulary.name(str(node.value)) if node.head == "name" else None
        if declared is not None and declared.shape:
            return False
    return True
