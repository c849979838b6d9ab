"""Products of matrices and vectors of any size, decided by their words.

``(A B)^T = B^T A^T``, ``tr(A B) = tr(B A)``, ``(A^-1)^T = (A^T)^-1`` and ``|y - X w|^2`` multiplied out are proved at
once for every size: both sides are brought to sums of words (:mod:`derive.decide.words`), and the numbers in front of
each word are compared by the ladder.  Nothing is refuted here: a difference of words is shown by matrices in numbers.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.averages import averaged, is_random
from derive.decide.words import (
    Form,
    NoWordsError,
    Word,
    closed,
    inverted,
    multiplied,
    negated,
    number_form,
    scaled,
    summed,
    traced,
    transposed,
)
from derive.expression import ONE, ZERO, Expression, add, call, div, mul, name, number, power, replace
from derive.verdict import Evidence, Outcome, Verdict, proved
from derive.vocabulary import Vocabulary

Ask = Callable[[Expression, Expression], Verdict]
#: The letter that stands for the identity where matrices are multiplied and nothing else is said of it.
IDENTITY = frozenset(("I", "I_bold", "mathbb1"))
_SCALAR_HEADS = frozenset(("number", "decimal", "constant"))
_POWERS = 6


def equal_words(
    left: Expression, right: Expression, tensors: frozenset[str], vocabulary: Vocabulary, ask: Ask
) -> Verdict | None:
    """A proof that both sides are the same sum of words, or None.

    ``tensors`` are the names that may be vectors or matrices; all other names are numbers and commute.
    """
    reading = _Reading(tensors, vocabulary, (left, right))
    try:
        difference = summed([reading.of(left), negated(reading.of(right))])
    except (NoWordsError, RecursionError):
        return None
    by_word: dict[Word | None, list[Expression]] = {}
    for (scalars, word), c in difference.terms:
        by_word.setdefault(word, []).append(mul(c, *[reading.named(s) for s in scalars]) if scalars else c)
    used: dict[str, None] = {}
    for coefficients in by_word.values():
        verdict = ask(add(*coefficients), ZERO)
        if verdict.outcome is not Outcome.PROVED:
            return None
        used.update(dict.fromkeys(a for e in verdict.evidence for a in e.assumptions))
    text = "both sides are the same sum of products, for matrices of every size that fits"
    told = f" ({'; '.join(reading.assumed)})" if reading.assumed else ""
    return proved(text + told, Evidence("proof", "words", text, (), (*reading.assumed, *used)))


def uses_identity(left: Expression, right: Expression) -> bool:
    return not IDENTITY.isdisjoint((*left.names(), *right.names()))


def with_identity(expression: Expression) -> Expression:
    """The name of the identity as the matrix it is."""
    return replace(expression, dict.fromkeys(sorted(IDENTITY), call("eye")))


class _Reading:
    """Turns expressions into sums of words."""

    __slots__ = ("assumed", "random", "square", "taken", "tensors", "vectors", "vocabulary")

    def __init__(self, tensors: frozenset[str], vocabulary: Vocabulary, sides: tuple[Expression, ...]) -> None:
        self.vocabulary = vocabulary
        self.tensors = tensors
        shapes = {n: d.shape for n in sorted(tensors) if (d := vocabulary.name(n)) is not None}
        self.vectors = frozenset(n for n, s in shapes.items() if len(s) == 1 or (len(s) == 2 and s[1] == 1))
        self.square = frozenset(_inverted_names(sides) & tensors)
        self.random = _only_averaged(sides)
        self.taken: dict[Word, Expression] = {}
        self.assumed: list[str] = []

    def named(self, word: Word) -> Expression:
        """The name of a scalar that is made of matrices."""
        if word not in self.taken:
            self.taken[word] = name(f"scalar {len(self.taken) + 1}")
        return self.taken[word]

    def expression(self, f: Form) -> Expression:
        """A scalar as an expression in numbers, names and the names of scalars."""
        f = closed(f)
        terms = [mul(c, *[self.named(s) for s in scalars]) if scalars else c for (scalars, _), c in f.terms]
        return add(*terms) if terms else ZERO

    def of(self, node: Expression) -> Form:
        head = node.head
        if head == "name":
            return self._name(node)
        if head in _SCALAR_HEADS:
            return number_form(node)
        if head == "neg":
            return negated(self.of(node.args[0]))
        if head == "add":
            return summed([self.of(a) for a in node.args])
        if head == "mul":
            result = self.of(node.args[0])
            for a in node.args[1:]:
                result = multiplied(result, self.of(a), self.vectors)
            return result
        if head == "div":
            return scaled(self.of(node.args[0]), div(ONE, self.expression(self.of(node.args[1]))))
        if head == "pow":
            return self._power(*node.args)
        if head == "call":
            return self._call(node)
        if self.tensors.isdisjoint(node.names()):
            return number_form(node)
        raise NoWordsError(f"{head} of matrices")

    def _name(self, node: Expression) -> Form:
        text = str(node.value)
        if text in IDENTITY and text not in self.square:
            told = f"{text} is the identity"
            if told not in self.assumed:
                self.assumed.append(told)
            return Form(((((), ()), ONE),), (None, None))
        if text not in self.tensors:
            return number_form(node)
        declared = self.vocabulary.name(text)
        shape: tuple[object, object] = (None, None)
        if declared is not None and len(declared.shape) == 1:
            shape = (declared.shape[0], 1)
        return Form(((((), ((text, False, False),)), ONE),), shape)

    def _power(self, base: Expression, exponent: Expression) -> Form:
        count = _whole(exponent)
        if base.head == "call" and base.value == "norm" and len(base.args) == 1 and count in (2, 4):
            square = call("dot", base.args[0], base.args[0])
            return self.of(square if count == 2 else mul(square, square))
        inside = self.of(base)
        if inside.is_scalar:
            if count is not None and 0 <= count <= _POWERS and len(inside.terms) * count < 40:
                result = number_form(ONE)
                for _ in range(count):
                    result = multiplied(result, inside, self.vectors)
                return result
            return number_form(power(self.expression(inside), self.expression(self.of(exponent))))
        if inside.shape is not None and 1 in inside.shape and count == 2:
            return multiplied(transposed(inside), inside, self.vectors) if inside.shape[1] == 1 else self._no_power()
        if count is None or abs(count) > _POWERS or count == 0:
            return self._no_power()
        if count < 0:
            inside, count = inverted(inside, self.square), -count
        result = inside
        for _ in range(count - 1):
            result = multiplied(result, inside, self.vectors)
        return result

    def _no_power(self) -> Form:
        raise NoWordsError("a power of a matrix that is not written out")

    def _call(self, node: Expression) -> Form:
        function = node.value
        args = [self.of(a) for a in node.args]
        if function == "Expectation" and len(args) == 1:
            hidden = frozenset(str(t.value) for w, t in self.taken.items() if is_random(w, self.random))
            return averaged(args[0], self.random, self.vectors, hidden)
        if function == "transpose" and len(args) == 1:
            return transposed(args[0])
        if function == "inverse" and len(args) == 1 and not args[0].is_scalar:
            return inverted(args[0], self.square)
        if function == "trace" and len(args) == 1:
            return args[0] if args[0].is_scalar else traced(args[0])
        if function == "dot" and len(args) == 2 and not any(a.is_scalar for a in args):
            return self._inner(args[0], args[1])
        if function == "norm" and len(args) == 1 and not args[0].is_scalar:
            return number_form(call("sqrt", self.expression(self._inner(args[0], args[0]))))
        if function == "outer" and len(args) == 2 and not any(a.is_scalar for a in args):
            return multiplied(args[0], transposed(args[1]), self.vectors)
        if function == "eye":
            return Form(((((), ()), ONE),), (None, None))
        if function == "zeros":
            return Form((), (None, None))
        if function == "det" and len(args) == 1 and not args[0].is_scalar:
            return self._determinant(args[0])
        if all(a.is_scalar for a in args) and function not in ("inverse", "norm", "dot", "outer"):
            return number_form(node.with_args(tuple(self.expression(a) for a in args)))
        raise NoWordsError(f"{function} of matrices")

    def _inner(self, a: Form, b: Form) -> Form:
        product = multiplied(transposed(a), b, self.vectors)
        return product if product.is_scalar else traced(product)

    def _determinant(self, f: Form) -> Form:
        """``det(A B) = det A det B`` for square letters; a number in front would need the size."""
        if len(f.terms) != 1:
            raise NoWordsError("the determinant of a sum")
        ((scalars, word), c) = f.terms[0]
        if scalars or c != ONE or not word or any(k not in self.square for k, _, _ in word):
            raise NoWordsError("the determinant of what is not known to be square")
        factors = [(name(f"det {k}"), inverse) for k, _, inverse in word]
        return number_form(mul(*[power(d, number(-1)) if inverse else d for d, inverse in factors]))


def _whole(exponent: Expression) -> int | None:
    if exponent.head == "neg":
        inside = _whole(exponent.args[0])
        return None if inside is None else -inside
    if exponent.head == "number" and exponent.value.denominator == 1:
        return int(exponent.value)
    return None


def _only_averaged(sides: tuple[Expression, ...]) -> frozenset[str]:
    """Names that stand in averages only: what also stands outside of one is not random."""
    inside: set[str] = set()
    outside: set[str] = set()
    stack = list(sides)
    while stack:
        node = stack.pop()
        if node.head == "call" and node.value == "Expectation":
            inside.update(node.names())
        elif node.head == "name":
            outside.add(str(node.value))
        else:
            stack.extend(node.args)
    return frozenset(inside - outside)


def _inverted_names(sides: tuple[Expression, ...]) -> set[str]:
    """Names whose own inverse or determinant is written somewhere: square matrices, invertible where inverted."""
    found: set[str] = set()
    for side in sides:
        for node in side.walk():
            inside: Expression | None = None
            called = node.head == "call" and node.value in ("inverse", "det") and bool(node.args)
            if called or (node.head == "pow" and (_whole(node.args[1]) or 0) < 0):
                inside = node.args[0]
            if inside is not None and inside.head == "call" and inside.value == "transpose":
                inside = inside.args[0]
            if inside is not None and inside.head == "name":
                found.add(str(inside.value))
    return found
