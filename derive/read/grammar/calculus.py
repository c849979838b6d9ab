"""Integrals, sums, products, limits, evaluations between bounds, and derivatives on one line."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import ONE, Expression, call, name
from derive.read.evidence import script
from derive.read.grammar.parser import POWER, PRODUCT, RELATION, SUM, Integral, Parser
from derive.read.grammar.scripts import argument, one_variable
from derive.read.tokens import Token

_INTEGRALS = {"int": 1, "iint": 2, "iiint": 3, "oint": 1, "intop": 1}


def integral(parser: Parser) -> Expression:
    r"""``\int_a^b f\,dx``; the differential may stand anywhere: ``\int \frac{dx}{x}``, ``\int_0^T dt\,f``."""
    start = parser.at
    count = _INTEGRALS[parser.advance().text]
    lower, upper = _bounds(parser)
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


def _bounds(parser: Parser) -> tuple[Expression | None, Expression | None]:
    lower = upper = None
    while parser.kind in ("_", "^"):
        kind = parser.advance().kind
        value = argument(parser, "a bound")
        if kind == "_":
            lower = value
        else:
            upper = value
    return lower, upper


def series(parser: Parser) -> Expression:
    r"""``\sum_{i=1}^n a_i``, ``\sum_{\beta\neq\alpha}``, ``\sum_{i,j}``, ``\sum_{i \in H}``, ``\sum_i^n``."""
    token = parser.advance()
    head = "sum" if token.text == "sum" else "product"
    lower: Sequence[Token] = ()
    place = parser.at
    upper: Expression | None = None
    while parser.kind in ("_", "^"):
        if parser.kind == "_":
            lower, after = script(parser.tokens, parser.at)
            place = parser.at + 1
            parser.move(min(after, len(parser.tokens) - 1))
        else:
            parser.advance()
            upper = argument(parser, "an upper bound")
    ranges = _ranges(parser, place, lower) if lower else []
    parser.deeper()
    whole = _goes_on(parser, ranges)
    if whole:
        parser.met["sum"] = "the sum taken over its first term only"
    term = parser.expression(SUM if whole and "sum" not in parser.choices else PRODUCT)
    parser.depth -= 1
    if not ranges:
        index = _implied_index(parser, term)
        if index is None:
            raise parser.refuse("an index under the sum", "write \\sum_i or \\sum_{i=1}^n")
        ranges = [(index, None, None)]
    for position, (index, start, condition) in enumerate(reversed(ranges)):
        bounds: tuple[Expression, ...] = ()
        if upper is not None and position == 0:
            bounds = (start if start is not None else ONE, upper)
        elif start is not None:
            bounds = (start, Expression("constant", (), "oo"))
        if condition is not None:
            bounds = bounds or (Expression("constant", (), "-oo"), Expression("constant", (), "oo"))
            bounds = (*bounds, condition)
        term = Expression(head, (term, index, *bounds))
    return term


_FAR = 400  # tokens


def _goes_on(parser: Parser, ranges: list[_Range]) -> bool:
    """Whether terms after the first one use the index too: then the sum is over all of them."""
    indices = {index.value for index, _, _ in ranges if index.head == "name"}
    if not indices or parser.kind == "{":
        return False
    depth, later, bound = 0, False, False
    for token in parser.tokens[parser.at : parser.at + _FAR]:
        kind = token.kind
        if kind in ("(", "[", "{", "set{", "⟨"):
            depth += 1
        elif kind in (")", "]", "}", "set}", "⟩"):
            depth -= 1
            if depth < 0:
                return False
        elif kind in ("relation", "end", "\\\\", "&", ",", ";", "text", "logic") and depth == 0:
            return False
        elif kind in ("+", "-") and depth == 0:
            later, bound = True, False
        elif kind == "command" and token.text in ("sum", "prod"):
            if not later:
                return False
            bound = True
        elif later and not bound and kind == "name" and token.text in indices:
            return True
    return False


def _implied_index(parser: Parser, term: Expression) -> Expression | None:
    for node in term.walk():
        if node.head == "index" and node.args[1].head == "name":
            return node.args[1]
    return None


_Range = tuple[Expression, Expression | None, Expression | None]


def _ranges(parser: Parser, place: int, content: Sequence[Token]) -> list[_Range]:
    """The indices under a sum, each with its first value or a condition."""
    here = parser.at
    parser.move(place)
    braced = parser.take("{")
    end = place + braced + len(content)
    ranges: list[_Range] = []
    parser.deeper()
    while parser.at < end:
        if parser.kind == ",":
            parser.advance()
            continue
        if parser.kind == "command" and parser.token.text == "substack":
            parser.advance()
            continue
        if parser.kind in ("{", "}", "\\\\"):
            parser.advance()
            continue
        ranges.extend(_one_range(parser, end, ranges))
    parser.depth -= 1
    parser.move(here)
    return ranges


def _one_range(parser: Parser, end: int, before: list[_Range]) -> list[_Range]:
    if (parser.kind == "name" and parser.at + 1 < end and parser.ahead().kind in ("name", ",")) or parser.at + 1 >= end:
        token = parser.token
        if token.kind not in ("name", "constant"):
            raise parser.refuse("an index")
        parser.advance()
        return [(name(token.text), None, None)]
    condition = parser.expression(RELATION)
    if condition.head == "chain":
        middle = condition.args[1]
        if condition.value == ("le", "le") and middle.head == "name":
            return [(middle, condition.args[0], Expression("le", (middle, condition.args[2])))]
        return [(condition.args[1], None, condition)]
    if condition.head == "eq" and condition.args[0].head == "name":
        return [(condition.args[0], condition.args[1], None)]
    if condition.head in ("ne", "member", "lt", "le", "gt", "ge") and condition.args[0].head == "name":
        index = condition.args[0]
        for at, (known, start, other) in enumerate(before):
            if known == index:
                before[at] = (known, start, condition if other is None else Expression("and", (other, condition)))
                return []
        return [(index, None, condition)]
    if condition.head == "name":
        return [(condition, None, None)]
    raise parser.refuse("an index with its first value", "write \\sum_{i=1}^n", parser.at - 1)


def limit(parser: Parser) -> Expression:
    r"""``\lim_{x\to 0^+} f``."""
    parser.advance()
    if parser.kind != "_":
        raise parser.refuse("what the limit goes to", "write \\lim_{x \\to 0}")
    content, after = script(parser.tokens, parser.at)
    variable, point, direction = approach(parser, content, parser.at + 1)
    parser.move(min(after, len(parser.tokens) - 1))
    parser.deeper()
    body = parser.expression(PRODUCT)
    parser.depth -= 1
    return Expression("limit", (body, variable, point), direction)


def approach(parser: Parser, content: Sequence[Token], place: int) -> tuple[Expression, Expression, str]:
    """``x \\to a^+``: the variable, the point and the direction."""
    direction = "+-"
    end = place + len(content) + (parser.tokens[place].kind == "{")
    tokens = parser.tokens
    if len(content) >= 2:
        last = content[-1]
        if last.kind in ("+", "-") and content[-2].kind == "^":
            direction, end = last.kind, end - 2
        elif last.kind == "}" and content[-2].kind in ("+", "-") and len(content) >= 4 and content[-4].kind == "^":
            direction, end = content[-2].kind, end - 4
        elif last.kind in ("+", "-"):
            direction, end = last.kind, end - 1
    here = parser.at
    if not place < end < len(tokens):
        raise parser.refuse("what the limit goes to", "write \\\\lim_{x \\\\to 0}")
    stop = tokens[end]
    tokens[end] = Token("}", "}", stop.start, stop.stop)
    parser.move(place)
    parser.take("{")
    relation = parser.expression(0)
    reached = parser.at
    tokens[end] = stop
    parser.move(here)
    if relation.head != "to" or reached != end:
        raise parser.refuse("what the limit goes to", "write \\lim_{x \\to 0}", place)
    return relation.args[0], relation.args[1], direction


def evaluated_bar(parser: Parser, left: Expression) -> Expression | None:
    r"""``F|_a^b`` and ``F|_{x=a}``."""
    parser.advance()
    parser.take("nullright")
    return bounds_on(parser, left)


def bounds_on(parser: Parser, left: Expression) -> Expression:
    """Bounds written on a bar or a closing bracket."""
    start = parser.at
    lower, upper = _bounds(parser)
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
        from derive.read.grammar.fractions import _operand

        top = _operand(parser, start)
    return Expression("derivative", (top, variable))


def partial_operand(parser: Parser, binding: int) -> Expression:
    r"""``\partial f/\partial x`` on one line, or ``\partial_x f``."""
    start = parser.at
    parser.advance()
    if parser.kind == "_":
        parser.advance()
        variable = argument(parser, "the variable of the derivative")
        from derive.read.grammar.fractions import _operand

        return Expression("derivative", (_operand(parser, start), variable))
    top = parser.expression(POWER + 1) if parser.kind != "/" else None
    if parser.kind != "/" or parser.ahead().kind != "∂":
        raise parser.refuse("a derivative such as \\partial f / \\partial x", "", start)
    parser.advance()
    parser.advance()
    variable = parser.expression(POWER + 1)
    if top is None:
        from derive.read.grammar.fractions import _operand

        top = _operand(parser, start)
    return Expression("derivative", (top, variable))


def gradient_operand(parser: Parser, binding: int) -> Expression:
    r"""``\nabla f``, ``\nabla_w L``."""
    parser.advance()
    by: tuple[Expression, ...] = ()
    if parser.kind == "_":
        parser.advance()
        by = (argument(parser, "what the gradient is taken by"),)
    parser.deeper()
    result = call("grad", parser.expression(POWER + 1), *by)
    parser.depth -= 1
    return result
