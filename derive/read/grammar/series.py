"""Sums, products and limits with what stands under their signs."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import ONE, Expression, mul, name
from derive.read.grammar.binding import PRODUCT, RELATION, SUM
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import argument
from derive.read.groups import script
from derive.read.tokens import Token


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
    beside: tuple[Expression, ...] = ()
    if head == "product":
        term, beside = _scope(parser, term, ranges)
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
    return mul(term, *beside)


def _scope(parser: Parser, term: Expression, ranges: list[_Range]) -> tuple[Expression, tuple[Expression, ...]]:
    """What a product is taken over, and the factors behind it that do not depend on its index."""
    indices = {index.value for index, _, _ in ranges if index.head == "name"}
    if term.head != "mul" or not indices:
        return term, ()
    last = max((k for k, factor in enumerate(term.args) if indices & set(factor.names())), default=-1)
    if not 0 <= last < len(term.args) - 1:
        return term, ()
    parser.met["product"] = "the product taken over all factors behind it"
    if "product" in parser.choices:
        return term, ()
    return mul(*term.args[: last + 1]), term.args[last + 1 :]


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
        elif kind == "command" and token.text in ("sum", "prod", "lim"):
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
    body = parser.expression(SUM if _goes_on(parser, [(variable, None, None)]) else PRODUCT)
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
