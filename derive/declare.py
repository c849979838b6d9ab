"""Declaring names: what an author writes once, and everything else uses.

A declared symbol *is* a SymPy symbol, so that derivations are ordinary SymPy; it carries its :class:`derive.name.Name`,
so that the reader knows its spellings, the sampler and the Hypothesis strategy its span, the kernel its default value
and the sheet its unit.

>>> tau = param("tau", "positive", default=10, unit="ms")
>>> tau.declaration.default, (tau > 0)
(Fraction(10, 1), True)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy

from derive.author_error import AuthorError
from derive.name import Function, Name
from derive.symbolic.to_sympy import ASSUMPTIONS

#: A number as an author writes it; a float is taken as the decimal that it is printed as.
Number = int | float | str | Fraction


class Declared(sympy.Symbol):
    """A SymPy symbol with its declaration.  Two are equal when text and domain are.

    ``role`` says what it is for: a ``state`` moves, a ``param`` is chosen, a ``quantity`` is defined by the model, a
    ``variable`` is neither (a time, an integration variable), a ``size`` counts, an ``index`` runs from one to a size.
    """

    __slots__ = ("declaration", "over", "role")

    declaration: Name
    role: str
    over: Any

    def __new__(cls, declaration: Name, role: str) -> Declared:
        made = sympy.Symbol.__xnew__(cls, declaration.text, **ASSUMPTIONS[declaration.domain])
        made.declaration = declaration
        made.role = role
        made.over = None
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Declared, (self.declaration, self.role)

    def _latex(self, printer: Any) -> str:
        return self.declaration.latex or str(printer._print_Symbol(sympy.Symbol(self.name)))


class DeclaredArray(sympy.IndexedBase):
    """A vector or matrix whose entries are written ``w[i, j]``, with its declaration; indices count from one."""

    declaration: Name
    sizes: tuple[Any, ...]

    def __new__(cls, declaration: Name, sizes: tuple[Any, ...]) -> DeclaredArray:
        made = sympy.IndexedBase(sympy.Symbol(declaration.text, **ASSUMPTIONS[declaration.domain]))
        made = super().__new__(cls, made.label)
        made.declaration = declaration
        made.sizes = sizes
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return DeclaredArray, (self.declaration, self.sizes)

    @property
    def func(self) -> Any:
        """What SymPy rebuilds it with: an array has no parts that could change, so it stays itself."""
        return lambda *parts, **options: self

    @property
    def name(self) -> str:
        return self.declaration.text


class DeclaredFunction(sympy.core.function.UndefinedFunction):
    """The class of an abstract function's applications, with its declaration."""

    declaration: Function


#: A number as it may be written: short, and with an exponent that is within reach.
WRITTEN = re.compile(r"\s*[-+]?[\d._]{1,40}(/\d{1,40}|[eE][-+]?\d{1,3})?\s*")


def exact(value: Number) -> Fraction:
    """A number as an author writes it, exactly; ``0.1`` is one tenth.

    >>> exact(0.1), exact("1/3")
    (Fraction(1, 10), Fraction(1, 3))
    """
    try:
        if isinstance(value, str) and not WRITTEN.fullmatch(value):
            raise ValueError
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, TypeError, ZeroDivisionError):
        raise AuthorError(f"{value!r} is no number; expected one such as 2, 0.1 or 1/3") from None


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


def index(text: str, over: Any, **details: Any) -> Declared:
    """An index that runs from one to a size."""
    made = _declare("index", text, "positive integer", **details)
    made.over = over
    return made


def array(text: str, *sizes: Any, domain: str = "real", **details: Any) -> DeclaredArray:
    """A vector or matrix of symbolic (or fixed) size; its entries are ``w[i]`` and ``w[i, j]``.

    >>> k = size("k")
    >>> i, t = index("i", k), array("t", k)
    >>> sympy.Sum(t[i], (i, 1, k)).subs(k, 2).doit()
    t[1] + t[2]
    """
    made = _declare("variable", text, domain, **details)
    shape = tuple(s.name if isinstance(s, sympy.Symbol) else int(s) for s in sizes)
    return DeclaredArray(replace(made.declaration, shape=shape), sizes)


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


def arrays_in(namespace: Mapping[str, Any]) -> tuple[DeclaredArray, ...]:
    """The declared vectors and matrices among the values of a module."""
    found: dict[str, DeclaredArray] = {}
    for value in namespace.values():
        if isinstance(value, DeclaredArray):
            found.setdefault(value.name, value)
    return tuple(found.values())


def functions_in(namespace: Mapping[str, Any]) -> tuple[DeclaredFunction, ...]:
    """The abstract functions among the values of a module."""
    found: dict[str, DeclaredFunction] = {}
    for value in namespace.values():
        if isinstance(value, DeclaredFunction):
            found.setdefault(value.declaration.text, value)
    return tuple(found.values())
