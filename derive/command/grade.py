"""``derive grade``: marks for hand-ins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from derive.command.errors import Misuse, Unusable
from derive.command.files import read_text, write_whole
from derive.command.options import json_option, workers_option

if TYPE_CHECKING:
    from derive.grade import GradeReport

#: A whole hand-in: every part of it, and deriving the sheet's answers.
PATIENCE = 120.0


@click.command("grade", short_help="Mark hand-ins against a sheet.")
@click.argument("sheet")
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SUBMISSION...")
@click.option("--set", "setting", multiple=True, metavar="NAME=VALUE", help="Another value; the answers follow.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write the marks as a table.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the marks and reasons as a page.")
@workers_option
@json_option
def command(
    sheet: str,
    submissions: tuple[Path, ...],
    setting: tuple[str, ...],
    table: Path | None,
    page: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """Mark each SUBMISSION (Markdown, LaTeX, a notebook or plain text) against a SHEET.

    What was read, the verdict with its evidence, the marks, and for a wrong answer what was probably meant.  A part
    that follows from an earlier wrong answer is right given that answer.

    \b
    derive grade three_neuron_chain homework.md
    derive grade three_neuron_chain hand_ins/*.md --csv marks.csv --html marks.html
    """
    from derive.command.author import settings, told_in_a_sentence
    from derive.load import find

    with told_in_a_sentence():
        found = find(sheet)
    for target in (table, page):
        if target is not None and not target.parent.is_dir():
            raise Misuse(f"{target.parent} is no folder; expected a folder that exists")
    reports: list[GradeReport] = []
    refused: list[tuple[Path, str]] = []
    chosen = tuple(settings(setting).items())
    name = sheet if found.path.parent.name == "solutions" and not sheet.endswith(".py") else str(found.path)
    for path, result in _results(name, chosen, submissions, workers):
        if isinstance(result, str):
            refused.append((path, result))
        else:
            reports.append(result)
        if not as_json:
            _print(path, result, several=len(submissions) > 1)
    _write(reports, [(path.name, why) for path, why in refused], table, page)
    if as_json:
        click.echo(json.dumps(_records(reports, refused, len(submissions)), ensure_ascii=False, indent=2))
    if refused and len(submissions) == 1:
        raise Unusable(refused[0][1])
    if refused or any(_wrong(report) for report in reports):
        raise click.exceptions.Exit(1)


def _results(
    sheet: str, chosen: tuple[tuple[str, str], ...], paths: Sequence[Path], workers: int
) -> Iterator[tuple[Path, Any]]:
    """Each path with its report, or with a sentence; one that cannot be used does not stop the rest."""
    from derive.command.grade_line import HandIn, mark
    from derive.command.pool import Lost, run

    texts: list[str] = []
    refused: dict[int, str] = {}
    for number, path in enumerate(paths):
        try:
            texts.append(read_text(path))
        except Misuse as error:
            refused[number] = error.message
    names = _names(paths)
    tasks = (HandIn(sheet, chosen, names[n], t) for n, t in zip(_others(len(paths), refused), texts))
    workers = min(workers, max(1, len(texts)))
    answers = run(mark, tasks, seconds=PATIENCE, workers=workers, preload=("derive.command.grade_line",))
    for number, path in enumerate(paths):
        if number in refused:
            yield path, refused[number]
            continue
        result = next(answers)
        yield path, f"{path} could not be marked: {result.why}" if isinstance(result, Lost) else result


def _others(count: int, refused: dict[int, str]) -> Iterator[int]:
    return (n for n in range(count) if n not in refused)


def _names(paths: Sequence[Path]) -> list[str]:
    """The files' names, with their folders where two of them are the same."""
    short = [p.name for p in paths]
    return short if len(set(short)) == len(short) else [str(p) for p in paths]


def _print(path: Path, result: Any, *, several: bool) -> None:
    from derive.report.escape import terminal
    from derive.report.grade_text import grade_lines

    if isinstance(result, str):
        if several:
            click.echo(f"! {terminal(result)}\n")
        return
    click.echo("\n".join(grade_lines(result)) + ("\n" if several else ""))


def _write(
    reports: Sequence[GradeReport], refused: Sequence[tuple[str, str]], table: Path | None, page: Path | None
) -> None:
    if table is not None:
        from derive.report.grade_csv import table as as_table

        write_whole(table, as_table(reports, refused))
    if page is not None:
        from derive.report.grade_html import page as as_page

        write_whole(page, as_page(reports, refused))


def _records(reports: Sequence[GradeReport], refused: Sequence[tuple[Path, str]], count: int) -> Any:
    from derive.grade import grade_record

    records: list[dict[str, Any]] = [grade_record(report) for report in reports]
    records += [{"submission": path.name, "refused": why} for path, why in refused]
    return records[0] if count == 1 else records


def _wrong(report: GradeReport) -> bool:
    return any(p.state.value in ("wrong", "partly right", "unreadable") for p in report.parts)
