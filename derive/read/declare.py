"""Assumptions in words and relations: ``tau > 0``, ``0 < W_0 < W_1``, ``n in positive integers``, ``x in real``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.expression import ZERO, Expression, number
from derive.name import Name
from derive.read.reader import read
from derive.read.words import canonical
from derive.statement import Unreadable
from derive.vocabulary import EMPTY, Vocabulary

_WORDS = re.compile(
    r"^\s*(?P<names>.+?)\s*(?:\\in\b|∈|\bin\b|\bis\b|\bare\b|:)\s*(?:an?\b|the\b|\\text\s*\{)?"
    r"\s*(?P<domain>[A-Za-z][A-Za-z \-]*)\}?\s*$"
)
_BOARD = re.compile(
    r"^\s*(?P<names>.+?)\s*(?:\\in\b|∈|\bin\b)\s*(?:\\mathbb\s*\{?(?P<letter>[RNZCQ])\}?|(?P<sign>[ℝℕℤℂℚ]))\s*(?P<sub>[\^_]\{?[+>0*-]+\}?)?\s*$"
)


def domain_of(words: str) -> str:
    """The domain that words such as ``positive integers`` or ``integer positive`` mean; empty where there is none."""
    found = set(re.findall(r"[a-z]+", words.lower().replace("non-", "non")))
    found = {w[:-1] if w in ("integers", "reals", "numbers", "naturals", "constants") else w for w in found} - {
        "number",
        "numbers",
        "constant",
        "value",
        "all",
    }
    if not found <= {
        "real",
        "complex",
        "positive",
        "negative",
        "nonnegative",
        "nonpositive",
        "nonzero",
        "integer",
        "natural",
        "rational",
    }:
        return ""
    if "natural" in found:
        return "positive integer"
    if "integer" in found:
        if "positive" in found:
            return "positive integer"
        return "nonnegative integer" if "nonnegative" in found else "integer"
    for domain in ("positive", "nonnegative", "negative", "nonpositive", "nonzero", "real", "complex"):
        if domain in found:
            return domain
    return "real" if "rational" in found else ""


def declare(
    assumptions: Sequence[str], *, syntax: str = "auto", vocabulary: Vocabulary = EMPTY
) -> Vocabulary | Unreadable:
    """The vocabulary with domains and assumptions from texts; the first that cannot be read is returned as such."""
    for text in assumptions:
        outcome = _declare(text, syntax, vocabulary)
        if isinstance(outcome, Unreadable):
            return outcome
        vocabulary = outcome
    return vocabulary


def _declare(text: str, syntax: str, vocabulary: Vocabulary) -> Vocabulary | Unreadable:
    found = _WORDS.match(text)
    domain = domain_of(found.group("domain")) if found else ""
    if found is None or not domain:
        board = _BOARD.match(text)
        if board is not None:
            found, domain = board, _board_domain(board)
    if found is not None and domain:
        for name in re.split(r"\s*,\s*|\s+and\s+", found.group("names").replace("$", "")):
            if name.strip():
                vocabulary = _narrowed(vocabulary, canonical(name), domain)
        return vocabulary
    statement = read(text, syntax=syntax, vocabulary=replace(vocabulary, closed=False))
    if isinstance(statement, Unreadable):
        return statement
    relation = statement.expression
    if relation.head not in (
        "lt",
        "le",
        "gt",
        "ge",
        "ne",
        "eq",
        "chain",
        "and",
        "member",
        "or",
        "not",
        "ll",
        "gg",
        "approx",
        "define",
        "sim",
        "propto",
        "implies",
    ):
        return Unreadable(
            text,
            0,
            f"{text.strip()!r}",
            "an assumption such as tau > 0 or n in positive integers",
            "write it as a relation",
        )
    return _assume(vocabulary, relation)


def _board_domain(board: re.Match[str]) -> str:
    letter = board.group("letter") or dict(zip("ℝℕℤℂℚ", "RNZCQ"))[board.group("sign")]
    mark = (board.group("sub") or "").strip("^_{}")
    domain = {"R": "real", "Q": "real", "N": "positive integer", "Z": "integer", "C": "complex"}[letter]
    if "+" in mark or ">" in mark:
        return "positive integer" if letter == "Z" else "positive"
    if "0" in mark and letter == "N":
        return "nonnegative integer"
    return domain


def _assume(vocabulary: Vocabulary, relation: Expression) -> Vocabulary:
    if relation.head == "and":
        for part in relation.args:
            vocabulary = _assume(vocabulary, part)
        return vocabulary
    if relation.head == "chain":
        kept = vocabulary
        for at, head in enumerate(relation.value):
            kept = _assume(kept, Expression(head, relation.args[at : at + 2]))
        return kept
    domain = _sign(relation)
    if domain is not None:
        return _narrowed(vocabulary, *domain)
    for name in relation.names():
        if relation.head in ("lt", "le", "gt", "ge"):
            vocabulary = _narrowed(vocabulary, name, "real")
    return vocabulary.with_assumptions(relation)


_SIGNS = {"gt": "positive", "ge": "nonnegative", "lt": "negative", "le": "nonpositive", "ne": "nonzero"}
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "ne": "ne"}
_SETS = {
    "Reals": "real",
    "Naturals": "positive integer",
    "Integers": "integer",
    "Complexes": "complex",
    "Rationals": "real",
}


def _sign(relation: Expression) -> tuple[str, str] | None:
    """``x > 0`` as the domain of x."""
    if len(relation.args) != 2:
        return None
    left, right = relation.args
    if relation.head == "member" and left.head == "name" and right.head == "name":
        return (left.value, _SETS[right.value]) if right.value in _SETS else None
    if relation.head not in _SIGNS:
        return None
    if left.head == "name" and right == number(0):
        return left.value, _SIGNS[relation.head]
    if right.head == "name" and left == number(0):
        return right.value, _SIGNS[_TURNED[relation.head]]
    return None


_BOTH = {
    frozenset(("integer", "positive")): "positive integer", frozenset(("integer",
    "nonnegative")): "nonnegative integer",
    frozenset(("nonnegative integer", "positive")): "positive integer", frozenset(("nonnegative",
    "nonzero")): "positive",
    frozenset(("nonpositive", "nonzero")): "negative", frozenset(("nonnegative integer",
    "nonzero")): "positive integer",
}  # fmt: skip
_RELATIONS = {word: head for head, word in _SIGNS.items()}
_IMPLIED = {
    "positive": ("nonzero", "nonnegative"),
    "negative": ("nonzero", "nonpositive"),
    "positive integer": ("nonzero", "nonnegative", "positive"),
    "nonnegative integer": ("nonnegative",),
}
_WIDTH = (
    "complex",
    "nonzero",
    "real",
    "nonpositive",
    "nonnegative",
    "negative",
    "positive",
    "integer",
    "nonnegative integer",
    "positive integer",
)


def _narrowed(vocabulary: Vocabulary, text: str, domain: str) -> Vocabulary:
    """The name with the narrower of its old and new domains."""
    declared = vocabulary.name(text)
    if declared is None:
        return replace(vocabulary, names=(*vocabulary.names, Name(text, domain)))
    both = _BOTH.get(frozenset((declared.domain, domain)))
    narrower = both or max(declared.domain, domain, key=_WIDTH.index)
    names = tuple(replace(n, domain=narrower) if n.text == text else n for n in vocabulary.names)
    vocabulary = replace(vocabulary, names=names)
    # What the narrower of the two words leaves unsaid is kept as a relation: a real number that is not zero.
    for word in (declared.domain, domain):
        if word in _RELATIONS and narrower != word and word not in _IMPLIED.get(narrower, ()):
            vocabulary = vocabulary.with_assumptions(Expression(_RELATIONS[word], (Expression("name", (), text), ZERO)))
    return vocabulary
