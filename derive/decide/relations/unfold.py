"""Atoms rewritten to simpler ones that hold at the same real points.

Maxima become absolute values, functions given by cases are split, equations between exponentials are solved through
their exponents and equations between logarithms through their arguments, with the conditions that this needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from derive.decide.budget import Budget
from derive.decide.relations.algebra import Algebra, TooLargeError, algebra_for, factors
from derive.decide.relations.convert import convert
from derive.decide.relations.definedness import open_holes
from derive.decide.relations.formula import (
    MIRRORED,
    NEVER,
    Atom,
    Formula,
    Junction,
    NotAStatementError,
    junction,
    negate,
    to_formula,
)
from derive.decide.relations.line import Cell, NotAlgebraicError, cells
from derive.decide.relations.points import Coordinate, Root
from derive.decide.relations.scene import Scene
from derive.decide.relations.signs import certain_sign
from derive.expression import (
    ONE,
    TWO,
    ZERO,
    Expression,
    add,
    call,
    div,
    mul,
    name,
    neg,
    number,
    power,
    rewrite,
    sub,
)

DEEPEST = 6
#: Real, defined and increasing on the whole line.
INCREASING = frozenset(("exp", "tanh", "sinh", "atan", "asinh", "erf"))
VARIABLE = "t"


def unfold(formula: Formula, scene: Scene, budget: Budget, cancels: Callable[[Atom], bool], depth: int = 0) -> Formula:
    """The formula with its atoms rewritten, as far as the rules go.

    An atom with a divisor that ``cancels`` is not taken apart: its holes would be lost.
    """
    if isinstance(formula, Junction):
        return junction(formula.conjunctive, tuple(unfold(p, scene, budget, cancels, depth) for p in formula.parts))
    if not isinstance(formula, Atom) or depth > DEEPEST:
        return formula
    budget.check()
    try:
        result = _split(formula) if scene.real or _has_cases(formula) else None
        if result is None and scene.real and not cancels(formula):
            result = _transcendental(formula, budget) or _product(formula, scene, budget)
    except (TooLargeError, NotAlgebraicError, NotAStatementError, ZeroDivisionError, OverflowError, ValueError):
        return formula
    if result is None or result == formula:
        return formula
    return unfold(result, scene, budget, cancels, depth + 1)


def simpler(atom: Atom, budget: Budget) -> Formula | None:
    """A formula without logarithms or exponentials for an atom between real numbers, where a rule applies."""
    try:
        return _transcendental(atom, budget)
    except (TooLargeError, NotAlgebraicError, ZeroDivisionError, OverflowError, ValueError):
        return None


def _has_cases(atom: Atom) -> bool:
    return any(n.head == "cases" for side in (atom.left, atom.right) for n in side.walk())


def _split(atom: Atom) -> Formula | None:
    """Maxima as absolute values; the first function by cases split into its branches."""
    left, right = rewrite(atom.left, _maximum), rewrite(atom.right, _maximum)
    if (left, right) != (atom.left, atom.right):
        return Atom(atom.op, left, right)
    for side in (left, right):
        for node in side.walk():
            branches = _branches(node)
            if branches is None:
                continue
            parts: list[Formula] = []
            before: list[Formula] = []
            for value, condition in branches:
                holds = to_formula(condition)
                chosen = Atom(atom.op, _swap(left, node, value), _swap(right, node, value))
                parts.append(junction(True, (*before, holds, chosen)))
                before.append(negate(holds))
            return junction(False, tuple(parts))
    return None


def _swap(expression: Expression, old: Expression, new: Expression) -> Expression:
    return rewrite(expression, lambda node: new if node == old else node)


def _maximum(node: Expression) -> Expression:
    if node.head != "call" or node.value not in ("Max", "Min") or len(node.args) < 1:
        return node
    total = node.args[0]
    for other in node.args[1:]:
        gap = call("Abs", sub(total, other))
        total = div(add(total, other, gap if node.value == "Max" else neg(gap)), TWO)
    return total


def _branches(node: Expression) -> tuple[tuple[Expression, Expression], ...] | None:
    true = Expression("constant", (), "true")
    if node.head == "cases":
        return tuple((case.args[0], case.args[1]) for case in node.args)
    if node.head == "call" and node.value == "sign" and node.args[0].names():
        u = node.args[0]
        return ((ONE, Expression("gt", (u, ZERO))), (ZERO, Expression("eq", (u, ZERO))), (neg(ONE), true))
    if node.head == "call" and node.value == "Heaviside" and node.args[0].names():
        u = node.args[0]
        middle = node.args[1] if len(node.args) > 1 else div(ONE, TWO)
        return ((ONE, Expression("gt", (u, ZERO))), (middle, Expression("eq", (u, ZERO))), (ZERO, true))
    return None


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


def _transcendental(atom: Atom, budget: Budget) -> Formula | None:
    peeled = _peeled(atom)
    if peeled is not None:
        return peeled
    algebra = algebra_for([atom.difference()], real=True)
    quotient = convert(algebra, atom.difference())
    op = atom.op
    if not quotient.denominator.is_constant():
        constant = _constant_sign(algebra, quotient.denominator) or certain_sign(algebra, quotient.denominator)
        if constant is None:
            return None
        op = op if constant > 0 else MIRRORED[op]
    top = quotient.numerator
    kinds = {i: kind for (kind, *_), i in algebra.keys.items()}
    live = [i for i, d in enumerate(top.degrees()) if d > 0 and kinds.get(i) != "name" and algebra.meanings[i].names()]
    if not live:
        return None
    if all(kinds[i] == "log" for i in live):
        return _logarithms(algebra, top, op, live) or _one_logarithm(algebra, top, op, live, budget)
    if all(kinds[i] in ("e", "prime") for i in live):
        return _two_terms(algebra, top, op, kinds) or _one_exponential(algebra, top, op, live, budget)
    return None


def _product(atom: Atom, scene: Scene, budget: Budget) -> Formula | None:
    """A product that vanishes: one of its factors does, where all of them have a value."""
    if atom.op not in ("eq", "ne"):
        return None
    algebra = algebra_for([atom.difference()], real=True, functions=scene.functions)
    pieces = [algebra.meaning(f) for f, _ in factors(convert(algebra, atom.difference()).numerator)]
    if not 2 <= len(pieces) <= 6 or all(_is_plain(p) for p in pieces):
        return None
    missing = open_holes(atom, scene, budget)
    if not all(h.told for h in missing):
        return None
    parts = tuple(Atom(atom.op, p, ZERO) for p in pieces)
    return junction(True, (junction(atom.op == "ne", parts), *(Atom("ne", h.expression, ZERO) for h in missing)))


def _is_plain(expression: Expression) -> bool:
    return not any(n.head in ("call", "prime") or (n.head == "pow" and n.args[1].names()) for n in expression.walk())


def _constant_sign(algebra: Algebra, poly: Any) -> int | None:
    """The sign of a polynomial in constants such as log 2."""
    from derive.decide.relations.points import sign_at

    tree = algebra.meaning(poly)
    sign = None if tree.names() else sign_at(tree, {})
    return int(sign) if sign is not None and abs(int(sign)) == 1 else None


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


def _two_terms(algebra: Algebra, top: Any, op: str, kinds: dict[int, str]) -> Formula | None:
    """``a T - b S op 0`` with positive a, b and products T, S of exponentials: the logarithms compared."""
    terms = list(top.to_dict().items())
    if len(terms) != 2 or (terms[0][1] > 0) == (terms[1][1] > 0):
        return None
    sides = []
    for monomial, coefficient in sorted(terms, key=lambda t: t[1] < 0):
        parts: list[Expression] = []
        exact = abs(Fraction(int(coefficient.p), int(coefficient.q)))
        if exact != 1:
            parts.append(call("log", number(exact)))
        for i, degree in enumerate(monomial):
            if not degree:
                continue
            if kinds[i] not in ("e", "prime"):
                return None
            base, exponent = algebra.meanings[i].args
            log_base = ONE if base.head == "constant" else call("log", base)
            parts.append(mul(number(int(degree)), exponent, log_base))
        sides.append(add(*parts) if parts else ZERO)
    return Atom(op, sides[0], sides[1])


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
