"""Splits a document, whatever its kind, into its mathematics."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from derive.documents import latex, markdown, notebook, plain
from derive.documents.fragment import Damage, Document, Fragment, Lines
from derive.documents.refused import Refused
from derive.documents.scan import Astray, Found, scan

KINDS = ("latex", "markdown", "notebook", "text")
_SUFFIXES = {
    ".tex": "latex",
    ".ltx": "latex",
    ".latex": "latex",
    ".md": "markdown",
    ".markdown": "markdown",
    ".ipynb": "notebook",
}
#: Prose kept on each side of a piece of mathematics.
_AROUND = 240
_LABEL = re.compile(r"^[ \t]*(?:[-*]|\d+[.)]|\([a-z0-9]{1,3}\))[ \t]+")


def kind_of(source: str, path: str = "") -> str:
    """``latex``, ``markdown``, ``notebook`` or ``text``: by the name of the file, else by what stands in it."""
    for suffix, kind in _SUFFIXES.items():
        if path.lower().endswith(suffix):
            return kind
    head = source.lstrip()[:400]
    if head.startswith("{") and '"cells"' in source[:20_000_000] and '"nbformat"' in source:
        return "notebook"
    if re.search(r"\\documentclass|\\begin\{document\}|\\usepackage", source) is not None:
        return "latex"
    if re.search(r"\$|\\\[|\\\(|\\begin\{", source) is not None or re.search(r"^#{1,6} |^```", source, re.MULTILINE):
        return "markdown"
    return "text"


def split(source: str, *, kind: str | None = None, path: str = "") -> Document:
    """All displayed and inline mathematics of a document, with lines and offsets.

    Raises:
        Refused: the kind is unknown, or a notebook is no notebook.
    """
    kind = kind_of(source, path) if kind is None else "text" if kind == "plain" else kind
    if kind not in KINDS:
        raise Refused(f"kind={kind!r} is no kind of document; expected one of {', '.join(KINDS)}")
    if kind == "notebook":
        return _notebook(source, path or "the document")
    if kind == "latex":
        masked, sections, macros = latex.mask(source)
        fragments, damage = _mathematics(source, masked, sections, strict=False)
        return Document(source, kind, fragments, macros, damage)
    if kind == "text":
        return Document(source, kind, _lines(source, source, ()))
    masked, sections = markdown.mask(source)
    found, damage = _mathematics(source, masked, sections, strict=True)
    _, _, macros = latex.mask(source)
    bare = _lines(source, _without(masked, found), sections, whole_only=True)
    return Document(source, kind, tuple(sorted((*found, *bare), key=lambda f: f.offset)), macros, damage)


def _notebook(source: str, path: str) -> Document:
    fragments: list[Fragment] = []
    damage: list[Damage] = []
    macros: list[str] = []
    section = 0
    for cell in notebook.cells(source, path):
        document = split(cell.text, kind="markdown")
        for f in document.fragments:
            fragments.append(
                Fragment(
                    f.text,
                    f.offset,
                    f.line,
                    f.displayed,
                    f.environment,
                    section + f.section,
                    f.before,
                    f.after,
                    f.syntax,
                    cell.number,
                )
            )
        damage.extend(Damage(d.line, d.offset, d.source, d.reason, cell.number) for d in document.damage)
        macros.extend(document.macros)
        section += len(markdown.mask(cell.text)[1])
    return Document(source, "notebook", tuple(fragments), tuple(macros), tuple(damage))


def _mathematics(
    source: str, masked: str, sections: Sequence[int], *, strict: bool
) -> tuple[tuple[Fragment, ...], tuple[Damage, ...]]:
    lines = Lines(source)
    found: list[Found] = []
    damage: list[Damage] = []
    for piece in scan(masked, strict_dollars=strict):
        if isinstance(piece, Astray):
            rest = source[piece.offset : piece.offset + 60].split("\n", 1)[0]
            reason = f"{piece.delimiter} opens mathematics here and is never closed; the text up to it was read"
            damage.append(Damage(lines.of(piece.offset), piece.offset, rest, reason))
        else:
            found.append(piece)
    fragments = []
    for i, piece in enumerate(found):
        left = found[i - 1].outer[1] if i else 0
        right = found[i + 1].outer[0] if i + 1 < len(found) else len(source)
        begin, stop = piece.outer
        # Leading blanks belong to nobody: the line of a display is the line of its first character.
        text = masked[piece.start : piece.stop]
        start = piece.start + len(text) - len(text.lstrip())
        fragments.append(
            Fragment(
                text.strip(),
                start,
                lines.of(start),
                piece.displayed,
                piece.environment,
                bisect_right(sections, begin),
                masked[max(left, begin - _AROUND) : begin],
                masked[stop : min(right, stop + _AROUND)],
            )
        )
    return tuple(fragments), tuple(damage)


def _without(masked: str, fragments: Sequence[Fragment]) -> str:
    """The text with the lines that hold marked mathematics blanked: what is left is prose or bare lines."""
    pieces = masked.split("\n")
    for f in fragments:
        for line in range(f.line - 2, f.line + f.text.count("\n") + 1):
            if 0 <= line < len(pieces):
                pieces[line] = " " * len(pieces[line])
    return "\n".join(pieces)


def _lines(source: str, masked: str, sections: Sequence[int], *, whole_only: bool = False) -> tuple[Fragment, ...]:
    """Mathematics of plain text; ``whole_only``: just lines that are an equation and nothing else."""
    fragments: list[Fragment] = []
    offset = 0
    for number, line in enumerate(masked.split("\n"), 1):
        label = _LABEL.match(line)
        skip = label.end() if label else 0
        previous = skip
        for stretch in plain.stretches(line[skip:]):
            if whole_only and not stretch.whole_line:
                continue
            start, stop = stretch.start + skip, stretch.stop + skip
            text = line[start:stop]
            fragments.append(
                Fragment(
                    text,
                    offset + start,
                    number,
                    stretch.whole_line,
                    "line",
                    bisect_right(sections, offset),
                    line[previous:start],
                    line[stop : stop + _AROUND],
                    "latex" if "\\" in text else "plain",
                )
            )
            previous = stop
        offset += len(line) + 1
    return tuple(fragments)
