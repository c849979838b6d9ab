"""What is found about a claim, and what it adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The five verdicts, strongest evidence first in the words of the design."""

    PROVED = "proved"
    SUPPORTED = "supported"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding about a claim.

    ``kind`` is ``proof``, ``counterexample``, ``agreement``, ``witness`` or ``attempt`` (a method that did not decide).
    ``method`` names the rung of the ladder.  ``figures`` are the numbers of it, in print order: the point of a
    counterexample with both sides' values, the number of points and digits of an agreement, the estimate and standard
    error of a witness.  ``assumptions`` are those that the argument used.
    """

    kind: str
    method: str
    text: str
    figures: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was probably meant.

    ``slip`` is the name of the slip (``sign``, ``constant factor``, ``missing factor``, ``dropped term``, ...);
    ``text`` a sentence for the person who wrote it.
    """

    slip: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence adds up to, with the reason in words.

    >>> Verdict(Outcome.PROVED, "the difference is zero").holds
    True
    """

    outcome: Outcome
    reason: str
    evidence: tuple[Evidence, ...] = ()
    diagnosis: Diagnosis | None = None

    @property
    def holds(self) -> bool:
        """Counts as right: proved or supported."""
        return self.outcome in (Outcome.PROVED, Outcome.SUPPORTED)

    @property
    def fails(self) -> bool:
        """Counts as wrong: refuted, with a counterexample."""
        return self.outcome is Outcome.REFUTED

    def __bool__(self) -> bool:
        raise TypeError("a Verdict is not a bool: use .holds or .fails, and mind that both can be false")


def proved(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.PROVED, reason, evidence)


def supported(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.SUPPORTED, reason, evidence)


def refuted(reason: str, *evidence: Evidence, diagnosis: Diagnosis | None = None) -> Verdict:
    return Verdict(Outcome.REFUTED, reason, evidence, diagnosis)


def undecided(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.UNDECIDED, reason, evidence)


def unreadable(reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(Outcome.UNREADABLE, reason, evidence)
