"""Limits by the leading term.

As the variable goes to infinity, an expression is followed by its leading term ``c exp(E) x^p (log x)^q``.  Terms are
compared by growth; a tie that cancels is given up, not guessed at.  A finite point is moved to infinity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.decide.budget import Budget
from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import (
    collected,
    factors_of,
    integer,
    minus,
    negate,
    over,
    plus,
    raised,
    rational,
    times,
)
from derive.decide.calculus.growth import (
    AT_INFINITY,
    CONTINUOUS,
    THROUGH_ZERO,
    cancelling,
    error_tail,
    logarithms_of,
    one_less,
    stirling,
)
from derive.decide.calculus.signs import NEGATIVE, POSITIVE, signs
from derive.decide.calculus.taylor import gathered
from derive.expression import INFINITY, ONE, PI, TWO, ZERO, Expression, call, name, number
from derive.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Leading:
    """``coefficient * exp(exponent) * x^power * log(x)^logs``, with a coefficient that is not zero.

    ``bounded``: times something that stays bounded and has no limit (a sine).
    """

    coefficient: Expression
    exponent: Expression = ZERO
    power: Expression = ZERO
    logs: int = 0
    bounded: bool = False


class UnknownError(Exception):
    """The leading term cannot be told."""


def limit(
    expression: Expression, variable: str, point: Expression, side: str, vocabulary: Vocabulary
) -> Expression | None:
    """The limit, ``oo`` and ``-oo`` included; None where it is not found or does not exist.

    ``side`` is ``"+"``, ``"-"`` or ``"+-"`` for a finite point.
    """
    x = name(variable)
    if not occurs(variable, expression):
        return expression
    try:
        if point == INFINITY:
            return Growth(variable, vocabulary).limit(expression)
        if point == negate(INFINITY):
            return Growth(variable, vocabulary).limit(put(expression, {variable: negate(x)}))
        found = []
        for direction in side.replace("+-", "±") if side != "+-" else "+-":
            step = over(ONE, x)
            moved = plus(point, step if direction == "+" else negate(step))
            found.append(Growth(variable, vocabulary).limit(gathered(put(expression, {variable: moved}))))
        return found[0] if all(f == found[0] for f in found) else None
    except UnknownError:
        return None


class Growth:
    """Leading terms in one variable, which goes to plus infinity."""

    def __init__(self, variable: str, vocabulary: Vocabulary) -> None:
        from derive.decide.calculus.binding import with_domain

        self.variable = variable
        self.vocabulary = with_domain(vocabulary, variable, "positive")

    def limit(self, expression: Expression) -> Expression:
        lead = self.leading(expression)
        if lead is None:
            return ZERO
        order = self.order(lead)
        if order < 0:
            return ZERO
        if lead.bounded:
            raise UnknownError
        if order == 0:
            return lead.coefficient
        sign = self.sign(lead.coefficient)
        return INFINITY if sign > 0 else negate(INFINITY)

    def sign(self, expression: Expression) -> int:
        found = signs(expression, self.vocabulary)
        if found == POSITIVE:
            return 1
        if found == NEGATIVE:
            return -1
        if found == frozenset((0,)):
            return 0
        raise UnknownError

    def order(self, lead: Leading) -> int:
        """1 where a term grows without bound, 0 where it tends to its coefficient, -1 where it vanishes."""
        if lead.exponent != ZERO:
            grown = self.leading(lead.exponent)
            if grown is not None and self.order(grown) > 0:
                if (grown.exponent, grown.power, grown.logs) == (ZERO, ZERO, 1):
                    # exp(c log x + ...) is a power: it adds to the powers beside it
                    power = self.sign(collected(plus(lead.power, grown.coefficient)))
                    if not power:
                        raise UnknownError
                    return power
                return self.sign(grown.coefficient)
            if grown is not None and self.order(grown) == 0:
                raise UnknownError
        power = self.sign(lead.power)
        return power if power else (lead.logs > 0) - (lead.logs < 0)

    def leading(self, node: Expression) -> Leading | None:
        """The leading term; None for zero."""
        if not occurs(self.variable, node):
            return None if node == ZERO else Leading(node)
        if node.head == "name":
            return Leading(ONE, ZERO, ONE)
        rule = getattr(self, f"_{node.head}", None)
        if rule is None:
            raise UnknownError
        found: Leading | None = rule(node)
        return found

    def _neg(self, node: Expression) -> Leading | None:
        return self.scaled(self.leading(node.args[0]), negate(ONE))

    @staticmethod
    def scaled(lead: Leading | None, factor: Expression) -> Leading | None:
        if lead is None:
            return None
        return replace(lead, coefficient=times(factor, lead.coefficient))

    @staticmethod
    def product(a: Leading, b: Leading) -> Leading:
        return Leading(
            times(a.coefficient, b.coefficient),
            collected(plus(a.exponent, b.exponent)),
            collected(plus(a.power, b.power)),
            a.logs + b.logs,
            a.bounded or b.bounded,
        )

    @staticmethod
    def inverse(a: Leading) -> Leading:
        if a.bounded:
            raise UnknownError
        return Leading(over(ONE, a.coefficient), negate(a.exponent), negate(a.power), -a.logs)

    def _mul(self, node: Expression) -> Leading | None:
        total = Leading(ONE)
        for factor in node.args:
            lead = self.leading(factor)
            if lead is None:
                return None
            total = self.product(total, lead)
        return total

    def _div(self, node: Expression) -> Leading | None:
        above, below = self.leading(node.args[0]), self.leading(node.args[1])
        if below is None:
            raise UnknownError
        return None if above is None else self.product(above, self.inverse(below))

    def _pow(self, node: Expression) -> Leading | None:
        base, exponent = node.args
        if occurs(self.variable, exponent):
            return self._exp(plus(*(times(exponent, part) for part in self.logarithms(base))))
        lead = self.leading(base)
        if lead is None:
            return None
        whole = integer(exponent)
        if lead.bounded and (whole is None or whole < 0):
            raise UnknownError
        if whole is None:
            if self.sign(lead.coefficient) < 0:
                raise UnknownError
            if lead.logs:
                value = rational(times(exponent, number(lead.logs)))
                if value is None or value.denominator != 1:
                    raise UnknownError
                logs = int(value)
            else:
                logs = 0
        else:
            logs = lead.logs * whole
        return Leading(
            raised(lead.coefficient, exponent),
            times(exponent, lead.exponent),
            times(exponent, lead.power),
            logs,
            lead.bounded,
        )

    def logarithms(self, base: Expression) -> tuple[Expression, ...]:
        """The logarithm of a base, of each factor apart where they are positive."""
        if base.head == "constant" and base.value == "e":
            return (ONE,)
        _, above, below = factors_of(base)
        leads = [self.leading(f) for f in (*above, *below)]
        if any(lead is None or self.sign(lead.coefficient) < 0 for lead in leads):
            return (call("log", base),)
        return logarithms_of(base)

    def _add(self, node: Expression) -> Leading | None:
        best: list[Leading] = []
        for term in node.args:
            lead = self.leading(term)
            if lead is None:
                continue
            order = 1 if not best else self.order(self.product(lead, self.inverse(_unit(best[0]))))
            if order > 0:
                best = [lead]
            elif order == 0:
                best.append(lead)
        if not best:
            return None
        if len(best) == 1 or any(b.bounded for b in best):
            return replace(best[0], bounded=any(b.bounded for b in best))
        coefficient = collected(plus(*(b.coefficient for b in best)))
        value = rational(coefficient)
        if value == 0 or (value is None and self.sign(coefficient) == 0):
            other = cancelling(node, self.variable)
            if other is None or other == node:
                raise UnknownError
            return self.leading(other)
        return Leading(coefficient, best[0].exponent, best[0].power, best[0].logs)

    def _call(self, node: Expression) -> Leading | None:
        if node.value == "exp":
            return self._exp(node.args[0])
        if node.value == "sqrt":
            return self._pow(raised(node.args[0], over(ONE, TWO)))
        if node.value in ("factorial", "gamma", "binomial"):
            return self.factorial(node)
        if node.value == "uppergamma":
            return self.incomplete_gamma(*node.args)
        if len(node.args) != 1:
            raise UnknownError
        inside = self.leading(node.args[0])
        if inside is not None and inside.bounded:
            raise UnknownError
        order = -1 if inside is None else self.order(inside)
        if node.value == "log":
            if order == 0 and inside is not None and inside.coefficient == ONE:
                # log(1 + u) is u where u vanishes
                return self.leading(one_less(node.args[0], self.variable) or collected(minus(node.args[0], ONE)))
            return self._log(inside, order)
        if order == 0 and inside is not None and node.value in CONTINUOUS:
            value = call(node.value, inside.coefficient)
            self.sign(value)
            return Leading(value)
        if order < 0:
            return self.near_zero(node, inside)
        assert inside is not None
        if node.value in ("sin", "cos"):
            self.real(node.args[0])
            return Leading(ONE, bounded=True)
        sign = self.sign(inside.coefficient)
        if node.value in AT_INFINITY:
            value = AT_INFINITY[node.value][0 if sign > 0 else 1]
            if value == ZERO and node.value == "erfc":
                return self.leading(error_tail(node.args[0]))
            if value == ZERO:
                raise UnknownError
            return Leading(value)
        if node.value in ("sinh", "cosh"):
            half = self.scaled(self._exp(node.args[0] if sign > 0 else negate(node.args[0])), over(ONE, TWO))
            return half if node.value == "cosh" or sign > 0 else self.scaled(half, negate(ONE))
        if node.value == "Abs":
            return inside if sign > 0 else self.scaled(inside, negate(ONE))
        raise UnknownError

    def factorial(self, node: Expression) -> Leading | None:
        """Stirling's formula for a large argument, the value itself near a finite one."""
        inside = self.leading(node.args[0])
        near = inside is not None and self.order(inside) == 0 and self.sign(inside.coefficient) > 0
        if near and inside is not None and node.value != "binomial":
            return Leading(call(node.value, inside.coefficient))
        large = inside is not None and self.order(inside) > 0 and self.sign(inside.coefficient) > 0
        grown = stirling(node, self.variable) if large else None
        if grown is None:
            raise UnknownError
        return self.leading(grown)

    def real(self, expression: Expression) -> None:
        if signs(expression, self.vocabulary) is None:
            raise UnknownError

    def incomplete_gamma(self, s: Expression, argument: Expression) -> Leading | None:
        """``Gamma(s, u)`` is ``u^(s-1) e^(-u)`` for large u, and tends to ``Gamma(s)`` as u vanishes for positive s."""
        inside = self.leading(argument)
        if occurs(self.variable, s) or inside is None or self.sign(inside.coefficient) < 0:
            raise UnknownError
        order = self.order(inside)
        if order > 0:
            return self._mul(times(raised(argument, minus(s, ONE)), call("exp", negate(argument))))
        if order < 0 and self.sign(s) > 0:
            return Leading(call("gamma", s))
        raise UnknownError

    def near_zero(self, node: Expression, inside: Leading | None) -> Leading | None:
        if node.value in THROUGH_ZERO and node.value not in ("sign", "sinc"):
            factor = over(TWO, call("sqrt", PI)) if node.value == "erf" else ONE
            return self.scaled(inside, factor)
        if node.value in ("cos", "cosh", "erfc", "sinc", "sech"):
            return Leading(ONE)
        if node.value == "Abs" and inside is not None:
            return inside if self.sign(inside.coefficient) > 0 else self.scaled(inside, negate(ONE))
        raise UnknownError

    def _log(self, inside: Leading | None, order: int) -> Leading | None:
        if inside is None:
            raise UnknownError
        if self.sign(inside.coefficient) < 0:
            raise UnknownError
        if order == 0:
            value = call("log", inside.coefficient)
            if inside.coefficient == ONE or self.sign(value) == 0:
                raise UnknownError
            return Leading(value)
        if inside.exponent != ZERO:
            return self.leading(inside.exponent)
        if inside.power == ZERO:
            raise UnknownError
        return Leading(inside.power, ZERO, ZERO, 1)

    def _exp(self, argument: Expression) -> Leading | None:
        constant, growing = [], []
        for term in argument.args if argument.head == "add" else (argument,):
            lead = self.leading(term)
            if lead is None:
                continue
            order = self.order(lead)
            if order == 0:
                constant.append(lead.coefficient)
                rest = minus(term, lead.coefficient)
                if occurs(self.variable, rest) and occurs(self.variable, term):
                    # what is left tends to zero, so that its exponential tends to one
                    continue
            elif order > 0:
                growing.append(term)
        exponent = plus(*growing)
        if len(growing) > 1:
            total = self.leading(exponent)
            order = -1 if total is None else self.order(total)
            if total is not None and order == 0:
                constant.append(total.coefficient)  # what grows cancels, and this is left
            exponent = exponent if order > 0 else ZERO
        return Leading(call("exp", plus(*constant)) if constant else ONE, exponent)


def _unit(lead: Leading) -> Leading:
    return replace(lead, coefficient=ONE, bounded=False)


def evaluated_limit(node: Expression, vocabulary: Vocabulary, budget: Budget) -> Expression | None:
    """The value of a ``limit`` head: by continuity at a finite point, else by leading terms."""
    from derive.decide.calculus.smooth import on_interval

    inside, by, point = node.args[:3]
    if by.head != "name":
        return None
    if point not in (INFINITY, negate(INFINITY)) and on_interval(inside, by.value, point, point, vocabulary):
        return put(inside, {by.value: point})
    found = limit(inside, by.value, point, node.value or "+-", vocabulary)
    if found is None and point not in (INFINITY, negate(INFINITY)):
        from derive.decide.calculus.taylor import limit_of_quotient

        found = limit_of_quotient(inside, by, point, vocabulary, budget)
    return found
