"""Carrying out the calculus in an expression, as far as it can be done exactly.

Derivatives are evaluated through the definitions, substitutions made, sums and products with few concrete terms written
out, integrals, limits and sums with a closed form replaced by it.  What cannot be done stays as it is.
"""

from __future__ import annotations

from fractions import Fraction

from derive.decide.budget import Budget
from derive.decide.calculus.binding import expanded, put
from derive.decide.calculus.construct import integer, minus, negate, plus, rational, signed, times
from derive.decide.calculus.derivative import differentiate, real_names
from derive.decide.calculus.normalize import normalized
from derive.decide.calculus.recognize import dependent_names, has_calculus
from derive.decide.calculus.reduction import Reduction
from derive.expression import INFINITY, Expression, name
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary

#: A sum or product with more concrete terms than this is not written out.
WRITTEN_OUT = 256


def reduce(
    expression: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
    *,
    deep: bool = True,
    dependent: frozenset[str] = frozenset(),
) -> Reduction:
    """An equal expression with as few calculus heads as can be reached exactly.

    Without ``deep`` only what is mechanical is done: derivatives, substitutions, short concrete sums.  ``dependent``
    are names that are unknown functions elsewhere in the question (``dy/dx`` on the other side).
    """
    if not has_calculus(expression):
        return Reduction(expression)
    expression = normalized(expression)
    return Reducer(vocabulary, budget, dependent | dependent_names(expression), deep).of(expression)


class Reducer:
    """Reduces trees under one vocabulary; collects what was assumed on the way."""

    def __init__(self, vocabulary: Vocabulary, budget: Budget, dependent: frozenset[str], deep: bool = True) -> None:
        self.deep = deep
        self.vocabulary = vocabulary
        self.budget = budget
        self.dependent = frozenset(n for n in dependent if not any(d.target == n for d in vocabulary.definitions))
        self.assumptions: dict[str, None] = {}
        self.real: dict[str, None] = {}
        self.where: dict[Expression, None] = {}
        self.exact = True
        self.notes: dict[str, None] = {}

    def of(self, expression: Expression) -> Reduction:
        reduced = self.tree(expression)
        assumed, notes, real = tuple(self.assumptions), tuple(self.notes), tuple(self.real)
        return Reduction(reduced, assumed, notes, self.exact, real, tuple(self.where))

    def tree(self, node: Expression) -> Expression:
        """One node, the outermost derivative first: definitions are followed before anything inside is changed."""
        self.budget.check()
        if node.head == "derivative":
            return self.derivative(node)
        if not node.args:
            return node
        if node.head == "call" and node.value == "variation":
            return self.variation(node)
        if node.head == "substitute":
            inside, by, value = node.args
            return self.tree(put(self.tree(inside), {by.value: value}))
        if node.head == "evaluated":
            inside, by, lower, upper = node.args
            inside = self.tree(inside)
            return minus(self.at_end(inside, by, upper, "-"), self.at_end(inside, by, lower, "+"))
        args = tuple(self.tree(a) for a in node.args)
        node = node.with_args(args)
        if node.head in ("sum", "product"):
            return self.series(written_out(node))
        if node.head == "integral" and len(node.args) == 4:
            return self.integral(node)
        if node.head == "limit":
            return self.limit(node)
        if node.head == "prime":
            return self.primed(node)
        return node

    def series(self, node: Expression) -> Expression:
        """A sum or product with symbolic or infinite bounds by a closed form that is proved."""
        if node.head not in ("sum", "product") or not self.deep:
            return node
        from derive.decide.calculus.sums import closed_form

        found = closed_form(node, self.vocabulary, self.budget)
        if found is None:
            return node
        self.assumptions.update(dict.fromkeys(found.assumptions))
        self.notes.update(dict.fromkeys(found.notes))
        return found.expression

    def integral(self, node: Expression) -> Expression:
        if not self.deep or has_calculus(node.args[0]):
            return node
        from derive.decide.calculus.improper import by_theorem
        from derive.decide.calculus.integral import evaluated

        known = by_theorem(node, self.vocabulary)
        if known is not None:
            self.notes.setdefault("an integral by theorem (Gamma, Beta, zeta or Gaussian integrals)")
            self.where.update(dict.fromkeys(known[1]))
            return known[0]
        value = evaluated(node, self.vocabulary, self.budget)
        if value is None:
            return node
        self.notes.setdefault("an antiderivative was proved by differentiation and is continuous on the interval")
        return value

    def variation(self, node: Expression) -> Expression:
        from derive.decide.calculus.variation import varied

        value = varied(node, self.vocabulary)
        if node.args[1].head == "name" and value != node:
            self.exact = False  # u stands for u(x): what differs in writing need not differ
        known = has_calculus(value) and any(n.head == "call" and n.value == "variation" for n in value.walk())
        return value if known else self.tree(value)

    def limit(self, node: Expression) -> Expression:
        if not self.deep or has_calculus(node.args[0]):
            return node
        from derive.decide.calculus.limits import evaluated_limit

        value = evaluated_limit(node, self.vocabulary, self.budget)
        if value is None:
            return self.estimated(node)
        self.notes.setdefault("limits by their leading terms")
        return value

    def estimated(self, node: Expression) -> Expression:
        """SymPy's limit: evidence, no proof."""
        from derive.decide.calculus.clock import within
        from derive.decide.calculus.estimates import sympy_limit

        value = within(min(1.0, self.budget.left * 0.3), lambda: sympy_limit(node, self.vocabulary))
        if value is None:
            return node
        self.exact = False
        self.notes.setdefault("a limit by SymPy, which is no proof here")
        return value

    def primed(self, node: Expression) -> Expression:
        """``f'(a)`` of a defined function: its definition differentiated; ``y'`` of a defined name."""
        function, orders = node.value
        found = next((d for d in reversed(self.vocabulary.definitions) if d.target == function), None)
        if function in BY_NAME and len(node.args) == len(orders):
            return self.known(node)
        if found is None or found.indexed:
            return node
        parameters = found.parameters
        if not parameters:
            free = expanded(found.value, self.vocabulary).names()
            parameters = tuple(n for n in ("x", "t", *free) if n in free)[:1]
        if len(parameters) != len(orders) or (node.args and len(node.args) != len(parameters)):
            return node
        value = found.value
        for parameter, order in zip(parameters, orders):
            for _ in range(order):
                value = differentiate(value, name(parameter), vocabulary=self.vocabulary)
        return self.tree(put(value, dict(zip(parameters, node.args))))

    def at_end(self, inside: Expression, by: Expression, end: Expression, side: str) -> Expression:
        """The value at a bound; the limit where the expression is not continuous there, or the bound is infinite."""
        if self.deep and not has_calculus(inside):
            from derive.decide.calculus.limits import limit
            from derive.decide.calculus.smooth import on_interval

            infinite = end in (INFINITY, negate(INFINITY))
            if infinite or not on_interval(inside, by.value, end, end, self.vocabulary):
                found = limit(inside, by.value, end, side, self.vocabulary)
                if found is not None:
                    return found
        return self.tree(put(inside, {by.value: end}))

    def derivative(self, node: Expression) -> Expression:
        value = node.args[0]
        for by in node.args[1:]:
            if by.head not in ("name", "index"):
                return node
            if by.head == "name":
                self.real.update(dict.fromkeys(real_names(value, by.value)))
            value = differentiate(value, by, vocabulary=self.vocabulary, dependent=self.dependent)
        if value.head == "derivative":
            return value
        return self.tree(value)

    def known(self, node: Expression) -> Expression:
        """A derivative of a known function at a point, where it has one in known functions."""
        function, orders = node.value
        dummies = tuple(name(f"argument {k}") for k in range(len(orders)))
        value = Expression("call", dummies, function)
        for dummy, order in zip(dummies, orders):
            for _ in range(order):
                value = differentiate(value, dummy)
        if has_calculus(value):
            return node
        return put(value, {d.value: a for d, a in zip(dummies, node.args)})


