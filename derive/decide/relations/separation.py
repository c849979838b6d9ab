"""How small an algebraic number that is not zero can be, from the sizes of its conjugates.

C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, "A separation bound for real algebraic expressions",
Algorithmica 55, 2009.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, log2
from typing import Any

from derive.decide.relations.algebra import TooLargeError
from derive.decide.relations.convert import decimal_value
from derive.decide.relations.points import MOST_BITS, Coordinate, Root, rational_value
from derive.expression import Expression


def separation_bits(expression: Expression, point: Mapping[str, Coordinate]) -> int | None:
    """An algebraic value that is not zero is at least ``2**-bits`` in size; None for what is not algebraic."""
    degrees: dict[Any, int] = {}
    try:
        bounds = _bounds(expression, point, degrees)
    except (OverflowError, TooLargeError):
        return None
    if bounds is None:
        return None
    degree = 1
    for d in degrees.values():
        degree *= d
        if degree > 4096:
            return None
    total = (degree - 1) * max(bounds[0], 0.0) + max(bounds[1], 0.0) + 8
    return int(total) if isfinite(total) and total < MOST_BITS else None


def _bounds(e: Expression, point: Mapping[str, Coordinate], degrees: dict[Any, int]) -> tuple[float, float] | None:
    """log2 of a bound for the conjugates of the numerator, and of the denominator, both algebraic integers."""
    head = e.head
    if head in ("number", "decimal"):
        value = e.value if head == "number" else decimal_value(e.value)
        return log2(max(abs(value.numerator), 1)), log2(value.denominator)
    if head == "constant" and e.value == "i":
        degrees[e] = 2
        return 0.0, 0.0
    if head == "name":
        return _root_bounds(e, point.get(e.value), degrees)
    inner = [_bounds(a, point, degrees) for a in e.args]
    known = [b for b in inner if b is not None]
    if len(known) < len(inner) or not known:
        return None
    if head == "neg":
        return known[0]
    if head == "add":
        total = known[0]
        for b in known[1:]:
            total = max(total[0] + b[1], total[1] + b[0]) + 1, total[1] + b[1]
        return total
    if head == "mul":
        return sum(b[0] for b in known), sum(b[1] for b in known)
    if head == "div":
        return known[0][0] + known[1][1], known[0][1] + known[1][0]
    if head == "pow":
        return _power_bounds(e, known[0], degrees)
    if head == "call":
        return _call_bounds(e, known, degrees)
    return None


def _root_bounds(e: Expression, value: Coordinate | None, degrees: dict[Any, int]) -> tuple[float, float] | None:
    if isinstance(value, Root):
        leading = abs(value.coefficients[-1])
        degrees[("root", value.coefficients, value.index)] = len(value.coefficients) - 1
        return log2(leading + max(abs(c) for c in value.coefficients)), log2(leading)
    return None


def _power_bounds(e: Expression, base: tuple[float, float], degrees: dict[Any, int]) -> tuple[float, float] | None:
    exponent = rational_value(e.args[1])
    if exponent is None:
        return None
    if exponent < 0:
        base, exponent = (base[1], base[0]), -exponent
    raised = (base[0] * exponent.numerator, base[1] * exponent.numerator)
    return raised if exponent.denominator == 1 else _root_of(e, raised, exponent.denominator, degrees)


def _root_of(e: Expression, b: tuple[float, float], k: int, degrees: dict[Any, int]) -> tuple[float, float]:
    degrees[e] = k
    u, low = b
    return ((u + (k - 1) * low) / k, low) if u >= low else (u, ((k - 1) * u + low) / k)


def _call_bounds(
    e: Expression, known: list[tuple[float, float]], degrees: dict[Any, int]
) -> tuple[float, float] | None:
    if e.value == "sqrt":
        return _root_of(e, known[0], 2, degrees)
    if e.value == "cbrt":
        return _root_of(e, known[0], 3, degrees)
    if e.value == "Abs":
        if any(n.head == "constant" and n.value == "i" for n in e.walk()):
            return None
        degrees[e] = 2
        return known[0]
    if e.value in ("Max", "Min"):
        return max(b[0] for b in known), max(b[1] for b in known)
    return None
