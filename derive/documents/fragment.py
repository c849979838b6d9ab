"""A document, split: its pieces of mathematics, each with the place where it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    r"""One piece of mathematics as its author left it.

    ``text`` is the content without its delimiters, ``offset`` the place of its first character in the source and
    ``line`` that place's line, counted from 1 (in a notebook: within the cell ``cell``, counted from 1).
    ``environment`` is ``$``, ``$$``, ``\(``, ``\[``, the name of an environment, or ``line`` for a line of plain text.
    ``section`` counts headings; a name that is defined anew in another section is another name.  ``before`` and
    ``after`` are the prose around, up to the neighbouring mathematics.
    """

    text: str
    offset: int
    line: int
    displayed: bool
    environment: str
    section: int = 0
    before: str = ""
    after: str = ""
    syntax: str = "latex"
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that looks like mathematics and could not be cut out: a dollar sign without its partner."""

    line: int
    offset: int
    source: str
    reason: str
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    r"""The mathematics of a document in the order of its source.

    ``macros`` are the author's own (``\newcommand`` and friends), as texts in the order of their definition.
    """

    source: str
    kind: str
    fragments: tuple[Fragment, ...]
    macros: tuple[str, ...] = ()
    damage: tuple[Damage, ...] = ()


class Lines:
    """Line numbers of offsets, counted from 1."""

    __slots__ = ("starts",)

    def __init__(self, text: str) -> None:
        self.starts = [0] + [i + 1 for i, c in enumerate(text) if c == "\n"]

    def of(self, offset: int) -> int:
        return bisect_right(self.starts, offset)
