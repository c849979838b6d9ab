"""Reads the sides of a document's equations, all with one vocabulary inferred from the whole document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.documents import Document, Fragment
from derive.documents.rows import equations
from derive.name import Function
from derive.read import declare, expand, infer, macros, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary

_ALL_POSITIVE = re.compile(r"^\s*all\b.*\bpositive\b", re.IGNORECASE)
#: A letter with one name or number in brackets behind it.
_LONE = re.compile(
    r"(?<![A-Za-z\\])(?P<letter>\\[A-Za-z]+|[A-Za-z])\s*(?:\\left\s*)?\(\s*(?:\\[A-Za-z]+|[A-Za-z]|\d+)"
    r"(?:_(?:\w|\{\w+\}))?\s*(?:\\right\s*)?\)"
)
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
        self.lone: dict[tuple[str, str, int], Statement | None] = {}
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

    def promote(self, text: str, section: int) -> None:
        """From here on a letter is a function in its section: it was defined as one."""
        vocabulary = self.vocabulary(section)
        self.vocabularies[section] = as_functions(vocabulary, (text,))
        for table in (self.known, self.lone):
            for key in [k for k in table if k[2] == section]:
                del table[key]

    def stands_bare(self, text: str, section: int) -> bool:
        """Whether a letter stands somewhere in a section without an argument behind it."""
        base, _, script = text.partition("_")
        letter = re.escape(base) if len(base) == 1 else rf"\\{re.escape(base)}"
        below = rf"_(?:{re.escape(script)}|\{{{re.escape(script)}\}})" if script else r"(?!_)"
        bare = re.compile(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z]){below}(?!\s*(?:\\left\s*)?\()")
        return any(bare.search(t) for t in self.texts.get(section, ()))

    def as_application(self, text: str, fragment: Fragment) -> Statement | None:
        r"""The text with ``\sigma(z)`` read as an application; None where it has no such pair, or was read so already.

        A letter in front of one name in brackets is a product by the letter's other uses (``\sigma^2``), and yet
        hardly anybody puts brackets around a lone factor.
        """
        key = (text, fragment.syntax, fragment.section)
        if key not in self.lone:
            self.lone[key] = self._as_application(text, fragment)
        return self.lone[key]

    def _as_application(self, text: str, fragment: Fragment) -> Statement | None:
        vocabulary = self.vocabulary(fragment.section)
        letters = dict.fromkeys(m.group("letter").removeprefix("\\") for m in _LONE.finditer(text))
        applied = [t for t in letters if vocabulary.name(t) is not None and vocabulary.function(t) is None]
        usual = self.read(text, fragment)
        if not applied or isinstance(usual, Unreadable):
            return None
        changed = as_functions(vocabulary, applied)
        found = read(self.expanded(text), syntax=fragment.syntax, vocabulary=changed)
        if isinstance(found, Unreadable) or found.expression == usual.expression:
            return None
        return found


def as_functions(vocabulary: Vocabulary, letters: Sequence[str]) -> Vocabulary:
    """The vocabulary in which letters that were symbols are functions."""
    fresh = tuple(Function(t) for t in letters if vocabulary.function(t) is None)
    names = tuple(n for n in vocabulary.names if n.text not in letters)
    return replace(vocabulary, names=names, functions=(*vocabulary.functions, *fresh))
