"""A document checked: every equation decided, taken as what it is, or listed as unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from derive.check.record import Record, Report, Step, Taken, Unread
from derive.check.walk import Walk
from derive.documents import kind_of, split
from derive.vocabulary import EMPTY, Vocabulary

#: Seconds for one step and for the whole document; what comes after is listed as not decided in time.
STEP_SECONDS = 1.0
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
    name = str(source) if isinstance(source, Path) else ""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    kind = kind or kind_of(text, name)
    records = document_steps(
        text, name=name, kind=kind, assume=assume, vocabulary=vocabulary, seconds=seconds, total=total, explain=explain
    )
    return assemble(name, kind, text, records)


def document_steps(
    text: str,
    *,
    name: str = "",
    kind: str | None = None,
    assume: Sequence[str] = (),
    vocabulary: Vocabulary = EMPTY,
    seconds: float = STEP_SECONDS,
    total: float = DOCUMENT_SECONDS,
    explain: bool = True,
    skip: frozenset[int] = frozenset(),
) -> Iterator[Record]:
    """The findings one by one, in the order of the document; those whose number is in ``skip`` are not decided."""
    import derive.symbolic  # noqa: F401 - the deciders need SymPy; loading it must not count as a step's time

    document = split(text, kind=kind, path=name)
    walk = Walk(document, vocabulary, tuple(assume), seconds=seconds, total=total, explain=explain, skip=skip)
    return walk.records()


def assemble(name: str, kind: str, text: str, records: Iterable[Record]) -> Report:
    """The report that findings make, each list in the order of the source."""
    found = list(records)
    unread = sorted((r for r in found if isinstance(r, Unread)), key=lambda u: (u.cell, u.offset))
    return Report(
        name,
        kind,
        tuple(r for r in found if isinstance(r, Step)),
        tuple(r for r in found if isinstance(r, Taken)),
        tuple(unread),
        text,
    )
