"""A document checked: every equation decided, taken as what it is, or listed as unread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from derive.check.record import Report
from derive.check.walk import Walk
from derive.documents import Document, kind_of, split
from derive.vocabulary import EMPTY, Vocabulary

#: Seconds for one step and for the whole document; what comes after is listed as not decided in time.
STEP_SECONDS = 0.5
DOCUMENT_SECONDS = 60.0


def check_document(
    source: str | Path,
    *,
    kind: str | None = None,
    assume: Sequence[str] = (),
    vocabulary: Vocabulary = EMPTY,
    seconds: float = STEP_SECONDS,
    total: float = DOCUMENT_SECONDS,
    explain: bool = True,
) -> Report:
    """Every displayed and inline equation of a document, with a verdict for each step.

    ``source`` is the text itself or the path of a file; ``assume`` are sentences such as ``tau > 0``; ``seconds``
    bounds one step and ``total`` all of them together.

    Raises:
        derive.documents.Refused: the document cannot be split.
        ValueError: an assumption cannot be read; the sentence says why.
    """
    path = ""
    if isinstance(source, Path):
        path, text = str(source), source.read_text(encoding="utf-8")
    else:
        text = source
    document = split(text, kind=kind or kind_of(text, path), path=path)
    return check_split(document, path, assume, vocabulary, seconds=seconds, total=total, explain=explain)


def check_split(
    document: Document,
    path: str = "",
    assume: Sequence[str] = (),
    vocabulary: Vocabulary = EMPTY,
    *,
    seconds: float = STEP_SECONDS,
    total: float = DOCUMENT_SECONDS,
    explain: bool = True,
) -> Report:
    """The same for a document that is split already."""
    walk = Walk(document, vocabulary, tuple(assume), seconds=seconds, total=total, explain=explain)
    walk.all()
    return Report(
        path,
        document.kind,
        tuple(walk.steps),
        tuple(walk.taken),
        tuple(walk.unread),
        document.source,
    )
