r"""Expectation algebra.

**Definition.**  The mean $\langle \cdot \rangle$ is linear, and leaves alone what is not random:
$\langle a X + b Y \rangle = a \langle X \rangle + b \langle Y \rangle$.  So the mean of a polynomial in one random
quantity needs nothing but the moments of that quantity.

**Example.**

>>> from derive.declare import param, variable
>>> t, a = variable("t"), param("a")
>>> mean(a * t**2 - t + 3, t, lambda n: sympy.Symbol(f"m_{n}"))
a*m_2 - m_1 + 3

**Source.**  W. Feller, *An Introduction to Probability Theory and Its Applications*, vol. 1, 1968, ch. IX.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy


def mean(expression: Any, variable: Any, moment: Callable[[int], Any]) -> Any:
    """The mean of a polynomial in a random variable, from its moments (the zeroth is 1).

    Raises:
        ValueError: the expression is not a polynomial in the variable.
    """
    try:
        polynomial = sympy.Poly(sympy.expand(expression), variable)
    except sympy.PolynomialError:
        raise ValueError(f"{expression} is not a polynomial in {variable}; expected one") from None
    return sum(
        coefficient * (moment(order) if order else 1)
        for (order,), coefficient in zip(polynomial.monoms(), polynomial.coeffs())
    )
