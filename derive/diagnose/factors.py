"""Slips that multiply: a sign, a constant, a missing or an extra factor, an inner derivative."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from derive.diagnose.case import Case, Repair
from derive.diagnose.fits import Linear, common, rational, same, simple, varies, written
from derive.diagnose.places import Place
from derive.diagnose.values import NAN, Vector
from derive.expression import ONE, Expression, div, mul, name, neg, number, power

_MOST_ATOMS = 9


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
        if not varies(place.value, case.tame) and place.node.head in ("number", "decimal"):
            continue
        if case.in_exponent(place) and not varies(place.value, case.tame):
            continue
        detail = simple(factor)
        if detail is not None:
            yield _factor(place, detail, _constant_name(factor, case))


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


def _factor(place: Place, detail: Expression, slip: str) -> Repair:
    """A repair by a factor, told as what is missing or, where its inverse stands in the node, as what is too much."""
    negative = detail.head == "neg"
    body = detail.args[0] if negative else detail
    above, below = body.args if body.head == "div" else (body, ONE)
    tops, bottoms = _bases(place.node)
    if slip == "missing factor" and _bases(body)[0] | _bases(body)[1]:
        removed = _bases(above)[0] <= bottoms and _bases(below)[0] <= tops
        slip = "extra factor" if removed else "missing factor"
    elif slip == "constant factor":
        removed = (above == ONE or above in bottoms) and (below == ONE or below in tops)
    else:
        removed = False
    shown = detail if not removed else above if below == ONE and above == ONE else _turned(above, below)
    right = times(place.node, detail)
    return Repair(slip, place.path, place.node, right, neg(shown) if removed and negative else shown, removed)


def _turned(above: Expression, below: Expression) -> Expression:
    return below if above == ONE else div(below, above)


def _bases(e: Expression) -> tuple[frozenset[Expression], frozenset[Expression]]:
    """The factors above and below the fraction bar, powers by their bases, plain ones left out."""
    if e.head == "neg":
        return _bases(e.args[0])
    if e.head == "mul":
        pairs = [_bases(a) for a in e.args]
        return frozenset().union(*(p[0] for p in pairs)), frozenset().union(*(p[1] for p in pairs))
    if e.head == "div":
        (a, b), (c, d) = _bases(e.args[0]), _bases(e.args[1])
        return a | d, b | c
    if e.head == "pow":
        return _bases(e.args[0])
    return (frozenset(), frozenset()) if e == ONE else (frozenset((e,)), frozenset())


def times(node: Expression, detail: Expression) -> Expression:
    """The product as a person would write it: ``a/2`` for half of ``a``, the sign in front, what cancels left out."""
    negative = (node.head == "neg") != (detail.head == "neg")
    top: list[Expression] = []
    bottom: list[Expression] = []
    for factor in (detail, node):
        body = factor.args[0] if factor.head == "neg" else factor
        above, below = body.args if body.head == "div" else (body, ONE)
        top += above.args if above.head == "mul" else (above,)
        bottom += below.args if below.head == "mul" else (below,)
    for factor in tuple(bottom):
        if factor in top:
            top.remove(factor)
            bottom.remove(factor)
    upper, lower = _lead(top), _lead(bottom)
    shared = math.gcd(int(upper[0]), int(lower[0])) if upper[0].denominator == lower[0].denominator == 1 else 1
    right = _product(upper[0] / max(shared, 1), upper[1])
    if lower[1] or lower[0] != max(shared, 1):
        right = div(right, _product(lower[0] / max(shared, 1), lower[1]))
    return neg(right) if negative else right


def _lead(parts: list[Expression]) -> tuple[Fraction, list[Expression]]:
    """Whole numbers gathered in front of the other factors."""
    lead = Fraction(1)
    for part in parts:
        if part.head == "number":
            lead *= part.value
    return lead, [part for part in parts if part.head != "number"]


def _product(lead: Fraction, rest: list[Expression]) -> Expression:
    parts = ([] if lead == 1 and rest else [number(lead)]) + rest
    return mul(*parts)


def monomial_factor(case: Case) -> Iterator[Repair]:
    """A missing product of powers of names, entries, function values and sums: a log-linear fit of the ratio."""
    yield from (repair for repair, mixed in _monomials(case) if not mixed)


def monomial_ratio(case: Case) -> Iterator[Repair]:
    """The same where something is missing and something is too much: less likely to be one slip."""
    yield from (repair for repair, mixed in _monomials(case) if mixed)


def _monomials(case: Case) -> Iterator[tuple[Repair, bool]]:
    atoms, solver = _fitting(case)
    tame = case.tame
    if not atoms:
        return
    for place in case.places:
        column = ratio(place)
        if any(v != v or v == 0 or abs(v) == math.inf for v in column[:tame]) or not varies(column, tame):
            continue
        found = solver.fit([math.log(abs(v)) for v in column[:tame]])
        if found is None:
            continue
        exponents = [round(2 * c) for c in found[1:]]
        if not any(exponents) or max(map(abs, exponents)) > 8 or sum(1 for e in exponents if e) > 4:
            continue
        if any(abs(2 * c - e) > 1e-4 for c, e in zip(found[1:], exponents)):
            continue
        product = _monomial(atoms, [Fraction(e, 2) for e in exponents])
        rest = common(tuple(_divide(v, w) for v, w in zip(column, case.values.of(product))), tame)
        fraction = rational(rest, 12) if rest is not None else None
        if fraction is None or fraction == 0 or (place.parent is not None and fraction != 1):
            continue  # a sign and a factor deep inside are two slips, and less likely than another one
        coefficient = written(fraction)
        detail = product if coefficient == ONE else times(product, coefficient)
        more, less = any(e > 0 for e in exponents), any(e < 0 for e in exponents)
        yield _factor(place, detail, _inner(case, column, "missing factor")), more and less


def _fitting(case: Case) -> tuple[tuple[Expression, ...], Linear]:
    atoms = _atoms(case)
    return atoms, Linear(
        [[1.0] * case.tame] + [[math.log(abs(v)) for v in case.values.of(a)[: case.tame]] for a in atoms]
    )


def _divide(a: complex, b: complex) -> complex:
    try:
        return a / b
    except ArithmeticError:
        return NAN


def _atoms(case: Case) -> tuple[Expression, ...]:
    """What factors can be made of: names first, then entries and function values, then sums that are factors."""
    found: dict[Expression, None] = {}
    trees = (case.target, case.source)
    for n in sorted({n for tree in trees for n in tree.names()}):
        found.setdefault(name(n))
    for heads in (("index",), ("prime", "call"), ("add",)):
        for tree in trees:
            for node in tree.walk():
                if node.head in heads:
                    found.setdefault(node)
    kept: list[Expression] = []
    columns: list[list[float]] = [[1.0] * case.tame]
    for atom in found:
        values = case.values.of(atom)[: case.tame]
        if any(v != v or v == 0 or abs(v) == math.inf for v in values) or not varies(case.values.of(atom), case.tame):
            continue
        column = [math.log(abs(v)) for v in values]
        if len(kept) < min(_MOST_ATOMS, case.tame - 3) and Linear(columns).fit(column) is None:
            kept.append(atom)  # one that the others span already would make the fit ambiguous
            columns.append(column)
    return tuple(kept)


def _monomial(atoms: tuple[Expression, ...], exponents: list[Fraction]) -> Expression:
    above = [_raised(a, e) for a, e in zip(atoms, exponents) if e > 0]
    below = [_raised(a, -e) for a, e in zip(atoms, exponents) if e < 0]
    top = mul(*above) if above else ONE
    return div(top, mul(*below)) if below else top


def _raised(atom: Expression, exponent: Fraction) -> Expression:
    if exponent == 1:
        return atom
    return power(atom, number(exponent) if exponent.denominator == 1 else written(exponent))


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
            if piece is not None:
                yield _factor(place, neg(piece) if negative else piece, _inner(case, column, "missing factor"))
            piece = case.find(tuple(_divide(1, v) for v in signed))
            if piece is not None:
                detail = div(ONE, piece)
                yield _factor(place, neg(detail) if negative else detail, "missing factor")


def _tried(case: Case, place: Place) -> Iterator[Repair]:
    """Every name and function value as a factor or divisor, where the needed values are unclear."""
    atoms = [n for n in case.target.walk() if n.head in ("name", "call", "prime", "index")]
    for atom in list(dict.fromkeys(atoms))[:8]:
        for detail in (atom, div(ONE, atom)):
            if case.mends(place, times(place.node, detail)):
                yield _factor(place, detail, "missing factor")


def inner_derivative(case: Case) -> Iterator[Repair]:
    """A missing factor that is the derivative of an inner argument, where no simpler form of it was found."""
    for place in case.places[:12]:
        column = ratio(place)
        if not varies(column, case.tame):
            continue
        for inside, variable in _inner_arguments(case):
            slope = Expression("derivative", (inside, name(variable)))
            if same(column, case.values.of(slope), case.tame):
                yield _factor(place, slope, "missing inner derivative")


def _inner(case: Case, column: Vector, slip: str) -> str:
    """The slip's name for a factor: a missing one that an inner argument has as its derivative is that derivative."""
    if slip == "missing factor":
        for inside, variable in _inner_arguments(case):
            if same(column, case.values.of(Expression("derivative", (inside, name(variable)))), case.tame):
                return "missing inner derivative"
    return slip


def _inner_arguments(case: Case) -> tuple[tuple[Expression, str], ...]:
    """Arguments of functions (and bases and exponents that are no names), each with a name to differentiate by."""
    found: dict[tuple[Expression, str], None] = {}
    for tree in (case.source, case.target):
        for node in tree.walk():
            inside: tuple[Expression, ...] = ()
            if node.head in ("call", "prime"):
                inside = node.args
            elif node.head == "pow":
                inside = (node.args[1],) if node.args[1].names() else (node.args[0],)
            for u in inside:
                if u.head in ("name", "number", "constant"):
                    continue
                for n in u.names()[:6]:
                    found.setdefault((u, n))
    return tuple(found)[:24]
