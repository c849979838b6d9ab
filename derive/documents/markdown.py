"""Markdown: where mathematics cannot be (code, HTML comments), and where sections begin.

markdown-it-py says which lines are fences, HTML and headings.  Its dollarmath and amsmath plugins give the blocks but
no offsets, and drop a display that scanning has left in the middle of a paragraph; so they only serve to protect
fences inside of them, and the mathematics is cut out by :mod:`derive.documents.scan`.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from derive.documents.fragment import Lines

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: Headings that lost their marks when a page was scanned: a number and a few capitalised words on a line of their own.
_SCANNED_HEADING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.)[ \t]+[A-Z][A-Za-z0-9 ]{2,40}$", re.MULTILINE)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").disable("code")  # an indented display is mathematics, not code
    parser.use(dollarmath_plugin, double_inline=True)
    parser.use(amsmath_plugin)
    return parser


def mask(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with everything that is no prose blanked out, and the offsets at which sections begin."""
    lines = Lines(text)
    ends = [*lines.starts[1:], len(text)]
    characters = text
    sections: list[int] = []
    for token in _parser().parse(text):
        if token.map is None:
            continue
        start, stop = lines.starts[min(token.map[0], len(lines.starts) - 1)], ends[min(token.map[1], len(ends)) - 1]
        if token.type in ("fence", "html_block"):
            characters = _blank(characters, start, stop)
        elif token.type == "heading_open":
            sections.append(start)
    for pattern in (_COMMENT, _CODE):
        for match in pattern.finditer(characters):
            inside = match.group()
            if "\n\n" not in inside and not (pattern is _CODE and "$" in inside and inside.count("$") % 2):
                characters = _blank(characters, match.start(), match.end())
    sections.extend(m.start() for m in _SCANNED_HEADING.finditer(characters))
    return characters, tuple(sorted(sections))


def _blank(text: str, start: int, stop: int) -> str:
    kept = "".join(c if c == "\n" else " " for c in text[start:stop])
    return text[:start] + kept + text[stop:]
