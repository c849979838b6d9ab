"""Slips that add: a term dropped, doubled, with the wrong sign, too much; an additive constant."""

from __future__ import annotations

import math
from collections.abc import Iterator

from derive.diagnose.case import Case, Repair
from derive.diagnose.factors import opposite
from derive.diagnose.fits import Linear, common, same, simple, varies
from derive.diagnose.places import Place
from derive.diagnose.values import Vector
from derive.expression import ONE, ZERO, Expression, add, mul, neg, number, sub

_MOST_TERMS = 8


def difference(place: Place) -> Vector:
    return tuple(n - v for n, v in zip(place.needed, place.value))


def terms(e: Expression) -> tuple[Expression, ...]:
    """The terms of a sum, signs carried into nested sums."""
    if e.head == "add":
        return tuple(t for a in e.args for t in terms(a))
    if e.head == "neg":
        return tuple(opposite(t) for t in terms(e.args[0]))
    return (e,)


def doubled_term(case: Case) -> Iterator[Repair]:
    """A term that stands twice: one of the two would have to be zero."""
    yield from (repair for repair in _superfluous(case) if repair.slip == "doubled term")


def extra_term(case: Case) -> Iterator[Repair]:
    """A term that should not be there."""
    yield from (repair for repair in _superfluous(case) if repair.slip != "doubled term")


def _superfluous(case: Case) -> Iterator[Repair]:
    for place in case.places:
        parent = place.parent
        if parent is None or parent.head != "add":
            continue
        zero = sum(abs(n) <= 1e-9 * (1 + abs(v)) for n, v in zip(place.needed[: case.tame], place.value))
        if zero < 0.6 * case.tame:
            continue
        rest = tuple(a for i, a in enumerate(parent.args) if i != place.position)
        doubled = any(same(case.values.of(r), place.value, case.tame) for r in rest)
        slip = "doubled term" if doubled else "extra term"
        if not varies(place.value, case.tame) and not doubled:
            slip = "wrong exponent" if case.in_exponent(place) else "additive constant"
        detail = opposite(place.node) if slip == "additive constant" else place.node
        yield Repair(slip, place.path[:-1], parent, add(*rest), detail)


def dropped_term(case: Case) -> Iterator[Repair]:
    """A piece of the right answer that is missing from a sum, or stands in it twice."""
    for place in case.places:
        if place.node.head in ("number", "decimal") and place.parent is not None and place.parent.head == "mul":
            continue
        if place.ambiguous:
            yield from _tried(case, place)
        gap = difference(place)
        if not varies(gap, case.tame):
            continue
        piece = case.find(gap)
        if piece is not None and piece in case.target_pieces and piece != case.target:
            yield Repair("dropped term", place.path, place.node, _plus(place.node, piece), piece)
        piece = case.find(tuple(-v for v in gap))
        if piece is None or piece == place.node:
            continue
        own = [t for t in terms(place.node) if same(case.values.of(t), case.values.of(piece), case.tame)]
        if own or piece not in case.target_pieces or _negative_term(case, piece):
            slip = "dropped term" if not own else "doubled term" if len(own) > 1 else "extra term"
            shown = opposite(piece) if slip == "dropped term" else piece
            yield Repair(slip, place.path, place.node, _plus(place.node, opposite(piece)), shown)


def _tried(case: Case, place: Place) -> Iterator[Repair]:
    """Every term of the right answer's sums, added where the needed values are unclear."""
    sums = [node for node in case.target.walk() if node.head == "add"]
    for term in dict.fromkeys(t for node in sums for t in node.args):
        right = _plus(place.node, term)
        if case.mends(place, right):
            slip = "dropped term" if varies(case.values.of(term), case.tame) else "additive constant"
            yield Repair(slip, place.path, place.node, right, term)


def _negative_term(case: Case, piece: Expression) -> bool:
    """The right answer subtracts the piece."""
    return neg(piece) in case.target_pieces or any(
        opposite(t) == piece for node in case.target_pieces if node.head == "add" for t in node.args
    )


