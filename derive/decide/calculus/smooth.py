"""Where an expression is continuous: the ground on which the fundamental theorem of calculus stands.

A rule proves continuity from the parts: a quotient where its denominator has no zero, a logarithm where its argument is
positive.  Signs come from the declarations, else from balls over pieces of a concrete interval.
"""

from __future__ import annotations

from fractions import Fraction

from derive.decide.calculus.binding import occurs, with_domain
from derive.decide.calculus.construct import integer, minus, plus, rational
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.signs import NONNEGATIVE, POSITIVE, Signs, signs
from derive.expression import INFINITY, ONE, Expression, name, relation
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary

#: Continuous for every argument, complex ones included.
ENTIRE = frozenset(
    ("exp", "sin", "cos", "sinh", "cosh", "erf", "erfc", "erfi", "Si", "Shi", "fresnels", "fresnelc", "sinc")
)
#: Continuous for every real argument.
ON_THE_LINE = frozenset(("tanh", "sech", "atan", "acot", "asinh", "Abs", "cbrt", "Max", "Min", "re", "im", "conjugate"))
#: Continuous for a positive argument.
POSITIVE_ONLY = frozenset(("log", "lg", "gamma", "loggamma", "digamma", "Ei", "E1", "Ci", "Chi"))
#: Pieces of a concrete interval in which a sign is looked for.
PIECES = 64


