"""Marks as one page of HTML that needs nothing else: no script, no style from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from derive.grade.record import GradeReport, PartResult, State
from derive.grade.to_record import marks_text
from derive.report.escape import html
from derive.report.grade_text import part_lines

_CLASSES = {
    State.RIGHT: "right",
    State.CARRIED: "right",
    State.PARTLY: "partly",
    State.WRONG: "wrong",
    State.UNDECIDED: "open",
    State.UNREADABLE: "open",
    State.WORDS: "open",
    State.MISSING: "missing",
}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
section { border-left: .3rem solid #bbb; padding: .2rem 1rem; margin: 1rem 0; }
.right { border-color: #2a7f3f; } .wrong { border-color: #b3261e; } .partly { border-color: #c77700; }
.open { border-color: #6750a4; } .missing { border-color: #888; }
h3 { margin: .3rem 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; }
table { border-collapse: collapse; } td, th { border: 1px solid #ccc; padding: .2rem .6rem; text-align: left; }
td.n, th.n { text-align: right; }
"""


def page(reports: Sequence[GradeReport]) -> str:
    """The marks of all hand-ins in a table, then each hand-in part by part.  Everything from outside is escaped."""
    title = html(reports[0].title) if reports else "No hand-ins"
    body = [f"<h1>{title}</h1>"]
    if len(reports) > 1:
        body += _overview(reports)
    for number, report in enumerate(reports, 1):
        body += _report(report, number)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _overview(reports: Sequence[GradeReport]) -> list[str]:
    rows = [
        f'<tr><td><a href="#h{i}">{html(r.submission or str(i))}</a></td><td class="n">{marks_text(r.marks)}</td>'
        f'<td class="n">{marks_text(r.open)}</td><td class="n">{marks_text(r.maximum)}</td></tr>'
        for i, r in enumerate(reports, 1)
    ]
    heading = '<tr><th>hand-in</th><th class="n">marks</th><th class="n">open</th><th class="n">of</th></tr>'
    return ["<table>", heading, *rows, "</table>"]


def _report(report: GradeReport, number: int) -> list[str]:
    left = f", {marks_text(report.open)} to be marked by a person" if report.open else ""
    lines = [
        f'<h2 id="h{number}">{html(report.submission or str(number))}: '
        f"{marks_text(report.marks)} of {marks_text(report.maximum)} marks{left}</h2>"
    ]
    for position, result in enumerate(report.parts, 1):
        lines += _part(result, position)
    left_over = [f"line {line}: {text}\n{reason}" for line, text, reason in report.unread]
    if left_over:
        lines += ["<h3>Not read, and not known to answer a part</h3>", f"<pre>{html(chr(10).join(left_over))}</pre>"]
    further = [f"line {line}: {text}" for line, text in report.further]
    if further:
        lines += ["<h3>Read, and no answer to a part</h3>", f"<pre>{html(chr(10).join(further))}</pre>"]
    return lines


def _part(result: PartResult, position: int) -> list[str]:
    heading, *rest = part_lines(result, position)
    body = html("\n".join(line[2:] if line.startswith("  ") else line for line in rest))
    return [
        f'<section class="{_CLASSES[result.state]}">',
        f"<h3>{html(heading)}</h3>",
        f"<pre>{body}</pre>",
        "</section>",
    ]
