"""Slips of powers: an inverted fraction, a product for a quotient, an exponent lost or wrong."""

from __future__ import annotations

import cmath
from collections.abc import Iterator

from derive.diagnose.case import Case, Repair
from derive.diagnose.fits import common, rational, same, varies, written
from derive.diagnose.places import Place
from derive.diagnose.values import NAN, Vector
from derive.expression import ONE, Expression, call, div, mul, number, power


def inverted(case: Case) -> Iterator[Repair]:
    for place in case.places:
        node = place.node
        if node.head == "neg" or not same(_inverse(place.value), place.needed, case.tame):
            continue
        plain = node.head in ("number", "decimal") and node.value not in (0, 1) and _head(place) in ("mul", "div")
        alone = place.parent is None and not node.names() and node.size() > 1
        if not plain and not alone and not varies(place.value, case.tame):
            continue
        if node.head == "div":
            right = node.args[0] if node.args[1] == ONE else div(node.args[1], node.args[0])
            if node.args[0] == ONE:
                right = node.args[1]
            yield Repair("inverted fraction", place.path, node, right)
        elif place.parent is None or place.parent.head not in ("mul", "div"):
            yield Repair("inverted fraction", place.path, node, div(ONE, node))
        else:
            yield _moved(case, place)


def _head(place: Place) -> str:
    return place.parent.head if place.parent is not None else ""


def _moved(case: Case, place: Place) -> Repair:
    """A factor that belongs on the other side of the fraction bar."""
    parent, node, up = place.parent, place.node, place.path[:-1]
    assert parent is not None
    if parent.head == "div":
        if place.position == 1:
            return Repair("quotient instead of product", up, parent, mul(parent.args[0], node), node)
        return Repair("inverted fraction", place.path, node, div(ONE, node), node)
    rest = tuple(a for i, a in enumerate(parent.args) if i != place.position)
    return Repair("product instead of quotient", up, parent, div(mul(*rest), node), node)


def exponent(case: Case) -> Iterator[Repair]:
    """A power with another exponent; a power or a root that was lost."""
    known = _exponents(case.target)
    for place in case.places:
        node = place.node
        if node.head in ("neg", "number", "decimal", "constant"):
            continue
        if node.head == "pow" and node.args[1].head == "number":
            for step in (1, -1, 2, -2):  # also where the base is negative and has no logarithm
                right = power(node.args[0], number(node.args[1].value + step))
                if node.args[1].value + step > 1 and case.mends(place, right):
                    yield Repair("wrong exponent", place.path, node, right, right.args[1])
        if node.head == "pow":
            found = common(_logarithms(place.needed, case.values.of(node.args[0])), case.tame)
            fraction = rational(found) if found is not None else None
            if fraction and varies(case.values.of(node.args[0]), case.tame):
                right = power(node.args[0], written(fraction)) if fraction != 1 else node.args[0]
                slip = "wrong exponent" if fraction != 1 else "extra exponent"
                yield Repair(slip, place.path, node, right, written(fraction))
        if not varies(place.value, case.tame):
            continue
        found = common(_logarithms(place.needed, place.value), case.tame)
        fraction = rational(found) if found is not None else None
        if fraction is None or fraction in (0, 1, -1) or fraction.denominator > 4 or abs(fraction) > 12:
            continue
        if node.head == "call" and node.value in ("sqrt", "cbrt") and fraction == (2 if node.value == "sqrt" else 3):
            yield Repair("extra root", place.path, node, node.args[0], node.args[0])
        elif fraction.denominator == 2 and fraction.numerator == 1:
            yield Repair("lost root", place.path, node, call("sqrt", node), number(fraction))
        elif abs(fraction) in known or place.parent is None:
            yield Repair("lost exponent", place.path, node, power(node, written(fraction)), written(fraction))


def root_of_number(case: Case) -> Iterator[Repair]:
    """A number of which the root, or the square, was meant."""
    root = case.places[0]
    if varies(root.value, case.tame) or varies(root.needed, case.tame):
        return
    square = tuple(v * v for v in root.value)
    if same(tuple(n * n for n in root.needed), root.value, case.tame):
        yield Repair("lost root", (), root.node, call("sqrt", root.node), root.node)
    elif same(square, root.needed, case.tame):
        yield Repair("lost exponent", (), root.node, power(root.node, number(2)), root.node)


def _exponents(tree: Expression) -> frozenset[object]:
    found: set[object] = set()
    for node in tree.walk():
        if node.head == "pow" and node.args[1].head == "number":
            found.add(abs(node.args[1].value))
        elif node.head == "pow" and node.args[1].head == "neg" and node.args[1].args[0].head == "number":
            found.add(abs(node.args[1].args[0].value))
    return frozenset(found)


def _logarithms(needed: Vector, base: Vector) -> Vector:
    result = []
    for n, b in zip(needed, base):
        try:
            result.append(cmath.log(n) / cmath.log(b))
        except (ArithmeticError, ValueError):
            result.append(NAN)
    return tuple(result)


def _inverse(column: Vector) -> Vector:
    result = []
    for v in column:
        try:
            result.append(1 / v)
        except ArithmeticError:
            result.append(NAN)
    return tuple(result)
