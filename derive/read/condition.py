r"""A statement and the conditions written after it: ``x = 1, \quad\text{for } t > 0``."""

from __future__ import annotations

import re

_WORDS = (
    r"(?:for\s+all|for\s+every|for\s+each|for|if|when|whenever|where|with|while|provided(?:\s+that)?|given|as"
    r"|such\s+that)"
)
_TEXT = re.compile(
    r"(?:,|;)?\s*(?:\\[,;:!]|\\q?quad|~|\s)*\\(?:text|mbox|textrm|mathrm|hbox)\s*\{\s*(?:,\s*)?"
    + _WORDS
    + r"\b[^{}]*\}",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?:,|;)?\s+" + _WORDS + r"\s+", re.IGNORECASE)
_COMMA = re.compile(
    r",(?:\s|\\[,;:]|~)*\\q?quad|,\s+(?=[^,]*(?:[<>=]|\\leq?\b|\\geq?\b|\\neq?\b|\\in\b|\\to\b|≤|≥|≠|∈))|\\q?quad"
)


def condition(text: str, *, syntax: str = "auto") -> tuple[str, tuple[str, ...]]:
    """The statement and the texts of its conditions, each as written.

    >>> condition(r"x = 1 \\quad \\text{for } t > 0")
    ('x = 1', ('t > 0',))
    """
    pattern = _TEXT if "\\" in text else _PLAIN
    found = next((m for m in pattern.finditer(text) if _outside(text, m.start()) and text[: m.start()].strip()), None)
    if found is not None:
        return _cleaned(text[: found.start()]), _parts(text[found.end() :])
    for match in _COMMA.finditer(text):
        if _outside(text, match.start()) and _is_relation(text[: match.start()]) and _is_relation(text[match.end() :]):
            return _cleaned(text[: match.start()]), _parts(text[match.end() :])
    return _cleaned(text), ()


def _outside(text: str, at: int) -> bool:
    depth = text.count("{", 0, at) - text.count("}", 0, at) + text.count("(", 0, at) - text.count(")", 0, at)
    return depth == 0 and text.count("\\begin", 0, at) == text.count("\\end", 0, at)


def _is_relation(text: str) -> bool:
    return re.search(r"[<>=≤≥≠≈∝∈]|\\(?:leq?|geq?|neq?|lt|gt|approx|propto|in|to|equiv|sim|ll|gg)\b", text) is not None


def _cleaned(text: str) -> str:
    return re.sub(r"(?:\\[,;:!]|\\q?quad|~|[\s,;.])+\Z", "", text).strip()


def _parts(text: str) -> tuple[str, ...]:
    """The conditions one by one; ``i = 1, 2`` is one of them."""
    parts: list[str] = []
    start = 0
    for match in _BETWEEN.finditer(text):
        if _outside(text, match.start()):
            parts.append(_cleaned(text[start : match.start()]))
            start = match.end()
    parts.append(_cleaned(text[start:]))
    joined: list[str] = []
    for part in parts:
        if part and joined and not _is_relation(part):
            joined[-1] += f", {part}"
        elif part:
            joined.append(part)
    return tuple(joined)


_BETWEEN = re.compile(r",|\\text\s*\{\s*and\s*\}|\\(?:text|mbox)\s*\{\s*,?\s*" + _WORDS + r"\s*\}")
