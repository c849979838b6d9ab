"""Exact derivatives of trees.

``differentiate`` follows the rules of the calculus through every head: sums under the sign, integrals by Leibniz's
rule, cases away from their borders, abstract functions by the chain rule, names through their definitions.  What has
no derivative in known functions stays a ``derivative`` head.  Kinks are left out, not smoothed over: the derivative of
``|x|`` is ``x/|x|``, and no case of the derivative of ``Max`` applies where its arguments tie.
"""

from __future__ import annotations

from derive.decide.calculus.binding import definition_of, fresh, occurs, put
from derive.decide.calculus.construct import log, minus, negate, over, plus, raised, signed, times
from derive.decide.calculus.construct import rational as exact
from derive.decide.calculus.partials import KINKED, partials
from derive.expression import ONE, ZERO, Expression, call, name
from derive.functions import BY_NAME
from derive.vocabulary import EMPTY, Vocabulary

LINEAR = frozenset(("re", "im", "conjugate", "transpose", "trace", "adjoint", "diag"))
BILINEAR = frozenset(("dot", "cross", "outer"))
LEAVES = frozenset(("number", "decimal", "constant", "unit", "text"))
FLIPPED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}
OPENED = {"le": "lt", "ge": "gt"}
CLOSED = {"lt": "le", "gt": "ge"}


def differentiate(
    expression: Expression,
    variable: Expression,
    *,
    vocabulary: Vocabulary = EMPTY,
    dependent: frozenset[str] = frozenset(),
) -> Expression:
    """The derivative by a name or an indexed thing.

    ``dependent`` are names that are unknown functions of the variable: their derivatives stay as heads.
    Definitions are followed until the variable appears; the variable itself is never expanded.

    >>> differentiate(call("sin", name("x")), name("x"))
    call('cos', name('x'))
    """
    return Differentiator(variable, vocabulary, dependent).of(expression)


def real_names(expression: Expression, variable: str) -> tuple[str, ...]:
    """Names that must be real for a derivative by the variable to have a meaning: those inside a kink."""
    real = (*KINKED, "Max", "Min", "Heaviside", "Mod")
    parts = (*real, "re", "im", "conjugate", "arg")
    found: dict[str, None] = {}
    for node in expression.walk():
        if not ((node.head == "call" and node.value in parts) or node.head == "cases") or not occurs(variable, node):
            continue
        found.setdefault(variable)
        if node.head == "call" and node.value in real:
            found.update(dict.fromkeys(node.names()))
    return tuple(found)


