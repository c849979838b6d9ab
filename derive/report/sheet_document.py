"""A sheet as a document: the one intermediate form from which every output is printed.

Text is plain text with mathematics between dollars; nothing in it is markup of any output language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from derive.author_error import mistake, raised
from derive.claim import Claim
from derive.part import Derived, Part
from derive.report.formula import conditions, latex, named, number, statement
from derive.report.words import titled, worded
from derive.sheet import Sheet
from derive.verify.row import Row, concluded
from derive.verify.symbolic import concluding


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    text: str


@dataclass(frozen=True, slots=True)
class Display:
    """Lines of a displayed formula, aligned at their first relation."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of cells; a cell is text with mathematics between dollars."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    caption: str
    png: bytes


Block = Heading | Prose | Display | Grid | Picture


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    blocks: tuple[Block, ...]


#: What a condition comes to at the sheet's numbers, in words.
TRUTHS = {
    r"\text{True}": "With these numbers the condition holds.",
    r"\text{False}": "With these numbers the condition does not hold.",
}

#: What is too small to read within a line of text, unless it is as short as a simple fraction.
SHORT = 16
SMALL = re.compile(r"\\frac|\\begin|\\sum|\\int|\^\{.*\^")

SIGNS = {"proved": "✓ proved", "supported": "≈ supported", "refuted": "✗ refuted", "undecided": "? undecided"}


def document(sheet: Sheet, rows: Mapping[tuple[str, str], Row] | None = None) -> Document:
    """The solution sheet; ``rows`` are the verdicts of its claims, by part and claim."""
    return Document(sheet.title, tuple(_blocks(sheet, rows or {})))


def _blocks(sheet: Sheet, rows: Mapping[tuple[str, str], Row]) -> Iterator[Block]:
    first, _, rest = sheet.introduction.partition("\n")
    if rest.strip():
        yield from _paragraphs(rest)
    elif first and first != sheet.title:
        yield Prose(first)
    yield from _names(sheet)
    yield from _model(sheet)
    answers = sheet.solve()
    for part in sheet.parts:
        yield from _part(sheet, part, answers[part.name], rows)
        for figure in sheet.figures:
            if figure.after == part.name:
                yield _picture(sheet, figure, answers)


def _paragraphs(text: str) -> Iterator[Block]:
    for paragraph in text.strip().split("\n\n"):
        yield Prose(" ".join(paragraph.split()))


def _names(sheet: Sheet) -> Iterator[Block]:
    numbers = sheet.defaults()
    rows = []
    for declared in sheet.names():
        d = declared.declaration
        if not (d.description or d.unit or declared in numbers):
            continue
        value = f"${number(numbers[declared])}$" if declared in numbers else ""
        rows.append((f"${latex(declared)}$", worded(sheet, d.description), value, d.unit))
    for one in sheet.arrays():
        if one.declaration.description:
            sizes = r" \times ".join(latex(size) for size in one.sizes)
            shown = rf"{latex(one)} \in \mathbb{{R}}^{{{sizes}}}"
            rows.append((f"${shown}$", worded(sheet, one.declaration.description), "", one.declaration.unit))
    if rows:
        yield Grid(("name", "meaning", "value", "unit"), tuple(rows))


def _model(sheet: Sheet) -> Iterator[Block]:
    model = sheet.model
    lines = [f"{latex(target)} &= {latex(value)}" for target, value in model.definitions]
    lines += [rf"\frac{{d{latex(state)}}}{{dt}} &= {latex(rate)}" for state, rate in model.flow]
    if lines:
        yield Heading(2, "Model")
        yield Display(tuple(lines))
    if model.spike is not None:
        becomes = ", ".join(rf"{latex(s)} \leftarrow {latex(v)}" for s, v in model.reset)
        yield Prose(f"A spike is emitted when ${latex(model.spike)}$; then ${becomes}$.")


def _part(sheet: Sheet, part: Part, answer: Derived, rows: Mapping[tuple[str, str], Row]) -> Iterator[Block]:
    marks = f" ({part.marks:g} mark{'' if part.marks == 1 else 's'})" if part.graded else ""
    yield Heading(2, f"{titled(sheet, part.title)}{marks}")
    if part.prose:
        yield from _paragraphs(part.prose)
    yield Display(_derivation(answer))
    numeric = _numbers(sheet, answer.value)
    if numeric is not None and numeric in TRUTHS:
        yield Prose(TRUTHS[numeric])
    elif numeric is not None and len(numeric) > SHORT and SMALL.search(numeric):
        yield from (Prose("With these numbers:"), Display((numeric,)))
    elif numeric is not None:
        yield Prose(f"With these numbers: ${numeric}$.")
    for table in answer.tables:
        cells = tuple(tuple(f"${latex(c)}$" if not isinstance(c, str) else c for c in row) for row in table.rows)
        header = tuple(f"${latex(c)}$" if not isinstance(c, str) else c for c in table.header)
        yield Grid(header, cells, table.caption)
    if answer.claims:
        yield _verdicts(sheet, answer, part, rows)


