"""The value of every node of a tree at every point of a sample, in double precision.

An abstract function stands for one concrete function ``a + b exp(c u)`` with constants drawn from its name: its
derivatives are consistent with it and it can be inverted, which is what tracing a slip to its place needs.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from random import Random

from derive.diagnose.formulas import FORMULAS, stand_in
from derive.diagnose.points import Points
from derive.expression import Expression, call, replace
from derive.expression import number as whole
from derive.vocabulary import Definition, Vocabulary

Vector = tuple[complex, ...]
NAN = complex("nan")
_STEP = 2.0**-7
_LONGEST_SUM = 40
_CONSTANTS = {
    "pi": complex(math.pi),
    "e": complex(math.e),
    "i": 1j,
    "oo": complex(math.inf),
    "euler": complex(0.57721566490153286),
    "true": 1 + 0j,
    "false": 0j,
}


class Values:
    """Values of trees at the points of one sample; every tree is evaluated once.

    A node that cannot be evaluated (a limit, an infinite sum, a division by zero) has the value NaN.
    """

    __slots__ = ("_definitions", "_known", "points", "vocabulary")

    def __init__(self, points: Points, vocabulary: Vocabulary) -> None:
        self.points = points
        self.vocabulary = vocabulary
        self._known: dict[Expression, Vector] = {}
        self._definitions: dict[str, Definition] = {d.target: d for d in vocabulary.definitions}

    def of(self, expression: Expression) -> Vector:
        """One value for each point."""
        known = self._known.get(expression)
        if known is None:
            try:
                known = self._evaluate(expression)
            except RecursionError:
                known = self._nothing()
            self._known[expression] = known
        return known

    def vocabulary_defines(self, function: str) -> bool:
        return function in self._definitions

    def _nothing(self) -> Vector:
        return (NAN,) * self.points.count

    def _each(self, formula: Callable[..., complex], *columns: Vector) -> Vector:
        result = []
        for row in zip(*columns) if columns else [()] * self.points.count:
            try:
                value = complex(formula(*row))
            except (ArithmeticError, ValueError, TypeError):
                value = NAN
            result.append(value)
        return tuple(result)

    def _evaluate(self, e: Expression) -> Vector:
        head, count = e.head, self.points.count
        if head == "number":
            return (_float(e.value),) * count
        if head == "decimal":
            return (complex(float(e.value)),) * count
        if head == "constant":
            return (_CONSTANTS.get(e.value, NAN),) * count
        if head == "unit":
            return (1 + 0j,) * count
        if head == "name":
            return self._name(e.value)
        if head == "add":
            return tuple(map(sum, zip(*(self.of(a) for a in e.args))))
        if head == "mul":
            return self._each(lambda *row: math.prod(row), *(self.of(a) for a in e.args))
        if head == "neg":
            return tuple(-v for v in self.of(e.args[0]))
        if head == "div":
            return self._each(lambda a, b: a / b, self.of(e.args[0]), self.of(e.args[1]))
        if head == "pow":
            return self._each(_power, self.of(e.args[0]), self.of(e.args[1]))
        if head == "call":
            return self._call(e)
        if head == "prime":
            return self._prime(e)
        if head == "index":
            return self._index(e)
        if head in ("sum", "product"):
            return self._series(e)
        if head == "derivative":
            return self._derivative(e.args[0], e.args[1:])
        if head == "substitute" and e.args[1].head == "name":
            return self._put(e.args[0], e.args[1].value, e.args[2])
        if head == "evaluated" and e.args[1].head == "name":
            lower, upper = (self._put(e.args[0], e.args[1].value, end) for end in e.args[2:4])
            return tuple(b - a for a, b in zip(lower, upper))
        if head == "integral" and len(e.args) == 4 and e.args[1].head == "name":
            return self._integral(e)
        return self._nothing()

    def _name(self, text: str) -> Vector:
        values = self.points.names.get(text)
        if values is not None:
            return values
        definition = self._definitions.get(text)
        if definition is None or definition.parameters or definition.indexed:
            return self._nothing()
        self._known[Expression("name", (), text)] = self._nothing()  # a definition in terms of itself has no value
        return self.of(definition.value)

    def _call(self, e: Expression) -> Vector:
        columns = [self.of(a) for a in e.args]
        definition = self._definitions.get(e.value)
        if definition is not None and len(definition.parameters) == len(e.args):
            return self.of(replace(definition.value, dict(zip(definition.parameters, e.args))))
        formula = FORMULAS.get(e.value)
        if formula is not None:
            return self._each(formula, *columns)
        a, b, c = stand_in(e.value, len(columns))
        return self._each(lambda *row: a + b * cmath.exp(sum(map(_times, c, row))), *columns)

    def _prime(self, e: Expression) -> Vector:
        function, orders = e.value
        if function in FORMULAS or function in self._definitions:
            if len(e.args) != 1:
                return self._nothing()
            parameter = "slip variable"
            body = call(function, Expression("name", (), parameter))
            order = (Expression("name", (), parameter),) * orders[0]
            inner = Values(self.points.with_name(parameter, self.of(e.args[0])), self.vocabulary)
            return inner._derivative(body, order)
        _, b, c = stand_in(function, len(e.args))
        factor = b * math.prod(ci**n for ci, n in zip(c, orders))
        return self._each(lambda *row: factor * cmath.exp(sum(map(_times, c, row))), *(self.of(a) for a in e.args))

    def _index(self, e: Expression) -> Vector:
        definition = self._definitions.get(e.args[0].value) if e.args[0].head == "name" else None
        if definition is not None and definition.indexed and len(definition.parameters) == len(e.args) - 1:
            return self.of(replace(definition.value, dict(zip(definition.parameters, e.args[1:]))))
        if e.args[0].head == "name" and e.args[0].value == "delta" and len(e.args) == 3:
            return self._each(FORMULAS["KroneckerDelta"], self.of(e.args[1]), self.of(e.args[2]))
        base = repr(e.args[0])
        columns = [self.of(a) for a in e.args[1:]]

        def entry(point: int, *indices: complex) -> complex:
            label = ",".join(f"{i.real:.6g}" for i in indices)
            return complex(Random(f"{base}|{label}|{point}").uniform(0.3, 1.6))

        return tuple(entry(p, *row) for p, row in enumerate(zip(*columns)))

    def _series(self, e: Expression) -> Vector:
        if e.args[1].head != "name":
            return self._nothing()
        index = e.args[1].value
        ends = [self.of(a) for a in e.args[2:4]] if len(e.args) >= 4 else [self._all(1), self._all(3)]
        try:
            low = [round(v.real) for v in ends[0]]
            high = [round(v.real) for v in ends[1]]
        except (ValueError, OverflowError):
            return self._nothing()
        start, stop = min(low), max(high)
        if stop - start > _LONGEST_SUM:
            return self._nothing()
        total = list(self._all(0 if e.head == "sum" else 1))
        for k in range(start, stop + 1):
            column = self.of(replace(e.args[0], {index: whole(k)}))
            kept = self._condition(replace(e.args[4], {index: whole(k)})) if len(e.args) > 4 else self._all(1)
            for p, value in enumerate(column):
                if low[p] <= k <= high[p] and kept[p]:
                    total[p] = total[p] + value if e.head == "sum" else total[p] * value
        return tuple(total)

    def _condition(self, e: Expression) -> Vector:
        if e.head in ("ne", "eq", "lt", "le", "gt", "ge"):
            tests: dict[str, Callable[[complex, complex], bool]] = {
                "ne": lambda a, b: abs(a - b) > 1e-9,
                "eq": lambda a, b: abs(a - b) <= 1e-9,
                "lt": lambda a, b: a.real < b.real,
                "le": lambda a, b: a.real <= b.real,
                "gt": lambda a, b: a.real > b.real,
                "ge": lambda a, b: a.real >= b.real,
            }
            return self._each(tests[e.head], self.of(e.args[0]), self.of(e.args[1]))
        return self._all(1)

    def _all(self, value: int) -> Vector:
        return (complex(value),) * self.points.count

    def _derivative(self, body: Expression, variables: tuple[Expression, ...]) -> Vector:
        """Central differences of fourth order, one differentiation at a time; the step is exact in binary."""
        if not variables:
            return self.of(body)
        last = variables[-1]
        if last.head == "index" or (last.head == "name" and last.value not in self.points.names):
            return self._own_value(Expression("derivative", (body, *variables)))
        if last.head != "name" or len(variables) > 3:
            return self._nothing()
        if body.head == "index":
            return self._own_value(Expression("derivative", (body, *variables)))
        if body.head == "name" and body != last and body.value in self.points.names:
            return self._index(Expression("index", (body, last)))  # how it depends is not known: a value of its own
        shifted = [
            Values(self.points.moved(last.value, step * _STEP), self.vocabulary)._derivative(body, variables[:-1])
            for step in (-2, -1, 1, 2)
        ]
        return self._each(lambda a, b, c, d: (a - 8 * b + 8 * c - d) / (12 * _STEP), *shifted)

    def _own_value(self, e: Expression) -> Vector:
        """How it depends is not known: a value of its own at each point."""
        label = repr(e)
        return tuple(complex(Random(f"{label}|{p}").uniform(0.3, 1.6)) for p in range(self.points.count))

    def _put(self, body: Expression, variable: str, value: Expression) -> Vector:
        return self.of(replace(body, {variable: value}))

    def _integral(self, e: Expression) -> Vector:
        lower, upper = self.of(e.args[2]), self.of(e.args[3])
        total = [0j] * self.points.count
        for node, weight in _GAUSS:
            x = tuple((a + b) / 2 + (b - a) / 2 * node for a, b in zip(lower, upper))
            inner = Values(self.points.with_name(e.args[1].value, x), self.vocabulary).of(e.args[0])
            total = [t + weight * v * (b - a) / 2 for t, v, a, b in zip(total, inner, lower, upper)]
        return tuple(total)


def _float(value: object) -> complex:
    try:
        return complex(float(value))  # type: ignore[arg-type]
    except OverflowError:
        return NAN


def _times(a: complex, b: complex) -> complex:
    return a * b


def _power(a: complex, b: complex) -> complex:
    if b == 2:
        return a * a
    if a.imag == 0 and b.imag == 0 and (a.real > 0 or b.real.is_integer()):
        return complex(a.real**b.real)
    return complex(a**b)


def _legendre(order: int) -> tuple[tuple[float, float], ...]:
    """Nodes and weights of Gauss and Legendre by Newton's method on the polynomial."""
    result = []
    for k in range(1, order + 1):
        x = math.cos(math.pi * (k - 0.25) / (order + 0.5))
        slope = 1.0
        for _ in range(20):
            below, here = 1.0, x
            for n in range(2, order + 1):
                below, here = here, ((2 * n - 1) * x * here - (n - 1) * below) / n
            slope = order * (x * here - below) / (x * x - 1)
            x -= here / slope
        result.append((x, 2 / ((1 - x * x) * slope * slope)))
    return tuple(result)


_GAUSS = _legendre(20)
