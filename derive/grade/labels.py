r"""Headings and labels of a hand-in: "Section 2", "1a)", "Part 3:", ``\item[(b)]``, ``## Gradient``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADING = re.compile(
    r"^[ \t]{0,3}(?P<marks>#{1,6})[ \t]+(?P<markdown>[^\n]*?)[ \t]*#*[ \t]*$"
    r"|\\(?P<command>part|chapter|section|subsection|subsubsection|paragraph|subparagraph|problem|question)\*?"
    r"[ \t]*\{(?P<latex>[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*)\}"
    r"|\\item[ \t]*\[(?P<item>[^\]\n]{1,60})\]"
    r"|^[ \t]*(?:\*\*|__|\\textbf\{|\\emph\{|\\underline\{)(?P<bold>[^*_{}\n]{1,60})(?:\*\*|__|\})"
    r"[ \t]*[:.]?(?=[ \t]|$)"
    r"|^(?P<scanned>\d+(?:\.\d+)*\.?[ \t]+[A-Z][A-Za-z0-9 ]{2,40})$"
    r"|^[ \t]*(?:(?:correction|corrected|revised|erratum|to|for|of|in)[ \t,:]+){0,3}"
    r"(?P<word>(?:section|part|question|problem|exercise|task|answer|q)[ \t]*\.?[ \t]*"
    r"(?:\d{1,3}(?:\.\d+)*[ \t]*\(?[a-z]?\)?|\(?[a-z]\)?))(?=[ \t]*(?:[:.)\-–—]|$))"
    r"|^[ \t]*(?P<title>[A-Z][A-Za-z0-9_ ]{2,40}):(?=[ \t]|$)"
    r"|^[ \t]*(?:[-*][ \t]+)?"
    r"(?P<short>\(?(?:\d{1,2}(?:\.\d{1,2})?[ \t]*\(?[a-z]?\)?|[a-z]|[ivx]{1,4})[).:])(?=[ \t]|$)",
    re.MULTILINE | re.IGNORECASE,
)
#: Words behind a number or letter: "(c) Fixed point: ...".
_TITLE = re.compile(r"[ \t]*[-–—:.]?[ \t]*(?P<title>[A-Za-z][A-Za-z0-9_ -]{2,40}):(?=[ \t]|$)", re.MULTILINE)
_LEVELS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "problem": 2,
    "question": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
}
_NUMBER = re.compile(
    r"^\(?(?P<digits>\d{1,3}(?:\.\d{1,3})*)[ \t]*\(?(?P<letter>[a-z](?![a-z]))?\)?(?=[\s:.)]|$)"
    r"|^\(?(?P<lone>[a-z])(?:\)|\.|:|$)"
    r"|\b(?:section|part|question|problem|exercise|task|answer|q)[ \t.]*(?P<named>\d{1,3}(?:\.\d{1,3})*)?"
    r"[ \t]*\(?(?P<sub>[a-z](?![a-z]))?\)?"
)
_WORDS = re.compile(r"[a-z]+|\d+")
_FILLERS = frozenset(
    ("section", "part", "question", "problem", "exercise", "task", "answer", "q", "the", "an", "of", "for", "to", "and")
)


#: What labels say of a part.
NAMED, OTHER_PART, OTHER_SECTION = 4, -1, -2


@dataclass(frozen=True, slots=True)
class Label:
    """A heading or label: its text, its level (smaller is higher) and the stretch of the source it takes up."""

    text: str
    level: int
    start: int
    stop: int


def labels(source: str) -> Iterator[Label]:
    """All headings and labels of a text, in order."""
    for match in _HEADING.finditer(source):
        kind = match.lastgroup if match.lastgroup not in ("marks", "command") else "latex"
        kind = next(
            k
            for k in ("markdown", "latex", "item", "bold", "scanned", "word", "title", "short")
            if match[k] is not None
        )
        text = match[kind].strip(" \t:.")
        if kind == "markdown":
            level = len(match["marks"])
        elif kind == "latex":
            level = _LEVELS[match["command"].lower()]
        else:
            level = {"scanned": 2, "word": 7, "bold": 7, "item": 8, "short": 8, "title": 9}[kind]
        if kind == "word" and text.lower().startswith("section"):
            level = 2
        if text:
            yield Label(text, level, match.start(), match.end())
        behind = _TITLE.match(source, match.end()) if kind in ("short", "word") else None
        if behind is not None:
            yield Label(behind["title"].strip(), 9, behind.start("title"), behind.end())


def above(found: tuple[Label, ...], offset: int) -> tuple[str, ...]:
    """The labels under which a place stands, the outermost first; a label ends where one of its level begins."""
    open_labels: list[Label] = []
    for label in found:
        if label.start > offset:
            break
        open_labels = [o for o in open_labels if o.level < label.level]
        open_labels.append(label)
    return tuple(o.text for o in open_labels)


@dataclass(frozen=True, slots=True)
class Named:
    """What a label may name: numbers such as ``2``, ``1a``, ``b``; ``section`` when it says so; its other words."""

    numbers: tuple[str, ...]
    section: bool
    words: tuple[str, ...]


def named(text: str) -> Named:
    """A label taken apart.

    >>> named("Part 1 (b): the gradient").numbers, named("2 Section 2").section, named("A chain in a row").numbers
    (('1b',), True, ())
    """
    lowered = re.sub(r"[$\\{}]", "", text.lower()).strip()
    numbers: list[str] = []
    for match in _NUMBER.finditer(lowered):
        digits, letter = match["digits"] or match["named"] or "", match["letter"] or match["sub"] or match["lone"] or ""
        if digits or letter:
            numbers.append(digits + letter)
    words = tuple(w for w in _WORDS.findall(lowered.replace("_", " ")) if w not in _FILLERS)
    return Named(tuple(numbers), "section" in lowered, words)


@dataclass(frozen=True, slots=True)
class PartLabels:
    """The labels of one part: its number on the sheet and within its section, the section, its title's words."""

    number: int
    section: str
    within: int
    titles: tuple[tuple[str, ...], ...]
    source: str = ""

    @property
    def letter(self) -> str:
        return chr(ord("a") + self.within - 1) if self.within <= 26 else ""


