r"""Commands with a reading of their own, each handed to its family."""

from __future__ import annotations

from collections.abc import Callable

from derive.expression import Expression, call, name
from derive.read.grammar.binding import PRODUCT
from derive.read.grammar.brackets import (
    angle_operand,
    bar_operand,
    bracket_operand,
    floor_operand,
    group_operand,
    set_operand,
)
from derive.read.grammar.calculus import integral
from derive.read.grammar.calls import arguments, function_operand
from derive.read.grammar.derivatives import gradient_operand, partial_operand
from derive.read.grammar.evaluated import bounds_on
from derive.read.grammar.foreign import MARKED, marked_number, order_of_root
from derive.read.grammar.fractions import binomial, fraction, square_root
from derive.read.grammar.matrices import environment
from derive.read.grammar.names import accented, constant_operand, name_operand
from derive.read.grammar.operators import INFIX, SIGNS
from derive.read.grammar.parser import Grammar, Parser
from derive.read.grammar.plain_calls import calculus_operand
from derive.read.grammar.products import product
from derive.read.grammar.scripts import argument, close, fraction_sign, group, literal, root_sign
from derive.read.grammar.series import approach, limit, series
from derive.read.grammar.statistics import board_operand
from derive.read.groups import script
from derive.read.tokens import Token


def _command(parser: Parser, binding: int) -> Expression:
    handler = _COMMANDS.get(parser.token.text)
    if handler is None:
        command = parser.token.text
        if "dots" in command:
            raise parser.refuse("a term", "what the dots stand for is not written")
        if command.endswith("arrow") or command in ("therefore", "because"):
            raise parser.refuse("a term", "an arrow between lines is no mathematics")
        raise parser.refuse("a term", f"\\{command} is not read here")
    parser.deeper()
    result = handler(parser)
    parser.depth -= 1
    return result


def _accent(accent: str) -> Callable[[Parser], Expression]:
    return lambda parser: accented(parser, accent)


def _dot(order: int) -> Callable[[Parser], Expression]:
    def dotted(parser: Parser) -> Expression:
        r"""``\dot W_1``: the derivative by time of the name with its subscripts."""
        parser.advance()
        if parser.kind == "{":
            inner = group(parser)
            if parser.kind == "_" and inner.head == "name":
                inner = _subscripted(parser, inner)
        else:
            inner = name_operand(parser, 0)
        applied = _applied(parser, inner, order)
        if applied is None and inner.head == "name" and inner.value in parser.context.functions:
            return Expression("prime", (name("t"),), (inner.value, (order,)))
        return applied or Expression("derivative", (inner, *([name("t")] * order)))

    return dotted


def _applied(parser: Parser, inner: Expression, order: int) -> Expression | None:
    r"""``\\dot x(t)``: the derivative of a function at one name or number."""
    base = inner.args[0] if inner.head == "index" else inner
    simple = parser.ahead().kind in ("name", "number") and parser.ahead(2).kind == ")"
    if parser.kind != "(" or not simple or base.head != "name":
        return None
    result = Expression("prime", arguments(parser), (base.value, (order,)))
    return inner.with_args((result, *inner.args[1:])) if inner.head == "index" else result


def _subscripted(parser: Parser, inner: Expression) -> Expression:
    """A subscript outside the braces of an accent belongs to the name inside them."""
    token = parser.tokens[parser.at]
    place = parser.at - 1
    kept = parser.tokens[place]
    parser.tokens[place] = Token("name", inner.value, token.start, token.start)
    parser.move(place)
    result = name_operand(parser, 0)
    parser.tokens[place] = kept
    return result


def _overline(parser: Parser) -> Expression:
    parser.advance()
    return call("conjugate", argument(parser, "something under the line"))


def _vector(parser: Parser) -> Expression:
    return accented(parser, "")


def _braced(parser: Parser) -> Expression:
    r"""``\underbrace{x}_{\text{why}}``: what stands over the brace; the explanation is no mathematics."""
    parser.advance()
    inner = argument(parser, "something over the brace")
    if parser.kind in ("_", "^"):
        _, after = script(parser.tokens, parser.at)
        parser.move(min(after, len(parser.tokens) - 1))
    return inner


def _stacked(parser: Parser) -> Expression:
    r"""``\stackrel{\rightharpoonup}{x}``, ``\overset{!}{=}``, ``\underset{b\to\infty}{\lim}``."""
    command = parser.advance().text
    _, after = script(parser.tokens, parser.at - 1)
    place = parser.at
    content, end = script(parser.tokens, after - 1)
    if len(content) == 1 and content[0].kind == "command" and content[0].text == "lim":
        inner, _ = script(parser.tokens, place - 1)
        variable, point, direction = approach(parser, inner, place)
        parser.move(min(end, len(parser.tokens) - 1))
        return Expression("limit", (parser.expression(PRODUCT), variable, point), direction)
    del command
    parser.move(after)
    return argument(parser, "what stands below the sign")


