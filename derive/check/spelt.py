r"""Functions of what are no names: ``\ell(\mu, \sigma^2) = ...`` and ``L(\theta \mid x_1, \dots, x_n) = ...``.

Such a left side says of what the quantity depends; it is no function to be applied elsewhere.  Where the texts write it
in this one spelling only (or bare), the spelling stands for a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEFT = re.compile(
    r"^\s*(?P<head>\\(?:ell|mathcal\s*\{?\s*[A-Z]\s*\}?|Lambda)|[A-Za-z])\s*(?P<open>(?:\\left)?\()(?P<inside>[^()=]*)"
    r"(?:\\right)?\)\s*(?:&\s*)?(?::=|=|\\equiv)"
)
_NO_NAME = re.compile(r"\^|\\l?dots|\\cdots|\.\.\.|[|;]|\\mid|\\vert|_\{?1\}?\s*,")


def spelt(texts: Sequence[str], definitions: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts and definitions with every such left side replaced by its letter."""
    for definition in (*definitions, *(f"{t} =" for t in texts[:1])):
        match = _LEFT.match(definition)
        if match is None or match["head"] in ("E", "V", "P") or not _NO_NAME.search(match["inside"]):
            continue
        everything = (*texts, *definitions)
        applied = re.compile(rf"(?<![A-Za-z\\]){re.escape(match['head'])}\s*(?:\\left)?\(([^()]*?)(?:\\right)?\)")
        spellings = {_bare(m.group(1)) for t in everything for m in applied.finditer(t)}
        if spellings != {_bare(match["inside"])}:
            parted = {_PART.split(s, maxsplit=1)[-1] for s in spellings if _PART.search(s)}
            if len(parted) == 1 and all(_PART.search(s) for s in spellings):
                texts = tuple(_without(t, applied) for t in texts)
                definitions = tuple(_without(d, applied) for d in definitions)
            continue
        letter = match["head"].replace("\\", "\\\\") + " "
        texts = tuple(applied.sub(letter, t) for t in texts)
        definitions = tuple(applied.sub(letter, d) for d in definitions)
    return tuple(texts), tuple(definitions)


_PART = re.compile(r";|\\mid|\\vert|\|")


def _without(text: str, applied: re.Pattern[str]) -> str:
    r"""``f(x; \mu, \sigma^2)`` with the same parameters wherever it stands: ``f(x)``."""

    def rule(match: re.Match[str]) -> str:
        return match.group(0).replace(match.group(1), _PART.split(match.group(1), maxsplit=1)[0])

    return applied.sub(rule, text)


def _bare(inside: str) -> str:
    return re.sub(r"\\[,;: ]|\s+|\\left|\\right", "", inside)
