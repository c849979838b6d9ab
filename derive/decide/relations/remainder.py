"""Expansions with a remainder: ``sin x = x - x^3/6 + O(x^5)`` as x goes to zero.

``f = g + O(h)`` where ``(f - g)/h`` stays bounded, ``f = g + o(h)`` where it goes to zero.  Two sides that both have a
remainder are the same where their remainders are of the same order as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import Budget, OutOfBudget
from derive.decide.relations.asymptotic import STEPS, approach
from derive.decide.relations.formula import infinite_sign
from derive.decide.relations.points import Sign, sign_at
from derive.decide.relations.wording import plain
from derive.decide.sample import real_points
from derive.expression import ZERO, Expression, add, div, mul, name, sub
from derive.verdict import Evidence, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import Vocabulary

LETTERS = {"O": False, "o": True}
INFINITY = Expression("constant", (), "oo")


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is written out, and the remainders: what bounds each, and whether it is of smaller order (``o``)."""

    terms: Expression
    remainders: tuple[tuple[Expression, bool], ...]


def expansion(expression: Expression) -> Expansion:
    """The terms of a sum that are remainders apart from the others."""
    kept: list[Expression] = []
    found: list[tuple[Expression, bool]] = []
    for term in _terms(expression):
        remainder = _remainder(term.args[0] if term.head == "neg" else term)
        if remainder is None:
            kept.append(term)
        else:
            found.append(remainder)
    return Expansion(add(*kept) if kept else ZERO, tuple(found))


def has_remainder(expression: Expression) -> bool:
    return bool(expansion(expression).remainders)


def _terms(expression: Expression) -> list[Expression]:
    if expression.head != "add":
        return [expression]
    return [t for a in expression.args for t in _terms(a)]


def _remainder(term: Expression) -> tuple[Expression, bool] | None:
    if term.head == "call" and term.value in ("order", *LETTERS) and term.args:
        return term.args[0], LETTERS.get(term.value, False)
    if term.head == "mul" and term.args[0].head == "name" and term.args[0].value in LETTERS:
        rest = term.args[1:]
        return (mul(*rest), LETTERS[term.args[0].value]) if rest else None
    return None


def same_expansion(
    left: Expression,
    right: Expression,
    variable: str | None,
    limit: Expression | None,
    vocabulary: Vocabulary,
    budget: Budget,
) -> Verdict:
    """Whether two sides agree up to their remainders, as the variable goes to its limit."""
    sides = expansion(left), expansion(right)
    bounds = [r for s in sides for r in s.remainders]
    if variable is None:
        names = tuple(dict.fromkeys(n for h, _ in bounds for n in h.names()))
        if len(names) != 1:
            return undecided(f"the remainders have the names {', '.join(names) or 'none'}; say which goes to its limit")
        variable = names[0]
    target = limit if limit is not None else _usual(bounds, variable, vocabulary, budget)
    if target is None:
        return undecided(f"whether {variable} goes to zero or to infinity is not said")
    difference = sub(sides[0].terms, sides[1].terms)
    found: list[Verdict] = []
    for bound, small in bounds:
        verdict = _of_order(difference, bound, small, variable, target, vocabulary, budget)
        if verdict.holds:
            return _same_orders(sides, verdict, variable, target, vocabulary, budget)
        found.append(verdict)
    failing = next((v for v in found if not v.fails), None)
    return found[0] if failing is None else failing


def _usual(
    bounds: list[tuple[Expression, bool]], variable: str, vocabulary: Vocabulary, budget: Budget
) -> Expression | None:
    """Zero or infinity: where the remainders vanish."""
    for target in (ZERO, INFINITY):
        values = [_limit(h, variable, target, vocabulary, budget) for h, _ in bounds]
        if all(v is not None and not v.names() and sign_at(v, {}) is Sign.ZERO for v in values):
            return target
    return None


