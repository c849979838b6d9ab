"""``derive new``: a sheet to fill in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from derive.command.options import json_option


@click.command("new", short_help="Write the skeleton of a new sheet.")
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), help="Where it goes (default: here).")
@json_option
def command(name: str, folder: Path, as_json: bool) -> None:
    """Write NAME.py: a small sheet that runs, to change into your own.

    \b
    derive new my_neuron
    derive verify my_neuron.py
    """
    from derive.command.author import told_in_a_sentence
    from derive.new import write

    with told_in_a_sentence():
        path = write(name, folder)
    click.echo(json.dumps({"written": str(path)}) if as_json else f"{path} written; try: derive verify {path}")
