"""A tape in complex arithmetic written out in real steps: each number is a pair, and a real number has no second part.

The result runs on every back end; in machine code it is the complex step for many parameters at once.  Conditions
follow the real parts.  abs, sign, max and the like are not analytic: on either side of their kinks they are continued
from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from numeric.errors import UnknownFunction
from numeric.tape import Tape, TapeBuilder

Pair = tuple[int, int | None]


class Puts(Protocol):
    """What the slopes need: something that writes steps and numbers."""

    put: Callable[..., int]

    def number(self, value: int) -> int: ...


Slope = Callable[[Puts, int, int], int]


def complexified(tape: Tape) -> Tape:
    """The tape over the names and then their imaginary parts; its outputs are all real parts, then all imaginary."""
    names = (*tape.names, *(f"{n}.imaginary" for n in tape.names))
    writer = _Writer(TapeBuilder(names), len(tape.names))
    fixed = tape.fixed()
    pairs: list[Pair] = []
    for step, constant in zip(tape.steps, fixed):
        x = [pairs[a] for a in step.arguments]
        if constant and not any(part is not None for _, part in x) and step.value != "i":
            pairs.append((writer.put(step.operation, *(p[0] for p in x), value=step.value), None))
        else:
            pairs.append(writer.write(step.operation, step.value, x))
    zero = writer.builder.number(0)
    real = [pairs[o][0] for o in tape.outputs]
    rest = [pairs[o][1] for o in tape.outputs]
    return writer.builder.finish([*real, *(zero if r is None else r for r in rest)], (2, len(tape.outputs)))


class _Writer:
    def __init__(self, builder: TapeBuilder, inputs: int) -> None:
        self.builder = builder
        self.put = builder.step
        self.inputs = inputs

    def write(self, name: str, value: Any, x: list[Pair]) -> Pair:
        if name == "input":
            return self.put("input", value=value), self.put("input", value=value + self.inputs)
        if name == "constant":
            return self.builder.number(0), self.builder.number(1)  # the imaginary unit
        if name in TRUTHS:
            return self.put(name, *(p[0] for p in x)), None
        if name in STEPPED:
            return self.put(name, x[0][0]), None
        if name == "power":
            return self.power(x[0], value)
        if all(part is None for _, part in x):
            return self.put(name, *(p[0] for p in x), value=value), None
        rule = RULES.get(name)
        if rule is None:
            raise UnknownFunction(f"{name} has no complex values here; use Richardson differences")
        return rule(self, x)

    def number(self, value: int) -> int:
        return self.builder.number(value)

    def add(self, a: int | None, b: int | None) -> int | None:
        if a is None or b is None:
            return b if a is None else a
        return self.put("add", a, b)

    def sub(self, a: int | None, b: int | None) -> int | None:
        if a is None or b is None:
            return a if b is None else self.put("neg", b)
        return self.put("sub", a, b)

    def mul(self, a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else self.put("mul", a, b)

    def times(self, x: Pair, y: Pair) -> Pair:
        real = self.sub(self.put("mul", x[0], y[0]), self.mul(x[1], y[1]))
        assert real is not None
        return real, self.add(self.mul(x[0], y[1]), self.mul(x[1], y[0]))

    def over(self, x: Pair, y: Pair) -> Pair:
        if y[1] is None:
            return self.put("div", x[0], y[0]), None if x[1] is None else self.put("div", x[1], y[0])
        size = self.put("add", self.put("mul", y[0], y[0]), self.put("mul", y[1], y[1]))
        top = self.times(x, (y[0], self.put("neg", y[1])))
        return self.put("div", top[0], size), None if top[1] is None else self.put("div", top[1], size)

    def power(self, x: Pair, exponent: int) -> Pair:
        if x[1] is None:
            return self.put("power", x[0], value=exponent), None
        result: Pair | None = None
        square = x
        while exponent:
            if exponent & 1:
                result = square if result is None else self.times(result, square)
            exponent >>= 1
            if exponent:
                square = self.times(square, square)
        return result or (self.number(1), None)

    def exp(self, x: Pair) -> Pair:
        size = self.put("exp", x[0])
        return self.put("mul", size, self.put("cos", self.some(x))), self.put(
            "mul", size, self.put("sin", self.some(x))
        )

    def some(self, x: Pair) -> int:
        return self.number(0) if x[1] is None else x[1]

    def log(self, x: Pair) -> Pair:
        a, b = x[0], self.some(x)
        square = self.put("add", self.put("mul", a, a), self.put("mul", b, b))
        half = self.put("div", self.put("log", square), self.number(2))
        return half, self.put("atan2", b, a)

    def tanh(self, x: Pair) -> Pair:
        # (t + iu)/(1 + itu) with t = tanh a, u = tan b
        t, u = self.put("tanh", x[0]), self.put("tan", self.some(x))
        return self.over((t, u), (self.number(1), self.put("mul", t, u)))

    def by_slope(self, name: str, slope: Slope, x: Pair) -> Pair:
        """f(a + ib) = f(a) + ib f'(a): right to the last digit for the tiny b of a complex step."""
        value = self.put(name, x[0])
        return value, self.put("mul", self.some(x), slope(self, x[0], value))

    def chosen(self, condition: int, x: Pair, y: Pair) -> Pair:
        imaginary = None if x[1] is None and y[1] is None else self.put("select", condition, self.some(x), self.some(y))
        return self.put("select", condition, x[0], y[0]), imaginary


