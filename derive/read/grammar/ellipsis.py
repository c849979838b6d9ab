r"""Dots in sums and products: ``1 + 2 + \cdots + n``, ``x + x^2 + \dots``, ``n(n-1)\cdots 1``.

What the dots stand for is told by the terms that are written: two neighbours differ by whole numbers in some places,
and the term at a place is the first one moved on.  Every term that is written has to agree with what is found, or the
dots are refused: they stand for something that is not written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from derive.expression import INFINITY, ONE, Expression, add, mul, name, neg, number, power, rewrite
from derive.read.grammar.parser import Parser

DOTS = frozenset(("dots", "cdots", "ldots", "dotsb", "dotsc", "dotsm", "dotso"))
_INDICES = "kjmil"

#: A whole linear form: multiples of other things, and a number.
Linear = tuple[tuple[tuple[Expression, Fraction], ...], Fraction]


def at_dots(parser: Parser) -> bool:
    return parser.kind == "command" and parser.token.text in DOTS


def series_of(parser: Parser, written: Sequence[Expression], last: Expression | None, head: str) -> Expression | None:
    """The sum or product that terms before the dots and the last one after them begin and end; None where untold."""
    written, last = _indexed(written, last)
    taken = {n for term in (*written, *((last,) if last is not None else ())) for n in term.names()}
    index = next((i for i in _INDICES if i not in taken and i not in parser.words.names), None)
    if index is None:
        return None
    for sign in (False, True) if head == "sum" else (False,):
        terms = [_unsigned(t, k) for k, t in enumerate(written)] if sign else list(written)
        if any(t is None for t in terms):
            continue
        found = _general([t for t in terms if t is not None], last, sign, index)
        if found is not None:
            general, count = found
            if sign:
                general = mul(power(neg(ONE), add(name(index), ONE)), general)
            return Expression(head, (general, name(index), ONE, count))
    return None


_NUMBERED = re.compile(r"([A-Za-z]+(?:_[a-z]+)?)_(\d+)")
_LETTERED = re.compile(r"([A-Za-z]+(?:_[a-z]+)?)_([A-Za-z])")


def _indexed(written: Sequence[Expression], last: Expression | None) -> tuple[list[Expression], Expression | None]:
    """``x_1``, ``x_2``, ..., ``x_n`` as one thing with an index."""
    bases: set[str] = set()

    def numbered(node: Expression) -> Expression:
        if node.head == "index" and node.args[0].head == "name":
            bases.add(node.args[0].value)
        found = _NUMBERED.fullmatch(node.value) if node.head == "name" else None
        if found is None:
            return node
        bases.add(found[1])
        return Expression("index", (name(found[1]), number(int(found[2]))))

    def lettered(node: Expression) -> Expression:
        found = _LETTERED.fullmatch(node.value) if node.head == "name" else None
        if found is None or found[1] not in bases:
            return numbered(node)
        return Expression("index", (name(found[1]), name(found[2])))

    terms = [rewrite(term, numbered) for term in written]
    return terms, rewrite(last, lettered) if last is not None else None


def _unsigned(term: Expression, place: int) -> Expression | None:
    """A term without the sign that alternating terms have at their place."""
    if place % 2 == 0:
        return None if term.head == "neg" else term
    return term.args[0] if term.head == "neg" else None


def _general(
    written: list[Expression], last: Expression | None, alternating: bool, index: str
) -> tuple[Expression, Expression] | None:
    """The term at a place, and how many there are: the first of a few that every term written agrees with."""
    if last is None and len(written) < 3:
        return None
    if last is not None and alternating:
        return None
    for general in _candidates(written, last, index):
        if general is None or name(index) not in general.walk() or not _agrees(general, index, written):
            continue
        if last is None:
            return general, INFINITY
        count = _Place(index).of(general, last)
        if count is not None:
            return general, count
    return None


def _candidates(written: list[Expression], last: Expression | None, index: str) -> Iterator[Expression | None]:
    """By the two last terms before the dots, in steps or by a factor; by the one before and the one after them."""
    place = len(written)
    if place > 1:
        yield _Matching(index, place - 1, False).pair(written[-2], written[-1])
        yield _Matching(index, place - 1, True).pair(written[-2], written[-1])
    if last is not None:
        yield _Matching(index, place, False).across(written[-1], last)


def _agrees(general: Expression, index: str, written: Sequence[Expression]) -> bool:
    return all(simple(_at(general, index, place)) == simple(term) for place, term in enumerate(written, 1))


def _at(general: Expression, index: str, place: int) -> Expression:
    if general == name(index):
        return number(place)
    return general.with_args(tuple(_at(a, index, place) for a in general.args)) if general.args else general


class _Matching:
    """Two terms side by side, the first of them at ``place``."""

    def __init__(self, index: str, place: int, geometric: bool) -> None:
        self.index, self.place, self.geometric = index, place, geometric

    def pair(self, one: Expression, two: Expression) -> Expression | None:
        """Neighbours: what is between them, moved on."""
        if one == two:
            return one
        a, b = linear(one), linear(two)
        if a is not None and b is not None and a[0] == b[0]:
            if self.geometric and not a[0]:
                return self._powers(a[1], b[1])
            return _moved(a, b[1] - a[1], self.index, self.place)
        return self._inside(one, two, self.pair)

    def across(self, one: Expression, two: Expression) -> Expression | None:
        """The first and the last: what differs goes on by ones."""
        if one == two:
            return one
        a, b = linear(one), linear(two)
        if two.head == "pow" and two.args[0].head == "number" and a is not None and not a[0]:
            exponent = _exponent(a[1], two.args[0].value)
            return None if exponent is None else power(two.args[0], self._on(exponent))
        if a is not None and b is not None and not a[0] and a[1].denominator == 1:
            return self._on(a[1])
        return self._inside(one, two, self.across)

    def _inside(
        self, one: Expression, two: Expression, rule: Callable[[Expression, Expression], Expression | None]
    ) -> Expression | None:
        if one.head != "pow" and two.head == "pow" and two.args[0] == one:
            one = power(one, ONE)
        if one.head != two.head or one.value != two.value or len(one.args) != len(two.args):
            return None
        args = [rule(x, y) for x, y in zip(one.args, two.args)]
        return None if any(a is None for a in args) else one.with_args(tuple(a for a in args if a is not None))

    def _powers(self, one: Fraction, two: Fraction) -> Expression | None:
        """Numbers that grow by a whole factor, as powers of it."""
        ratio = two / one if one else Fraction(0)
        exponent = _exponent(one, ratio) if ratio.denominator == 1 and ratio > 1 else None
        return None if exponent is None else power(number(ratio), self._on(exponent))

    def _on(self, value: Fraction) -> Expression:
        return _moved(((), value), Fraction(1), self.index, self.place)


def _exponent(value: Fraction, base: Fraction) -> Fraction | None:
    """``m`` where ``value`` is ``base`` to the ``m``."""
    if base <= 1:
        return None
    for m in range(40):
        if base**m == value:
            return Fraction(m)
    return None


def _moved(form: Linear, step: Fraction, index: str, place: int) -> Expression:
    """A linear form that changes by ``step`` from place to place and is ``form`` at ``place``."""
    start = form[1] - step * place
    moving = name(index) if abs(step) == 1 else mul(number(abs(step)), name(index))
    parts = [_multiple(e, c) for e, c in form[0]]
    parts.append(neg(moving) if step < 0 else moving)
    if start:
        parts.append(number(start) if start > 0 else neg(number(-start)))
    return add(*parts)


def _multiple(thing: Expression, count: Fraction) -> Expression:
    whole = thing if abs(count) == 1 else mul(number(abs(count)), thing)
    return neg(whole) if count < 0 else whole


def linear(e: Expression) -> Linear | None:
    """A sum of whole multiples of names and a whole number."""
    if e.head == "number":
        return ((), e.value) if e.value.denominator == 1 else None
    if e.head == "name":
        return ((e, Fraction(1)),), Fraction(0)
    if e.head == "neg":
        return _scaled(linear(e.args[0]), Fraction(-1))
    if e.head == "mul" and len(e.args) == 2 and e.args[0].head == "number" and e.args[1].head in ("name", "number"):
        return _scaled(linear(e.args[1]), e.args[0].value)
    if e.head != "add":
        return None
    total: dict[Expression, Fraction] = {}
    constant = Fraction(0)
    for part in e.args:
        inner = linear(part)
        if inner is None:
            return None
        for thing, count in inner[0]:
            total[thing] = total.get(thing, Fraction(0)) + count
        constant += inner[1]
    return tuple(sorted(((t, c) for t, c in total.items() if c), key=lambda p: str(p[0].value))), constant


def _scaled(form: Linear | None, by: Fraction) -> Linear | None:
    return None if form is None else (tuple((t, c * by) for t, c in form[0]), form[1] * by)


class _Place:
    """Where a general term becomes a given one: the value of its index, the same wherever the index stands."""

    def __init__(self, index: str) -> None:
        self.index = index
        self.value: Linear | None = None

    def of(self, general: Expression, term: Expression) -> Expression | None:
        if not self._fits(general, term) or self.value is None:
            return None
        things, constant = self.value
        parts = [_multiple(t, c) for t, c in things]
        if constant or not parts:
            parts.append(number(constant) if constant >= 0 else neg(number(-constant)))
        return add(*parts)

    def _fits(self, general: Expression, term: Expression) -> bool:
        if general == term:
            return True
        form, given = linear(general), linear(term)
        if form is not None and any(t == name(self.index) for t, _ in form[0]):
            if given is None:
                return False
            count = dict(form[0])[name(self.index)]
            rest = {t: c for t, c in form[0] if t != name(self.index)}
            things = dict(given[0])
            for thing, much in rest.items():
                things[thing] = things.get(thing, Fraction(0)) - much
            kept = sorted(((t, c / count) for t, c in things.items() if c), key=lambda p: str(p[0].value))
            value = (tuple(kept), (given[1] - form[1]) / count)
            whole = value[1].denominator == 1 and all(c.denominator == 1 for _, c in value[0])
            if not whole or self.value not in (None, value):
                return False
            self.value = value
            return True
        if general.head == "pow" and term.head != "pow":
            exponent = _exponent(term.value, general.args[0].value) if _numbers(term, general.args[0]) else Fraction(1)
            base = general.args[0] if exponent != 1 else term
            term = power(base, number(exponent)) if exponent is not None else term
        if general.head != term.head or general.value != term.value or len(general.args) != len(term.args):
            return False
        return all(self._fits(g, t) for g, t in zip(general.args, term.args))


def _numbers(one: Expression, two: Expression) -> bool:
    return one.head == two.head == "number"


def simple(e: Expression) -> Expression:
    """Powers of one and nought, factors of one, factorials and sums of small numbers, worked out."""
    args = tuple(simple(a) for a in e.args)
    form = linear(e.with_args(args)) if args else None
    if form is not None and e.head in ("add", "neg", "mul") and not form[0]:
        return number(form[1]) if form[1] >= 0 else neg(number(-form[1]))
    if form is not None and e.head == "add":
        parts = [_multiple(t, c) for t, c in form[0]]
        if form[1]:
            parts.append(number(form[1]) if form[1] > 0 else neg(number(-form[1])))
        return add(*parts)
    if e.head == "pow" and args[1] in (ONE, number(0)):
        return args[0] if args[1] == ONE else ONE
    if e.head == "pow" and args[0] == ONE:
        return ONE
    if e.head == "pow" and args[0].head == args[1].head == "number" and 0 <= args[1].value <= 40:
        return number(args[0].value ** args[1].value) if args[1].value.denominator == 1 else e.with_args(args)
    if e.head == "call" and e.value == "factorial" and args[0] in (ONE, number(0)):
        return ONE
    if e.head == "div" and args[1] == ONE:
        return args[0]
    if e.head == "mul":
        factors = [a for a in args if a != ONE]
        return mul(*factors) if factors else ONE
    return e.with_args(args) if args else e
