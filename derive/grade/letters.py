"""Whether the numbers and letters of a hand-in are those of the sheet, or an enumeration of its own."""

from __future__ import annotations

from derive.grade.components import column
from derive.grade.key import AnswerKey, PartKey
from derive.grade.labels import NAMED
from derive.grade.recognise import claims
from derive.grade.record import Passage, Submission


def own_letters(
    submission: Submission,
    answers: AnswerKey,
    lettered: dict[int, tuple[int, ...]],
    plain: dict[int, tuple[int, ...]],
) -> bool:
    """What stands behind the letters contradicts them more often than it agrees: then they name no parts of the sheet.

    ``lettered`` and ``plain`` say how well each passage fits each part, with numbers and letters and without them.
    """
    against = 0.0
    seen: set[tuple[str, ...]] = set()
    for passage in submission.passages:
        if passage.labels in seen:
            continue  # a label speaks of what stands right behind it
        seen.add(passage.labels)
        if NAMED in plain[passage.order] or NAMED not in lettered[passage.order] or len(passage.sides) < 2:
            continue  # the words of the label name the part as well
        named = [key for key, f in zip(answers.parts, lettered[passage.order]) if f == NAMED]
        claimed = [key for key in answers.parts if key.relation != "region" and claims(passage, key, 0) is not None]
        if claimed:
            agree = any(key in claimed for key in named)
            against += 1 if not agree else -1 if len(claimed) == 1 else -0.5
        else:
            against += -0.5 if any(alike_in_shape(passage, key) for key in named) else 1
    return against > 0


def alike_in_shape(passage: Passage, key: PartKey) -> bool:
    """A condition for a condition, as many components as the right answer has; what was not read may be anything."""
    if key.reference is None or not passage.sides[-1].readings:
        return True
    if key.relation == "region":
        return any(r not in ("eq", "define", "approx", "update") for r in passage.relations)
    if any(r not in ("eq", "define", "approx", "update", "propto") for r in passage.relations):
        return False
    value, right = passage.sides[-1].readings[0][0], key.reference
    mine, theirs = column(value), column(right)
    if mine is not None and theirs is not None:
        return len(mine) == len(theirs)
    if value.head == right.head == "matrix":
        return len(value.args) == len(right.args) and len(value.args[0].args) == len(right.args[0].args)
    return (mine is None) == (theirs is None) and (value.head == "matrix") == (right.head == "matrix")
