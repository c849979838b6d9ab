"""Every claim of every sheet: verified, and tried as a property at points drawn from the declarations."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from derive.claim import Claim
from derive.load import load, sheet_files
from derive.part import Part
from derive.sheet import Sheet
from derive.strategy import Property, checkable, points
from derive.verdict import Outcome
from derive.verify.run import examine

Item = tuple[str, Sheet, Part, Claim]
CLAIMS: list[Item] = [
    (file.name, sheet, part, claim)
    for file in sheet_files()
    for sheet in (load(file.name),)
    for part, claim in sheet.claims()
]
TRUE = [item for item in CLAIMS if checkable(item[3]) and item[3].expected is not Outcome.REFUTED]


def _name(item: Item) -> str:
    return f"{item[0]}-{item[2].name}-{item[3].name}"


@pytest.mark.parametrize("item", CLAIMS, ids=_name)
def test_a_claim_is_as_expected(item: Item) -> None:
    row = examine(*item)
    assert row.as_expected, f"{row.verdict.outcome}: {row.verdict.reason}"


@pytest.mark.parametrize("item", TRUE, ids=_name)
def test_a_claim_holds_wherever_its_names_may_lie(item: Item) -> None:
    _, sheet, _, claim = item
    try:
        tried, places = Property(claim, sheet), points(claim, sheet)
    except LookupError as reason:
        pytest.skip(str(reason))

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(st.data())
    def law(data: st.DataObject) -> None:
        point = data.draw(places)
        assume(tried.given(point))
        assert tried.holds(point), point

    law()
