"""Declaring names: what an author writes once, and everything else uses.

A declared symbol *is* a SymPy symbol, so that derivations are ordinary SymPy; it carries its :class:`derive.name.Name`,
so that the reader knows its spellings, the sampler and the Hypothesis strategy its span, the kernel its default value
and the sheet its unit.

>>> tau = param("tau", "positive", default=10, unit="ms")
>>> tau.declaration.default, (tau > 0)
(Fraction(10, 1), True)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy

from derive.name import Function, Name
from derive.symbolic.to_sympy import ASSUMPTIONS

#: A number as an author writes it; a float is taken as the decimal that it is printed as.
Number = int | float | str | Fraction

#: What a name is for.  A ``state`` moves, a ``param`` is chosen, a ``quantity`` is defined by the model, a ``variable``
#: is neither (a time, an integration variable), a ``size`` counts.
ROLES = ("state", "param", "quantity", "variable", "size")


class Declared(sympy.Symbol):
    """A SymPy symbol with its declaration.  Two are equal when text and domain are."""

    __slots__ = ("declaration", "role")

    declaration: Name
    role: str

    def __new__(cls, declaration: Name, role: str) -> Declared:
        made = sympy.Symbol.__xnew__(cls, declaration.text, **ASSUMPTIONS[declaration.domain])
        made.declaration = declaration
        made.role = role
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Declared, (self.declaration, self.role)

    def _latex(self, printer: Any) -> str:
        return self.declaration.latex or str(printer._print_Symbol(sympy.Symbol(self.name)))


class DeclaredFunction(sympy.core.function.UndefinedFunction):
    """The class of an abstract function's applications, with its declaration."""

    declaration: Function


def exact(value: Number) -> Fraction:
    """A number as an author writes it, exactly; ``0.1`` is one tenth.

    >>> exact(0.1), exact("1/3")
    (Fraction(1, 10), Fraction(1, 3))
    """
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def _declare(
    role: str,
    text: str,
    domain: str,
    *,
    span: tuple[Number, Number] | None = None,
    default: Number | None = None,
    unit: str = "",
    spellings: Sequence[str] = (),
    latex: str = "",
    description: str = "",
) -> Declared:
    declaration = Name(
        text,
        domain=domain,
        span=None if span is None else (exact(span[0]), exact(span[1])),
        default=None if default is None else exact(default),
        unit=unit,
        spellings=tuple(spellings),
        latex=latex,
        description=description,
    )
    return Declared(declaration, role)


def state(text: str, domain: str = "real", **details: Any) -> Declared:
    """A state variable: it moves along the flow, or is what is learnt."""
    return _declare("state", text, domain, **details)


def param(text: str, domain: str = "real", **details: Any) -> Declared:
    """A parameter.  With a default it has a number on the sheet, and ``--set`` changes it."""
    return _declare("param", text, domain, **details)


def quantity(text: str, domain: str = "real", **details: Any) -> Declared:
    """A name that the model defines by an expression in other names."""
    return _declare("quantity", text, domain, **details)


def variable(text: str, domain: str = "real", **details: Any) -> Declared:
    """A free variable: a time, the argument of a density."""
    return _declare("variable", text, domain, **details)


def size(text: str, **details: Any) -> Declared:
    """A number of things: a positive integer."""
    return _declare("size", text, details.pop("domain", "positive integer"), **details)


def function(
    text: str,
    *properties: str,
    arity: int = 1,
    spellings: Sequence[str] = (),
    latex: str = "",
    description: str = "",
) -> Any:
    """An abstract function of which only the properties are known (``positive``, ``increasing``, ``bounded``, ...).

    >>> sigma = function("sigma", "increasing")
    >>> x = variable("x")
    >>> sigma(x).diff(x)
    Derivative(sigma(x), x)
    """
    declaration = Function(
        text,
        arity=arity,
        properties=tuple(properties),
        spellings=tuple(spellings),
        latex=latex,
        description=description,
    )
    made = DeclaredFunction(text, real=True)
    made.declaration = declaration
    return made


def declared_in(namespace: Mapping[str, Any]) -> tuple[Declared, ...]:
    """The declared symbols among the values of a module, in the order in which they stand there."""
    found: dict[str, Declared] = {}
    for value in namespace.values():
        if isinstance(value, Declared):
            found.setdefault(value.name, value)
        elif isinstance(value, (tuple, list)):
            for item in value:
                if isinstance(item, Declared):
                    found.setdefault(item.name, item)
    return tuple(found.values())


def functions_in(namespace: Mapping[str, Any]) -> tuple[DeclaredFunction, ...]:
    """The abstract functions among the values of a module."""
    found: dict[str, DeclaredFunction] = {}
    for value in namespace.values():
        if isinstance(value, DeclaredFunction):
            found.setdefault(value.declaration.text, value)
    return tuple(found.values())
