"""Plain text and Unicode: the stretches of a line that are mathematics, found by what is not prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from derive.documents.relations import words_of
from derive.functions import CANONICAL

_RELATION = re.compile(r":=|<=|>=|!=|==|->|=>|<-|[=<>≈≤≥≠∝≪≫≡←∈]")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[A-Za-z]{2,}(?:'[a-z])?")
_OPERATORS = "+-*/^=<>≈≤≥≠∝≪≫≡←∈·×−"
_GREEK = words_of(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega infinity inf oo dx dy dt dV dw du ds mod or"
)
_PROSE = words_of(
    "we so as is it be by of to an at on the this that let where with then thus hence have has are was from gives "
    "and if for in get which when using since because can not no our now here there find show follows i.e. e.g. also"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int
    stop: int
    whole_line: bool


def stretches(line: str) -> Iterator[Stretch]:
    """The mathematical stretches of one line that hold a relation, in order."""
    if _RELATION.search(line) is None:
        return
    pieces: list[tuple[int, int]] = []
    begin: int | None = None
    end = 0
    prose = 0
    for token in _TOKEN.finditer(line):
        if _is_prose(token.group(), first=begin is None):
            prose += 1
            if begin is not None:
                pieces.append((begin, end))
                begin = None
            continue
        if begin is None:
            begin = token.start()
        end = token.end()
        if token.group()[-1] in ".;:" and len(token.group()) > 1 and not token.group()[-2:].isdigit():
            pieces.append((begin, end - 1))
            begin = None
    if begin is not None:
        pieces.append((begin, end))
    for start, stop in pieces:
        text = line[start:stop].rstrip(" .,;:")
        if _RELATION.search(text) is not None and re.search(r"[^\s=<>≈]", text) is not None:
            yield Stretch(start, start + len(text), prose == 0)


def _is_prose(token: str, *, first: bool) -> bool:
    """A word of a sentence: letters only, no function, no Greek letter, no operator next to it."""
    bare = token.strip(".,;:()[]\"'!?*#`")
    if not bare or not token.strip(".,;:!?\"'`#"):
        return first and bool(token.strip("()[]" + _OPERATORS))
    if bare.lower() in _PROSE or (len(bare) == 1 and bare in ("a", "A", "I") and first and not token.endswith("'")):
        # "A" at the head of a sentence is an article; between operators it is a name, and then it is not first.
        return bare.lower() in _PROSE
    if any(c in _OPERATORS or c in "_\\{}|" or c.isdigit() for c in bare.replace("-", "")):
        return False
    if "(" in bare:
        return False
    parts = re.split(r"[-,']", bare)
    if any(p in CANONICAL or p in _GREEK for p in parts):
        return False
    return all(_WORD.fullmatch(p) is not None for p in parts if p) and any(len(p) > 2 for p in parts)
