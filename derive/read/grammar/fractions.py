r"""Fractions, and the derivatives that are written as fractions."""

from __future__ import annotations

from derive.expression import Expression, call, div, mul, name, number, power
from derive.read.grammar.binding import POWER, PRODUCT
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import argument, raised
from derive.read.groups import script
from derive.read.refusal import Refusal

_SIGNS = frozenset(("d", "∂"))


def fraction(parser: Parser) -> Expression:
    r"""``\frac{a}{b}``, ``\frac12``, ``\frac{dV}{dt}``, ``\frac{\partial}{\partial x}(...)``."""
    start = parser.at
    parser.advance()
    derivative = _derivative(parser, start)
    if derivative is None:
        derivative = _variation(parser)
    if derivative is not None:
        return derivative
    top = argument(parser, "a numerator")
    bottom = argument(parser, "a denominator")
    return div(top, bottom)


def _variation(parser: Parser) -> Expression | None:
    r"""``\frac{\delta F}{\delta u}`` and ``\frac{\delta}{\delta u} F``, where delta is no quantity."""
    tokens, at = parser.tokens, parser.at
    if "delta" in parser.words.names or "delta" in parser.context.bare or tokens[at].kind != "{":
        return None
    above, middle = script(tokens, at - 1)
    below, after = script(tokens, middle - 1)
    if not above or len(below) < 2 or tokens[middle].kind != "{" or any(p[0].text != "delta" for p in (above, below)):
        return None
    if len(above) > 1 and above[1].kind == "^":
        raise parser.refuse("a variation of first order", "a second variation is not read", at + 2)
    parts = []
    for place, content in ((at, above), (middle, below)):
        if len(content) == 1:
            continue
        kinds = [t.kind for t in content[1:]]
        if kinds in (["name", "(", "name", ")"], ["name", "[", "name", "]"]):
            # ``F[u]`` is the functional itself, ``u(x)`` the value of the function at a place.
            function = name(content[1].text)
            parts.append(call(content[1].text, name(content[3].text)) if kinds[1] == "(" else function)
            continue
        parser.move(place + 2)
        parser.deeper()
        parser.level += 1
        parts.append(parser.expression(PRODUCT))
        parser.level -= 1
        parser.depth -= 1
        if parser.kind != "}":
            raise parser.refuse("the end of the variation", "write \\frac{\\delta F}{\\delta u}")
    parser.move(after)
    if len(above) == 1:
        parts.insert(0, operand_of_derivative(parser, at))
    return call("variation", *parts)


def is_differential_sign(parser: Parser, at: int) -> bool:
    """Whether a ``d`` or ``∂`` of a derivative stands at a place."""
    token = parser.tokens[at]
    if token.kind == "∂":
        return True
    return token.kind == "name" and token.text == "d" and "d" not in parser.words.names


def _derivative(parser: Parser, start: int) -> Expression | None:
    tokens = parser.tokens
    at = parser.at
    single = tokens[at].kind != "{"
    first = at if single else at + 1
    while tokens[min(first, len(tokens) - 1)].kind == "{":
        first += 1
    if first >= len(tokens) or not is_differential_sign(parser, first):
        return None
    numerator, after = script(tokens, at - 1)
    below, end = script(tokens, after - 1)
    if not below:
        return None
    partial = tokens[first].kind == "∂"
    inner = after
    while inner < len(tokens) - 1 and tokens[inner].kind == "{":
        inner += 1
    bare_variable = not is_differential_sign(parser, inner)
    if bare_variable and not (partial and len(numerator) == 1):
        return None
    if not bare_variable and len(below) < 2:
        return None
    order = 1
    parser.move(first + 1)
    if parser.kind == "^":
        content, after_order = script(tokens, parser.at)
        if len(content) == 1 and content[0].kind == "number" and content[0].text.isdigit() and len(content[0].text) < 3:
            order = int(content[0].text)
        elif len(content) != 1 or content[0].kind != "name":
            parser.move(at)
            return None
        parser.move(after_order)
    close_top = after - 1
    operand: Expression | None = None
    if not single and parser.at < close_top:
        parser.deeper()
        parser.level += 1
        integrals, parser.integrals = parser.integrals, []
        operand = parser.expression(0)
        parser.integrals = integrals
        parser.level -= 1
        parser.depth -= 1
        if parser.at > close_top or any(t.kind != "}" for t in tokens[parser.at : close_top]):
            raise parser.refuse("the end of the numerator")
    parser.move(after)
    variables = _variables(parser, end, bare_variable)
    if len(variables) != order and order != 1:
        raise Refusal(
            tokens[first].start,
            f"a derivative of order {order} by {len(variables)} variables",
            "as many variables as its order",
        )
    parser.move(end)
    if operand is None:
        operand = operand_of_derivative(parser, start)
    if order == 1 < len(variables) and len(set(variables)) == 1:
        parser.met["power"] = "the derivative taken as a repeated one"
        if "power" not in parser.choices:
            return _by_a_power(operand, variables[0], len(variables))
    return Expression("derivative", (operand, *variables))


