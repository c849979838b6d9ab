r"""Derivatives of an unknown quantity through known equations: ``∂L/∂X`` and ``∂L/∂Z`` where ``Z = X Y``.

Of L only its derivative D by Z matters at a point, so L may be taken as the linear function ``<D, Z>``: then
``∂L/∂Z`` is D and ``∂L/∂X`` is the derivative of ``<D, X Y>``.  This is the chain rule, for numbers, vectors and
matrices alike.
"""

from __future__ import annotations

from dataclasses import replace

from derive.decide.calculus.binding import expanded, occurs, put
from derive.decide.calculus.construct import integer, plus, times
from derive.decide.calculus.ground import spelled
from derive.decide.calculus.recognize import has_tensors
from derive.decide.calculus.shapes import lower_entries
from derive.expression import Expression, call, name, rewrite
from derive.functions import BY_NAME
from derive.vocabulary import Definition, Vocabulary


def through_equations(
    left: Expression, right: Expression, vocabulary: Vocabulary
) -> tuple[Expression, Expression, Vocabulary]:
    """The question with derivatives of unknown quantities taken through the equations that are known."""
    shorthand = {d.target: d.value for d in vocabulary.definitions if not d.parameters and _heads(d.value)}
    before = left, right
    tensors = has_tensors(left, vocabulary) or has_tensors(right, vocabulary)
    equations, used = _equations(vocabulary)
    left, right = put(left, shorthand), put(right, shorthand)
    if tensors:
        left, right = (_bare(side, equations) for side in (left, right))
    capitals = {small: large for large, small in lower_entries(left, right, *_values(vocabulary)).items()}
    heads = _heads(left) | _heads(right) | _entry_heads(left, capitals) | _entry_heads(right, capitals)
    if len(heads) < 2:
        return *before, vocabulary
    targets = sorted({t for t, _ in heads})
    values: dict[tuple[str, str], Expression] = {}
    for target in targets:
        by = sorted(b for t, b in heads if t == target)
        values.update(_through(target, by, equations, tensors))
    if not values:
        return *before, vocabulary
    kept = tuple(a for a in vocabulary.assumptions if a not in used)
    changed = tuple(_placed(side, values, capitals) for side in (left, right))
    return changed[0], changed[1], replace(vocabulary, assumptions=kept)


def _heads(side: Expression) -> set[tuple[str, str]]:
    """Bare names with the one name by which they are differentiated."""
    return {
        (n.args[0].value, n.args[1].value)
        for n in side.walk()
        if n.head == "derivative" and len(n.args) == 2 and n.args[0].head == n.args[1].head == "name"
    }


def _bare(side: Expression, equations: dict[str, Expression]) -> Expression:
    """``L(X Y)`` under a derivative as L, where ``Z = X Y``: what is unknown of it is its derivative by Z."""
    whole = (*equations.values(), *(name(t) for t in equations))

    def rule(node: Expression) -> Expression:
        if node.head != "derivative" or node.args[0].head != "call" or node.args[0].value in BY_NAME:
            return node
        if len(node.args[0].args) != 1 or node.args[0].args[0] not in whole:
            return node
        return node.with_args((name(node.args[0].value), *node.args[1:]))

    return rewrite(side, rule)


def _values(vocabulary: Vocabulary) -> tuple[Expression, ...]:
    """Both sides of what is defined or assumed: a matrix may be named there only."""
    defined = [name(d.target) for d in vocabulary.definitions if not d.parameters and not d.indexed]
    return (*defined, *(d.value for d in vocabulary.definitions), *vocabulary.assumptions)


def _entry(node: Expression, capitals: dict[str, str]) -> tuple[str, str, tuple[int, ...]] | None:
    """``∂L/∂z_12`` as L, the matrix Z and the numbers of the entry."""
    if node.head != "derivative" or len(node.args) != 2 or node.args[0].head != "name":
        return None
    if node.args[1].head == "name":
        small, _, last = str(node.args[1].value).rpartition("_")
        if small not in capitals or not last.isdigit():
            return None
        return node.args[0].value, capitals[small], tuple(int(digit) for digit in last)
    if node.args[1].head != "index":
        return None
    base, *places = node.args[1].args
    numbers = tuple(integer(p) for p in places)
    if base.head != "name" or base.value not in capitals or any(n is None for n in numbers):
        return None
    return node.args[0].value, capitals[base.value], tuple(n for n in numbers if n is not None)


