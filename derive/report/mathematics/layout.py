"""LaTeX mathematics as a layout: rows, fractions, roots, scripts, fences and tables.

What a sheet prints is read here, not what a student means: nothing is interpreted, and an unknown command is kept
as its name.  The depth is bounded, as the input may come from a docstring that somebody else wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.report.mathematics.symbols import ACCENTS, FONTS, IDENTIFIERS, SIGNS, SPACES

TOKEN = re.compile(r"\\([A-Za-z]+)\*?|\\(.)|(\d+(?:\.\d+)?)|([A-Za-z])|(\S)", re.DOTALL)
DEPTH = 60


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of layout.

    ``kind`` is ``row identifier number operator word text space frac binom sqrt root script accent fence table``.
    ``text`` holds letters and signs, the pair of a fence (``"()"``), the accent's sign, or a table's environment; a
    script has base, subscript and superscript (an empty row where there is none); a table is of rows of cells.
    """

    kind: str
    text: str = ""
    parts: tuple[Box, ...] = ()


EMPTY = Box("row")


def layout(latex: str) -> Box:
    r"""The layout of a formula.

    >>> layout(r"\frac{1}{2}").parts[0].kind
    'frac'
    """
    reader = _Reader(list(TOKEN.finditer(latex)))
    return reader.row(())


class _Reader:
    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    def peek(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def row(self, stops: tuple[str, ...]) -> Box:
        self.depth += 1
        parts: list[Box] = []
        while self.place < len(self.tokens) and self.peek() not in stops:
            if self.depth > DEPTH:
                self.place += 1
                continue
            box = self.atom()
            if box is not None:
                parts.append(self.scripts(box))
        self.depth -= 1
        return Box("row", "", tuple(parts))

    def scripts(self, base: Box) -> Box:
        below, above = EMPTY, EMPTY
        while self.peek() in ("_", "^", "'"):
            sign = self.peek()
            self.place += 1
            if sign == "'":
                above = Box("row", "", (*above.parts, Box("operator", "′")))
            elif sign == "_":
                below = self.argument()
            else:
                above = Box("row", "", (*above.parts, self.argument()))
        return base if below == EMPTY and above == EMPTY else Box("script", "", (base, below, above))

    def argument(self) -> Box:
        """A group in braces, or the next single thing."""
        if self.peek() == "{":
            self.place += 1
            inside = self.row(("}",))
            self.place += 1
            return inside
        return self.digit() or self.atom() or EMPTY

    def digit(self) -> Box | None:
        r"""The first digit of a number: without braces it alone is the argument, as in ``\frac12``."""
        match = self.tokens[self.place] if self.place < len(self.tokens) else None
        if match is None or not match[3] or len(match[3]) == 1:
            return None
        rest = TOKEN.match(match.string, match.start() + 1)
        assert rest is not None
        self.tokens[self.place] = rest
        return Box("number", match[3][0])

    def raw(self) -> str:
        """The text of a group in braces, as it stands."""
        if self.peek() != "{":
            return ""
        start = self.tokens[self.place].end()
        level = 0
        while self.place < len(self.tokens):
            level += {"{": 1, "}": -1}.get(self.peek(), 0)
            self.place += 1
            if level == 0:
                break
        last = self.tokens[self.place - 1]
        return last.string[start : last.start()]

    def atom(self) -> Box | None:
        if self.place >= len(self.tokens):
            return None
        match = self.tokens[self.place]
        self.place += 1
        command, escaped, number, letter, sign = match.groups()
        if number:
            return Box("number", number)
        if letter:
            return Box("identifier", letter)
        if escaped is not None:
            return self.escaped(escaped)
        if sign:
            return self.sign(sign)
        return self.command(command)

    def escaped(self, sign: str) -> Box | None:
        if sign in SPACES:
            return Box("space")
        return Box("operator", "‖" if sign == "|" else sign)

    def sign(self, sign: str) -> Box | None:
        if sign == "{":
            inside = self.row(("}",))
            self.place += 1
            return inside
        if sign in "}$":
            return None
        return Box("space", "&") if sign == "&" else Box("operator", "−" if sign == "-" else sign)

    def command(self, name: str) -> Box | None:
        if name in ("frac", "dfrac", "tfrac"):
            return Box("frac", "", (self.argument(), self.argument()))
        if name in ("binom", "dbinom", "tbinom"):
            return Box("binom", "", (self.argument(), self.argument()))
        if name == "substack":
            return self.stacked()
        if name == "sqrt":
            return self.square_root()
        if name in FONTS:
            return self.font(name)
        if name in ACCENTS:
            return Box("accent", ACCENTS[name], (self.argument(),))
        if name == "left":
            return self.fence()
        if name == "begin":
            return self.table(self.raw())
        if name in SPACES:
            return Box("space")
        if name in IDENTIFIERS:
            return Box("identifier", IDENTIFIERS[name])
        if name in SIGNS:
            return Box("operator", SIGNS[name])
        return Box("word", name)

    def stacked(self) -> Box:
        """Lines below each other, as under a sum over several indices."""
        if self.peek() != "{":
            return self.argument()
        rows = []
        while self.place < len(self.tokens) and self.peek() in ("{", r"\\"):
            self.place += 1
            rows.append(Box("row", "", (self.row(("}", r"\\")),)))
        self.place += 1
        return Box("table", "substack", tuple(rows))

    def square_root(self) -> Box:
        if self.peek() != "[":
            return Box("sqrt", "", (self.argument(),))
        self.place += 1
        order = self.row(("]",))
        self.place += 1
        return Box("root", "", (self.argument(), order))

    def font(self, name: str) -> Box:
        if name == "text":
            return Box("text", self.raw())
        inside = self.argument()
        letters = "".join(p.text for p in inside.parts) if inside.kind == "row" else inside.text
        if name in ("mathbf", "boldsymbol", "bm", "mathcal", "mathbb"):
            return Box("identifier", letters, (Box("word", name),))
        return Box("word", letters)

    def fence(self) -> Box:
        opening = self.delimiter()
        inside = self.row((r"\right",))
        self.place += 1
        closing = self.delimiter() if self.place < len(self.tokens) else "."
        return Box("fence", opening + closing, (inside,))

    def delimiter(self) -> str:
        match = self.tokens[self.place] if self.place < len(self.tokens) else None
        self.place += 1
        if match is None:
            return "."
        command, escaped, _, _, sign = match.groups()
        if command:
            return SIGNS.get(command, ".")
        return "‖" if escaped == "|" else escaped or sign or "."

    def table(self, name: str) -> Box:
        if self.peek() == "{" and name == "array":
            self.raw()
        rows, cells = [], []
        while self.place < len(self.tokens):
            cells.append(self.row(("&", r"\\", r"\end")))
            stop = self.peek()
            self.place += 1
            if stop != "&":
                rows.append(Box("row", "", tuple(cells)))
                cells = []
            if stop == r"\end":
                self.raw()
                break
        return Box("table", name, tuple(r for r in rows if r.parts != (EMPTY,)))
