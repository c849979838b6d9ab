"""Definite integrals by the fundamental theorem of calculus.

An antiderivative may come from anywhere; it counts only when its derivative is proved to be the integrand and it is
proved continuous on the closed interval.  Then the integral exists (perhaps as an improper one) and is the difference
of the antiderivative's values.  An infinite end needs its limit.
"""

from __future__ import annotations

from collections.abc import Iterator

from derive.decide.alarm import unhurried
from derive.decide.budget import Budget
from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.clock import within
from derive.decide.calculus.construct import minus, negate, plus
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.limits import limit
from derive.decide.calculus.pieces import split_at_kinks, split_at_poles
from derive.decide.calculus.primitives import primitive
from derive.decide.calculus.signs import POSITIVE, signs
from derive.decide.calculus.smooth import Interval
from derive.expression import INFINITY, ZERO, Expression, name
from derive.functions import BY_NAME
from derive.verdict import Outcome
from derive.vocabulary import Vocabulary

#: A divergent integral that is not plus or minus infinity.
NOWHERE = Expression("constant", (), "zoo")

#: The share of the seconds left that SymPy's integrator may take, and the most that it may.
SYMPY_SHARE, SYMPY_SECONDS = 0.35, 1.5


def evaluated(node: Expression, vocabulary: Vocabulary, budget: Budget) -> Expression | None:
    """The value of a definite integral where it is proved; None otherwise."""
    integrand, by, lower, upper = node.args
    if by.head != "name":
        return None
    if lower == upper and not _infinite(lower):
        return ZERO
    if lower == INFINITY or upper == negate(INFINITY):
        flipped = evaluated(node.with_args((integrand, by, upper, lower)), vocabulary, budget)
        return None if flipped is None else negate(flipped)
    if _infinite(lower) and _infinite(upper):
        return _whole_line(node, vocabulary, budget)
    if lower == negate(INFINITY):
        mirrored = put(integrand, {by.value: negate(by)})
        return evaluated(node.with_args((mirrored, by, negate(upper), INFINITY)), vocabulary, budget)
    pieces = split_at_kinks(node)
    if pieces is not None:
        values = [evaluated(p, vocabulary, budget) for p in pieces]
        return _added([v for v in values if v is not None]) if all(v is not None for v in values) else None
    pieces = split_at_poles(node)
    if pieces is None:
        return _by_theorem(integrand, by.value, lower, upper, vocabulary, budget)
    whole = _by_theorem(integrand, by.value, lower, upper, vocabulary, budget, by_rule=True)
    if whole is not None:
        return whole
    values = [evaluated(p, vocabulary, budget) for p in pieces]
    return _added([v for v in values if v is not None]) if all(v is not None for v in values) else None


def _whole_line(node: Expression, vocabulary: Vocabulary, budget: Budget) -> Expression | None:
    integrand, by, lower, upper = node.args
    right = evaluated(node.with_args((integrand, by, ZERO, upper)), vocabulary, budget)
    if right is None:
        return None
    left = evaluated(node.with_args((integrand, by, lower, ZERO)), vocabulary, budget)
    return None if left is None else _added([left, right])


def _added(values: list[Expression]) -> Expression | None:
    """Pieces of an integral added up; where infinite ones disagree the integral does not exist (``zoo``)."""
    infinite = {v for v in values if _infinite(v) or v == NOWHERE}
    if len(infinite) > 1:
        return NOWHERE
    return infinite.pop() if infinite else plus(*values)


def _by_theorem(
    integrand: Expression,
    variable: str,
    lower: Expression,
    upper: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
    *,
    by_rule: bool = False,
) -> Expression | None:
    ways = [(False, False)]
    if _ordered(lower, upper, vocabulary):
        ways += [(True, False), (False, True), (True, True)]
    intervals = [Interval(variable, lower, upper, vocabulary, way) for way in ways]
    opened = intervals[-1]
    # With letters in the bounds it is their signs that are not known: another antiderivative would not help.
    by_rule = by_rule or (bool(lower.names() or upper.names()) and primitive(integrand, variable) is not None)
    for candidate in candidates(integrand, variable, opened.vocabulary, budget, by_rule=by_rule):
        budget.check()
        smooth = next((i for i in intervals if i.continuous(candidate)), None)
        if smooth is None:
            continue
        if not is_antiderivative(candidate, integrand, variable, opened.vocabulary, budget):
            continue
        bottom: Expression | None = put(candidate, {variable: lower})
        top: Expression | None = put(candidate, {variable: upper})
        if smooth.opened[0]:
            bottom = limit(candidate, variable, lower, "+", opened.vocabulary)
        if upper == INFINITY or smooth.opened[1]:
            top = limit(candidate, variable, upper, "-", opened.vocabulary)
        if bottom is None or top is None or occurs(variable, top):
            continue
        if _infinite(top) and _infinite(bottom):
            continue
        if _infinite(top) or _infinite(bottom):
            return top if _infinite(top) else negate(bottom)
        return minus(top, bottom)
    return None


def _ordered(lower: Expression, upper: Expression, vocabulary: Vocabulary) -> bool:
    """Whether the lower bound is certainly below the upper one, so that the ends are approached from inside."""
    return upper == INFINITY or signs(minus(upper, lower), vocabulary) == POSITIVE


def candidates(
    integrand: Expression, variable: str, vocabulary: Vocabulary, budget: Budget, *, by_rule: bool = False
) -> Iterator[Expression]:
    """Antiderivatives to be tried: by rule first, then SymPy's."""
    found = primitive(integrand, variable)
    if found is not None:
        yield found
        positive = _without_bars(found)
        if positive != found:
            yield positive
    if by_rule or any(
        n.head in ("prime", "index") or (n.head == "call" and n.value not in BY_NAME) for n in integrand.walk()
    ):
        return
    seconds = min(SYMPY_SECONDS, budget.left * SYMPY_SHARE)
    other = within(seconds, lambda: _from_sympy(integrand, variable, vocabulary))
    if other is not None:
        yield from other


def _without_bars(expression: Expression) -> Expression:
    from derive.expression import rewrite

    def rule(node: Expression) -> Expression:
        if node.head == "call" and node.value == "log" and node.args[0].head == "call" and node.args[0].value == "Abs":
            return node.with_args(node.args[0].args)
        return node

    return rewrite(expression, rule)


def _from_sympy(integrand: Expression, variable: str, vocabulary: Vocabulary) -> list[Expression]:
    with unhurried():
        import sympy

        from derive.symbolic import from_sympy, symbol, to_sympy

    translated = to_sympy(integrand, vocabulary)
    x = symbol(variable, vocabulary)
    value = sympy.integrate(translated, x, conds="none")
    if value.has(sympy.Integral):
        return []
    branches = [value]
    if isinstance(value, sympy.Piecewise):
        branches = [b for b, _ in value.args]
    return [from_sympy(b) for b in branches]


def is_antiderivative(
    candidate: Expression, integrand: Expression, variable: str, vocabulary: Vocabulary, budget: Budget
) -> bool:
    """Whether the derivative of the candidate is proved to be the integrand."""
    from derive.decide.decision import plain

    rate = differentiate(candidate, name(variable))
    if rate == integrand:
        return True
    verdict = plain(rate, integrand, vocabulary=vocabulary, budget=budget.part(0.5))
    return verdict.outcome is Outcome.PROVED


def _infinite(expression: Expression) -> bool:
    return expression in (INFINITY, negate(INFINITY))
