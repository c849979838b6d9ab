"""Equations and inequalities between exponentials or logarithms, solved through their exponents or arguments.

``exp(u) < c`` is ``c > 0 and u < log c``, ``log u < c`` is ``u > 0 and u < exp c``; a quotient is taken apart into its
numerator and its divisor.  Every rule gives a formula that holds at the same real points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from derive.decide.budget import Budget
from derive.decide.relations.algebra import Algebra, Quotient, algebra_for
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import ALWAYS, MIRRORED, NEVER, ORDERINGS, Atom, Formula, junction
from derive.decide.relations.line import Cell, cells
from derive.decide.relations.points import Coordinate, Root, sign_at
from derive.decide.relations.signs import certain_sign
from derive.decide.relations.tree_sign import Facts
from derive.expression import ONE, ZERO, Expression, add, call, div, mul, name, neg, number, power

#: Real, defined and increasing on the whole line.
INCREASING = frozenset(("exp", "tanh", "sinh", "atan", "asinh", "erf"))
VARIABLE = "t"


def _peeled(atom: Atom) -> Formula | None:
    """The same increasing function on both sides taken off."""
    a, b = atom.left, atom.right
    if a.head != "call" or b.head != "call" or a.value != b.value or len(a.args) != 1 or len(b.args) != 1:
        return None
    if a.value in INCREASING:
        return Atom(atom.op, a.args[0], b.args[0])
    if a.value == "log":
        positive = tuple(Atom("gt", s.args[0], ZERO) for s in (a, b))
        return junction(True, (Atom(atom.op, a.args[0], b.args[0]), *positive))
    return None


def solved(atom: Atom, facts: Facts) -> Formula | None:
    """A formula without the logarithms or exponentials of an atom between real numbers, where a rule applies."""
    peeled = _peeled(atom)
    if peeled is not None:
        return peeled
    algebra = algebra_for([atom.difference()], real=True)
    quotient = convert(algebra, atom.difference())
    if not _live(algebra, quotient.numerator):
        return None
    if quotient.denominator.is_constant():
        return _polynomial(algebra, quotient.numerator, atom.op, facts)
    sign = sign_of(algebra, quotient.denominator, facts)
    if sign is not None:
        return _polynomial(algebra, quotient.numerator, atom.op if sign > 0 else MIRRORED[atom.op], facts)
    return _quotient(algebra, quotient, atom.op, facts)


def _quotient(algebra: Algebra, quotient: Quotient, op: str, facts: Facts) -> Formula | None:
    """``N/D op 0``, by the sign of D."""
    parts: list[Formula] = []
    below = algebra.meaning(quotient.denominator)
    for sign in ("gt", "lt") if op in ORDERINGS else ("ne",):
        inner = _polynomial(algebra, quotient.numerator, MIRRORED[op] if sign == "lt" else op, facts)
        if inner is None:
            return None
        lenient = sign == "ne" and facts.scene.lenient
        parts.append(inner if lenient else junction(True, (Atom(sign, below, ZERO), inner)))
    return junction(False, tuple(parts))


def _live(algebra: Algebra, top: Any) -> list[int]:
    """The generators of a polynomial that depend on a name and are none."""
    return [i for i, d in enumerate(top.degrees()) if d > 0 and algebra.meanings[i].head != "name"
            and algebra.meanings[i].names()]  # fmt: skip


def _polynomial(algebra: Algebra, top: Any, op: str, facts: Facts) -> Formula | None:
    kinds = {i: str(kind) for (kind, *_), i in algebra.keys.items()}
    live = _live(algebra, top)
    if all(kinds[i] == "log" for i in live):
        return _logarithms(algebra, top, op, live) or _one_logarithm(algebra, top, op, live, facts.budget)
    if all(kinds[i] in ("e", "prime") for i in live):
        return _two_groups(algebra, top, op, live, facts) or _one_exponential(algebra, top, op, live, facts.budget)
    if all(kinds[i] in ("e", "prime") or (kinds[i] == "base" and _positive_base(algebra, i, facts)) for i in live):
        return _two_groups(algebra, top, op, live, facts)
    return None


def _positive_base(algebra: Algebra, position: int, facts: Facts) -> bool:
    return facts.of(algebra.meanings[position].args[0]) == frozenset((1,))


def sign_of(algebra: Algebra, poly: Any, facts: Facts) -> int | None:
    """The sign of a polynomial that is never zero on the domain."""
    tree = algebra.meaning(poly)
    if not tree.names():
        sign = sign_at(tree, {})
        return int(sign) if sign is not None and abs(int(sign)) == 1 else None
    known = certain_sign(algebra, poly)
    if known is not None:
        return known
    signs = facts.of(tree)
    return next(iter(signs)) if signs is not None and len(signs) == 1 and 0 not in signs else None


def _logarithms(algebra: Algebra, top: Any, op: str, live: list[int]) -> Formula | None:
    """``sum n_j log u_j + c op 0`` is ``prod u_j**n_j * exp(c) op 1`` where every ``u_j > 0``."""
    terms: list[tuple[Expression, Fraction]] = []
    rest: list[Expression] = []
    for monomial, coefficient in top.to_dict().items():
        exact = Fraction(int(coefficient.p), int(coefficient.q))
        involved = [i for i, d in enumerate(monomial) if d]
        if len(involved) == 1 and involved[0] in live and monomial[involved[0]] == 1:
            terms.append((algebra.meanings[involved[0]].args[0], exact))
        elif any(i in live for i in involved):
            return None
        else:
            term = algebra.meaning(algebra.context.from_dict({monomial: coefficient}))
            if term.names():
                return None
            rest.append(term)
    scale = lcm(*(c.denominator for _, c in terms))
    if any(abs(c * scale) > 40 for _, c in terms):
        return None
    up = [power(u, number(c * scale)) if c * scale != 1 else u for u, c in terms if c > 0]
    down = [power(u, number(-c * scale)) if c * scale != -1 else u for u, c in terms if c < 0]
    if rest:
        total = add(*rest) if len(rest) > 1 else rest[0]
        up.append(_exponential(mul(number(scale), total)))
    left = mul(*up) if up else ONE
    right = mul(*down) if down else ONE
    conditions = tuple(Atom("gt", u, ZERO) for u, _ in terms)
    return junction(True, (Atom(op, left, right), *conditions))


def _exponential(total: Expression) -> Expression:
    """``exp(c)``, with ``exp(n log p)`` written as a power of p."""
    algebra = algebra_for([total], real=True)
    quotient = convert(algebra, total)
    kinds = {i: (kind, value[0] if value else None) for (kind, *value), i in algebra.keys.items()}
    factors: list[Expression] = []
    if not quotient.denominator.is_constant():
        return call("exp", total)
    for monomial, coefficient in quotient.numerator.to_dict().items():
        involved = [i for i, d in enumerate(monomial) if d]
        exact = Fraction(int(coefficient.p), int(coefficient.q))
        if len(involved) == 1 and kinds[involved[0]][0] == "log" and isinstance(kinds[involved[0]][1], int):
            factors.append(power(number(kinds[involved[0]][1]), number(exact)))  # type: ignore[arg-type]
        else:
            factors.append(call("exp", algebra.meaning(algebra.context.from_dict({monomial: coefficient}))))
    return mul(*factors) if factors else ONE


def _two_groups(algebra: Algebra, top: Any, op: str, live: list[int], facts: Facts) -> Formula | None:
    """``A T + B S op 0`` with products T, S of exponentials: ``T/S`` against ``-B/A``, through the logarithms."""
    groups: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
    for monomial, coefficient in top.to_dict().items():
        shared = tuple(int(monomial[i]) for i in live)
        rest = tuple(0 if i in live else int(d) for i, d in enumerate(monomial))
        groups.setdefault(shared, {})[rest] = coefficient
    if len(groups) != 2:
        return None
    pairs = [(shared, algebra.context.from_dict(terms)) for shared, terms in groups.items()]
    for (first, a), (second, b) in (pairs, pairs[::-1]):
        sign = sign_of(algebra, a, facts)
        if sign is None:
            continue
        other = sign_of(algebra, b, facts)
        exponent = [_share(algebra, i, m - n) for i, m, n in zip(live, first, second) if m != n]
        ratio = algebra.multiply(Quotient(-b, algebra.constant(1)), algebra.inverse(Quotient(a, algebra.constant(1))))
        aim, bound = op if sign > 0 else MIRRORED[op], algebra.tree(ratio)
        if set(add(*exponent).names()).isdisjoint(bound.names()):
            return _against(add(*exponent), aim, bound, None if other is None else -other * sign)
    return None


def _share(algebra: Algebra, position: int, degree: int) -> Expression:
    """The logarithm of a power of an exponential."""
    base, exponent = algebra.meanings[position].args
    log_base = ONE if base.head == "constant" else call("log", base)
    return mul(number(degree), exponent, log_base)


def _against(exponent: Expression, op: str, bound: Expression, sign: int | None) -> Formula:
    """``exp(exponent) op bound``, for a bound of known or unknown sign."""
    grows = op in ("gt", "ge", "ne")
    if sign == -1:
        return ALWAYS if grows else NEVER
    compared = Atom(op, exponent, ZERO if bound == ONE else call("log", bound))
    if sign == 1:
        return compared
    if grows:
        return junction(False, (Atom("le", bound, ZERO), compared))
    return junction(True, (Atom("gt", bound, ZERO), compared))


def _one_exponential(algebra: Algebra, top: Any, op: str, live: list[int], budget: Budget) -> Formula | None:
    """A polynomial in one exponential ``g = b**E`` with b > 1: its region in g > 0, in terms of E."""
    involved = [i for i, d in enumerate(top.degrees()) if d > 0]
    if len(live) != 1 or involved != live:
        return None
    base, exponent = algebra.meanings[live[0]].args
    common = gcd(*(int(m[live[0]]) for m in top.monoms()))
    inside = _in_variable(algebra, top, live[0], common)
    positive = Atom("gt", name(VARIABLE), ZERO)
    found = cells((Atom(op, inside, ZERO),), VARIABLE, budget, domain=positive)
    log_base = ONE if base.head == "constant" else call("log", base)
    return _mapped(found, mul(number(common), exponent), lambda point: _logarithm(point, log_base))


def _one_logarithm(algebra: Algebra, top: Any, op: str, live: list[int], budget: Budget) -> Formula | None:
    """A polynomial in one logarithm ``log u``: its region, in terms of u > 0."""
    involved = [i for i, d in enumerate(top.degrees()) if d > 0]
    if len(live) != 1 or involved != live:
        return None
    argument = algebra.meanings[live[0]].args[0]
    found = cells((Atom(op, _in_variable(algebra, top, live[0], 1), ZERO),), VARIABLE, budget)
    region = _mapped(found, argument, _exponential_of)
    return None if region is None else junction(True, (Atom("gt", argument, ZERO), region))


def _mapped(
    found: Sequence[Cell], value_of: Expression, image: Callable[[Coordinate], Expression | None]
) -> Formula | None:
    """The cells that hold, as conditions on an expression, each border through an increasing function."""
    parts: list[Formula] = []
    for index, cell in enumerate(found):
        if cell.truths[0] is None:
            return None
        if not cell.truths[0]:
            continue
        if not cell.is_open:
            value = image(cell.point)
            if value is None:
                return None
            parts.append(Atom("eq", value_of, value))
            continue
        bounds: list[Formula] = []
        for neighbour, side in ((index - 1, "gt"), (index + 1, "lt")):
            if 0 <= neighbour < len(found):
                value = image(found[neighbour].point)
                if value is None:
                    return None
                bounds.append(Atom(side, value_of, value))
        parts.append(junction(True, tuple(bounds)))
    return junction(False, tuple(parts)) if parts else NEVER


def _in_variable(algebra: Algebra, poly: Any, position: int, common: int) -> Expression:
    """A polynomial in one generator as a tree in the variable t."""
    terms = []
    for monomial, coefficient in poly.to_dict().items():
        exact = Fraction(int(coefficient.p), int(coefficient.q))
        terms.append(mul(number(exact), power(name(VARIABLE), number(int(monomial[position]) // common))))
    return add(*terms)


def _logarithm(point: Coordinate, log_base: Expression) -> Expression | None:
    written = _written(point)
    return None if written is None else div(call("log", written), log_base)


def _exponential_of(point: Coordinate) -> Expression | None:
    written = _written(point)
    return None if written is None else call("exp", written)


def _written(point: Coordinate) -> Expression | None:
    """A rational or a root of a quadratic equation as an expression."""
    if isinstance(point, Fraction):
        return number(point)
    if isinstance(point, Root) and len(point.coefficients) == 3:
        c, b, a = point.coefficients
        root = call("sqrt", number(b * b - 4 * a * c))
        upper = (point.index == 1) == (a > 0)
        return div(add(number(-b), root if upper else neg(root)), number(2 * a))
    return None
