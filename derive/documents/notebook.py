"""Jupyter notebooks: the Markdown cells, each with its place in the notebook's own source."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass

from derive.documents.refused import Refused


@dataclass(frozen=True, slots=True)
class Cell:
    """A Markdown or raw cell; ``number`` counts all cells from 1."""

    number: int
    text: str


def cells(source: str, path: str) -> tuple[Cell, ...]:
    """The cells that hold prose.  Raises :class:`Refused` where the text is no notebook."""
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbformat warns of ids that old notebooks lack
            notebook = nbformat.reads(source, as_version=4)
    except (ValueError, KeyError, AttributeError, json.JSONDecodeError, nbformat.ValidationError) as error:
        what = str(error).split("\n", 1)[0][:120]
        raise Refused(f"{path} is no Jupyter notebook ({what}); expected JSON with a list of cells") from None
    return tuple(
        Cell(number, str(cell.get("source", "")))
        for number, cell in enumerate(notebook.cells, 1)
        if cell.cell_type in ("markdown", "raw")
    )
