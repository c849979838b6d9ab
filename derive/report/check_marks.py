"""The source of a document with its own line numbers and a mark around every piece of checked mathematics.

The source is kept as its author left it, escaped.  A mark that runs over several lines is closed and opened again at
each line end, so that every line stands by itself and can be linked to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.check.record import Report, Taken
from derive.report.escape import html
from derive.report.verdict_text import SIGNS


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a cell's text (cell 0: the whole source); ``title`` is read aloud, ``sign`` stands in front."""

    cell: int
    start: int
    stop: int
    sort: str
    anchor: str
    title: str
    sign: str


def marks(report: Report) -> tuple[Mark, ...]:
    """A mark for every finding, in the order of the report."""
    found: list[Mark] = []
    for number, step in enumerate(report.steps, 1):
        outcome = step.verdict.outcome
        stop = step.offset + max(1, len(step.right))
        title = f"line {step.line}: {outcome.value}"
        found.append(Mark(step.cell, step.offset, stop, outcome.value, f"step-{number}", title, SIGNS[outcome]))
    for number, taken in enumerate(report.definitions, 1):
        title = f"line {taken.line}: taken as {taken.role}"
        stop = taken.offset + _length(taken)
        found.append(Mark(taken.cell, taken.offset, stop, "taken", f"taken-{number}", title, "·"))
    for number, unread in enumerate(report.unread, 1):
        title = f"line {unread.line}: not read"
        anchor = f"unread-{number}"
        found.append(Mark(unread.cell, unread.offset, unread.offset + 1, "unreadable", anchor, title, "!"))
    return tuple(found)


def _length(taken: Taken) -> int:
    """Of ``left = right`` the right side is what stands at the offset."""
    for sign in (" = ", " ≡ ", " ← ", " ≈ ", " ∝ ", " < ", " > ", " ≤ ", " ≥ "):
        if sign in taken.source:
            return max(1, len(taken.source.split(sign, 1)[1]))
    return max(1, len(taken.source))


def texts(report: Report) -> tuple[tuple[int, str], ...]:
    """What is shown: the source, or the cells of a notebook with their numbers."""
    if report.kind != "notebook":
        return ((0, report.source),)
    from derive.documents.notebook import cells
    from derive.documents.refused import Refused

    try:
        return tuple((cell.number, cell.text) for cell in cells(report.source, report.document))
    except Refused:
        return ()


def marked(text: str, cell: int, found: Sequence[Mark]) -> str:
    """The lines of a text, each with its number; of two marks that overlap the first one is kept."""
    rows: list[str] = []
    line: list[str] = []
    for piece, mark, first in _pieces(text, [m for m in found if m.cell == cell]):
        for position, part in enumerate(piece.split("\n")):
            if position:
                rows.append("".join(line))
                line = []
            if part or mark is None:
                line.append(html(part) if mark is None else _linked(part, mark, first and position == 0))
    rows.append("".join(line))
    prefix = f"c{cell}-" if cell else ""
    return "".join(
        f'<tr id="{prefix}L{n}"><td class="n"><a href="#{prefix}L{n}">{n}</a></td><td>{row}</td></tr>\n'
        for n, row in enumerate(rows, 1)
    )


def _pieces(text: str, found: Sequence[Mark]) -> Iterator[tuple[str, Mark | None, bool]]:
    """The text cut at the marks: each piece with its mark."""
    position = 0
    for mark in sorted(found, key=lambda m: (m.start, m.stop)):
        start, stop = mark.start, min(mark.stop, len(text))
        if start < position or start >= stop:
            continue
        yield text[position:start], None, False
        yield text[start:stop], mark, True
        position = stop
    yield text[position:], None, False


def _linked(part: str, mark: Mark, first: bool) -> str:
    sign = f'<span class="s" aria-hidden="true">{html(mark.sign)}</span>' if first else ""
    title = html(mark.title)
    return (
        f'<mark class="{html(mark.sort)}">{sign}'
        f'<a href="#{html(mark.anchor)}" title="{title}" aria-label="{title}">{html(part)}</a></mark>'
    )
