r"""Finds mathematics in a stretch of text: ``$``, ``$$``, ``\(``, ``\[`` and the displayed environments.

One linear scan for all formats.  The libraries that know a format (fences of Markdown, cells of a notebook) say where
mathematics cannot be; that part is masked by blanks, so that offsets stay those of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ENVIRONMENTS = (
    "equation",
    "align",
    "aligned",
    "alignat",
    "flalign",
    "gather",
    "multline",
    "eqnarray",
    "displaymath",
    "math",
    "split",
    "dmath",
    "IEEEeqnarray",
    "subequations",
)
_ENVIRONMENT = "|".join(ENVIRONMENTS)
_OPENER = re.compile(
    r"\\\\|\\\$|\$\$|\$|\\\[|\\\(|\\begin\s*\{(?P<env>(?:" + _ENVIRONMENT + r")\*?)\}(?:\{\d+\})?", re.ASCII
)
_BLANK = re.compile(r"\n[ \t]*\n")
_WORDS = re.compile(r"(?<![\\{A-Za-z_^])[A-Za-z]{3,}(?:[ \t]+[A-Za-z]{2,}){3,}")
_TEXT = re.compile(r"\\(?:text|mbox|intertext|shortintertext|textrm|textit)\s*\{[^{}]*\}")

#: A display longer than this is a dollar sign gone astray.
LONGEST = 40_000


@dataclass(frozen=True, slots=True)
class Found:
    """``start`` and ``stop`` bound the content; ``outer`` bounds it with its delimiters."""

    start: int
    stop: int
    outer: tuple[int, int]
    environment: str
    displayed: bool


@dataclass(frozen=True, slots=True)
class Astray:
    """A delimiter without its partner."""

    offset: int
    delimiter: str


def scan(text: str, *, strict_dollars: bool) -> Iterator[Found | Astray]:
    """All mathematics in the order of the text.  ``strict_dollars``: Markdown's rules, which let ``$5`` be money."""
    position = 0
    while (match := _OPENER.search(text, position)) is not None:
        opener, after = match.group(), match.end()
        if opener in ("\\\\", "\\$"):
            position = after
            continue
        found = _piece(text, match, strict_dollars)
        if found is None:
            doubtful = strict_dollars and opener in ("$", "\\[", "\\(")
            if not doubtful or (opener == "$" and _looks_like_mathematics(text[after : after + 80])):
                yield Astray(match.start(), opener)
            position = after
            continue
        yield found
        position = found.outer[1]


def _piece(text: str, match: re.Match[str], strict: bool) -> Found | None:
    opener, begin = match.group(), match.end()
    name = match.group("env")
    if name is not None:
        stop = _end_of_environment(text, begin, name)
        if stop is None:
            return None
        return Found(begin, stop, (match.start(), text.index("}", stop) + 1), name, name != "math")
    if opener == "$":
        stop = _closing_dollar(text, begin, strict)
        return None if stop is None else Found(begin, stop, (match.start(), stop + 1), "$", False)
    closer = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}[opener]
    stop = _find(text, closer, begin)
    if stop is None or stop - begin > LONGEST or _prose_inside(text[begin:stop]):
        return None
    return Found(begin, stop, (match.start(), stop + len(closer)), opener, opener != "\\(")


def _find(text: str, closer: str, begin: int) -> int | None:
    r"""The next closer that is not part of a line break: ``\\]`` does not close."""
    position = begin
    while (stop := text.find(closer, position)) >= 0:
        slashes = 0
        while stop - slashes - 1 >= begin and text[stop - slashes - 1] == "\\":
            slashes += 1
        if slashes % 2 == 0:
            return stop
        position = stop + 1
    return None


def _closing_dollar(text: str, begin: int, strict: bool) -> int | None:
    blank = _BLANK.search(text, begin)
    limit = blank.start() if blank else len(text)
    if strict and begin < len(text) and text[begin] in " \t\n":
        # An author's "$ x $" is mathematics when it closes on its own line with a blank inside, too.
        line = text.find("\n", begin)
        limit = min(limit, len(text) if line < 0 else line)
    stop = _find(text[:limit], "$", begin)
    if stop is None or stop == begin:
        return None
    if strict:
        following = text[stop + 1 : stop + 2]
        if following.isdigit() or _prose_inside(text[begin:stop]):
            return None
        if text[begin] in " \t\n" and text[stop - 1] not in " \t":
            return None
    return stop


def _end_of_environment(text: str, begin: int, name: str) -> int | None:
    marks = re.compile(r"\\(begin|end)\s*\{" + re.escape(name) + r"\}")
    depth = 1
    for match in marks.finditer(text, begin):
        depth += 1 if match.group(1) == "begin" else -1
        if depth == 0:
            return match.start()
    return None


def _prose_inside(content: str) -> bool:
    r"""Four words in a row outside of ``\text``: a delimiter went astray and prose was taken for mathematics."""
    return _WORDS.search(_TEXT.sub(" ", content)) is not None


def _looks_like_mathematics(text: str) -> bool:
    return re.search(r"[\\^_=<>]", text.split("\n", 1)[0]) is not None
