"""Derivatives on one line and gradients: ``dV/dt``, ``\\partial_x f``, ``\\nabla f``."""

from __future__ import annotations

from derive.expression import Expression, call, mul
from derive.read.grammar.binding import POWER, PRODUCT
from derive.read.grammar.fractions import operand_of_derivative
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import argument, raised
from derive.read.groups import script


def inline_derivative(parser: Parser) -> Expression | None:
    """``dV/dt``, ``d/dx (...)``, ``dl/dw_1`` on one line."""
    start, depth = parser.at, 0
    tokens = parser.tokens
    if "d" in parser.words.names or parser.integrals:
        return None
    first = tokens[start]
    slash = start + 1
    while (
        slash < len(tokens) and tokens[slash].kind in ("name", "_", "{", "}", "number", "^", "'") and slash - start < 9
    ):
        slash += 1
    if slash >= len(tokens) - 1 or tokens[slash].kind != "/":
        return None
    below = tokens[slash + 1]
    if below.kind != "name" or below.text[0] != "d" or (below.text == "d" and tokens[slash + 2].kind != "name"):
        return None
    if first.text in parser.words.names or below.text in parser.words.names:
        return None
    del depth
    top: Expression | None = None
    if parser.latex or first.text == "d":
        parser.advance()
        if parser.at < slash:
            top = parser.expression(POWER + 1)
    else:
        tokens[start] = first._replace(text=first.text[1:])
        top = parser.expression(POWER + 1)
    if parser.at != slash:
        parser.move(start)
        tokens[start] = first
        return None
    parser.advance()
    if below.text == "d":
        parser.advance()
    else:
        tokens[parser.at] = below._replace(text=below.text[1:])
    variable = parser.expression(POWER + 1)
    tokens[slash + 1] = below
    tokens[start] = first
    if top is None:
        top = operand_of_derivative(parser, start)
    return Expression("derivative", (top, variable))


def partial_operand(parser: Parser, binding: int) -> Expression:
    r"""``\partial f/\partial x`` on one line, or ``\partial_x f``."""
    start = parser.at
    parser.advance()
    if parser.kind == "_":
        parser.advance()
        variable = argument(parser, "the variable of the derivative")
        return Expression("derivative", (operand_of_derivative(parser, start), variable))
    top = parser.expression(POWER + 1) if parser.kind != "/" else None
    if parser.kind != "/" or parser.ahead().kind != "∂":
        raise parser.refuse("a derivative such as \\partial f / \\partial x", "", start)
    parser.advance()
    parser.advance()
    variable = parser.expression(POWER + 1)
    if top is None:
        top = operand_of_derivative(parser, start)
    return Expression("derivative", (top, variable))


def gradient_operand(parser: Parser, binding: int) -> Expression:
    r"""``\nabla f``, ``\nabla_w L``, ``\nabla^2 f``, ``\nabla \cdot F``, ``\nabla \times F``."""
    parser.advance()
    by: tuple[Expression, ...] = ()
    twice = False
    for _ in range(2):
        if parser.kind == "_" and not by:
            parser.advance()
            by = (argument(parser, "what the gradient is taken by"),)
        elif parser.kind == "^" and not twice:
            twice = _squared(parser)
    function = "laplacian" if twice else "grad"
    if parser.kind == "*" and not by and not twice and parser.token.mark in ("dot", "cross"):
        function = "divergence" if parser.advance().mark == "dot" else "curl"
    parser.deeper()
    factors = [parser.expression(POWER + 1)]
    if parser.kind == "^":
        factors[-1] = raised(parser, factors[-1])
    while not factors[-1].names() and not factors[-1].functions() and parser.starts():
        factors.append(parser.expression(PRODUCT + 1))
    parser.depth -= 1
    return call(function, mul(*factors), *by)


def _squared(parser: Parser) -> bool:
    """The exponent of the second nabla; nothing else stands there."""
    content, after = script(parser.tokens, parser.at)
    if [t.text for t in content] != ["2"]:
        raise parser.refuse("what the gradient is taken of", "only \\nabla^2 has an exponent")
    parser.move(min(after, len(parser.tokens) - 1))
    return True
