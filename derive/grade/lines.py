"""What stands on single lines of a hand-in: behind a label, in a row of a table, between back ticks; and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.documents import Document
from derive.grade.labels import Label, above
from derive.grade.record import Passage, Words

WORD = re.compile(r"(?<![\\A-Za-z_])[A-Za-z]{3,}")
MATHEMATICAL = re.compile(r"[\\+*/^_()\d]|[^\W\d_]\s*-")
#: A number or letter in front of an equation: "1a) dl/dx = ...".
LABEL = re.compile(r"\s*\(?(?:\d{1,2}[a-z]?|[a-z])[).:]\s+")
_SIGN = re.compile(r"[=<>≈≤≥←]")
#: Words in front of an equation on its line: "Density: p(t) = ...".
_LABELLED = re.compile(r"^\s*(?:[-*]\s+)?(?:[A-Za-z][A-Za-z0-9 ]{0,40}|\(?\w{1,3}\)?)[:)]\s+")
#: A line between back ticks.
_TYPEWRITER = re.compile(r"\s*`([^`]+)`[\s.,;]*$")
#: A tick, or an arrow with a remark, behind an answer.
_REMARK = re.compile(
    r"\s{2,}(?:[vV✓✔]|<-{2,}.*|\(?(?:ok|check|final|illegible|unclear)\b.*)$|\s*(?:<-{2,}|[✓✔]|\\checkmark).*$"
)


def without_remark(text: str) -> str:
    """An answer without the tick or the arrow and words behind it.

    >>> without_remark("(x - y) w   <-- final")
    '(x - y) w'
    """
    return _REMARK.sub("", text).rstrip()


def labelled_lines(document: Document, found: tuple[Label, ...]) -> Iterator[tuple[Label, str, int]]:
    """What stands behind a label on its line and holds no marked mathematics: "1a) (x - y) w"."""
    source = document.source
    spans = [(f.offset, f.offset + len(f.text)) for f in document.fragments]
    for label in found:
        stop = source.find("\n", label.stop)
        stop = len(source) if stop < 0 else stop
        start = label.stop
        while start < stop and source[start] in " \t:.)-–—":
            start += 1
        rest = source[start:stop].strip()
        inside = any(begin < stop and end > label.stop for begin, end in spans)
        if rest and not inside and "$" not in rest and len(rest) <= 400:
            yield label, rest, start


def bare_lines(document: Document, passages: list[Passage]) -> Iterator[tuple[str, int]]:
    """Lines without marked mathematics that hold a sign of relation, and where they begin."""
    taken = {p.line for p in passages}
    offset = 0
    for number, line in enumerate(document.source.split("\n"), 1):
        typed = _TYPEWRITER.match(line)
        if typed is not None:  # `dl/dx = ...` on a line of its own is mathematics in typewriter letters
            line = " " * typed.start(1) + typed[1] + " " * (len(line) - typed.end(1))
        marked = "$" in line or line.lstrip().startswith(("#", "\\", "`", "|", ">"))
        if number not in taken and not marked and len(line) <= 400 and _SIGN.search(line) is not None:
            text = _LABELLED.sub("", line)
            yield without_remark(text), offset + len(line) - len(text)
        offset += len(line) + 1


def table_rows(document: Document, passages: list[Passage]) -> Iterator[tuple[str, str, int]]:
    """Rows of tables with a name and mathematics in the next cell, and where they begin."""
    taken = {p.line for p in passages if len(p.sides) > 1}
    offset = 0
    for number, line in enumerate(document.source.split("\n"), 1):
        cells = [c.strip().strip("$`").strip() for c in line.strip().strip("|").split("|")]
        row = line.lstrip().startswith("|") and number not in taken and len(line) <= 1000
        if row and len(cells) >= 2 and cells[0] and MATHEMATICAL.search(cells[1]) and set(cells[1]) - set(":- "):
            yield cells[0], cells[1], offset
        offset += len(line) + 1


def paragraphs(document: Document, found: tuple[Label, ...]) -> Iterator[Words]:
    """Paragraphs with words in them, and the labels under which they stand."""
    source = document.source
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", source):
        text = match.group().strip()
        if len(WORD.findall(re.sub(r"\$[^$]*\$|\\[A-Za-z]+", " ", text))) >= 5:
            line = source.count("\n", 0, match.start()) + 1
            yield Words(" ".join(text.split())[:300], line, above(found, match.start()))
