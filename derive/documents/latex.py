r"""LaTeX source: comments and verbatim text blanked out, sections found, the author's macros collected."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted|comment)\*?\}.*?\\end\{\1\*?\}", re.DOTALL)
_SECTION = re.compile(r"\\(?:part|chapter|section|subsection|subsubsection|problem|question)\*?\s*[\[{]")
_MACRO = re.compile(r"\\(?:newcommand|renewcommand|providecommand|DeclareMathOperator|DeclarePairedDelimiter|def)\b\*?")


def mask(text: str) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """The text with comments, verbatim parts and macro definitions blanked, the sections' offsets, and the macros."""
    kept = _COMMENT.sub(lambda m: m.group(1) + " " * (len(m.group()) - len(m.group(1))), text)
    kept = _VERBATIM.sub(lambda m: _blanks(m.group()), kept)
    macros: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _MACRO.finditer(kept):
        if spans and match.start() < spans[-1][1]:
            continue
        stop = _end_of_macro(kept, match.end())
        if stop is not None:
            macros.append(kept[match.start() : stop])
            spans.append((match.start(), stop))
    for start, stop in spans:
        kept = kept[:start] + _blanks(kept[start:stop]) + kept[stop:]
    return kept, tuple(m.start() for m in _SECTION.finditer(kept)), tuple(macros)


def _blanks(text: str) -> str:
    return "".join(c if c == "\n" else " " for c in text)


def _end_of_macro(text: str, position: int) -> int | None:
    r"""The end of ``{\name}[n][default]{body}`` or of ``\name#1{body}``; None where it does not close."""
    if (match := re.compile(r"\s*(?:\{\s*\\[A-Za-z]+\s*\}|\\[A-Za-z]+)").match(text, position)) is None:
        return None
    position = match.end()
    while (match := re.compile(r"\s*\[[^\]\n]*\]|\s*#\d").match(text, position)) is not None:
        position = match.end()
    match = re.compile(r"\s*\{").match(text, position)
    if match is None:
        return None
    depth = 0
    for i in range(match.end() - 1, min(len(text), match.end() + 4000)):
        if text[i] == "{" and text[i - 1] != "\\":
            depth += 1
        elif text[i] == "}" and text[i - 1] != "\\":
            depth -= 1
            if depth == 0:
                return i + 1
    return None
