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
"""

GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi
omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"""
#: What the signs of text are in TeX; those that are not here are set as their number.
SIGNS = {
    "✓": r"\surd", "≈": r"\approx", "✗": r"\times", "±": r"\pm", "→": r"\to", "·": r"\cdot", "′": r"'", "ᵀ": r"^\top",
    "−": "-", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "∞": r"\infty", "∂": r"\partial", "∑": r"\sum", "√": r"\surd",
    **{sign: f"^{n}" for n, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{sign: f"_{n}" for n, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{letter: rf"\{name}" for letter, name in zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", GREEK.split())},
}  # fmt: skip


def latex_file(document: Document, *, folder: str) -> str:
    """The whole file; pictures are ``folder/NAME.png``."""
    body = "\n\n".join([rf"\section*{{{_text(document.title)}}}", *(_block(b, folder) for b in document.blocks)])
    return f"{HEAD}{_signs(body)}\\begin{{document}}\n{body}\n\\end{{document}}\n"


def _signs(body: str) -> str:
    """A definition for every sign of the text that is not ASCII."""
    lines = []
    for sign in sorted({c for c in body if not c.isascii()}):
        meaning = rf"\ensuremath{{{SIGNS[sign]}}}" if sign in SIGNS else rf"\texttt{{U+{ord(sign):04X}}}"
        lines.append(rf"\newunicodechar{{{sign}}}{{{meaning}}}" + "\n")
    return "".join(lines)


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
