"""``derive list``: the sheets that there are."""

from __future__ import annotations

import json

import click

from derive.command.options import json_option


@click.command("list", short_help="List the sheets.")
@json_option
def command(as_json: bool) -> None:
    """List the sheets by name and title."""
    from derive.load import sheet_files

    files = sheet_files()
    if as_json:
        records = [{"sheet": f.name, "title": f.title} for f in files]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    width = max((len(f.name) for f in files), default=0)
    for file in files:
        click.echo(f"{file.name:{width}}  {file.title}")
