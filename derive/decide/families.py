"""Concrete functions for abstract ones.

What is declared of an abstract function (positive, increasing, bounded, odd, ...) is all that is known of it, so a
counterexample may name any concrete function that has those properties.  Each family below lists the properties that
its members have on the whole real line; nothing is drawn for a property that no family has.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from derive.decide.named import is_meant
from derive.expression import (
    ONE,
    TWO,
    ZERO,
    Expression,
    add,
    call,
    div,
    mul,
    name,
    neg,
    number,
    power,
    replace,
    rewrite,
    sub,
)
from derive.functions import BY_NAME
from derive.name import Function
from derive.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Concrete:
    """A function with a formula: ``f(t) = 1 + 2 t``."""

    parameters: tuple[str, ...]
    body: Expression

    def apply(self, arguments: tuple[Expression, ...]) -> Expression:
        return replace(self.body, dict(zip(self.parameters, arguments)))

    def derivative(self, orders: tuple[int, ...]) -> Concrete:
        """The partial derivative of the given order in each parameter."""
        body = self.body
        for parameter, order in zip(self.parameters, orders):
            for _ in range(order):
                body = differentiate(body, parameter)
        return Concrete(self.parameters, body)


#: True of every family member, or of no consequence for a sample.
_HARMLESS = frozenset(("smooth", "continuous", "differentiable", "real", "analytic", "integrable", "measurable"))

_ALWAYS_NONNEGATIVE = ("positive", "nonnegative", "nonzero")
_SQUASHING = ("increasing", "bounded", "monotonic", "monotone", "sigmoid", "saturating", "invertible")
#: Formula in u (the scaled argument), and what its members have.
_FAMILIES: tuple[tuple[str, frozenset[str]], ...] = (
    ("polynomial", frozenset()),
    ("exp", frozenset((*_ALWAYS_NONNEGATIVE, "increasing", "monotonic", "monotone", "convex", "invertible"))),
    ("cubic", frozenset(("odd", "increasing", "monotonic", "monotone", "invertible", "bijective", "unbounded"))),
    ("logistic", frozenset((*_ALWAYS_NONNEGATIVE, *_SQUASHING))),
    ("tanh", frozenset(("odd", *_SQUASHING))),
    ("square", frozenset(("even", *_ALWAYS_NONNEGATIVE, "convex"))),
    ("decay", frozenset((*_ALWAYS_NONNEGATIVE, "decreasing", "monotonic", "monotone", "convex", "invertible"))),
    ("falling", frozenset((*_ALWAYS_NONNEGATIVE, "decreasing", "bounded", "monotonic", "monotone", "invertible"))),
    ("bump", frozenset(("even", "bounded", *_ALWAYS_NONNEGATIVE))),
    ("sine", frozenset(("odd", "bounded", "periodic"))),
    ("cosine", frozenset(("even", "bounded", "periodic"))),
    ("negative", frozenset(("negative", "nonpositive", "decreasing", "concave", "monotonic", "monotone"))),
    ("linear", frozenset(("linear", "odd", "increasing", "monotonic", "monotone", "invertible", "convex", "concave"))),
)  # fmt: skip
_SCALES = tuple(Fraction(n, d) for n, d in ((1, 2), (1, 3), (2, 3), (3, 4), (2, 5), (3, 5), (5, 4), (4, 3)))


def _formula(family: str, u: Expression, a: Fraction) -> Expression:
    c = number(a)
    exponential = call("exp", u)
    return {
        "polynomial": lambda: add(number(1 + a), mul(TWO, u), mul(c, power(u, TWO))),
        "exp": lambda: exponential,
        "cubic": lambda: add(u, mul(c, power(u, number(3)))),
        "logistic": lambda: div(ONE, add(ONE, call("exp", neg(u)))),
        "tanh": lambda: call("tanh", u),
        "square": lambda: add(c, power(u, TWO)),
        "decay": lambda: call("exp", neg(u)),
        "falling": lambda: div(ONE, add(ONE, exponential)),
        "bump": lambda: div(ONE, add(ONE, power(u, TWO))),
        "sine": lambda: call("sin", u),
        "cosine": lambda: call("cos", u),
        "negative": lambda: neg(exponential),
        "linear": lambda: u,
    }[family]()


def concrete(function: Function, place: int, index: int) -> Concrete | None:
    """The ``index``-th concrete function with the declared properties; ``place`` keeps several functions apart."""
    wanted = frozenset(function.properties) - _HARMLESS
    fitting = [family for family, has in _FAMILIES if wanted <= has]
    if not fitting:
        return None
    parameters = ("t",) if function.arity == 1 else tuple(f"t_{k + 1}" for k in range(function.arity))
    family = fitting[(index + place if not wanted else index) % len(fitting)] if index else fitting[0]
    scales = [_SCALES[(place * 3 + index + k) % len(_SCALES)] for k in range(function.arity)]
    u = add(*[mul(number(s), name(p)) for s, p in zip(scales, parameters)])
    a = _SCALES[(place + 2 * index + 1) % len(_SCALES)]
    body = _formula(family, u, a)
    if function.arity > 1 and not wanted:
        mixed = [mul(name(p), power(name(q), TWO)) for p, q in itertools.pairwise(parameters)]
        body = add(body, *[mul(number(Fraction(k + 1, 5)), m) for k, m in enumerate(mixed)])
    return Concrete(parameters, body)


def abstract(expressions: tuple[Expression, ...]) -> tuple[tuple[str, int], ...]:
    """Abstract functions that are called, with their number of arguments, in order of appearance."""
    found: dict[str, int] = {}
    for e in expressions:
        for node in e.walk():
            if node.head == "call" and node.value not in BY_NAME:
                found.setdefault(node.value, len(node.args))
            elif node.head == "prime" and node.value[0] not in BY_NAME:
                found.setdefault(node.value[0], len(node.args))
    return tuple(found.items())


def choose(called: tuple[tuple[str, int], ...], vocabulary: Vocabulary, index: int) -> dict[str, Concrete] | None:
    """A concrete function for every abstract one, or None where one has no family or a meaning of its own."""
    chosen = {}
    inverted = {text.removesuffix(INVERSE) for text, _ in called if text.endswith(INVERSE)}
    for place, (text, arity) in enumerate(called):
        if is_meant(text, vocabulary):
            return None
        declared = vocabulary.function(text) or Function(text, arity)
        base = text.removesuffix(INVERSE)
        if base in inverted:
            found = _invertible(vocabulary.function(base) or Function(base, arity), index, text != base)
        else:
            found = concrete(Function(text, arity, declared.properties), place, index)
        if found is None:
            return None
        chosen[text] = found
    return chosen


#: What the name of an inverse function ends with.
INVERSE = "_inverse"
_OF_INVERTIBLE = frozenset(("increasing", "monotonic", "monotone", "invertible", "bijective", "injective", "unbounded"))


def _invertible(function: Function, index: int, inverse: bool) -> Concrete | None:
    """A function that maps the reals onto themselves, or its inverse: sinh of a multiple, and straight lines."""
    if function.arity != 1 or not frozenset(function.properties) - _HARMLESS <= _OF_INVERTIBLE:
        return None
    t, scale = name("t"), number(_SCALES[index % len(_SCALES)])
    if index % 2:
        body = div(sub(t, ONE), scale) if inverse else add(mul(scale, t), ONE)
    else:
        body = div(call("asinh", t), scale) if inverse else call("sinh", mul(scale, t))
    return Concrete(("t",), body)


def without_inverses(expression: Expression) -> Expression:
    """``f^-1(f(x))`` and ``f(f^-1(x))`` are x."""

    def rule(node: Expression) -> Expression:
        if node.head != "call" or len(node.args) != 1:
            return node
        inner = node.args[0]
        if inner.head != "call" or len(inner.args) != 1:
            return node
        undone = node.value in (inner.value + INVERSE, str(inner.value).removesuffix(INVERSE))
        return inner.args[0] if undone and node.value != inner.value else node

    if not any(n.head == "call" and str(n.value).endswith(INVERSE) for n in expression.walk()):
        return expression
    return rewrite(expression, rule)


def instantiate(expression: Expression, functions: Mapping[str, Concrete]) -> Expression:
    """Abstract calls and their derivatives replaced by formulas."""
    if not expression.args:
        return expression
    args = tuple([instantiate(a, functions) for a in expression.args])
    if expression.head == "call" and expression.value in functions:
        found = functions[expression.value]
        if len(found.parameters) == len(args):
            return found.apply(args)
    if expression.head == "prime" and expression.value[0] in functions:
        found = functions[expression.value[0]]
        if len(found.parameters) == len(args) == len(expression.value[1]):
            return found.derivative(expression.value[1]).apply(args)
    return expression.with_args(args)


def differentiate(e: Expression, variable: str) -> Expression:
    """The derivative of a family's formula (sums, products, quotients, integer powers, exp, tanh, sin, cos)."""
    if variable not in e.names():
        return ZERO
    if e.head == "name":
        return ONE
    inner = [differentiate(a, variable) for a in e.args]
    if e.head == "add":
        return add(*inner)
    if e.head == "neg":
        return neg(inner[0])
    if e.head == "mul":
        return add(*[mul(*e.args[:k], d, *e.args[k + 1 :]) for k, d in enumerate(inner)])
    if e.head == "div":
        a, b = e.args
        return div(sub(mul(inner[0], b), mul(a, inner[1])), power(b, TWO))
    if e.head == "pow":
        base, exponent = e.args
        return mul(exponent, power(base, sub(exponent, ONE)), inner[0])
    outer = {
        "exp": lambda a: call("exp", a),
        "tanh": lambda a: sub(ONE, power(call("tanh", a), TWO)),
        "sin": lambda a: call("cos", a),
        "cos": lambda a: neg(call("sin", a)),
        "sinh": lambda a: call("cosh", a),
        "cosh": lambda a: call("sinh", a),
        "asinh": lambda a: power(add(ONE, power(a, TWO)), number(Fraction(-1, 2))),
    }[e.value](e.args[0])
    return mul(outer, inner[0])
