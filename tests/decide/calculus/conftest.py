"""Questions in plain text, decided as the command line decides them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pytest

from derive.decide import Budget, decide
from derive.read import declare, define, infer, read
from derive.statement import Statement
from derive.verdict import Verdict
from derive.vocabulary import EMPTY, Vocabulary


class Compare(Protocol):
    def __call__(
        self,
        left: str,
        right: str,
        *,
        assume: Sequence[str] = (),
        given: Sequence[str] = (),
        syntax: str = "plain",
        relation: str = "equal",
        variable: str | None = None,
    ) -> Verdict: ...


def _compare(
    left: str,
    right: str,
    *,
    assume: Sequence[str] = (),
    given: Sequence[str] = (),
    syntax: str = "plain",
    relation: str = "equal",
    variable: str | None = None,
) -> Verdict:
    vocabulary = EMPTY
    if assume:
        declared = declare(list(assume), syntax=syntax, vocabulary=vocabulary)
        assert isinstance(declared, Vocabulary)
        vocabulary = declared
    vocabulary = infer((left, right, *given), syntax=syntax, vocabulary=vocabulary)
    if given:
        defined = define(list(given), syntax=syntax, vocabulary=vocabulary)
        assert isinstance(defined, Vocabulary)
        vocabulary = defined
    sides = [read(text, syntax=syntax, vocabulary=vocabulary) for text in (left, right)]
    for text, side in zip((left, right), sides):
        assert isinstance(side, Statement), f"{text}: {side}"
    one, two = (side.expression for side in sides if isinstance(side, Statement))
    return decide(one, two, vocabulary=vocabulary, relation=relation, variable=variable, budget=Budget(seconds=6.0))


@pytest.fixture
def compare() -> Compare:
    return _compare
