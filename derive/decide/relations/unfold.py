"""Atoms rewritten to simpler ones that hold at the same real points.

Maxima become absolute values, functions given by cases are split, equations between exponentials are solved through
their exponents and equations between logarithms through their arguments, with the conditions that this needs.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import ceil, floor

from derive.decide.budget import Budget
from derive.decide.relations.algebra import TooLargeError, algebra_for, factors
from derive.decide.relations.convert import convert
from derive.decide.relations.definedness import open_holes
from derive.decide.relations.formula import (
    MIRRORED,
    NEVER,
    ORDERINGS,
    SIGNS,
    Atom,
    Formula,
    Junction,
    NotAStatementError,
    junction,
    negate,
    to_formula,
)
from derive.decide.relations.line import NotAlgebraicError
from derive.decide.relations.scene import Scene
from derive.decide.relations.transcendental import sign_of, solved
from derive.decide.relations.tree_sign import Facts
from derive.expression import ONE, TWO, ZERO, Expression, add, call, div, mul, neg, number, power, rewrite, sub

DEEPEST = 6
MOST_PIECES = 3
STEPS = frozenset(("floor", "ceiling"))
HEADS = {-1: "lt", 0: "eq", 1: "gt"}


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
            result = _reduced(formula, scene, budget)
    except (TooLargeError, NotAlgebraicError, NotAStatementError, ZeroDivisionError, OverflowError, ValueError):
        return formula
    if result is None or result == formula:
        return formula
    return unfold(result, scene, budget, cancels, depth + 1)


def _reduced(atom: Atom, scene: Scene, budget: Budget) -> Formula | None:
    facts = Facts(scene, budget)
    stepped = _stepped(atom)
    if stepped is not None:
        return stepped
    spread = Atom(atom.op, *(rewrite(side, lambda n: _spread(n, facts)) for side in (atom.left, atom.right)))
    if spread != atom:
        return spread
    return solved(atom, facts) or _product(atom, scene, budget) or _rooted(atom, facts)


def _rooted(atom: Atom, facts: Facts) -> Formula | None:
    """An inequality in several names with one root, raised to its power."""
    if atom.op not in ORDERINGS or len(atom.difference().names()) < 2:
        return None
    algebra = algebra_for([atom.difference()], real=True, functions=facts.scene.functions)
    quotient = convert(algebra, atom.difference())
    top, kinds = quotient.numerator, {i: key for key, i in algebra.keys.items()}
    roots = [i for i, d in enumerate(top.degrees()) if d > 0 and kinds[i][0] not in ("name", "constant")]
    if len(roots) != 1 or kinds[roots[0]][0] != "root" or top.degrees()[roots[0]] != 1:
        return None
    below = sign_of(algebra, quotient.denominator, facts)
    g = algebra.context.gen(roots[0])
    slope = top.derivative(roots[0])
    rest = -(top - slope * g)
    rises = sign_of(algebra, slope, facts)
    if below is None or rises is None:
        return None
    op = atom.op if below * rises > 0 else MIRRORED[atom.op]
    degree = kinds[roots[0]][2]
    base = algebra.meanings[roots[0]].args[0]
    bound, scale = algebra.meaning(rest * rises), algebra.meaning(slope * rises)
    compared = Atom(op, mul(base, power(scale, number(degree))), power(bound, number(degree)))
    real = Atom("ge", base, ZERO)
    if op in ("lt", "le"):
        return junction(True, (real, Atom("gt" if op == "lt" else "ge", bound, ZERO), compared))
    return junction(True, (real, junction(False, (Atom("lt" if op == "gt" else "le", bound, ZERO), compared))))


def _stepped(atom: Atom) -> Formula | None:
    """``c floor(u) + d op 0`` as a condition on u."""
    found = [n for side in (atom.left, atom.right) for n in side.walk() if n.head == "call" and n.value in STEPS]
    if len(set(found)) != 1 or not found[0].names():
        return None
    node = found[0]
    algebra = algebra_for([atom.difference()], real=True)
    quotient = convert(algebra, atom.difference())
    place = convert(algebra, node)
    top = quotient.numerator
    if not quotient.denominator.is_constant() or top.total_degree() != 1 or len(top) > 2:
        return None
    position = next(i for i, d in enumerate(place.numerator.degrees()) if d > 0)
    if not top.degrees()[position] or sum(d > 0 for d in top.degrees()) != 1:
        return None
    slope = top.leading_coefficient()
    rest = top - algebra.context.gen(position) * slope
    value = (
        Fraction(0)
        if rest.is_zero()
        else Fraction(int(rest.leading_coefficient().p), int(rest.leading_coefficient().q))
    )
    bound = -value / Fraction(int(slope.p), int(slope.q))
    op = atom.op if slope > 0 else MIRRORED[atom.op]
    if node.value == "ceiling":  # ceiling u = -floor(-u)
        return _floor(neg(node.args[0]), MIRRORED[op], -bound)
    return _floor(node.args[0], op, bound)


def _floor(u: Expression, op: str, bound: Fraction) -> Formula:
    """``floor(u) op bound``."""
    below, above = Fraction(floor(bound)), Fraction(ceil(bound))
    if op in ("eq", "ne"):
        inside = junction(True, (Atom("ge", u, number(below)), Atom("lt", u, number(below + 1))))
        equal = inside if bound == below else NEVER
        return equal if op == "eq" else negate(equal)
    if op in ("ge", "gt"):
        return Atom("ge", u, number(above if op == "ge" else below + 1))
    return Atom("lt", u, number(below + 1 if op == "le" else above))


def _spread(node: Expression, facts: Facts) -> Expression:
    """The logarithm of a product of parts of known sign as a sum."""
    if node.head != "call" or node.value != "log" or len(node.args) != 1 or not node.names():
        return node
    algebra = algebra_for([node.args[0]], real=True, functions=facts.scene.functions)
    quotient = convert(algebra, node.args[0])
    content = Fraction(1)
    terms: list[Expression] = []
    for poly, side in ((quotient.numerator, 1), (quotient.denominator, -1)):
        found = factors(poly) if not poly.is_constant() else []
        for factor, multiplicity in found:
            part = algebra.meaning(factor)
            sign = facts.of(part)
            if sign not in (frozenset((1,)), frozenset((-1,))):
                return node
            if sign == frozenset((-1,)):
                part = algebra.meaning(-factor)
                content *= (-1) ** multiplicity
            terms.append(mul(number(side * multiplicity), call("log", part)))
        leading = poly.leading_coefficient()
        for factor, multiplicity in found:
            leading = leading / factor.leading_coefficient() ** multiplicity
        content *= Fraction(int(leading.p), int(leading.q)) ** side
    if content <= 0 or (len(terms) == 1 and content == 1 and terms[0].args[0] == ONE):
        return node
    return add(*terms, call("log", number(content))) if content != 1 else add(*terms)


def without_absolute_values(formula: Formula) -> Formula:
    """Every absolute value, of at most three, replaced by what it holds or its negative, as the sign of that tells."""
    if isinstance(formula, Junction):
        return junction(formula.conjunctive, tuple(without_absolute_values(p) for p in formula.parts))
    if not isinstance(formula, Atom):
        return formula
    found = dict.fromkeys(
        n
        for side in (formula.left, formula.right)
        for n in side.walk()
        if n.head == "call" and n.value == "Abs" and n.names()
    )
    inner = [n for n in found if not any(m in found for a in n.args for m in a.walk())]
    if not 0 < len(inner) <= MOST_PIECES or len(inner) < len(found):
        return formula
    parts: list[Formula] = []
    for signs in product((1, -1), repeat=len(inner)):
        left, right = formula.left, formula.right
        conditions: list[Formula] = []
        for node, sign in zip(inner, signs):
            value = node.args[0] if sign > 0 else neg(node.args[0])
            left, right = _swap(left, node, value), _swap(right, node, value)
            conditions.append(Atom("ge" if sign > 0 else "lt", node.args[0], ZERO))
        parts.append(junction(True, (*conditions, Atom(formula.op, left, right))))
    return junction(False, tuple(parts))


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


def _product(atom: Atom, scene: Scene, budget: Budget) -> Formula | None:
    """A product: its sign is that of its factors, where all of them have a value."""
    algebra = algebra_for([atom.difference()], real=True, functions=scene.functions)
    quotient = convert(algebra, atom.difference())
    leading = quotient.numerator.leading_coefficient()
    found = factors(quotient.numerator) + [(f, -m) for f, m in factors(quotient.denominator)]
    pieces = [algebra.meaning(f / f.leading_coefficient()) for f, _ in found]
    if not 2 <= len(pieces) <= MOST_PIECES or not any(_is_logarithmic(p) for p in pieces):
        return None
    missing = open_holes(atom, scene, budget)
    facts = Facts(scene, budget)
    possible = [sorted(facts.of(p) or (-1, 0, 1)) for p in pieces]
    if not all(h.told for h in missing) or sum(len(p) > 1 for p in possible) < 2:
        return None
    allowed: list[Formula] = []
    for signs in product(*possible):
        if any(s == 0 and m < 0 for s, (_, m) in zip(signs, found)):
            continue
        total = 1 if leading > 0 else -1
        for s, (_, m) in zip(signs, found):
            total *= s if m % 2 else s * s
        if total in SIGNS[atom.op]:
            allowed.append(junction(True, tuple(Atom(HEADS[s], p, ZERO) for s, p in zip(signs, pieces))))
    has_value = tuple(Atom("ne", h.expression, ZERO) for h in missing)
    return junction(True, (junction(False, tuple(allowed)) if allowed else NEVER, *has_value))


def _is_logarithmic(expression: Expression) -> bool:
    return any(n.head == "call" and n.value == "log" and n.names() for n in expression.walk())
