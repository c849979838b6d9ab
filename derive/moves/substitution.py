r"""A change of the variable of integration.

**Definition.**  Where $t = \varphi(z)$ rises (or falls) all the way from $\varphi(c) = a$ to $\varphi(d) = b$,

$$\int_a^b f(t)\, dt = \int_c^d f(\varphi(z))\, \varphi'(z)\, dz.$$

**Example.**

>>> from derive.declare import variable
>>> t, z = variable("t", "positive"), variable("z", "positive")
>>> substituted(2 * t * sympy.exp(-(t**2)), t, sympy.sqrt(z), z)
exp(-z)

**Source.**  W. Rudin, *Principles of Mathematical Analysis*, 1976, theorem 6.19.
"""

from __future__ import annotations

from typing import Any

import sympy


def substituted(integrand: Any, variable: Any, by: Any, new: Any) -> Any:
    """The integrand in the new variable, the derivative of the substitution included.

    Powers of positive names are written out: (u/b)^(n/a) is u^(n/a) b^(-n/a).
    """
    changed = sympy.powdenest(integrand.subs(variable, by) * sympy.diff(by, new))
    return sympy.powsimp(sympy.expand_power_base(changed))
