"""A document as Typst, compiled to PDF by the wheel: no TeX is needed, and the same document gives the same bytes."""

from __future__ import annotations

from derive.report import escape
from derive.report.mathematics import typst as mathematics
from derive.report.sheet_document import Block, Display, Document, Grid, Heading, Picture, Prose
from derive.report.sheet_html import aligned
from derive.report.sheet_md import pieces

HEAD = """#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set text(size: 10pt)
#set par(justify: true)
#set document(title: none, date: none)
#show table: set text(size: 8pt)
#show heading.where(level: 2): set block(above: 1.6em)
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
        return f"$ {mathematics(aligned(block))} $"
    if isinstance(block, Picture):
        return f'#figure(image("{block.name}.png", width: 80%), caption: [{_text(block.caption)}], numbering: none)'
    return _grid(block)


def _grid(grid: Grid) -> str:
    count = len(grid.header)
    columns = "(1.2fr, 3fr, 0.8fr, 2fr)" if count == 4 and grid.header[0] == "claim" else str(count)
    cells = [f"[*{_text(c)}*]" for c in grid.header] + [f"[{_text(c)}]" for row in grid.rows for c in row]
    caption = f"{_text(grid.caption)}\n\n" if grid.caption else ""
    return f"{caption}#table(columns: {columns}, stroke: 0.4pt + luma(200), {', '.join(cells)})"


def _text(text: str) -> str:
    # Words go in as string literals, so that nothing in them is markup.
    return "".join(f"${mathematics(p)}$" if math else f"#{escape.typst(p)};" for math, p in pieces(text))
