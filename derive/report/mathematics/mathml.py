"""A layout as MathML, for HTML.  Every text in it is escaped."""

from __future__ import annotations

from derive.report.escape import html
from derive.report.mathematics.layout import EMPTY, Box, layout

BIG = "∑∏∫"
PAIRS = {"matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "cases": ("{", "")}


SCRIPT_FACES = frozenset(("mathcal", "mathscr"))
#: Script capitals that Unicode had before it had the alphabet.
SCRIPT_APART = dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ"))


def mathml(latex: str, *, display: bool = False) -> str:
    """A formula as a ``math`` element.

    >>> mathml("x^2")
    '<math><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    """
    block = ' display="block"' if display else ""
    return f"<math{block}>{_box(layout(latex))}</math>"


def _box(box: Box) -> str:
    inner = box.parts
    if box.kind == "row":
        return f"<mrow>{''.join(map(_box, inner))}</mrow>"
    if box.kind == "number":
        return f"<mn>{html(box.text)}</mn>"
    if box.kind == "identifier":
        face = inner[0].text if inner else ""
        style = ' style="font-weight:bold"' if face in ("mathbf", "boldsymbol", "bm") else ""
        return f"<mi{style}>{html(_script_letter(box.text) if face in SCRIPT_FACES else box.text)}</mi>"
    if box.kind == "word":
        return f'<mi mathvariant="normal">{html(box.text)}</mi>'
    if box.kind == "operator":
        return f"<mo>{html(box.text)}</mo>"
    if box.kind == "text":
        return f"<mtext>{html(box.text.replace(' ', chr(160)))}</mtext>"
    if box.kind == "space":
        return "" if box.text else '<mspace width="0.25em"/>'
    if box.kind == "frac":
        return f"<mfrac>{_box(inner[0])}{_box(inner[1])}</mfrac>"
    if box.kind == "binom":
        above, below = map(_box, inner)
        return f'<mrow><mo>(</mo><mfrac linethickness="0">{above}{below}</mfrac><mo>)</mo></mrow>'
    if box.kind == "sqrt":
        return f"<msqrt>{_box(inner[0])}</msqrt>"
    if box.kind == "root":
        return f"<mroot>{_box(inner[0])}{_box(inner[1])}</mroot>"
    if box.kind == "accent":
        return f'<mover accent="true">{_box(inner[0])}<mo>{html(box.text)}</mo></mover>'
    if box.kind == "script":
        return _script(*inner)
    if box.kind == "fence":
        left, right = (f"<mo>{html(c)}</mo>" if c != "." else "" for c in box.text)
        return f"<mrow>{left}{_box(inner[0])}{right}</mrow>"
    return _table(box)


def _script_letter(text: str) -> str:
    """A capital letter in the script face: MathML has no attribute for it, Unicode has the letters."""
    if len(text) != 1 or not "A" <= text <= "Z":
        return text
    return SCRIPT_APART.get(text, chr(0x1D49C + ord(text) - ord("A")))


def _script(base: Box, below: Box, above: Box) -> str:
    around = base.kind == "operator" and base.text in BIG
    over, under, both = ("mover", "munder", "munderover") if around else ("msup", "msub", "msubsup")
    if above == EMPTY:
        return f"<{under}>{_box(base)}{_single(below)}</{under}>"
    if below == EMPTY:
        return f"<{over}>{_box(base)}{_single(above)}</{over}>"
    return f"<{both}>{_box(base)}{_single(below)}{_single(above)}</{both}>"


def _single(box: Box) -> str:
    while box.kind == "row" and len(box.parts) == 1:
        box = box.parts[0]
    return _box(box)


def _table(box: Box) -> str:
    rows = "".join(f"<mtr>{''.join(f'<mtd>{_box(cell)}</mtd>' for cell in row.parts)}</mtr>" for row in box.parts)
    align = ' columnalign="right left"' if box.text == "aligned" else ""
    left, right = PAIRS.get(box.text, ("", ""))
    fence = [f"<mo>{html(c)}</mo>" if c else "" for c in (left, right)]
    return f'<mrow>{fence[0]}<mtable displaystyle="true"{align}>{rows}</mtable>{fence[1]}</mrow>'
