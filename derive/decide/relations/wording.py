"""How expressions are written in reasons."""

from __future__ import annotations

from derive.expression import Expression


def plain(expression: Expression) -> str:
    """Plain text, shortened where it is long."""
    try:
        from derive.read import to_plain
    except ImportError:
        return repr(expression)
    text = to_plain(expression)
    return text if len(text) <= 120 else text[:117] + "..."
