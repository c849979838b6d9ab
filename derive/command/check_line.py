"""What runs in the workers of ``derive check``: one document, or a line of a batch of chains."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from derive.check import ChainReport, Report, check_chain, check_document
from derive.check.task import task_from_record
from derive.command.batch import Record, parse_line
from derive.report.check_record import chain_record
from derive.vocabulary import EMPTY, Vocabulary


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """A document to check.  ``context`` names a sheet whose vocabulary the document uses."""

    text: str
    path: str
    kind: str | None
    assume: tuple[str, ...]
    context: str | None
    seconds: float


def answer_document(task: DocumentTask) -> Report | str:
    """The report, or a sentence that says why there is none."""
    from derive.author_error import AuthorError
    from derive.documents import Refused, kind_of

    try:
        report = check_document(
            task.text,
            kind=task.kind or kind_of(task.text, task.path),
            assume=task.assume,
            vocabulary=_context(task.context),
            seconds=task.seconds,
        )
    except (Refused, ValueError, AuthorError) as error:
        return str(error)
    return replace(report, document=task.path)


def answer_line(task: str) -> str:
    """One JSON line for one JSON line; a line that makes no sense has no transitions and says why."""
    seconds, _, line = task.partition("\t")
    try:
        record = parse_line(line)
    except ValueError as error:
        return json.dumps(unanswered(None, str(error)), ensure_ascii=False)
    try:
        chain = task_from_record(record)
    except ValueError as error:
        return json.dumps(unanswered(record.get("id"), str(error)), ensure_ascii=False)
    report: ChainReport = check_chain(chain, seconds=float(seconds))
    return json.dumps(chain_record(report), ensure_ascii=False)


def unanswered(identity: Any, reason: str) -> Record:
    """The record of a line that was lost or made no sense."""
    return {"id": identity, "transitions": [], "first_wrong": None, "reason": reason}


def _context(name: str | None) -> Vocabulary:
    if name is None:
        return EMPTY
    from derive.load import load

    return load(name).vocabulary(closed=False)
