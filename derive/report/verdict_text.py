"""A verdict in words, for a terminal: the outcome, the reason, every finding, and what was probably meant."""

from __future__ import annotations

from derive.report.escape import terminal
from derive.verdict import Outcome, Verdict

SIGNS = {
    Outcome.PROVED: "✓",
    Outcome.SUPPORTED: "≈",
    Outcome.REFUTED: "✗",
    Outcome.UNDECIDED: "?",
    Outcome.UNREADABLE: "!",
}


def heading(verdict: Verdict) -> str:
    """``✓ proved: reason``."""
    return f"{SIGNS[verdict.outcome]} {verdict.outcome.value}: {terminal(verdict.reason)}"


def details(verdict: Verdict, indent: str = "  ") -> list[str]:
    """A line for each finding, its figures indented below, and the diagnosis last."""
    lines: list[str] = []
    for evidence in verdict.evidence:
        first, *rest = terminal(evidence.text).split("\n")
        lines.append(f"{indent}{evidence.kind} ({evidence.method}): {first}")
        lines += [f"{indent}  {line}" for line in rest]
        lines += [f"{indent}  {terminal(label)}: {terminal(value)}" for label, value in evidence.figures]
        if evidence.assumptions:
            lines.append(f"{indent}  assumed: {terminal(', '.join(evidence.assumptions))}")
    if verdict.diagnosis is not None:
        lines.append(f"{indent}probably ({verdict.diagnosis.slip}): {terminal(verdict.diagnosis.text)}")
    return lines
