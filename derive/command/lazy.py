"""A click group that imports a verb only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from derive.command.errors import Misuse


class LazyGroup(click.Group):
    """``verbs`` maps each verb to the module under ``derive.command`` whose ``command`` it is, in printing order."""

    def __init__(self, *args: Any, verbs: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.verbs:
            return None
        command: click.Command = import_module(f"derive.command.{self.verbs[cmd_name]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.verbs:
            near = get_close_matches(args[0], self.verbs, n=1)
            hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(self.verbs)}"
            raise Misuse(f"there is no verb {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)
