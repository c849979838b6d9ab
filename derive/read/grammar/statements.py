"""Whole statements: relations and their chains, rows of aligned equations, lists after commas, conditions."""

from __future__ import annotations

from derive.expression import RELATIONS, Expression
from derive.read.grammar.binding import RELATION, SUM
from derive.read.grammar.brackets import as_set
from derive.read.grammar.parser import Parser

_LOGIC = frozenset(("and", "or", "not", "implies", "iff", "xor"))


def relations(parser: Parser, left: Expression) -> Expression:
    """``a = b``, ``a < b <= c``: one relation, or a chain of them."""
    heads: list[str] = []
    sides = [left]
    while parser.kind == "relation":
        sign = parser.advance()
        head = sign.text
        if (
            parser.kind == "relation"
            and parser.token.start == sign.stop
            and head in ("eq", "gt", "lt")
            and parser.token.text in ("gt", "lt", "eq")
        ):
            head = _joined(parser, head)
        parser.take("&")
        if parser.kind == "relation":
            raise parser.refuse("a term", "two relations stand side by side")
        side = parser.expression(RELATION + 1)
        heads.append(head)
        sides.append(as_set(side) if head in ("member", "subset") else side)
        if sign.mark == "not":
            return Expression("not", (Expression(head, (left, sides[-1])),))
    if parser.latex and heads[0] == "eq" and _is_update(sides[0], sides[1]):
        heads[0] = "update"
    if len(heads) == 1:
        return Expression(heads[0], tuple(sides))
    for at in range(1, len(sides) - 1):
        if sides[at].head in ("intersection", "union") and len(sides[at].args) == 2:
            return _events(heads, sides, at)
    return Expression("chain", tuple(sides), tuple(heads))


def _is_update(target: Expression, value: Expression) -> bool:
    """``w = w - \\alpha ...`` changes w; no equation is meant."""
    if target.head not in ("name", "index", "call") or value.head != "add" or target not in value.args:
        return False
    rest = [t for t in value.args if t != target]
    return bool(rest) and all(any(n not in target.names() for n in t.names()) for t in rest)


def _events(heads: list[str], sides: list[Expression], at: int) -> Expression:
    r"""``X > s+t \cap X > s``: two events joined, not a set between two relations."""
    first, second = sides[at].args
    left = (*sides[:at], first)
    right = (second, *sides[at + 1 :])

    def related(names: list[str], parts: tuple[Expression, ...]) -> Expression:
        return Expression(names[0], parts) if len(names) == 1 else Expression("chain", parts, tuple(names))

    head = "and" if sides[at].head == "intersection" else "or"
    return Expression(head, (related(heads[:at], left), related(heads[at:], right)))


def _joined(parser: Parser, head: str) -> str:
    other = parser.advance().text
    pair = {head, other}
    if pair == {"eq", "gt"}:
        return "ge"
    if pair == {"eq", "lt"}:
        return "le"
    if pair == {"gt"}:
        return "gg"
    if pair == {"lt"}:
        return "ll"
    if pair == {"eq"}:
        return "eq"
    raise parser.refuse("one relation", "", parser.at - 1)


def statement(parser: Parser) -> Expression:
    """A text as a whole."""
    while parser.kind == "text" and _introduces(parser):
        parser.advance()
    while (parser.kind == "relation" and parser.token.text == "to") or (
        (parser.kind == "logic" and parser.token.text in ("implies", "iff"))
        or (parser.kind == "command" and parser.token.text in ("therefore", "because", "Downarrow"))
    ):
        parser.advance()
    if parser.kind == "relation" and parser.token.text not in ("member", "subset", "to"):
        raise parser.refuse(
            "a term before the relation", "a step that begins with a relation continues the one before it"
        )
    if parser.kind == "end":
        raise parser.refuse("mathematics", "the text is empty")
    result = _lines(parser)
    if parser.kind in (",", ";", "*") and parser.ahead().kind == "end":
        parser.advance()
    if parser.kind == ")" and parser.ahead().kind == "end" and parser.latex and _one_more_closes(parser):
        parser.notes.append("a closing bracket without a partner at the end was left out")
        parser.advance()
    if parser.kind == "text" and parser.ahead().kind in ("end", ".") and result.head != "name":
        parser.notes.append(f"the words {parser.advance().text!r} were left out")
    if parser.kind != "end":
        raise parser.refuse("an operator or the end of the text", _why_not(parser))
    return result


def _introduces(parser: Parser) -> bool:
    following = parser.ahead().kind
    return following not in ("end", ";", ",", "relation")


def _one_more_closes(parser: Parser) -> bool:
    kinds = [t.kind for t in parser.tokens]
    return kinds.count(")") == kinds.count("(") + 1 and kinds[0] != ")"


def _why_not(parser: Parser) -> str:
    if parser.kind in (")", "]", "set}", "}"):
        return "this bracket closes what no bracket has opened"
    if parser.kind == "|":
        return "a bar has no partner"
    if parser.kind == "text":
        return f"the words {parser.token.text!r} are not mathematics"
    if parser.kind == "command" and "dots" in parser.token.text:
        return "what the dots stand for is not written"
    return ""


