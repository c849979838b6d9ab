"""A checked document as a page: the source as its author left it, the mathematics marked in place.

The page needs nothing else: no script, nothing from elsewhere.  Colour never stands alone: each mark has a sign and a
kind of underline as well.  Each mark links to its finding, which shows the step, the counterexample and what was
probably meant, and links back to the line.
"""

from __future__ import annotations

from pathlib import PurePath

from derive.check.record import Report, Step, Taken, Unread
from derive.report.check_marks import Mark, marked, marks, texts
from derive.report.check_text import place, summary_line
from derive.report.escape import html
from derive.report.mathematics import mathml
from derive.report.verdict_text import SIGNS, details
from derive.verdict import Outcome

_STYLE = """
:root { --ink: #222; --paper: #fff; --soft: #f6f6f6; --rule: #bbb; --proved: #1f7a3a; --supported: #1f6f7a;
  --refuted: #b3261e; --undecided: #8a6100; --unreadable: #7b2d91; --taken: #4a6396; }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --paper: #181818; --soft: #222; --rule: #666;
  --proved: #6fcf8b; --supported: #6fc6cf; --refuted: #ff8a80; --undecided: #e5b93c; --unreadable: #d39be6;
  --taken: #a3b8e6; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: .2rem 0; }
a { color: inherit; } a:focus-visible { outline: 2px solid currentColor; }
.source { border-collapse: collapse; width: 100%; background: var(--soft); }
.source td { font: 13px/1.6 ui-monospace, Consolas, monospace; }
.source td { vertical-align: top; padding: 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.source td.n { text-align: right; width: 1%; white-space: nowrap; opacity: .7; user-select: none; }
.source td.n a, mark a { text-decoration: none; } tr:target, section:target { outline: 2px solid var(--undecided); }
mark { background: none; color: inherit; border-bottom: 2px solid var(--rule); }
.s { font-weight: bold; padding-right: .2em; }
mark.proved { border-color: var(--proved); } mark.supported { border-bottom: 2px dashed var(--supported); }
mark.refuted { border-bottom: 4px double var(--refuted); }
mark.undecided { border-bottom: 2px dotted var(--undecided); }
mark.unreadable { border-bottom: 3px dotted var(--unreadable); } mark.taken { border-bottom: 1px solid var(--taken); }
.proved .s { color: var(--proved); } .supported .s { color: var(--supported); } .refuted .s { color: var(--refuted); }
.undecided .s { color: var(--undecided); } .unreadable .s { color: var(--unreadable); }
.taken .s { color: var(--taken); }
section { border-left: 4px solid var(--rule); padding: .2rem 1rem; margin: .8rem 0; }
section.proved { border-color: var(--proved); } section.supported { border-color: var(--supported); }
section.refuted { border-color: var(--refuted); } section.undecided { border-color: var(--undecided); }
section.unreadable { border-color: var(--unreadable); } section.taken { border-color: var(--taken); }
section code, section pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
section pre { margin: .3rem 0; padding: .5rem; background: var(--soft); } section p { margin: .2rem 0; }
math { font-size: 1.1rem; } .formula { overflow-x: auto; padding: .2rem 0; }
ul.legend { columns: 2; list-style: none; padding: 0; }
@media print { .source td.n { opacity: 1; } section { break-inside: avoid; } }
"""
_LEGEND = (
    ("proved", SIGNS[Outcome.PROVED], "proved: an exact argument"),
    ("supported", SIGNS[Outcome.SUPPORTED], "supported: agreement at many points, no proof"),
    ("refuted", SIGNS[Outcome.REFUTED], "refuted: there is a counterexample"),
    ("undecided", SIGNS[Outcome.UNDECIDED], "undecided"),
    ("unreadable", SIGNS[Outcome.UNREADABLE], "not read"),
    ("taken", "·", "taken as a definition, a value, a law or a condition"),
)
#: A formula that is longer than this is shown as it stands.
_LONGEST = 4000


