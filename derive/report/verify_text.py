"""A row of a verification in words, for a terminal."""

from __future__ import annotations

from derive.report.escape import terminal
from derive.report.verdict_text import SIGNS, details
from derive.verify.row import Row, concluded


def row_lines(row: Row) -> list[str]:
    """One line where all is as expected; the evidence below it where it is not, or where findings disagree."""
    where = f"{row.sheet}:{row.part}" + (f" [{row.system}]" if row.system else "")
    seconds = "unchanged" if row.cached else f"{row.seconds:.2f} s"
    truth = concluded(row.verdict)
    found = row.verdict.outcome.value if truth is None else f"{'yes' if truth else 'no'}, {row.verdict.outcome.value}"
    head = f"{SIGNS[row.verdict.outcome]} {terminal(where)}  {terminal(row.claim)}: {found}"
    reason = terminal(row.verdict.reason)
    if row.as_expected:
        conflict = any(e.method == "conflict" for e in row.verdict.evidence)
        return [f"{head}, {reason} ({seconds})", *(details(row.verdict, "    ") if conflict else ())]
    wrong = f"{head}, where {row.expected.value} was expected ({seconds})"
    return [wrong, f"    {reason}", *details(row.verdict, "    ")]
