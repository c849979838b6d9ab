"""A checked document as a page: the source as its author left it, the mathematics marked in place.

The page is the text itself, escaped, with a mark around every step; nothing in it is a script, and nothing is loaded
from elsewhere.  Each mark links to the finding below, which says what was found and shows the counterexample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.check.record import Report, Step, Taken, Unread
from derive.report.check_text import place, summary_line
from derive.report.escape import html
from derive.report.verdict_text import SIGNS, details

_STYLE = """
body { font: 16px/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
pre { font: 13px/1.6 ui-monospace, Consolas, monospace; white-space: pre-wrap; background: #fafafa; padding: 1rem; }
mark { background: none; border-bottom: 3px solid #bbb; text-decoration: none; color: inherit; }
mark a { color: inherit; text-decoration: none; }
.proved { border-color: #2a9d4a; } .supported { border-color: #2a8f9d; }
.refuted { border-color: #d02f2f; background: #fde8e8; }
.undecided { border-color: #d9a400; } .unreadable { border-color: #9b3fb5; } .taken { border-color: #8aa0c8; }
section { border-left: 4px solid #bbb; padding: .2rem 1rem; margin: 1rem 0; } section code { white-space: pre-wrap; }
section pre { margin: .3rem 0; padding: .5rem; }
"""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    stop: int
    sort: str
    anchor: str
    title: str


def report_to_html(report: Report) -> str:
    """The whole page as text."""
    title = html(report.document or "Checked document")
    marks, findings = _marks(report)
    body = _marked(report.source, marks) if report.kind != "notebook" else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>{html(summary_line(report))}</p>\n"
        + (f"<pre>{body}</pre>\n" if body else "")
        + "<h2>What was found</h2>\n"
        + "\n".join(findings)
        + "\n</body></html>\n"
    )


def _marks(report: Report) -> tuple[list[_Mark], list[str]]:
    marks: list[_Mark] = []
    findings: list[tuple[int, int, str]] = []
    for number, step in enumerate(report.steps, 1):
        sort = step.verdict.outcome.value
        anchor = f"step-{number}"
        stop = step.offset + len(step.right)
        marks.append(_Mark(step.offset, stop, sort, anchor, f"{SIGNS[step.verdict.outcome]} {sort}"))
        findings.append((step.cell, step.offset, _finding(step, anchor)))
    for number, taken in enumerate(report.definitions, 1):
        anchor = f"taken-{number}"
        marks.append(_Mark(taken.offset, taken.offset + _length(taken.source), "taken", anchor, taken.role))
        findings.append((taken.cell, taken.offset, _noted(taken, anchor, taken.role, "taken")))
    for number, unread in enumerate(report.unread, 1):
        anchor = f"unread-{number}"
        marks.append(_Mark(unread.offset, unread.offset + 1, "unreadable", anchor, "not read"))
        findings.append((unread.cell, unread.offset, _noted(unread, anchor, "not read", "unreadable")))
    findings.sort(key=lambda f: (f[0], f[1]))
    return marks, [text for _, _, text in findings]


def _length(source: str) -> int:
    """Of ``left = right`` the right side is what stands at the offset."""
    for sign in (" = ", " ≡ ", " ← ", " ≈ ", " ∝ ", " < ", " > ", " ≤ ", " ≥ "):
        if sign in source:
            return max(1, len(source.split(sign, 1)[1]))
    return max(1, len(source))


def _marked(source: str, marks: Sequence[_Mark]) -> str:
    """The source, escaped, with the marks around their stretches; of two that overlap the first one is kept."""
    out: list[str] = []
    position = 0
    for mark in sorted(marks, key=lambda m: (m.start, m.stop)):
        start, stop = mark.start, min(mark.stop, len(source))
        if start < position or start >= stop:
            continue
        out.append(html(source[position:start]))
        out.append(
            f'<mark class="{html(mark.sort)}" title="{html(mark.title)}">'
            f'<a href="#{html(mark.anchor)}">{html(source[start:stop])}</a></mark>'
        )
        position = stop
    out.append(html(source[position:]))
    return "".join(out)


def _finding(step: Step, anchor: str) -> str:
    verdict = step.verdict
    sort = verdict.outcome.value
    more = "\n".join(details(verdict, indent=""))
    return (
        f'<section id="{anchor}" class="{html(sort)}"><b>{html(place(step.line, step.cell))}: '
        f"{SIGNS[verdict.outcome]} {html(sort)}</b> {html(verdict.reason)}<br><code>{html(step.source)}</code>"
        + (f"<pre>{html(more)}</pre>" if more else "")
        + "</section>"
    )


def _noted(noted: Taken | Unread, anchor: str, what: str, sort: str) -> str:
    return (
        f'<section id="{anchor}" class="{html(sort)}"><b>{html(place(noted.line, noted.cell))}: {html(what)}</b> '
        f"{html(noted.reason)}<br><code>{html(noted.source)}</code></section>"
    )
