"""Marking a hand-in: what was read, part by part, and what it is worth."""

from __future__ import annotations

from derive.grade.grade import grade
from derive.grade.key import AnswerKey, answer_key
from derive.grade.policy import Policy
from derive.grade.record import Answer, GradeReport, PartResult, State, Submission
from derive.grade.to_record import grade_record

__all__ = [
    "Answer",
    "AnswerKey",
    "GradeReport",
    "PartResult",
    "Policy",
    "State",
    "Submission",
    "answer_key",
    "grade",
    "grade_record",
]
