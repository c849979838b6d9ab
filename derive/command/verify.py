"""``derive verify``: the project's own claims, or an author's."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from derive.command.options import json_option

if TYPE_CHECKING:
    from derive.verify import Row


@click.command("verify", short_help="Check every claim of a sheet, with its witness.")
@click.argument("targets", nargs=-1, metavar="[SHEET[:PART]]...")
@click.option("--set", "setting", multiple=True, metavar="NAME=VALUE", help="Another value; everything is re-derived.")
@click.option("--fresh", is_flag=True, help="Verify again what is verified and unchanged.")
@json_option
def command(targets: tuple[str, ...], setting: tuple[str, ...], fresh: bool, as_json: bool) -> None:
    """Check every claim of every sheet, or of those that are named.

    SHEET is a sheet's name or the path of a Python file.  What was verified and has not changed since is not
    verified again; an interrupted run goes on where it stopped.

    \b
    derive verify
    derive verify three_neuron_chain:gradient
    derive verify path/to/my_sheet.py --set g_0=3
    """
    from derive.command.author import settings, told_in_a_sentence
    from derive.verify import verify

    rows: list[Row] = []
    with told_in_a_sentence():
        for row in verify(targets, values=settings(setting), progress=_progress, fresh=fresh):
            rows.append(row)
            if not as_json:
                _print(row)
    if as_json:
        click.echo(json.dumps([row.record() for row in rows], ensure_ascii=False, indent=2))
    else:
        _summary(rows)
    if not all(row.as_expected for row in rows):
        raise click.exceptions.Exit(1)


def _progress(done: int, total: int, row: Row | None) -> None:
    if sys.stderr.isatty() and not sys.stdout.isatty():
        click.echo(f"\r{done}/{total}", nl=done == total, err=True)


def _print(row: Row) -> None:
    from derive.report.verify_text import row_lines

    for line in row_lines(row):
        click.echo(line)


def _summary(rows: list[Row]) -> None:
    wrong = sum(not row.as_expected for row in rows)
    cached = sum(row.cached for row in rows)
    ending = f", {cached} of them unchanged since they were last verified" if cached else ""
    click.echo(f"{len(rows) - wrong} of {len(rows)} claims as expected{ending}")
