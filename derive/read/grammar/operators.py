"""Operators: sums, powers, postfix signs, logic, relations, sets and bars, each with its binding power."""

from __future__ import annotations

from collections.abc import Callable

from derive.expression import PI, Expression, add, call, div, mul, neg, number
from derive.read.grammar.binding import AND, INTERSECTION, LOGIC, NOT, OR, POSTFIX, POWER, PRODUCT, RELATION, SUM, UNION
from derive.read.grammar.brackets import as_set
from derive.read.grammar.ellipsis import at_dots, series_of
from derive.read.grammar.evaluated import evaluated_bar
from derive.read.grammar.foreign import conditional, method, reversed_arrow
from derive.read.grammar.parser import Parser
from derive.read.grammar.products import product
from derive.read.grammar.scripts import lowered, primed, raised
from derive.read.grammar.statements import relations


def _sum(parser: Parser, left: Expression, binding: int) -> Expression | None:
    terms = [left]
    while parser.kind in ("+", "-"):
        minus = parser.advance().kind == "-"
        if at_dots(parser):
            terms = [_dotted(parser, terms)]
            continue
        term = parser.expression(SUM + 1)
        terms.append(neg(term) if minus else term)
    return add(*terms)


def _dotted(parser: Parser, terms: list[Expression]) -> Expression:
    """``a + b + \\cdots`` and ``a + b + \\cdots + z`` as the series that they are."""
    place = parser.at
    parser.advance()
    last: Expression | None = None
    if parser.kind in ("+", "-"):
        minus = parser.advance().kind == "-"
        last = parser.expression(SUM + 1)
        last = neg(last) if minus else last
    written = [t for term in terms for t in (term.args if term.head == "add" else (term,))]
    found = series_of(parser, written, last, "sum")
    if found is None:
        raise parser.refuse("a term", "what the dots stand for is not written", place)
    return found


def _plus_minus(parser: Parser, left: Expression, binding: int) -> Expression | None:
    sign = "+" if parser.advance().kind == "±" else "-"
    return Expression("plus_minus", (left, parser.expression(SUM + 1)), sign)


def _signed(parser: Parser, binding: int) -> Expression:
    kind = parser.advance().kind
    parser.deeper()
    operand = parser.expression(PRODUCT if binding <= SUM + 1 else max(binding, POWER))
    parser.depth -= 1
    if kind == "+":
        return operand
    if kind == "-":
        return neg(operand)
    return Expression("plus_minus", (operand,), "+" if kind == "±" else "-")


def _power(parser: Parser, left: Expression, binding: int) -> Expression | None:
    return raised(parser, left)


def _subscript(parser: Parser, left: Expression, binding: int) -> Expression | None:
    return lowered(parser, left)


def _factorial(parser: Parser, left: Expression, binding: int) -> Expression | None:
    parser.advance()
    if parser.kind == "!" and not parser.token.wide:
        parser.advance()
        return call("factorial2", left)
    return call("factorial", left)


def _prime(parser: Parser, left: Expression, binding: int) -> Expression | None:
    return primed(parser, left)


def _percent(parser: Parser, left: Expression, binding: int) -> Expression | None:
    if not parser.latex and parser.ahead().kind in ("number", "name", "constant", "function", "("):
        return product(parser, left, binding) if binding <= PRODUCT else None  # the remainder, as Python writes it
    parser.advance()
    return div(left, number(100))


def _degree(parser: Parser, left: Expression, binding: int) -> Expression | None:
    parser.advance()
    return mul(left, div(PI, number(180)))


# --- logic, relations, sets ----------------------------------------------------------------------------------------
def _logic(parser: Parser, left: Expression, binding: int) -> Expression | None:
    head = parser.token.text
    strength = LOGIC.get(head, 0)
    if head == "not" or strength < binding or strength == 0:
        return None
    if reversed_arrow(parser, left):
        return relations(parser, left)
    parts = [left]
    while parser.kind == "logic" and parser.token.text == head:
        parser.advance()
        parts.append(parser.expression(strength + 1))
        if head in ("implies", "iff", "xor"):
            break
    return Expression(head, tuple(parts))


