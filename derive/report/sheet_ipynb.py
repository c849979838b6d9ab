"""A document as a notebook: Markdown cells, figures attached."""

from __future__ import annotations

import base64
import json
from typing import Any

from derive.report.sheet_document import Document, Heading, Picture
from derive.report.sheet_md import markdown


def notebook(document: Document) -> str:
    """The notebook as JSON; a cell for each part, the same bytes for the same document."""
    groups: list[list[Any]] = [[]]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            groups.append([])
        groups[-1].append(block)
    cells = [_cell(Document(document.title, tuple(g)), k, first=k == 0) for k, g in enumerate(groups)]
    record = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(document: Document, number: int, *, first: bool) -> dict[str, Any]:
    text = markdown(document, folder="attachment:").replace("attachment:/", "attachment:")
    if not first:
        text = text.partition("\n\n")[2]
    cell: dict[str, Any] = {"cell_type": "markdown", "id": f"cell-{number}", "metadata": {}, "source": text}
    pictures = [b for b in document.blocks if isinstance(b, Picture)]
    if pictures:
        cell["attachments"] = {
            f"{b.name}.png": {"image/png": base64.b64encode(b.png).decode("ascii")} for b in pictures
        }
    return cell