class Interval:
    """A closed interval, the variable on it, and what is assumed of the other names."""

    def __init__(
        self,
        variable: str,
        lower: Expression,
        upper: Expression,
        vocabulary: Vocabulary,
        opened: tuple[bool, bool] = (False, False),
    ) -> None:
        self.variable, self.lower, self.upper = variable, lower, upper
        self.opened = opened
        x = name(variable)
        vocabulary = with_domain(vocabulary, variable, "real")
        low, high = signs(lower, vocabulary), signs(upper, vocabulary)
        if upper == INFINITY:
            high = POSITIVE
        if low is not None and high is not None and low | high <= NONNEGATIVE:
            both = (low - {0} if opened[0] else low) | (high - {0} if opened[1] else high)
            vocabulary = with_domain(vocabulary, variable, "positive" if both == POSITIVE else "nonnegative")
        bounds = []
        if value_of(lower) is not None and (upper == INFINITY or value_of(upper) is not None):
            bounds.append(relation("lt" if opened[0] else "le", lower, x))
        if value_of(upper) is not None and value_of(lower) is not None:
            bounds.append(relation("lt" if opened[1] else "le", x, upper))
        self.vocabulary = vocabulary.with_assumptions(*bounds)

    def continuous(self, node: Expression) -> bool:
        """Whether an expression is certainly continuous on the closed interval."""
        if not occurs(self.variable, node):
            return True
        if node.head == "name":
            return True
        if node.head in ("add", "mul", "neg"):
            return all(self.continuous(a) for a in node.args)
        if node.head == "div":
            above, below = node.args
            safe = not occurs(self.variable, below) or self.nonzero(below)
            return safe and self.continuous(above) and self.continuous(below)
        if node.head == "pow":
            return self.power(*node.args)
        if node.head == "call":
            return self.call(node)
        if node.head == "prime":
            return node.value[0] not in BY_NAME and all(self.continuous(a) for a in node.args)
        return False

    def power(self, base: Expression, exponent: Expression) -> bool:
        if not self.continuous(base) or not self.continuous(exponent):
            return False
        whole = integer(exponent)
        if whole is not None:
            return whole >= 0 or self.nonzero(base)
        if not occurs(self.variable, base) and base.head == "constant" and base.value == "e":
            return True
        sign = self.signs(base)
        if sign == POSITIVE:
            return True
        value = rational(exponent)
        grows = value > 0 if value is not None else signs(exponent, self.vocabulary) == POSITIVE
        return sign is not None and sign <= NONNEGATIVE and grows and not occurs(self.variable, exponent)

    def call(self, node: Expression) -> bool:
        if not all(self.continuous(a) for a in node.args):
            return False
        function = node.value
        if function in ENTIRE or function not in BY_NAME:
            return True
        if function in ON_THE_LINE:
            return all(self.signs(a) is not None for a in node.args)
        first = self.signs(node.args[0])
        if function in POSITIVE_ONLY and len(node.args) == 1:
            return first == POSITIVE
        if function in ("uppergamma", "lowergamma") and not occurs(self.variable, node.args[0]):
            return self.signs(node.args[1]) == POSITIVE
        if function == "sqrt":
            return first is not None and first <= NONNEGATIVE
        if function in ("asin", "acos", "atanh"):
            room = self.signs(minus(ONE, node.args[0])), self.signs(plus(ONE, node.args[0]))
            allowed = POSITIVE if function == "atanh" else NONNEGATIVE
            return all(r is not None and r <= allowed for r in room)
        return False

    def nonzero(self, node: Expression) -> bool:
        sign = self.signs(node)
        return sign is not None and 0 not in sign and len(sign) == 1

    def signs(self, node: Expression) -> Signs | None:
        found = signs(node, self.vocabulary)
        if found is not None and len(found) == 1:
            return found
        return self.by_roots(node) or self.measured(node) or self.argued(node, found)

    def argued(self, node: Expression, found: Signs | None) -> Signs | None:
        """A slope and its ends: a linear function has the sign that it has at both ends."""
        from derive.decide.calculus.binding import put
        from derive.decide.calculus.polynomial import linear

        if linear(node, self.variable) is None or INFINITY in (self.lower, self.upper):
            return found
        ends = [signs(put(node, {self.variable: e}), self.vocabulary) for e in (self.lower, self.upper)]
        if all(e is not None and len(e) == 1 and e == ends[0] for e in ends):
            return ends[0]
        if all(e is not None and e <= NONNEGATIVE for e in ends):
            reached = [e for e, is_open in zip(ends, self.opened) if not is_open and e is not None and 0 in e]
            return NONNEGATIVE if reached or ends[0] == ends[1] else POSITIVE
        return found

    def by_roots(self, node: Expression) -> Signs | None:
        """The sign of a rational function of the variable alone, by its exact zeros in a concrete interval."""
        low, high = value_of(self.lower), value_of(self.upper)
        if low is None or high is None or set(node.names()) - {self.variable}:
            return None
        if low >= high:
            return None
        from derive.decide.calculus.partial_fractions import sign_between

        return sign_between(node, self.variable, low, high, self.opened)

    def measured(self, node: Expression) -> Signs | None:
        """The sign by balls over pieces of a concrete interval."""
        low, high = value_of(self.lower), value_of(self.upper)
        if low is None or high is None or set(node.names()) - {self.variable}:
            return None
        if low > high:
            low, high = high, low
        found: set[int] = set()
        pending = [(low, high)]
        count = 0
        while pending:
            a, b = pending.pop()
            count += 1
            sign = _ball_sign(node, self.variable, a, b)
            if sign is not None:
                found.add(sign)
            elif count > PIECES:
                return None
            else:
                middle = (a + b) / 2
                pending += [(a, middle), (middle, b)]
            if len(found) > 1:
                return None
        return frozenset(found)


def _ball_sign(node: Expression, variable: str, low: Fraction, high: Fraction) -> int | None:
    from flint import acb, arb, fmpq

    from derive.decide.ball import Unsupported, enclose

    middle, radius = (low + high) / 2, (high - low) / 2
    span = arb(fmpq(middle.numerator, middle.denominator))
    span = span + arb(0, 1) * arb(fmpq(radius.numerator, radius.denominator))
    try:
        value = enclose(node, {variable: acb(span)}, 64)
    except Unsupported:
        return None
    if not value.is_finite() or not value.imag.is_zero():
        return None
    if value.real > 0:
        return 1
    return -1 if value.real < 0 else None


def on_interval(
    expression: Expression, variable: str, lower: Expression, upper: Expression, vocabulary: Vocabulary
) -> bool:
    """Whether an expression is certainly continuous for the variable from ``lower`` to ``upper``."""
    return Interval(variable, lower, upper, vocabulary).continuous(expression)
