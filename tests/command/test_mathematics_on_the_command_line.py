"""Mathematics as arguments: signs in front, and letters that are options elsewhere."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner

from derive.command.main import derive


@pytest.mark.parametrize(
    ("student", "reference", "verdict"),
    [("-0.5", "-1/2", "proved"), ("-h^2", "-h*h", "proved"), ("-x", "x", "refuted"), ("-j", "-j", "proved")],
)
def test_a_side_may_begin_with_a_minus_sign(student: str, reference: str, verdict: str) -> None:
    done = CliRunner().invoke(derive, ["compare", student, reference, "--json"])
    record = json.loads(done.stdout)
    assert (record["verdict"], record["student"][:1]) == (verdict, "-" if student.startswith("-") else student[:1])


def test_help_is_help_and_a_wrong_option_is_told() -> None:
    assert "Usage" in CliRunner().invoke(derive, ["compare", "-h"]).output
    done = CliRunner().invoke(derive, ["compare", "x", "x", "--assum", "x > 0"])
    assert done.exit_code == 2
    assert "--assum" in done.output


def test_every_verb_prints_json_and_its_examples_line_by_line() -> None:
    for verb in derive.list_commands(click.Context(derive)):
        shown = CliRunner().invoke(derive, [verb, "--help"]).output
        assert "--json" in shown
        assert "\\b" not in shown
