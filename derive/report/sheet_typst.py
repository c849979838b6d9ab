"""A document as Typst, compiled to PDF by the wheel: no TeX is needed, and the same document gives the same bytes."""

from __future__ import annotations

import re

from derive.report import escape
from derive.report.mathematics import typst as mathematics
from derive.report.sheet_document import Block, Display, Document, Grid, Heading, Picture, Prose
from derive.report.sheet_html import aligned
from derive.report.sheet_md import pieces

#: What opens and closes a group in LaTeX, and the relations between groups before which a line may end.
BREAKS = re.compile(
    r"(?P<open>\\left(?![a-z])|\\begin|(?<!\\)\{)|(?P<close>\\right(?![a-z])|\\end|(?<!\\)\})"
    r"|=|(?<!\\left)<|(?<!\\right)>|\\(?:le|ge|leq|geq|sim|iff|propto|qquad)(?![a-z])"
)

HEAD = """#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set text(size: 10pt)
#set par(justify: true)
#set document(title: none, date: none)
#show table: set text(size: 8pt)
#show table: it => { show math.equation.where(block: true): set align(left); it }
#show heading.where(level: 2): set block(above: 1.6em)
#set table.cell(breakable: false)
#show math.equation.where(block: true): set block(breakable: false)
#let fit(body) = layout(size => {
  let wide = measure(body).width
  if wide <= size.width { body } else { scale(size.width / wide * 100%, reflow: true, body) }
})
#let broken(whole, ..sides) = layout(size => {
  if measure(whole).width <= size.width { whole } else { stack(spacing: 0.7em, ..sides.pos().map(fit)) }
})
"""


def typst_file(document: Document) -> str:
    """The source; pictures are read by their names."""
    blocks = [f"#heading(level: 1)[{_text(document.title)}]", *(_block(b) for b in document.blocks)]
    return HEAD + "\n\n".join(blocks) + "\n"


def pdf(document: Document) -> bytes:
    """The compiled document."""
    import tempfile
    from pathlib import Path

    import typst as compiler

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for block in document.blocks:
            if isinstance(block, Picture):
                (folder / f"{block.name}.png").write_bytes(block.png)
        source = folder / "sheet.typ"
        source.write_text(typst_file(document), encoding="utf-8")
        return bytes(compiler.compile(str(source), root=place))


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level})[{_text(block.text)}]"
    if isinstance(block, Prose):
        return _text(block.text)
    if isinstance(block, Display):
        return f"#align(center, fit($display({mathematics(block.lines[0])})$))" if _single(block) else _lines(block)
    if isinstance(block, Picture):
        return f'#figure(image("{block.name}.png", width: 68%), caption: [{_text(block.caption)}], numbering: none)'
    return _grid(block)


def _grid(grid: Grid) -> str:
    count = len(grid.header)
    columns = "(1.2fr, 3fr, 0.8fr, 2fr)" if count == 4 and grid.header[0] == "claim" else str(count)
    claims = grid.header[0] == "claim"
    header = f"table.header({', '.join(f'[*{_text(c)}*]' for c in grid.header)})"
    cells = [header] + [f"[{_cell(c) if claims else _text(c)}]" for row in grid.rows for c in row]
    caption = f"{_text(grid.caption)}\n\n" if grid.caption else ""
    return f"{caption}#table(columns: {columns}, stroke: 0.4pt + luma(200), {', '.join(cells)})"


def _single(block: Display) -> bool:
    return len(block.lines) == 1 and "&" not in block.lines[0]


def _lines(block: Display) -> str:
    return f"#align(center, fit($ {mathematics(aligned(block))} $))"


def _cell(text: str) -> str:
    """A cell whose formula stands in full size, each side of its relations on a line where one line is too short."""
    if not (text.startswith("$") and text.endswith("$") and text.count("$") == 2):
        return _text(text)
    whole = text[1:-1]
    # Block formulas: a tall one within a line of text would overlap its neighbours.
    return f"#broken({', '.join(f'$ {mathematics(f)} $' for f in (whole, *at_relations(whole)))})"


def at_relations(formula: str) -> tuple[str, ...]:
    r"""A formula cut before its relations that stand in no braces, fences or environments.

    >>> at_relations(r"\frac{a}{b = c} = d \iff e")
    ('\\frac{a}{b = c} ', '= d ', '\\iff e')
    """
    sides, depth, start = [], 0, 0
    for match in BREAKS.finditer(formula):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
        elif depth == 0 and match.start() > start:
            sides.append(formula[start : match.start()])
            start = match.start()
        if match[0] == r"\qquad":  # the condition after it stays in one piece
            break
    return (*sides, formula[start:])


def _text(text: str) -> str:
    # Words go in as string literals, so that nothing in them is markup.
    return "".join(f"${mathematics(p)}$" if math else f"#{escape.typst(p)};" for math, p in pieces(text))
