"""A step that is false as it stands, and true where some of its names are positive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from derive.check.setting import Setting
from derive.verdict import Diagnosis, Evidence, Verdict, supported
from derive.vocabulary import Vocabulary

_LETTERS = frozenset("abcdfghrstuvwxyz")


def under_positivity(
    verdict: Verdict, names: Sequence[str], setting: Setting, judged: Callable[[Setting], Verdict]
) -> Verdict:
    """The verdict on a step that was not found true, knowing which assumption would make it true.

    Of a scale (a Greek or capital letter, a name with a subscript) nobody says that it is positive: where that makes
    the step true it counts as true, and the report says so.  Of a variable it has to be said: the step stays refuted.
    """
    free = [n for n in names if (d := setting.vocabulary.name(n)) is not None and d.domain == "real"]
    if verdict.holds or not free or len(free) > 6:
        return verdict
    if not judged(_positive(setting, free)).holds:
        return verdict
    needed = list(free)
    for text in free:
        fewer = [n for n in needed if n != text]
        if fewer and judged(_positive(setting, fewer)).holds:
            needed = fewer
    said = ", ".join(f"{n} > 0" for n in needed)
    if not any(n in _LETTERS for n in needed):
        return supported(
            f"true where {said}", Evidence("agreement", "assumption", f"true where {said}", assumptions=(said,))
        )
    if not verdict.fails:
        return replace(verdict, reason=f"{verdict.reason}; it is true if {said}")
    return replace(verdict, diagnosis=Diagnosis("assumption", f"it is true if {said}"))


def _positive(setting: Setting, names: Sequence[str]) -> Setting:
    vocabulary: Vocabulary = setting.vocabulary
    chosen = tuple(replace(n, domain="positive") if n.text in names else n for n in vocabulary.names)
    return replace(setting, vocabulary=replace(vocabulary, names=chosen), seconds=min(setting.seconds, 0.4))
