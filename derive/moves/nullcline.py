r"""Nullclines.

**Definition.**  The nullcline of a state $V$ of a flow $\dot V = f(V, x)$, $\dot x = g(V, x)$ is the set on which $V$
does not move, $f(V, x) = 0$.  It may be written either way round, $x(V)$ or $V(x)$; where nullclines cross, nothing
moves.

**Example.**

>>> from derive.declare import param, state
>>> from derive.model import model
>>> V, x, g = state("V"), state("x"), param("g", "positive")
>>> m = model(flow={V: -V - g * x, x: V - x})
>>> nullcline(m, V, x), nullcline(m, V, V)
(-V/g, -g*x)

**Source.**  J. Rinzel and B. Ermentrout, in *Methods in Neuronal Modeling*, ed. Koch and Segev, 2nd ed. 1998, ch. 7.
"""

from __future__ import annotations

from typing import Any

import sympy

from derive.declare import Declared
from derive.model import Model


def nullcline(model: Model, state: Declared, solve_for: Declared) -> Any:
    """The nullcline of a state, solved for one of the states.

    Raises:
        ValueError: there is no solution in closed form, or more than one.
    """
    rate = model.rate(state)
    for candidate in (rate, model.expand(rate)):
        bare = candidate if candidate.diff(solve_for) != 0 else None
        if bare is None:
            continue
        found = sympy.solve(bare, solve_for, dict=False)
        if len(found) == 1 and solve_for not in found[0].free_symbols:
            return sympy.simplify(found[0]) if candidate is not rate else found[0]
    raise ValueError(f"the nullcline of {state} cannot be solved for {solve_for} in one closed form")
