"""Marks as one page of HTML that needs nothing else: no script, no style from elsewhere.

First the marks of all hand-ins, part by part, then each hand-in: what was read, the verdict, what was probably meant,
and what is left for a person.  Colour never stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.grade.record import GradeReport, PartResult, State
from derive.grade.to_record import marks_text
from derive.report.escape import html
from derive.report.grade_text import STATE_SIGNS, part_lines
from derive.report.mathematics import mathml

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
:root { --ink: #222; --paper: #fff; --soft: #f6f6f6; --rule: #bbb; --right: #1f7a3a; --wrong: #b3261e;
  --partly: #9a5b00; --open: #5b3fa0; --missing: #666; }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --paper: #181818; --soft: #222; --rule: #666;
  --right: #6fcf8b; --wrong: #ff8a80; --partly: #f0b35c; --open: #c3b0f5; --missing: #999; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper); }
a { color: inherit; } section { border-left: .3rem solid var(--rule); padding: .2rem 1rem; margin: 1rem 0; }
.right { border-color: var(--right); } .wrong { border-color: var(--wrong); } .partly { border-color: var(--partly); }
.open { border-color: var(--open); } .missing { border-color: var(--missing); }
td.right { color: var(--right); } td.wrong { color: var(--wrong); } td.partly { color: var(--partly); }
td.open { color: var(--open); } td.missing { color: var(--missing); }
h2 { border-top: 1px solid var(--rule); padding-top: 1rem; } h3 { margin: .3rem 0; font-size: 1rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; font-size: .85rem; }
.meant { border-left: 3px solid var(--partly); padding-left: .6rem; margin: .3rem 0; }
.marks { overflow-x: auto; } table { border-collapse: collapse; background: var(--soft); }
td, th { border: 1px solid var(--rule); padding: .2rem .5rem; text-align: left; vertical-align: bottom; }
td.n, th.n { text-align: right; white-space: nowrap; } th.p { writing-mode: vertical-rl; font-weight: normal; }
.formula { overflow-x: auto; font-size: 1.1rem; } @media print { section { break-inside: avoid; } }
"""
_LONGEST = 2000


def page(reports: Sequence[GradeReport], refused: Sequence[tuple[str, str]] = ()) -> str:
    """The marks of all hand-ins in a table, then each hand-in part by part.  Everything from outside is escaped.

    ``refused`` are the hand-ins that could not be marked at all, each with its sentence: none of them is lost.
    """
    title = html(reports[0].title) if reports else "No hand-ins"
    body = [f"<h1>{title}</h1>"]
    if len(reports) + len(refused) > 1:
        body += _overview(reports, refused)
    elif refused:
        body += [f"<p>{html(name)} was not marked: {html(why)}</p>" for name, why in refused]
    for number, report in enumerate(reports, 1):
        body += _report(report, number)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _overview(reports: Sequence[GradeReport], refused: Sequence[tuple[str, str]]) -> list[str]:
    parts = reports[0].parts if reports else ()
    names = "".join(f'<th class="p" scope="col">{html(p.title)}</th>' for p in parts)
    heading = (
        '<tr><th scope="col">hand-in</th><th class="n" scope="col">marks</th><th class="n" scope="col">open</th>'
        f'<th class="n" scope="col">of</th>{names}</tr>'
    )
    rows = []
    for i, r in enumerate(reports, 1):
        cells = "".join(_cell(p, f"h{i}-p{j}") for j, p in enumerate(r.parts, 1))
        rows.append(
            f'<tr><th scope="row"><a href="#h{i}">{html(r.submission or str(i))}</a></th>'
            f'<td class="n">{marks_text(r.marks)}</td><td class="n">{marks_text(r.open) if r.open else ""}</td>'
            f'<td class="n">{marks_text(r.maximum)}</td>{cells}</tr>'
        )
    width = len(parts) + 3
    rows += [
        f'<tr><th scope="row">{html(name)}</th><td colspan="{width}">not marked: {html(why)}</td></tr>'
        for name, why in refused
    ]
    signs = ", ".join(f"{STATE_SIGNS[s]} {s.value}" for s in State)
    return ['<div class="marks">', "<table>", heading, *rows, "</table>", "</div>", f"<p>{html(signs)}</p>"]


def _cell(result: PartResult, anchor: str) -> str:
    marks = "?" if result.open and not result.marks else marks_text(result.marks)
    return (
        f'<td class="n {_CLASSES[result.state]}"><a href="#{anchor}" title="{html(result.state.value)}">'
        f"{STATE_SIGNS[result.state]} {marks}</a></td>"
    )


def _report(report: GradeReport, number: int) -> list[str]:
    left = f", {marks_text(report.open)} to be marked by a person" if report.open else ""
    lines = [
        f'<h2 id="h{number}">{html(report.submission or str(number))}: '
        f"{marks_text(report.marks)} of {marks_text(report.maximum)} marks{left}</h2>"
    ]
    lines += [f"<p>{html(note)}</p>" for note in report.notes]
    for position, result in enumerate(report.parts, 1):
        lines += _part(result, position, f"h{number}-p{position}")
    left_over = [f"line {line}: {text}\n{reason}" for line, text, reason in report.unread]
    if left_over:
        lines += ["<h3>Not read, and not known to answer a part</h3>", f"<pre>{html(chr(10).join(left_over))}</pre>"]
    further = [f"line {line}: {text}" for line, text in report.further]
    if further:
        lines += ["<h3>Read, and no answer to a part</h3>", f"<pre>{html(chr(10).join(further))}</pre>"]
    return lines


def _part(result: PartResult, position: int, anchor: str) -> list[str]:
    heading, *rest = part_lines(result, position)
    meant = [line for line in rest if line.startswith("  probably (")]
    body = html("\n".join(line[2:] if line.startswith("  ") else line for line in rest if line not in meant))
    return [
        f'<section id="{anchor}" class="{_CLASSES[result.state]}">',
        f"<h3>{html(heading)}</h3>",
        *_formula(result),
        *(f'<p class="meant">{html(line.strip())}</p>' for line in meant),
        *([f"<pre>{body}</pre>"] if body else []),
        "</section>",
    ]


def _formula(result: PartResult) -> list[str]:
    """The answer as printed mathematics, where it was handed in as LaTeX."""
    text = result.answer.passage.text if result.answer is not None else ""
    if "\\" not in text or len(text) > _LONGEST:
        return []
    return [f'<div class="formula">{mathml(text.replace("<-", chr(92) + "leftarrow "))}</div>']
