"""Expressions to SymPy and back.

Authors write SymPy; everybody else writes text.  Both become :class:`derive.expression.Expression` trees, and a tree
becomes SymPy where a derivation move or the last rung of the ladder needs it.  Nothing here reads text.
"""

from derive.symbolic.from_sympy import from_sympy
from derive.symbolic.to_sympy import UntranslatableError, symbol, to_sympy

__all__ = ["UntranslatableError", "from_sympy", "symbol", "to_sympy"]
