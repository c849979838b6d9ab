"""Every console block of a README is run, and what it shows is what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = [p for p in (ROOT / "README.md", ROOT / "derive" / "README.md") if p.exists()]
BLOCK = re.compile(r"```console\n\$ (?P<command>derive[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


def blocks() -> list[tuple[Path, str]]:
    return [(path, match["command"]) for path in READMES for match in BLOCK.finditer(path.read_text("utf-8"))]


def printed(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(("path", "command"), blocks(), ids=lambda v: v if isinstance(v, str) else v.parent.name)
def test_the_output_shown_is_the_output_printed(path: Path, command: str, regenerate: bool) -> None:
    text = path.read_text("utf-8")
    match = next(m for m in BLOCK.finditer(text) if m["command"] == command)
    output = printed(command)
    if regenerate:
        path.write_text(text.replace(match[0], f"```console\n$ {command}\n{output}```"), "utf-8")
    else:
        assert match["output"] == output


def test_the_first_screen_shows_the_main_job_with_its_output() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text("utf-8").splitlines()[:60])
    assert "$ derive grade three_neuron_chain" in first_screen
