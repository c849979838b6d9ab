"""Products of exponentials under an integral: a prior times a likelihood."""

from __future__ import annotations

import pytest

from derive.decide import decide
from derive.expression import Expression
from derive.read import declare, read
from derive.verdict import Outcome
from derive.vocabulary import Vocabulary

VOCABULARY = declare(("s > 0", "q > 0"), syntax="plain", vocabulary=Vocabulary())
PRODUCT = r"\int_{-\infty}^{\infty} e^{-(x-m)^2/(2s^2)} e^{-(y-x)^2/(2q^2)}\,dx"
VALUE = r"\sqrt{2\pi} \frac{s q}{\sqrt{s^2+q^2}} e^{-(y-m)^2/(2(s^2+q^2))}"


def _tree(text: str) -> Expression:
    assert isinstance(VOCABULARY, Vocabulary)
    statement = read(text, syntax="latex", vocabulary=VOCABULARY)
    found = getattr(statement, "expression", None)
    assert isinstance(found, Expression), statement
    return found


@pytest.mark.parametrize(
    ("value", "outcome"), [(VALUE, Outcome.PROVED), (VALUE.replace("2(s", "4(s"), Outcome.REFUTED)]
)
def test_the_evidence_of_two_gaussians(value: str, outcome: Outcome) -> None:
    assert isinstance(VOCABULARY, Vocabulary)
    assert decide(_tree(PRODUCT), _tree(value), vocabulary=VOCABULARY).outcome is outcome
