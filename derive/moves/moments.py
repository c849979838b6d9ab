r"""Moments of a density.

**Definition.**  The $n$-th moment of a density $p$ on $(a, b)$ is $\langle t^n \rangle = \int_a^b t^n p(t)\, dt$;
the zeroth is 1 where $p$ is normalised.

**Example.**

>>> from derive.declare import param, variable
>>> t, k = variable("t", "positive"), param("k", "positive")
>>> moment(k * sympy.exp(-k * t), t, 2)
2/k**2

**Source.**  W. Feller, *An Introduction to Probability Theory and Its Applications*, vol. 2, 1971, ch. V.
"""

from __future__ import annotations

from typing import Any

import sympy


def moment(density: Any, variable: Any, order: Any, start: Any = 0, stop: Any = sympy.oo) -> Any:
    """The moment in closed form, where SymPy finds one."""
    return sympy.simplify(as_integral(density, variable, order, start, stop).doit())


def as_integral(density: Any, variable: Any, order: Any, start: Any = 0, stop: Any = sympy.oo) -> Any:
    """The moment as it is defined, not evaluated."""
    return sympy.Integral(variable**order * density, (variable, start, stop))
