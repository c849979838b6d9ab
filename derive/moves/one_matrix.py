r"""The eigenstructure of a multiple of the identity plus a constant matrix.

**Definition.**  The $n \times n$ matrix $A = a I + b\, \mathbf{1} \mathbf{1}^\top$ has the eigenvalue $a$ on every
vector whose entries sum to zero, $n - 1$ times, and $a + n b$ on $\mathbf{1}$.  It describes $n$ equal units that
act on themselves and, all alike, on each other.

**Example.**

>>> a, b = sympy.symbols("a b")
>>> eigenvalues(a, b, 3)
((a, 2), (a + 3*b, 1))
>>> matrix(a, b, 3).charpoly().as_expr().subs(sympy.Symbol("lambda"), a).expand()
0

**Source.**  R. A. Horn and C. R. Johnson, *Matrix Analysis*, 2nd ed. 2013, section 1.3.
"""

from __future__ import annotations

from typing import Any

import sympy


def eigenvalues(a: Any, b: Any, n: Any) -> tuple[tuple[Any, Any], ...]:
    """The eigenvalues with their multiplicities; ``n`` may be a symbol."""
    return (a, n - 1), (a + n * b, 1)


def matrix(a: Any, b: Any, n: int) -> Any:
    """The matrix at a concrete size."""
    return a * sympy.eye(n) + b * sympy.ones(n, n)