def _entry_heads(side: Expression, capitals: dict[str, str]) -> set[tuple[str, str]]:
    found = (_entry(node, capitals) for node in side.walk())
    return {(f[0], f[1]) for f in found if f is not None}


def _equations(vocabulary: Vocabulary) -> tuple[dict[str, Expression], frozenset[Expression]]:
    """``Z = X Y`` by its left side, from definitions and assumptions; and the assumptions that were such."""
    found = {
        d.target: d.value
        for d in vocabulary.definitions
        if not d.parameters and not d.indexed and not (d.value.head == "call" and d.value.value == d.target)
    }
    used = set()
    for assumption in vocabulary.assumptions:
        if assumption.head in ("eq", "define") and len(assumption.args) == 2:
            target, value = assumption.args
            if target.head == "name" and target.value not in found and not occurs(target.value, value):
                found[target.value] = value
                used.add(assumption)
    return found, frozenset(used)


def _through(
    target: str, by: list[str], equations: dict[str, Expression], tensors: bool
) -> dict[tuple[str, str], Expression]:
    """What stands for each derivative of one quantity; nothing where no equation joins them."""
    if target in equations or len(by) < 2:
        return {}
    known = Vocabulary(definitions=tuple(Definition(t, (), v) for t, v in equations.items()))
    whole = {b: {k: expanded(v, known, frozenset((b,))) for k, v in equations.items() if k in by} for b in by}
    base = [b for b in by if b in equations and not any(occurs(b, v) for k, v in whole[b].items() if k != b)]
    inner = [b for b in by if b not in base and any(occurs(b, whole[b][k]) for k in base)]
    if not base or not inner:
        return {}
    found: dict[tuple[str, str], Expression] = {}
    dual = {z: name(f"d{target}/d{z}") for z in base}
    for z in base:
        found[target, z] = call("cotangent", dual[z], expanded(equations[z], known)) if tensors else dual[z]
    for b in inner:
        terms = [(dual[z], whole[b][z]) for z in base if occurs(b, whole[b][z])]
        value = plus(*(call("paired", d, g) if tensors else times(d, g) for d, g in terms))
        found[target, b] = Expression("derivative", (value, name(b)))
    return found


def _placed(node: Expression, values: dict[tuple[str, str], Expression], capitals: dict[str, str]) -> Expression:
    entry = _entry(node, capitals)
    if entry is not None and values.get(entry[:2]) is not None and values[entry[:2]].head == "call":
        dual = values[entry[:2]].args[0]
        return name(spelled(dual.value, *entry[2]))
    if node.head == "derivative" and len(node.args) == 2 and node.args[0].head == node.args[1].head == "name":
        return values.get((node.args[0].value, node.args[1].value), node)
    return node.with_args(tuple(_placed(a, values, capitals) for a in node.args))


def unsaid(left: Expression, right: Expression) -> tuple[str, str, str] | None:
    """A quantity that each side differentiates by things of its own, with nothing said of how these are related.

    ``∂L/∂W = ∂L/∂z x^T`` may well be true: it is where ``z = W x``.
    """
    sides = _heads(left), _heads(right)
    joined = sides[0] | sides[1]
    for target, by in sorted(sides[0]):
        others = sorted(b for t, b in sides[1] if t == target and (target, b) not in sides[0])
        if (target, by) in sides[1] or not others:
            continue
        if any((b, by) in joined or (by, b) in joined for b in others):
            continue  # a chain that is written out
        mentioned = (set(left.names()) | set(right.names())) - {n for pair in joined for n in pair}
        if mentioned:
            return target, by, others[0]
    return None
