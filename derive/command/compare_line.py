"""A line of a batch of pairs, answered: what runs in the workers of ``derive compare``."""

from __future__ import annotations

import json
from typing import Any

from derive.command.batch import Record, parse_line
from derive.compare import compare
from derive.decide import Budget
from derive.pair import Pair, pair_from_record
from derive.read import to_plain
from derive.report.record import verdict_record


def answer_line(task: str) -> str:
    """One JSON line for one JSON line; a line that makes no sense is ``unreadable`` with the reason."""
    seconds, _, line = task.partition("\t")
    try:
        record = parse_line(line)
    except ValueError as error:
        return _dump(unanswered(None, str(error), "unreadable"))
    try:
        pair = pair_from_record(record)
    except ValueError as error:
        return _dump(unanswered(record.get("id"), str(error), "unreadable"))
    comparison = compare(pair, Budget(seconds=float(seconds)))
    answer: Record = {"id": record.get("id"), **verdict_record(comparison.verdict)}
    answer["milliseconds"] = comparison.milliseconds
    return _dump(answer)


def answer_pair(task: tuple[dict[str, Any], float]) -> tuple[Any, tuple[str, str]]:
    """One pair from the command line: the verdict, and what both texts were read as."""
    fields, seconds = task
    comparison = compare(Pair(**fields), Budget(seconds=seconds))
    readings = (comparison.student, comparison.reference)
    first, second = (to_plain(r.expression) if r is not None else "" for r in readings)
    return comparison.verdict, (first, second)


def unanswered(identity: Any, reason: str, verdict: str = "undecided") -> Record:
    """The record of a line that was lost or made no sense."""
    return {"id": identity, "verdict": verdict, "reason": reason, "evidence": []}


def _dump(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False)
