"""Words: the vocabulary as the parser asks for it, spelling by spelling."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

from derive.functions import CANONICAL
from derive.read.source import GREEK, SUBSCRIPTS, normalise
from derive.vocabulary import Vocabulary

#: Commands that change the face of a letter and not which letter it is.
FACES = [
    "mathbf",
    "mathrm",
    "mathcal",
    "mathscr",
    "mathit",
    "mathsf",
    "mathtt",
    "mathfrak",
    "mathbb",
    "mathnormal",
    "boldsymbol",
    "pmb",
    "bm",
    "text",
    "textrm",
    "textbf",
    "textit",
    "textsf",
    "operatorname",
    "rm",
    "bf",
    "it",
    "cal",
    "sf",
    "tt",
    "vec",
    "matr",
    "mat",
    "vect",
    "bs",
    "symbf",
    "symbfit",
    "symbfup",
    "textup",
    "textnormal",
    "mathop",
    "underline",
]
ACCENTS = {"hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "check": "check"}
_FACE = re.compile(r"\\(?:" + "|".join(sorted(FACES, key=len, reverse=True)) + r")(?![A-Za-z])\*?")
_ACCENT = re.compile(r"\\(" + "|".join(ACCENTS) + r")(?![A-Za-z])\s*(\\[A-Za-z]+|\{[^{}]*\}|.)")
_VARIANT = re.compile(r"var(epsilon|theta|phi|rho|sigma|kappa|pi)\b")
INFINITE = {"inf", "infty", "infinity", "oo"}


def canonical(text: str) -> str:
    r"""The canonical spelling of a name written in LaTeX, Unicode or plain text.

    >>> canonical(r"\mathcal{E}_{L}"), canonical(r"\tau_x"), canonical("τ_x"), canonical(r"x_{\infty}")
    ('E_L', 'tau_x', 'tau_x', 'x_infty')
    """
    text = normalise(text.strip().strip("$"))
    text = _FACE.sub("", text)
    for _ in range(3):
        text = _ACCENT.sub(lambda m: "{" + m.group(2).strip("{}") + "}HAT" + ACCENTS[m.group(1)] + "HAT", text)
    pieces = []
    for character in text:
        if character in SUBSCRIPTS:
            pieces.append(character)
        elif character in GREEK:
            pieces.append(GREEK[character])
        else:
            pieces.append(character)
    text = "".join(pieces)
    text = re.sub("([" + "".join(SUBSCRIPTS) + "]+)", lambda m: "_" + "".join(SUBSCRIPTS[c] for c in m.group(1)), text)
    text = re.sub(r"\\(?:[,;:! ]|quad|left|right)", "", text)
    text = re.sub(r"\^\{?\s*(?:\\ast|\\star|\*)\s*\}?", "__star", text)
    accents = re.findall("HAT([a-z]+)HAT", text)
    text = re.sub("HAT[a-z]+HAT", "", text)
    text = re.sub(r"(?<=\w),(?=\w)", "_", re.sub(r"\s+", " ", text).replace(", ", ","))
    text = re.sub(r"[\s{}\\~]", "", text)
    head, *rest = text.split("_", 1)
    tail = "_" + rest[0] if rest else ""
    for accent in accents:
        head += "_" + accent
    return fold(head + tail)


def fold(text: str) -> str:
    """One spelling for spellings that nobody tells apart: ``x_inf`` and ``x_infty``, ``varepsilon`` and ``epsilon``."""
    if "_" in text:
        head, *subscripts = text.split("_")
        text = "_".join([head, *("infty" if s in INFINITE else s for s in subscripts)])
    return _VARIANT.sub(r"\1", text) if "var" in text else text


#: Words that change the number before them: what stands with one of them is not the number alone.
NUMBER_WORDS = (
    *("hundred", "thousand", "million", "billion", "trillion", "dozen", "percent", "pct", "squared", "cubed", "half"),
    *("third", "quarter", "times", "not", "more", "less", "least", "most", "over", "under", "even", "odd", "degree"),
    *("radian", "mod"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """``names`` and ``functions`` give the canonical text for each folded spelling that was declared."""

    names: dict[str, str]
    functions: dict[str, str]
    indices: frozenset[str]
    arrays: frozenset[str]
    closed: bool
    implicit: bool
    longest: int
    ranks: dict[str, int]
    log_base: str = "e"

    def suggestion(self, text: str) -> str:
        """The declared spelling that is nearest, or an empty text."""
        pool = sorted({*self.names.values(), *self.functions.values(), *_EVERYDAY})
        close = difflib.get_close_matches(text[:60], pool[:400], n=1, cutoff=0.6)
        if not close:
            lower = {p.lower(): p for p in pool}
            close = [lower[text.lower()]] if text.lower() in lower else []
        return close[0] if close and close[0] != text else ""


_EVERYDAY = ("sin", "cos", "tan", "exp", "log", "sqrt", "pi")


@lru_cache(maxsize=256)
def words(vocabulary: Vocabulary) -> Words:
    """The vocabulary, by spelling."""
    names: dict[str, str] = {}
    functions: dict[str, str] = {}
    for function in vocabulary.functions:
        for spelling in (function.text, *function.spellings, function.latex):
            if spelling:
                functions.setdefault(canonical(spelling), function.text)
    arrays = {n.text for n in vocabulary.names if n.shape}
    for declared in vocabulary.names:
        for spelling in (declared.text, *declared.spellings, declared.latex):
            if spelling:
                names.setdefault(canonical(spelling), declared.text)
    for definition in vocabulary.definitions:
        target = definition.target
        if definition.indexed:
            arrays.add(target)
        elif definition.parameters and canonical(target) not in functions and target not in CANONICAL:
            functions.setdefault(canonical(target), target)
    indices = frozenset(canonical(i) for i in vocabulary.indices)
    longest = max((len(k) for k in (*names, *functions)), default=0)
    return Words(
        names,
        functions,
        indices,
        frozenset(arrays),
        vocabulary.closed,
        vocabulary.implicit,
        longest,
        {n.text: len(n.shape) for n in vocabulary.names if n.shape},
        vocabulary.log_base,
    )
