"""SymPy to tape: what may be asked for, and how it is made ready to be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from numeric.errors import WrongArguments
from numeric.exponentials import shared_exponentials
from numeric.tape import Tape, TapeBuilder
from numeric.writer import Writer, as_sympy, exact

Functions = Mapping[str, Callable[..., Any]]


def tape(
    names: Sequence[Any],
    expressions: Any,
    *,
    functions: Functions | None = None,
    values: Mapping[Any, Any] | None = None,
    imaginary: bool = False,
) -> Tape:
    """The tape of one expression, a sequence of them, or a matrix.

    ``functions`` gives the abstract functions a body (``{"sigma": sympy.tanh}``), ``values`` gives names exact values
    (a float counts as the binary number that it is).  ``imaginary`` allows the unit ``I``.

    Raises :class:`UnboundName`, :class:`UnknownFunction`, :class:`NotReal`, :class:`WrongArguments`.
    """
    spelt = tuple(str(n) for n in names)
    repeated = sorted({n for n in spelt if spelt.count(n) > 1})
    if repeated:
        raise WrongArguments(f"names={list(spelt)} lists {repeated[0]} twice; give each name once")
    flat, shape = _flatten(expressions)
    whole = [filled(as_sympy(e), functions) for e in flat]
    exponentials: list[Any] = []
    if not imaginary:
        whole, exponentials = shared_exponentials([_real(e) for e in whole])
    builder = TapeBuilder(spelt)
    writer = Writer(builder, {str(k): v for k, v in (values or {}).items()}, imaginary, whole)
    for symbol, base, power in exponentials:
        place = writer.write(base)
        writer.done[symbol] = builder.step("power", place, value=power) if power > 1 else place
    return builder.finish([writer.output(e) for e in whole], shape)


def _flatten(expressions: Any) -> tuple[list[Any], tuple[int, ...]]:
    if isinstance(expressions, sp.MatrixBase):
        return list(expressions), expressions.shape
    if isinstance(expressions, sp.MatrixExpr):
        return _flatten(expressions.as_explicit())
    if isinstance(expressions, sp.NDimArray):
        return list(sp.flatten(expressions)), tuple(int(s) for s in expressions.shape)
    if isinstance(expressions, (list, tuple, sp.Tuple)):
        parts = [_flatten(e) for e in expressions]
        shapes = {shape for _, shape in parts}
        if len(shapes) > 1:
            raise WrongArguments(f"expressions have the unequal shapes {sorted(shapes)}; give them one shape")
        inner = parts[0][1] if parts else ()
        return [e for flat, _ in parts for e in flat], (len(parts), *inner)
    return [expressions], ()


def filled(expression: Any, functions: Functions | None) -> Any:
    """Abstract functions replaced by their bodies, then derivatives, substitutions and finite sums carried out."""
    functions = functions or {}
    found = expression.atoms(AppliedUndef)
    for function in sorted({f.func for f in found}, key=str):
        if str(function) in functions:
            expression = expression.replace(function, functions[str(function)])
    if expression.has(sp.Derivative, sp.Subs, sp.Sum, sp.Product, sp.Integral):
        expression = expression.doit()
    return expression


def _real(expression: Any) -> Any:
    """Real and imaginary parts resolved: every name stands for a real number here."""
    if not expression.has(sp.re, sp.im, sp.conjugate, sp.arg):
        return expression
    real = {s: sp.Symbol(s.name, real=True) for s in expression.free_symbols if not s.is_real}
    expression = expression.xreplace(real)
    return expression.doit() if expression.has(sp.Derivative) else expression


__all__ = ["as_sympy", "exact", "filled", "tape"]