def _not(parser: Parser, binding: int) -> Expression:
    if parser.token.text != "not":
        raise parser.refuse("a term", f"{parser.token.text} joins two statements")
    parser.advance()
    parser.deeper()
    operand = parser.expression(NOT)
    parser.depth -= 1
    return Expression("not", (operand,))


def _relation(parser: Parser, left: Expression, binding: int) -> Expression | None:
    return relations(parser, left)


def _range(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``1..n``: from the one to the other."""
    parser.advance()
    return Expression("interval", (left, parser.expression(SUM)), (False, False))


def _set_operation(parser: Parser, left: Expression, binding: int) -> Expression | None:
    head = parser.token.text
    strength = UNION if head == "union" else INTERSECTION
    if strength < binding:
        return None
    parts = [as_set(left)]
    while parser.kind in ("∪", "∩", "∖") and parser.token.text == head:
        parser.advance()
        parts.append(as_set(parser.expression(strength + 1)))
    if head == "difference":
        return add(parts[0], *(neg(p) for p in parts[1:]))
    return Expression(head, tuple(parts))


def _ampersand(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``&``: logic between statements, intersection between sets; in LaTeX an alignment that means nothing."""
    if parser.latex:
        return None
    parser.advance()
    right = parser.expression(AND + 1 if left.head in _STATEMENTS else INTERSECTION + 1)
    if left.head in _STATEMENTS or left.head == "name":
        return Expression("and", (left, right))
    return Expression("intersection", (as_set(left), as_set(right)))


def _or_bar(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """A bar: closes the bars that are open, or means "or" between statements in plain text."""
    if parser.bars.get(parser.at) == "or" and binding <= OR:
        parser.advance()
        return Expression("or", (left, parser.expression(OR + 1)))
    if parser.bars.get(parser.at) == "at":
        return _evaluated(parser, left, binding)
    return product(parser, left, binding) if binding <= PRODUCT and parser.starts() else None


def _evaluated(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``F|_a^b``: behind a bracket the bar takes the bracket, in a limit its body, else the sum before it."""
    tight = parser.tokens[parser.at - 1].kind in (")", "]") and parser.tokens[parser.at - 2].kind != "nullright"
    if tight or binding <= SUM or binding == PRODUCT:
        if not tight and left.head == "add":
            parser.met["bar"] = "only the last term evaluated between the bounds"
        return evaluated_bar(parser, left)
    if binding == SUM + 1 and "bar" in parser.choices:
        return evaluated_bar(parser, left)
    return None


_STATEMENTS = frozenset(["eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "implies", "iff", "chain", "member"])

INFIX: dict[str, tuple[int, Callable[[Parser, Expression, int], Expression | None]]] = {
    "+": (SUM, _sum),
    "-": (SUM, _sum),
    "±": (SUM, _plus_minus),
    "∓": (SUM, _plus_minus),
    "*": (PRODUCT, product),
    "/": (PRODUCT, product),
    "⊙": (PRODUCT, product),
    "^": (POWER, _power),
    "_": (POSTFIX, _subscript),
    "!": (POSTFIX, _factorial),
    "'": (POSTFIX, _prime),
    "%": (POSTFIX, _percent),
    "°": (POSTFIX, _degree),
    "method": (POSTFIX, method),
    "mod": (PRODUCT, product),
    "choose": (PRODUCT, product),
    "if": (0, conditional),
    "..": (RELATION + 2, _range),
    "relation": (RELATION, _relation),
    "logic": (99, _logic),
    "∪": (UNION, _set_operation),
    "∩": (INTERSECTION, _set_operation),
    "∖": (INTERSECTION, _set_operation),
    "&": (AND, _ampersand),
    "|": (99, _or_bar),
}
SIGNS: dict[str, Callable[[Parser, int], Expression]] = {
    **dict.fromkeys(("+", "-", "±", "∓"), _signed),
    "logic": _not,
}
