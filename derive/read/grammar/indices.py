"""Scripts on a name that are indices, and superscripts that only tell names apart."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import Expression, name, number
from derive.read.grammar.parser import Parser
from derive.read.groups import flatten
from derive.read.surroundings import UPPER_INDICES
from derive.read.tokens import Token
from derive.read.words import fold


def is_upper_index(parser: Parser, base: str, lowered: bool, content: Sequence[Token]) -> bool:
    """Whether a superscript is an index: the base has more indices than its subscript shows."""
    several = parser.words.ranks.get(base, 0) > 1 + lowered or (lowered and parser.words.ranks.get(base, 0) > 1)
    if not content or content[0].kind != "name" or not (several or base in parser.context.uppers):
        return False
    if lowered and parser.words.ranks.get(base, 0) == 1:
        return False
    if content[0].text in UPPER_INDICES:
        return len(content) == 1 or content[1].kind == "_"
    flat = flatten(content)
    return flat is not None and len(flat) > 1 and all(t.kind == "name" and len(t.text) == 1 for t in content)


def upper_index(parser: Parser, content: Sequence[Token]) -> Expression:
    return name("_".join("".join(part) for part in _parts(content)))


def _parts(content: Sequence[Token]) -> list[list[str]]:
    """The words of a superscript, what follows an underscore apart."""
    parts: list[list[str]] = [[]]
    for token in content:
        if token.kind == "_":
            parts.append([])
        elif token.kind in ("name", "number"):
            parts[-1].append(token.text)
    return parts


def is_upper_name(parser: Parser, token: Token, base: str, content: Sequence[Token]) -> bool:
    """A superscript that only tells names apart: set as text, calligraphic, or declared."""
    flat = flatten(content)
    if not flat or content[0].kind == "number":
        return False
    if f"{base}__{''.join(flat)}" in parser.context.upper_names:
        return True
    if fold(f"{base}__{''.join(flat)}") in parser.words.names or fold(f"{base}_{''.join(flat)}") in parser.words.names:
        return True
    if len(content) == 1 and content[0].kind in ("name", "text") and content[0].mark in ("cal", "roman", "text"):
        return content[0].text not in ("T", "H", "t")
    if len(content) == 1 and content[0].kind == "text":
        return True
    letters = all(t.kind == "name" and len(t.text) == 1 and t.text.isascii() for t in content)
    return len(flat) >= 3 and letters and not any(t.text in parser.context.bare for t in content)


def tells_apart(parser: Parser, base: str, key: str, content: Sequence[Token], after: int) -> bool:
    """``u_i^Q(t)`` beside ``u_i(t)``: one capital letter that stands nowhere else tells two functions apart."""
    if len(content) != 1 or content[0].kind != "name" or parser.tokens[min(after, len(parser.tokens) - 1)].kind != "(":
        return False
    text = content[0].text
    if len(text) != 1 or not text.isupper() or text in ("T", "H") or text in parser.context.bare:
        return False
    functions = parser.context.functions
    return base in functions or key in functions or f"{key}__{text}" in functions


def written_indices(parser: Parser, base: str, at: int, content: Sequence[Token]) -> list[Expression] | None:
    """The indices that a subscript writes, or None where it is part of the name."""
    context = parser.context
    flat = flatten(content)
    if flat is not None:
        if fold(f"{base}_{''.join(flat)}") in {**parser.words.names, **parser.words.functions}:
            return None
        marked = any(t.mark in ("roman", "text") or t.kind in ("text", "function") for t in content)
        letters = [t for t in content if t.kind != ","]
        plain = all(t.kind in ("name", "number", "constant") for t in letters)
        if marked or not plain or not letters:
            return None
        if all(t.kind == "number" for t in letters) and base in context.functions:
            return None
        known = base in context.arrays or any(t.text in context.indices for t in letters)
        if not known or not all(t.text in context.indices or t.kind == "number" for t in letters):
            return None
        if base not in context.arrays and not all(t.text in context.indices for t in letters):
            return None
        return [_index(parser, t) for t in letters]
    relation = next((i for i, t in enumerate(content) if t.kind == "relation"), None)
    if relation is not None:
        return written_indices(parser, base, at, content[:relation]) if relation else None
    nested = any(t.kind == "_" for t in content)
    if nested and base not in context.arrays:
        return None
    return _index_expressions(parser, at, len(content))


def _index(parser: Parser, token: Token) -> Expression:
    return number(int(token.text)) if token.kind == "number" else name(token.text)


def _index_expressions(parser: Parser, at: int, length: int) -> list[Expression]:
    """Indices with operations in them, ``n+1`` or ``y_i``."""
    here = parser.at
    parser.move(at + 1)
    braced = parser.take("{")
    parser.deeper()
    found = [parser.expression(20)]
    while parser.take(","):
        found.append(parser.expression(20))
    parser.depth -= 1
    if braced and parser.kind != "}":
        raise parser.refuse("the end of the subscript")
    parser.move(here)
    return found


def plain_indices(parser: Parser, base: str) -> tuple[str, list[Expression]]:
    """``w_ij`` in plain text, where i and j are indices."""
    head, _, tail = base.partition("_")
    parts = tail.split("_") if "_" in tail or tail in parser.context.indices else list(tail)
    indices = parser.context.indices
    if parts and all(p in indices or p.isdigit() for p in parts) and any(p in indices for p in parts):
        return head, [number(int(p)) if p.isdigit() else name(p) for p in parts]
    if head in parser.context.arrays and parts and all(p.isdigit() for p in parts):
        return head, [number(int(tail))] if "_" not in tail else [number(int(p)) for p in parts]
    return base, []


def bracket_indices(parser: Parser) -> list[Expression]:
    parser.advance()
    found = [parser.expression(20)]
    while parser.take(","):
        found.append(parser.expression(20))
    parser.expect("]", "a closing bracket after the index")
    return found
