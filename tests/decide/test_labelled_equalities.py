"""Pairs with their labels: facts of mathematics, hard on purpose (tests/corpus/equality.jsonl)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derive.decide import decide
from derive.read import declare, infer, read
from derive.statement import Statement
from derive.verdict import Outcome, Verdict
from derive.vocabulary import Vocabulary

CORPUS = Path(__file__).parents[1] / "corpus" / "equality.jsonl"
CASES = [json.loads(line) for line in CORPUS.read_text().splitlines()]


def verdict_of(case: dict[str, object], *, swap: bool = False) -> Verdict:
    texts = [str(case["left"]), str(case["right"])]
    vocabulary = infer(texts, syntax="plain")
    declared = declare([str(a) for a in case["assumptions"]], syntax="plain", vocabulary=vocabulary)  # type: ignore[attr-defined]
    assert isinstance(declared, Vocabulary)
    sides = [read(t, syntax="plain", vocabulary=declared) for t in (reversed(texts) if swap else texts)]
    left, right = sides
    assert isinstance(left, Statement)
    assert isinstance(right, Statement)
    return decide(left.expression, right.expression, vocabulary=declared)


def fits(verdict: Verdict, label: str) -> bool:
    if label == "holds":
        return verdict.holds
    return str(verdict.outcome) == label


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['left']} = {c['right']} {c['assumptions'] or ''}")
def test_a_labelled_pair_gets_its_verdict(case: dict[str, object]) -> None:
    verdict = verdict_of(case)
    assert fits(verdict, str(case["verdict"])), verdict.reason


@pytest.mark.parametrize("case", CASES[::4], ids=lambda c: f"{c['right']} = {c['left']}")
def test_the_sides_can_be_swapped(case: dict[str, object]) -> None:
    verdict = verdict_of(case, swap=True)
    assert fits(verdict, str(case["verdict"])) or verdict.outcome is Outcome.SUPPORTED
