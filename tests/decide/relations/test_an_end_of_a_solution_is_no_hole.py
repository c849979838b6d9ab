"""A point at which one side is undefined is left out inside of a solution, and counts at its end."""

from derive.decide import decide
from derive.read import read
from derive.statement import Statement
from derive.verdict import Verdict


def asked(left: str, right: str) -> Verdict:
    sides = [read(text, syntax="plain") for text in (left, right)]
    assert isinstance(sides[0], Statement)
    assert isinstance(sides[1], Statement)
    return decide(sides[0].expression, sides[1].expression)


def test_the_pole_at_the_end_of_a_region_does_not_belong_to_it() -> None:
    assert asked("(x-1)/(x+2) >= 0", "x < -2 or x >= 1").holds
    assert asked("(x-1)/(x+2) >= 0", "x <= -2 or x >= 1").fails
