"""What is known where a step stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from derive.expression import Expression
from derive.name import Function
from derive.vocabulary import EMPTY, Vocabulary

if TYPE_CHECKING:
    from derive.check.chance import Law


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
    constant.  ``seconds`` bounds one step.  ``declared`` are the functions that the user named as abstract; ``foreign``
    the names that stand in one place only and are explained nowhere: what holds one of them cannot be called false.
    ``strict``: in a document, where the text around says more than is read.  ``law`` is the distribution that is given.
    ``apart`` and ``same`` are pairs of indices that the link's own condition makes different or equal.
    ``partial`` is something given that could not be read.  ``formerly`` was given in an earlier section: it is not
    used, and what it would rule out is no counterexample.
    """

    vocabulary: Vocabulary = EMPTY
    hypotheses: tuple[Hypothesis, ...] = ()
    integrates: str = ""
    seconds: float = 2.0
    declared: tuple[Function, ...] = ()
    foreign: frozenset[str] = frozenset()
    strict: bool = False
    law: Law | None = None
    apart: tuple[tuple[str, str], ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    partial: str = ""
    formerly: tuple[Hypothesis, ...] = ()

    def plain(self) -> Vocabulary:
        """The vocabulary without its definitions."""
        return replace(self.vocabulary, definitions=())

    def knowing(self, *hypotheses: Hypothesis) -> Setting:
        """The setting with further equations given; of two with the same left side the later one counts."""
        fresh = {h.left for h in hypotheses}
        kept = tuple(h for h in self.hypotheses if h.left not in fresh)
        return replace(self, hypotheses=(*kept, *hypotheses))
