"""Averages of words: what is not random leaves ``<w^T u u^T w>``, and what is random stays together.

In a scalar the order can be turned round, so that its random letters stand side by side: ``<(w^T u)^2>`` is the trace
of ``w w^T <u u^T>``, and so is ``w^T <u u^T> w``.
"""

from __future__ import annotations

from derive.decide.words import Form, Key, Letter, NoWordsError, Word, form, transposed_word, turned
from derive.expression import Expression


def averaged(f: Form, random: frozenset[str], vectors: frozenset[str], hidden: frozenset[str]) -> Form:
    """The average of a sum of words over the letters that are random; ``hidden`` are names of random scalars."""
    terms: dict[Key, list[Expression]] = {}
    for (scalars, word), c in f.terms:
        if not (random | hidden).isdisjoint(c.names()):
            raise NoWordsError("a random number in front of a matrix")
        moving = [s for s in scalars if is_random(s, random)]
        still = [s for s in scalars if not is_random(s, random)]
        if word is not None and is_random(word, random):
            word = _shortest(_beside(word, moving, vectors), random)
        elif moving:
            still.append(turned(_best(moving, random, vectors)))
        terms.setdefault((tuple(sorted(still, key=repr)), word), []).append(c)
    return form(terms, f.shape)


def is_random(word: Word, random: frozenset[str]) -> bool:
    return any(_random_letter(letter, random) for letter in word)


def _random_letter(letter: Letter, random: frozenset[str]) -> bool:
    key = letter[0]
    if isinstance(key, str):
        return key in random
    assert isinstance(key, tuple)
    if key[0] == "mean":
        return False
    return any(is_random(w or (), random) or any(is_random(s, random) for s in t) for (t, w), _ in key[1].terms)


def _gathered(word: Word, random: frozenset[str]) -> Word:
    """The random letters, and what stands between them, as one letter."""
    places = [at for at, letter in enumerate(word) if _random_letter(letter, random)]
    low, high = places[0], places[-1] + 1
    mean: Letter = (("mean", word[low:high]), False, False)
    return (*word[:low], mean, *word[high:])


def _best(moving: list[Word], random: frozenset[str], vectors: frozenset[str]) -> Word:
    """A product of random scalars as one trace whose random letters stand as close together as they can."""
    if len(moving) == 1:
        ways = [w[k:] + w[:k] for w in (moving[0], transposed_word(moving[0])) for k in range(len(moving[0]))]
    elif len(moving) == 2:
        joined = [a + b for a in _opened(moving[0], vectors) for b in _opened(moving[1], vectors)]
        ways = [w[k:] + w[:k] for w in joined for k in range(len(w))]
    else:
        raise NoWordsError("an average of three random numbers")
    return _shortest(ways, random)


def _shortest(ways: list[Word], random: frozenset[str]) -> Word:
    """The way of writing a product in which the fewest letters are averaged."""

    def length(word: Word) -> tuple[int, str]:
        return sum(len(k[1]) for k, _, _ in word if isinstance(k, tuple) and k[0] == "mean"), repr(word)

    if not ways:
        raise NoWordsError("an average of numbers that are no inner products")
    return min((_gathered(w, random) for w in ways), key=length)


def _beside(word: Word, moving: list[Word], vectors: frozenset[str]) -> list[Word]:
    """A vector times a random scalar, written as one word: ``u (w^T u)`` is ``u u^T w``."""
    if not moving:
        return [word]
    if len(moving) > 1:
        raise NoWordsError("random numbers beside a random matrix")
    opened = _opened(moving[0], vectors)
    behind = [word + o for o in opened] if word[-1][0] in vectors and not word[-1][1] else []
    return behind + ([o + word for o in opened] if word[0][0] in vectors and word[0][1] else [])


def _opened(word: Word, vectors: frozenset[str]) -> list[Word]:
    """The rotations of a scalar, and of its transpose, that begin with a row and end with a column."""
    rotations = [w[k:] + w[:k] for w in (word, transposed_word(word)) for k in range(len(word))]
    return [w for w in rotations if w[0][0] in vectors and w[0][1] and w[-1][0] in vectors and not w[-1][1]]
