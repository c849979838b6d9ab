"""A table on a sheet: a caption, a header and rows of SymPy expressions or words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many entries as the header."""

    caption: str
    header: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"a row of {self.caption!r} has {len(row)} entries; expected {len(self.header)}")


def table(caption: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Table:
    """A table from any iterables.

    >>> table("Signs", ("a", "b"), [(1, -1)]).rows
    ((1, -1),)
    """
    return Table(caption, tuple(header), tuple(tuple(row) for row in rows))
