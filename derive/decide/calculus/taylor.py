"""Limits of quotients in which numerator and denominator vanish, by their first Taylor coefficients that do not."""

from __future__ import annotations

from derive.decide.budget import Budget
from derive.decide.calculus.binding import put
from derive.decide.calculus.construct import collected, negate, over, plus, raised, rational, signed, times
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.smooth import on_interval
from derive.expression import ONE, ZERO, Expression, rewrite
from derive.verdict import Outcome
from derive.vocabulary import Vocabulary

#: Derivatives that are taken before giving up.
ORDER = 8


def limit_of_quotient(
    expression: Expression, variable: Expression, point: Expression, vocabulary: Vocabulary, budget: Budget
) -> Expression | None:
    """The limit at a finite point where numerator and denominator are smooth; None where it is not found."""
    above, below = together(expression)
    if below == ONE:
        return None
    for _ in range(ORDER):
        budget.check()
        if above.size() > 2000 or below.size() > 2000:
            return None
        if not all(on_interval(part, variable.value, point, point, vocabulary) for part in (above, below)):
            return None
        top, bottom = (gathered(put(part, {variable.value: point})) for part in (above, below))
        vanishes = _is_zero(bottom, vocabulary, budget)
        if vanishes is None:
            return None
        if not vanishes:
            return over(top, bottom)
        if _is_zero(top, vocabulary, budget) is not True:
            return None
        above, below = (differentiate(part, variable) for part in (above, below))
    return None


def gathered(expression: Expression) -> Expression:
    """Like terms added up in every sum: ``f(x + 0) - f(x - 0)`` is zero."""
    return rewrite(expression, lambda node: collected(node) if node.head == "add" else node)


def _is_zero(value: Expression, vocabulary: Vocabulary, budget: Budget) -> bool | None:
    from derive.decide.decision import plain

    verdict = plain(value, ZERO, vocabulary=vocabulary, budget=budget.part(0.3))
    if verdict.outcome is Outcome.PROVED:
        return True
    if verdict.outcome is Outcome.REFUTED:
        # nonzero somewhere is not enough where names occur: it must vanish nowhere
        return False if not value.names() else _nowhere_zero(value, vocabulary)
    return None


def _nowhere_zero(value: Expression, vocabulary: Vocabulary) -> bool | None:
    from derive.decide.calculus.signs import signs

    found = signs(value, vocabulary)
    return False if found is not None and 0 not in found else None


def together(expression: Expression) -> tuple[Expression, Expression]:
    """Numerator and denominator of an expression over one denominator."""
    if expression.head == "neg":
        above, below = together(expression.args[0])
        return negate(above), below
    if expression.head == "div":
        (a, b), (c, d) = together(expression.args[0]), together(expression.args[1])
        return times(a, d), times(b, c)
    if expression.head == "mul":
        parts = [together(a) for a in expression.args]
        return times(*(a for a, _ in parts)), times(*(b for _, b in parts))
    if expression.head == "add":
        above, below = together(expression.args[0])
        for term in expression.args[1:]:
            a, b = together(term)
            above, below = (
                (plus(above, a), below) if b == below else (plus(times(above, b), times(a, below)), times(below, b))
            )
        return above, below
    if expression.head == "pow":
        value = rational(expression.args[1])
        if value is not None and value.denominator == 1 and value:
            above, below = together(expression.args[0])
            count = signed(abs(value))
            pair = raised(above, count), raised(below, count)
            return pair if value > 0 else (pair[1], pair[0])
        if value is not None and value < 0:
            return ONE, raised(expression.args[0], signed(-value))
    if expression.head == "call" and expression.value in ("cot", "tan", "csc", "sec", "coth", "csch"):
        x = expression.args[0]
        return RATIOS[expression.value](x)
    return expression, ONE


def _call(function: str, x: Expression) -> Expression:
    return Expression("call", (x,), function)


RATIOS = {
    "cot": lambda x: (_call("cos", x), _call("sin", x)),
    "tan": lambda x: (_call("sin", x), _call("cos", x)),
    "csc": lambda x: (ONE, _call("sin", x)),
    "sec": lambda x: (ONE, _call("cos", x)),
    "coth": lambda x: (_call("cosh", x), _call("sinh", x)),
    "csch": lambda x: (ONE, _call("sinh", x)),
}
