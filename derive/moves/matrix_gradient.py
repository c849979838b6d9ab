r"""Gradients by vectors and matrices, entry by entry.

**Definition.**  The gradient of a scalar $L$ by a matrix $W$ has the shape of $W$ and the entries $\partial L /
\partial W_{iq}$.  Where $L$ depends on $W$ through activations $t_i = \sum_q W_{iq} h_q$ alone, $\partial L /
\partial W_{iq} = (\partial L / \partial t_i)\, h_q$: an outer product; and $\partial L / \partial h_q = \sum_i
(\partial L / \partial t_i) W_{iq}$.  Written with indices the formula carries its shapes with it, for any size.

**Example.**

>>> from derive.declare import array, index, size
>>> k = size("k")
>>> i, t, x = index("i", k), array("t", k), array("x", k)
>>> total(t[i] ** 2, t, lambda a: 3 * x[a], i)
9*x[i]**2

**Source.**  J. R. Magnus and H. Neudecker, *Matrix Differential Calculus*, 3rd ed. 2019, ch. 9.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy


def total(expression: Any, inner: Any, definition: Callable[[Any], Any], place: Any) -> Any:
    """An expression in a vector, with the definition of the vector's entries put in.

    ``place`` is the free index, if any; indices that are summed over inside keep their ranges.
    """
    return expression.replace(
        lambda e: isinstance(e, sympy.Indexed) and e.base == inner, lambda e: definition(e.indices[0])
    )
