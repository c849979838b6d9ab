"""The one exception of the reader.  It never leaves the package: it becomes an ``Unreadable``."""

from __future__ import annotations

from derive.statement import Unreadable


class Refusal(Exception):  # noqa: N818  (a refusal is an answer, no error)
    """Where reading stopped, what was found, what was expected, and what to try."""

    def __init__(self, offset: int, found: str, expected: str, hint: str = "") -> None:
        super().__init__(found)
        self.offset, self.found, self.expected, self.hint = offset, found, expected, hint

    def unreadable(self, source: str) -> Unreadable:
        return Unreadable(source, min(max(self.offset, 0), len(source)), self.found, self.expected, self.hint)
