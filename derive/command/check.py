"""``derive check``: every step of a document, or a batch of chains."""

from __future__ import annotations

import json
from pathlib import Path

import click

from derive.command.errors import Misuse, Unusable
from derive.command.files import read_text, write_whole
from derive.command.options import grace, json_option, workers_option

KINDS = ("latex", "markdown", "notebook", "plain")
#: A document as a whole: what its steps may take together, and the time to start.
PATIENCE = 90.0


@click.command("check", short_help="Check every step of a document.")
@click.argument("document", required=False, type=click.Path(path_type=Path))
@click.option("--assume", multiple=True, metavar="TEXT", help="What holds throughout: 'tau > 0'.")
@click.option("--context", metavar="SHEET", help="A sheet whose names and definitions the document uses.")
@click.option("--kind", type=click.Choice(KINDS), help="What kind of document it is (default: seen from it).")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write a page with the steps marked in place.")
@click.option("--all", "everything", is_flag=True, help="Show the evidence of every step.")
@click.option("--batch", type=click.Path(path_type=Path), help="A file of JSON lines, one chain a line.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the answers to a batch go (default: printed).")
@click.option(
    "--seconds", type=click.FloatRange(0.01, 600), default=1.0, show_default=True, help="The budget of one step."
)
@workers_option
@json_option
def command(
    document: Path | None,
    assume: tuple[str, ...],
    context: str | None,
    kind: str | None,
    page: Path | None,
    everything: bool,
    batch: Path | None,
    out: Path | None,
    seconds: float,
    workers: int,
    as_json: bool,
) -> None:
    """Check every displayed and inline equation of a DOCUMENT, each against the one before.

    LaTeX source, Markdown with LaTeX, a Jupyter notebook, or plain text.

    \b
    derive check homework.md
    derive check paper.tex --assume "tau > 0" --html paper.html
    derive check --batch chains.jsonl --out answers.jsonl
    """
    if batch is not None:
        if document is not None:
            raise Misuse(f"{document} and --batch {batch} were both given; expected either a document or a batch")
        _batch(batch, out, seconds, workers)
    elif document is None:
        raise Misuse("there is nothing to check; expected `derive check DOCUMENT`, or --batch FILE")
    else:
        _document(document, assume, context, kind, page, everything, seconds, as_json)


def _document(
    path: Path,
    assume: tuple[str, ...],
    context: str | None,
    kind: str | None,
    page: Path | None,
    everything: bool,
    seconds: float,
    as_json: bool,
) -> None:
    text = read_text(path)
    from derive.command.check_line import DocumentTask, answer_document
    from derive.command.pool import Lost, run

    task = DocumentTask(text, str(path), kind, assume, context, seconds)
    (report,) = run(answer_document, [task], seconds=PATIENCE, workers=1, preload=("derive.command.check_line",))
    if isinstance(report, (Lost, str)):
        raise Unusable(f"{path} could not be checked: {report.why if isinstance(report, Lost) else report}")
    if page is not None:
        from derive.report.check_html import report_to_html

        write_whole(page, report_to_html(report))
    if as_json:
        from derive.report.check_record import report_to_json

        click.echo(json.dumps(report_to_json(report), ensure_ascii=False, indent=2))
    else:
        from derive.report.check_text import report_lines

        click.echo("\n".join(report_lines(report, everything=everything)))
    if report.refuted or report.unread:
        raise click.exceptions.Exit(1)


def _batch(batch: Path, out: Path | None, seconds: float, workers: int) -> None:
    from derive.command.batch import run_batch
    from derive.command.check_line import answer_line, unanswered

    records = run_batch(
        batch,
        out,
        answer_line,
        unanswered,
        prefix=f"{seconds:g}\t",
        seconds=10 * grace(seconds),
        workers=workers,
        preload=("derive.command.check_line", "sympy"),
    )
    if any(r["first_wrong"] is not None or not r["transitions"] for r in records):
        raise click.exceptions.Exit(1)
