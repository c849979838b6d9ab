"""Bounds on integrals, bars and brackets: ``F|_a^b``, ``F|_{x=a}``, ``[F]_a^b``."""

from __future__ import annotations

from derive.expression import Expression, name
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import argument, one_variable


def bounds_written(parser: Parser) -> tuple[Expression | None, Expression | None]:
    lower = upper = None
    while parser.kind in ("_", "^"):
        kind = parser.advance().kind
        value = argument(parser, "a bound")
        if kind == "_":
            lower = value
        else:
            upper = value
    return lower, upper


def evaluated_bar(parser: Parser, left: Expression) -> Expression | None:
    r"""``F|_a^b`` and ``F|_{x=a}``."""
    parser.advance()
    parser.take("nullright")
    return bounds_on(parser, left)


def bounds_on(parser: Parser, left: Expression) -> Expression:
    """Bounds written on a bar or a closing bracket."""
    start = parser.at
    lower, upper = bounds_written(parser)
    if lower is None:
        raise parser.refuse("where the expression is evaluated", "write \\right|_{x=a} or \\right|_a^b", start)
    variable: Expression | None = None
    if lower.head == "eq":
        variable, lower = lower.args
    if upper is not None and upper.head == "eq":
        upper = upper.args[1]
    if lower.head in ("chain", "and", "tuple", "set") and upper is None:
        result = left
        for part in lower.args:
            if part.head != "eq":
                raise parser.refuse("equations under the bar", "", start)
            result = Expression("substitute", (result, *part.args))
        return result
    if variable is None:
        variable = _evaluated_variable(parser, left, lower, upper)
    if variable is None:
        raise parser.refuse("the variable that is replaced", "write \\right|_{x=a}", start)
    if upper is None:
        return Expression("substitute", (left, variable, lower))
    return Expression("evaluated", (left, variable, lower, upper))


def _evaluated_variable(
    parser: Parser, left: Expression, lower: Expression, upper: Expression | None
) -> Expression | None:
    used = set(lower.names()) | (set(upper.names()) if upper is not None else set())
    remaining = [n for n in left.names() if n not in used]
    if len(remaining) == 1:
        return name(remaining[0])
    return one_variable(parser, left)
