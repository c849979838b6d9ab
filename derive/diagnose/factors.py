"""Slips that multiply: a sign, a constant, a missing or an extra factor, an inner derivative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.diagnose.case import Case, Repair
from derive.diagnose.fits import common, rational, same, simple, varies
from derive.diagnose.places import Place
from derive.diagnose.products import factor_repair, inverse, times
from derive.diagnose.values import NAN, Vector
from derive.expression import ONE, Expression, div, name, neg


def ratio(place: Place) -> Vector:
    """By what the value at a place would have to be multiplied."""
    result = []
    for needed, value in zip(place.needed, place.value):
        try:
            result.append(needed / value)
        except (ArithmeticError, ValueError):
            result.append(NAN)
    return tuple(result)


def sign(case: Case) -> Iterator[Repair]:
    for place in case.places:
        if place.node.head in ("number", "decimal") and place.parent is not None and place.parent.head != "add":
            continue  # a wrong number is said to be a wrong number
        if place.parent is not None and place.parent.head in ("mul", "div"):
            continue  # the sign of a factor is that of the product
        factor = common(ratio(place), case.tame)
        if factor is not None and abs(factor + 1) < 1e-7:
            term = place.parent is not None and _is_term(case, place)
            yield Repair("sign of a term" if term else "sign", place.path, place.node, opposite(place.node))


def _is_term(case: Case, place: Place) -> bool:
    """A place is a term of a sum, its own minus sign left aside."""
    if place.parent is None:
        return False
    if place.parent.head == "neg":
        above = next((p for p in case.places if p.path == place.path[:-1]), None)
        return above is not None and _is_term(case, above)
    return place.parent.head == "add"


def opposite(e: Expression) -> Expression:
    return e.args[0] if e.head == "neg" else neg(e)


def constant_factor(case: Case) -> Iterator[Repair]:
    for place in case.places:
        factor = common(ratio(place), case.tame)
        if factor is None or abs(factor - 1) < 1e-7 or abs(factor) < 1e-12:
            continue
        if place.node.head in ("number", "decimal", "constant"):
            continue
        if case.in_exponent(place) and not varies(place.value, case.tame):
            continue
        detail = simple(factor)
        if detail is not None:
            yield factor_repair(place, detail, _constant_name(factor, case))


def _constant_name(factor: complex, case: Case) -> str:
    fraction = rational(factor)
    units = any(n.head == "unit" for tree in (case.source, case.target) for n in tree.walk())
    declared = any(n.unit for n in case.values.vocabulary.names)
    if fraction is not None and (units or declared):
        size = max(fraction.numerator, fraction.denominator)
        if min(fraction.numerator, fraction.denominator) == 1 and size in (10**3, 10**6, 10**9, 10**12):
            return "unit prefix"
    return "constant factor"


def wrong_number(case: Case) -> Iterator[Repair]:
    for place in case.places:
        if place.node.head not in ("number", "decimal"):
            continue
        value = common(place.needed, case.tame)
        if value is None or abs(value) < 1e-9 or abs(value - place.value[0]) < 1e-9:
            continue
        detail = simple(value)
        if detail is not None:
            slip = "wrong exponent" if case.in_exponent(place) else "wrong number"
            yield Repair(slip, place.path, place.node, detail, detail)


def divided(a: complex, b: complex) -> complex:
    try:
        return a / b
    except ArithmeticError:
        return NAN


def piece_factor(case: Case) -> Iterator[Repair]:
    """A missing or an extra factor that stands somewhere in the two expressions as it is."""
    for place in case.places:
        column = ratio(place)
        if place.ambiguous:
            yield from _tried(case, place)
        if not varies(column, case.tame):
            continue
        for negative in (False, True):
            signed = tuple(-v for v in column) if negative else column
            piece = case.find(signed)
            if piece is not None and piece != case.target:
                yield factor_repair(place, neg(piece) if negative else piece, "missing factor")
            piece = case.find(tuple(divided(1, v) for v in signed))
            if piece is not None and piece != case.source:
                detail = inverse(piece)
                yield factor_repair(place, neg(detail) if negative else detail, "missing factor")


def _tried(case: Case, place: Place) -> Iterator[Repair]:
    """Every name and function value as a factor or divisor, where the needed values are unclear."""
    atoms = [n for n in case.target.walk() if n.head in ("name", "call", "prime", "index")]
    for atom in list(dict.fromkeys(atoms))[:8]:
        for detail in (atom, div(ONE, atom)):
            if case.mends(place, times(place.node, detail)):
                yield factor_repair(place, detail, "missing factor")


def inner_derivative(case: Case) -> Iterator[Repair]:
    """A missing factor that is the derivative of an inner argument, where no simpler form of it was found."""
    for place in case.places[:12]:
        column = ratio(place)
        if not varies(column, case.tame):
            continue
        for inside, variable in _inner_arguments(case, (case.source, case.target)):
            slope = Expression("derivative", (inside, name(variable)))
            if same(column, case.values.of(slope), case.tame):
                yield factor_repair(place, slope, "missing inner derivative")


def named_by_chain_rule(repair: Repair, case: Case) -> Repair:
    """A missing factor that is the derivative of an argument beside it is the inner derivative."""
    if repair.slip != "missing factor" or repair.detail is None:
        return repair
    column = case.values.of(repair.detail)
    for inside, variable in _inner_arguments(case, (repair.wrong,)):
        if same(column, case.values.of(Expression("derivative", (inside, name(variable)))), case.tame):
            return replace(repair, slip="missing inner derivative")
    return repair


def _inner_arguments(case: Case, trees: tuple[Expression, ...]) -> tuple[tuple[Expression, str], ...]:
    """Arguments of functions (and bases and exponents that are no names), each with a name to differentiate by."""
    found: dict[tuple[Expression, str], None] = {}
    defined = {d.target: d.value for d in case.values.vocabulary.definitions if not d.parameters}
    for tree in trees:
        for node in tree.walk():
            inside: tuple[Expression, ...] = ()
            if node.head in ("call", "prime"):
                inside = node.args
            elif node.head == "pow":
                inside = (node.args[1],) if node.args[1].names() else (node.args[0],)
            for u in (defined.get(u.value, u) if u.head == "name" else u for u in inside):
                if u.head in ("name", "number", "constant"):
                    continue
                for n in u.names()[:6]:
                    found.setdefault((u, n))
    return tuple(found)[:24]
