"""A report of marks for a terminal."""

from __future__ import annotations

from derive.grade.record import Answer, GradeReport, Link, PartResult, State
from derive.grade.to_record import marks_text
from derive.report.escape import terminal
from derive.report.verdict_text import SIGNS, heading
from derive.verdict import Outcome, Verdict

STATE_SIGNS = {
    State.RIGHT: "✓",
    State.CARRIED: "✓",
    State.PARTLY: "◐",
    State.WRONG: "✗",
    State.UNDECIDED: "?",
    State.UNREADABLE: "!",
    State.WORDS: "?",
    State.MISSING: "–",
}
_WIDEST = 160


def grade_lines(report: GradeReport) -> list[str]:
    """The marks first, then every part with what was read, the verdict and its evidence, then what is left over."""
    name = f"  {terminal(report.submission)}" if report.submission else ""
    left = f", {marks_text(report.open)} more to be marked by a person" if report.open else ""
    lines = [
        f"{terminal(report.title)}{name}",
        f"{marks_text(report.marks)} of {marks_text(report.maximum)} marks{left}",
    ]
    for number, result in enumerate(report.parts, 1):
        lines += ["", *part_lines(result, number)]
    if report.unread:
        lines += ["", "Not read, and not known to answer a part:"]
        for line, text, reason in report.unread:
            lines.append(f"  line {line}: {_short(text)}")
            lines += [f"    {terminal(r)}" for r in reason.split("\n")]
    if report.further:
        lines += ["", "Read, and no answer to a part:"]
        lines += [f"  line {line}: {_short(text)}" for line, text in report.further]
    lines += [f"note: {terminal(n)}" for n in report.notes]
    return lines


def part_lines(result: PartResult, number: int) -> list[str]:
    marks = f"{marks_text(result.marks)}/{marks_text(result.maximum)}"
    left = f", {marks_text(result.open)} open" if result.open else ""
    lines = [f"{number}. {terminal(result.title)}: {STATE_SIGNS[result.state]} {result.state.value} ({marks}{left})"]
    if result.answer is not None:
        lines += _answer_lines(result.answer)
    if result.verdict is not None and result.state is not State.UNREADABLE:
        if result.carried:
            lines.append(f"  follows from the answer to {terminal(', '.join(result.carried))}, which was wrong there")
        lines += _verdict_lines(result.verdict)
    lines += [f"  {terminal(note)}" for note in result.notes]
    lines += [f"  also read, not marked: {_short(other)}" for other in result.others]
    if result.state is not State.RIGHT:
        lines.append(f"  right answer: {_short(result.expected)}")
    return lines


def _verdict_lines(verdict: Verdict) -> list[str]:
    """The verdict, then the findings that say more than it does, then what was probably meant."""
    lines = [f"  {heading(verdict)}"]
    for evidence in verdict.evidence:
        if evidence.text not in verdict.reason:
            lines.append(f"    {evidence.kind} ({evidence.method}): {' '.join(terminal(evidence.text).split())}")
    if verdict.diagnosis is not None:
        lines.append(f"  probably ({verdict.diagnosis.slip}): {terminal(verdict.diagnosis.text)}")
    return lines


def _answer_lines(answer: Answer) -> list[str]:
    lines = [f"  line {answer.passage.line}: {_short(answer.passage.text)}"]
    if len(answer.links) > 1:
        lines += [f"    {SIGNS[link.verdict.outcome]} {_short(link.text)}" for link in answer.links]
    last = answer.last
    if last is not None:
        lines += _read_lines(last)
    for link in answer.links:
        if link.problem is not None:
            lines += [f"    {terminal(line)}" for line in link.problem.text().split("\n")]
    return lines


def _read_lines(link: Link) -> list[str]:
    from derive.read import to_plain

    if link.read is None or link.verdict.outcome is Outcome.UNREADABLE:
        return []
    note = f"  ({terminal(link.note)})" if link.note else ""
    return [f"  read as: {_short(to_plain(link.read))}{note}"]


def _short(text: str) -> str:
    shown = " ".join(terminal(text).split())
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"
