"""A document as a LaTeX file, its figures beside it."""

from __future__ import annotations

from derive.report.escape import tex
from derive.report.sheet_document import Block, Display, Document, Grid, Heading, Picture, Prose
from derive.report.sheet_md import pieces

HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,graphicx,longtable,geometry,newunicodechar}
\geometry{margin=2.2cm}
\newunicodechar{✓}{\ensuremath{\surd}}
\newunicodechar{≈}{\ensuremath{\approx}}
\newunicodechar{✗}{\ensuremath{\times}}
\newunicodechar{²}{\ensuremath{^2}}
\newunicodechar{Ω}{\ensuremath{\Omega}}
\newunicodechar{α}{\ensuremath{\alpha}}
\begin{document}
"""


def latex_file(document: Document, *, folder: str) -> str:
    """The whole file; pictures are ``folder/NAME.png``."""
    parts = [HEAD + rf"\section*{{{_text(document.title)}}}", *(_block(b, folder) for b in document.blocks)]
    return "\n\n".join(parts) + "\n\\end{document}\n"


def _block(block: Block, folder: str) -> str:
    if isinstance(block, Heading):
        return rf"\subsection*{{{_text(block.text)}}}"
    if isinstance(block, Prose):
        return _text(block.text)
    if isinstance(block, Display):
        body = " \\\\\n".join(block.lines)
        return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"
    if isinstance(block, Picture):
        image = rf"\includegraphics[width=\linewidth]{{{folder}/{block.name}.png}}"
        return f"\\begin{{center}}\n{image}\n\n\\small {_text(block.caption)}\n\\end{{center}}"
    return _grid(block)


def _grid(grid: Grid) -> str:
    width = f"p{{{0.92 / len(grid.header):.2f}\\linewidth}}"
    rows = "\n".join(" & ".join(_text(c) for c in row) + r" \\" for row in grid.rows)
    head = " & ".join(_text(c) for c in grid.header) + r" \\ \hline"
    caption = f"{_text(grid.caption)}\n\n" if grid.caption else ""
    begin, end = rf"{{\footnotesize\begin{{longtable}}{{{width * len(grid.header)}}}", r"\end{longtable}}"
    return f"{caption}{begin}\n{head}\n{rows}\n{end}"


def _text(text: str) -> str:
    return "".join(f"${p}$" if math else tex(p) for math, p in pieces(text))
