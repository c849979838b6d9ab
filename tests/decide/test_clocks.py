"""Two clocks: processor time decides, and the one on the wall only where somebody waits."""

from __future__ import annotations

import pytest

from derive.decide import budget as budgets
from derive.decide.budget import Budget, OutOfBudget


class Clocks:
    def __init__(self) -> None:
        self.processor = 0.0
        self.wall = 100.0

    def process_time(self) -> float:
        return self.processor

    def monotonic(self) -> float:
        return self.wall


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    made = Clocks()
    monkeypatch.setattr(budgets, "time", made)
    return made


def test_a_busy_machine_changes_no_budget(clocks: Clocks) -> None:
    budget = Budget(seconds=1.0).started()
    clocks.processor, clocks.wall = 0.4, 1e6
    assert budget.left == pytest.approx(0.6)
    assert not budget.expired


def test_where_somebody_waits_the_clock_on_the_wall_strikes(clocks: Clocks) -> None:
    budget = Budget(seconds=1.0, patience=3.0).started().part(0.5)
    clocks.processor, clocks.wall = 0.01, 102.9
    assert not budget.expired
    clocks.wall = 103.1
    assert budget.expired
    with pytest.raises(OutOfBudget):
        budget.check()


def test_a_part_ends_no_later_than_the_whole(clocks: Clocks) -> None:
    whole = Budget(seconds=1.0).started()
    clocks.processor = 0.5
    assert whole.part(1.0).left == pytest.approx(whole.left)
    assert whole.part(0.5).left == pytest.approx(0.25)
