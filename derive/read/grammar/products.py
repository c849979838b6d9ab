"""Products: factors side by side or with a sign, divisions in the order written, mixed numbers, dot products."""

from __future__ import annotations

from derive.expression import Expression, add, call, div, mul
from derive.read.grammar.binding import PRODUCT, STARTERS
from derive.read.grammar.ellipsis import at_dots, series_of
from derive.read.grammar.foreign import mixed_number, operated, times_ten
from derive.read.grammar.parser import Parser

#: Signs that end a product.
_ENDS = frozenset(("+", "-", "±", "∓", "relation", "logic", "∪", "∩", "∖", "..", "&", "^", "_", "!", "'", "%", "°"))


def product(parser: Parser, left: Expression, binding: int) -> Expression:
    """Factors written side by side or with a sign, divisions in the order written."""
    factors = [left]
    while True:
        kind = parser.kind
        if kind == "*":
            sign = parser.advance().mark
            if sign == "point" and parser.kind not in STARTERS and parser.kind not in ("command", "|", "-"):
                break  # the full stop of a sentence
            if at_dots(parser):
                factors = [_dotted(parser, factors)]
                continue
            right = parser.expression(PRODUCT + 1)
            if sign in ("dot", "cross") and _vectors(parser, factors[-1], right):
                factors[-1] = call(sign, _column(factors[-1]), _column(right))
            else:
                factors.append(right)
        elif kind == "/":
            parser.advance()
            denominator = _denominator(parser, factors)
            factors = [div(mul(*factors), denominator)]
        elif kind == "mod" or (kind in ("choose", "%") and not parser.latex):
            factors = [operated(parser, factors)]
        elif kind == "⊙":
            parser.advance()
            factors.append(parser.expression(PRODUCT + 1))
        elif kind in _ENDS:
            break
        elif len(factors) > 1 and at_dots(parser):
            factors = [_dotted(parser, factors)]
        elif parser.starts():
            if kind == "name" and parser.integrals and parser.differential():
                _record(parser)
                continue
            if times_ten(parser):
                factors.append(parser.expression(PRODUCT + 1))
                continue
            if kind == "number":
                whole = mixed_number(parser, factors[-1])
                if whole is not None:
                    factors[-1] = whole
                    continue
                _beside(parser, factors[-1])
            right = parser.expression(PRODUCT + 1)
            mixed = _mixed(parser, factors, right)
            if mixed is not None:
                factors[-1] = mixed
            else:
                factors.append(right)
        else:
            break
    return mul(*factors)


def _dotted(parser: Parser, factors: list[Expression]) -> Expression:
    """``1 \\cdot 2 \\cdots n`` as the product that it is."""
    place = parser.at
    parser.advance()
    if parser.kind == "*":
        parser.advance()
    last = parser.expression(PRODUCT + 1) if parser.starts() else None
    found = series_of(parser, factors, last, "product") if last is not None else None
    if found is None:
        raise parser.refuse("a term", "what the dots stand for is not written", place)
    return found


def _vectors(parser: Parser, left: Expression, right: Expression) -> bool:
    if _is_column(left) and _is_column(right):
        return True
    return is_vector(parser, left) and is_vector(parser, right)


def _is_column(e: Expression) -> bool:
    """Numbers in brackets, or a matrix of one column."""
    return e.head == "tuple" or (e.head == "matrix" and len(e.args) > 1 and all(len(r.args) == 1 for r in e.args))


def _column(e: Expression) -> Expression:
    """Numbers in brackets as the vector that they are."""
    return Expression("matrix", tuple(Expression("row", (a,)) for a in e.args)) if e.head == "tuple" else e


def is_vector(parser: Parser, e: Expression) -> bool:
    """Whether an expression is known to be a vector: a small bold letter in it decides."""
    head = e.head
    if head == "name":
        return e.value[:1].islower() and (e.value in parser.context.bold or e.value.endswith("_bold"))
    if head == "call":
        return e.value in ("grad", "curl", "cross")
    if head in ("neg", "derivative", "index"):
        return head != "index" and is_vector(parser, e.args[0])
    if head == "add":
        return any(is_vector(parser, a) for a in e.args)
    if head == "mul":
        return is_vector(parser, e.args[-1]) and sum(is_vector(parser, a) for a in e.args) == 1 and not any(
            a.head == "call" and a.value == "transpose" for a in e.args
        )  # fmt: skip
    return False


def _record(parser: Parser) -> None:
    """A differential inside a fraction belongs to the integral around it."""
    from derive.read.grammar.calculus import differential

    frame = next((f for f in reversed(parser.integrals) if f.variable is None), None)
    if frame is None:
        raise parser.refuse("a factor", "one differential more than there are integrals")
    frame.variable = differential(parser)


def _beside(parser: Parser, left: Expression) -> None:
    """Two numbers side by side mean nothing."""
    before = parser.tokens[parser.at - 1]
    if before.kind == "number" and left.head in ("number", "decimal") and parser.token.mark != "rest":
        raise parser.refuse("an operator between two numbers", "write * between them", parser.at)


def _mixed(parser: Parser, factors: list[Expression], right: Expression) -> Expression | None:
    """``9 \\frac{5}{6}``: an integer directly before a fraction of integers less than one."""
    left = factors[-1]
    if len(factors) > 1 or left.head != "number" or right.head != "div" or left.value.denominator != 1:
        return None
    top, bottom = right.args
    if top.head != "number" or bottom.head != "number" or not 0 < top.value < bottom.value:
        return None
    if parser.kind not in ("end", "}", "relation", ",", ")", "\\\\", "&"):
        return None
    before = parser.tokens[parser.at - 1].kind
    if before not in ("}", "fraction", "number") or "/" in [t.kind for t in parser.tokens[parser.at - 2 : parser.at]]:
        return None
    parser.met["mixed"] = "the number before the fraction taken as a factor"
    if "mixed" in parser.choices:
        return None
    return add(left, right)


def _denominator(parser: Parser, factors: list[Expression]) -> Expression:
    """What a slash divides by: ``a/bc`` and ``N/2P`` are ambiguous in LaTeX, and both readings are kept."""
    begin = parser.at
    first = parser.expression(PRODUCT + 1)
    if (
        not parser.latex
        or not parser.starts()
        or parser.token.wide
        or parser.kind in ("(", "[", "function", "|", "command")
    ):
        return first
    if parser.kind == "name" and parser.integrals and parser.differential():
        return first
    if parser.tokens[begin].kind in ("(", "[", "{"):
        return first
    numeric = factors[-1].head == "number" and first.head == "number"
    parser.met["slash"] = (
        "everything beside the slash divides" if numeric else "only the first factor after the slash divides"
    )
    if numeric != ("slash" in parser.choices):
        return first
    below = [first]
    while parser.starts() and not parser.token.wide and parser.kind not in ("(", "[", "function", "|"):
        if parser.kind == "name" and parser.integrals and parser.differential():
            break
        below.append(parser.expression(PRODUCT + 1))
    return mul(*below)
