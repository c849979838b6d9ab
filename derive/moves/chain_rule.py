r"""The chain rule through a computation graph.

**Definition.**  Quantities $q_1, \dots, q_n$ are defined one after the other, each by an expression in base names and
earlier quantities.  Let $p$ run over the names that stand in the definition of $q$.  Then for a base name $w$

$$\frac{dq}{dw} = \sum_p \frac{\partial q}{\partial p} \frac{dp}{dw}, \qquad \frac{dw}{dw} = 1,$$

where $\partial q / \partial p$ differentiates the definition of $q$ with all other names held.  Walking the graph
from the loss back to a weight is back-propagation.

**Example.**

>>> from derive.declare import quantity, state
>>> from derive.model import model
>>> w, x, y, l = state("w"), quantity("x"), state("y"), quantity("l")
>>> m = model(definitions={x: 3 * w, l: (x - y) ** 2 / 2})
>>> for side in chain_rule(m, l, w).sides:
...     print(side)
Derivative(l, w)
Derivative(l, x)*Derivative(x, w)
3*x - 3*y

**Source.**  P. J. Werbos, *Beyond Regression*, PhD thesis, Harvard, 1974 (the ordered derivative).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from derive.model import Model
from derive.part import Derived, chain

Path = tuple[tuple[Any, Any], ...]


def chain_rule(model: Model, loss: Any, name: Any, known: Mapping[Any, Any] | None = None, **details: Any) -> Derived:
    """The derivative of a quantity by a name: symbol, product along the graph, and the factors written out.

    ``known`` holds derivatives of the loss by quantities on the way that were found before: the walk stops there.

    >>> from derive.declare import quantity, state
    >>> from derive.model import model
    >>> w, x, l = state("w"), quantity("x"), quantity("l")
    >>> m = model(definitions={x: 3 * w, l: x**2 / 2})
    >>> chain_rule(m, l, w, {x: x}).value
    3*x
    """
    found = dict(known or {})
    ways = paths(model, loss, name)
    product = sympy.Add(*(sympy.Mul(*(sympy.Derivative(a, b) for a, b in path)) for path in ways))
    written: dict[Path, Any] = {}
    for path in ways:
        start, rest = _from_known(path, found)
        written[rest] = sympy.Mul(start, *(local(model, a, b) for a, b in rest))
    sides = [sympy.Derivative(loss, name), product, sympy.Add(*written.values())]
    reasons = ["the chain rule", "each factor written out"]
    if product == sides[0]:
        sides, reasons = [sides[0], sides[2]], ["differentiate the definition"]
    return chain(*sides, reasons=tuple(reasons), **details)


def _from_known(path: Path, known: Mapping[Any, Any]) -> tuple[Any, Path]:
    """What is known at the quantity nearest to the name, and the way from there on."""
    for place in range(len(path) - 1, 0, -1):
        quantity = path[place][0]
        if quantity in known:
            return known[quantity], path[place:]
    return sympy.Integer(1), path


def paths(model: Model, end: Any, start: Any) -> list[Path]:
    """Every way through the graph from ``end`` back to ``start``, as pairs (quantity, name in its definition)."""
    definitions = dict(model.definitions)
    found: list[Path] = []
    for parent in sorted(definitions[end].free_symbols, key=lambda s: str(s.name)):
        if parent == start:
            found.append(((end, parent),))
        elif parent in definitions:
            found.extend(((end, parent), *rest) for rest in paths(model, parent, start))
    return found


def local(model: Model, quantity: Any, parent: Any) -> Any:
    """The derivative of a definition by one of the names that stand in it, the others held."""
    return sympy.diff(model.definition(quantity), parent)
