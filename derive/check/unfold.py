"""Definitions put in where they are used, derivatives taken along the computation graph.

``dl/dw_1`` with ``l`` of ``x_3``, ``x_3`` of ``x_2`` and ``x_2`` of ``w_1`` is the derivative of the composition;
``dl/dx_2`` stops at ``x_2``, whatever that is defined to be.  So a derivative is taken before its variable's own
definition is put in, and a definition is folded back where the variable has been written out (``w_2 σ(w_1 x_1)``
differentiated by ``x_2 = w_1 x_1``).
"""

from __future__ import annotations

from dataclasses import replace

from derive.check.applied import with_families
from derive.decide.calculus import differentiate
from derive.decide.calculus.binding import definition_of, occurs, put, replaced
from derive.expression import BINDERS, Expression, call, name
from derive.vocabulary import Definition, Vocabulary

#: How deep definitions may stand in each other, and how large a result may grow.
DEPTH = 24
LARGEST = 20_000


def unfold(expression: Expression, vocabulary: Vocabulary, dependent: frozenset[str] = frozenset()) -> Expression:
    """The expression with every definition put in; what is left open stays as it was written.

    ``dependent`` are names that are unknown functions of every variable: their derivatives stay as heads.
    """
    if not vocabulary.definitions:
        return expression
    result = _Unfolding(vocabulary, dependent).of(expression, frozenset(), DEPTH)
    # What came in with a definition is spelt as what stood there before: ``X_j(s)`` as the function ``X_j``.
    return with_families(result, vocabulary) if result.size() <= LARGEST else expression


class _Unfolding:
    def __init__(self, vocabulary: Vocabulary, dependent: frozenset[str]) -> None:
        self.vocabulary = vocabulary
        self.dependent = dependent

    def of(self, node: Expression, keep: frozenset[str], depth: int) -> Expression:
        if depth <= 0:
            return node
        if node.head == "derivative":
            return self.derivative(node, keep, depth)
        if node.head == "prime":
            return self.prime(node, keep, depth)
        if node.head == "call" and node.value in ("Expectation", "Variance"):
            # What is random may be random by name only: inside, definitions are folded in, not written out.
            return folded(node, self.vocabulary)
        if node.head == "index" and node.args[0].head != "name":
            return self.component(node, keep, depth)
        if not (node.head == "name" and node.value in keep):
            meant = definition_of(node, self.vocabulary)
            if meant is not None and not (node.head == "name" and self.parametric(node.value)):
                return self.of(meant, keep, depth - 1)
        if node.head == "integral" and len(node.args) == 2:
            return self.antiderivative(node, keep, depth)
        if not node.args:
            return node
        inner = keep
        if node.head in BINDERS and len(node.args) > 1 and node.args[1].head == "name":
            inner = keep | {node.args[1].value}
        start = 1 if node.head == "index" and node.args[0].head == "name" else 0
        args = tuple(
            a if k < start or (k == 1 and node.head in BINDERS) else self.of(a, inner if k in (0, 4) else keep, depth)
            for k, a in enumerate(node.args)
        )
        return node.with_args(args)

    def component(self, node: Expression, keep: frozenset[str], depth: int) -> Expression:
        """``softmax(x + c)_i``: the component of a defined vector function, or of a sum taken term by term."""
        base, *indices = node.args
        if base.head == "call":
            found = self.definition(base.value)
            given = (*indices, *base.args)
            if found is not None and found.indexed and len(found.parameters) == len(given):
                return self.of(put(found.value, dict(zip(found.parameters, given))), keep, depth - 1)
        if base.head in ("add", "neg", "mul"):
            parts = tuple(self.of(self.part(a, node), keep, depth - 1) for a in base.args)
            return base.with_args(parts)
        return node.with_args((self.of(base, keep, depth), *(self.of(i, keep, depth) for i in indices)))

    def part(self, term: Expression, node: Expression) -> Expression:
        """The component of a term: a scalar is the same in every component."""
        if term.head == "name":
            declared = self.vocabulary.name(term.value)
            return node.with_args((term, *node.args[1:])) if declared is not None and declared.shape else term
        return term if term.head in ("number", "decimal", "constant") else node.with_args((term, *node.args[1:]))

    def parametric(self, target: str) -> bool:
        """Whether a bare name is that of a function with parameters: it stands for its value in a derivative only."""
        found = self.definition(target)
        return found is not None and bool(found.parameters) and not set(found.parameters) <= self.known_names()

    def known_names(self) -> set[str]:
        return {n.text for n in self.vocabulary.names} | {d.target for d in self.vocabulary.definitions}

    def definition(self, target: str) -> Definition | None:
        return next((d for d in reversed(self.vocabulary.definitions) if d.target == target), None)

    def derivative(self, node: Expression, keep: frozenset[str], depth: int) -> Expression:
        inner, variables = node.args[0], node.args[1:]
        done = inner
        for variable in variables:
            done = self.one(done, variable)
            if done.head == "derivative":
                # Nothing known connects the two: the head stays with what is known put in around it.
                return node
        return self.of(done, keep, depth - 1)

    def one(self, inner: Expression, variable: Expression) -> Expression:
        defined = definition_of(variable, self.vocabulary)
        known = replace_definition(self.vocabulary, variable)
        spread = self.spread(inner, variable)
        if defined is not None and not occurs_in(variable, spread):
            spread = replaced(spread, defined, variable)
        unrelated = not occurs_in(variable, spread) and not any(n in self.dependent for n in spread.names())
        if unrelated and spread.names():
            return Expression("derivative", (inner, variable))
        return differentiate(spread, variable, vocabulary=known, dependent=self.dependent)

    def spread(self, inner: Expression, variable: Expression) -> Expression:
        """Definitions followed until the variable appears; never into the variable itself."""
        keep = frozenset((variable.value,)) if variable.head == "name" else frozenset()
        for _ in range(DEPTH):
            if occurs_in(variable, inner) and variable.head != "name":
                return inner
            outer = self.layer(inner, keep)
            if outer == inner:
                return inner
            inner = outer
        return inner

    def layer(self, node: Expression, keep: frozenset[str]) -> Expression:
        """One layer of definitions put in."""
        if node.head == "name" and node.value in keep:
            return node
        meant = definition_of(node, self.vocabulary)
        if meant is not None:
            return meant
        if not node.args:
            return node
        inner = keep | {a.value for a in node.args[1:2] if node.head in BINDERS and a.head == "name"}
        start = 1 if node.head == "index" else 0
        return node.with_args(tuple(a if k < start else self.layer(a, inner) for k, a in enumerate(node.args)))

    def prime(self, node: Expression, keep: frozenset[str], depth: int) -> Expression:
        target, orders = node.value
        args = tuple(self.of(a, keep, depth) for a in node.args)
        found = self.definition(target)
        if found is None or found.indexed or len(found.parameters) != len(orders):
            if found is not None and not found.parameters and not found.indexed and not args:
                return self.of(self.primed(node, found, sum(orders)), keep, depth - 1)
            return node.with_args(args)
        value = found.value
        for parameter, order in zip(found.parameters, orders):
            for _ in range(order):
                value = differentiate(value, name(parameter), vocabulary=self.vocabulary, dependent=self.dependent)
        return self.of(put(value, dict(zip(found.parameters, args))), keep, depth - 1)

    def primed(self, node: Expression, found: Definition, order: int) -> Expression:
        """``y'`` of a name that is defined in one other name, or in x or t and constants: the derivative by that."""
        names = found.value.names()
        usual = [n for n in names if n in ("x", "t")]
        if len(names) != 1 and len(usual) != 1:
            return node
        by = names[0] if len(names) == 1 else usual[0]
        value = found.value
        for _ in range(order):
            value = differentiate(value, name(by), vocabulary=self.vocabulary, dependent=self.dependent)
        return value

    def antiderivative(self, node: Expression, keep: frozenset[str], depth: int) -> Expression:
        """``∫ f du`` with ``u`` defined by ``x`` is ``∫ f u'(x) dx``."""
        from derive.decide.calculus.antiderivative import with_definitions

        changed = with_definitions(node, self.vocabulary)
        if changed == node:
            keep = keep | {node.args[1].value}
            return node.with_args((self.of(node.args[0], keep, depth), node.args[1]))
        inner = keep | {changed.args[1].value}
        return changed.with_args((self.of(changed.args[0], inner, depth - 1), changed.args[1]))


