"""A claim about names without assumptions is about the values at which its roots, logarithms and quotients exist."""

from __future__ import annotations

import pytest

from derive.decide.relations import holds
from derive.read import declare, read
from derive.statement import Statement, Unreadable
from derive.verdict import Outcome, Verdict
from derive.vocabulary import Vocabulary


def claimed(text: str, *assumptions: str) -> Verdict:
    vocabulary = declare(list(assumptions), syntax="plain") if assumptions else Vocabulary()
    assert not isinstance(vocabulary, Unreadable)
    found = read(text, syntax="plain", vocabulary=vocabulary)
    assert isinstance(found, Statement)
    return holds(found.expression, vocabulary=vocabulary)


@pytest.mark.parametrize(
    "text",
    [
        "log(x) <= x - 1",
        "log(x) <= log(x+1)",
        "x*log(x) >= -exp(-1)",
        "sqrt(x)*sqrt(y) <= (x+y)/2",
        "2*sqrt(x) <= 1 + x",
        "sqrt(1-x^2) <= 1",
        "1/sqrt(x) > 0",
        "sqrt(x)/x > 0",
        "x^2/y^2 >= 0",
        "x^y > 0",
        "sqrt(x-1) > sqrt(x-2)",
    ],
)
def test_a_true_claim_is_proved_where_it_has_a_value(text: str) -> None:
    assert claimed(text).outcome is Outcome.PROVED


@pytest.mark.parametrize(
    "text", ["log(x) > 0", "sqrt(x) < x", "(x+y)/2 >= sqrt(x*y)", "x/y > 0", "1/x > 0", "log(x) >= x - 1"]
)
def test_a_false_claim_is_refuted_at_a_point_at_which_it_has_a_value(text: str) -> None:
    verdict = claimed(text)
    assert verdict.outcome is Outcome.REFUTED
    assert verdict.evidence[0].figures
    assert ("x", "0") not in verdict.evidence[0].figures


def test_a_claim_that_has_a_value_nowhere_is_not_proved() -> None:
    assert claimed("sqrt(-1-x^2) > 0").outcome is Outcome.UNDECIDED
    assert claimed("log(-x) > 5", "x > 0").outcome is not Outcome.PROVED


def test_a_thin_set_on_which_a_squared_factor_vanishes_is_not_overlooked() -> None:
    from derive.compare import compare
    from derive.pair import Pair

    left, right = "abs(y - x - 1/3) < 2", "(abs(y - x - 1/3)*(3/2 - y - z)^2)^2 < (2*(3/2 - y - z)^2)^2"
    assumptions = ("x in real", "y < 0", "z >= 0")
    for pair in ((left, right), (right, left)):
        assert not compare(Pair(*pair, syntax="plain", assumptions=assumptions), explain=False).verdict.holds
