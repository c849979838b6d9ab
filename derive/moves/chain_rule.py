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

from typing import Any

import sympy

from derive.model import Model
from derive.part import Derived, chain


def chain_rule(model: Model, loss: Any, name: Any, **details: Any) -> Derived:
    """The derivative of a quantity by a name: symbol, product along the graph, and the factors written out."""
    factors = paths(model, loss, name)
    product = sympy.Add(*(sympy.Mul(*(sympy.Derivative(a, b) for a, b in path)) for path in factors))
    written = sympy.Add(*(sympy.Mul(*(local(model, a, b) for a, b in path)) for path in factors))
    sides = [sympy.Derivative(loss, name), product, written]
    if product == sides[0]:
        sides.pop(1)
    reasons = ("the chain rule", "each factor written out")[2 - (len(sides) - 1) :]
    return chain(*sides, reasons=reasons, **details)


def paths(model: Model, end: Any, start: Any) -> list[tuple[tuple[Any, Any], ...]]:
    """Every way through the graph from ``end`` back to ``start``, as pairs (quantity, name in its definition)."""
    definitions = dict(model.definitions)
    found: list[tuple[tuple[Any, Any], ...]] = []
    for parent in sorted(definitions[end].free_symbols, key=lambda s: str(s.name)):
        if parent == start:
            found.append(((end, parent),))
        elif parent in definitions:
            found.extend(((end, parent), *rest) for rest in paths(model, parent, start))
    return found


def local(model: Model, quantity: Any, parent: Any) -> Any:
    """The derivative of a definition by one of the names that stand in it, the others held."""
    return sympy.diff(model.definition(quantity), parent)
