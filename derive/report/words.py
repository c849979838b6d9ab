"""Words of an author and of the engine, with the names in them set as mathematics between dollars."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from derive.report.formula import GREEK, latex

if TYPE_CHECKING:
    from derive.sheet import Sheet

#: A name, a whole word, where no letter, digit or bracket of a call stands beside it.
WORD = re.compile(r"(?<![\w\\$])([A-Za-z][A-Za-z0-9]*(?:_\w+)?)([²³]?)(?![\w(])")
#: A name and its value, as evidence lists them: ``g_0 = 563/100``, ``B_11 = 2``.
VALUE = re.compile(r"(?<![\w\\$])([A-Za-z]\w*) (=|>=|<=|>|<|!=) (-?\d[\w./+-]*\w|-?\d)")
SIGNS = {"=": "=", ">=": r"\ge", "<=": r"\le", ">": ">", "<": "<", "!=": r"\ne"}
POWERS = {"": "", "²": "^2", "³": "^3"}


def titled(sheet: Sheet, title: str) -> str:
    """A part's title: a word that is a name, perhaps without underscore or capital (``w2``), set as the name."""
    names = [n for n in sheet.names() if "_" in n.name or (len(n.name) == 1 and n.name not in "aAI")]
    short = {n.name.replace("_", ""): f"${latex(n)}$" for n in names}
    lower = {text.lower(): shown for text, shown in reversed(short.items())}
    return " ".join(short.get(word) or lower.get(word.lower(), word) for word in title.split(" "))


def worded(sheet: Sheet, text: str) -> str:
    """A sentence with names that carry an index, Greek names, and equations of a name and a number, set as formulas."""
    if "$" in text:
        return text
    known = {n.name: latex(n) for n in sheet.names()}
    arrays = {a.name: latex(a) for a in sheet.arrays()}

    def value(match: re.Match[str]) -> str:
        name, sign, number = match.groups()
        shown = known.get(name) or _entry(name, arrays)
        return match[0] if not shown else f"${shown} {SIGNS[sign]} {_number(number)}$"

    def word(match: re.Match[str]) -> str:
        name, power = match.groups()
        is_name = name in known and ("_" in name or name in GREEK or power)
        return f"${known[name]}{POWERS[power]}$" if is_name else match[0]

    pieces = re.split(r"(\$[^$]*\$)", VALUE.sub(value, text))
    return "".join(p if p.startswith("$") else WORD.sub(word, p) for p in pieces)


def _entry(name: str, arrays: Mapping[str, str]) -> str:
    """``B_11`` as an entry of a declared array."""
    base, _, places = name.partition("_")
    if base not in arrays or not places.isdigit():
        return ""
    return f"{arrays[base]}_{{{','.join(places) if len(places) < 4 else places}}}"


def _number(text: str) -> str:
    """As it is written; a power of ten as a power.  A fraction keeps its slash: it stands within a line."""
    mantissa, e, power = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if e and power.lstrip("+-").isdigit() else text
