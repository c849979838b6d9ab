"""Definite integrals with a proved error bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flint

from numeric.balls import RULES, ball
from numeric.errors import UnknownFunction, WrongArguments
from numeric.roots import end_ball
from numeric.tape import Step, Tape

acb = flint.acb
#: Functions with a branch cut take the flag that asks for a proof of analyticity.
CUT = ("log", "sqrt", "asin", "acos", "acosh", "atanh", "atan", "asinh", "loggamma", "digamma")
REAL = {"abs": "real_abs", "sign": "real_sgn", "floor": "real_floor", "ceil": "real_ceil"}


@dataclass(frozen=True, slots=True)
class Integral:
    """An enclosure of the value; ``proved`` is False where no finite bound was found."""

    enclosure: flint.arb
    proved: bool
    text: str

    @property
    def value(self) -> float:
        return float(self.enclosure.mid())

    @property
    def bound(self) -> float:
        """The proved bound on the error of ``value`` before its rounding to a double."""
        return float(self.enclosure.rad())


def enclose_integral(
    expression: Any,
    variable: Any,
    low: Any,
    high: Any,
    *,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    digits: int = 20,
) -> Integral:
    """The integral of an expression from ``low`` to ``high`` (finite, exact constants), by Petras' algorithm in Arb.

    F. Johansson, Numerical integration in arbitrary-precision ball arithmetic (2018).  Raises the errors of
    :func:`numeric.kernel`.

    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> enclose_integral(sympy.exp(-x**2), x, 0, 1).enclosure.str(15, radius=False)
    '0.746824132812427'
    """
    from numeric.translate import exact, tape

    ends = [exact(low), exact(high)]
    for end in ends:
        if not (end.is_finite and end.is_real):
            raise WrongArguments(f"the integral ends at {end}; only finite real ends are enclosed: substitute first")
    program = tape([variable], expression, values=values, functions=functions)
    before = flint.ctx.prec
    try:
        flint.ctx.prec = max(64, int(digits * 3.33) + 16)
        goal = flint.arb(10) ** (-digits)
        a, b = (end_ball(e) for e in ends)
        found = acb.integral(
            lambda z, analytic: _evaluate(program, z, bool(analytic)), acb(a), acb(b), rel_tol=goal, abs_tol=goal
        )
        value = found.real
        proved = bool(value.is_finite() and found.imag.contains(0))
        text = f"{value.str(digits)}" if proved else "no finite bound: the integrand is singular or not real there"
        return Integral(value if proved else flint.arb.nan(), proved, text)
    finally:
        flint.ctx.prec = before


def _evaluate(tape: Tape, z: flint.acb, analytic: bool) -> flint.acb:
    values: list[Any] = []
    for step in tape.steps:
        if step.operation == "input":
            values.append(z)
        elif step.operation == "number":
            values.append(acb(ball(step.value)))
        else:
            values.append(_applied(step, [values[k] for k in step.arguments], analytic))
    result = values[tape.outputs[0]]
    return acb(result)


def _applied(step: Step, x: list[Any], analytic: bool) -> Any:
    name = step.operation
    if name in CUT:
        method = "lgamma" if name == "loggamma" else name
        if name in ("log", "sqrt"):
            return getattr(x[0], method)(analytic=analytic)
        if analytic and not _safe(name, x[0]):
            return _nothing()
        return getattr(x[0], method)()
    if name == "pow":
        return x[0].pow(x[1], analytic=analytic)
    if name in REAL:
        return getattr(x[0], REAL[name])(analytic=analytic)
    if name in ("max", "min"):
        return getattr(x[0], f"real_{name}")(x[1], analytic=analytic)
    if name == "sigmoid":
        return 1 / (1 + (-x[0]).exp())
    if name == "power":
        return x[0] ** step.value
    if name in ("lt", "le", "eq", "ne"):
        a, b = acb(x[0]), acb(x[1])
        if name in ("lt", "le"):
            return True if a.real < b.real else False if a.real > b.real else None
        same = None if a.overlaps(b) else False
        return same if name == "eq" or same is None else not same
    if name == "select":
        if x[0] is None:
            # The condition changes inside: not analytic, but enclosed by both pieces.
            return _nothing() if analytic else acb(x[1]).union(acb(x[2]))
        return x[1] if x[0] else x[2]
    if name == "atan2":
        raise UnknownFunction("atan2 has no complex enclosure here; rewrite it by atan")
    if name == "undefined":
        return _nothing()
    rule = RULES.get(name)
    if rule is None:
        raise UnknownFunction(f"{name} has no complex enclosure here; rewrite it by known functions")
    return rule(step, *x)


def _nothing() -> flint.acb:
    return acb(flint.arb.nan(), flint.arb.nan())


def _safe(name: str, z: flint.acb) -> bool:
    """Whether a complex ball certainly stays off the branch cuts."""
    re, im = z.real, z.imag
    if name in ("asin", "acos", "atanh"):
        return bool(abs(re) < 1 or not im.contains(0))
    if name == "acosh":
        return bool(re > 1 or not im.contains(0))
    if name in ("atan", "asinh"):
        return bool(abs(im) < 1 or not re.contains(0))
    return bool(re > 0 or not im.contains(0))