class Differentiator:
    """One variable; remembers what it has differentiated, so that shared subtrees cost once."""

    def __init__(self, variable: Expression, vocabulary: Vocabulary, dependent: frozenset[str]) -> None:
        self.variable = variable
        self.vocabulary = vocabulary
        self.dependent = dependent
        self.known: dict[Expression, Expression] = {}
        self.inside: set[Expression] = set()

    def of(self, node: Expression) -> Expression:
        if node == self.variable:
            return ONE
        if node.head in LEAVES:
            return ZERO
        done = self.known.get(node)
        if done is None:
            if node in self.inside:
                return self.open(node)  # a definition in terms of itself
            self.inside.add(node)
            done = self.known[node] = self.rule(node)
            self.inside.discard(node)
        return done

    def open(self, node: Expression) -> Expression:
        """The derivative left as a head."""
        if node.head == "derivative":
            return node.with_args((*node.args, self.variable))
        return Expression("derivative", (node, self.variable))

    def rule(self, node: Expression) -> Expression:
        method = getattr(self, f"_{node.head}", None)
        if method is not None:
            return method(node)
        return ZERO if self.free(node) else self.open(node)

    def free(self, node: Expression) -> bool:
        """Whether the variable cannot occur in a node, not even through a definition."""
        names = node.names()
        if self.variable.head == "index":
            base = self.variable.args[0]
            mentions = base.head == "name" and base.value in names
        else:
            mentions = self.variable.value in names
        return not mentions and not any(
            n in self.dependent or definition_of(name(n), self.vocabulary) is not None for n in names
        )

    def _name(self, node: Expression) -> Expression:
        meant = definition_of(node, self.vocabulary)
        if meant is not None:
            return self.of(meant)
        if self.variable.head == "index" and node == self.variable.args[0]:
            return self.open(node)
        return self.open(node) if node.value in self.dependent else ZERO

    def _index(self, node: Expression) -> Expression:
        if self.variable.head == "index" and self.variable.args[0] == node.args[0]:
            if len(self.variable.args) != len(node.args):
                return self.open(node)
            return times(*(delta(a, b) for a, b in zip(node.args[1:], self.variable.args[1:])))
        meant = definition_of(node, self.vocabulary)
        if meant is not None:
            return self.of(meant)
        base = node.args[0]
        if base.head == "name":
            if base == self.variable or base.value in self.dependent:
                return self.open(node)
            return ZERO if all(self.of(a) == ZERO for a in node.args[1:]) else self.open(node)
        return Expression("index", (self.of(base), *node.args[1:]))

    def _add(self, node: Expression) -> Expression:
        return plus(*(self.of(a) for a in node.args))

    def _neg(self, node: Expression) -> Expression:
        return negate(self.of(node.args[0]))

    def _mul(self, node: Expression) -> Expression:
        terms = []
        for k, factor in enumerate(node.args):
            inner = self.of(factor)
            if inner != ZERO:
                terms.append(times(*node.args[:k], inner, *node.args[k + 1 :]))
        return plus(*terms)

    def _div(self, node: Expression) -> Expression:
        above, below = node.args
        up, down = self.of(above), self.of(below)
        if down == ZERO:
            return over(up, below)
        return minus(over(up, below), over(times(above, down), raised(below, signed(2))))

    def _pow(self, node: Expression) -> Expression:
        base, exponent = node.args
        inner, rate = self.of(base), self.of(exponent)
        if rate == ZERO:
            if inner == ZERO:
                return ZERO
            value = exact(exponent)
            lower = signed(value - 1) if value is not None else minus(exponent, ONE)
            return times(exponent, raised(base, lower), inner)
        grown = times(node, log(base), rate)
        return grown if inner == ZERO else plus(grown, over(times(node, exponent, inner), base))

    def _call(self, node: Expression) -> Expression:
        meant = definition_of(node, self.vocabulary)
        if meant is not None:
            return self.of(meant)
        if node.value == "Expectation":
            return self.expectation(node)
        inner = tuple(_all_zero(self.of(a)) for a in node.args)
        if all(i == ZERO for i in inner):
            return ZERO
        function, args = node.value, node.args
        if function in LINEAR:
            return node.with_args(inner)
        if function == "arg":
            return call("im", over(inner[0], args[0]))
        if function == "Abs" and not self.real(args[0]):
            # |u|' = Re(conj(u) u')/|u|, which is u u'/|u| for a real u only
            return over(call("re", times(call("conjugate", args[0]), inner[0])), node)
        if function in BILINEAR:
            one = ZERO if inner[0] == ZERO else call(function, inner[0], args[1])
            two = ZERO if inner[1] == ZERO else call(function, args[0], inner[1])
            return plus(one, two)
        if function == "inverse":
            return negate(times(node, inner[0], node))
        if function == "det":
            return call("trace", times(call("adjugate", args[0]), inner[0]))
        if function not in BY_NAME:
            return plus(*(times(self.primed(node, k), i) for k, i in enumerate(inner) if i != ZERO))
        rates = partials(function, args)
        if rates is None:
            return self.open(node)
        terms = []
        for rate, i in zip(rates, inner):
            if i != ZERO:
                if rate is None:
                    return self.open(node)
                terms.append(times(rate, i))
        return plus(*terms)

    def expectation(self, node: Expression) -> Expression:
        """The derivative passes through an expectation, unless the law behind it is said to change as well."""
        if any(g.head == "sim" or self.of(g) != ZERO for g in node.args[1:]):
            return self.open(node)
        rate = self.of(node.args[0])
        return ZERO if rate == ZERO else node.with_args((rate, *node.args[1:]))

    def real(self, expression: Expression) -> bool:
        """Whether an expression is certainly real where its names are."""
        from derive.decide.calculus.binding import with_domain
        from derive.decide.calculus.signs import signs

        vocabulary = self.vocabulary
        for text in expression.names():
            declared = vocabulary.name(text)
            if declared is None or declared.domain == "complex":
                vocabulary = with_domain(vocabulary, text, "real")
        return signs(expression, vocabulary) is not None

    @staticmethod
    def primed(node: Expression, position: int) -> Expression:
        function, orders = node.value if node.head == "prime" else (node.value, (0,) * len(node.args))
        raised_orders = tuple(o + (k == position) for k, o in enumerate(orders))
        return Expression("prime", node.args, (function, raised_orders))

    def _prime(self, node: Expression) -> Expression:
        inner = tuple(self.of(a) for a in node.args)
        return plus(*(times(self.primed(node, k), i) for k, i in enumerate(inner) if i != ZERO))

    def _derivative(self, node: Expression) -> Expression:
        evaluated = node.args[0]
        for by in node.args[1:]:
            evaluated = differentiate(evaluated, by, vocabulary=self.vocabulary, dependent=self.dependent)
        if evaluated.head == "derivative":
            inner = self.of(evaluated.args[0]) if evaluated.args[0].head == "name" else ONE
            return ZERO if inner == ZERO else self.open(evaluated)
        return self.of(evaluated)

    def _integral(self, node: Expression) -> Expression:
        integrand, by = node.args[:2]
        if len(node.args) == 2:
            if by == self.variable:
                return integrand
            rate = self.of(integrand)
            return ZERO if rate == ZERO else Expression("integral", (rate, by))
        lower, upper = node.args[2:4]
        rate = ZERO if by == self.variable else self.of(integrand)
        top, bottom = self.of(upper), self.of(lower)
        return plus(
            times(put(integrand, {by.value: upper}), top) if top != ZERO else ZERO,
            negate(times(put(integrand, {by.value: lower}), bottom)) if bottom != ZERO else ZERO,
            ZERO if rate == ZERO else Expression("integral", (rate, by, lower, upper)),
        )

    def _sum(self, node: Expression) -> Expression:
        node = self.apart(node)
        if any(self.of(b) != ZERO for b in node.args[2:4]):
            return self.open(node)
        rate = self.of(node.args[0])
        return ZERO if rate == ZERO else contracted(node.with_args((rate, *node.args[1:])))

    def _product(self, node: Expression) -> Expression:
        node = self.apart(node)
        if any(self.of(b) != ZERO for b in node.args[2:4]):
            return self.open(node)
        rate = self.of(node.args[0])
        if rate == ZERO:
            return ZERO
        rates = Expression("sum", (over(rate, node.args[0]), *node.args[1:]))
        return times(node, contracted(rates))

    def apart(self, node: Expression) -> Expression:
        """The bound index renamed where the variable's own index has the same letter."""
        index = node.args[1]
        if index.head != "name" or not occurs(index.value, self.variable):
            return node
        other = fresh(index.value, (*node.names(), *self.variable.names(), index.value))
        moved = {index.value: name(other)}
        return node.with_args(tuple(put(a, moved) if k in (0, 1, 4) else a for k, a in enumerate(node.args)))

    def _substitute(self, node: Expression) -> Expression:
        return self.of(put(node.args[0], {node.args[1].value: node.args[2]}))

    def _evaluated(self, node: Expression) -> Expression:
        inside, by, lower, upper = node.args
        return minus(self.of(put(inside, {by.value: upper})), self.of(put(inside, {by.value: lower})))

    def _matrix(self, node: Expression) -> Expression:
        return node.with_args(tuple(self.of(a) for a in node.args))

    def _row(self, node: Expression) -> Expression:
        return node.with_args(tuple(self.of(a) for a in node.args))

    _tuple = _list = _row

    def _cases(self, node: Expression) -> Expression:
        pieces: list[Expression] = []
        before: list[Expression] = []
        for piece in node.args:
            value, condition = piece.args
            inside = [_with_border(condition, OPENED), *(_negated(_with_border(c, CLOSED)) for c in before)]
            inside = [c for c in inside if c != Expression("constant", (), "true")]
            if condition.head != "eq" or self.free(condition):
                joined = Expression("and", tuple(inside)) if len(inside) > 1 else None
                holds = joined or (inside[0] if inside else Expression("constant", (), "true"))
                pieces.append(Expression("case", (self.of(value), holds)))
            before.append(condition)
        if not pieces:
            return self.open(node)
        return ZERO if all(p.args[0] == ZERO for p in pieces) else Expression("cases", tuple(pieces))


