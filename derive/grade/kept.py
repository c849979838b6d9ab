"""Marks on disk: a hand-in that was marked and did not change is not marked again, and an interrupt loses nothing.

A report is kept under a hash of all that it depends on: the program's own source, the sheet and the files beside it,
the settings, and the hand-in.  What is read back is made of the records below and of nothing else.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from derive.expression import Expression
from derive.grade.record import Answer, GradeReport, Link, PartResult, Passage, Side, State
from derive.statement import Unreadable
from derive.verdict import Diagnosis, Evidence, Outcome, Verdict

ROOT = Path(__file__).resolve().parent.parent.parent
_RECORDS: dict[str, type] = {
    c.__name__: c
    for c in (GradeReport, PartResult, Answer, Link, Passage, Side, Unreadable, Verdict, Evidence, Diagnosis)
}
_ENUMS: dict[str, type[Enum]] = {"State": State, "Outcome": Outcome}


def key(sheet: Path, settings: Sequence[tuple[str, str]], name: str, text: str) -> str:
    """Equal keys, equal marks."""
    digest = hashlib.sha256(_engine().encode())
    for path in sorted(sheet.parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for part in (str(sheet), repr(tuple(settings)), name, text):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return f"marks-{digest.hexdigest()}"


@functools.cache
def _engine() -> str:
    """A hash of the program's own source."""
    digest = hashlib.sha256()
    for folder in ("derive", "numeric"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find(name: str) -> GradeReport | None:
    """The report that was kept under a key; None where there is none, or where it cannot be read."""
    from derive.verify.store import read

    record = read(name)
    if record is None:
        return None
    try:
        found = decoded(record)
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, GradeReport) else None


def keep(name: str, report: GradeReport) -> None:
    from derive.verify.store import write

    try:
        record = encoded(report)
    except (TypeError, RecursionError):
        return  # what cannot be written is marked again the next time
    write(name, record)


def encoded(value: Any) -> Any:
    """A report as JSON.

    Raises:
        TypeError: there is something in it that is no record.
    """
    if isinstance(value, Enum):
        return {"enum": type(value).__name__, "value": value.value}
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if isinstance(value, tuple):
        return [encoded(v) for v in value]
    if isinstance(value, Expression):
        return {"head": value.head, "value": encoded(value.value), "args": [encoded(a) for a in value.args]}
    if is_dataclass(value) and type(value).__name__ in _RECORDS:
        return {
            "record": type(value).__name__,
            "fields": {f.name: encoded(getattr(value, f.name)) for f in fields(value)},
        }
    raise TypeError(f"a {type(value).__name__} is no part of a report")


def decoded(value: Any) -> Any:
    """What :func:`encoded` made JSON of.

    Raises:
        KeyError, TypeError, ValueError: it is no report.
    """
    if isinstance(value, list):
        return tuple(decoded(v) for v in value)
    if not isinstance(value, dict):
        return value
    if "record" in value:
        return _RECORDS[value["record"]](**{k: decoded(v) for k, v in value["fields"].items()})
    if "enum" in value:
        return _ENUMS[value["enum"]](value["value"])
    if "fraction" in value:
        return Fraction(value["fraction"])
    return Expression(str(value["head"]), decoded(value["args"]), decoded(value["value"]))
