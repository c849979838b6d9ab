"""Words of matrices: products that do not commute, and sums of them with numbers in front.

A letter is a matrix, transposed or not, inverted or not; a word is a product of letters.  A scalar that is made of
matrices (a trace, ``x^T A x``) is a word as well, the same for every rotation and for its transpose.  What is equal as
a sum of words is equal for matrices of every size that fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from derive.expression import ONE, ZERO, Expression, add, mul, neg

#: A letter: its key (a name, ``("inverse", form)`` of a sum, ``("mean", word)``), whether transposed, whether inverted.
Letter = tuple[object, bool, bool]
Word = tuple[Letter, ...]
#: Scalars made of matrices, sorted, and the matrix beside them; None for a number.
Key = tuple[tuple[Word, ...], Word | None]

#: Terms of a sum, and letters of a word.
MOST_TERMS, MOST_LETTERS = 400, 40


class NoWordsError(Exception):
    """What is no sum of words, or too long a one."""


@dataclass(frozen=True, slots=True)
class Form:
    """A sum of words, each with a number in front.  ``shape`` has None for a size that is not known."""

    terms: tuple[tuple[Key, Expression], ...]
    shape: tuple[object, object] | None

    @property
    def is_scalar(self) -> bool:
        return self.shape is None


def number_form(value: Expression) -> Form:
    return Form((), None) if value == ZERO else Form(((((), None), value),), None)


def form(terms: dict[Key, list[Expression]], shape: tuple[object, object] | None) -> Form:
    if len(terms) > MOST_TERMS:
        raise NoWordsError("a sum of too many words")
    found = [(k, add(*v)) for k, v in terms.items()]
    return Form(tuple(sorted(found, key=lambda t: repr(t[0]))), shape)


def summed(forms: list[Form]) -> Form:
    known = [f for f in forms if f.terms or not f.is_scalar] or forms
    if any(f.is_scalar != known[0].is_scalar for f in known):
        known = [closed(f) for f in known]
    terms: dict[Key, list[Expression]] = {}
    for f in known:
        for key, c in f.terms:
            terms.setdefault(key, []).append(c)
    shape = known[0].shape
    for f in known[1:]:
        if shape is not None and f.shape is not None:
            shape = (shape[0] or f.shape[0], shape[1] or f.shape[1])
    return form(terms, shape)


def scaled(f: Form, factor: Expression) -> Form:
    return Form(tuple((k, _times(factor, c)) for k, c in f.terms), f.shape)


def negated(f: Form) -> Form:
    return Form(tuple((k, neg(c)) for k, c in f.terms), f.shape)


def closed(f: Form) -> Form:
    """A matrix of one entry as the number it is."""
    if f.is_scalar:
        return f
    if f.shape != (1, 1):
        raise NoWordsError("a matrix beside a number")
    return traced(f)


def traced(f: Form) -> Form:
    """The trace: each word becomes a scalar."""
    terms: dict[Key, list[Expression]] = {}
    for (scalars, word), c in f.terms:
        assert word is not None
        while len(word) > 1 and _cancel(word[-1], word[0]):
            word = word[1:-1]
        if not word:
            raise NoWordsError("the trace of an identity of unknown size")
        terms.setdefault((tuple(sorted((*scalars, turned(word)), key=repr)), None), []).append(c)
    return form(terms, None)


@lru_cache(maxsize=4096)
def turned(word: Word) -> Word:
    """The same word for every rotation of a trace, and for its transpose."""
    both = (word, transposed_word(word))
    return min((w[k:] + w[:k] for w in both for k in range(len(w))), key=repr)


def transposed_word(word: Word) -> Word:
    return tuple(_transposed_letter(letter) for letter in reversed(word))


def _transposed_letter(letter: Letter) -> Letter:
    key, turn, inverse = letter
    if isinstance(key, tuple):
        inside = transposed(key[1]) if key[0] == "inverse" else transposed_word(key[1])
        return (key[0], inside), False, False
    return key, not turn, inverse


def transposed(f: Form) -> Form:
    if f.shape is None:
        return f
    terms = [((s, transposed_word(w or ())), c) for (s, w), c in f.terms]
    return Form(tuple(sorted(terms, key=lambda t: repr(t[0]))), (f.shape[1], f.shape[0]))


def multiplied(left: Form, right: Form, vectors: frozenset[str]) -> Form:
    """The product; a matrix of one entry multiplies as a number."""
    if len(left.terms) * len(right.terms) > MOST_TERMS:
        raise NoWordsError("a product of too many words")
    if left.shape is not None and right.shape is not None:
        inner, other = left.shape[1], right.shape[0]
        if inner is not None and other is not None and inner != other:
            if left.shape == (1, 1) or right.shape == (1, 1):
                left, right = (closed(f) if f.shape == (1, 1) else f for f in (left, right))
            else:
                raise NoWordsError("sizes that do not fit")
    shape = (left.shape[0], right.shape[1]) if left.shape and right.shape else left.shape or right.shape
    terms: dict[Key, list[Expression]] = {}
    for (s, v), a in left.terms:
        for (t, w), b in right.terms:
            word = None if v is None and w is None else (v or ()) + (w or ())
            for key, c in _settled(tuple(sorted(s + t, key=repr)), word, vectors, 0):
                terms.setdefault(key, []).append(_times(c, _times(a, b)))
    result = form(terms, shape)
    return closed(result) if shape == (1, 1) else result


def _settled(
    scalars: tuple[Word, ...], word: Word | None, vectors: frozenset[str], depth: int
) -> list[tuple[Key, Expression]]:
    """A word with what cancels in it cancelled, and the inner products in it taken out."""
    if word is None:
        return [((scalars, None), ONE)]
    if len(word) > MOST_LETTERS or depth > 30:
        raise NoWordsError("a word of too many letters")
    for at, (first, second) in enumerate(pairwise(word)):
        if _cancel(first, second):
            return _settled(scalars, word[:at] + word[at + 2 :], vectors, depth + 1)
    for at, letter in enumerate(word):
        found = _beside_inverse(word, at) if isinstance(letter[0], tuple) and letter[0][0] == "inverse" else None
        if found is not None:
            pieces: list[tuple[Key, Expression]] = []
            for replaced, c in found:
                pieces.extend((k, _times(c, d)) for k, d in _settled(scalars, replaced, vectors, depth + 1))
            return pieces
    inner = _inner_product(word, vectors)
    if inner is not None:
        low, high = inner
        more = tuple(sorted((*scalars, turned(word[low:high])), key=repr))
        return _settled(more, word[:low] + word[high:], vectors, depth + 1)
    return [((scalars, word), ONE)]


def _cancel(first: Letter, second: Letter) -> bool:
    """Whether two letters are a matrix and its inverse."""
    return isinstance(first[0], str) and first[:2] == second[:2] and first[2] != second[2]


def _times(a: Expression, b: Expression) -> Expression:
    return b if a == ONE else a if b == ONE else mul(a, b)


def _inner_product(word: Word, vectors: frozenset[str]) -> tuple[int, int] | None:
    """A part ``x^T ... y`` that does not reach over the whole word."""
    for high in range(len(word), 0, -1):
        key, turn, _ = word[high - 1]
        if key not in vectors or turn:
            continue
        for low in range(high - 1, -1, -1):
            opening, opened, _ = word[low]
            if opening in vectors and opened:
                return (low, high) if high - low < len(word) else None
    return None


def _beside_inverse(word: Word, at: int) -> list[tuple[Word, Expression]] | None:
    """``M^-1 w`` for the leading word w of M, with the rest of M on the other side."""
    from derive.expression import div

    key = word[at][0]
    assert isinstance(key, tuple)
    inside: Form = key[1]
    plain = [(w or (), c) for (s, w), c in inside.terms if not s]
    if len(plain) != len(inside.terms) or not plain:
        return None
    lead, c0 = max(plain, key=lambda t: (len(t[0]), repr(t[0])))
    size = len(lead)
    rest = [(w, c) for w, c in plain if w != lead]
    if not size:
        return None
    if word[at + 1 : at + 1 + size] == lead:
        before, after = word[:at], word[at + 1 + size :]
        return [(before + after, div(ONE, c0)), *(((*before, word[at], *w, *after), neg(div(c, c0))) for w, c in rest)]
    if at >= size and word[at - size : at] == lead:
        before, after = word[: at - size], word[at + 1 :]
        return [(before + after, div(ONE, c0)), *(((*before, *w, word[at], *after), neg(div(c, c0))) for w, c in rest)]
    return None


def inverted(f: Form, square: frozenset[str]) -> Form:
    """The inverse: of a product of square letters letter by letter, of anything else as a letter of its own."""
    from derive.expression import div

    assert f.shape is not None
    shape = (f.shape[1], f.shape[0])
    if len(f.terms) == 1:
        ((scalars, word), c) = f.terms[0]
        if not scalars and word is not None and all(isinstance(k, str) and k in square for k, _, _ in word):
            turned_round = tuple((k, t, not i) for k, t, i in reversed(word))
            return Form(((((), turned_round), c if c == ONE else div(ONE, c)),), shape)
    if not f.terms:
        raise NoWordsError("the inverse of zero")
    return Form(((((), ((("inverse", f), False, False),)), ONE),), shape)
