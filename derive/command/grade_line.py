"""What runs in the workers of ``derive grade``: one hand-in marked against a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from derive.grade import AnswerKey, GradeReport, answer_key, grade, kept


@dataclass(frozen=True, slots=True)
class HandIn:
    """A hand-in and the sheet it answers.  ``settings`` are other values for names of the sheet."""

    sheet: str
    settings: tuple[tuple[str, str], ...]
    name: str
    text: str


def mark(task: HandIn) -> GradeReport | str:
    """The marks, or a sentence that says why there are none."""
    from derive.documents import Refused
    from derive.load import find

    name = kept.key(find(task.sheet).path, task.settings, task.name, task.text)
    known = kept.find(name)
    if known is not None:
        return known
    key = _key(task.sheet, task.settings)
    try:
        report = grade(key, task.text, name=task.name)
    except (Refused, ValueError) as error:
        return str(error)
    kept.keep(name, report)
    return report


@lru_cache(maxsize=4)
def _key(sheet: str, settings: tuple[tuple[str, str], ...]) -> AnswerKey:
    """The answers of a sheet are derived once in a process, for all hand-ins."""
    from derive.load import load

    loaded = load(sheet)
    return answer_key(loaded.set(dict(settings)) if settings else loaded, sheet)