def _determinate(parser: Parser) -> Expression:
    command = parser.advance().text
    return call({"abs": "Abs", "norm": "norm"}[command], argument(parser, "an argument"))


def _transposed(parser: Parser) -> Expression:
    parser.advance()
    return call("transpose", argument(parser, "what is transposed"))


def _differential_quotient(parser: Parser) -> Expression:
    r"""``\dv{f}{x}`` and ``\pdv{f}{x}`` of the physics package."""
    parser.advance()
    top = argument(parser, "what is differentiated")
    return Expression("derivative", (top, argument(parser, "the variable of the derivative")))


def _nothing(parser: Parser) -> Expression:
    parser.advance()
    return parser.expression(31)


_COMMANDS: dict[str, Callable[[Parser], Expression]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "sfrac", "nicefrac", "flatfrac"), fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), binomial),
    **dict.fromkeys(("int", "iint", "iiint", "oint", "intop"), integral),
    **dict.fromkeys(("sum", "prod", "coprod"), series),
    **dict.fromkeys(("hat", "widehat"), _accent("hat")),
    **dict.fromkeys(("tilde", "widetilde"), _accent("tilde")),
    **dict.fromkeys(("vec", "overrightarrow", "Vec", "lvec", "mathring"), _vector),
    **dict.fromkeys(("underbrace", "overbrace"), _braced),
    **dict.fromkeys(("stackrel", "overset", "underset"), _stacked),
    **dict.fromkeys(("abs", "norm"), _determinate),
    **dict.fromkeys(("dv", "pdv", "derivative", "partialderivative", "diff"), _differential_quotient),
    **dict.fromkeys(("qty", "quantity"), _nothing),
    "sqrt": square_root,
    "root": square_root,
    "lim": limit,
    "bar": _accent("bar"),
    "check": _accent("check"),
    "overline": _overline,
    "dot": _dot(1),
    "ddot": _dot(2),
    "dddot": _dot(3),
    "begin": environment,
    "transpose": _transposed,
}


def _number(parser: Parser, binding: int) -> Expression:
    if parser.token.mark == "bold" and parser.token.text in ("0", "1", "11"):
        text = parser.advance().text
        ones = call("ones")
        return call("zeros") if text == "0" else call("outer", ones, ones) if text == "11" else ones
    if parser.token.mark in MARKED:
        return marked_number(parser)
    return literal(parser.advance().text, parser)


def _null(parser: Parser, binding: int) -> Expression:
    r"""``\left. F \right|_{x=a}``."""
    opening = parser.advance()
    parser.deeper()
    parser.level += 1
    inside = parser.expression(0)
    parser.level -= 1
    parser.depth -= 1
    if parser.kind in ("|", "]", ")") and parser.token.mark == "right":
        parser.advance()
        return bounds_on(parser, inside) if parser.kind in ("_", "^") else inside
    close(parser, "nullright", opening)
    return inside


def _square(parser: Parser, binding: int) -> Expression:
    """``[F]_a^b`` has bounds; any other square bracket is a bracket."""
    inside = bracket_operand(parser, binding)
    if parser.latex and parser.kind in ("_", "^") and _has_bounds(parser):
        return bounds_on(parser, inside)
    return inside


def _has_bounds(parser: Parser) -> bool:
    first, after = script(parser.tokens, parser.at)
    second = parser.tokens[min(after, len(parser.tokens) - 1)].kind
    if parser.kind == "_":
        return second == "^" or any(t.kind == "relation" for t in first)
    return second == "_"


def _unit(parser: Parser, binding: int) -> Expression:
    return Expression("unit", (), parser.advance().text)


GRAMMAR = Grammar(
    {
        **SIGNS,
        "number": _number,
        "fraction": fraction_sign,
        "name": name_operand,
        "constant": constant_operand,
        "function": function_operand,
        "board": board_operand,
        "calculus": calculus_operand,
        "command": _command,
        "(": bracket_operand,
        "[": _square,
        "set{": set_operand,
        "{": group_operand,
        "nullleft": _null,
        "|": bar_operand,
        "‖": bar_operand,
        "⌊": floor_operand,
        "⌈": floor_operand,
        "⟨": angle_operand,
        "√": root_sign,
        "^": order_of_root,
        "∂": partial_operand,
        "∇": gradient_operand,
        "unit": _unit,
    },
    INFIX,
    product,
)
