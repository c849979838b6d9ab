"""What was probably meant by an answer: in the student's own names first, then with everything written out."""

from __future__ import annotations

from derive.diagnose import ranked
from derive.expression import Expression
from derive.grade.bounded import bounded
from derive.sheet import Sheet
from derive.verdict import Diagnosis
from derive.vocabulary import Vocabulary

#: An explanation as simple as this needs no other.
SIMPLE = 2.0
#: Processor seconds for one look at an answer: marking may take longer than a comparison.
PATIENCE = 1.0
#: What names hide is the less likely explanation.
WRITTEN_OUT = 0.4


def slip(
    student: Expression, reference: Expression, sheet: Sheet, part: str, vocabulary: Vocabulary
) -> tuple[float, Diagnosis] | None:
    """The slip behind a wrong answer with its rank; the simplest of what is found in both forms."""
    found = _ranked(student, reference, vocabulary)
    if found is not None and found[0] <= SIMPLE:
        return found
    if not bounded(student):
        return found
    try:
        sides = sheet.base(student, part), sheet.base(reference, part)
    except Exception:  # what the sheet cannot write out stays as it stands
        return found
    if sides == (student, reference):
        return found
    other = _ranked(*sides, vocabulary)
    if other is None or (found is not None and found[0] <= other[0] + WRITTEN_OUT):
        return found
    return other[0] + WRITTEN_OUT, other[1]


def _ranked(student: Expression, reference: Expression, vocabulary: Vocabulary) -> tuple[float, Diagnosis] | None:
    try:
        return ranked(student, reference, vocabulary=vocabulary, seconds=PATIENCE)
    except Exception:  # what was probably meant is a courtesy: marking goes on without it
        return None
