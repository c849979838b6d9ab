"""Balls around integrals, sums, products and limits.

A definite integral over a finite interval is enclosed by the method of Petras and Johansson (``acb.integral``), which
is rigorous because the integrand says where it is not holomorphic.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import process_time
from typing import Any

from flint import acb, ctx

from derive.decide.ball import run
from derive.decide.calculus.binding import put
from derive.decide.calculus.construct import signed
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.recognize import dependent_names
from derive.decide.calculus.reduce import WRITTEN_OUT
from derive.decide.program import program
from derive.expression import Expression

#: Bounds for one integral: evaluations of the integrand (and for each bit), and seconds as the last resort.
EVALUATIONS, EVALUATIONS_A_BIT, SECONDS = 400, 6, 0.25

#: Bits of the trial that comes before a high precision.
TRIAL = 64

Enclose = Callable[..., Any]


def enclose_head(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    """A ball around a calculus head at a point; not finite where none is known.

    ``enclose(expression, values, precision, analytic=...)`` encloses what stands inside.
    """
    rule = RULES.get(node.head)
    return NOTHING if rule is None else rule(node, values, precision, enclose)


NOTHING = acb(float("nan"))


def _integral(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    if len(node.args) != 4 or node.args[1].head != "name":
        return NOTHING
    integrand, by, lower, upper = node.args
    ends = tuple(_end(e, values, precision, enclose) for e in (lower, upper))
    if None in ends:
        return NOTHING

    low, high = ends
    if not low.is_finite() or not high.is_finite():
        return NOTHING
    if precision > TRIAL and not integrated(integrand, by.value, low, high, values, TRIAL).is_finite():
        return NOTHING  # what fails at low precision fails at a high one, only more slowly
    return integrated(integrand, by.value, low, high, values, precision)


def integrated(
    integrand: Expression, variable: str, low: Any, high: Any, values: Mapping[str, Any], precision: int
) -> Any:
    """A ball around the integral over a finite interval; not finite where none is found within the bounds."""
    code = program((integrand,))
    inner = dict(values)
    until = process_time() + SECONDS
    stopped: list[Exception] = []

    def at(point: Any, analytic: bool) -> Any:
        # Nothing may be raised through the library's C frames: it is kept and raised behind them.
        try:
            if stopped or process_time() > until:
                return NOTHING
            inner[variable] = point
            return run(code, inner, ctx.prec, holomorphic=analytic)[0]
        except Exception as error:
            stopped.append(error)
            return NOTHING

    before = ctx.prec
    ctx.prec = precision
    try:
        with no_alarm():
            value = acb.integral(at, low, high, eval_limit=EVALUATIONS + EVALUATIONS_A_BIT * precision)
    finally:
        ctx.prec = before
    if stopped:
        raise stopped[0]
    return value


@contextmanager
def no_alarm() -> Iterator[None]:
    """No alarm interrupts the block: an exception must not cross the frames of a C library."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(expression: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    if expression.head == "constant" and expression.value == "oo":
        return acb(float("inf"))
    if expression.head == "neg" and expression.args[0].head == "constant" and expression.args[0].value == "oo":
        return acb(float("-inf"))
    return enclose(expression, values, precision)


def _bounds(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> tuple[int, int] | None:
    if len(node.args) != 4 or node.args[1].head != "name":
        return None
    ends = []
    for bound in node.args[2:4]:
        ball = enclose(bound, values, precision)
        if not ball.is_finite() or not ball.imag.is_zero():
            return None
        whole = ball.real.unique_fmpz()
        if whole is None:
            return None
        ends.append(int(whole))
    return None if ends[1] - ends[0] >= WRITTEN_OUT else (ends[0], ends[1])


def _sum(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    bounds = _bounds(node, values, precision, enclose)
    if bounds is None:
        return NOTHING
    total = acb(0)
    for k in range(bounds[0], bounds[1] + 1):
        total = total + enclose(put(node.args[0], {node.args[1].value: signed(k)}), values, precision)
    return total


def _product(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    bounds = _bounds(node, values, precision, enclose)
    if bounds is None:
        return NOTHING
    total = acb(1)
    for k in range(bounds[0], bounds[1] + 1):
        total = total * enclose(put(node.args[0], {node.args[1].value: signed(k)}), values, precision)
    return total


def _substitute(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    return enclose(put(node.args[0], {node.args[1].value: node.args[2]}), values, precision)


def _evaluated(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    inside, by, lower, upper = node.args
    high = enclose(put(inside, {by.value: upper}), values, precision)
    return high - enclose(put(inside, {by.value: lower}), values, precision)


def _derivative(node: Expression, values: Mapping[str, Any], precision: int, enclose: Enclose) -> Any:
    value = node.args[0]
    unknown = dependent_names(node)  # dE/dt of a bare name has no value, least of all zero
    for by in node.args[1:]:
        value = differentiate(value, by, dependent=unknown)
        if value.head == "derivative":
            return NOTHING
    return enclose(value, values, precision)


RULES: dict[str, Callable[..., Any]] = {
    "integral": _integral,
    "sum": _sum,
    "product": _product,
    "substitute": _substitute,
    "evaluated": _evaluated,
    "derivative": _derivative,
}
