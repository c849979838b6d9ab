"""A formula that fails at whole numbers of the domain is not proved, and a divergent series has no closed form."""

import pytest

from derive.decide import decide
from derive.read import declare, read
from derive.statement import Statement
from derive.verdict import Verdict
from derive.vocabulary import Vocabulary


def asked(left: str, right: str, *assumptions: str) -> Verdict:
    vocabulary = declare(assumptions, syntax="plain")
    assert isinstance(vocabulary, Vocabulary)
    sides = [read(text, syntax="plain", vocabulary=vocabulary) for text in (left, right)]
    assert isinstance(sides[0], Statement)
    assert isinstance(sides[1], Statement)
    return decide(sides[0].expression, sides[1].expression, vocabulary=vocabulary)


WHOLE = ("m in positive integers", "n in positive integers")


@pytest.mark.parametrize("wave", ["cos", "sin"])
def test_waves_are_orthogonal_only_where_their_numbers_differ(wave: str) -> None:
    integral = f"Integral({wave}(m*x)*{wave}(n*x), (x, 0, 2*pi))"
    assert not asked(integral, "0", *WHOLE).holds
    assert asked(integral, "0", *WHOLE, "m < n").holds


def test_the_geometric_series_needs_its_ratio_within_the_unit_disk() -> None:
    assert not asked("Sum(r^k, (k, 0, oo))", "1/(1 - r)", "r > 0").holds
    assert asked("Sum(r^k, (k, 0, oo))", "1/(1 - r)", "0 < r", "r < 1").holds
    assert asked("Sum(r^k, (k, 0, oo))", "1/(1 - r)").holds