def _derivation(answer: Derived) -> tuple[str, ...]:
    if len(answer.sides) > 1:
        first, *rest = answer.sides
        return (f"{latex(first)} &= {latex(rest[0])}", *(f"&= {latex(side)}" for side in rest[1:]))
    if answer.target is not None:
        name = named(answer.target) if isinstance(answer.target, str) else latex(answer.target)
        return (f"{name} &= {latex(answer.value)}",)
    return (latex(answer.value),)


def _numbers(sheet: Sheet, value: Any) -> str | None:
    """The answer at the sheet's numbers, where that is a number, a region or a matrix with fewer names in it."""
    numbers = sheet.defaults()
    if not isinstance(value, (sympy.Basic, sympy.MatrixBase)):
        return None
    expanded = sheet.model.expand(value)
    if not set(numbers) & expanded.free_symbols or expanded.has(sympy.IndexedBase):
        return None
    put = expanded.subs(numbers)
    return number(put if isinstance(put, (sympy.MatrixBase, sympy.logic.boolalg.Boolean)) else sympy.nsimplify(put))


def _verdicts(sheet: Sheet, answer: Derived, part: Part, rows: Mapping[tuple[str, str], Row]) -> Grid:
    cells = []
    for claim in answer.claims:
        row = rows.get((part.name, claim.name))
        found = "" if row is None else _found(claim, row)
        evidence = "" if row is None else worded(sheet, _evidence(claim, row))
        cells.append((worded(sheet, claim.name), _says(sheet, claim, answer), found, evidence))
    return Grid(("claim", "says", "found", "evidence"), tuple(cells))


def _evidence(claim: Claim, row: Row) -> str:
    """The reason in words; a conclusion's condition stands beside it already."""
    return (
        row.verdict.reason.replace(concluding(claim), "the condition")
        if claim.relation == "concludes"
        else row.verdict.reason
    )


def _found(claim: Claim, row: Row) -> str:
    """The verdict; of a conclusion, which way it fell."""
    word = SIGNS.get(row.verdict.outcome.value, row.verdict.outcome.value)
    truth = concluded(row.verdict) if claim.relation == "concludes" else None
    return word if truth is None else f"{word}: {'yes' if truth else 'no'}"


def _says(sheet: Sheet, claim: Claim, answer: Derived) -> str:
    """What a claim says; of one that only a witness judges, what is held against it."""
    if claim.relation == "certified":
        return str(claim.left.words())
    if claim.left in (sympy.true, sympy.false):
        return "decided at the sheet's numbers"
    if claim.relation == "measured":
        given = f", where ${conditions(claim)}$" if claim.given else ""
        return f"the result is what is measured{given}" if claim.left == answer.value else f"${statement(claim)}$"
    return f"${statement(claim)}$"


def _picture(sheet: Sheet, figure: Any, answers: Mapping[str, Derived]) -> Picture:
    import io

    import matplotlib

    from derive.drawing import STYLE

    with matplotlib.rc_context(STYLE):
        inputs: dict[str, Any] = {name: answers[name].value for name in figure.builds_on}
        try:
            drawing = figure.function(**inputs, **({"numbers": sheet.defaults()} if figure.numeric else {}))
        except Exception as error:
            if figure.place[0]:
                raise figure.mistake(f"figure {figure.name} failed: {type(error).__name__}: {error}") from error
            raise raised(figure.function, f"figure {figure.name} failed", error) from error
        if not hasattr(drawing, "savefig"):
            raise mistake(figure.function, f"figure {figure.name} returned no figure; end it with return drawing")
        for axes in drawing.axes:
            legend = axes.get_legend()
            if legend is not None:  # readable where it lies over a curve
                legend.set(frame_on=True)
                legend.get_frame().set(facecolor="white", alpha=0.85, linewidth=0)
        buffer = io.BytesIO()
        drawing.savefig(buffer, format="png", metadata={"Software": None})
    return Picture(figure.name, " ".join(figure.caption.split()), buffer.getvalue())
