"""Pairs of relations with answers known for certain: multiplied across, squared, cancelled, logarithms, systems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derive.compare import compare
from derive.decide.budget import Budget
from derive.pair import Pair

CORPUS = Path(__file__).parents[2] / "corpus" / "relations.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in CORPUS.read_text().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[r["id"] for r in ROWS])
def test_a_labelled_pair_is_decided_as_labelled(row: dict[str, Any]) -> None:
    turned = int(row["id"].rpartition("-")[2]) % 2
    sides = (row["right"], row["left"]) if turned else (row["left"], row["right"])
    pair = Pair(*sides, assumptions=tuple(row.get("assumptions", ())), functions=tuple(row.get("functions", ())))
    verdict = compare(pair, Budget(seconds=5), explain=False).verdict
    assert (verdict.holds, verdict.fails) == (row["expected"] == "equal", row["expected"] == "different"), (
        verdict.reason
    )
