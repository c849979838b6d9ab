"""Every single slip in formulas of many kinds is caught, and most are called by their name."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from slip_formulas import FORMULAS, VOCABULARY
from slip_mutations import NAMES, Mutant, mutants

from derive.decide import Budget, decide
from derive.diagnose import diagnose
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Outcome
from derive.vocabulary import Vocabulary

#: Of the common kinds every so many mutants are looked at: all of them take a minute.
EVERY = 7
RARE = ("lost prime", "swapped indices", "bound of a sum", "wrong function")


def vocabulary_of(text: str) -> Vocabulary:
    found = infer((text,), syntax="latex", vocabulary=VOCABULARY)
    assert isinstance(found, Vocabulary)
    return found


def all_mutants() -> list[tuple[Mutant, Vocabulary]]:
    found = []
    for text in FORMULAS:
        vocabulary = vocabulary_of(text)
        statement = read(text, syntax="latex", vocabulary=vocabulary)
        assert isinstance(statement, Statement), text
        found += [(m, vocabulary) for m in mutants(statement.expression) if m.wrong != m.right]
    rare = [(m, v) for m, v in found if m.kind in RARE]
    return rare + [(m, v) for m, v in found if m.kind not in RARE][::EVERY]


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[Mutant, Outcome, str]]:
    found = []
    for mutant, vocabulary in all_mutants():
        verdict = decide(mutant.wrong, mutant.right, vocabulary=vocabulary, budget=Budget(seconds=1.0))
        if verdict.holds:
            continue  # the same in another form: the indices of a double sum may be exchanged
        slip = ""
        if verdict.fails:
            diagnosis = diagnose(mutant.wrong, mutant.right, vocabulary=vocabulary)
            slip = diagnosis.slip if diagnosis is not None else ""
        found.append((mutant, verdict.outcome, slip))
    return found


def test_there_are_more_than_two_hundred_mutants(outcomes: list[tuple[Mutant, Outcome, str]]) -> None:
    assert len(outcomes) >= 200


def test_every_mutant_that_has_a_value_is_refuted(outcomes: list[tuple[Mutant, Outcome, str]]) -> None:
    missed = [(m.kind, m.wrong) for m, outcome, _ in outcomes if outcome is not Outcome.REFUTED]
    # 1/(1/d - 1/d) has no value anywhere.
    assert [kind for kind, _ in missed if kind not in ("wrong name", "swapped names")] == []
    assert len(missed) <= 0.01 * len(outcomes), missed


def test_nearly_all_slips_are_called_by_their_name(outcomes: list[tuple[Mutant, Outcome, str]]) -> None:
    named = sum(slip in NAMES[m.kind] for m, _, slip in outcomes)
    unnamed = Counter((m.kind, slip) for m, _, slip in outcomes if slip not in NAMES[m.kind])
    assert named >= 0.97 * len(outcomes), (named, len(outcomes), unnamed)


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_of_each_kind_of_slip_nine_in_ten_are_named(kind: str, outcomes: list[tuple[Mutant, Outcome, str]]) -> None:
    own = [slip for m, _, slip in outcomes if m.kind == kind]
    assert own, kind
    assert sum(slip in NAMES[kind] for slip in own) >= 0.9 * len(own), Counter(own)
