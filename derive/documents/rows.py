r"""Cuts the text of one display into equations: rows, segments between commas and ``\quad``, relations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from derive.documents.equation import Equation, Piece
from derive.documents.relations import (
    BINARY,
    CONDITIONAL,
    CONNECTIVES,
    RELATIONS,
    is_condition_text,
    is_prose,
    words_of,
)
from derive.documents.tokens import ALIGNING, Token, environment, tokens

_NUMBER_AT_END = re.compile(r"(?:(?<=[.,;])|(?<=\\,)|(?<=~))\s*\(\d{1,3}(?:\.\d+)?[a-z]?\)\s*$")
_ONLY_NUMBER = re.compile(r"\s*\(?\d{1,3}(?:\.\d+)?[a-z]?\)?\s*$")
_TRAILING = re.compile(r"(?:\s|~|\\[,;:!> ]|(?<!\\right)(?<!\\left)[.,;])+$")
_LEADING = re.compile(r"(?:\s|~|\\[,;:!> ])+")
_TEXTUAL = frozenset(
    (
        "\\text",
        "\\mbox",
        "\\textrm",
        "\\hbox",
        "\\textit",
        "\\textbf",
        "\\intertext",
        "\\shortintertext",
        "\\textnormal",
    )
)
_SPACES = frozenset(("\\quad", "\\qquad", "\\hfill", "\\hskip", "\\tab"))
_DROPPED = frozenset(
    (
        "\\nonumber",
        "\\notag",
        "\\displaystyle",
        "\\textstyle",
        "\\scriptstyle",
        "\\limits",
        "\\nolimits",
        "\\allowbreak",
        "\\noindent",
        "\\centering",
        "\\hline",
        "\\protect",
    )
)
_DROPPED_WITH_ARGUMENT = frozenset(
    ("\\label", "\\hspace", "\\hspace*", "\\vspace", "\\vspace*", "\\ref", "\\eqref", "\\cite")
)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A run of tokens between two separators; ``by`` is the separator before it."""

    tokens: tuple[Token, ...]
    by: str


def equations(text: str) -> tuple[Equation, ...]:
    r"""The equations of one fragment in order.

    >>> [e.relations for e in equations(r"a &= b \\ &= c, \quad x > 0")]
    [('eq',), ('eq',)]
    """
    found: list[Equation] = []
    for number, row in enumerate(_rows(text)):
        found.extend(_row(text, row, number, found))
    return tuple(found)


def _rows(text: str) -> list[list[Token]]:
    """Tokens of each row; tags, labels and alignment marks are gone, ``&`` stays as a token of its own."""
    rows: list[list[Token]] = [[]]
    all_tokens = tokens(text)
    skip = -1
    for i, token in enumerate(all_tokens):
        if i <= skip:
            continue
        if token.depth == 0 and token.kind == "row":
            rows.append([])
        elif token.depth == 0 and token.kind in ("begin", "end"):
            if environment(token) not in ALIGNING:
                rows[-1].append(token)
            elif token.kind == "begin":
                rows.append([])
                skip = _skip_argument(all_tokens, i) if "at" in environment(token) else i
        elif token.text in ("\\intertext", "\\shortintertext") and token.depth == 0:
            skip = _skip_argument(all_tokens, i)
            rows.append(list(all_tokens[i : skip + 1]))
            rows.append([])
        elif token.text in _DROPPED:
            continue
        elif token.text in _DROPPED_WITH_ARGUMENT:
            skip = _skip_argument(all_tokens, i)
        else:
            rows[-1].append(token)
    return [row for row in rows if any(t.kind != "space" for t in row)]


def _skip_argument(all_tokens: list[Token], i: int) -> int:
    """The index of the brace that closes the argument after token ``i``; ``i`` where there is none."""
    j = i + 1
    while j < len(all_tokens) and all_tokens[j].kind == "space":
        j += 1
    if j >= len(all_tokens) or all_tokens[j].text != "{":
        return i
    depth = 0
    for k in range(j, len(all_tokens)):
        if all_tokens[k].text == "{":
            depth += 1
        elif all_tokens[k].text == "}":
            depth -= 1
            if depth == 0:
                return k
    return len(all_tokens) - 1


def _row(text: str, row: list[Token], number: int, before: list[Equation]) -> list[Equation]:
    label, row = _tag(text, row)
    found: list[Equation] = []
    words = ""
    connective = ""
    for segment in _segments(text, row):
        leading, rest, trailing = _words(text, segment.tokens)
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
        if _is_number(text, rest, segment) and previous is not None:
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


def _tag(text: str, row: list[Token]) -> tuple[str, list[Token]]:
    r"""The equation's number from ``\tag{..}`` or behind the final stop, and the row without it."""
    for i, token in enumerate(row):
        if token.text in ("\\tag", "\\tag*", "\\eqno", "\\leqno"):
            stop = _skip_argument(row, i)
            inside = text[row[i].stop : row[stop].stop].strip("{} ()") if stop > i else ""
            if token.text in ("\\eqno", "\\leqno"):
                return text[token.stop :].strip(" ()"), row[:i]
            return inside, row[:i] + row[stop + 1 :]
    if not row:
        return "", row
    begin, end = row[0].offset, row[-1].stop
    match = _NUMBER_AT_END.search(text[begin:end])
    if match is not None:
        return match.group().strip(" ()"), [t for t in row if t.offset < begin + match.start()]
    return "", row


