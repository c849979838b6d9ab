"""Verdicts as JSON records: the one form in which they leave the program for another one."""

from __future__ import annotations

from typing import Any

from derive.verdict import Diagnosis, Evidence, Verdict


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """Kind, method and text; figures and assumptions where there are any."""
    record: dict[str, Any] = {"kind": evidence.kind, "method": evidence.method, "text": evidence.text}
    if evidence.figures:
        record["figures"] = dict(evidence.figures)
    if evidence.assumptions:
        record["assumptions"] = list(evidence.assumptions)
    return record


def diagnosis_record(diagnosis: Diagnosis) -> dict[str, str]:
    return {"slip": diagnosis.slip, "text": diagnosis.text}


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """``{verdict, reason, evidence, diagnosis?}``."""
    record: dict[str, Any] = {
        "verdict": verdict.outcome.value,
        "reason": verdict.reason,
        "evidence": [evidence_record(e) for e in verdict.evidence],
    }
    if verdict.diagnosis is not None:
        record["diagnosis"] = diagnosis_record(verdict.diagnosis)
    return record
