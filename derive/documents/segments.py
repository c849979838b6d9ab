r"""Rows of a display, and the parts of a row between commas and ``\\quad``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from derive.documents.relations import RELATIONS
from derive.documents.tokens import ALIGNING, Token, environment, skip_argument, tokens
from derive.documents.words import TEXTUAL, breaks

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


_SPACES = frozenset(("\\quad", "\\qquad", "\\hfill", "\\hskip", "\\tab"))


_NUMBER_AT_END = re.compile(r"(?:(?<=[.,;])|(?<=\\,)|(?<=~))\s*\(\d{1,3}(?:\.\d+)?[a-z]?\)\s*$")


_ONLY_NUMBER = re.compile(r"\s*\(?\d{1,3}(?:\.\d+)?[a-z]?\)?\s*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of tokens between two separators; ``by`` is the separator before it."""

    tokens: tuple[Token, ...]
    by: str


def rows_of(text: str) -> list[list[Token]]:
    """Tokens of each row; tags, labels and alignment marks are gone, ``&`` stays as a token of its own."""
    rows: list[list[Token]] = [[]]
    all_tokens = tokens(text)
    skip = -1
    for i, token in enumerate(all_tokens):
        if i <= skip:
            continue
        if token.depth == 0 and (token.kind == "row" or _half_a_break(all_tokens, i, rows[-1])):
            rows.append([])
        elif token.depth == 0 and token.kind in ("begin", "end"):
            if environment(token) not in ALIGNING:
                rows[-1].append(token)
            elif token.kind == "begin":
                rows.append([])
                skip = skip_argument(all_tokens, i) if "at" in environment(token) else i
        elif token.text in ("\\intertext", "\\shortintertext") and token.depth == 0:
            skip = skip_argument(all_tokens, i)
            rows.append(list(all_tokens[i : skip + 1]))
            rows.append([])
        elif token.text in _DROPPED:
            continue
        elif token.text in _DROPPED_WITH_ARGUMENT:
            skip = skip_argument(all_tokens, i)
        else:
            rows[-1].append(token)
    return [row for row in rows if any(t.kind != "space" for t in row)]


def _half_a_break(found: Sequence[Token], i: int, row: list[Token]) -> bool:
    r"""A backslash at the end of a line of an alignment: Markdown took the other one of its two."""
    token = found[i]
    if token.kind != "command" or not token.text[1:].isspace() or not any(t.text == "&" for t in row):
        return False
    after = found[i + 1] if i + 1 < len(found) else None
    return "\n" in token.text or (after is not None and after.kind == "space" and "\n" in after.text)


def tag(text: str, row: list[Token]) -> tuple[str, list[Token]]:
    r"""The equation's number from ``\tag{..}`` or behind the final stop, and the row without it."""
    for i, token in enumerate(row):
        if token.text in ("\\tag", "\\tag*", "\\eqno", "\\leqno"):
            stop = skip_argument(row, i)
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


def segments(text: str, row: list[Token]) -> list[Segment]:
    r"""Parts of a row between ``\quad``, commas and semicolons at the top level."""
    found: list[Segment] = []
    current: list[Token] = []
    by = "row"
    for i, token in enumerate(row):
        sort = ""
        if token.depth == 0 and token.text in TEXTUAL and breaks(text, row, i, current):
            found.append(Segment(tuple(current), by))
            current, by = [], "words"
        if token.depth == 0:
            if token.text in _SPACES:
                sort = "quad"
            elif token.text in (",", ";") and token.kind == "char":
                sort = "comma"
        arrow = token.depth == 0 and RELATIONS.get(token.text) in ("implies", "iff")
        if arrow and any(t.kind != "space" and t.text != "&" for t in current):
            # "a = b ⟹ c = d": what follows is an equation of its own, with the arrow in front.
            found.append(Segment(tuple(current), by))
            current, by = [token], "arrow"
            continue
        if not sort:
            current.append(token)
            continue
        if any(t.kind != "space" and t.text != "&" for t in current):
            found.append(Segment(tuple(current), by))
            current = []
            by = sort
        elif by != "comma":
            by = "quad" if by != "row" else "row"
    if any(t.kind != "space" and t.text != "&" for t in current):
        found.append(Segment(tuple(current), by))
    return _lists_joined(text, found)


def _lists_joined(text: str, segments: list[Segment]) -> list[Segment]:
    """What stands behind a comma and has no relation belongs to the list before it: ``i = 1, ..., n``."""
    joined: list[Segment] = []
    for segment in segments:
        alone = not any(t.depth == 0 and (t.text in RELATIONS or t.text in TEXTUAL) for t in segment.tokens)
        if joined and segment.by == "comma" and alone and not is_number(text, segment.tokens, segment):
            before = joined[-1]
            joined[-1] = Segment((*before.tokens, *_between(before, segment), *segment.tokens), before.by)
        else:
            joined.append(segment)
    return joined


def _between(before: Segment, after: Segment) -> tuple[Token, ...]:
    """The comma that two segments were parted by."""
    return (Token("char", ",", before.tokens[-1].stop),) if before.tokens and after.tokens else ()


def is_number(text: str, row: tuple[Token, ...], segment: Segment) -> bool:
    content = "".join(t.text for t in row)
    bracketed = content.lstrip().startswith("(")
    return (segment.by == "quad" or bracketed) and segment.by != "row" and _ONLY_NUMBER.match(content) is not None
