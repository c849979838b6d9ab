"""Taylor coefficients in ball arithmetic, by power series: derivatives of any order, each enclosed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flint

from numeric.balls import CONSTANTS, ball
from numeric.errors import UnknownFunction, WrongArguments
from numeric.roots import end_ball
from numeric.tape import Step, Tape

arb_series = flint.arb_series
METHODS = ("exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sqrt", "gamma", "lgamma", "erf", "erfc")


def taylor(
    expression: Any,
    variable: Any,
    at: Any,
    order: int,
    *,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    bits: int = 128,
) -> list[flint.arb]:
    """Enclosures of the coefficients ``f^(k)(at)/k!`` for k = 0 to ``order``; ``at`` is an exact number.

    At a kink, or outside the domain, the balls are not finite.  Raises the errors of :func:`numeric.kernel`.

    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> [c.str(5, radius=False) for c in taylor(sympy.exp(2 * x), x, 0, 3)]
    ['1.0000', '2.0000', '2.0000', '1.3333']
    """
    from numeric.translate import exact, tape

    if not 0 <= order <= 1000:
        raise WrongArguments(f"order={order} must lie between 0 and 1000")
    program = tape([variable], expression, values=values, functions=functions)
    precision, cap = flint.ctx.prec, flint.ctx.cap
    try:
        flint.ctx.prec, flint.ctx.cap = bits, order + 1
        found = _run(program, arb_series([end_ball(exact(at)), 1]))
        return [found[k] for k in range(order + 1)]
    finally:
        flint.ctx.prec, flint.ctx.cap = precision, cap


def _run(tape: Tape, x: flint.arb_series) -> flint.arb_series:
    values: list[Any] = []
    for step in tape.steps:
        if step.operation == "input":
            values.append(x)
        elif step.operation == "number":
            values.append(arb_series([ball(step.value)]))
        else:
            values.append(_applied(step, [values[k] for k in step.arguments]))
    result: flint.arb_series = values[tape.outputs[0]]
    return result


def _applied(step: Step, x: list[Any]) -> Any:
    name = "lgamma" if step.operation == "loggamma" else step.operation
    if name in METHODS:
        return getattr(x[0], name)()
    if name in ("sinh", "cosh", "tanh", "sigmoid"):
        return _hyperbolic(name, x[0])
    if name == "asinh":
        return (x[0] + (x[0] * x[0] + 1).sqrt()).log()
    if name == "acosh":
        return (x[0] + (x[0] * x[0] - 1).sqrt()).log()
    if name == "atanh":
        return ((1 + x[0]) / (1 - x[0])).log() / 2
    if name == "pow":
        return (x[1] * x[0].log()).exp()
    rule = _RULES.get(name)
    if rule is None:
        raise UnknownFunction(f"{name} has no power series here; rewrite it by known functions")
    return rule(step, *x)


def _hyperbolic(name: str, x: Any) -> Any:
    if name == "sigmoid":
        return 1 / (1 + (-x).exp())
    up, down = x.exp(), (-x).exp()
    if name == "sinh":
        return (up - down) / 2
    return (up + down) / 2 if name == "cosh" else (up - down) / (up + down)


def _less(a: Any, b: Any) -> bool | None:
    """By the constant terms; None at a kink."""
    gap = (b - a)[0]
    return True if gap > 0 else False if gap < 0 else None


def _chosen(condition: bool | None, x: Any, y: Any) -> Any:
    if condition is None:
        return arb_series([flint.arb.nan()] * int(flint.ctx.cap))
    return x if condition else y


def _either(a: bool | None, b: bool | None) -> bool | None:
    if a or b:
        return True
    return None if a is None or b is None else False


_RULES: dict[str, Callable[..., Any]] = {
    "constant": lambda step: arb_series([CONSTANTS[step.value]()]),
    "true": lambda step: True,
    "false": lambda step: False,
    "undefined": lambda step: _chosen(None, None, None),
    "add": lambda step, x, y: x + y,
    "sub": lambda step, x, y: x - y,
    "mul": lambda step, x, y: x * y,
    "div": lambda step, x, y: x / y,
    "neg": lambda step, x: -x,
    "power": lambda step, x: x**step.value,
    "lt": lambda step, x, y: _less(x, y),
    "le": lambda step, x, y: _less(x, y),
    "not": lambda step, x: None if x is None else not x,
    "or": lambda step, x, y: _either(x, y),
    "and": lambda step, x, y: False if x is False or y is False else None if x is None or y is None else True,
    "select": lambda step, condition, x, y: _chosen(condition, x, y),
    "abs": lambda step, x: _chosen(_less(arb_series([0]), x), x, -x),
    "max": lambda step, x, y: _chosen(_less(x, y), y, x),
    "min": lambda step, x, y: _chosen(_less(x, y), x, y),
}
