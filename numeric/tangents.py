"""The derivatives of a tape by some of its inputs, as a tape: forward differentiation, step by step.

Where a step has a kink the derivative is that of the piece that is taken; conditions themselves have none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from numeric.complexified import SLOPES, STEPPED, TRUTHS
from numeric.errors import UnknownFunction
from numeric.tape import Step, Tape, TapeBuilder

#: The derivatives of one step by each input, where they are not zero: input -> place.
Tangent = dict[int, int]


def jacobian(tape: Tape, inputs: Sequence[int]) -> Tape:
    """The tape whose outputs are the derivatives of each output by each of these inputs, row by row.

    Raises :class:`UnknownFunction` for a function without a rule.
    """
    writer = _Tangents(tape, set(inputs))
    rows = [writer.tangents[o].get(k) for o in tape.outputs for k in inputs]
    zero = writer.builder.number(0)
    return writer.builder.finish([zero if r is None else r for r in rows], (len(tape.outputs), len(inputs)))


class _Tangents:
    """Writes each step and then its derivatives; the rules of :mod:`numeric.complexified` take it for a writer."""

    def __init__(self, tape: Tape, inputs: set[int]) -> None:
        self.builder = TapeBuilder(tape.names)
        self.put = self.builder.step
        self.number = self.builder.number
        self.tangents: list[Tangent] = []
        places: list[int] = []
        for step in tape.steps:
            x = [places[a] for a in step.arguments]
            place = self.put(step.operation, *x, value=step.value)
            places.append(place)
            if step.operation == "input":
                self.tangents.append({step.value: self.number(1)} if step.value in inputs else {})
            else:
                self.tangents.append(self._step(step, x, place, [self.tangents[a] for a in step.arguments]))

    def _step(self, step: Step, x: list[int], value: int, moving: list[Tangent]) -> Tangent:
        name = step.operation
        if name in TRUTHS or name in STEPPED or not any(moving):
            return {}
        if name in ("add", "sub"):
            return self._sum(moving[0], moving[1], name)
        if name == "neg":
            return {k: self.put("neg", d) for k, d in moving[0].items()}
        if name in ("select", "max", "min", "abs"):
            return self._chosen(name, x, moving)
        factors = self._factors(step, x, value)
        total: Tangent = {}
        for factor, tangent in zip(factors, moving):
            if tangent:
                place = factor()
                total = self._sum(total, {k: self._times(place, d) for k, d in tangent.items()}, "add")
        return total

    def _times(self, a: int, b: int) -> int:
        one = self.number(1)
        return b if a == one else a if b == one else self.put("mul", a, b)

    def _sum(self, a: Tangent, b: Tangent, name: str) -> Tangent:
        total = dict(a)
        for k, d in b.items():
            if k in a:
                total[k] = self.put(name, a[k], d)
            else:
                total[k] = d if name == "add" else self.put("neg", d)
        return total

    def _chosen(self, name: str, x: list[int], moving: list[Tangent]) -> Tangent:
        zero = self.number(0)
        if name == "select":
            condition, yes, no = x[0], moving[1], moving[2]
        elif name == "abs":
            condition, yes, no = self.put("lt", x[0], zero), self._sum({}, moving[0], "sub"), moving[0]
        else:
            first, second = moving if name == "min" else moving[::-1]
            condition, yes, no = self.put("lt", x[0], x[1]), first, second
        keys = sorted({*yes, *no})
        return {k: self.put("select", condition, yes.get(k, zero), no.get(k, zero)) for k in keys}

    def _factors(self, step: Step, x: list[int], v: int) -> list[Callable[[], int]]:
        """What the derivative of each argument is multiplied by."""
        name, put = step.operation, self.put
        if name == "mul":
            return [lambda: x[1], lambda: x[0]]
        if name == "div":
            return [lambda: put("div", self.number(1), x[1]), lambda: put("neg", put("div", v, x[1]))]
        if name == "power":
            n = int(step.value)
            return [lambda: self._times(self.number(n), put("power", x[0], value=n - 1))]
        if name == "pow":
            less = put("sub", x[1], self.number(1))
            return [lambda: put("mul", x[1], put("pow", x[0], less)), lambda: put("mul", v, put("log", x[0]))]
        if name == "atan2":
            square = put("add", put("mul", x[0], x[0]), put("mul", x[1], x[1]))
            return [lambda: put("div", x[1], square), lambda: put("neg", put("div", x[0], square))]
        rule = OWN.get(name)
        if rule is not None:
            return [lambda: rule(self, x[0], v)]
        slope = SLOPES.get(name)
        if slope is None:
            raise UnknownFunction(f"the derivative of {name} has no numerical meaning here; use an explicit method")
        return [lambda: slope(self, x[0], v)]


OWN: dict[str, Callable[[_Tangents, int, int], int]] = {
    "exp": lambda w, x, v: v,
    "log": lambda w, x, v: w.put("div", w.number(1), x),
    "sin": lambda w, x, v: w.put("cos", x),
    "cos": lambda w, x, v: w.put("neg", w.put("sin", x)),
    "tanh": lambda w, x, v: w.put("sub", w.number(1), w.put("mul", v, v)),
    "sigmoid": lambda w, x, v: w.put("mul", v, w.put("sub", w.number(1), v)),
}