def _segments(text: str, row: list[Token]) -> list[_Segment]:
    r"""Parts of a row between ``\quad``, commas and semicolons at the top level."""
    found: list[_Segment] = []
    current: list[Token] = []
    by = "row"
    for i, token in enumerate(row):
        sort = ""
        if token.depth == 0 and token.text in _TEXTUAL and _breaks(text, row, i, current):
            found.append(_Segment(tuple(current), by))
            current, by = [], "words"
        if token.depth == 0:
            if token.text in _SPACES:
                sort = "quad"
            elif token.text in (",", ";") and token.kind == "char":
                sort = "comma"
        if not sort:
            current.append(token)
            continue
        if any(t.kind != "space" and t.text != "&" for t in current):
            found.append(_Segment(tuple(current), by))
            current = []
            by = sort
        elif by != "comma":
            by = "quad" if by != "row" else "row"
    if any(t.kind != "space" and t.text != "&" for t in current):
        found.append(_Segment(tuple(current), by))
    return _lists_joined(text, found)


def _lists_joined(text: str, segments: list[_Segment]) -> list[_Segment]:
    """What stands behind a comma and has no relation belongs to the list before it: ``i = 1, ..., n``."""
    joined: list[_Segment] = []
    for segment in segments:
        alone = not any(t.depth == 0 and (t.text in RELATIONS or t.text in _TEXTUAL) for t in segment.tokens)
        if joined and segment.by == "comma" and alone and not _is_number(text, segment.tokens, segment):
            before = joined[-1]
            joined[-1] = _Segment((*before.tokens, *_between(before, segment), *segment.tokens), before.by)
        else:
            joined.append(segment)
    return joined


def _between(before: _Segment, after: _Segment) -> tuple[Token, ...]:
    """The comma that two segments were parted by."""
    return (Token("char", ",", before.tokens[-1].stop),) if before.tokens and after.tokens else ()


def _breaks(text: str, row: list[Token], i: int, current: list[Token]) -> bool:
    r"""Whether ``\text{...}`` in the middle of a row is a remark that ends what stands before it."""
    significant = [t for t in current if t.kind != "space" and t.text != "&"]
    if not significant or significant[-1].text in RELATIONS or significant[-1].text in BINARY:
        return False
    if significant[-1].text in ("_", "^", "}") and significant[-1].text != "}":
        return False
    stop = _skip_argument(row, i)
    words = text[row[i].stop : row[stop].stop].strip("{} ")
    return stop > i and is_prose(words) and not words.endswith(":")


def _words(text: str, row: tuple[Token, ...]) -> tuple[str, tuple[Token, ...], str]:
    r"""Words in front, the mathematics, words behind: ``\text{...}`` that is prose, at the top level only."""
    items = list(row)
    leading: list[str] = []
    trailing: list[str] = []
    while (found := _text_at(text, items, front=True)) is not None:
        leading.append(found[0])
        items = items[found[1] :]
    while (found := _text_at(text, items, front=False)) is not None:
        trailing.insert(0, found[0])
        items = items[: found[1]]
    return " ".join(leading), tuple(items), " ".join(trailing)


def _text_at(text: str, items: list[Token], *, front: bool) -> tuple[str, int] | None:
    if front and (label := _labelled(text, items)) is not None:
        return label
    significant = [i for i, t in enumerate(items) if t.kind != "space" and t.text != "&"]
    if not significant:
        return None
    if front:
        i = significant[0]
        if items[i].text not in _TEXTUAL:
            return None
        stop = _skip_argument(items, i)
        after = next((t for t in items[stop + 1 :] if t.kind != "space"), None)
        if after is not None and after.text in ("_", "^", "(", "\\left", "'"):
            return None
        words = text[items[i].stop : items[stop].stop].strip("{} ")
        relation = after is not None and (after.text in RELATIONS or after.text in BINARY)
        if relation and words.lower().strip(" :,.") not in _KEYWORDS:
            return None
        return (words, stop + 1) if stop > i else None
    opener = next(
        (i for i in significant if items[i].text in _TEXTUAL and items[i].depth == 0 and _last(items, i)), None
    )
    if opener is None or opener == significant[0]:
        return None
    words = text[items[opener].stop : items[-1].stop].strip("{} ")
    before = next((t for t in reversed(items[:opener]) if t.kind != "space"), None)
    if before is not None and (before.text in RELATIONS or before.text in BINARY or before.text in ("_", "^")):
        return None
    return (words, opener) if is_prose(words) else None


def _labelled(text: str, items: list[Token]) -> tuple[str, int] | None:
    r"""Everything up to a ``\text{...:}`` in front of the first relation: a caption of the equation."""
    for i, token in enumerate(items):
        if token.depth == 0 and token.text in RELATIONS:
            return None
        if token.depth == 0 and token.text in _TEXTUAL:
            stop = _skip_argument(items, i)
            inside = text[items[i].stop : items[stop].stop].strip("{} ")
            if inside.endswith(":"):
                return f"{text[items[0].offset : token.offset].strip()} {inside}".strip(), stop + 1
    return None


_KEYWORDS = words_of("so thus hence therefore then where and or with for if when because since also but")


def _last(items: list[Token], i: int) -> bool:
    stop = _skip_argument(items, i)
    return stop > i and all(t.kind == "space" for t in items[stop + 1 :])


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
            first = _skip_argument(items, i)
            second = _skip_argument(items, first) if token.text != "\\mathrel" else first
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


def _is_number(text: str, row: tuple[Token, ...], segment: _Segment) -> bool:
    content = "".join(t.text for t in row)
    bracketed = content.lstrip().startswith("(")
    return (segment.by == "quad" or bracketed) and segment.by != "row" and _ONLY_NUMBER.match(content) is not None


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
    if lead is None:
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
