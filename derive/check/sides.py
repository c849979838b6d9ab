"""Reads the sides of a document's equations, all with one vocabulary inferred from the whole document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.documents import Document, Fragment
from derive.documents.rows import equations
from derive.read import declare, expand, infer, macros, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary

_ALL_POSITIVE = re.compile(r"^\s*all\b.*\bpositive\b", re.IGNORECASE)
_COMPLEX = re.compile(r"\\imath|\\Re\b|\\Im\b|\\overline|\\operatorname\{(?:Re|Im)\}")


class Reader:
    """Texts to statements; every text of a section is read once, with the words of that section."""

    def __init__(self, document: Document, vocabulary: Vocabulary, assume: Sequence[str]) -> None:
        self.macros = macros("\n".join(document.macros))
        self.syntax = "plain" if all(f.syntax == "plain" for f in document.fragments) else "latex"
        self.assume = tuple(assume)
        self.base = vocabulary
        self.texts: dict[int, list[str]] = {}
        for fragment in document.fragments:
            found = self.texts.setdefault(fragment.section, [])
            for equation in equations(fragment.text):
                # The whole equation: that an index is one is often seen on its other side.
                sides = [self.expanded(s.text) for s in equation.sides if s.text]
                found.append(" = ".join(sides))
        self.vocabularies: dict[int, Vocabulary] = {}
        self.known: dict[tuple[str, str, int], Statement | Unreadable] = {}
        for sentence in self.assume:
            self.declared(sentence, infer((sentence,), syntax="auto", vocabulary=vocabulary))

    def vocabulary(self, section: int) -> Vocabulary:
        """The words of a section: what its own texts say, and what is assumed throughout."""
        if section not in self.vocabularies:
            self.vocabularies[section] = self.inferred(self.texts.get(section, []))
        return self.vocabularies[section]

    def inferred(self, texts: Sequence[str]) -> Vocabulary:
        vocabulary = infer(texts, syntax=self.syntax, vocabulary=self.base)
        domain = "complex" if any(_COMPLEX.search(t) for t in texts) else "real"
        if any(_ALL_POSITIVE.match(a) for a in self.assume):
            domain = "positive"
        names = tuple(replace(n, domain=domain) if n.domain == "complex" else n for n in vocabulary.names)
        vocabulary = replace(vocabulary, names=names)
        for sentence in self.assume:
            vocabulary = self.declared(sentence, vocabulary)
        return vocabulary

    def declared(self, sentence: str, vocabulary: Vocabulary) -> Vocabulary:
        """The vocabulary with an assumption of the user's.

        Raises:
            ValueError: it cannot be read; the sentence says why.
        """
        if _ALL_POSITIVE.match(sentence):
            return vocabulary
        declared = declare((sentence,), syntax="auto", vocabulary=vocabulary)
        if isinstance(declared, Unreadable):
            raise ValueError(f"the assumption {sentence!r} could not be read: {declared.sentence()}")
        return declared

    def expanded(self, text: str) -> str:
        """The text with the author's macros put in; as it stands where that goes wrong."""
        if not self.macros:
            return text
        new = expand(text, self.macros)
        return text if isinstance(new, Unreadable) else new

    def read(self, text: str, fragment: Fragment) -> Statement | Unreadable:
        key = (text, fragment.syntax, fragment.section)
        if key not in self.known:
            self.known[key] = read(
                self.expanded(text), syntax=fragment.syntax, vocabulary=self.vocabulary(fragment.section)
            )
        return self.known[key]
