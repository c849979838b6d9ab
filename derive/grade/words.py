"""Parts for which no mathematics was found: answered in words, or not at all."""

from __future__ import annotations

import re
from fractions import Fraction

from derive.grade.key import PartKey
from derive.grade.labels import score
from derive.grade.record import PartResult, State, Submission
from derive.verdict import Verdict, proved, refuted

_YES = re.compile(r"\b(?:yes|true|correct|it does|it is)\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|not|false|never|isn't|doesn't)\b", re.IGNORECASE)


def in_words(submission: Submission, key: PartKey) -> PartResult:
    """A part without a passage: its words are shown to a person, its marks are open; without words it is missing.

    A choice (yes or no, or one of few words) is decided only where the text says one of them and nothing else.
    """
    texts = [w for w in submission.words if score(key.labels, w.labels) >= 4]
    if not texts:
        note = "not found: nothing was read for this part"
        return PartResult(
            key.part, key.title, State.MISSING, Fraction(0), key.maximum, expected=_expected(key), notes=(note,)
        )
    if key.reference is None:
        verdict = _choice(" ".join(w.text for w in texts), key.words)
        if verdict is not None:
            state = State.RIGHT if verdict.holds else State.WRONG
            marks = key.maximum if verdict.holds else Fraction(0)
            return PartResult(key.part, key.title, state, marks, key.maximum, verdict=verdict, expected=key.words)
    shown = "; ".join(f"line {w.line}: {w.text[:160]}" for w in texts[:3])
    note = f"answered in words, for a person to mark ({shown})"
    return PartResult(
        key.part,
        key.title,
        State.WORDS,
        Fraction(0),
        key.maximum,
        open=key.maximum,
        expected=_expected(key),
        notes=(note,),
    )


def _choice(text: str, expected: str) -> Verdict | None:
    lowered = text.lower()
    if expected in ("yes", "no"):
        yes, no = _YES.search(lowered) is not None, _NO.search(lowered) is not None
        if yes == no:
            return None
        said = "yes" if yes else "no"
    else:
        said = lowered.strip(" .!")
        if len(said.split()) > len(expected.split()) + 1:
            return None
    if said == expected.lower():
        return proved(f"the choice is {expected}")
    return refuted(f"the answer says {said}; it should say {expected}")


def _expected(key: PartKey) -> str:
    from derive.read import to_plain

    return key.words if key.reference is None else to_plain(key.reference)
