"""A tape on complex arrays, for the complex step: branches follow the real part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from numeric.constants import rounded
from numeric.errors import UnknownFunction
from numeric.tape import Step, Tape

#: Steps that are not analytic; the complex step is right on either side of their kinks, and says nothing on them.
KINKED = ("abs", "sign", "max", "min", "floor", "ceil", "select")


def evaluate(tape: Tape, point: Sequence[Any]) -> list[Any]:
    """The outputs at complex arrays, one for each name."""
    fixed = tape.fixed()
    values: list[Any] = []
    for position, step in enumerate(tape.steps):
        if step.operation == "input":
            values.append(np.asarray(point[step.value], dtype=np.complex128))
        elif fixed[position]:
            values.append(rounded(tape, position))
        else:
            rule = RULES.get(step.operation)
            if rule is None:
                raise UnknownFunction(f"{step.operation} has no complex values here; use Richardson differences")
            values.append(rule(step, *[values[k] for k in step.arguments]))
    return [values[o] for o in tape.outputs]


def _abs(step: Step, x: Any) -> Any:
    return np.where(np.real(x) < 0, -x, x)


def _sigmoid(step: Step, x: Any) -> Any:
    half: Any = 0.5 + 0.5 * np.tanh(0.5 * x)
    return half


def _atan2(step: Step, y: Any, x: Any) -> Any:
    # Along the complex step: the real angle, and the derivative of the angle times the imaginary parts.
    y, x = np.asarray(y, dtype=np.complex128), np.asarray(x, dtype=np.complex128)
    square = x.real**2 + y.real**2
    return np.arctan2(y.real, x.real) + 1j * (x.real * y.imag - y.real * x.imag) / square


def _by_derivative(value: Callable[[Any], Any], derivative: Callable[[Any], Any]) -> Callable[..., Any]:
    """f(x + iy) = f(x) + i y f'(x), exact to the last digit for the tiny y of a complex step."""

    def rule(step: Step, z: Any) -> Any:
        z = np.asarray(z, dtype=np.complex128)
        return value(z.real) + 1j * z.imag * derivative(z.real)

    return rule


def _special(name: str) -> Callable[..., Any]:
    def value(x: Any) -> Any:
        from scipy import special

        return getattr(special, name)(x)

    def derivative(x: Any) -> Any:
        from scipy import special

        bell = 2 / np.sqrt(np.pi) * np.exp(-x * x)
        if name == "erf":
            return bell
        if name == "erfc":
            return -bell
        if name == "gamma":
            return special.gamma(x) * special.digamma(x)
        return special.digamma(x) if name == "gammaln" else special.polygamma(1, x)

    return _by_derivative(value, derivative)


def _plain(function: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda step, x: function(x)


def _real(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda step, *x: function(*(np.real(v) for v in x))


RULES: dict[str, Callable[..., Any]] = {
    "add": lambda step, x, y: x + y,
    "sub": lambda step, x, y: x - y,
    "mul": lambda step, x, y: x * y,
    "div": lambda step, x, y: x / y,
    "neg": lambda step, x: -x,
    "pow": lambda step, x, y: np.power(x, y),
    "power": lambda step, x: x**step.value,
    "sqrt": lambda step, x: np.sqrt(x),
    "abs": _abs,
    "sigmoid": _sigmoid,
    "max": lambda step, x, y: np.where(np.real(x) < np.real(y), y, x),
    "min": lambda step, x, y: np.where(np.real(x) > np.real(y), y, x),
    "lt": _real(np.less),
    "le": _real(np.less_equal),
    "eq": _real(np.equal),
    "ne": _real(np.not_equal),
    "and": lambda step, x, y: np.logical_and(x, y),
    "or": lambda step, x, y: np.logical_or(x, y),
    "not": lambda step, x: np.logical_not(x),
    "select": lambda step, condition, x, y: np.where(condition, x, y),
    "sign": _real(np.sign),
    "floor": _real(np.floor),
    "ceil": _real(np.ceil),
    "atan2": _atan2,
    "erf": _special("erf"),
    "erfc": _special("erfc"),
    "gamma": _special("gamma"),
    "loggamma": _special("gammaln"),
    "digamma": _special("digamma"),
}
_NUMPY = {
    "exp": np.exp, "expm1": np.expm1, "log": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan, "tanh": np.tanh,
    "sinh": np.sinh, "cosh": np.cosh, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "asinh": np.arcsinh,
    "acosh": np.arccosh, "atanh": np.arctanh,
}  # fmt: skip
RULES.update({name: _plain(function) for name, function in _NUMPY.items()})
