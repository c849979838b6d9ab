"""Parts for which no mathematics was found: answered in words, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from derive.grade.key import PartKey
from derive.grade.labels import NAMED, fits
from derive.grade.record import PartResult, State, Submission, Words
from derive.verdict import Verdict, proved, refuted

_YES = re.compile(r"\b(?:yes|true|correct|it does|it is)\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|not|false|never|isn't|doesn't)\b", re.IGNORECASE)
_CONTENT = re.compile(r"[A-Za-z]{4,}")
_NAMES = re.compile(r"(?<![A-Za-z])[A-Za-z]_\{?\w+\}?")
_COMMON = frozenset(
    (
        "that", "this", "with", "from", "have", "then", "when", "where", "which", "because", "since", "thus", "will",
        "would", "could", "also", "here", "there", "them", "they", "only", "each", "into", "than", "what", "does",
        "part", "section", "question", "answer", "following", "given", "using", "same", "text", "frac", "left", "right",
    )
)  # fmt: skip
#: Words of a part's own prose that a paragraph has to share to be taken for an answer in words.
SHARED = 3


def in_words(submission: Submission, key: PartKey, keys: Sequence[PartKey]) -> PartResult:
    """A part without a passage: its words are shown to a person, its marks are open; without words it is missing.

    A choice (yes or no, or one of few words) is decided only where the text says one of them and nothing else.
    """
    labels = [k.labels for k in keys]
    own = [k.part for k in keys].index(key.part)
    fit = {w: fits(labels, w.labels)[own] for w in submission.words}
    under = [w for w in submission.words if fit[w] == NAMED]
    if key.reference is None and under:
        verdict = _choice(" ".join(w.text for w in under), key.words)
        if verdict is not None:
            state = State.RIGHT if verdict.holds else State.WRONG
            marks = key.maximum if verdict.holds else Fraction(0)
            return PartResult(key.part, key.title, state, marks, key.maximum, verdict=verdict, expected=key.words)
    texts = under or [w for w in submission.words if fit[w] >= 0 and _speaks_to(w, key)]
    if not texts:
        note = "not found: nothing was read for this part"
        return PartResult(
            key.part, key.title, State.MISSING, Fraction(0), key.maximum, expected=expected(key), notes=(note,)
        )
    where = "; ".join(f"line {w.line}: {w.text[:200]}" for w in texts[:3])
    note = f"no equation was found for this part; these words may answer it, and a person has to mark them: {where}"
    return PartResult(
        key.part,
        key.title,
        State.WORDS,
        Fraction(0),
        key.maximum,
        open=key.maximum,
        expected=expected(key),
        notes=(note,),
    )


def _speaks_to(words: Words, key: PartKey) -> bool:
    """A paragraph of the part's section that shares enough content words, names among them, with the part's prose."""
    own, said = stems(key.prose), stems(words.text)
    names = set(_NAMES.findall(key.prose)) & set(_NAMES.findall(words.text))
    return bool(names) and len(own & said) >= SHARED


def stems(text: str) -> frozenset[str]:
    """The content words of a text, by their first five letters: "decreases" and "decreased" are one."""
    return frozenset(w.lower()[:5] for w in _CONTENT.findall(text) if w.lower() not in _COMMON)


def _choice(text: str, right: str) -> Verdict | None:
    lowered = text.lower()
    if right in ("yes", "no"):
        yes, no = _YES.search(lowered) is not None, _NO.search(lowered) is not None
        if yes == no:
            return None
        said = "yes" if yes else "no"
    else:
        said = lowered.strip(" .!")
        if len(said.split()) > len(right.split()) + 1:
            return None
    if said == right.lower():
        return proved(f"the choice is {right}")
    return refuted(f"the answer says {said}; it should say {right}")


def expected(key: PartKey) -> str:
    """The right answer in plain text."""
    from derive.read import to_plain

    return key.words if key.reference is None else to_plain(key.reference)
