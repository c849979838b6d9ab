"""A model: names, definitions, dynamics, threshold and reset.

A model is data.  What is derived from it (nullclines, fixed points, gradients, ...) are moves, in :mod:`derive.moves`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy

from derive.author_error import AuthorError
from derive.declare import Declared, DeclaredFunction


@dataclass(frozen=True, slots=True)
class Model:
    """A system.

    ``definitions`` are pairs of a target and its expression, each built on names and earlier definitions; a target is a
    quantity, an abstract function applied to its arguments, or an entry ``z[j]`` of an array.  ``flow`` pairs a state
    with its time derivative.  ``spike`` is the condition of a threshold, ``reset`` what the states become then.
    ``assumptions`` are relations between names beyond their domains.
    """

    definitions: tuple[tuple[Any, Any], ...] = ()
    flow: tuple[tuple[Declared, Any], ...] = ()
    spike: Any = None
    reset: tuple[tuple[Declared, Any], ...] = ()
    assumptions: tuple[Any, ...] = ()

    def quantities(self) -> tuple[Any, ...]:
        """The names that are defined, in order."""
        return tuple(target for target, _ in self.definitions if isinstance(target, sympy.Symbol))

    def definition(self, target: Any) -> Any:
        """The right-hand side that defines a quantity."""
        return dict(self.definitions)[target]

    def rate(self, state: Declared) -> Any:
        """The time derivative of a state, as the model states it."""
        return dict(self.flow)[state]

    def states(self) -> tuple[Declared, ...]:
        return tuple(s for s, _ in self.flow)

    def expand(self, expression: Any, keep: Sequence[Any] = ()) -> Any:
        r"""An expression in base names: every definition written out, except those of ``keep``.

        A derivative with respect to a defined quantity is taken with the quantity free, and evaluated where the model
        puts it; one with respect to a base name is total.

        >>> from derive.declare import quantity, state
        >>> w, x, l = state("w"), quantity("x"), quantity("l")
        >>> m = model(definitions={x: 3 * w, l: x**2})
        >>> m.expand(sympy.Derivative(l, x)), m.expand(sympy.Derivative(l, w)).doit()
        (6*w, 18*w)
        """
        if isinstance(expression, sympy.MatrixBase):
            return expression.applyfunc(lambda entry: self.expand(entry, keep))
        if not isinstance(expression, sympy.Basic) or not self.definitions:
            return expression
        expression = expression.replace(
            lambda e: isinstance(e, sympy.Derivative) and _is_of_symbols(e, self),
            lambda e: self._derivative(e),
        )
        for target, value in reversed(self.definitions):
            if target in keep:
                continue
            expression = _write_out(expression, target, value)
        return expression

    def _derivative(self, derivative: Any) -> Any:
        wanted = derivative.variables
        entries = self._entries()
        labels = {str(v.base.label) for v in wanted if isinstance(v, sympy.Indexed)} & set(entries)
        if labels:
            inner = self.expand(derivative.expr, keep=(*wanted, *(entries[label] for label in labels)))
            _refuse_clash(inner, wanted)
            return self.expand(sympy.diff(inner, *wanted))
        inner = self.expand(derivative.expr, keep=wanted)
        defined = {v: sympy.Dummy(v.name, real=True) for v in wanted if v in dict(self.definitions)}
        if not defined:
            return sympy.Derivative(inner, *wanted)
        free = sympy.diff(inner.xreplace(defined), *(defined.get(v, v) for v in wanted))
        return free.subs({dummy: self.expand(v) for v, dummy in defined.items()})

    def _entries(self) -> dict[str, Any]:
        """The defined entries of arrays, by the array's label."""
        return {str(t.base.label): t for t, _ in self.definitions if isinstance(t, sympy.Indexed)}

    def with_definitions(self, definitions: Mapping[Any, Any]) -> Model:
        """The same model knowing more: an abstract function made concrete, for example."""
        return Model(tuple(definitions.items()) + self.definitions, self.flow, self.spike, self.reset, self.assumptions)

    def substitute(self, values: Mapping[Any, Any]) -> Model:
        """The model with numbers in the place of names."""

        def put(e: Any) -> Any:
            return e.subs(values) if isinstance(e, (sympy.Basic, sympy.MatrixBase)) else e

        return Model(
            tuple((t, put(v)) for t, v in self.definitions),
            tuple((s, put(r)) for s, r in self.flow),
            put(self.spike),
            tuple((s, put(r)) for s, r in self.reset),
            tuple(put(a) for a in self.assumptions),
        )


