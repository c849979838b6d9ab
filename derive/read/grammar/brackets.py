"""Brackets: grouping, tuples, lists, intervals, sets, bars, floors and angles."""

from __future__ import annotations

from derive.expression import Expression, call
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import close
from derive.read.groups import script

_CLOSING = {"(": (")", "]"), "[": ("]", ")"), "nullleft": ("nullright", ")", "]", "set}", "|", "‖")}


def bracket_operand(parser: Parser, binding: int) -> Expression:
    """``(...)`` or ``[...]``: one expression grouped, or several in a tuple, a list or an interval."""
    opening = parser.advance()
    kind = opening.kind
    if parser.kind in (")", "]"):
        if kind == "[" and parser.kind == "]":
            parser.advance()
            return Expression("list", ())
        raise parser.refuse("something between the brackets", "the brackets are empty")
    parser.deeper()
    parser.level += 1
    items = [parser.expression(0)]
    gap = halves = False
    signs: list[str] = []
    while parser.kind in (",", ";"):
        sign = parser.advance()
        signs.append(sign.kind)
        gap, halves = sign.mark == "gap", sign.kind == ";"
        if parser.kind == ")" and kind == "(" and not parser.latex:
            parser.depth, parser.level = parser.depth - 1, parser.level - 1
            parser.advance()
            return Expression("tuple", tuple(items))
        items.append(parser.expression(0))
    parser.level -= 1
    parser.depth -= 1
    if parser.kind not in _CLOSING[kind]:
        if parser.latex and kind in ("(", "[") and parser.kind == "}" and len(items) == 1 and opening.mark != "left":
            parser.notes.append(f"a bracket {kind!r} that is never closed was closed at the end of its group")
            return items[0]
        close(parser, _CLOSING[kind][0], opening)
    ending = parser.advance().kind
    if opening.mark == "interval" and len(items) == 2:
        return Expression("interval", tuple(items), (True, True))
    if kind == "[" and ending == "]" and "," in signs and ";" in signs and not parser.latex:
        return _rows(parser, items, signs)
    if gap:
        return Expression("matrix", (Expression("row", tuple(items)),))
    if halves and len(items) == 2 and not any(i.head in _SETS for i in items):
        return Expression("interval", tuple(items), (kind == "(", ending == ")"))
    return _bracketed(parser, kind, ending, items)


def _rows(parser: Parser, items: list[Expression], signs: list[str]) -> Expression:
    """``[1, 2; 3, 4]``: a matrix by rows, as Matlab writes it."""
    rows = [[items[0]]]
    for sign, item in zip(signs, items[1:]):
        if sign == ";":
            rows.append([item])
        else:
            rows[-1].append(item)
    if len({len(r) for r in rows}) > 1:
        raise parser.refuse("rows of equal length", "a semicolon ends a row", parser.at - 1)
    return Expression("matrix", tuple(Expression("row", tuple(r)) for r in rows))


def _bracketed(parser: Parser, kind: str, ending: str, items: list[Expression]) -> Expression:
    mixed = (kind, ending) in (("(", "]"), ("[", ")"))
    if len(items) == 1 and not mixed:
        if kind == "[" and not parser.latex:
            return Expression("list", tuple(items))
        return items[0]
    if mixed:
        if len(items) != 2 or any(i.head in _SETS for i in items):
            raise parser.refuse("an interval with two ends", "brackets of two kinds write an interval", parser.at - 1)
        return Expression("interval", tuple(items), (kind == "(", ending == ")"))
    return Expression("tuple" if kind == "(" else "list", tuple(items))


_SETS = frozenset(("set", "interval", "list", "tuple", "union", "intersection"))


def as_set(expression: Expression) -> Expression:
    """A pair in brackets where a set is expected is an interval."""
    if len(expression.args) == 2 and expression.head in ("tuple", "list"):
        return Expression("interval", expression.args, (expression.head == "tuple",) * 2)
    return expression


