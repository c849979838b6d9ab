r"""Derivatives of an unknown quantity through known equations: ``∂L/∂X`` and ``∂L/∂Z`` where ``Z = X Y``.

Of L only its derivative D by Z matters at a point, so L may be taken as the linear function ``<D, Z>``: then
``∂L/∂Z`` is D and ``∂L/∂X`` is the derivative of ``<D, X Y>``.  This is the chain rule, for numbers, vectors and
matrices alike.
"""

from __future__ import annotations

from dataclasses import replace

from derive.decide.calculus.binding import expanded, occurs, put
from derive.decide.calculus.construct import plus, times
from derive.decide.calculus.recognize import has_tensors
from derive.expression import Expression, call, name
from derive.vocabulary import Definition, Vocabulary


def through_equations(
    left: Expression, right: Expression, vocabulary: Vocabulary
) -> tuple[Expression, Expression, Vocabulary]:
    """The question with derivatives of unknown quantities taken through the equations that are known."""
    shorthand = {d.target: d.value for d in vocabulary.definitions if not d.parameters and _heads(d.value)}
    before = left, right
    left, right = put(left, shorthand), put(right, shorthand)
    heads = _heads(left) | _heads(right)
    if len(heads) < 2:
        return *before, vocabulary
    equations, used = _equations(vocabulary)
    targets = sorted({t for t, _ in heads})
    values: dict[tuple[str, str], Expression] = {}
    tensors = has_tensors(left, vocabulary) or has_tensors(right, vocabulary)
    for target in targets:
        by = sorted(b for t, b in heads if t == target)
        values.update(_through(target, by, equations, tensors))
    if not values:
        return *before, vocabulary
    kept = tuple(a for a in vocabulary.assumptions if a not in used)
    changed = tuple(_placed(side, values) for side in (left, right))
    return changed[0], changed[1], replace(vocabulary, assumptions=kept)


def _heads(side: Expression) -> set[tuple[str, str]]:
    """Bare names with the one name by which they are differentiated."""
    return {
        (n.args[0].value, n.args[1].value)
        for n in side.walk()
        if n.head == "derivative" and len(n.args) == 2 and n.args[0].head == n.args[1].head == "name"
    }


def _equations(vocabulary: Vocabulary) -> tuple[dict[str, Expression], frozenset[Expression]]:
    """``Z = X Y`` by its left side, from definitions and assumptions; and the assumptions that were such."""
    found = {d.target: d.value for d in vocabulary.definitions if not d.parameters and not d.indexed}
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


def _placed(node: Expression, values: dict[tuple[str, str], Expression]) -> Expression:
    if node.head == "derivative" and len(node.args) == 2 and node.args[0].head == node.args[1].head == "name":
        return values.get((node.args[0].value, node.args[1].value), node)
    return node.with_args(tuple(_placed(a, values) for a in node.args))


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
