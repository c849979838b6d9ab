r"""Linear stability of a planar fixed point.

**Definition.**  Near a fixed point a flow $\dot u = F(u)$ moves like its Jacobian $J_{ij} = \partial F_i / \partial
u_j$, and perturbations decay when every eigenvalue of $J$ has a negative real part.  In the plane the eigenvalues are
$\lambda_\pm = \tfrac12 (T \pm \sqrt{T^2 - 4D})$ with the trace $T$ and the determinant $D$, so that the fixed point
is stable exactly when $T < 0 < D$.

**Example.**

>>> from derive.declare import param, state
>>> from derive.model import model
>>> V, x, g = state("V"), state("x"), param("g", "positive")
>>> J = jacobian(model(flow={V: -V - g * x, x: V - x}))
>>> J.tolist(), stable(J)
([[-1, -g], [1, -1]], True)

**Source.**  S. H. Strogatz, *Nonlinear Dynamics and Chaos*, 2nd ed. 2015, section 5.2.
"""

from __future__ import annotations

from typing import Any

import sympy

from derive.model import Model


def jacobian(model: Model) -> Any:
    """The matrix of partial derivatives of the flow by the states, in the order of the flow."""
    states = model.states()
    return sympy.Matrix([[sympy.diff(rate, state) for state in states] for _, rate in model.flow])


def stable(matrix: Any) -> Any:
    """The condition ``trace < 0 < determinant`` of a 2 by 2 matrix."""
    return sympy.And(matrix.trace() < 0, matrix.det() > 0)


def leading_real_part(trace: Any, determinant: Any) -> Any:
    """The larger real part of the eigenvalues of a 2 by 2 matrix, from its trace and determinant.

    >>> leading_real_part(-3, 2), leading_real_part(-2, 5)
    (-1, -1)
    """
    return (trace + sympy.sqrt(sympy.Max(sympy.sympify(trace) ** 2 - 4 * determinant, 0))) / 2
