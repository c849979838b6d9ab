"""Names bound by sums and integrals: substitution that captures nothing, and fresh names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derive.expression import BINDERS, Expression, bound, name
from derive.name import Name
from derive.vocabulary import Definition, Vocabulary

DEPTH = 40


def occurs(text: str, expression: Expression) -> bool:
    """Whether a name occurs freely."""
    if expression.head == "name":
        return bool(expression.value == text)
    if not expression.args:
        return False
    if text in bound(expression):
        outer = (a for k, a in enumerate(expression.args) if k not in (0, 1, 4))
        return any(occurs(text, a) for a in outer)
    return any(occurs(text, a) for a in expression.args)


def fresh(text: str, taken: Iterable[str]) -> str:
    """A spelling near to ``text`` that is not taken."""
    used, count = set(taken), 1
    while f"{text}_{count}" in used:
        count += 1
    return f"{text}_{count}"


def put(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """Free names replaced; a bound name that would capture one of the replacement's names is renamed first."""
    if not values:
        return expression
    if expression.head == "name":
        return values.get(expression.value, expression)
    if not expression.args:
        return expression
    hidden = bound(expression)
    if not hidden:
        return expression.with_args(tuple(put(a, values) for a in expression.args))
    inner = {k: v for k, v in values.items() if k not in hidden}
    index = hidden[0]
    arriving = {n for k, v in inner.items() if occurs(k, expression) for n in v.names()}
    if index in arriving:
        other = fresh(index, arriving | set(expression.names()) | {index})
        inner[index] = name(other)
    else:
        inner[index] = name(index)
    args = tuple(put(a, inner if k in (0, 1, 4) else values) for k, a in enumerate(expression.args))
    return expression.with_args(args)


def replaced(expression: Expression, old: Expression, new: Expression) -> Expression:
    """Every occurrence of a subtree replaced."""
    if expression == old:
        return new
    if not expression.args:
        return expression
    return expression.with_args(tuple(replaced(a, old, new) for a in expression.args))


def definition_of(expression: Expression, vocabulary: Vocabulary) -> Expression | None:
    """What a name, a call of a defined function or an indexed thing stands for; None where nothing is defined."""
    if not vocabulary.definitions:
        return None
    if expression.head == "name":
        # A function's bare name stands for its value at its own parameters (``dσ/dx``).
        found = _definition(vocabulary, expression.value)
        return None if found is None or found.indexed or occurs(found.target, found.value) else found.value
    if expression.head == "call":
        target, given = expression.value, expression.args
    elif expression.head == "index" and expression.args[0].head == "name":
        target, given = expression.args[0].value, expression.args[1:]
    else:
        return None
    found = _definition(vocabulary, target)
    if found is None or len(found.parameters) != len(given) or found.indexed != (expression.head == "index"):
        return None
    if any(node.head == "call" and node.value == target for node in found.value.walk()):
        return None
    return put(found.value, dict(zip(found.parameters, given)))


def _definition(vocabulary: Vocabulary, target: str) -> Definition | None:
    return next((d for d in reversed(vocabulary.definitions) if d.target == target), None)


def expanded(expression: Expression, vocabulary: Vocabulary, keep: frozenset[str] = frozenset()) -> Expression:
    """All definitions expanded, to a bounded depth; the names in ``keep`` stay as they are."""
    return _expanded(expression, vocabulary, keep, DEPTH) if vocabulary.definitions else expression


def _expanded(expression: Expression, vocabulary: Vocabulary, keep: frozenset[str], depth: int) -> Expression:
    if depth == 0:
        return expression
    if expression.head == "name" and expression.value in keep:
        return expression
    meant = definition_of(expression, vocabulary)
    if meant is not None:
        return _expanded(meant, vocabulary, keep, depth - 1)
    if not expression.args:
        return expression
    start = 0
    if expression.head in BINDERS or expression.head in ("integral", "derivative"):
        # A bound variable is no name that could be defined outside.
        keep = keep | {a.value for a in expression.args[1:2] if a.head == "name"}
    if expression.head == "index":
        start = 1
    args = tuple(a if k < start else _expanded(a, vocabulary, keep, depth) for k, a in enumerate(expression.args))
    return expression.with_args(args)


def with_domain(vocabulary: Vocabulary, text: str, domain: str) -> Vocabulary:
    """The same vocabulary in which a name has (at least) a narrower domain."""
    from dataclasses import replace

    declared = vocabulary.name(text)
    if declared is None:
        return replace(vocabulary, names=(*vocabulary.names, Name(text, domain)))
    changed = replace(declared, domain=domain)
    return replace(vocabulary, names=tuple(changed if n.text == text else n for n in vocabulary.names))
