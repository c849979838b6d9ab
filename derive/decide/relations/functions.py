"""Counterexamples for relations with abstract functions: values at a point, and a concrete function that takes them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from derive.decide.relations.formula import Atom, Formula, Junction, atoms, junction, letters
from derive.decide.relations.points import Coordinate, place, rational_value
from derive.decide.relations.quick import first_difference
from derive.decide.relations.scene import Scene
from derive.decide.relations.witness import describe, difference_at, holds_at, point_figures, search
from derive.decide.text import function_text
from derive.expression import Expression, add, mul, name, number, rewrite, sub
from derive.name import Name
from derive.verdict import Outcome

if TYPE_CHECKING:
    from derive.decide.relations.progress import Progress

VALUE = "value of "
MOST_CALLS = 5


def by_functions(p: Progress) -> None:
    """Values of the functions chosen freely; where both sides differ, a polynomial takes those values."""
    scene = p.scene
    if not scene.functions or letters(p.left, p.right):
        return
    calls = _calls(p.left, p.right, scene)
    if calls is None:
        return
    table = {c: name(f"{VALUE}{k}") for k, c in enumerate(calls)}
    free = tuple(dict.fromkeys((*scene.names, *(t.value for t in table.values()))))
    declared = tuple(Name(t.value, "real") for t in table.values())
    vocabulary = replace(scene.vocabulary, names=scene.vocabulary.names + declared)
    wider = replace(scene, names=free, real=True, vocabulary=vocabulary, functions=frozenset())
    sides = tuple(_replaced(f, table) for f in (p.left, p.right))
    for forward in (True, False):
        if (p.forward if forward else p.backward) is not None:
            continue
        first, second = sides if forward else sides[::-1]
        point = first_difference(first, second, wider, p.budget)
        if point is None:
            point = search(first, second, wider, p.budget.part(0.3), wanted=(True, False)).only_left
        if point is not None:
            _show(p, forward, point, calls, table)


def _calls(left: Formula, right: Formula, scene: Scene) -> tuple[Expression, ...] | None:
    """The calls of abstract functions, inner ones first; None where more is known of one than that it is a function."""
    found: dict[Expression, None] = {}
    for atom in atoms(left, right):
        for node in reversed(list(atom.difference().walk())):
            if node.head in ("prime", "derivative", "integral", "sum", "limit"):
                return None
            if node.head == "call" and node.value in scene.functions:
                declared = scene.vocabulary.function(node.value)
                if len(node.args) != 1 or (declared is not None and declared.properties):
                    return None
                found.setdefault(node)
    return tuple(found) if 0 < len(found) <= MOST_CALLS else None


def _replaced(formula: Formula, table: dict[Expression, Expression]) -> Formula:
    if isinstance(formula, Junction):
        return junction(formula.conjunctive, tuple(_replaced(f, table) for f in formula.parts))
    if not isinstance(formula, Atom):
        return formula
    return Atom(formula.op, *(_named(side, table) for side in (formula.left, formula.right)))


def _named(expression: Expression, table: dict[Expression, Expression]) -> Expression:
    """Calls replaced by the names of their values, the outer ones before what they hold is looked at."""
    known = table.get(expression)
    if known is not None:
        return known
    return expression.with_args(tuple(_named(a, table) for a in expression.args))


def _show(
    p: Progress,
    forward: bool,
    point: dict[str, Coordinate],
    calls: tuple[Expression, ...],
    table: dict[Expression, Expression],
) -> None:
    """Concrete functions through the values at a point, and both sides with them, exactly."""
    graphs: dict[str, dict[Fraction, Fraction]] = {}
    for node in calls:
        at = rational_value(place(_named(node.args[0], table), point))
        value = rational_value(place(table[node], point))
        if at is None or value is None:
            return
        graph = graphs.setdefault(node.value, {})
        if graph.setdefault(at, value) != value:
            return
    bodies = {function: _through(graph) for function, graph in graphs.items()}
    shown = {n: point[n] for n in p.scene.names}

    def concrete(node: Expression) -> Expression:
        if node.head != "call" or node.value not in bodies:
            return node
        return _at(bodies[node.value], node.args[0])

    sides = [_rewritten(f, concrete) for f in ((p.left, p.right) if forward else (p.right, p.left))]
    if holds_at(sides[0], shown) is not True or holds_at(sides[1], shown) is not False:
        return
    texts = tuple((f"{f}(t)", function_text(f, ("t",), body)) for f, body in bodies.items())
    where = ", ".join([text for _, text in texts] + ([describe(shown)] if shown else []))
    figures = (*texts, *point_figures(shown))
    p.settle(forward, Outcome.REFUTED, difference_at(where, forward, figures, "concrete function", pole=False))


def _rewritten(formula: Formula, rule: object) -> Formula:
    if isinstance(formula, Junction):
        return junction(formula.conjunctive, tuple(_rewritten(f, rule) for f in formula.parts))
    if not isinstance(formula, Atom):
        return formula
    return Atom(formula.op, *(rewrite(s, rule) for s in (formula.left, formula.right)))  # type: ignore[arg-type]


def _through(graph: dict[Fraction, Fraction]) -> Expression:
    """The polynomial of least degree in t through some points (Newton's divided differences)."""
    xs, column = list(graph), list(graph.values())
    coefficients = [column[0]]
    for order in range(1, len(xs)):
        column = [(b - a) / (xs[k + order] - xs[k]) for k, (a, b) in enumerate(pairwise(column))]
        coefficients.append(column[0])
    total: Expression = number(coefficients[0])
    product: Expression | None = None
    for x, coefficient in zip(xs, coefficients[1:]):
        step = name("t") if x == 0 else sub(name("t"), number(x))
        product = step if product is None else mul(product, step)
        if coefficient:
            term = product if coefficient == 1 else mul(number(coefficient), product)
            total = term if total == number(0) else add(total, term)
    return total


def _at(body: Expression, argument: Expression) -> Expression:
    from derive.expression import replace as substituted

    return substituted(body, {"t": argument})
