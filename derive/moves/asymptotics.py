r"""Leading-order asymptotics.

**Definition.**  $f(x) \sim g(x)$ as $x \to a$ when $f(x)/g(x) \to 1$.  A condition $f(x) < c$ holds *to leading
order* as $g(x) < c$ when the borders of the two, as functions of a further parameter, have the same leading
behaviour.

**Example.**

>>> x = sympy.Symbol("x", positive=True)
>>> ratio(sympy.sqrt(1 + x**2), x, x, sympy.oo)
1

**Source.**  N. G. de Bruijn, *Asymptotic Methods in Analysis*, 1958, ch. 1.
"""

from __future__ import annotations

from typing import Any

import sympy


def ratio(first: Any, second: Any, variable: Any, limit: Any) -> Any:
    """The limit of the quotient: 1 where the two are asymptotically equal."""
    return sympy.limit(first / second, variable, limit)
