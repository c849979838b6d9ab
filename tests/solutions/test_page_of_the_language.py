"""The page that teaches the language: every block of it is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.answers import check
from derive.load import load
from derive.report.render import render
from derive.verify import verify

PAGE = (Path(__file__).resolve().parents[2] / "derive" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "leaky.py"
    path.write_text("\n\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)), encoding="utf-8")
    return path


def test_every_claim_of_the_page_is_as_expected(leaky: Path) -> None:
    rows = list(verify([str(leaky)], fresh=True))
    assert rows
    assert all(row.as_expected for row in rows), [r.verdict.reason for r in rows if not r.as_expected]


def test_every_step_of_the_page_runs_by_itself(leaky: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    for count in range(2, len(blocks) + 1):
        path = tmp_path / f"step_{count}.py"
        path.write_text("\n\n".join(blocks[:count]), encoding="utf-8")
        assert load(str(path)).claims()


def test_the_conclusion_of_the_page_flips_with_the_current(leaky: Path) -> None:
    def conclusion(values: dict[str, str]) -> str:
        rows = verify([f"{leaky}:firing_condition"], values=values, fresh=True)
        row = next(r for r in rows if r.claim == "with these numbers the neuron fires")
        assert row.as_expected
        return row.verdict.reason

    assert "I > V_th/R is false" in conclusion({})
    assert "I > V_th/R is true" in conclusion({"I": "2"})


def test_the_sheet_of_the_page_follows_its_numbers(leaky: Path) -> None:
    text = render(load(str(leaky)).set({"I": "2"}), "md", None)
    assert "With these numbers: $20$." in text
    assert "27.7259" in text


def test_the_answers_of_the_page_are_judged_as_it_says(leaky: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    table = leaky.parent / "answers" / "leaky.toml"
    table.parent.mkdir(exist_ok=True)
    table.write_text(block[1], encoding="utf-8")
    assert check(load(str(leaky))) == ()
    table.write_text(block[1].replace("right = [", "right = ['\\tau', "), encoding="utf-8")
    assert [text.split(" is ")[0] for text in check(load(str(leaky)))] == [r"first_passage: \tau (right)"]
