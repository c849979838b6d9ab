r"""Words in a display: ``\\text{...}`` that is a remark, in front of an equation, behind it or in its middle."""

from __future__ import annotations

from derive.documents.relations import BINARY, RELATIONS, is_prose, words_of
from derive.documents.tokens import Token, skip_argument

TEXTUAL = frozenset(
    (
        "\\text",
        "\\mbox",
        "\\textrm",
        "\\hbox",
        "\\textit",
        "\\textbf",
        "\\intertext",
        "\\shortintertext",
        "\\textnormal",
    )
)


KEYWORDS = words_of("so thus hence therefore then where and or with for if when because since also but")


def words_around(text: str, row: tuple[Token, ...]) -> tuple[str, tuple[Token, ...], str]:
    r"""Words in front, the mathematics, words behind: ``\text{...}`` that is prose, at the top level only."""
    items = list(row)
    leading: list[str] = []
    trailing: list[str] = []
    while (found := _text_at(text, items, front=True)) is not None:
        leading.append(found[0])
        items = items[found[1] :]
    while (found := _text_at(text, items, front=False)) is not None:
        trailing.insert(0, found[0])
        items = items[: found[1]]
    return " ".join(leading), tuple(items), " ".join(trailing)


def _text_at(text: str, items: list[Token], *, front: bool) -> tuple[str, int] | None:
    if front and (label := _labelled(text, items)) is not None:
        return label
    significant = [i for i, t in enumerate(items) if t.kind != "space" and t.text != "&"]
    if not significant:
        return None
    if front:
        i = significant[0]
        if items[i].text not in TEXTUAL:
            return None
        stop = skip_argument(items, i)
        after = next((t for t in items[stop + 1 :] if t.kind != "space"), None)
        if after is not None and after.text in ("_", "^", "(", "\\left", "'"):
            return None
        words = text[items[i].stop : items[stop].stop].strip("{} ")
        relation = after is not None and (after.text in RELATIONS or after.text in BINARY)
        if relation and words.lower().strip(" :,.") not in KEYWORDS:
            return None
        return (words, stop + 1) if stop > i else None
    opener = next(
        (i for i in significant if items[i].text in TEXTUAL and items[i].depth == 0 and _last(items, i)), None
    )
    if opener is None or opener == significant[0]:
        return None
    words = text[items[opener].stop : items[-1].stop].strip("{} ")
    before = next((t for t in reversed(items[:opener]) if t.kind != "space"), None)
    if before is not None and (before.text in RELATIONS or before.text in BINARY or before.text in ("_", "^")):
        return None
    return (words, opener) if is_prose(words) else None


def _labelled(text: str, items: list[Token]) -> tuple[str, int] | None:
    r"""Everything up to a ``\text{...:}`` in front of the first relation: a caption of the equation."""
    for i, token in enumerate(items):
        if token.depth == 0 and token.text in RELATIONS:
            return None
        if token.depth == 0 and token.text in TEXTUAL:
            stop = skip_argument(items, i)
            inside = text[items[i].stop : items[stop].stop].strip("{} ")
            if inside.endswith(":"):
                return f"{text[items[0].offset : token.offset].strip()} {inside}".strip(), stop + 1
    return None


def _last(items: list[Token], i: int) -> bool:
    stop = skip_argument(items, i)
    return stop > i and all(t.kind == "space" for t in items[stop + 1 :])


def breaks(text: str, row: list[Token], i: int, current: list[Token]) -> bool:
    r"""Whether ``\text{...}`` in the middle of a row is a remark that ends what stands before it."""
    significant = [t for t in current if t.kind != "space" and t.text != "&"]
    if not significant or significant[-1].text in RELATIONS or significant[-1].text in BINARY:
        return False
    if significant[-1].text in ("_", "^", "}") and significant[-1].text != "}":
        return False
    stop = skip_argument(row, i)
    words = text[row[i].stop : row[stop].stop].strip("{} ")
    return stop > i and is_prose(words) and not words.endswith(":")
