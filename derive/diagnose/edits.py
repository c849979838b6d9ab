"""One small change of a tree: a term, a factor, an exponent or a sign taken out or turned, wherever it stands.

Tried on the right answer such a change is the slip itself, tried on the student's it is the slip undone.  Where the
needed values of a place are known the change is compared there; inside a sum, an integral or a function without an
inverse the nearest known place above is evaluated anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from derive.diagnose.case import Case, Repair
from derive.diagnose.factors import opposite
from derive.diagnose.fits import varies
from derive.diagnose.formulas import FORMULAS
from derive.diagnose.places import Place
from derive.expression import ONE, Expression, add, div, mul, number, power

_MOST_FACTORS = 6


def edits(case: Case) -> Iterator[Repair]:
    """Every small change that makes the whole right."""
    for place in case.everywhere:
        for repair in _changes(place, case):
            if case.mends(place, repair.right):
                yield repair


def _changes(place: Place, case: Case) -> Iterator[Repair]:
    node, path = place.node, place.path
    if not node.names() and not case.of_numbers:
        if node.head == "div" and node.args[0] != ONE:
            yield Repair("inverted fraction", path, node, div(node.args[1], node.args[0]))
        return
    if place.anchor is not None:
        yield from _turned(place)
    if node.head == "add":
        yield from _terms(place, case)
    elif node.head == "mul":
        yield from _factors(place)
    elif node.head == "div":
        above, below = node.args
        if below != ONE:
            yield Repair(_factor_slip(below), path, node, above, div(ONE, below), removed=True)
            yield Repair("quotient instead of product", path, node, mul(above, below), below)
        if above != ONE:
            yield Repair(_factor_slip(above), path, node, div(ONE, below), above, removed=True)
        yield Repair("inverted fraction", path, node, below if above == ONE else div(below, above))
    elif node.head == "pow":
        yield from _powers(place)
    elif node.head == "call" and node.value in ("sqrt", "cbrt"):
        yield Repair("extra root", path, node, node.args[0], node.args[0])
    elif node.head == "call" and len(node.args) == 1:
        yield Repair("extra function", path, node, node.args[0])


def _factors(place: Place) -> Iterator[Repair]:
    """One factor taken out, or two."""
    node = place.node
    count = len(node.args)
    chosen: list[tuple[int, ...]] = [(i,) for i in range(count)]
    if 3 <= count <= _MOST_FACTORS:
        chosen += [(i, j) for i in range(count) for j in range(i + 1, count)]
    for positions in chosen:
        out = mul(*(node.args[i] for i in positions))
        rest = mul(*(a for i, a in enumerate(node.args) if i not in positions))
        yield Repair(_factor_slip(out), place.path, node, rest, out, removed=True)


def _factor_slip(factor: Expression) -> str:
    abstract = any(f not in FORMULAS for f in factor.functions())
    return "extra factor" if factor.names() or factor.head == "index" or abstract else "constant factor"


def _terms(place: Place, case: Case) -> Iterator[Repair]:
    node, path = place.node, place.path
    for position, term in enumerate(node.args):
        rest = tuple(a for i, a in enumerate(node.args) if i != position)
        kept = rest[0] if len(rest) == 1 else add(*rest)
        slip = "doubled term" if term in rest else "extra term"
        if slip == "extra term" and not varies(case.values.of(term), case.tame) and place.anchor is None:
            slip = "wrong exponent" if case.in_exponent(place) else "additive constant"
        detail = opposite(term) if slip == "additive constant" else term
        yield Repair(slip, path, node, kept, detail)
        if place.anchor is not None or place.ambiguous or case.of_numbers:
            signed = add(*(opposite(a) if i == position else a for i, a in enumerate(node.args)))
            yield Repair("sign of a term", path, node, signed, term)


def _turned(place: Place) -> Iterator[Repair]:
    """The sign of a whole argument, exponent or summand that stands where its needed value is not known."""
    parent = place.parent
    if parent is None or place.node.head in ("number", "decimal") or place.node.head == "pow":
        return
    alone = parent.head in ("call", "prime", "sum", "integral") or (parent.head == "pow" and place.position == 1)
    if alone and not (parent.head in ("sum", "integral") and place.position > 1):
        yield Repair("sign", place.path, place.node, opposite(place.node))


def _powers(place: Place) -> Iterator[Repair]:
    node, path = place.node, place.path
    base, exponent = node.args
    yield Repair("extra exponent", path, node, base, exponent)
    if exponent.head != "number":
        return
    for step in (1, -1):
        value = exponent.value + step
        if value > 1:
            yield Repair("wrong exponent", path, node, power(base, number(value)), number(value))
