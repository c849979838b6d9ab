"""A report of marks as a JSON record: marks are decimal texts, so that nothing is rounded on the way."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.grade.record import Answer, GradeReport, PartResult
from derive.report.record import verdict_record


def marks_text(marks: Fraction) -> str:
    """Marks as a person writes them.

    >>> marks_text(Fraction(3)), marks_text(Fraction(5, 2)), marks_text(Fraction(1, 3))
    ('3', '2.5', '1/3')
    """
    if marks.denominator == 1:
        return str(marks.numerator)
    if 1000 % marks.denominator == 0:
        return f"{float(marks):.3f}".rstrip("0")
    return str(marks)


def grade_record(report: GradeReport) -> dict[str, Any]:
    """``{sheet, submission, marks, maximum, open, parts: [...], unread, further, words, notes}``."""
    return {
        "sheet": report.sheet,
        "title": report.title,
        "submission": report.submission,
        "marks": _number(report.marks),
        "maximum": _number(report.maximum),
        "open": _number(report.open),
        "parts": [_part(p) for p in report.parts],
        "unread": [{"line": line, "source": text, "reason": reason} for line, text, reason in report.unread],
        "further": [{"line": line, "source": text} for line, text in report.further],
        "words": [{"line": line, "source": text} for line, text in report.words],
        "notes": list(report.notes),
    }


def _number(marks: Fraction) -> float | int:
    return marks.numerator if marks.denominator == 1 else float(marks)


def _part(result: PartResult) -> dict[str, Any]:
    record: dict[str, Any] = {
        "part": result.part,
        "title": result.title,
        "state": result.state.value,
        "marks": _number(result.marks),
        "maximum": _number(result.maximum),
        "open": _number(result.open),
        "expected": result.expected,
    }
    if result.answer is not None:
        record["answer"] = _answer(result.answer)
    if result.verdict is not None:
        record.update(verdict_record(result.verdict))
    if result.carried:
        record["carried"] = list(result.carried)
    if result.notes:
        record["notes"] = list(result.notes)
    if result.others:
        record["others"] = list(result.others)
    return record


def _answer(answer: Answer) -> dict[str, Any]:
    from derive.read import to_plain

    links = []
    for link in answer.links:
        entry: dict[str, Any] = {"source": link.text, "line": link.line, "verdict": link.verdict.outcome.value}
        if link.read is not None:
            entry["read"] = to_plain(link.read)
        if link.note:
            entry["reading"] = link.note
        links.append(entry)
    return {"line": answer.passage.line, "source": answer.passage.text, "links": links}
