"""What the command line says when it cannot go on: one sentence, no traceback."""

from __future__ import annotations

from typing import IO, Any

import click

from derive.report.escape import terminal


class Misuse(click.ClickException):
    """The command was misused: exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"derive: {terminal(self.message)}", err=True, file=file)


class Unusable(Misuse):
    """An input that cannot be used (empty, binary, too large): exit status 1."""

    exit_code = 1
