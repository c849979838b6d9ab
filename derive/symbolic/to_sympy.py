"""A tree to SymPy, for derivation moves, kernels and the last rung of the ladder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from derive.expression import Expression, call, name
from derive.functions import BY_NAME
from derive.vocabulary import EMPTY, Vocabulary

ASSUMPTIONS: Mapping[str, Mapping[str, bool]] = {
    "complex": {},
    "real": {"real": True},
    "positive": {"positive": True},
    "nonnegative": {"nonnegative": True},
    "negative": {"negative": True},
    "nonpositive": {"nonpositive": True},
    "nonzero": {"nonzero": True, "real": True},
    "integer": {"integer": True},
    "nonnegative integer": {"integer": True, "nonnegative": True},
    "positive integer": {"integer": True, "positive": True},
}

CONSTANTS: Mapping[str, Any] = {
    "pi": sympy.pi,
    "e": sympy.E,
    "i": sympy.I,
    "oo": sympy.oo,
    "zoo": sympy.zoo,
    "euler": sympy.EulerGamma,
    "true": sympy.true,
    "false": sympy.false,
}

#: Where SymPy's name for a function is not ours.  Every other function of the table has the same name in both.
TO_SYMPY: Mapping[str, Callable[..., Any]] = {
    "lg": lambda x: sympy.log(x) / sympy.log(10),
    "root": lambda x, n: x ** (1 / n),
    "E1": lambda x: sympy.expint(1, x),
    "dilog": lambda x: sympy.polylog(2, 1 - x),
    "transpose": lambda m: m.T,
    "adjoint": lambda m: m.H,
    "inverse": lambda m: m**-1,
    "det": lambda m: m.det(),
    "trace": lambda m: m.trace(),
    "norm": lambda m: m.norm() if isinstance(m, sympy.MatrixBase) else sympy.Abs(m),
    "dot": lambda a, b: a.dot(b) if isinstance(a, sympy.MatrixBase) else a * b,
    "outer": lambda a, b: a * b.T,
    "adjugate": lambda m: m.adjugate(),
    "expand": lambda x: x,
}
RELATIONS: Mapping[str, Any] = {
    "eq": sympy.Eq,
    "approx": sympy.Eq,
    "define": sympy.Eq,
    "ne": sympy.Ne,
    "lt": sympy.Lt,
    "le": sympy.Le,
    "gt": sympy.Gt,
    "ge": sympy.Ge,
}
LOGIC: Mapping[str, Any] = {
    "and": sympy.And,
    "or": sympy.Or,
    "not": sympy.Not,
    "implies": sympy.Implies,
    "iff": sympy.Equivalent,
    "xor": sympy.Xor,
}


class UntranslatableError(ValueError):
    """An expression that SymPy has no word for, or the other way round."""


def symbol(text: str, vocabulary: Vocabulary = EMPTY) -> sympy.Symbol:
    """The SymPy symbol of a name, with the assumptions of its domain."""
    declared = vocabulary.name(text)
    return sympy.Symbol(text, **ASSUMPTIONS[declared.domain if declared else "complex"])


def to_sympy(expression: Expression, vocabulary: Vocabulary = EMPTY) -> Any:
    """A SymPy expression that means the same.

    Raises:
        UntranslatableError: the head has no meaning there (a chain, an update, text).
    """
    return _Translator(vocabulary).translate(expression)


class _Translator:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def translate(self, node: Expression) -> Any:
        method = getattr(self, f"_{node.head}", None)
        if method is not None:
            return method(node)
        if node.head in RELATIONS:
            return RELATIONS[node.head](*map(self.translate, node.args))
        if node.head in LOGIC:
            return LOGIC[node.head](*map(self.translate, node.args))
        raise UntranslatableError(f"{node.head} has no counterpart in SymPy; expected an expression or a relation")

    def _number(self, node: Expression) -> Any:
        return sympy.Rational(node.value.numerator, node.value.denominator)

    def _decimal(self, node: Expression) -> Any:
        exact = Fraction(node.value)
        return sympy.Rational(exact.numerator, exact.denominator)

    def _constant(self, node: Expression) -> Any:
        return CONSTANTS[node.value]

    def _name(self, node: Expression) -> Any:
        return symbol(node.value, self.vocabulary)

    def _unit(self, node: Expression) -> Any:
        return sympy.Symbol(node.value, positive=True)

    def _add(self, node: Expression) -> Any:
        terms = [self.translate(a) for a in node.args]
        if any(isinstance(t, sympy.MatrixBase) for t in terms):
            total = terms[0]
            for t in terms[1:]:
                total = total + t
            return total
        return sympy.Add(*terms)

    def _mul(self, node: Expression) -> Any:
        total = self.translate(node.args[0])
        for a in node.args[1:]:
            total = total * self.translate(a)
        return total

    def _neg(self, node: Expression) -> Any:
        return -self.translate(node.args[0])

    def _div(self, node: Expression) -> Any:
        return self.translate(node.args[0]) / self.translate(node.args[1])

    def _pow(self, node: Expression) -> Any:
        return self.translate(node.args[0]) ** self.translate(node.args[1])

    def _call(self, node: Expression) -> Any:
        args = [self.translate(a) for a in node.args]
        if node.value in TO_SYMPY:
            return TO_SYMPY[node.value](*args)
        # Only the words of the table: SymPy's namespace holds functions that act on the world.
        if node.value in BY_NAME and self.vocabulary.function(node.value) is None:
            known = getattr(sympy, node.value, None)
            if known is None:
                raise UntranslatableError(f"{node.value} has no counterpart in SymPy")
            return known(*args)
        return sympy.Function(node.value)(*args)

    def _prime(self, node: Expression) -> Any:
        function, orders = node.value
        dummies = [sympy.Symbol(f"_argument_{k}") for k in range(len(node.args))]
        counts = [(d, order) for d, order in zip(dummies, orders) if order]
        body = self.translate(call(function, *(name(d.name) for d in dummies)))
        body = body.xreplace({symbol(d.name, self.vocabulary): d for d in dummies})
        derived = sympy.Derivative(body, *counts).doit()
        return derived.subs(dict(zip(dummies, (self.translate(a) for a in node.args)))).doit()

    def _index(self, node: Expression) -> Any:
        base = node.args[0]
        if base.head != "name":
            raise UntranslatableError("only a name can carry an index in SymPy")
        return sympy.IndexedBase(base.value)[tuple(self.translate(a) for a in node.args[1:])]

    def _derivative(self, node: Expression) -> Any:
        return sympy.Derivative(*map(self.translate, node.args))

    def _integral(self, node: Expression) -> Any:
        body, variable, *bounds = map(self.translate, node.args)
        return sympy.Integral(body, (variable, *bounds) if bounds else variable)

    def _sum(self, node: Expression) -> Any:
        return self._series(node, sympy.Sum)

    def _product(self, node: Expression) -> Any:
        return self._series(node, sympy.Product)

    def _series(self, node: Expression, kind: Any) -> Any:
        if len(node.args) < 4:
            raise UntranslatableError(f"a {node.head} without bounds has no counterpart in SymPy")
        body, index, lower, upper = map(self.translate, node.args[:4])
        if len(node.args) > 4:
            neutral = 0 if kind is sympy.Sum else 1
            body = sympy.Piecewise((body, self.translate(node.args[4])), (neutral, True))
        return kind(body, (index, lower, upper))

    def _limit(self, node: Expression) -> Any:
        body, variable, point = map(self.translate, node.args)
        return sympy.Limit(body, variable, point, node.value or "+-")

    def _substitute(self, node: Expression) -> Any:
        body, variable, value = map(self.translate, node.args)
        return body.doit().subs(variable, value)

    def _evaluated(self, node: Expression) -> Any:
        body, variable, lower, upper = map(self.translate, node.args)
        return body.subs(variable, upper) - body.subs(variable, lower)

    def _matrix(self, node: Expression) -> Any:
        return sympy.Matrix([[self.translate(entry) for entry in row.args] for row in node.args])

    def _cases(self, node: Expression) -> Any:
        return sympy.Piecewise(*(tuple(map(self.translate, case.args)) for case in node.args))

    def _set(self, node: Expression) -> Any:
        return sympy.FiniteSet(*map(self.translate, node.args))

    def _tuple(self, node: Expression) -> Any:
        return sympy.Tuple(*map(self.translate, node.args))

    _list = _tuple

    def _interval(self, node: Expression) -> Any:
        return sympy.Interval(*map(self.translate, node.args), *node.value)