def complement(case: Case) -> Iterator[Repair]:
    """One minus what it should be: the other event, the other share."""
    for place in case.places:
        total = tuple(n + v for n, v in zip(place.needed, place.value))
        found = common(total, case.tame)
        if found is None or abs(found - 1) > 1e-7 or not varies(place.value, case.tame):
            continue
        node = place.node
        rest = terms(node)
        right = add(*(opposite(t) for t in rest if t != ONE)) if ONE in rest and len(rest) > 1 else sub(ONE, node)
        yield Repair("complement", place.path, node, right)


def combination(case: Case) -> Iterator[Repair]:
    """The gap at the root as an integer combination of the right answer's own terms."""
    own = terms(case.target)
    if not 2 <= len(own) <= _MOST_TERMS or not case.places:
        return
    root = case.places[0]
    gap = difference(root)
    columns = [case.values.of(t) for t in own]
    if any(_unusable(v) for column in (gap, *columns) for v in column[: case.tame]):
        return
    solver = Linear([[v.real for v in c[: case.tame]] for c in columns])
    found = solver.fit([v.real for v in gap[: case.tame]])
    if found is None:
        return
    whole = [round(c) for c in found]
    if any(abs(c - w) > 1e-4 for c, w in zip(found, whole)) or not any(whole) or max(map(abs, whole)) > 3:
        return
    changed = [(w, t) for w, t in zip(whole, own) if w]
    if len(changed) > 2:
        return
    right = root.node
    for w, t in changed:
        size = t if abs(w) == 1 else mul(number(abs(w)), t)
        right = _plus(right, size if w > 0 else opposite(size))
    weight, term = changed[0]
    slip = {1: "dropped term", 2: "sign of a term", -1: "doubled term"}.get(weight, "wrong coefficient")
    if len(changed) == 2:
        slip = "dropped term" if whole.count(1) == 2 else "several terms"
    yield Repair(slip, root.path, root.node, right, term if len(changed) == 1 else add(*(t for _, t in changed)))


def lost_terms(case: Case) -> Iterator[Repair]:
    """Several terms of one sum that should not be there, or that have the wrong sign."""
    for place in case.places:
        own = place.node.args
        if place.node.head != "add" or not 3 <= len(own) <= _MOST_TERMS or place.ambiguous:
            continue
        gap = difference(place)
        columns = [case.values.of(t) for t in own]
        if any(_unusable(v) for column in (gap, *columns) for v in column[: case.tame]):
            continue
        found = Linear([[v.real for v in c[: case.tame]] for c in columns]).fit([v.real for v in gap[: case.tame]])
        if found is None or any(abs(c - round(c)) > 1e-4 for c in found):
            continue
        weights = [round(c) for c in found]
        changed = [t for w, t in zip(weights, own) if w]
        if not 2 <= len(changed) < len(own) or {w for w in weights if w} not in ({-1}, {-2}):
            continue
        flipped = -2 in weights
        right = add(*(opposite(t) if w else t for w, t in zip(weights, own) if flipped or not w))
        slip = "sign of several terms" if flipped else "extra term"
        yield Repair(slip, place.path, place.node, right, add(*changed))


def additive_constant(case: Case) -> Iterator[Repair]:
    for place in case.places:
        if not varies(place.value, case.tame) and place.parent is not None and place.parent.head != "add":
            continue
        gap = common(difference(place), case.tame)
        if gap is None or abs(gap) < 1e-9:
            continue
        detail = simple(gap)
        if detail is None:
            continue
        slip = "wrong exponent" if case.in_exponent(place) else "additive constant"
        yield Repair(slip, place.path, place.node, _plus(place.node, detail), detail)


def _unusable(v: complex) -> bool:
    return v != v or abs(v) == math.inf or abs(v.imag) > 1e-9 * (1 + abs(v))


def _plus(node: Expression, term: Expression) -> Expression:
    if node == ZERO:
        return term
    return add(*(node.args if node.head == "add" else (node,)), *(term.args if term.head == "add" else (term,)))