def set_operand(parser: Parser, binding: int) -> Expression:
    """``{...}`` as it is printed: a set; in LaTeX around a single expression a bracket."""
    opening = parser.advance()
    if parser.take("set}"):
        return Expression("set", ())
    parser.deeper()
    parser.level += 1
    items = [parser.expression(0)]
    while parser.take(","):
        items.append(parser.expression(0))
    parser.level -= 1
    parser.depth -= 1
    close(parser, "set}", opening)
    if parser.latex and len(items) == 1 and items[0].head not in ("number", "eq", "tuple", "list", "set", "plus_minus"):
        return items[0]
    if parser.latex and len(items) == 1 and (parser.starts() or parser.tokens[parser.at - 4].kind in ("]", ")")):
        return items[0]
    return Expression("set", tuple(as_interval(i) for i in items))


def as_interval(item: Expression) -> Expression:
    return item


def group_operand(parser: Parser, binding: int) -> Expression:
    """A LaTeX group where a term is expected."""
    from derive.read.grammar.scripts import group

    if parser.ahead().kind == "}":
        parser.advance()
        parser.advance()
        if parser.kind in ("end", "}"):
            raise parser.refuse("something between the braces", "the braces are empty")
        return parser.expression(binding)
    return group(parser)


def bar_operand(parser: Parser, binding: int) -> Expression:
    """``|x|`` and ``‖x‖``."""
    from derive.read.grammar.products import is_vector
    from derive.read.grammar.scripts import is_matrix

    opening = parser.advance()
    if opening.kind == "|" and parser.bars.get(parser.at - 1) not in ("open",):
        raise parser.refuse("a term", "a bar closes what no bar has opened", parser.at - 1)
    parser.deeper()
    parser.level += 1
    inside = parser.expression(0)
    parser.level -= 1
    parser.depth -= 1
    if parser.kind != opening.kind:
        close(parser, opening.kind, opening)
    parser.advance()
    if opening.kind == "‖":
        if parser.kind == "_":
            content, after = script(parser.tokens, parser.at)
            if len(content) == 1 and content[0].text in ("1", "2", "oo", "p"):
                from derive.expression import INFINITY, name, number

                text = content[0].text
                parser.move(after)
                if text == "2":
                    return call("norm", inside)
                return call("norm", inside, number(1) if text == "1" else INFINITY if text == "oo" else name("p"))
            parser.move(after)
        return call("norm", inside)
    if inside.head == "matrix" and len(inside.args) == len(inside.args[0].args):
        return call("det", inside)
    if inside.head == "name" and is_matrix(parser, inside) and inside.value[:1].isupper():
        return call("det", inside)
    if is_vector(parser, inside):
        return call("norm", inside)
    return call("Abs", inside)


def floor_operand(parser: Parser, binding: int) -> Expression:
    opening = parser.advance()
    parser.deeper()
    parser.level += 1
    inside = parser.expression(0)
    parser.level -= 1
    parser.depth -= 1
    close(parser, "⌋" if opening.kind == "⌊" else "⌉", opening)
    return call("floor" if opening.kind == "⌊" else "ceiling", inside)


def angle_operand(parser: Parser, binding: int) -> Expression:
    """``⟨x⟩`` is an expectation, ``⟨x, y⟩`` and ``⟨x|y⟩`` are inner products."""
    opening = parser.advance()
    parser.deeper()
    parser.level += 1
    items = [parser.expression(0)]
    while parser.kind == "," or parser.kind == "|":
        if parser.kind == "|":
            raise parser.refuse(
                "a comma", "bras and kets are not read; write an inner product as \\langle a, b \\rangle"
            )
        parser.advance()
        items.append(parser.expression(0))
    parser.level -= 1
    parser.depth -= 1
    close(parser, "⟩", opening)
    if parser.kind == "_":
        _, after = script(parser.tokens, parser.at)
        parser.move(min(after, len(parser.tokens) - 1))
    if len(items) > 2:
        raise parser.refuse("one or two expressions between angle brackets", "", parser.at - 1)
    return call("dot", *items) if len(items) == 2 else call("Expectation", items[0])