def _neg(w: _Writer, x: Pair) -> Pair:
    return w.put("neg", x[0]), None if x[1] is None else w.put("neg", x[1])


def _sin(w: _Writer, x: Pair) -> Pair:
    a, b = x[0], w.some(x)
    real = w.put("mul", w.put("sin", a), w.put("cosh", b))
    return real, w.put("mul", w.put("cos", a), w.put("sinh", b))


def _cos(w: _Writer, x: Pair) -> Pair:
    a, b = x[0], w.some(x)
    real = w.put("mul", w.put("cos", a), w.put("cosh", b))
    return real, w.put("neg", w.put("mul", w.put("sin", a), w.put("sinh", b)))


def _sigmoid(w: _Writer, x: Pair) -> Pair:
    two = w.number(2)
    half = w.tanh((w.put("div", x[0], two), w.put("div", w.some(x), two)))
    one = w.number(1)
    return w.put("div", w.put("add", one, half[0]), two), w.put("div", w.some(half), two)


def _pow(w: _Writer, x: Pair, y: Pair) -> Pair:
    if y[1] is None:
        # x^y = f(a) + ib f'(a) for a real exponent, which keeps negative bases with whole exponents.
        slope = w.put("mul", y[0], w.put("pow", x[0], w.put("sub", y[0], w.number(1))))
        return w.put("pow", x[0], y[0]), w.put("mul", w.some(x), slope)
    return w.exp(w.times(y, w.log(x)))


def _atan2(w: _Writer, y: Pair, x: Pair) -> Pair:
    square = w.put("add", w.put("mul", x[0], x[0]), w.put("mul", y[0], y[0]))
    top = w.put("sub", w.put("mul", x[0], w.some(y)), w.put("mul", y[0], w.some(x)))
    return w.put("atan2", y[0], x[0]), w.put("div", top, square)


def _square(w: Puts, a: int) -> int:
    return w.put("mul", a, a)


def _inverse_root(w: Puts, inner: int) -> int:
    return w.put("div", w.number(1), w.put("sqrt", inner))


def _bell(sign: int) -> Slope:
    def slope(w: Puts, a: int, value: int) -> int:
        factor = w.put("div", w.number(2 * sign), w.put("sqrt", w.put("constant", value="pi")))
        return w.put("mul", factor, w.put("exp", w.put("neg", _square(w, a))))

    return slope


SLOPES: dict[str, Slope] = {
    "sqrt": lambda w, a, v: w.put("div", w.number(1), w.put("mul", w.number(2), v)),
    "tan": lambda w, a, v: w.put("add", w.number(1), _square(w, v)),
    "sinh": lambda w, a, v: w.put("cosh", a),
    "cosh": lambda w, a, v: w.put("sinh", a),
    "asin": lambda w, a, v: _inverse_root(w, w.put("sub", w.number(1), _square(w, a))),
    "acos": lambda w, a, v: w.put("neg", _inverse_root(w, w.put("sub", w.number(1), _square(w, a)))),
    "atan": lambda w, a, v: w.put("div", w.number(1), w.put("add", w.number(1), _square(w, a))),
    "asinh": lambda w, a, v: _inverse_root(w, w.put("add", _square(w, a), w.number(1))),
    "acosh": lambda w, a, v: _inverse_root(w, w.put("sub", _square(w, a), w.number(1))),
    "atanh": lambda w, a, v: w.put("div", w.number(1), w.put("sub", w.number(1), _square(w, a))),
    "erf": _bell(1),
    "erfc": _bell(-1),
    "gamma": lambda w, a, v: w.put("mul", v, w.put("digamma", a)),
    "loggamma": lambda w, a, v: w.put("digamma", a),
}
TRUTHS = ("lt", "le", "eq", "ne", "and", "or", "not", "true", "false", "undefined")
STEPPED = ("sign", "floor", "ceil")
RULES: dict[str, Callable[[_Writer, list[Pair]], Pair]] = {
    "add": lambda w, x: (w.put("add", x[0][0], x[1][0]), w.add(x[0][1], x[1][1])),
    "sub": lambda w, x: (w.put("sub", x[0][0], x[1][0]), w.sub(x[0][1], x[1][1])),
    "mul": lambda w, x: w.times(x[0], x[1]),
    "div": lambda w, x: w.over(x[0], x[1]),
    "neg": lambda w, x: _neg(w, x[0]),
    "exp": lambda w, x: w.exp(x[0]),
    "log": lambda w, x: w.log(x[0]),
    "sin": lambda w, x: _sin(w, x[0]),
    "cos": lambda w, x: _cos(w, x[0]),
    "tanh": lambda w, x: w.tanh(x[0]),
    "sigmoid": lambda w, x: _sigmoid(w, x[0]),
    "pow": lambda w, x: _pow(w, x[0], x[1]),
    "atan2": lambda w, x: _atan2(w, x[0], x[1]),
    "select": lambda w, x: w.chosen(x[0][0], x[1], x[2]),
    "abs": lambda w, x: w.chosen(w.put("lt", x[0][0], w.number(0)), _neg(w, x[0]), x[0]),
    "max": lambda w, x: w.chosen(w.put("lt", x[0][0], x[1][0]), x[1], x[0]),
    "min": lambda w, x: w.chosen(w.put("lt", x[1][0], x[0][0]), x[1], x[0]),
}


def _sloped(name: str) -> Callable[[_Writer, list[Pair]], Pair]:
    return lambda w, x: w.by_slope(name, SLOPES[name], x[0])


RULES.update({name: _sloped(name) for name in SLOPES})
