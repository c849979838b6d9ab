"""A tape in Arb balls: every number encloses the truth, and no float comes between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint

from numeric.errors import UnknownFunction
from numeric.tape import Step, Tape

CONSTANTS: dict[str, Callable[[], flint.arb]] = {
    "pi": flint.arb.pi,
    "e": flint.arb.const_e,
    "euler": flint.arb.const_euler,
    "catalan": flint.arb.const_catalan,
}


def ball(value: int | float | Fraction | flint.arb) -> flint.arb:
    """A number as a ball: integers, fractions and floats exactly as they are."""
    if isinstance(value, Fraction):
        return flint.arb(flint.fmpq(value.numerator, value.denominator))
    return flint.arb(value)


class Balls:
    """A tape made ready for many evaluations in balls; its fixed part is computed once for each precision."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.fixed = tape.fixed()
        self._known: dict[int, list[Any]] = {}
        self._inputs: list[int] = []
        self._moving: list[tuple[int, Callable[..., Any], Step]] = []
        for place, step in enumerate(tape.steps):
            if not self.fixed[place] and step.operation != "input":
                self._moving.append((place, _rule(step), step))

    def run(self, point: Sequence[flint.arb]) -> list[Any]:
        """The values of all steps: :class:`flint.arb`, or truth values (None where the balls do not tell)."""
        values = self._start().copy()
        steps = self.tape.steps
        for place in self._inputs:
            values[place] = point[steps[place].value]
        for place, rule, step in self._moving:
            arguments = step.arguments
            if len(arguments) == 2:
                values[place] = rule(step, values[arguments[0]], values[arguments[1]])
            elif len(arguments) == 1:
                values[place] = rule(step, values[arguments[0]])
            else:
                values[place] = rule(step, *[values[k] for k in arguments])
        return values

    def __call__(self, point: Sequence[flint.arb]) -> list[flint.arb]:
        """Enclosures of the outputs; a ball that is not finite stands for "no enclosure"."""
        values = self.run(point)
        return [values[o] for o in self.tape.outputs]

    def _start(self) -> list[Any]:
        known = self._known.get(flint.ctx.prec)
        if known is None:
            known = self._known[flint.ctx.prec] = [None] * len(self.tape.steps)
            for place, step in enumerate(self.tape.steps):
                if step.operation == "number":
                    known[place] = ball(step.value)
                elif self.fixed[place]:
                    known[place] = _rule(step)(step, *[known[k] for k in step.arguments])
            self._inputs = [k for k, step in enumerate(self.tape.steps) if step.operation == "input"]
        return known


def _rule(step: Step) -> Callable[..., Any]:
    rule = RULES.get(step.operation)
    if rule is None:
        raise UnknownFunction(f"{step.operation} has no ball arithmetic here; rewrite it by known functions")
    return rule


def _power(step: Step, x: flint.arb) -> flint.arb:
    # An even power of a ball around zero is not negative; a product of balls would not know.
    if step.value % 2 == 0:
        return flint.arb.nonnegative_part(x**step.value) if x.contains(0) else x**step.value
    return x**step.value


def _sigmoid(step: Step, x: flint.arb) -> flint.arb:
    if x.rad() > flint.arb("1e-3"):  # monotone: the ends say it all
        return _sigmoid(step, x.lower()).union(_sigmoid(step, x.upper()))
    return 1 / (1 + (-x).exp())


def _max(step: Step, x: flint.arb, y: flint.arb) -> flint.arb:
    return x.max(y)


def _lt(step: Step, x: flint.arb, y: flint.arb) -> bool | None:
    return True if x < y else False if x >= y else None


def _le(step: Step, x: flint.arb, y: flint.arb) -> bool | None:
    return True if x <= y else False if x > y else None


def _eq(step: Step, x: flint.arb, y: flint.arb) -> bool | None:
    if not x.overlaps(y):
        return False
    return True if x.rad() == 0 and y.rad() == 0 and x == y else None


def _not(step: Step, x: bool | None) -> bool | None:
    return None if x is None else not x


def _and(step: Step, x: bool | None, y: bool | None) -> bool | None:
    if x is False or y is False:
        return False
    return None if x is None or y is None else True


def _or(step: Step, x: bool | None, y: bool | None) -> bool | None:
    if x or y:
        return True
    return None if x is None or y is None else False


def _select(step: Step, condition: bool | None, x: flint.arb, y: flint.arb) -> flint.arb:
    if condition is None:
        return x.union(y)
    return x if condition else y


def _sign(step: Step, x: flint.arb) -> flint.arb:
    return x.sgn()


def _atan2(step: Step, y: flint.arb, x: flint.arb) -> flint.arb:
    return flint.arb.atan2(y, x)


def _polygamma(step: Step, x: flint.arb) -> flint.arb:
    n = step.value
    if not x > 0:
        return flint.acb(x).polygamma(n).real if n else x.digamma()
    return (-1) ** (n + 1) * flint.arb(n).fac() * flint.arb(n + 1).zeta(x)


def _method(name: str) -> Callable[..., Any]:
    return lambda step, x: getattr(x, name)()


_ALIKE = (
    "exp", "expm1", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh", "asin", "acos", "atan", "asinh", "acosh",
    "atanh", "erf", "erfc", "gamma", "digamma", "floor", "ceil", "sqrt",
)  # fmt: skip
RULES: dict[str, Callable[..., Any]] = {
    "constant": lambda step: CONSTANTS[step.value](),
    "true": lambda step: True,
    "false": lambda step: False,
    "undefined": lambda step: flint.arb.nan(),
    "add": lambda step, x, y: x + y,
    "sub": lambda step, x, y: x - y,
    "mul": lambda step, x, y: x * y,
    "div": lambda step, x, y: x / y,
    "neg": lambda step, x: -x,
    "pow": lambda step, x, y: x**y,
    "power": _power,
    "sigmoid": _sigmoid,
    "abs": lambda step, x: abs(x),
    "sign": _sign,
    "max": _max,
    "min": lambda step, x, y: x.min(y),
    "lt": _lt,
    "le": _le,
    "eq": _eq,
    "ne": lambda step, x, y: _not(step, _eq(step, x, y)),
    "not": _not,
    "and": _and,
    "or": _or,
    "select": _select,
    "atan2": _atan2,
    "polygamma": _polygamma,
    "loggamma": _method("lgamma"),
}
RULES.update({name: _method(name) for name in _ALIKE})
