"""The command line.  Nothing heavy is imported here: a verb imports what it needs when it runs."""

from __future__ import annotations

import os
import sys

import click

from derive.command.errors import Misuse
from derive.command.lazy import LazyGroup

VERBS = {
    "list": "list_sheets",
    "verify": "verify",
    "compare": "compare",
    "check": "check",
    "grade": "grade",
    "sheet": "sheet",
    "new": "new",
}


@click.group(
    cls=LazyGroup,
    verbs=VERBS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 all well, 1 something is refuted or unreadable, 2 the command was misused.",
)
@click.version_option(package_name="derivecheck", prog_name="derive")
def derive() -> None:
    """Check derivations: every step proved, refuted by a counterexample, or honestly left open."""


def main() -> None:
    """The console script.  Whatever goes wrong, a person reads a sentence and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # Outside its standalone mode click returns the status of an Exit instead of leaving with it.
        status = derive.main(prog_name="derive", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("derive: interrupted; what was finished is kept, run the same command again to go on", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe left (`| head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("DERIVE_TRACEBACK"):
            raise
        fault = Misuse(
            f"an internal error stopped the command ({type(error).__name__}: {error}); "
            "please report it with the input that caused it"
        )
        fault.show()
        sys.exit(2)