def model(
    *,
    definitions: Mapping[Any, Any] | None = None,
    flow: Mapping[Declared, Any] | None = None,
    spike: Any = None,
    reset: Mapping[Declared, Any] | None = None,
    assume: Sequence[Any] = (),
) -> Model:
    """A model from dictionaries, as an author writes them."""
    return Model(
        tuple((definitions or {}).items()),
        tuple((flow or {}).items()),
        spike,
        tuple((reset or {}).items()),
        tuple(assume),
    )


def _at(value: Any, targets: Sequence[Any], places: Sequence[Any]) -> Any:
    """The definition of an entry at other indices, all at once; a bound index that one of them meets is renamed."""
    if tuple(targets) == tuple(places):
        return value
    meets = {v for place in places for v in place.free_symbols}
    bound = sorted({v for s in value.atoms(sympy.Sum, sympy.Product) for v in s.variables} & meets, key=str)
    for index in bound:
        value = _renamed(value, index, fresh(index, value.free_symbols | meets | set(bound)))
    return value.subs(dict(zip(targets, places)), simultaneous=True)


def _renamed(value: Any, index: Any, new: Any) -> Any:
    """Every sum over an index as one over another: ``xreplace`` within the sum alone."""
    return value.replace(
        lambda e: isinstance(e, (sympy.Sum, sympy.Product)) and index in e.variables,
        lambda e: e.func(e.function.xreplace({index: new}), *(limit.xreplace({index: new}) for limit in e.limits)),
    )


def fresh(index: Any, taken: set[Any]) -> Any:
    """An index like another one, of a name that is not taken: ``j``, ``jj``, ``jjj``."""
    names = {str(s) for s in taken}
    text = index.name
    while text in names:
        text += index.name
    made = Declared(replace(index.declaration, text=text), index.role)
    made.over = index.over
    return made


def _refuse_clash(inner: Any, wanted: Sequence[Any]) -> None:
    """SymPy would take the index of ``d/dz[j]`` for that of a sum over j inside."""
    bound = {v for s in inner.atoms(sympy.Sum) for v in s.variables}
    for entry in wanted:
        for place in getattr(entry, "indices", ()):
            if place in bound:
                raise AuthorError(f"the derivative by {entry} meets a sum over {place}; expected an index of its own")


def _is_of_symbols(derivative: Any, model: Model) -> bool:
    known = set(model.quantities())
    labels = set(model._entries())
    by_entry = any(isinstance(v, sympy.Indexed) and str(v.base.label) in labels for v in derivative.variables)
    return by_entry or bool(known & derivative.expr.free_symbols) or bool(known & set(derivative.variables))


def _write_out(expression: Any, target: Any, value: Any) -> Any:
    if isinstance(target, sympy.Symbol):
        return expression.subs(target, value) if expression.has(target) else expression
    if isinstance(target, sympy.Indexed):
        label = str(target.base.label)
        return expression.replace(
            lambda e: isinstance(e, sympy.Indexed) and str(e.base.label) == label,
            lambda e: _at(value, target.indices, e.indices),
        )
    if isinstance(target.func, DeclaredFunction):
        if not expression.has(target.func):
            return expression
        written = expression.replace(target.func, sympy.Lambda(target.args, value))
        return written.doit() if written.has(sympy.Derivative, sympy.Subs) else written
    raise TypeError(
        f"{target} cannot be defined; expected a declared quantity or an abstract function of its arguments"
    )
