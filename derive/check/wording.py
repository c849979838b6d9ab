r"""Sides that say something in words (``... + \text{crosstalk}``) or leave it to the reader (``[t_1, \dots, t_k]``)."""

from __future__ import annotations

import re
from collections.abc import Callable

_DOTS = re.compile(r"\\[lcvdi]?dots[cbmio]?(?![A-Za-z])|\.\.\.|…")
_LIST = re.compile(
    r"^\s*(?:\\left\s*)?(?:\[|\(|\\\{|\\langle)[^=<>]*,[^=<>]*(?:\]|\)|\\\}|\\rangle)\s*(?:[\^_]\s*(?:\{[^{}]*\}|\\?\w+))*\s*$"
)
_WORDS = re.compile(
    r"(?P<joint>[+\-]\s*)(?:\\left\s*)?[(\[]?\s*\\(?:text|mbox|textrm|mathrm|textit|hbox)\s*\{(?P<words>[^{}]*[A-Za-z]{3}[^{}]*)\}"
)


def as_spoken(text: str, readable: Callable[[str], bool]) -> tuple[str, str] | None:
    """The role and the reason of a side that cannot be read because it speaks; None where that is not why."""
    if _DOTS.search(text) and _LIST.match(text):
        return "declaration", "it lists components; what the dots stand for is left to the reader"
    found = [m.group("words").strip() for m in _WORDS.finditer(text)]
    if found and readable(_WORDS.sub(lambda m: f"{m.group('joint')} 1 ", text)):
        return "approximation", f"it holds up to what is said in words: {', '.join(found)}"
    return None
