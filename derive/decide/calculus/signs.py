"""Signs of real expressions, from the signs of their parts.

An answer is the set of signs that the expression may take on the domain, a subset of {-1, 0, 1}; None where it is not
known to be real.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.calculus.construct import integer, minus, rational, terms_of
from derive.decide.domain import Domain, domain, pairs
from derive.expression import ZERO, Expression
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary

Signs = frozenset[int]
ANY, POSITIVE, NEGATIVE, NONNEGATIVE = (frozenset(s) for s in ((-1, 0, 1), (1,), (-1,), (0, 1)))

#: Odd increasing functions, whose value has the sign of the argument, for real arguments.
ODD = frozenset(("sinh", "tanh", "asinh", "atan", "erf", "erfi", "cbrt", "sign", "Shi", "Si"))
POSITIVE_CALLS = frozenset(("exp", "cosh", "sech", "erfc"))
REAL_CALLS = frozenset(("sin", "cos", "tan", "sec", "csc", "cot", "sinc", "floor", "ceiling", "fresnels", "fresnelc"))


def signs(expression: Expression, vocabulary: Vocabulary) -> Signs | None:
    """The signs that an expression may have where the declarations and assumptions hold."""
    return Signed(domain(vocabulary, expression.names())).of(expression)


def is_positive(expression: Expression, vocabulary: Vocabulary) -> bool:
    return signs(expression, vocabulary) == POSITIVE


class Signed:
    def __init__(self, where: Domain) -> None:
        self.where = where

    def of(self, node: Expression) -> Signs | None:
        value = rational(node)
        if value is not None:
            return frozenset(((value > 0) - (value < 0),))
        rule: Callable[[Expression], Signs | None] | None = getattr(self, f"_{node.head}", None)
        return None if rule is None else rule(node)

    def _constant(self, node: Expression) -> Signs | None:
        return POSITIVE if node.value in ("pi", "e", "euler", "oo") else None

    def _name(self, node: Expression) -> Signs | None:
        found = self.where.of(node.value)
        if found.is_positive:
            return POSITIVE
        if found.is_negative:
            return NEGATIVE
        if found.is_nonnegative:
            return NONNEGATIVE
        if found.is_nonpositive:
            return frozenset((-1, 0))
        return ANY if found.is_real else None

    def _neg(self, node: Expression) -> Signs | None:
        inside = self.of(node.args[0])
        return None if inside is None else frozenset(-s for s in inside)

    def _add(self, node: Expression) -> Signs | None:
        parts = [self.of(a) for a in node.args]
        if any(p is None for p in parts):
            return None
        joined = frozenset().union(*(p for p in parts if p is not None))
        if joined <= NONNEGATIVE or joined <= frozenset((-1, 0)):
            strict = any(p is not None and 0 not in p for p in parts)
            return joined - {0} if strict else joined
        return self.assumed(node)

    def assumed(self, node: Expression) -> Signs:
        """A difference of which an assumption speaks."""
        for head, low, high in (p for a in self.where.assumptions for p in pairs(a)):
            if head not in ("lt", "le", "gt", "ge"):
                continue
            if head in ("gt", "ge"):
                low, high = high, low
            for sign, gap in ((1, minus(high, low)), (-1, minus(low, high))):
                if sorted(map(repr, terms_of(gap))) == sorted(map(repr, terms_of(node))):
                    return frozenset((sign,)) if head in ("lt", "gt") else frozenset((0, sign))
        return ANY

    def _mul(self, node: Expression) -> Signs | None:
        product: Signs = POSITIVE
        for factor in node.args:
            part = self.of(factor)
            if part is None:
                return None
            product = frozenset(a * b for a in product for b in part)
        return product

    def _div(self, node: Expression) -> Signs | None:
        above, below = self.of(node.args[0]), self.of(node.args[1])
        if above is None or below is None:
            return None
        return frozenset(a * b for a in above for b in below if b)

    def _pow(self, node: Expression) -> Signs | None:
        base, exponent = self.of(node.args[0]), rational(node.args[1])
        if node.args[0].head == "constant" and node.args[0].value == "e":
            return POSITIVE if self.of(node.args[1]) is not None else None
        if base is None:
            return None
        if exponent is None:
            return POSITIVE if base == POSITIVE and self.of(node.args[1]) is not None else None
        whole = integer(node.args[1])
        if whole is None:
            return base if base <= NONNEGATIVE else None
        if whole < 0:
            base = base - {0}
        return frozenset(s * s for s in base) if whole % 2 == 0 else base

    def _prime(self, node: Expression) -> Signs | None:
        # an abstract function is real for real arguments
        return None if any(self.of(a) is None for a in node.args) else ANY

    def _index(self, node: Expression) -> Signs | None:
        return self.of(node.args[0])

    def _call(self, node: Expression) -> Signs | None:
        parts = [self.of(a) for a in node.args]
        if any(p is None for p in parts) or not parts:
            return None
        first = parts[0]
        assert first is not None
        if node.value in POSITIVE_CALLS:
            return POSITIVE
        if node.value in ODD and len(parts) == 1:
            return first
        if node.value in ("sqrt", "cbrt"):
            return first if first <= NONNEGATIVE else None
        if node.value == "Abs":
            return frozenset(s * s for s in first)
        if node.value == "log" and len(parts) == 1 and first == POSITIVE:
            return self.logarithm(node.args[0])
        if node.value == "gamma" and first == POSITIVE:
            return POSITIVE
        if node.value in REAL_CALLS or node.value not in BY_NAME:
            return ANY
        if node.value in ("Max", "Min"):
            return frozenset().union(*(p for p in parts if p is not None))
        if node.value == "Heaviside":
            return NONNEGATIVE
        return None

    def logarithm(self, argument: Expression) -> Signs:
        value = rational(argument)
        if value is not None:
            return frozenset(((value > 1) - (value < 1),))
        beyond = self.of(minus(argument, Expression("number", (), 1 + ZERO.value)))
        return ANY if beyond is None else beyond
