"""The report of mutants, on one sheet: everything is noticed, and every witness catches one alone."""

from __future__ import annotations

from derive.verify.mutation_report import findings, totals


def test_every_mutant_of_a_sheet_is_noticed_and_each_witness_catches_one_alone() -> None:
    found = list(findings("winner_take_all", most=3))
    counted = totals(found)
    assert counted["nobody"] == 0
    assert counted["witnesses"] > 0
    assert counted["witnesses that caught one alone"] == counted["witnesses"]
    assert {f.slip for f in found} >= {"sign", "factor"}
