"""A sheet to a file: the document, printed in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from derive.report.sheet_document import Document, Picture, document
from derive.sheet import Sheet
from derive.verify.row import Row
from derive.verify.run import examine


def rows_of(sheet: Sheet) -> dict[tuple[str, str], Row]:
    """The verdicts of a sheet's claims, from the store where nothing has changed."""
    name = Path(sheet.path).stem
    return {(part.name, claim.name): examine(name, sheet, part, claim) for part, claim in sheet.claims()}


def render(sheet: Sheet, to: str, out: Path | None, *, verified: bool = True) -> str:
    """Write the sheet to ``out``, its figures beside it where the form keeps them apart; returns its text.

    Without ``out`` nothing is written.  A PDF has no text: what is returned is empty.

    Raises:
        ValueError: a form that is not known.
    """
    if to not in PRINTERS:
        raise ValueError(f"to={to!r} is not known; expected one of {', '.join(PRINTERS)}")
    made = document(sheet, rows_of(sheet) if verified else None)
    return PRINTERS[to](made, out)


def _markdown(made: Document, out: Path | None) -> str:
    from derive.report.sheet_md import markdown

    folder = figures_folder(out)
    text = markdown(made, folder=folder)
    if out is not None:
        out.write_text(text, encoding="utf-8")
        write_pictures(made, out.parent / folder)
    return text


def figures_folder(out: Path | None) -> str:
    return f"{out.stem}_figures" if out is not None else "figures"


def write_pictures(made: Document, folder: Path) -> None:
    """The figures of a document as files."""
    for block in made.blocks:
        if isinstance(block, Picture):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{block.name}.png").write_bytes(block.png)


def _tex(made: Document, out: Path | None) -> str:
    from derive.report.sheet_tex import latex_file

    folder = figures_folder(out)
    if out is not None:
        write_pictures(made, out.parent / folder)
    return _written(latex_file(made, folder=folder), out)


def _html(made: Document, out: Path | None) -> str:
    from derive.report.sheet_html import page

    return _written(page(made), out)


def _notebook(made: Document, out: Path | None) -> str:
    from derive.report.sheet_ipynb import notebook

    return _written(notebook(made), out)


def _pdf(made: Document, out: Path | None) -> str:
    from derive.report.sheet_typst import pdf

    if out is not None:
        out.write_bytes(pdf(made))
    return ""


def _written(text: str, out: Path | None) -> str:
    if out is not None:
        out.write_text(text, encoding="utf-8")
    return text


PRINTERS: dict[str, Callable[[Document, Path | None], str]] = {
    "md": _markdown,
    "html": _html,
    "tex": _tex,
    "ipynb": _notebook,
    "pdf": _pdf,
}
