"""Sums without bounds beside scalar products: one range, whatever the sizes that are written."""

from __future__ import annotations

from derive.decide import decide
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Verdict

TEXTS = (
    r"\sum_{\mu=1}^P \sum_i \xi_i^\mu s_i \sum_j \xi_j^\mu s_j + \sum_i h_i s_i",
    r"\sum_{\mu=1}^P \sum_i \xi_i^\mu s_i \sum_j \xi_j^\mu s_j + \mathbf{h} \cdot \mathbf{s}",
)


def verdict(left: str, right: str) -> Verdict:
    vocabulary = infer((left, right), syntax="latex")
    sides = [read(t, syntax="latex", vocabulary=vocabulary) for t in (left, right)]
    one, two = (s.expression for s in sides if isinstance(s, Statement))
    return decide(one, two, vocabulary=vocabulary)


def test_a_size_of_one_does_not_shorten_arrays_of_another_size() -> None:
    assert verdict(*TEXTS).holds
    assert verdict(TEXTS[0], TEXTS[1].replace("+", "-")).fails


def test_a_covariance_is_symmetric_and_the_verdict_says_so() -> None:
    found = verdict(r"\Sigma^T", r"\Sigma")
    assert found.holds
    assert "Sigma symmetric" in found.reason
    assert verdict("A^T", "A").fails