def counted(stacks: Sequence[tuple[str, ...]], parts: Sequence[PartLabels]) -> bool:
    """The bare numbers of a hand-in count answers: there are more of them than sections."""
    known = {p.section for p in parts if p.section}
    bare = {text for stack in stacks for text in stack if text.isdigit()}
    return bool(bare - known)


def fits(
    parts: Sequence[PartLabels],
    labels_above: tuple[str, ...],
    number: str = "",
    *,
    counting: bool = False,
    lettered: bool = True,
) -> tuple[int, ...]:
    """How well labels (the outermost first) and an equation's number fit each part.

    ``counting``: bare numbers count answers and name no section; without ``lettered`` numbers and letters are the
    hand-in's own and name no part.

    ``NAMED``: the innermost label that names parts names it; ``OTHER_PART``: that label names others; 1: its section is
    named; ``OTHER_SECTION``: another one is; 0: nothing is said.
    """
    sections = [n for text in labels_above if not (counting and text.isdigit()) for n in section(text, parts)]
    for depth in range(len(labels_above) - 1, -1, -1):
        outer = [n for text in labels_above[:depth] for n in named(text).numbers]
        names = named(labels_above[depth])
        titles = [title_length(labels_above[depth], part) for part in parts]
        chosen = (
            [t == max(titles) for t in titles]
            if any(titles)
            else [lettered and _is_named(part, names, outer, sections, counting) for part in parts]
        )
        if any(chosen):
            return tuple(NAMED if c else OTHER_PART for c in chosen)
    if sections:
        return tuple(0 if not p.section else 1 if p.section == sections[-1] else OTHER_SECTION for p in parts)
    by_number = [bool(number and p.source) and number in re.findall(r"\d+[a-z]?", p.source) for p in parts]
    return tuple(1 if b else 0 for b in by_number)


def section(text: str, parts: Sequence[PartLabels]) -> tuple[str, ...]:
    """The section of the sheet that a label names: "Section 2", or a bare number that is one."""
    names = named(text)
    known = {p.section for p in parts if p.section}
    own = tuple(n for n in names.numbers if n in known)
    return own[:1] if names.section or (own and len(names.words) <= 1) else ()


def title_length(text: str, part: PartLabels, *, anywhere: bool = False) -> int:
    """The number of words of a part's title or name that a label says; 0 where it does not say all of them.

    ``anywhere``: the words may stand in any order, as in a sentence.
    """
    words = named(text).words
    if anywhere:
        return max((len(title) for title in part.titles if set(title) <= set(words)), default=0)
    return max((_covers(words, title) for title in part.titles), default=0)


def _is_named(part: PartLabels, names: Named, outer: Sequence[str], sections: Sequence[str], counting: bool) -> bool:
    if names.section:
        return False
    for n in names.numbers:
        if part.section:
            inside = (f"{part.section}{part.letter}", f"{part.section}.{part.within}")
            if n in inside or (part.section in (*outer, *sections) and n in (part.letter, str(part.within))):
                return True
            if n == str(part.number) and not outer and not sections and len(names.words) <= 1:
                return counting or n not in (part.section,)
        elif n in (str(part.number), part.letter):
            return not (outer and n == part.letter and outer[-1] != str(part.number))
    return False


def _covers(words: tuple[str, ...], title: tuple[str, ...]) -> int:
    """The number of words of a title that stands in a label word for word and in order; 0 where it does not.

    A title of one word is only taken where the label says little else.
    """
    rest = iter(words)
    found = bool(title) and all(word in rest for word in title) and (len(title) > 1 or len(words) <= 2)
    return len(title) if found else 0


def title_words(text: str) -> tuple[str, ...]:
    lowered = text.lower().replace("_", " ")
    return tuple(w for w in _WORDS.findall(lowered) if w not in _FILLERS)
