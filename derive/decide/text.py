"""How points and values are printed: short, exact where they are exact, and the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import acb, arb

from derive.decide.ball import Value
from derive.expression import Expression


def value_text(value: Value) -> str:
    """A coordinate as one would type it: ``3/2``, ``2 - 5/3 i``."""
    if isinstance(value, Fraction):
        return str(value)
    x, y = value
    if y == 0:
        return str(x)
    imaginary = f"{abs(y)} i" if abs(y) != 1 else "i"
    if x == 0:
        return imaginary if y > 0 else f"-{imaginary}"
    return f"{x} {'+' if y > 0 else '-'} {imaginary}"


def point_text(point: Mapping[str, Value]) -> str:
    return ", ".join(f"{name} = {value_text(v)}" for name, v in point.items())


def _real(x: arb, digits: int) -> str:
    if x.is_exact() and x.is_integer() and abs(x) < 10**15:
        return str(int(x.unique_fmpz()))
    text = str(x.str(digits, radius=False))
    return "0" if text.startswith(("0e", "-0e")) or text == "-0" else text


def ball_text(value: acb, digits: int = 12) -> str:
    """A ball's digits that are certain, at most ``digits`` of them."""
    if not value.is_finite():
        return "undefined"
    if value.imag.is_zero():
        return _real(value.real, digits)
    if value.real.is_zero():
        return f"{_real(value.imag, digits)} i"
    imaginary = _real(value.imag, digits)
    join = "" if imaginary.startswith("-") else "+ "
    joined = f"{_real(value.real, digits)} {join}{imaginary} i"
    return joined.replace(" -", " - ", 1) if join == "" else joined


def function_text(name: str, parameters: tuple[str, ...], body: Expression) -> str:
    """``f(t) = ...`` in plain text."""
    try:
        from derive.read import to_plain
    except ImportError:
        return f"{name}({', '.join(parameters)}) = {body!r}"
    return f"{name}({', '.join(parameters)}) = {to_plain(body)}"
