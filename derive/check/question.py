"""A link with what is known where it stands: the record that the rungs of a judgement pass on."""

from __future__ import annotations

from dataclasses import dataclass

from derive.check.setting import Setting
from derive.decide import Budget
from derive.expression import Expression
from derive.statement import Statement

#: What a decider may raise on input that it was not made for: anything.  The link is open then, and the rest goes on.
GIVEN_UP = Exception


@dataclass(frozen=True, slots=True)
class Link:
    """Two sides as read, every reading of each, and the relation between them."""

    left: Statement
    head: str
    right: Statement


@dataclass(frozen=True, slots=True)
class Question:
    left: Expression
    right: Expression
    setting: Setting
    budget: Budget