def _same_orders(
    sides: tuple[Expansion, Expansion],
    verdict: Verdict,
    variable: str,
    target: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
) -> Verdict:
    if not (sides[0].remainders and sides[1].remainders):
        return verdict
    one, two = (s.remainders[0] for s in sides)
    value = _limit(div(one[0], two[0]), variable, target, vocabulary, budget)
    if value is None or value.names():
        return verdict
    if infinite_sign(value) or sign_at(value, {}) is Sign.ZERO:
        text = f"the remainders are of different orders: {plain(one[0])} and {plain(two[0])}"
        return refuted(text, Evidence("counterexample", "order of the remainder", text))
    return verdict


def _of_order(
    difference: Expression,
    bound: Expression,
    small: bool,
    variable: str,
    target: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
) -> Verdict:
    """Whether a difference is of the order of a bound, or of smaller order."""
    letter = "o" if small else "O"
    claim = f"the difference is {letter}({plain(bound)}) as {variable} goes to {plain(target)}"
    value = _limit(div(difference, bound), variable, target, vocabulary, budget)
    if value is not None:
        shown = (("limit of the ratio to the bound", plain(value)),)
        vanishes = not value.names() and not infinite_sign(value) and sign_at(value, {}) is Sign.ZERO
        if vanishes or (not small and not infinite_sign(value)):
            return proved(claim, Evidence("proof", "order of the remainder", claim, shown))
        if infinite_sign(value) or not value.names():
            text = f"the difference over {plain(bound)} goes to {plain(value)} as {variable} goes to {plain(target)}"
            return refuted(text, Evidence("counterexample", "order of the remainder", text, shown))
        return undecided("whether the limit of the ratio vanishes was not found")
    return _numerical(difference, bound, small, claim, variable, target, vocabulary, budget)


def _limit(
    expression: Expression, variable: str, target: Expression, vocabulary: Vocabulary, budget: Budget
) -> Expression | None:
    from derive.decide.calculus.limits import evaluated_limit

    side = "+-" if not infinite_sign(target) else "-" if infinite_sign(target) > 0 else "+"
    try:
        return evaluated_limit(Expression("limit", (expression, name(variable), target), side), vocabulary, budget)
    except (ValueError, ArithmeticError, NotImplementedError, OutOfBudget):
        return None


def _numerical(
    difference: Expression,
    bound: Expression,
    small: bool,
    claim: str,
    variable: str,
    target: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
) -> Verdict:
    """The ratio in ball arithmetic, nearer and nearer to the limit."""
    others = tuple(n for n in (*difference.names(), *bound.names()) if n != variable)
    points = real_points(vocabulary, others, 3) if others else [{}]
    for steps in STEPS:
        rows = [[_size(difference, bound, {**p, variable: approach(target, s)}, budget) for s in steps] for p in points]
        known = [[v for v in row if v is not None] for row in rows]
        if not known or any(len(row) < len(steps) for row in known):
            continue
        figures = tuple((f"{variable}, 2^{s} steps on", f"ratio {v:.3g}") for s, v in zip(steps, known[0]))
        if all(_settles(row, small) for row in known):
            return supported(claim + ", as far as was sampled", Evidence("agreement", "ratio", claim, figures))
        if any(row[-1] > 4 * row[-2] > 16 * row[-3] > 0 for row in known):
            text = f"the difference over {plain(bound)} grows without end"
            return refuted(text, Evidence("counterexample", "order of the remainder", text, figures))
        return undecided("the ratio to the bound does not settle", Evidence("attempt", "ratio", "", figures))
    return undecided("the ratio to the bound could not be evaluated near the limit")


def _settles(row: list[float], small: bool) -> bool:
    if small:
        return row[-1] < row[-2] < row[-3] and row[-1] < 0.02
    return row[-1] <= 1.5 * max(row[:-1]) + 1e-300


def _size(difference: Expression, bound: Expression, point: dict[str, object], budget: Budget) -> float | None:
    budget.check()
    for bits in (256, 1024, 4096):
        try:
            value = enclose(div(difference, bound), point, bits)
        except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
            return None
        if value.is_finite() and float(value.rad()) <= 1e-3 * (float(abs(value.mid())) + 1e-300):
            return float(abs(value.mid()))
        if value.is_zero():
            return 0.0
    return None
