"""Verify sheets, claim by claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from derive.author_error import AuthorError, meant, raised
from derive.claim import Claim
from derive.load import load, sheet_files
from derive.part import Part
from derive.sheet import Sheet
from derive.verdict import Outcome, Verdict, undecided
from derive.verify import fingerprint, store
from derive.verify.combine import combine
from derive.verify.row import Row, as_expected, concluded, verdict_from_record

Progress = Callable[[int, int, Row], None]


def verify(
    targets: Sequence[str] = (),
    *,
    values: Mapping[str, str] | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Iterator[Row]:
    """A row for every claim of the targets (``SHEET``, ``SHEET:PART`` or ``path/to/file.py[:PART]``; none: all sheets).

    ``values`` are other numbers (``--set``); ``fresh`` verifies what was verified before.  Rows come as they are found;
    ``progress(done, total, row)`` is called with each.

    Raises:
        AuthorError: no such sheet or part, or a mistake in a sheet.
    """
    wanted = [w for target in (targets or [f.name for f in sheet_files()]) for w in _claims(target, values or {})]
    for done, (name, sheet, part, claim) in enumerate(wanted, start=1):
        row = examine(name, sheet, part, claim, fresh=fresh)
        if progress is not None:
            progress(done, len(wanted), row)
        yield row


def examine(name: str, sheet: Sheet, part: Part, claim: Claim, *, fresh: bool = False) -> Row:
    """The row of one claim, from the store where nothing has changed."""
    key = fingerprint.key(claim, sheet)
    kept = None if fresh else store.read(key)
    if kept is not None:
        verdict, seconds = verdict_from_record(kept), float(kept["seconds"])
    else:
        start = perf_counter()
        verdict = judge(claim, sheet)
        seconds = perf_counter() - start
    right = as_expected(claim.expected, verdict)
    row = Row(name, part.name, claim.name, claim.system, claim.expected, verdict, right, seconds, kept is not None)
    if kept is None and verdict.outcome is not Outcome.UNDECIDED:
        store.write(key, row.record())
    return row


def judge(claim: Claim, sheet: Sheet) -> Verdict:
    """The verdict of the ladder and of the witness."""
    from derive.point import NoPointError
    from derive.verify.symbolic import symbolic
    from derive.verify.witnessed import witnessed

    try:
        found = symbolic(claim, sheet)
    except AuthorError:
        raise
    except Exception as error:  # a fault of the engine costs one claim, not the run
        found = undecided(f"deciding stopped with an internal error ({type(error).__name__}); please report it")
    try:
        watched = witnessed(claim, sheet)
    except NoPointError as error:
        watched = undecided(str(error))
    except AuthorError:
        raise
    except Exception as error:  # a fault in a witness costs its own claim, not the run
        assert claim.witness is not None
        watched = undecided(str(raised(claim.witness.function, f"witness {claim.witness.name} failed", error)))
    if claim.relation == "concludes" and found is not None and concluded(found) is None:
        return found
    return combine(found, watched)


def _claims(target: str, values: Mapping[str, str]) -> list[tuple[str, Sheet, Part, Claim]]:
    name, part_name = _split(target)
    sheet = load(name)
    if values:
        sheet = sheet.set({k: v for k, v in values.items() if _has(sheet, k, name)})
    title = Path(name).stem
    parts = [p.name for p in sheet.parts]
    if part_name and part_name not in parts:
        raise AuthorError(f"{name} has no part {part_name!r}{meant(part_name, parts)}")
    return [(title, sheet, part, claim) for part, claim in sheet.claims() if part_name in ("", part.name)]


def _has(sheet: Sheet, text: str, name: str) -> bool:
    sheet.symbol(text)  # raises with a suggestion
    return True


def _split(target: str) -> tuple[str, str]:
    """``sheet:part`` as its two halves.

    >>> _split("h_current:stability"), _split("a/b.py")
    (('h_current', 'stability'), ('a/b.py', ''))
    """
    name, colon, part = target.rpartition(":")
    if not colon or "/" in part or "\\" in part:
        return target, ""
    return name, part
