"""Integrals, and the differentials that end them."""

from __future__ import annotations

from derive.expression import ONE, Expression, name
from derive.read.grammar.binding import POWER, PRODUCT, SUM
from derive.read.grammar.evaluated import bounds_written
from derive.read.grammar.parser import Integral, Parser
from derive.read.grammar.scripts import argument, one_variable

_INTEGRALS = {"int": 1, "iint": 2, "iiint": 3, "oint": 1, "intop": 1}


def integral(parser: Parser) -> Expression:
    r"""``\int_a^b f\,dx``; the differential may stand anywhere: ``\int \frac{dx}{x}``, ``\int_0^T dt\,f``."""
    start = parser.at
    count = _INTEGRALS[parser.advance().text]
    lower, upper = bounds_written(parser)
    if count > 1 and lower is not None:
        raise parser.refuse("an integral sign for each bound", "write \\int\\int with bounds of their own", start)
    parser.deeper()
    frame = Integral(parser.level)
    parser.integrals.append(frame)
    if parser.differential() and parser.kind == "name":
        frame.variable = differential(parser)
        nothing = parser.kind in ("end", "}", ")", "]", "relation", ",", "+", "-", "&", "\\\\")
        integrand = ONE if nothing else parser.expression(PRODUCT)
    else:
        integrand = parser.expression(SUM if _differential_follows(parser) else PRODUCT)
        if frame.variable is None and parser.kind == "name" and parser.differential():
            frame.variable = differential(parser, integrand)
    parser.integrals.pop()
    parser.depth -= 1
    variables = [frame.variable]
    for _ in range(count - 1):
        if parser.kind != "name" or not parser.differential():
            raise parser.refuse("as many differentials as integral signs")
        variables.append(differential(parser))
    result = integrand
    for variable in variables:
        if variable is None:
            variable = one_variable(parser, integrand)
            if variable is None:
                raise parser.refuse("a differential such as dx", "say which variable is integrated over", start)
            parser.notes.append(f"no differential is written; integrated over {variable.value}")
        bounds = () if lower is None or upper is None else (lower, upper)
        result = Expression("integral", (result, variable, *bounds))
    return result


def differential(parser: Parser, integrand: Expression | None = None) -> Expression:
    """``dx``: the variable; a lone ``d`` takes the variable of the integrand."""
    token = parser.advance()
    if not parser.latex and token.text != "d":
        return name(token.text[1:])
    if parser.kind == "{":
        return argument(parser, "the variable of the differential")
    if parser.kind in ("name", "constant"):
        return parser.expression(POWER + 1)
    variable = one_variable(parser, integrand) if integrand is not None else None
    if variable is None:
        raise parser.refuse("the variable of the differential")
    return variable


def _differential_follows(parser: Parser) -> bool:
    """Whether a differential of this integral comes at this level, before a relation or the end of the group."""
    depth, opened = 0, 1
    tokens = parser.tokens
    for at in range(parser.at, len(tokens)):
        token = tokens[at]
        kind = token.kind
        if kind in ("(", "[", "{", "set{", "nullleft"):
            depth += 1
        elif kind in (")", "]", "}", "set}", "nullright"):
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0:
            if kind in ("relation", "end", "\\\\", "logic", "&", ","):
                return False
            if kind == "command" and token.text in _INTEGRALS:
                opened += _INTEGRALS[token.text]
            elif kind == "name" and _is_differential(parser, at):
                opened -= 1
                if opened == 0:
                    return True
    return False


def _is_differential(parser: Parser, at: int) -> bool:
    here = parser.at
    parser.move(at)
    found = parser.differential()
    parser.move(here)
    return found