def _all_zero(value: Expression) -> Expression:
    """A list of zeros as zero: the parameters of a hypergeometric function that do not change."""
    if value.head in ("list", "tuple") and all(a == ZERO for a in value.args):
        return ZERO
    return value


def delta(left: Expression, right: Expression) -> Expression:
    """Kronecker's delta of two indices, evaluated where it can be."""
    if left == right:
        return ONE
    a, b = exact(left), exact(right)
    if a is not None and b is not None:
        return ZERO
    return call("KroneckerDelta", left, right)


def contracted(node: Expression) -> Expression:
    """Terms of a sum that hold a delta of the summed index lose the sum: ``sum_i δ_ik f_i = f_k`` (k in range)."""
    term, index = node.args[:2]
    if term.head == "neg":
        return negate(contracted(node.with_args((term.args[0], *node.args[1:]))))
    if term.head == "add":
        return plus(*(contracted(node.with_args((t, *node.args[1:]))) for t in term.args))
    factors = term.args if term.head == "mul" else (term,)
    if term.head == "div":
        above = contracted(node.with_args((term.args[0], *node.args[1:])))
        if above.head != "sum":
            # the index has been replaced in the numerator: do the same below
            other = _selected(term.args[0], index)
            if other is not None:
                return over(above, put(term.args[1], {index.value: other}))
        return node
    for k, factor in enumerate(factors):
        other = _selected(factor, index)
        if other is not None and len(node.args) < 5:
            rest = times(*factors[:k], *factors[k + 1 :])
            return put(rest, {index.value: other})
    return node


def _selected(expression: Expression, index: Expression) -> Expression | None:
    for factor in expression.args if expression.head == "mul" else (expression,):
        if factor.head == "call" and factor.value == "KroneckerDelta" and index in factor.args:
            other = factor.args[1] if factor.args[0] == index else factor.args[0]
            if not occurs(index.value, other):
                return other
    return None


def _with_border(condition: Expression, table: dict[str, str]) -> Expression:
    if condition.head in ("and", "or"):
        return condition.with_args(tuple(_with_border(a, table) for a in condition.args))
    head = table.get(condition.head, condition.head)
    return Expression(head, condition.args, condition.value)


def _negated(condition: Expression) -> Expression:
    if condition.head in FLIPPED:
        return Expression(FLIPPED[condition.head], condition.args)
    if condition.head in ("and", "or"):
        other = "or" if condition.head == "and" else "and"
        return Expression(other, tuple(_negated(a) for a in condition.args))
    return Expression("not", (condition,))
