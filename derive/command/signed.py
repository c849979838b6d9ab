"""A command whose arguments may begin with a minus sign: ``derive compare "-x^2" "-0.5"``."""

from __future__ import annotations

import click


class SignedCommand(click.Command):
    """Takes what begins with a single ``-`` and is no option of its own for mathematics."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        # A blank in front keeps the parser of options away; the reader does not see it.
        return super().parse_args(ctx, [f" {a}" if _signed(a) and a not in known else a for a in args])


def _signed(argument: str) -> bool:
    return len(argument) > 1 and argument[0] == "-" and argument[1] != "-"
