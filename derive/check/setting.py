"""What is known where a step stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.expression import Expression
from derive.vocabulary import EMPTY, Vocabulary


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An equation that is taken to hold: a law, a normalisation, an equation to be solved."""

    left: Expression
    right: Expression
    source: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """The vocabulary with the definitions in scope, the hypotheses, and the variable of an integration under way.

    ``integrates`` is the variable of the integrals without bounds in this chain: its later sides are equal up to a
    constant.  ``seconds`` bounds one step.
    """

    vocabulary: Vocabulary = EMPTY
    hypotheses: tuple[Hypothesis, ...] = ()
    integrates: str = ""
    seconds: float = 2.0

    def plain(self) -> Vocabulary:
        """The vocabulary without its definitions."""
        return replace(self.vocabulary, definitions=())

    def knowing(self, *hypotheses: Hypothesis) -> Setting:
        return replace(self, hypotheses=(*self.hypotheses, *hypotheses))