def _lines(parser: Parser) -> Expression:
    """Rows without an environment, then parts between commas."""
    first = _commas(parser)
    if parser.kind not in ("\\\\", "&") or not parser.latex:
        return first
    rows_found = [first]
    while parser.kind in ("\\\\", "&", ","):
        parser.advance()
        if parser.kind in ("end", "\\\\", "&"):
            continue
        _row(parser, rows_found)
    return rows_found[0] if len(rows_found) == 1 else Expression("and", tuple(rows_found))


def _row(parser: Parser, found: list[Expression]) -> None:
    if parser.kind == "relation" and found:
        found.append(_continued(parser, found.pop()))
    elif parser.kind == "logic" and found and parser.token.text in ("implies", "iff"):
        head = parser.advance().text
        parser.take("&")
        if parser.kind in ("end", "\\\\"):
            return
        found.append(Expression(head, (found.pop(), _commas(parser))))
    elif (
        parser.kind in ("+", "-")
        and found
        and parser.tokens[parser.at - 1].kind in ("\\\\", "&")
        and _unfinished(found[-1])
    ):
        found.append(_more_terms(parser, found.pop()))
    else:
        found.append(_commas(parser))


def _unfinished(last: Expression) -> bool:
    return last.head in ("eq", "chain", "approx", "define", "le", "lt", "ge", "gt", "propto")


def _more_terms(parser: Parser, last: Expression) -> Expression:
    """A row that begins with a sign goes on with the sum of the row before."""
    from derive.expression import add

    rest = parser.expression(SUM)
    side = last.args[-1]
    terms = (*(side.args if side.head == "add" else (side,)), *(rest.args if rest.head == "add" else (rest,)))
    joined = last.with_args((*last.args[:-1], add(*terms)))
    return _continued(parser, joined) if parser.kind == "relation" else joined


def _continued(parser: Parser, before: Expression) -> Expression:
    """A row that begins with a relation continues the chain of the row before."""
    after = relations(parser, before.args[-1] if before.head in RELATIONS or before.head == "chain" else before)
    if before.head not in RELATIONS and before.head != "chain":
        return after
    heads = before.value if before.head == "chain" else (before.head,)
    new = after.value if after.head == "chain" else (after.head,)
    return Expression("chain", (*before.args, *after.args[1:]), (*heads, *new))


def rows(parser: Parser) -> Expression:
    """The rows of an aligned environment: chains across rows, several statements joined by *and*."""
    found: list[Expression] = []
    while not (parser.kind == "end" or (parser.kind == "command" and parser.token.text == "end")):
        if parser.kind in ("\\\\", "&", ","):
            parser.advance()
            continue
        if parser.kind == "text":
            parser.advance()
            continue
        _row(parser, found)
        if parser.kind == "*" and parser.ahead().kind in ("\\\\", "end", "command"):
            parser.advance()
        if parser.kind not in ("\\\\", "&", ",", "end", "text", "command"):
            raise parser.refuse("the end of the row")
    if not found:
        raise parser.refuse("an equation in the environment", "it is empty")
    return found[0] if len(found) == 1 else Expression("and", tuple(found))


def _commas(parser: Parser) -> Expression:
    """Parts between commas: several statements, several values of a name, or a tuple without brackets."""
    first = _part(parser)
    if parser.kind not in (",", ";", "text") or parser.ahead().kind in ("end", "\\\\"):
        return first
    parts = [first]
    conditions: list[Expression] = []
    while parser.kind in (",", ";", "text"):
        conditional = False
        while parser.kind in (",", ";", "text"):
            token = parser.advance()
            if token.kind == "text":
                words = token.text.lower().strip(" .,;:")
                conditional = conditional or words.split(" ")[0] in _CONDITIONS
                if words in ("or", "and"):
                    parser.notes.append(words)
        if parser.kind in ("end", "\\\\", "}"):
            break
        (conditions if conditional else parts).append(_part(parser))
    result = _joined_parts(parser, parts)
    if conditions:
        given = conditions[0] if len(conditions) == 1 else Expression("and", tuple(conditions))
        return Expression("implies", (given, result))
    return result


_CONDITIONS = frozenset(["for", "if", "when", "where", "with", "provided", "while", "whenever", "given", "as"])


def _part(parser: Parser) -> Expression:
    if parser.kind == "text":
        words = parser.advance()
        if parser.kind in ("end", ",", ";", "\\\\"):
            return Expression("text", (), words.text)
    return parser.expression(0)


def _joined_parts(parser: Parser, parts: list[Expression]) -> Expression:
    if len(parts) == 1:
        return parts[0]
    joined = parser.notes.pop() if parser.notes and parser.notes[-1] in ("or", "and") else ""
    related = [p.head in RELATIONS or p.head in ("chain", *_LOGIC) for p in parts]
    if all(related):
        return Expression(joined or "and", tuple(parts))
    if related[0] and not any(related[1:]) and parts[0].head == "eq":
        target = parts[0].args[0]
        return Expression("or", (parts[0], *(Expression("eq", (target, p)) for p in parts[1:])))
    if related[-1] and not any(related[:-1]) and parts[-1].head in ("member", "gt", "lt", "ge", "le", "ne", "eq"):
        head = parts[-1].head
        return Expression(
            "and", tuple(Expression(head, (p, *parts[-1].args[1:])) for p in (*parts[:-1], parts[-1].args[0]))
        )
    if joined == "or":
        return Expression("set", tuple(parts))
    return Expression("tuple", tuple(parts))
