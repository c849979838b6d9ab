r"""The crossover of two rates.

**Definition.**  Two rates $r_1(p)$ and $r_2(p)$ cross at the parameter $p^*$ with $r_1(p^*) = r_2(p^*)$.  Where
there is one crossing in the domain and $r_1 - r_2$ changes its sign there, each rate is the larger one on one side
of it.

**Example.**

>>> from derive.declare import param
>>> p = param("p", "positive")
>>> crossover(p, sympy.sqrt(2 + p), p)
2

**Source.**  Elementary; the intermediate value theorem.
"""

from __future__ import annotations

from typing import Any

import sympy

from derive.declare import Declared


def crossover(first: Any, second: Any, parameter: Declared) -> Any:
    """The one value of a parameter, in its domain, at which two rates are equal.

    Raises:
        ValueError: there is none in closed form, or more than one.
    """
    found = [r for r in sympy.solve(sympy.Eq(first, second), parameter) if r.is_real is not False]
    if len(found) != 1:
        raise ValueError(f"the rates cross at {len(found)} values of {parameter}: {found}; expected one")
    return found[0]
