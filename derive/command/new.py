"""``derive new``: a sheet to fill in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("new", short_help="Write the skeleton of a new sheet.")
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), help="Where it goes (default: here).")
def command(name: str, folder: Path) -> None:
    r"""Write NAME.py: a small sheet that runs, to change into your own.

    \b
    derive new my_neuron
    derive verify my_neuron.py
    """
    from derive.command.author import told_in_a_sentence
    from derive.new import write

    with told_in_a_sentence():
        path = write(name, folder)
    click.echo(f"{path} written; try: derive verify {path}")
