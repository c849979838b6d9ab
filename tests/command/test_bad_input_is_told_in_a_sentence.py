"""Bad input, as a person would give it on the command line: one clear sentence, the right exit status, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DERIVE = str(Path(sys.executable).with_name("derive"))


def derive(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(
        [DERIVE, *arguments], capture_output=True, text=True, timeout=120, check=False, cwd=cwd, env=environment
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("derive: ")
    return line.removeprefix("derive: ")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "binary.md").write_bytes(b"\x00\x01\x02")
    (tmp_path / "folder").mkdir()
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "good.md").write_text("dl/dx_3 = x_3 - y\n")
    return tmp_path


BAD_FILES = [
    ("empty.md", 1, "is empty; expected a text with mathematics in it"),
    ("binary.md", 1, "is a binary file; expected text"),
    ("folder", 2, "is a directory; expected a file"),
    ("large.md", 1, "has 50.0 MB; expected at most"),
    ("missing.md", 2, "does not exist; expected the path of a file"),
]


@pytest.mark.parametrize(("name", "status", "sentence"), BAD_FILES)
@pytest.mark.parametrize("verb", [["check"], ["compare", "--batch"], ["check", "--batch"]])
def test_a_file_that_cannot_be_used(files: Path, verb: list[str], name: str, status: int, sentence: str) -> None:
    done = derive(*verb, str(files / name))
    told = one_sentence(done)
    assert name in told
    assert sentence in told
    assert done.returncode == status


def test_a_hand_in_that_cannot_be_used_does_not_stop_the_others(files: Path) -> None:
    names = [str(files / name) for name, _, _ in BAD_FILES]
    done = derive("grade", "three_neuron_chain", *names, str(files / "good.md"))
    for name, _, sentence in BAD_FILES:
        assert f"{name} {sentence}" in done.stdout
    assert "1 of " in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("verb", [["grade", "three_neuron_chian", "x.md"], ["verify", "three_neuron_chian"]])
def test_an_unknown_sheet_is_told_with_the_nearest_name(verb: list[str]) -> None:
    done = derive(*verb)
    assert "there is no sheet 'three_neuron_chian'; did you mean three_neuron_chain?" in one_sentence(done)
    assert done.returncode == 2


def test_an_unknown_verb_is_told_with_the_nearest_one() -> None:
    done = derive("vrify")
    assert one_sentence(done) == "there is no verb 'vrify'; did you mean verify?"
    assert done.returncode == 2


HOSTILE = {
    "braces": r"\frac{1}{2",
    "tower": "9^{9^{9^9}}",
    "factorial": "99999999!",
    "nested": "(" * 400 + "x" + ")" * 400,
    "import": "__import__('os').system('touch executed')",
    "lambda": "(lambda: 0)()",
    "escape": "\x1b[2J\x1b]0;owned\x07 + 1",
    "empty": "",
    "words": "I do not know",
    "digits": "1" * 100_000,
    "long": "x+" * 50_000 + "x",
    "sum": r"\sum_{k=1}^{10^{100}} k^{k^k}",
    "matrix": "Matrix([[1,2],[3]])",
    "null": "x\x00y",
}


def test_hostile_texts_are_answered_line_by_line_and_nothing_is_executed(tmp_path: Path) -> None:
    rows = [{"id": k, "student": v, "reference": "x", "syntax": "auto"} for k, v in HOSTILE.items()]
    lines = [json.dumps(r) for r in rows]
    lines[3:3] = ["not JSON", "[1, 2]", '{"id": "half"']
    (tmp_path / "in.jsonl").write_text(
        "\n".join([*lines, json.dumps({"id": "last", "student": "2x", "reference": "x+x"})])
    )
    done = derive("compare", "--batch", "in.jsonl", "--out", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert len(answers) == len(lines) + 1
    found = {a["id"]: a for a in answers if a["id"] is not None}
    assert {k: found[k]["verdict"] for k in ("braces", "nested", "import", "empty", "digits")} == dict.fromkeys(
        ("braces", "nested", "import", "empty", "digits"), "unreadable"
    )
    assert all(found[k]["verdict"] in ("undecided", "refuted", "unreadable") for k in HOSTILE)
    assert found["last"]["verdict"] == "proved"
    assert [a["reason"] for a in answers[3:6]] == [
        'the line is not JSON at column 1; expected an object such as {"id": "1", ...}',
        "the line is a JSON list; expected an object with an id",
        'the line is not JSON at column 14; expected an object such as {"id": "1", ...}',
    ]
    assert not (tmp_path / "executed").exists()
    assert {p.name for p in tmp_path.iterdir()} == {"in.jsonl", "out.jsonl"}


@pytest.mark.parametrize(
    ("text", "caret"),
    [(r"\frac{1}{2", "^"), ("x_3 - - * y", "^")],
)
def test_a_text_that_cannot_be_read_is_shown_with_a_caret(text: str, caret: str) -> None:
    done = derive("compare", text, "x")
    assert done.returncode == 1
    assert "unreadable" in done.stdout
    assert caret in done.stdout


def test_an_interrupted_batch_goes_on_where_it_stopped(tmp_path: Path) -> None:
    import hashlib

    rows = [{"id": n, "student": f"{n}*x", "reference": f"{n}*x", "syntax": "plain"} for n in range(5)]
    text = "".join(json.dumps(r) + "\n" for r in rows)
    (tmp_path / "in.jsonl").write_text(text)
    kept = [json.dumps({"id": n, "verdict": "proved", "reason": "kept", "evidence": []}) for n in range(2)]
    partial = [hashlib.sha256(text.encode()).hexdigest(), *kept, '{"id": 2, "verd']
    (tmp_path / ".out.jsonl.partial").write_text("\n".join(partial))
    derive("compare", "--batch", "in.jsonl", "--out", "out.jsonl", cwd=tmp_path)
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [a["id"] for a in answers] == [0, 1, 2, 3, 4]
    assert [a["reason"] == "kept" for a in answers] == [True, True, False, False, False]
    assert not (tmp_path / ".out.jsonl.partial").exists()


def test_the_answers_do_not_depend_on_the_hash_seed_or_the_number_of_workers(tmp_path: Path) -> None:
    pairs = [("sin(2x)", "2 sin(x) cos(x)"), ("(a+b)^2", "a^2+b^2"), ("sqrt(x^2)", "x"), ("f(x) + y", "y + f(x)")]
    rows = [{"id": n, "student": s, "reference": r, "implicit": True} for n, (s, r) in enumerate(pairs)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    outputs = set()
    for seed, workers in (("0", "1"), ("1", "2"), ("7", "1")):
        subprocess.run(
            [DERIVE, "compare", "--batch", "in.jsonl", "--out", "out.jsonl", "--workers", workers],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=False,
            timeout=120,
        )
        answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
        outputs.add(json.dumps([{k: v for k, v in a.items() if k != "milliseconds"} for a in answers]))
    assert len(outputs) == 1


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, derive.command.main as m\n"
        "try: m.derive.main(['--help'], standalone_mode=False)\n"
        "except SystemExit: pass\n"
        "heavy = {'sympy', 'numpy', 'numba', 'scipy', 'matplotlib', 'flint', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "grade" in done.stdout
