"""Where the parts of a formula have a value: a conclusion does not follow at a point at which it is undefined.

``x = y`` does not imply ``x/y = 1``: at (0, 0) the quotient has no value.  A divisor that cancels is another matter:
``x*y/y = 1`` is read as ``x = 1``, as every simplification does, as long as the points at which it vanishes lie among
solutions (a removable singularity), while ``(x^2 - y^2)/(x - y) = 2*x`` has no solution at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.decide.budget import Budget
from derive.decide.evaluate import run
from derive.decide.program import program
from derive.decide.relations.algebra import Algebra, Quotient, TooLargeError, algebra_for, factors
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import (
    ALWAYS,
    ORDERINGS,
    SIGNS,
    Atom,
    Formula,
    Junction,
    atoms,
    junction,
)
from derive.decide.relations.points import Coordinate, Sign, nonzero_at, rational_value, sign_at
from derive.decide.relations.scene import Scene
from derive.decide.relations.signs import conditions, prove
from derive.decide.relations.solve import linear_solution
from derive.decide.relations.tree_sign import Facts
from derive.expression import ONE, TWO, ZERO, Expression, call, power, replace, sub

BINDING = frozenset(("derivative", "integral", "sum", "product", "limit", "substitute", "evaluated"))
ATTEMPTS = (TooLargeError, ValueError, ZeroDivisionError, OverflowError)
#: Functions with a pole (or no value) where their argument vanishes.
AT_ZERO = frozenset(
    ("log", "lg", "acoth", "asec", "acsc", "asech", "acsch", "Ei", "E1", "Ci", "Chi", "DiracDelta", "coth", "csch")
)
#: Functions of two arguments with a pole where the second vanishes.
SECOND_AT_ZERO = frozenset(("Mod", "bessely", "besselk", "besselj", "besseli"))
#: Functions that have a value everywhere (on the real line, at least).
TOTAL = frozenset(
    ("exp", "sqrt", "cbrt", "root", "sin", "cos", "sinh", "cosh", "tanh", "sech", "asin", "acos", "atan", "acot",
     "asinh", "acosh", "sinc", "erf", "erfc", "erfi", "Si", "Shi", "fresnels", "fresnelc", "Abs", "sign", "floor",
     "ceiling", "frac", "Max", "Min", "Heaviside", "KroneckerDelta", "re", "im", "conjugate", "gcd", "lcm",
     "indicator", "dilog", "transpose", "det", "trace", "norm", "dot", "cross", "Expectation", "Variance",
     "Covariance", "Probability")
)  # fmt: skip
#: Functions of Gamma's kind: without a pole where all of their arguments are positive.
POSITIVE_IS_FINE = frozenset(
    ("gamma", "loggamma", "digamma", "polygamma", "beta", "factorial", "factorial2", "binomial", "LambertW", "arg",
     "uppergamma", "lowergamma", "atan2")
)  # fmt: skip


#: Analytic on the whole line.
ENTIRE = frozenset(("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf"))


@dataclass(frozen=True, slots=True)
class Hole:
    """``expression`` must not vanish; or, where not ``told``, the expression itself may have no value somewhere."""

    expression: Expression
    told: bool = True


def holes(expression: Expression, scene: Scene) -> tuple[Hole, ...]:
    """What has to hold for an expression to have a value, as it is written."""
    found: dict[Hole, None] = {}
    for node in expression.walk():
        for hole in _of_node(node, scene):
            if hole.expression.head not in ("number", "decimal") or float(hole.expression.value) == 0:
                found.setdefault(hole)
    return tuple(found)


def _of_node(node: Expression, scene: Scene) -> Iterator[Hole]:
    args = node.args
    if node.head == "div":
        yield Hole(args[1])
    elif node.head == "pow":
        exponent = rational_value(args[1])
        if (exponent is None and args[0].names()) or (exponent is not None and exponent < 0):
            yield Hole(args[0])
    elif node.head == "call" and node.names():
        yield from _of_call(node, scene)
    elif node.head in BINDING and node.names():
        yield Hole(node, told=False)


def _of_call(node: Expression, scene: Scene) -> Iterator[Hole]:
    function, args = node.value, node.args
    if function in scene.functions or function in TOTAL:
        return
    if function in AT_ZERO:
        yield from (Hole(a) for a in args[:1])
        if len(args) == 2:
            yield Hole(sub(args[1], ONE))
    elif function in ("tan", "sec", "cot", "csc"):
        yield Hole(call("cos" if function in ("tan", "sec") else "sin", args[0]))
    elif function == "atanh":
        yield Hole(sub(ONE, power(args[0], TWO)))
    elif function in ("li", "zeta", "elliptic_k"):
        yield Hole(sub(args[0], ONE))
        if function == "li":
            yield Hole(args[0])
    elif function in SECOND_AT_ZERO and len(args) == 2:
        yield Hole(args[1])
    else:
        yield Hole(node, told=False)


def closed(hole: Hole, facts: Facts) -> bool:
    """Whether a hole is certainly none on the domain, by the signs of its parts."""
    if not hole.told:
        node = hole.expression
        fine = node.head == "call" and node.value in POSITIVE_IS_FINE
        return fine and all(facts.of(a) == frozenset((1,)) for a in node.args)
    if not hole.expression.names():
        return sign_at(hole.expression, {}) in (Sign.NEGATIVE, Sign.POSITIVE, Sign.NONREAL)
    signs = facts.of(hole.expression)
    return signs is not None and 0 not in signs


def open_holes(atom: Atom, scene: Scene, budget: Budget) -> tuple[Hole, ...]:
    """The holes of an atom that may be there on the domain."""
    facts = Facts(scene, budget)
    return tuple(h for h in holes(atom.difference(), scene) if not closed(h, facts))


def value_conditions(formula: Formula, scene: Scene, budget: Budget) -> tuple[Atom, ...]:
    """Where a formula has a value: no divisor vanishes, the roots and logarithms in its inequalities are real."""
    found: dict[Atom, None] = {}
    facts = Facts(scene, budget)
    for atom in atoms(formula):
        if scene.real and atom.op in ORDERINGS:
            for node in atom.difference().walk():
                for condition in _real_where(node, scene):
                    signs = facts.of(condition.difference())
                    if signs is None or not signs <= set(SIGNS[condition.op]):
                        found.setdefault(condition)
        for hole in open_holes(atom, scene, budget):
            if hole.told and Atom("gt", hole.expression, ZERO) not in found:
                found.setdefault(Atom("ne", hole.expression, ZERO))
    return tuple(found)


def _real_where(node: Expression, scene: Scene) -> Iterator[Atom]:
    if not node.args or not node.args[0].names():
        return
    inside = node.args[0]
    if node.head == "pow":
        exponent = rational_value(node.args[1])
        if exponent is None:
            yield Atom("gt", inside, ZERO)
        elif exponent.denominator > 1:
            yield Atom("ge" if exponent > 0 else "gt", inside, ZERO)
    elif node.head == "call" and node.value not in scene.functions:
        if node.value in ("log", "lg"):
            yield Atom("gt", inside, ZERO)
        elif node.value in ("sqrt", "cbrt", "root"):
            yield Atom("ge", inside, ZERO)
        elif node.value in ("asin", "acos"):
            yield Atom("le", power(inside, TWO), ONE)
        elif node.value == "atanh":
            yield Atom("lt", power(inside, TWO), ONE)
        elif node.value == "acosh":
            yield Atom("ge", inside, ONE)


def with_conditions(formula: Formula, scene: Scene) -> Formula:
    """Every atom together with what its truth tells: that its divisors do not vanish."""
    if isinstance(formula, Junction):
        return junction(formula.conjunctive, tuple(with_conditions(p, scene) for p in formula.parts))
    if not isinstance(formula, Atom):
        return formula
    conditions_of = tuple(Atom("ne", h.expression, ZERO) for h in holes(formula.difference(), scene) if h.told)
    return junction(True, (formula, *conditions_of))


@dataclass(frozen=True, slots=True)
class Sorted:
    """The irreducible parts of an atom's open holes, as expressions.

    ``below`` are divisors that do not cancel, ``inside`` stand under a function, ``cancelled`` cancel; ``unknown`` are
    parts that may have no value in a way that no equation tells.
    """

    below: tuple[Expression, ...] = ()
    inside: tuple[Expression, ...] = ()
    cancelled: tuple[Expression, ...] = ()
    unknown: tuple[Expression, ...] = ()


def sorted_holes(atom: Atom, scene: Scene, budget: Budget) -> Sorted:
    """The open holes of an atom, by what they mean for its truth."""
    found = open_holes(atom, scene, budget)
    if not found:
        return Sorted()
    told = [h.expression for h in found if h.told]
    unknown = tuple(h.expression for h in found if not h.told)
    try:
        algebra = algebra_for([atom.difference(), *told], real=scene.real, functions=scene.functions)
        quotient = convert(algebra, atom.difference())
        unknown = tuple(n for n in unknown if any(n in m.walk() for m in _meanings(algebra, quotient)))
        below = _parts(quotient.denominator)
        under = [p for m in _meanings(algebra, quotient) for h in holes(m, scene) if h.told for p in _of(algebra, h)]
        parts: dict[int, dict[Expression, None]] = {0: {}, 1: {}, 2: {}}
        for expression in told:
            for part in _of(algebra, Hole(expression)):
                where = 0 if part in below else 1 if part in under else 2
                parts[where].setdefault(algebra.meaning(part))
    except ATTEMPTS:
        return Sorted((), tuple(told), (), unknown)
    return Sorted(tuple(parts[0]), tuple(parts[1]), tuple(parts[2]), unknown)


def _of(algebra: Algebra, hole: Hole) -> list[Any]:
    return _parts(convert(algebra, hole.expression).numerator)


def _parts(poly: Any) -> list[Any]:
    """The irreducible factors, each with leading coefficient one."""
    if poly.is_zero() or poly.is_constant():
        return []
    return [f / f.leading_coefficient() for f, _ in factors(poly)]


def _meanings(algebra: Algebra, quotient: Quotient) -> list[Expression]:
    """What the generators of a quotient stand for, names left out."""
    used = {i for p in (quotient.numerator, quotient.denominator) for i, d in enumerate(p.degrees()) if d > 0}
    return [algebra.meanings[i] for i in sorted(used) if algebra.meanings[i].head not in ("name", "constant")]


def where_undefined(
    premise: Formula, conclusion: Formula, scene: Scene, budget: Budget, *, native: bool = False
) -> Expression | None:
    """A part of the conclusion that may have no value at a point at which the premise holds.

    ``native``: divisors that do not cancel were taken care of by the argument itself.
    """
    given: Formula | None = None
    for atom in atoms(conclusion):
        if atom == premise:
            continue
        kinds = sorted_holes(atom, scene, budget)
        for node in kinds.unknown:
            if not _mentions(premise, node):
                return node
        for part in (*(() if native else kinds.below), *kinds.inside):
            given = with_conditions(premise, scene) if given is None else given
            if not never_zero(part, given, scene, budget):
                return part
        for part in kinds.cancelled:
            given = with_conditions(premise, scene) if given is None else given
            if not _filled(premise, part, scene) and not never_zero(part, given, scene, budget):
                return part
    return None


def _mentions(premise: Formula, node: Expression) -> bool:
    """Whether the premise can be true only where a node has a value."""
    if isinstance(premise, Atom):
        return any(n == node for n in premise.difference().walk())
    if isinstance(premise, Junction):
        chosen = [_mentions(p, node) for p in premise.parts]
        return any(chosen) if premise.conjunctive else all(chosen)
    return False


def never_zero(part: Expression, premise: Formula, scene: Scene, budget: Budget) -> bool:
    """Whether an expression certainly does not vanish at any point of the domain with the premise."""
    target = Atom("ne", part, ZERO)
    for real in (True, False) if scene.real else (False,):
        domain = scene.domain
        if not real:
            premise = _without_orders(premise)
            domain = _without_orders(domain)
        try:
            found = atoms(premise, target, domain)
            system = conditions(found, real=real, functions=scene.functions, facts=scene.positive())
            is_real = not real or system.always_real or Facts(scene, budget).make_real(system.algebra)
            if is_real and prove(system, premise, target, domain, budget)[0]:
                return True
        except ATTEMPTS:
            continue
    return False


def _without_orders(formula: Formula) -> Formula:
    """Something weaker that says nothing of order."""
    if isinstance(formula, Junction):
        return junction(formula.conjunctive, tuple(_without_orders(p) for p in formula.parts))
    return ALWAYS if isinstance(formula, Atom) and formula.op in ORDERINGS else formula


def _filled(premise: Formula, part: Expression, scene: Scene) -> bool:
    """Whether the zeros of a divisor that cancels lie thin among the solutions: each is a limit of others.

    So it is where the premise is a graph over the other names, or an open set, and the divisor is analytic and does
    not vanish on all of it.
    """
    if isinstance(premise, Junction) and not premise.conjunctive:
        return all(_filled(p, part, scene) for p in premise.parts)
    if not all(_entire(n) for n in part.walk()):
        return False
    if isinstance(premise, Junction):
        return all(isinstance(p, Atom) and p.op in ("lt", "gt", "ne") for p in premise.parts) and _somewhere(part)
    if not isinstance(premise, Atom):
        return premise == ALWAYS and _somewhere(part)
    if premise.op in ("lt", "gt", "ne"):
        return _somewhere(part)
    for text in scene.names:
        solved = linear_solution(premise.difference(), text)
        if solved is None or solved[1].names():
            continue
        placed = replace(part, {text: solved[0]})
        if all(_entire(n) for n in solved[0].walk()) and _somewhere(placed):
            return True
    return False


def _entire(node: Expression) -> bool:
    if node.head == "pow":
        exponent = rational_value(node.args[1])
        return exponent is not None and exponent.denominator == 1 and exponent >= 0
    if node.head == "call":
        return node.value in ENTIRE and len(node.args) == 1
    return node.head in ("number", "decimal", "constant", "name", "add", "mul", "neg") or (
        node.head == "div" and not node.args[1].names()
    )


def _somewhere(part: Expression) -> bool:
    """Certainly not zero at some point."""
    names = part.names()
    for shift in range(3):
        point: dict[str, Coordinate] = {n: Fraction(3 + 2 * k + 7 * shift, 5 + k) for k, n in enumerate(names)}
        if nonzero_at(part, point):
            return True
    return False


def pole_at(atom: Atom, point: Mapping[str, Coordinate]) -> bool:
    """Whether an atom that is undefined at a point stays so when all that cancels has cancelled."""
    difference = atom.difference()
    try:
        algebra = algebra_for([difference], real=True)
        quotient = convert(algebra, difference)
    except ATTEMPTS:
        return False
    meanings = _meanings(algebra, quotient)
    if any(sign_at(m, point) is Sign.UNDEFINED for m in meanings):
        return True
    if sign_at(algebra.meaning(quotient.denominator), point) is not Sign.ZERO:
        return False
    if not meanings or sign_at(algebra.meaning(quotient.numerator), point) in (Sign.NEGATIVE, Sign.POSITIVE):
        return True
    return _scattered(difference, point)


def _scattered(difference: Expression, point: Mapping[str, Coordinate]) -> bool:
    """Whether the values near a point do not near each other: no value can be filled in there."""
    near = {n: v for n, v in point.items() if isinstance(v, Fraction)}
    if len(near) < len(point):
        return False
    code = program((difference,))
    values = []
    for turn in range(8):
        moves = (((3 + 5 * turn * (k + 1)) % 7 - 3) * 2.0**-20 for k in range(len(near)))
        value = run(code, {n: complex(float(v) + m) for (n, v), m in zip(near.items(), moves)})[0]
        if value == value:
            values.append(value)
    return len(values) > 1 and max(abs(a - values[0]) for a in values) > 0.01
