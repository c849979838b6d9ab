"""Conclusions from evidence: functions, arrays, indices; whether e and i are names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from derive.read.evidence import CONVENTIONAL, INDEX_LETTERS, STATISTICS, VARIABLES, Evidence, Page, gather
from derive.read.source import GREEK_NAMES
from derive.read.tokens import Token
from derive.read.words import Words


@dataclass(frozen=True, slots=True)
class Context:
    """What the parser takes as known of the names of a text."""

    functions: frozenset[str]
    indices: frozenset[str]
    arrays: frozenset[str]
    bare: frozenset[str]
    bold: frozenset[str]
    e_is_name: bool
    i_is_name: bool
    delta_alone: bool
    statistics: bool
    gated: bool
    upper_names: frozenset[str]
    uppers: frozenset[str]
    two_faces: frozenset[str]


def settle(evidence: Evidence, words: Words, latex: bool) -> Context:
    """Conclusions from what was gathered."""
    bound = dict.fromkeys(b for page in evidence.pages for b in page.bound)
    uppers = frozenset(base for base, letters in evidence.uppers.items() if any(u in bound for u in letters))
    arrays, indices = _arrays(evidence.pages, words, uppers)
    functions = dict.fromkeys(sorted(words.functions))
    for key, calls in evidence.called.items():
        if (
            words.closed
            or key == "Gamma"
            or (evidence.gated and key in ("theta", "Theta"))
            or (evidence.statistics and key in STATISTICS)
        ):
            continue
        if key not in words.names and _is_function(key, calls, evidence, words, latex):
            base, flat = evidence.bases.get(key, (key, ()))
            indexed = bool(flat) and all(part in indices for part in flat)
            functions.setdefault(base if indexed else key)
    two_faces = frozenset(b for b in evidence.bold if b in evidence.plain)
    upper_names = frozenset(
        f"{base}__{text}"
        for base, texts in evidence.raised.items()
        if base in evidence.whole and base not in evidence.unraised and base not in ("e", "i", *words.names)
        for text in texts
    )
    bare = frozenset(evidence.bare) | frozenset(words.names)
    e_is_name = "e" in words.names or "e" in indices or "e" in evidence.defined
    i_is_name = "i" in words.names or "i" in indices or "i" in evidence.defined or any(
        "i" in flat for page in evidence.pages for lists in page.scripts.values() for flat in lists
    )  # fmt: skip
    return Context(
        frozenset(functions), frozenset(indices), frozenset(arrays), bare, frozenset((*evidence.bold,
        *(f"{b}_bold" for b in two_faces))) - two_faces, e_is_name, i_is_name,
        evidence.delta_alone, evidence.statistics, evidence.gated, upper_names, uppers, two_faces,
    )  # fmt: skip


def _arrays(pages: list[Page], words: Words, uppers: frozenset[str]) -> tuple[dict[str, None], dict[str, None]]:
    """Bases whose subscripts are indices, and the indices: from sums, then from text to text until nothing is new."""
    arrays = dict.fromkeys([*sorted(words.arrays), *sorted(uppers)])
    indices = dict.fromkeys([*sorted(words.indices), *(b for page in pages for b in page.bound)])
    known = -1
    while known != len(arrays) + len(indices):
        known = len(arrays) + len(indices)
        for page in pages:
            letters = {*page.bound, *words.indices}
            for base in arrays:
                for flat in page.scripts.get(base, ()):
                    if len(flat) <= 3 and all(p in INDEX_LETTERS or p in indices or p.isdigit() for p in flat):
                        letters.update(p for p in flat if not p.isdigit())
                        indices.update(dict.fromkeys(p for p in flat if not p.isdigit()))
            for base, flats in page.scripts.items():
                if any(f and all(p in letters for p in f) for f in flats) or any(
                    any(p in page.bound for p in f) for f in flats
                ):
                    arrays.setdefault(base)
    return arrays, indices


def _is_function(key: str, calls: list[tuple[str, ...]], evidence: Evidence, words: Words, latex: bool) -> bool:
    if key in evidence.strong or _applied_primed(key, evidence):
        return True
    if key in evidence.moving and all(call == ("t",) for call in calls):
        return True
    bare = evidence.bare.get(key, 0) > evidence.handed.get(key, 0) or not _on_variables(calls)
    if key in evidence.bare and bare and not _defined_and_called(key, calls, evidence):
        # The variance sigma^2 beside the sigmoid sigma(z): one letter for a symbol and for a function.
        lone = key in GREEK_NAMES and all(len(call) == 1 and call[0].isalpha() for call in calls)
        return latex and key in CONVENTIONAL and (lone or _on_variables(calls)) and (key,) not in calls
    if key in ("e", "i", "pi", "d"):
        return False
    if key in evidence.whole_calls and latex:
        return True
    base = key.split("_")[0]
    different = len(set(calls))
    alone = all(base not in call for call in calls)
    if not alone:
        return False
    if not latex:
        return not words.implicit or base in CONVENTIONAL or len(base) > 1 or _on_variables(calls) or different > 1
    numbered = key != base and key[len(base) + 1 :].isdigit()
    if (base in CONVENTIONAL and not numbered) or (
        len(base) > 1 and base not in GREEK_NAMES and not base.startswith("Delta")
    ):
        return True
    if any(len(call) == 1 and any(call[0] in page.bound for page in evidence.pages) for call in calls):
        return True
    if all(len(call) == 1 and call[0] not in ("e", "i", "1") for call in calls) and (
        any(call == ("0",) for call in calls) or key.partition("_")[2].partition("_")[0] in ("hat", "tilde", "bar")
    ):
        return True  # nobody multiplies by a nought in brackets, or puts one factor in brackets behind an accent
    simple = all(len(call) <= 1 or all(t not in "+-/" for t in call) for call in calls)
    return (_on_variables(calls) and simple) or (different > 1 and any(_variable(c) for c in calls))


def _applied_primed(key: str, evidence: Evidence) -> bool:
    """``f'(x + 1)``; ``y'(3y^2 - 6x)`` and ``y'(x + 1)`` beside ``y`` are products."""
    calls = evidence.primed.get(key, [])
    if key in evidence.bare and all(any(t in "+-" for t in call) for call in calls):
        return False
    return bool(calls) and all(key not in call for call in calls)


def _defined_and_called(key: str, calls: list[tuple[str, ...]], evidence: Evidence) -> bool:
    """``V = ...`` and elsewhere only ``V(s)``: a function that was defined without its argument."""
    if evidence.bare[key] > evidence.defined.get(key, 0):
        return False
    return all(call and all(t not in "+-/*" for t in call) for call in calls)


def _on_variables(calls: list[tuple[str, ...]]) -> bool:
    return all(_variable(call) or (len(call) == 1 and call[0].isdigit()) for call in calls) and any(
        map(_variable, calls)
    )


def _variable(call: tuple[str, ...]) -> bool:
    return bool(call) and call[0] in VARIABLES and (len(call) == 1 or (call[1] == "_" and len(call) <= 5))


def context(texts: Iterable[Sequence[Token]], words: Words, latex: bool) -> Context:
    evidence = Evidence()
    for tokens in texts:
        gather(tokens, words, evidence, latex)
    return settle(evidence, words, latex)
