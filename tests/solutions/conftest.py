"""Sheets written on the spot, for tests of the language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """
from derive.language import Sheet, chain, derived, equal, less, model, param, quantity, state, witness
x, y = state("x", span=(-2, 2)), state("y", span=(-2, 2))
sheet = Sheet("A sheet", model())
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], str]:
    """Writes a sheet whose names are declared, and gives its path."""

    def write(body: str, head: str = HEAD) -> str:
        path = tmp_path / "a_sheet.py"
        path.write_text(head + body, encoding="utf-8")
        return str(path)

    return write
