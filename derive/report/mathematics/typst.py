"""A layout as Typst mathematics, for PDF.  Nothing of a text reaches Typst as code: words are string literals."""

from __future__ import annotations

from derive.report import escape
from derive.report.mathematics.layout import EMPTY, Box, layout

DELIMITERS = {"pmatrix": '"("', "bmatrix": '"["', "matrix": "#none"}


def typst(latex: str) -> str:
    """A formula as the inside of Typst's dollars.

    >>> typst(r"\\frac{x_1}{2}")
    'frac(attach(x, b: 1), 2)'
    """
    return _box(layout(latex)).strip()


def _box(box: Box) -> str:
    inner = box.parts
    if box.kind == "row":
        return " ".join(filter(None, (_box(p) for p in inner))) or '""'
    if box.kind == "number":
        return box.text
    if box.kind == "identifier":
        return _identifier(box)
    if box.kind == "word":
        return f"op({escape.typst(box.text)})"
    if box.kind == "text":
        return escape.typst(box.text)
    if box.kind == "operator":
        return sign(box.text)
    if box.kind == "space":
        return "&" if box.text == "&" else "thin"
    if box.kind in ("frac", "sqrt", "binom"):
        return f"{box.kind}({', '.join(map(_box, inner))})"
    if box.kind == "root":
        return f"root({_box(inner[1])}, {_box(inner[0])})"
    if box.kind == "accent":
        return f"accent({_box(inner[0])}, {escape.typst(box.text)})" if box.text in "˙¨¯→" else f"hat({_box(inner[0])})"
    if box.kind == "script":
        below = "" if inner[1] == EMPTY else f", b: {_box(inner[1])}"
        above = "" if inner[2] == EMPTY else f", t: {_box(inner[2])}"
        return f"attach({_box(inner[0])}{below}{above})"
    if box.kind == "fence":
        left, right = ("" if c == "." else sign(c) for c in box.text)
        return f"lr({left} {_box(inner[0])} {right})"
    return _table(box)


def _identifier(box: Box) -> str:
    letters = box.text if len(box.text) == 1 else escape.typst(box.text)
    font = box.parts[0].text if box.parts else ""
    wrap = {"mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "mathcal": "cal", "mathbb": "bb"}.get(font)
    return f"{wrap}({letters})" if wrap else letters


def sign(text: str) -> str:
    """A sign that Typst takes for itself and not for syntax."""
    return f"\\{text}" if text.isascii() and not text.isalnum() else text


def _table(box: Box) -> str:
    if box.text == "aligned":
        return " \\ ".join(" & ".join(map(_box, row.parts)) for row in box.parts)
    if box.text == "cases":
        return f"cases({', '.join(' & '.join(map(_box, row.parts)) for row in box.parts)})"
    rows = "; ".join(", ".join(map(_box, row.parts)) for row in box.parts)
    return f"mat(delim: {DELIMITERS.get(box.text, '#none')}, {rows})"
