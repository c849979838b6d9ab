"""A sheet whose claims are changed must not pass: the ladder or the witness notices every mutant."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy

from derive.claim import Claim
from derive.load import load, sheet_files
from derive.sheet import Sheet
from derive.verdict import Outcome
from derive.verify.mutate import changes, mutants, noticed
from derive.verify.witnessed import witnessed

Item = tuple[str, Sheet, str, Claim]
ITEMS: list[Item] = [
    (file.name, sheet, part.name, claim)
    for file in sheet_files()
    for sheet in (load(file.name),)
    for part, claim in sheet.claims()
    if claim.expected is not Outcome.REFUTED
]


def _is_condition(value: object) -> bool:
    return isinstance(value, sympy.logic.boolalg.Boolean)


def _name(item: Item) -> str:
    return f"{item[0]}-{item[2]}-{item[3].name}"


def _eligible(item: Item) -> bool:
    claim = item[3]
    if claim.relation not in ("equal", "measured", "less", "at_most", "greater", "at_least", "region"):
        return False
    return not (claim.relation == "measured" and _is_condition(claim.left))


@pytest.mark.parametrize("item", [i for i in ITEMS if _eligible(i)], ids=_name)
def test_the_first_mutant_of_a_claim_is_noticed(item: Item) -> None:
    _, sheet, _, claim = item
    if claim.witness is not None and claim.relation != "measured":
        claim = replace(claim, witness=None)  # the ladder alone has to notice what it can prove
    first = next(iter(mutants(claim)), None)
    assert first is not None
    found = noticed(first, sheet)
    assert found.by_ladder or found.by_witness, first.slip


@pytest.mark.parametrize(
    "item", [i for i in ITEMS if i[3].witness is not None and i[3].relation in ("equal", "measured")], ids=_name
)
def test_a_witness_notices_what_the_ladder_cannot(item: Item) -> None:
    """Both sides changed alike: the derivation stays consistent, and only the original system disagrees."""
    _, sheet, _, claim = item
    if _is_condition(claim.measured()):
        changed = sympy.Not(claim.measured())
    else:
        changed = next((c for slip, c in changes(claim.measured()) if slip in ("factor", "a term added")), None)
    assert changed is not None
    watched = witnessed(replace(claim, measures=changed), sheet)
    assert watched is not None
    assert not watched.holds
