"""A statement: what a text says, once read; or why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from derive.expression import Expression


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text says.

    ``readings`` holds every reading of an ambiguous notation (``N/2P``), the likeliest first, each with a note that
    says what was read differently (empty for the first).
    """

    source: str
    expression: Expression
    readings: tuple[tuple[Expression, str], ...] = ()

    def alternatives(self) -> tuple[tuple[Expression, str], ...]:
        """All readings, the likeliest first."""
        return self.readings or ((self.expression, ""),)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text could not be read: where, what was found, what was expected and what to try.

    >>> print(Unreadable("a + ", 4, "the end of the text", "a term", "finish the sum").text())
    a term was expected here, but the end of the text was found; finish the sum
      a +
          ^
    """

    source: str
    offset: int
    found: str
    expected: str
    hint: str = ""

    def sentence(self) -> str:
        ending = f"; {self.hint}" if self.hint else ""
        return f"{self.expected} was expected here, but {self.found} was found{ending}"

    def text(self, width: int = 72) -> str:
        """The sentence, the line around the offset and a caret under it."""
        start = self.source.rfind("\n", 0, self.offset) + 1
        stop = self.source.find("\n", self.offset)
        line = self.source[start : len(self.source) if stop < 0 else stop]
        column = self.offset - start
        cut = max(0, column - width // 2)
        shown = line[cut : cut + width].replace("\t", " ").rstrip()
        return f"{self.sentence()}\n  {shown}\n  {' ' * (column - cut)}^"
