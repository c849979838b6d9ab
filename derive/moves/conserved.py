r"""Conserved quantities and invariant regions of a flow.

**Definition.**  Along a flow $\dot u = F(u)$ a quantity $Q(u)$ changes at the rate $\dot Q = \sum_i F_i\, \partial
Q / \partial u_i$ (its Lie derivative).  It is conserved where that vanishes.  A region whose boundary is a piece of
$Q = 0$, with $Q > 0$ inside, is never left through that piece where $\dot Q \ge 0$ on it.

**Example.**

>>> from derive.declare import state
>>> from derive.model import model
>>> a, b = state("a"), state("b")
>>> m = model(flow={a: b, b: a})
>>> along(m, a**2 - b**2)
0
>>> on_boundary(m, a)
b

**Source.**  M. Nagumo, Proc. Phys.-Math. Soc. Japan 24 (1942) 551; F. Blanchini, Automatica 35 (1999) 1747.
"""

from __future__ import annotations

from typing import Any

import sympy

from derive.declare import Declared
from derive.model import Model


def along(model: Model, quantity: Any) -> Any:
    """The rate at which a quantity changes along the flow."""
    return sympy.simplify(sum(sympy.diff(quantity, state) * rate for state, rate in model.flow))


def on_boundary(model: Model, state: Declared) -> Any:
    """The rate of a state where it is zero: what crosses the boundary of the region in which it is positive."""
    return sympy.simplify(model.rate(state).subs(state, 0))
