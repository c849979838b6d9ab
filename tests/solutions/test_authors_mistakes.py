"""An author's mistake is one sentence, with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from derive.author_error import AuthorError
from derive.load import load
from derive.new import write
from derive.report.render import render
from derive.verify import verify

Written = Callable[[str], str]


def _refusal(path: str) -> str:
    with pytest.raises(AuthorError) as caught:
        for _ in verify([path], fresh=True):
            pass
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_a_part_that_builds_on_an_unknown_part_is_told_with_a_suggestion(written: Written) -> None:
    path = written("@sheet.part()\ndef slope():\n    return x\n\n@sheet.part()\ndef after(slop):\n    return slop\n")
    assert _refusal(path) == f"{path}:9: part after builds on slop, which is no part of this sheet; did you mean slope?"


def test_a_circle_of_parts_is_told_with_its_way(written: Written) -> None:
    path = written("@sheet.part()\ndef a(b):\n    return b\n\n@sheet.part()\ndef b(a):\n    return a\n")
    assert _refusal(path) == f"{path}:5: the parts build on each other in a circle: a -> b -> a"


def test_a_witness_without_a_seed_is_refused(written: Written) -> None:
    path = written("@witness()\ndef watch(x):\n    return x, 0.1\n")
    assert _refusal(path).startswith(f"{path}:5: witness watch has no seed")


def test_an_undeclared_name_in_a_witness_is_told_with_a_suggestion(written: Written) -> None:
    body = "@witness(seed=1)\ndef watch(z):\n    return z, 0.1\n\n@sheet.part(witness=watch)\ndef a():\n    return x\n"
    assert "z is not declared on this sheet" in _refusal(written(body))


def test_an_undeclared_symbol_in_an_answer_is_refused(written: Written) -> None:
    body = "from sympy import Symbol\n\n@sheet.part()\ndef a():\n    return derived(x, equal('c', x, Symbol('q')))\n"
    sentence = _refusal(written(body))
    assert sentence.endswith(
        "a_sheet.py:7: part a uses q, which is not declared on this sheet; declare it with param or state"
    )


def test_two_parts_of_one_name_are_refused(written: Written) -> None:
    path = written("@sheet.part()\ndef a():\n    return x\n\n@sheet.part()\ndef a():\n    return y\n")
    assert "part a stands on the sheet twice" in _refusal(path)


def test_an_error_in_a_file_is_told_with_its_line(written: Written) -> None:
    path = written("1 / 0\n")
    assert _refusal(path) == f"{path}:5: ZeroDivisionError: division by zero"


def test_an_error_in_a_part_is_told_with_its_line(written: Written) -> None:
    path = written("@sheet.part()\ndef a():\n    y = nothing\n    return y\n")
    assert _refusal(path) == f"{path}:7: part a failed: NameError: name 'nothing' is not defined"


def test_a_witness_that_returns_a_bare_number_is_refused(written: Written) -> None:
    body = "@witness(seed=1)\ndef watch(x):\n    return x\n\n@sheet.part(witness=watch)\ndef a():\n    return x\n"
    assert "returned float without an error" in _refusal(written(body))


def test_a_missing_sheet_is_told_with_a_suggestion() -> None:
    with pytest.raises(AuthorError, match="there is no sheet 'h_curent'; did you mean h_current"):
        load("h_curent")


@pytest.mark.parametrize("name", ["1x", "a-b", "class", "../x"])
def test_a_name_that_cannot_be_a_module_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="cannot be a sheet's name"):
        write(name, tmp_path)


def test_a_skeleton_never_overwrites_a_file(tmp_path: Path) -> None:
    write("mine", tmp_path)
    with pytest.raises(AuthorError, match="exists already"):
        write("mine", tmp_path)


def test_a_skeleton_runs_and_all_its_claims_are_as_expected(tmp_path: Path) -> None:
    path = write("fresh_sheet", tmp_path)
    rows = list(verify([str(path)], fresh=True))
    assert len(rows) == 5
    assert all(row.as_expected for row in rows)


@pytest.mark.parametrize("value", ["much", "1/0", "", "1e999999999"])
def test_a_value_that_is_no_number_is_told_with_its_name(written: Written, value: str) -> None:
    sheet = load(written("@sheet.part()\ndef a():\n    return x\n"))
    with pytest.raises(AuthorError, match=f"^x={value}: '{value}' is no number; expected one such as"):
        sheet.set({"x": value})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("@sheet.part()\ndef a():\n    x\n", ":5: part a returned nothing; expected return derived(answer, ...)"),
        (
            "from sympy import Symbol\n@sheet.part()\ndef a():\n    return x * Symbol('q')\n",
            ":6: part a uses q, which is not declared on this sheet; declare it with param or state",
        ),
        (
            "@witness(seed=1, vary=('xx',))\ndef m(x):\n    return x, 0.1\n@sheet.part(witness=m)\n"
            "def a():\n    return x\n",
            ":5: witness m varies xx, which is not declared on this sheet; did you mean x?",
        ),
        (
            "@sheet.part()\ndef one():\n    return x\n@sheet.figure(after='on')\ndef f(one):\n    return 1\n",
            ":8: figure f needs on, which is no part; did you mean one?",
        ),
        ("raise SystemExit(0)\n", ": the file ends the program while it is read; leave out exit()"),
        ("def a(:\n", ":5: this is no Python: invalid syntax"),
    ],
)
def test_what_an_author_forgets_is_told_with_its_place(written: Written, body: str, sentence: str) -> None:
    path = written(body)
    assert _refusal(path) == f"{path}{sentence}"


def test_a_figure_that_fails_is_told_with_its_line(written: Written) -> None:
    body = "@sheet.part()\ndef a():\n    return x\n\n@sheet.figure(after='a')\ndef f(a):\n    return 1 / 0\n"
    path = written(body)
    with pytest.raises(AuthorError) as caught:
        render(load(path), "md", None)
    assert str(caught.value) == f"{path}:11: figure f failed: ZeroDivisionError: division by zero"


def test_a_sheet_without_a_part_is_told_with_its_file(written: Written) -> None:
    path = written("")
    assert _refusal(path) == f"{path}:4: the sheet 'A sheet' has no part; write @sheet.part() above a function"


def test_a_witness_that_fails_is_told_with_the_line_that_failed(written: Written) -> None:
    body = "@witness(seed=1)\ndef watch(x):\n    y = x\n    return 1 / 0, y\n\n@sheet.part(witness=watch)\n"
    path = written(body + "def a():\n    return x\n")
    row = next(iter(verify([path], fresh=True)))
    assert not row.as_expected
    assert row.verdict.reason == f"{path}:8: witness watch failed: ZeroDivisionError: division by zero"
