"""Marks as a table for a spreadsheet: a row for each hand-in, a column for each part."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from derive.grade.record import GradeReport, PartResult
from derive.grade.to_record import marks_text
from derive.report.escape import csv_cell


def table(reports: Sequence[GradeReport], refused: Sequence[tuple[str, str]] = ()) -> str:
    """CSV with a heading; names and feedback can never be taken for formulas.

    The columns are those of the first report; all reports are of one sheet.  A part that a person has still to mark has
    a question mark in place of its marks.  ``refused`` are the hand-ins that could not be marked at all, each with its
    sentence: they have a row without marks.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    parts = [p.part for p in reports[0].parts] if reports else []
    writer.writerow(["hand-in", "marks", "open", "maximum", *(csv_cell(p) for p in parts), "feedback"])
    for report in reports:
        by_part = {p.part: p for p in report.parts}
        row = [
            csv_cell(report.submission),
            marks_text(report.marks),
            marks_text(report.open),
            marks_text(report.maximum),
        ]
        row += [_cell(by_part[p]) if p in by_part else "" for p in parts]
        row.append(csv_cell(_feedback(report)))
        writer.writerow(row)
    for name, why in refused:
        writer.writerow([csv_cell(name), "", "", "", *("" for _ in parts), csv_cell(f"not marked: {why}")])
    return out.getvalue()


def _cell(result: PartResult) -> str:
    return "?" if result.open and not result.marks else marks_text(result.marks)


def _feedback(report: GradeReport) -> str:
    said = []
    for p in report.parts:
        why = p.diagnosis.text if p.diagnosis is not None else p.notes[0] if p.notes else ""
        if p.marks < p.maximum or p.carried:
            said.append(f"{p.title}: {p.state.value}" + (f" ({why})" if why else ""))
    return "; ".join(said)
