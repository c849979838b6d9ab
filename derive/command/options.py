"""Options that several verbs share."""

from __future__ import annotations

import os

import click

seconds_option = click.option(
    "--seconds",
    type=click.FloatRange(min=0.01, max=600),
    default=2.0,
    show_default=True,
    help="The budget of one decision.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=lambda: min(8, os.cpu_count() or 1),
    show_default="one for each core",
    help="How many processes decide; results do not depend on it.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def grace(seconds: float) -> float:
    """After how long a worker is killed.

    A budget counts processor time and this is time on the wall: on a busy machine a decision may keep to its budget and
    still take three times as long; what was probably meant is looked for after that.
    """
    return 3 * seconds + 6
