"""A row of the report: one claim, and what was found about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derive.report.record import evidence_record
from derive.verdict import Evidence, Outcome, Verdict

#: How strong an outcome is; what is expected may be surpassed.
STRENGTH = {Outcome.PROVED: 2, Outcome.SUPPORTED: 1}


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with its verdict.  ``seconds`` is what it took when it was verified; ``cached``: not now."""

    sheet: str
    part: str
    claim: str
    system: str
    expected: Outcome
    verdict: Verdict
    as_expected: bool
    seconds: float
    cached: bool = False

    def record(self) -> dict[str, Any]:
        """The row as JSON."""
        return {
            "sheet": self.sheet,
            "part": self.part,
            "claim": self.claim,
            "system": self.system,
            "expected": self.expected.value,
            "verdict": self.verdict.outcome.value,
            "reason": self.verdict.reason,
            "as_expected": self.as_expected,
            "evidence": [evidence_record(e) for e in self.verdict.evidence],
            "seconds": round(self.seconds, 4),
        }


def as_expected(expected: Outcome, verdict: Verdict) -> bool:
    """What was expected or stronger: a proof where support was expected.

    A claim that holds while its own witness disagrees is not as expected, whatever its verdict.

    >>> from derive.verdict import proved
    >>> as_expected(Outcome.SUPPORTED, proved("zero")), as_expected(Outcome.REFUTED, proved("zero"))
    (True, False)
    """
    if expected in STRENGTH:
        return STRENGTH.get(verdict.outcome, 0) >= STRENGTH[expected]
    return verdict.outcome is expected


def concluded(verdict: Verdict) -> bool | None:
    """The truth that a conclusion came to, or None where it stayed open."""
    found = {v for e in verdict.evidence for k, v in e.figures if k == "conclusion"}
    return found == {"true"} if found else None


def verdict_from_record(record: dict[str, Any]) -> Verdict:
    """A verdict as it was kept on disk."""
    found = tuple(
        Evidence(
            e["kind"],
            e["method"],
            e["text"],
            tuple(e.get("figures", {}).items()),
            tuple(e.get("assumptions", ())),
        )
        for e in record["evidence"]
    )
    return Verdict(Outcome(record["verdict"]), record["reason"], found)
