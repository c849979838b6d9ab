"""Derivations in the styles of many authors, labelled link by link: nothing true is refuted, nothing false accepted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from derive.check import check_chain
from derive.check.record import ChainReport

CORPUS = Path(__file__).parent.parent / "corpus" / "chains_of_authors.jsonl"
#: Links of the corpus that may stay open: what is not decided yet, with room for a slow machine.
OPEN = 24


@pytest.fixture(scope="module")
def checked() -> list[tuple[dict[str, Any], ChainReport]]:
    chains = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    fields = ("id", "steps", "definitions", "assumptions", "relations")
    return [(c, check_chain({"syntax": "latex", **{k: c[k] for k in fields if k in c}}, explain=False)) for c in chains]


def test_no_true_link_is_refuted_and_no_false_one_accepted(checked: list[tuple[dict[str, Any], ChainReport]]) -> None:
    wrong = [
        (chain["id"], at, verdict.reason)
        for chain, report in checked
        for at, (truth, verdict) in enumerate(zip(chain["truth"], report.transitions))
        if (truth == "ok" and verdict.fails) or (truth == "wrong" and verdict.holds)
    ]
    assert wrong == []


def test_few_links_stay_open(checked: list[tuple[dict[str, Any], ChainReport]]) -> None:
    counts = Counter(
        "decided" if verdict.holds or verdict.fails else "open"
        for chain, report in checked
        for truth, verdict in zip(chain["truth"], report.transitions)
        if truth != "not-checkable"
    )
    assert counts["open"] <= OPEN
    assert counts["decided"] > 350


def test_the_first_wrong_link_is_found(checked: list[tuple[dict[str, Any], ChainReport]]) -> None:
    with_error = [(c["truth"].index("wrong"), r.first_wrong) for c, r in checked if "wrong" in c["truth"]]
    found = sum(first == told for first, told in with_error)
    assert found >= 0.9 * len(with_error)
