"""Reads the sides of a document's equations, all with one vocabulary inferred from the whole document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.documents import Document, Fragment
from derive.documents.rows import equations
from derive.read import declare, infer, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary

_ALL_POSITIVE = re.compile(r"^\s*all\b.*\bpositive\b", re.IGNORECASE)
_COMPLEX = re.compile(r"\\imath|\\Re\b|\\Im\b|\\overline|\\operatorname\{(?:Re|Im)\}")


class Reader:
    """Texts to statements; every text is read once."""

    def __init__(self, document: Document, vocabulary: Vocabulary, assume: Sequence[str]) -> None:
        self.macros = document.macros
        texts = [s.text for f in document.fragments for e in equations(f.text) for s in e.sides if s.text]
        vocabulary = infer(texts, syntax=_syntax(document), vocabulary=vocabulary)
        domain = "complex" if any(_COMPLEX.search(t) for t in texts) else "real"
        if any(_ALL_POSITIVE.match(a) for a in assume):
            domain = "positive"
        names = tuple(
            replace(n, domain=domain) if n.domain == "complex" and not n.shape else n for n in vocabulary.names
        )
        vocabulary = replace(vocabulary, names=names)
        for sentence in assume:
            if _ALL_POSITIVE.match(sentence):
                continue
            declared = declare((sentence,), syntax="auto", vocabulary=vocabulary)
            if isinstance(declared, Unreadable):
                raise ValueError(f"the assumption {sentence!r} could not be read: {declared.sentence()}")
            vocabulary = declared
        self.vocabulary = vocabulary
        self.known: dict[tuple[str, str], Statement | Unreadable] = {}

    def expanded(self, text: str) -> str:
        """The text as it stands; macros are the reader's work."""
        return text

    def read(self, text: str, fragment: Fragment) -> Statement | Unreadable:
        key = (text, fragment.syntax)
        if key not in self.known:
            self.known[key] = read(text, syntax=fragment.syntax, vocabulary=self.vocabulary)
        return self.known[key]


def _syntax(document: Document) -> str:
    return "plain" if all(f.syntax == "plain" for f in document.fragments) else "latex"