def occurs_in(variable: Expression, expression: Expression) -> bool:
    """Whether a name or an indexed thing (any index of the same thing) occurs."""
    if variable.head == "name":
        return occurs(variable.value, expression)
    if variable.head == "index":
        return any(n.head == "index" and n.args[0] == variable.args[0] for n in expression.walk())
    return any(n == variable for n in expression.walk())


def stands_in(variable: Expression, expression: Expression) -> bool:
    """Whether something is differentiable by a variable as it stands: the time ``t`` is not in a target ``t_k``."""
    if variable.head != "name":
        return occurs_in(variable, expression)
    if expression.head == "index":
        return any(stands_in(variable, a) for a in expression.args[1:])
    return expression == variable or any(stands_in(variable, a) for a in expression.args)


def replace_definition(vocabulary: Vocabulary, variable: Expression) -> Vocabulary:
    """The vocabulary without the definition of the variable itself."""
    target = variable.value if variable.head == "name" else variable.args[0].value if variable.head == "index" else ""
    return replace(vocabulary, definitions=tuple(d for d in vocabulary.definitions if d.target != target))


def folded(expression: Expression, vocabulary: Vocabulary) -> Expression:
    """Products that are defined by a name written as that name: ``w·u`` as ``r`` where ``r = wᵀu``."""
    for made in vocabulary.definitions:
        if made.parameters or made.indexed:
            continue
        for form in _forms(made.value):
            expression = replaced(expression, form, name(made.target))
    return expression


def _forms(value: Expression) -> tuple[Expression, ...]:
    """The ways in which an inner product is written."""
    if value.head == "call" and value.value == "dot":
        one, two = value.args
    elif value.head == "mul" and len(value.args) == 2 and value.args[0].head == "call":
        if value.args[0].value != "transpose":
            return ()
        one, two = value.args[0].args[0], value.args[1]
    else:
        return ()
    pairs = ((one, two), (two, one))
    products = tuple(Expression("mul", (call("transpose", a), b)) for a, b in pairs)
    return (*(call("dot", a, b) for a, b in pairs), *products)
