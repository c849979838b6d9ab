"""Expectation is linear; variance and covariance are moments; nothing is assumed independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.verdict import Outcome

if TYPE_CHECKING:
    from conftest import Compare


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\mathbb{E}[(X-\mathbb{E}[X])^2]", r"\mathbb{E}[X^2]-\mathbb{E}[X]^2"),
        (r"\mathbb{E}[aX+b]", r"a\mathbb{E}[X]+b"),
        (r"\mathrm{Var}(aX+b)", r"a^2\mathrm{Var}(X)"),
        (r"\mathrm{Var}(X+Y)", r"\mathrm{Var}(X)+\mathrm{Var}(Y)+2\mathrm{Cov}(X,Y)"),
        (r"\langle (x-\langle x\rangle)^2\rangle", r"\langle x^2\rangle-\langle x\rangle^2"),
        (r"\mathbb{E}[\mathbb{E}[X]]", r"\mathbb{E}[X]"),
    ],
)
def test_identities_of_moments_are_proved(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").outcome is Outcome.PROVED


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\mathrm{Var}(aX+b)", r"a\mathrm{Var}(X)"),
        (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2"),
        (r"\mathbb{E}[aX+b]", r"a\mathbb{E}[X]"),
    ],
)
def test_wrong_identities_are_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").fails


def test_what_is_true_for_independent_variables_only_stays_open(compare: Compare) -> None:
    verdict = compare(r"\mathbb{E}[XY]", r"\mathbb{E}[X]\mathbb{E}[Y]", syntax="latex")
    assert verdict.outcome is Outcome.UNDECIDED
    assert "independent" in verdict.reason


def test_a_small_letter_may_be_random_where_nothing_says_otherwise(compare: Compare) -> None:
    assert not compare(r"\langle (w u)^2\rangle - \langle w u\rangle^2", "0", syntax="latex").holds


def test_a_parameter_next_to_a_random_small_letter_is_named_as_such(compare: Compare) -> None:
    verdict = compare(r"\langle ax+b\rangle", r"a\langle x\rangle+b", syntax="latex")
    assert verdict.outcome is Outcome.SUPPORTED
    assert "a, b not random" in verdict.reason


def test_a_counterexample_names_its_moments(compare: Compare) -> None:
    verdict = compare(r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2", syntax="latex")
    assert "E[X^2] =" in verdict.reason
    assert "E[X] =" in verdict.reason