def _by_a_power(operand: Expression, variable: Expression, exponent: int) -> Expression:
    r"""``\frac{\partial l}{\partial \sigma^2}``, of first order above: by the power, through the inner derivative."""
    inner = variable if exponent == 2 else power(variable, number(exponent - 1))
    return div(Expression("derivative", (operand, variable)), mul(number(exponent), inner))


def _variables(parser: Parser, end: int, bare: bool) -> list[Expression]:
    """The names in a denominator such as ``\\partial x^2 \\partial y``."""
    variables: list[Expression] = []
    while parser.at < end and parser.kind in ("{", "}"):
        parser.advance()
    while parser.at < end:
        if parser.kind in ("{", "}"):
            parser.advance()
            continue
        if is_differential_sign(parser, parser.at) and not bare:
            parser.advance()
        while parser.kind == "{" and parser.at < end:
            parser.advance()
        variable = parser.expression(POWER + 1)
        while parser.kind == "}" and parser.at < end - 1:
            parser.advance()
        order = 1
        if parser.kind == "^" and parser.at < end:
            content, after = script(parser.tokens, parser.at)
            if (
                len(content) == 1
                and content[0].kind == "number"
                and content[0].text.isdigit()
                and len(content[0].text) < 3
            ):
                order = int(content[0].text)
                parser.move(after)
            else:
                raise parser.refuse("the order of the derivative as a number")
        if variable.head == "pow" and variable.args[1].head == "number":
            order, variable = int(variable.args[1].value), variable.args[0]
        velocity = variable.head == "derivative" and all(a.head == "name" for a in variable.args)
        if not (velocity or variable.head in ("name", "index", "call", "constant", "prime")) or not 1 <= order <= 20:
            raise parser.refuse("a name to differentiate by", "", parser.at - 1)
        variables.extend([variable] * order)
    if not variables:
        raise parser.refuse("a name to differentiate by")
    return variables


def operand_of_derivative(parser: Parser, start: int) -> Expression:
    """What a derivative that stands before it is applied to: a bracket, or the factors up to the next sign."""
    if parser.kind in ("end", "}", ")", "+", "-", "*", "/", "relation", ",", "]", "&", "\\\\", "^"):
        raise parser.refuse("what is differentiated", "write the function behind the derivative, or in its numerator")
    parser.deeper()
    bracket = parser.kind in ("(", "[", "{", "⟨", "nullleft") or (
        parser.kind == "command" and parser.token.text == "begin"
    )
    result = parser.expression(POWER + 1 if bracket else PRODUCT)
    if bracket and parser.kind == "^":
        result = raised(parser, result)
    if bracket and parser.latex and parser.kind in ("(", "["):
        # ``d/dx (x+1)(x+2)``: of the first bracket, or of their product.
        parser.met["operand"] = "the derivative taken of all the brackets"
        while "operand" in parser.choices and parser.kind in ("(", "["):
            factor = parser.expression(POWER + 1)
            if parser.kind == "^":
                factor = raised(parser, factor)
            result = mul(result, factor)
    parser.depth -= 1
    return result


def binomial(parser: Parser) -> Expression:
    parser.advance()
    return call("binomial", argument(parser, "the upper number"), argument(parser, "the lower number"))


def square_root(parser: Parser) -> Expression:
    r"""``\sqrt{x}``, ``\sqrt[3]{x}``, ``\sqrt 2``."""
    parser.advance()
    degree: Expression | None = None
    if parser.kind == "[":
        parser.advance()
        parser.deeper()
        degree = parser.expression(0)
        parser.depth -= 1
        parser.expect("]", "a closing bracket after the degree of the root")
    radicand = argument(parser, "what the root is taken of")
    if degree is None or degree == number(2):
        return call("sqrt", radicand)
    return call("root", radicand, degree)
