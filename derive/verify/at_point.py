"""Expressions with vectors and sums in them, evaluated at concrete sizes and entries.

SymPy writes a sum out term by term and simplifies on the way; here its terms are added up as numbers: exact fractions
where that is possible, numbers of thirty digits otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import sympy

DIGITS = 30
#: Functions of one number that are exact on fractions.
EXACT: Mapping[str, Callable[[Any], Any]] = {"Abs": abs, "sign": lambda v: (v > 0) - (v < 0)}


class _Beyond(Exception):  # noqa: N818
    """A head that has no value here."""


def exactly(side: Any, point: Mapping[Any, Any]) -> Any:
    """An exact rational value where there is one; SymPy's own value elsewhere."""
    try:
        value = _value(side, _Place(point, Fraction))
    except (_Beyond, ZeroDivisionError, OverflowError):
        return put(side, point)
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else sympy.sympify(value)


def numerically(side: Any, point: Mapping[Any, Any]) -> Any:
    """The value to thirty digits."""
    try:
        with mpmath.workdps(DIGITS):
            return _value(side, _Place(point, _float))
    except (_Beyond, ZeroDivisionError, OverflowError):
        return sympy.N(put(side, point), DIGITS)


class _Place:
    """The values of names and entries at a point, as numbers of one kind."""

    def __init__(self, point: Mapping[Any, Any], kind: Callable[..., Any]) -> None:
        self.kind = kind
        self.arrays = {str(a.label): v for a, v in point.items() if isinstance(a, sympy.IndexedBase)}
        self.names = {n: v for n, v in point.items() if not isinstance(n, sympy.IndexedBase)}

    def number(self, value: Any) -> Any:
        return self.kind(int(value.p), int(value.q)) if isinstance(value, sympy.Rational) else _refuse(value)


def _float(above: int, below: int) -> Any:
    return mpmath.mpf(above) / below


def _refuse(value: Any) -> Any:
    raise _Beyond(str(value))


def _value(e: Any, place: _Place) -> Any:
    if isinstance(e, sympy.Rational):
        return place.number(e)
    if isinstance(e, sympy.Symbol):
        found = place.names.get(e)
        return _refuse(e) if found is None else place.number(sympy.sympify(found))
    if isinstance(e, sympy.Indexed):
        entries = place.arrays.get(str(e.base.label))
        return _refuse(e) if entries is None else place.number(entries[tuple(_whole(i, place) - 1 for i in e.indices)])
    if isinstance(e, sympy.Add):
        return sum((_value(a, place) for a in e.args), place.kind(0, 1))
    if isinstance(e, sympy.Mul):
        return _product((_value(a, place) for a in e.args), place)
    if isinstance(e, (sympy.Sum, sympy.Product)):
        return _over(e, place)
    if isinstance(e, sympy.Pow) and isinstance(e.exp, sympy.Integer):
        return _value(e.base, place) ** int(e.exp)
    if isinstance(e, sympy.KroneckerDelta):
        return place.kind(int(_value(e.args[0], place) == _value(e.args[1], place)), 1)
    if type(e).__name__ in EXACT:
        return EXACT[type(e).__name__](_value(e.args[0], place))
    return _inexact(e, place)


def _inexact(e: Any, place: _Place) -> Any:
    """Other powers and functions of one number, where numbers need not be exact."""
    if place.kind is Fraction:
        raise _Beyond(str(e))
    if isinstance(e, sympy.Pow):
        return mpmath.power(_value(e.base, place), _value(e.exp, place))
    run = getattr(mpmath, type(e).__name__, None) if isinstance(e, sympy.Function) and len(e.args) == 1 else None
    return _refuse(e) if run is None else run(_value(e.args[0], place))


def _whole(index: Any, place: _Place) -> int:
    value = _value(index, place)
    return int(value) if value == int(value) else _refuse(index)


def _product(values: Any, place: _Place) -> Any:
    found = place.kind(1, 1)
    for value in values:
        found = found * value
    return found


def _over(e: Any, place: _Place) -> Any:
    """A sum or product, the last of its indices outermost, as SymPy writes them."""

    def inner(limits: tuple[Any, ...]) -> Any:
        if not limits:
            return _value(e.function, place)
        index, low, high = limits[-1]
        kept, found = place.names.get(index), []
        for step in range(_whole(low, place), _whole(high, place) + 1):
            place.names[index] = sympy.Integer(step)
            found.append(inner(limits[:-1]))
        if kept is None:
            place.names.pop(index, None)
        else:
            place.names[index] = kept
        return sum(found, place.kind(0, 1)) if isinstance(e, sympy.Sum) else _product(found, place)

    if any(len(limit) != 3 for limit in e.limits):
        raise _Beyond(str(e))
    return inner(tuple(tuple(limit) for limit in e.limits))


def put(side: Any, point: Mapping[Any, Any]) -> Any:
    """A side at concrete sizes and entries, as SymPy works it out."""
    if not isinstance(side, sympy.Basic):
        return sympy.sympify(side)
    arrays = {str(a.label): v for a, v in point.items() if isinstance(a, sympy.IndexedBase)}
    scalars = {n: v for n, v in point.items() if not isinstance(n, sympy.IndexedBase)}
    written = side.subs(scalars).doit()
    return written.replace(
        lambda e: isinstance(e, sympy.Indexed),
        lambda e: arrays[str(e.base.label)][tuple(int(i) - 1 for i in e.indices)],
    ).doit()
