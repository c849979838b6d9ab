"""Displays and inline mathematics, cut into equations: sides, the relations between them, conditions, words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of mathematics as text, and the offset at which it begins in the fragment."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Equation:
    r"""One chain ``a = b < c`` as written, or a lone expression (one side).

    ``continues``: the first side is missing because the row goes on from the one before (``&= b``); then ``sides[0]``
    is empty.  ``conditions`` stand behind a comma or a word (``for``, ``if``).  ``leading`` are the words in front
    (``where``), ``trailing`` the words behind it.  ``connective`` is ``implies``, ``iff`` or empty.  ``row`` counts
    the rows of its display.  ``label`` is the equation's number.
    """

    sides: tuple[Piece, ...]
    relations: tuple[str, ...]
    conditions: tuple[Piece, ...] = ()
    leading: str = ""
    trailing: str = ""
    connective: str = ""
    continues: bool = False
    row: int = 0
    label: str = ""

    @property
    def offset(self) -> int:
        return next((side.offset for side in self.sides if side.text), 0)
