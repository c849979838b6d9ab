"""Vocabularies from texts: what is inferred from several of them, what assumptions declare, what definitions define."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.functions import BY_NAME
from derive.name import Function, Name
from derive.read.evidence import STATISTICS, Evidence, gather
from derive.read.reader import is_latex, tokenize
from derive.read.refusal import Refusal
from derive.read.settle import Context, settle
from derive.read.words import words
from derive.vocabulary import EMPTY, Vocabulary

_INTEGRALS = frozenset(("int", "iint", "oint"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def infer(texts: Sequence[str], *, syntax: str = "auto", vocabulary: Vocabulary = EMPTY) -> Vocabulary:
    """The vocabulary that several texts share, so that ``f(x)`` is read alike in all of them.

    Declared names stay as they are.  A text that cannot be tokenized says nothing.
    """
    known = words(vocabulary)
    evidence = Evidence()
    latex = False
    differentials: set[str] = set()
    for text in texts:
        as_latex = syntax == "latex" or (syntax == "auto" and is_latex(text))
        latex = latex or as_latex
        try:
            tokens = tokenize(text, as_latex, known)
            gather(tokens, known, evidence, as_latex)
            if not as_latex and any(t.kind == "command" and t.text in _INTEGRALS for t in tokens):
                differentials.update(f"d{t}" for t in _LETTERS)
        except (Refusal, RecursionError):
            continue
    for text in sorted(differentials):
        evidence.bare.pop(text, None)
    if not latex:
        _indexed_words(evidence)
    return _extended(vocabulary, settle(evidence, known, latex), evidence, latex)


def _indexed_words(evidence: Evidence) -> None:
    """``a_k`` under a sum over k is an entry of a, and so are ``a_1`` and ``a_2`` beside it."""
    bound = {b for page in evidence.pages for b in page.bound}
    words = [text.partition("_") for text in evidence.bare if text.count("_") == 1]
    bases = {base for base, _, index in words if index in bound}
    for base, _, index in words:
        if base in bases and (index in bound or index.isdigit()):
            evidence.pages[0].scripts.setdefault(base, []).append((index,))


def _extended(vocabulary: Vocabulary, seen: Context, evidence: Evidence, latex: bool) -> Vocabulary:
    known = words(vocabulary)
    functions = list(vocabulary.functions)
    for text in sorted(seen.functions):
        if text not in known.functions and text not in known.names and not _known_function(text):
            arity = max((_arity(call) for call in evidence.called.get(text, [])), default=1)
            functions.append(Function(text, arity))
    if seen.statistics:
        for letter, meaning in STATISTICS.items():
            if letter in evidence.called and letter not in known.names and letter not in known.functions:
                functions.append(Function(meaning, spellings=(letter,)))
    if seen.gated and "theta" in evidence.called and "theta" not in evidence.bare and "theta" not in known.functions:
        functions.append(Function("Heaviside", spellings=("theta",)))
    taken = {f.text for f in functions}
    names = list(vocabulary.names)
    declared = {n.text for n in names}
    indices = list(vocabulary.indices)
    indices.extend(i for i in sorted(seen.indices) if i not in known.indices)
    for text in evidence.bare:
        if text in declared or text in known.names or text in taken or text in indices or text in ("d", "pi"):
            continue
        if text in ("e", "i") and not (seen.e_is_name if text == "e" else seen.i_is_name):
            continue
        if text == "j" and not latex and text not in seen.indices:
            continue  # behind a number it may be the imaginary unit
        if text in STATISTICS and seen.statistics and text in evidence.called:
            continue
        if "_" in text and text.split("_")[0] in seen.arrays:
            continue
        if text.endswith("_bar") and text[0] in "zw" and text.removesuffix("_bar") in evidence.bare:
            continue  # it may be the conjugate: both readings stay open
        names.append(Name(text, shape=_shape(text, seen, evidence)))
        declared.add(text)
    for text in sorted(seen.two_faces):
        bold = f"{text}_bold"
        if bold not in declared:
            names.append(Name(bold, shape=("n", "n") if evidence.bold.get(text) else ("n",)))
            declared.add(bold)
    names.extend(Name(text) for text in sorted(seen.upper_names) if text not in declared)
    for text in sorted(seen.arrays):
        if text not in declared and text not in taken and text not in known.names:
            names.append(Name(text, shape=_shape(text, seen, evidence)))
    return replace(vocabulary, names=tuple(names), functions=tuple(functions), indices=tuple(indices))


def _known_function(text: str) -> bool:
    return text in BY_NAME and text not in ("beta", "gamma", "zeta", "psi")


def _arity(call: tuple[str, ...]) -> int:
    depth, count = 0, 1
    for text in call:
        if text in ("(", "[", "{", "set{"):
            depth += 1
        elif text in (")", "]", "}", "set}"):
            depth -= 1
        elif text == "," and depth == 0:
            count += 1
    return count


def _shape(text: str, seen: Context, evidence: Evidence) -> tuple[str | int, ...]:
    """A size for each index of an array: the upper bound of a sum over it where there is one."""
    if text in seen.arrays:
        longest: tuple[str, ...] = ()
        for page in evidence.pages:
            for flat in page.scripts.get(text, ()):
                if len(flat) > len(longest) and all(p in seen.indices or p.isdigit() for p in flat):
                    longest = flat
        upper = next(iter(evidence.uppers[text]), "") if text in seen.uppers else ""
        return tuple(evidence.limits.get(p, f"n_{p}") for p in ((upper, *longest) if upper else longest))
    if text in seen.bold:
        return ("n", "n") if evidence.bold.get(text) else ("n",)
    return ()
