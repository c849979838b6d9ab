"""A checked document for a terminal: the author's own line numbers, one line for each step, then what needs a look."""

from __future__ import annotations

from derive.check.record import Report, Step, Taken, Unread
from derive.report.escape import terminal
from derive.report.verdict_text import SIGNS, details

_WIDTH = 100


def report_lines(report: Report, *, everything: bool = False) -> list[str]:
    """The report as lines of text; ``everything`` shows the evidence of every step, not only of the refuted ones."""
    entries: list[tuple[int, int, list[str]]] = []
    for step in report.steps:
        entries.append((step.cell, step.offset, _step(step, everything)))
    for taken in report.definitions:
        entries.append((taken.cell, taken.offset, _taken(taken)))
    for unread in report.unread:
        entries.append((unread.cell, unread.offset, _unread(unread)))
    entries.sort(key=lambda e: (e[0], e[1]))
    lines = [line for _, _, group in entries for line in group]
    wrong = report.first_wrong
    if wrong:
        lines.append("")
        lines.append("First wrong step of each chain:")
        lines += [f"  {place(s.line, s.cell)}  {_short(s.source)}" for s in wrong]
    lines.append("")
    lines.append(summary_line(report))
    return lines


def summary_line(report: Report) -> str:
    """All of it in one sentence."""
    count = report.summary
    parts = [f"{count[k]} {k}" for k in ("proved", "supported", "refuted", "undecided", "unreadable") if count[k]]
    found = f"{count['steps']} steps: {', '.join(parts)}" if parts else f"{count['steps']} steps"
    taken = f"{count['taken']} equations taken as definitions, values, laws or conditions"
    return f"{found}; {taken}; {count['unread']} not read"


def place(line: int, cell: int) -> str:
    return f"cell {cell}, line {line}" if cell else f"line {line}"


def _step(step: Step, everything: bool) -> list[str]:
    verdict = step.verdict
    head = (
        f"{place(step.line, step.cell):>9}  {SIGNS[verdict.outcome]} {verdict.outcome.value:<10} {_short(step.source)}"
    )
    lines = [head]
    if verdict.fails or everything:
        lines.append(f"{'':>11}{terminal(verdict.reason)}")
        lines += details(verdict, indent=" " * 11)
    elif not verdict.holds:
        lines.append(f"{'':>11}{terminal(verdict.reason)}")
    return lines


def _taken(taken: Taken) -> list[str]:
    return [f"{place(taken.line, taken.cell):>9}  · {taken.role:<10} {_short(taken.source)}"]


def _unread(unread: Unread) -> list[str]:
    head = f"{place(unread.line, unread.cell):>9}  ! {'not read':<10} {_short(unread.source)}"
    return [head, f"{'':>11}{terminal(unread.reason)}"]


def _short(text: str) -> str:
    one = " ".join(terminal(text).split())
    return one if len(one) <= _WIDTH else one[: _WIDTH - 1] + "…"
