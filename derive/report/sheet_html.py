"""A document as one HTML file: mathematics as MathML, figures inside, no script and nothing fetched."""

from __future__ import annotations

import base64

from derive.report.escape import html
from derive.report.mathematics import mathml
from derive.report.sheet_document import Block, Display, Document, Grid, Heading, Picture, Prose
from derive.report.sheet_md import pieces

STYLE = """
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 serif; color: #222; }
h1, h2 { font-weight: 600; line-height: 1.25; }
h2 { margin-top: 2.2rem; border-top: 1px solid #ddd; padding-top: 1rem; }
table { border-collapse: collapse; font-size: .85rem; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .6rem; text-align: left; vertical-align: top; }
figure { margin: 1.5rem 0; } figcaption, caption { font-size: .85rem; color: #555; text-align: left; }
td math { math-style: normal; }
img { max-width: 100%; } math[display=block] { margin: 1rem 0; overflow-x: auto; }
""".strip()


def page(document: Document) -> str:
    """The whole page."""
    body = "\n".join(_block(b) for b in document.blocks)
    title = "".join(p for _, p in pieces(document.title))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{html(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n'
        f"<h1>{_text(document.title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_text(block.text)}</h{block.level}>"
    if isinstance(block, Prose):
        return f"<p>{_text(block.text)}</p>"
    if isinstance(block, Display):
        return mathml(aligned(block), display=True)
    if isinstance(block, Picture):
        data = base64.b64encode(block.png).decode("ascii")
        plain = html("".join(p for _, p in pieces(block.caption)))
        image = f'<img alt="{plain}" src="data:image/png;base64,{data}">'
        return f"<figure>{image}<figcaption>{_text(block.caption)}</figcaption></figure>"
    return _grid(block)


def aligned(block: Display) -> str:
    """The lines as one formula, aligned where they say so."""
    if not any("&" in line for line in block.lines):
        return r" \\ ".join(block.lines)
    return "\\begin{aligned}" + r" \\ ".join(block.lines) + "\\end{aligned}"


def _grid(grid: Grid) -> str:
    head = "".join(f"<th>{_text(c)}</th>" for c in grid.header)
    rows = "".join(f"<tr>{''.join(f'<td>{_text(c)}</td>' for c in row)}</tr>\n" for row in grid.rows)
    caption = f"<caption>{_text(grid.caption)}</caption>" if grid.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"


def _text(text: str) -> str:
    return "".join(mathml(p) if math else html(p) for math, p in pieces(text))
