r"""Cuts the text of one display into equations: rows, segments between commas and ``\\quad``, relations."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.documents.equation import Equation, Piece
from derive.documents.relations import BINARY, CONDITIONAL, CONNECTIVES, RELATIONS, is_condition_text
from derive.documents.segments import is_number, rows_of, segments, tag
from derive.documents.tokens import Token, skip_argument
from derive.documents.words import words_around

_TRAILING = re.compile(r"(?:\s|~|\\[,;:!> ]|(?<!\\right)(?<!\\left)[.,;])+$")


_LEADING = re.compile(r"(?:\s|~|\\[,;:!> ]|[,;])+")


def equations(text: str) -> tuple[Equation, ...]:
    r"""The equations of one fragment in order.

    >>> [e.relations for e in equations(r"a &= b \\ &= c, \quad x > 0")]
    [('eq',), ('eq',)]
    """
    found: list[Equation] = []
    for number, row in enumerate(rows_of(text)):
        found.extend(_row(text, row, number, found))
    return tuple(found)


def _row(text: str, row: list[Token], number: int, before: list[Equation]) -> list[Equation]:
    label, row = tag(text, row)
    found: list[Equation] = []
    words = ""
    connective = ""
    for segment in segments(text, row):
        leading, rest, trailing = words_around(text, segment.tokens)
        if not any(t.kind != "space" and t.text != "&" for t in rest):
            joined = " ".join(w for w in (leading, trailing) if w)
            if found and not CONDITIONAL.search(joined):
                found[-1] = replace(found[-1], trailing=f"{found[-1].trailing} {joined}".strip())
            words = f"{words} {joined}".strip()
            continue
        equation, link = _equation(text, rest, number)
        connective = link or connective
        words = f"{words} {leading}".strip()
        previous = found[-1] if found else (before[-1] if before and segment.by in ("row", "quad") else None)
        if equation is None:
            continue
        if is_number(text, rest, segment) and previous is not None:
            label = label or equation.sides[0].text.strip("() ")
            continue
        if found and _condition(equation, words, segment.by):
            found[-1] = replace(found[-1], conditions=(*found[-1].conditions, *_as_conditions(text, rest)))
            words = ""
            continue
        if not equation.relations and previous is not None and _goes_on(text, rest, segment.by, bool(found)):
            extended = _extend(previous, text, rest, segment.by)
            (found if found else before)[-1] = extended
            continue
        if equation.continues and equation.sides[0].text and previous is not None:
            # "& + b = c": the row goes on with the term before its relation, too.
            head = replace(previous, sides=(*previous.sides[:-1], _join(previous.sides[-1], equation.sides[0], " ")))
            (found if found else before)[-1] = head
            equation = replace(equation, sides=(Piece("", equation.offset), *equation.sides[1:]))
        found.append(replace(equation, leading=words, trailing=trailing, connective=connective))
        words, connective = "", ""
    if found and label:
        found[-1] = replace(found[-1], label=label)
    if not found and (words or connective):
        # A row of words or of an arrow alone speaks to the next row.
        found.append(Equation((), (), leading=words, connective=connective, row=number, label=label))
    return found


def _equation(text: str, row: tuple[Token, ...], number: int) -> tuple[Equation | None, str]:
    """Sides and relations of a segment, and the connective in front of it (an arrow is no relation there)."""
    items = [t for t in row if t.text != "&" or t.depth > 0]
    connective = ""
    while items and (items[0].kind == "space" or items[0].text in CONNECTIVES):
        connective = CONNECTIVES.get(items[0].text, connective)
        items = items[1:]
    if not any(t.kind != "space" for t in items):
        return None, connective
    cuts = _relations(text, items)
    sides: list[Piece] = []
    relations: list[str] = []
    position = 0
    for start, stop, head in cuts:
        sides.append(_piece(text, items[position:start]))
        relations.append(head)
        position = stop
    sides.append(_piece(text, items[position:]))
    first_cell = [t for t in row[: next((i for i, t in enumerate(row) if t.text == "&"), 0)] if t.kind != "space"]
    aligned = any(t.text == "&" for t in row) and not first_cell
    lead = next((t for t in items if t.kind != "space"), None)
    goes_on = aligned and lead is not None and lead.text in BINARY and bool(cuts)
    continues = bool(cuts) and (not sides[0].text or goes_on)
    if relations and not sides[-1].text:
        sides, relations = sides[:-1], relations[:-1]
    if not relations and not sides[0].text:
        return None, connective
    return Equation(tuple(sides), tuple(relations), continues=continues, row=number), connective


def _relations(text: str, items: list[Token]) -> list[tuple[int, int, str]]:
    """Places of the relations at the top level: first token, token after, head."""
    found: list[tuple[int, int, str]] = []
    i = 0
    while i < len(items):
        token = items[i]
        if token.depth == 0 and token.text in RELATIONS:
            found.append((i, i + 1, RELATIONS[token.text]))
        elif token.depth == 0 and token.text in ("\\stackrel", "\\overset", "\\underset", "\\mathrel", "\\buildrel"):
            first = skip_argument(items, i)
            second = skip_argument(items, first) if token.text != "\\mathrel" else first
            inside = [t.text for t in items[(first if second > first else i) : second] if t.text not in ("{", "}")]
            heads = [RELATIONS[t] for t in inside if t in RELATIONS]
            if heads and second > i:
                found.append((i, second + 1, heads[0]))
                i = second
        elif token.depth == 0 and token.text == "\\not" and i + 1 < len(items):
            if items[i + 1].text == "=":
                found.append((i, i + 2, "ne"))
                i += 1
        elif token.depth == 0 and token.text == ":" and _next(items, i) == "=":
            found.append((i, i + 2, "define"))
            i += 1
        i += 1
    return _merged(found, items)


def _next(items: list[Token], i: int) -> str:
    return items[i + 1].text if i + 1 < len(items) else ""


def _merged(found: list[tuple[int, int, str]], items: list[Token]) -> list[tuple[int, int, str]]:
    """Two relations with nothing between them are one, written twice (``&=&`` or a row's end and the next begin)."""
    kept: list[tuple[int, int, str]] = []
    for start, stop, head in found:
        if kept and all(t.kind == "space" or t.text == "&" for t in items[kept[-1][1] : start]):
            kept[-1] = (kept[-1][0], stop, kept[-1][2] if head == "eq" else head)
        else:
            kept.append((start, stop, head))
    return kept


def _piece(text: str, items: list[Token]) -> Piece:
    """The text of tokens without blanks, dots and commas at its ends; dropped tokens inside become blanks."""
    items = [t for t in items if t.text != "&" or t.depth > 0]
    significant = [t for t in items if t.kind != "space"]
    if not significant:
        return Piece("", items[0].offset if items else 0)
    out: list[str] = []
    previous = significant[0].offset
    for token in items:
        if token.offset < significant[0].offset or token.offset > significant[-1].offset:
            continue
        if token.offset > previous and not (out and out[-1].isspace()) and token.kind != "space":
            out.append(" ")
        out.append(token.text)
        previous = token.stop
    joined = "".join(out)
    lead = _LEADING.match(joined)
    skipped = lead.end() if lead else 0
    return Piece(_TRAILING.sub("", joined[skipped:]), significant[0].offset + skipped)


def _condition(equation: Equation, words: str, by: str) -> bool:
    """A segment that restricts the equation before it: behind ``for`` or ``if``, or an inequality behind a comma."""
    if CONDITIONAL.search(words):
        return True
    if not equation.relations or equation.continues or words:
        return False
    if by not in ("comma", "quad"):
        return False
    return is_condition_text(equation)


def _as_conditions(text: str, row: tuple[Token, ...]) -> tuple[Piece, ...]:
    return (_piece(text, list(row)),)


def _goes_on(text: str, row: tuple[Token, ...], by: str, same_row: bool) -> bool:
    """A segment without a relation belongs to the side before it."""
    lead = next((t for t in row if t.kind != "space" and t.text != "&"), None)
    if lead is None or by == "arrow":
        return False
    if same_row:
        return True
    return lead.text in BINARY or lead.text in ("\\left", "\\right", "\\times", "\\cdot", "\\Bigl", "\\bigl")


def _extend(equation: Equation, text: str, row: tuple[Token, ...], by: str) -> Equation:
    if not equation.sides:
        return equation
    return replace(
        equation,
        sides=(
            *equation.sides[:-1],
            _join(equation.sides[-1], _piece(text, list(row)), ", " if by == "comma" else " "),
        ),
    )


def _join(first: Piece, second: Piece, between: str) -> Piece:
    r"""One side over two rows; the pair ``\right. ... \left.`` that only broke a bracket is taken out."""
    joined = f"{first.text.rstrip()}{between}{second.text}" if first.text else second.text
    broken = re.compile(r"\s*\\right\s*\.\s*\\left\s*\.\s*")
    return Piece(broken.sub(" ", joined), first.offset if first.text else second.offset)
