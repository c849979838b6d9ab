"""Gradients of a tape in ball arithmetic: one pass forward, one back, rigorous throughout.

The derivative of each elementary step is itself an enclosure, so the gradient encloses the true one.  At a kink (the
argument of ``abs`` around zero, a condition that the balls do not tell) there is no derivative: the ball is not finite.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flint

from numeric.balls import RULES, Balls
from numeric.errors import UnknownFunction
from numeric.tape import Step, Tape

arb = flint.arb
ONE, MINUS = arb(1), arb(-1)
TRUTHS = ("lt", "le", "eq", "ne", "and", "or", "not")
Partials = tuple[Any, ...]


class Gradients:
    """The outputs of a tape and their gradients, for many points of balls.

    With ``hull`` the derivative of max, min and abs around their kinks is the hull of those on both sides (Clarke's),
    for which the mean value theorem holds.
    """

    def __init__(self, tape: Tape, *, hull: bool = False) -> None:
        self.tape = tape
        self.balls = Balls(tape)
        self.rules: list[Callable[..., Partials] | None] = []
        for place, step in enumerate(tape.steps):
            moving = bool(step.arguments) and not self.balls.fixed[place]
            rule = (HULLS.get(step.operation) if hull else None) or PARTIALS.get(step.operation)
            if moving and rule is None and step.operation not in TRUTHS:
                raise UnknownFunction(f"{step.operation} has no derivative here; rewrite it by known functions")
            self.rules.append(rule if moving else None)

    def __call__(self, point: Sequence[flint.arb]) -> tuple[list[Any], list[list[Any]]]:
        """Enclosures of the outputs, and for each output those of its derivatives by each input."""
        values = self.balls.run(point)
        partials: list[Partials | None] = [None] * len(values)
        rows = [self._back(values, partials, output) for output in self.tape.outputs]
        return [values[o] for o in self.tape.outputs], rows

    def _back(self, values: list[Any], partials: list[Partials | None], output: int) -> list[Any]:
        steps, fixed = self.tape.steps, self.balls.fixed
        weights: list[Any] = [None] * (output + 1)
        weights[output] = arb(1)
        row = [arb(0) for _ in self.tape.names]
        for place in range(output, -1, -1):
            weight = weights[place]
            if weight is None:
                continue
            step = steps[place]
            if step.operation == "input":
                row[step.value] = weight
            rule = self.rules[place]
            if rule is None:
                continue
            found = partials[place]
            if found is None:
                found = partials[place] = rule(step, values[place], *[values[k] for k in step.arguments])
            for argument, partial in zip(step.arguments, found):
                if partial is not None and not fixed[argument]:
                    before = weights[argument]
                    term = weight if partial is ONE else -weight if partial is MINUS else weight * partial
                    weights[argument] = term if before is None else before + term
        return row


def _pow(step: Step, v: Any, x: Any, y: Any) -> Partials:
    return y * x ** (y - 1), v * x.log()


def _power(step: Step, v: Any, x: Any) -> Partials:
    n = step.value
    return (n * x ** (n - 1),) if n else (None,)


def _signed(step: Step, v: Any, x: Any) -> Partials:
    return (arb(1) if x > 0 else arb(-1) if x < 0 else arb.nan(),)


def _flat(step: Step, v: Any, x: Any) -> Partials:
    """floor, ceil, sign: constant between their jumps."""
    return (None if v.is_exact() and not _jump(step, x) else arb.nan(),)


def _jump(step: Step, x: Any) -> bool:
    return bool(x.contains(0)) if step.operation == "sign" else bool(x.contains_integer())


def _max(step: Step, v: Any, x: Any, y: Any) -> Partials:
    if step.arguments[0] == step.arguments[1] or x > y:
        return arb(1), None
    return (None, arb(1)) if x < y else (arb.nan(), arb.nan())


def _min(step: Step, v: Any, x: Any, y: Any) -> Partials:
    return _max(step, v, y, x)


def _select(step: Step, v: Any, condition: bool | None, x: Any, y: Any) -> Partials:
    if condition is None:
        return None, arb.nan(), arb.nan()
    return (None, arb(1), None) if condition else (None, None, arb(1))


def _atan2(step: Step, v: Any, y: Any, x: Any) -> Partials:
    square = x * x + y * y
    return x / square, -y / square


def _erf(sign: int) -> Callable[..., Partials]:
    return lambda step, v, x: (sign * 2 * (-x * x).exp() / arb.pi().sqrt(),)


def _polygamma(step: Step, v: Any, x: Any) -> Partials:
    return (RULES["polygamma"](Step("polygamma", (), (step.value or 0) + 1), x),)


PARTIALS: dict[str, Callable[..., Partials]] = {
    "add": lambda step, v, x, y: (ONE, ONE),
    "sub": lambda step, v, x, y: (ONE, MINUS),
    "mul": lambda step, v, x, y: (y, x),
    "div": lambda step, v, x, y: (1 / y, -v / y),
    "neg": lambda step, v, x: (MINUS,),
    "pow": _pow,
    "power": _power,
    "sqrt": lambda step, v, x: (1 / (2 * v),),
    "exp": lambda step, v, x: (v,),
    "expm1": lambda step, v, x: (v + 1,),
    "log": lambda step, v, x: (1 / x,),
    "sin": lambda step, v, x: (x.cos(),),
    "cos": lambda step, v, x: (-x.sin(),),
    "tan": lambda step, v, x: (1 + v * v,),
    "tanh": lambda step, v, x: (1 - v * v,),
    "sigmoid": lambda step, v, x: (v * (1 - v),),
    "sinh": lambda step, v, x: (x.cosh(),),
    "cosh": lambda step, v, x: (x.sinh(),),
    "asin": lambda step, v, x: (1 / (1 - x * x).sqrt(),),
    "acos": lambda step, v, x: (-1 / (1 - x * x).sqrt(),),
    "atan": lambda step, v, x: (1 / (1 + x * x),),
    "asinh": lambda step, v, x: (1 / (1 + x * x).sqrt(),),
    "acosh": lambda step, v, x: (1 / (x * x - 1).sqrt(),),
    "atanh": lambda step, v, x: (1 / (1 - x * x),),
    "erf": _erf(1),
    "erfc": _erf(-1),
    "gamma": lambda step, v, x: (v * x.digamma(),),
    "loggamma": lambda step, v, x: (x.digamma(),),
    "digamma": _polygamma,
    "polygamma": _polygamma,
    "abs": _signed,
    "sign": _flat,
    "floor": _flat,
    "ceil": _flat,
    "max": _max,
    "min": _min,
    "select": _select,
    "atan2": _atan2,
}


def _signed_hull(step: Step, v: Any, x: Any) -> Partials:
    return (_signed(step, v, x)[0] if not x.contains(0) else arb(0, 1),)


def _max_hull(step: Step, v: Any, x: Any, y: Any) -> Partials:
    if x > y or x < y:
        return _max(step, v, x, y)
    half = arb("0.5", "0.5")
    return half, half


def _min_hull(step: Step, v: Any, x: Any, y: Any) -> Partials:
    return _max_hull(step, v, y, x)


#: Derivatives on both sides of a kink, where the function itself is continuous.
HULLS: dict[str, Callable[..., Partials]] = {"abs": _signed_hull, "max": _max_hull, "min": _min_hull}