def report_to_html(report: Report) -> str:
    """The whole page as text."""
    title = html(PurePath(report.document.replace("\\", "/")).name or "Checked document")
    found = marks(report)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style></head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{html(summary_line(report))}</p>\n"
        + _legend(report)
        + _first_wrong(report)
        + "<h2>The document</h2>\n"
        + "".join(_source(cell, text, found) for cell, text in texts(report))
        + "<h2>What was found</h2>\n"
        + "\n".join(_findings(report))
        + "\n</main>\n</body></html>\n"
    )


def _legend(report: Report) -> str:
    count = report.summary
    counts = {**count, "unreadable": count["unreadable"] + count["unread"]}
    rows = "".join(
        f'<li class="{sort}"><mark class="{sort}"><span class="s">{html(sign)}</span></mark> '
        f"{html(what)} ({counts[sort]})</li>\n"
        for sort, sign, what in _LEGEND
    )
    return f'<h2>Marks</h2>\n<ul class="legend">\n{rows}</ul>\n'


def _first_wrong(report: Report) -> str:
    anchors = {id(step): f"step-{n}" for n, step in enumerate(report.steps, 1)}
    rows = []
    for step in report.first_wrong:
        link = f'<a href="#{anchors[id(step)]}">{html(place(step.line, step.cell))}</a>'
        rows.append(f"<li>{link}: {_formula(step.source, report)}</li>")
    return "<h2>First wrong step of each chain</h2>\n<ul>\n" + "\n".join(rows) + "\n</ul>\n" if rows else ""


def _source(cell: int, text: str, found: tuple[Mark, ...]) -> str:
    heading = f"<h3>Cell {cell}</h3>\n" if cell else ""
    return f'{heading}<table class="source" role="presentation">\n{marked(text, cell, found)}</table>\n'


def _findings(report: Report) -> list[str]:
    found: list[tuple[int, int, str]] = []
    for number, step in enumerate(report.steps, 1):
        found.append((step.cell, step.offset, _step(step, f"step-{number}", report)))
    for number, taken in enumerate(report.definitions, 1):
        anchor = f"taken-{number}"
        found.append((taken.cell, taken.offset, _noted(taken, anchor, "·", taken.role, "taken", report)))
    for number, unread in enumerate(report.unread, 1):
        anchor = f"unread-{number}"
        found.append((unread.cell, unread.offset, _noted(unread, anchor, "!", "not read", "unreadable", report)))
    found.sort(key=lambda f: (f[0], f[1]))
    return [text for _, _, text in found]


def _step(step: Step, anchor: str, report: Report) -> str:
    verdict = step.verdict
    sort = verdict.outcome.value
    more = "\n".join(details(verdict, indent=""))
    return (
        f'<section id="{anchor}" class="{html(sort)}">'
        + _heading(step.line, step.cell, SIGNS[verdict.outcome], sort)
        + _formula(step.source, report, display=True)
        + f"<p>{html(verdict.reason)}</p><code>{html(step.source)}</code>"
        + (f"<pre>{html(more)}</pre>" if more else "")
        + "</section>"
    )


def _noted(noted: Taken | Unread, anchor: str, sign: str, what: str, sort: str, report: Report) -> str:
    formula = _formula(noted.source, report, display=True) if isinstance(noted, Taken) else ""
    return (
        f'<section id="{anchor}" class="{html(sort)}">'
        + _heading(noted.line, noted.cell, sign, what)
        + formula
        + f"<p>{html(noted.reason)}</p><code>{html(noted.source)}</code></section>"
    )


def _heading(line: int, cell: int, sign: str, what: str) -> str:
    target = f"c{cell}-L{line}" if cell else f"L{line}"
    return (
        f'<h3><a href="#{target}">{html(place(line, cell))}</a>: '
        f'<span class="s" aria-hidden="true">{html(sign)}</span>{html(what)}</h3>'
    )


def _formula(source: str, report: Report, *, display: bool = False) -> str:
    """A step as printed mathematics, where its source is LaTeX; otherwise as it stands."""
    if (report.kind == "text" and "\\" not in source) or len(source) > _LONGEST:
        return "" if display else f"<code>{html(source)}</code>"
    printed = mathml(source, display=display)
    return f'<div class="formula">{printed}</div>' if display else printed
