"""A document as Markdown with LaTeX between dollars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.report import escape
from derive.report.sheet_document import Block, Display, Document, Grid, Heading, Picture, Prose

#: Mathematics between single dollars, or text.
PIECES = re.compile(r"\$([^$]+)\$")


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text as (is mathematics, piece) in order.

    >>> list(pieces("so $x$ is"))
    [(False, 'so '), (True, 'x'), (False, ' is')]
    """
    position = 0
    for match in PIECES.finditer(text):
        if match.start() > position:
            yield False, text[position : match.start()]
        yield True, match[1]
        position = match.end()
    if position < len(text):
        yield False, text[position:]


def markdown(document: Document, *, folder: str = "") -> str:
    """The whole document.  Pictures are referred to as ``folder/NAME.png``."""
    blocks = [f"# {escape.markdown(document.title)}", *(_block(b, folder) for b in document.blocks)]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block, folder: str) -> str:
    if isinstance(block, Heading):
        return "#" * block.level + " " + _text(block.text)
    if isinstance(block, Prose):
        return _text(block.text)
    if isinstance(block, Display):
        body = " \\\\\n".join(block.lines)
        aligned = any("&" in line for line in block.lines)
        return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$" if aligned else f"$$\n{body}\n$$"
    if isinstance(block, Picture):
        where = f"{folder}/{block.name}.png" if folder else f"{block.name}.png"
        return f"![{_text(block.caption)}]({where})\n\n*{_text(block.caption)}*"
    return _grid(block)


def _grid(grid: Grid) -> str:
    lines = [f"*{_text(grid.caption)}*", ""] if grid.caption else []
    lines.append("| " + " | ".join(_cell(c) for c in grid.header) + " |")
    lines.append("|" + "---|" * len(grid.header))
    lines += ["| " + " | ".join(_cell(c) for c in row) + " |" for row in grid.rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    # A bar inside a cell would end it, mathematics or not.
    return "".join(f"${p.replace('|', chr(92) + 'vert ')}$" if math else _escaped(p) for math, p in pieces(text))


def _text(text: str) -> str:
    return "".join(f"${p}$" if math else _escaped(p) for math, p in pieces(text))


def _escaped(text: str) -> str:
    # Signs that only mean something at the start of a line are left alone within one.
    return escape.markdown(text).replace("\\-", "-").replace("\\(", "(").replace("\\)", ")").replace("\\+", "+")