def range_of(node: Expression) -> tuple[int, int] | None:
    """The concrete bounds of a sum or product."""
    if len(node.args) < 4:
        return None
    lower, upper = integer(node.args[2]), integer(node.args[3])
    return None if lower is None or upper is None else (lower, upper)


def written_out(node: Expression) -> Expression:
    """A sum or product with concrete bounds as its terms; the empty one is 0 or 1."""
    bounds = range_of(node)
    if bounds is None or bounds[1] - bounds[0] >= WRITTEN_OUT or node.args[1].head != "name":
        return node
    index = node.args[1].value
    terms = []
    for k in range(bounds[0], bounds[1] + 1):
        if len(node.args) > 4:
            holds = decided(put(node.args[4], {index: signed(k)}))
            if holds is None:
                return node
            if not holds:
                continue
        terms.append(put(node.args[0], {index: signed(k)}))
    return plus(*terms) if node.head == "sum" else times(*terms)


def decided(condition: Expression) -> bool | None:
    """A condition between exact numbers; None where it is not decided by them."""
    if condition.head in ("and", "or"):
        parts = [decided(a) for a in condition.args]
        if None in parts:
            return None
        return all(parts) if condition.head == "and" else any(parts)
    if condition.head == "not":
        inside = decided(condition.args[0])
        return None if inside is None else not inside
    if condition.head not in ("eq", "ne", "lt", "le", "gt", "ge"):
        return None
    left, right = value_of(condition.args[0]), value_of(condition.args[1])
    if left is None or right is None:
        return None
    return {
        "eq": left == right,
        "ne": left != right,
        "lt": left < right,
        "le": left <= right,
        "gt": left > right,
        "ge": left >= right,
    }[condition.head]


def value_of(expression: Expression) -> Fraction | None:
    """The value of rational arithmetic on exact numbers."""
    known = rational(expression)
    if known is not None:
        return known
    if expression.head in ("add", "mul"):
        parts = [value_of(a) for a in expression.args]
        if any(p is None for p in parts):
            return None
        total = Fraction(0) if expression.head == "add" else Fraction(1)
        for part in parts:
            assert part is not None
            total = total + part if expression.head == "add" else total * part
        return total
    if expression.head == "neg":
        inner = value_of(expression.args[0])
        return None if inner is None else -inner
    if expression.head == "div":
        above, below = value_of(expression.args[0]), value_of(expression.args[1])
        return above / below if above is not None and below else None
    return None
