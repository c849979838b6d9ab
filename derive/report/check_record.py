"""A checked document as JSON."""

from __future__ import annotations

from typing import Any

from derive.check.record import ChainReport, Report, Step, Taken, Unread
from derive.report.record import diagnosis_record, verdict_record


def report_to_json(report: Report) -> dict[str, Any]:
    """``{document, steps, definitions, unread, summary}``; every list in the order of the source."""
    return {
        "document": report.document,
        "kind": report.kind,
        "steps": [step_record(s) for s in report.steps],
        "definitions": [taken_record(t) for t in report.definitions],
        "unread": [unread_record(u) for u in report.unread],
        "first_wrong": [step_record(s) for s in report.first_wrong],
        "summary": report.summary,
    }


def step_record(step: Step) -> dict[str, Any]:
    """A step with its place, its sides as written and its verdict."""
    return {
        **_place(step.line, step.cell),
        "source": step.source,
        "left": step.left,
        "relation": step.relation,
        "right": step.right,
        **verdict_record(step.verdict),
        "chain": step.chain,
        "offset": step.offset,
    }


def taken_record(taken: Taken) -> dict[str, Any]:
    return {
        **_place(taken.line, taken.cell),
        "source": taken.source,
        "role": taken.role,
        "reason": taken.reason,
        "offset": taken.offset,
    }


def unread_record(unread: Unread) -> dict[str, Any]:
    return {
        **_place(unread.line, unread.cell),
        "source": unread.source,
        "offset": unread.offset,
        "reason": unread.reason,
    }


def chain_record(report: ChainReport) -> dict[str, Any]:
    """A line out of a batch: ``{id, transitions: [{verdict, reason, diagnosis?}], first_wrong}``."""
    transitions = []
    for verdict in report.transitions:
        record: dict[str, Any] = {"verdict": verdict.outcome.value, "reason": verdict.reason}
        if verdict.diagnosis is not None:
            record["diagnosis"] = diagnosis_record(verdict.diagnosis)
        transitions.append(record)
    return {"id": report.identity, "transitions": transitions, "first_wrong": report.first_wrong}


def _place(line: int, cell: int) -> dict[str, int]:
    return {"line": line, "cell": cell} if cell else {"line": line}
