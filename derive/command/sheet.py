"""``derive sheet``: a solution sheet, computed and never typed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from derive.command.errors import Misuse
from derive.command.options import json_option

FORMATS = ("md", "html", "tex", "ipynb", "pdf")


@click.command("sheet", short_help="Write a solution sheet, computed anew.")
@click.argument("sheet")
@click.option("--to", "form", type=click.Choice(FORMATS), default="md", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Where it goes (default: SHEET.FORMAT; - prints).")
@click.option("--set", "setting", multiple=True, metavar="NAME=VALUE", help="Another value; everything follows.")
@json_option
def command(sheet: str, form: str, out: Path | None, setting: tuple[str, ...], as_json: bool) -> None:
    """Derive every part of a SHEET, verify it, and write it down with its figures.

    \b
    derive sheet three_neuron_chain --to md
    derive sheet h_current --to pdf --set g_0=3
    """
    from derive.command.author import settings, told_in_a_sentence
    from derive.load import load
    from derive.report.render import render

    printed = out is not None and str(out) == "-"
    if printed and form == "pdf":
        raise Misuse("a PDF cannot be printed on a terminal; expected --out FILE.pdf")
    if printed and as_json:
        raise Misuse("--out - prints the sheet and --json prints where it went; expected one of them")
    with told_in_a_sentence():
        loaded = load(sheet)
        chosen = settings(setting)
        target = out or Path(f"{Path(sheet).stem}.{form}")
        if not printed and not target.parent.is_dir():
            raise Misuse(f"{target.parent} is no folder; expected --out in a folder that exists")
        written = render(loaded.set(chosen) if chosen else loaded, to=form, out=None if printed else target)
    if as_json:
        click.echo(json.dumps({"sheet": sheet, "format": form, "set": chosen, "written": str(target)}, indent=2))
    else:
        click.echo(written if printed else f"{target} written")
