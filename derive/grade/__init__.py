"""Marking a hand-in: what was read, part by part, and what it is worth."""

from __future__ import annotations

from derive.grade.grade import grade
from derive.grade.policy import Policy
from derive.grade.record import Answer, GradeReport, PartResult, Submission

__all__ = ["Answer", "GradeReport", "PartResult", "Policy", "Submission", "grade"]
