"""The domain of a question: what is declared of each name, with what the assumptions add.

``0 < W_0 < W_1`` makes both names real and positive; ``x > 2`` bounds x.  Whatever an assumption says beyond that is
kept as a relation, to be certified at every point that is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from derive.decide.program import program
from derive.expression import Expression, relation
from derive.vocabulary import Vocabulary

_ORDERS = ("lt", "le", "gt", "ge")
_BOUNDS: dict[str, tuple[str, Fraction | None, bool, Fraction | None, bool]] = {
    # domain: kind, lower bound, is it open, upper bound, is it open
    "complex": ("complex", None, False, None, False),
    "real": ("real", None, False, None, False),
    "positive": ("real", Fraction(0), True, None, False),
    "nonnegative": ("real", Fraction(0), False, None, False),
    "negative": ("real", None, False, Fraction(0), True),
    "nonpositive": ("real", None, False, Fraction(0), False),
    "nonzero": ("nonzero", None, False, None, False),
    "integer": ("integer", None, False, None, False),
    "nonnegative integer": ("integer", Fraction(0), False, None, False),
    "positive integer": ("integer", Fraction(1), False, None, False),
}


@dataclass(frozen=True, slots=True)
class Range:
    """Where one name lies: its kind (complex, nonzero, real, integer) and its bounds; None is unbounded."""

    kind: str = "complex"
    low: Fraction | None = None
    open_low: bool = False
    high: Fraction | None = None
    open_high: bool = False
    span: tuple[Fraction, Fraction] | None = None
    declared: bool = False

    @property
    def is_real(self) -> bool:
        return self.kind in ("real", "integer")

    @property
    def is_positive(self) -> bool:
        return self.is_real and self.low is not None and (self.low > 0 or (self.low == 0 and self.open_low))

    @property
    def is_nonnegative(self) -> bool:
        return self.is_real and self.low is not None and self.low >= 0

    @property
    def is_negative(self) -> bool:
        return self.is_real and self.high is not None and (self.high < 0 or (self.high == 0 and self.open_high))

    @property
    def is_nonpositive(self) -> bool:
        return self.is_real and self.high is not None and self.high <= 0

    def above(self, bound: Fraction, is_open: bool) -> Range:
        if self.low is None or bound > self.low or (bound == self.low and is_open and not self.open_low):
            return Range(self.kind, bound, is_open, self.high, self.open_high, self.span, self.declared)
        return self

    def below(self, bound: Fraction, is_open: bool) -> Range:
        if self.high is None or bound < self.high or (bound == self.high and is_open and not self.open_high):
            return Range(self.kind, self.low, self.open_low, bound, is_open, self.span, self.declared)
        return self


@dataclass(frozen=True, slots=True)
class Domain:
    """Ranges of the names in play, and the assumptions that bind several of them."""

    ranges: dict[str, Range]
    assumptions: tuple[Expression, ...] = ()

    def of(self, name: str) -> Range:
        return self.ranges.get(name, _FREE)


_FREE = Range()


def domain(vocabulary: Vocabulary, names: Iterable[str]) -> Domain:
    """The domain of some names.  Names that their assumptions mention are drawn in, so that points can be certified."""
    wanted = dict.fromkeys(names)
    relevant: list[Expression] = []
    pending = list(vocabulary.assumptions)
    grown = True
    while grown and pending:
        grown = False
        for assumption in tuple(pending):
            mentioned = assumption.names()
            if any(n in wanted for n in mentioned):
                pending.remove(assumption)
                relevant.append(assumption)
                wanted.update(dict.fromkeys(mentioned))
                grown = True
    ranges = {}
    for name in wanted:
        declared = vocabulary.name(name)
        if declared is None:
            ranges[name] = _FREE
        else:
            kind, low, open_low, high, open_high = _BOUNDS[declared.domain]
            ranges[name] = Range(kind, low, open_low, high, open_high, declared.span, declared.domain != "complex")
    left = _apply(ranges, relevant)
    return Domain(ranges, tuple(left))


def pairs(assumption: Expression) -> list[tuple[str, Expression, Expression]]:
    """An assumption as relations between two sides: a chain is its links, a conjunction its parts."""
    if assumption.head == "chain":
        return [(r, a, b) for r, a, b in zip(assumption.value, assumption.args, assumption.args[1:])]
    if assumption.head == "and":
        return [p for a in assumption.args for p in pairs(a)]
    if len(assumption.args) == 2:
        return [(assumption.head, assumption.args[0], assumption.args[1])]
    return [(assumption.head, assumption, assumption)]


def constant_value(expression: Expression) -> Fraction | None:
    """The exact rational that an expression without names is, or None."""
    code = program((expression,))
    head, value, _ = code.instructions[code.roots[0]]
    return value if head == "number" else None


def _apply(ranges: dict[str, Range], assumptions: list[Expression]) -> list[Expression]:
    """Sharpens the ranges; returns the assumptions that the ranges alone do not express."""
    links = [link for a in assumptions for link in pairs(a)]
    left: list[Expression] = []
    orders: list[tuple[Expression, Expression, bool]] = []
    for head, a, b in links:
        if head in _ORDERS:
            low, high = (a, b) if head in ("lt", "le") else (b, a)
            for n in (*a.names(), *b.names()):
                if n in ranges and ranges[n].kind in ("complex", "nonzero"):
                    r = ranges[n]
                    ranges[n] = Range("real", r.low, r.open_low, r.high, r.open_high, r.span, True)
            orders.append((low, high, head in ("lt", "gt")))
            simple = (low.head == "name" and constant_value(high) is not None) or (
                high.head == "name" and constant_value(low) is not None
            )
            if not simple:
                left.append(relation(head, a, b))
        elif a is not b:
            left.append(relation(head, a, b))
        else:
            left.append(a)
    for _ in range(len(orders) + 1):
        for low, high, strict in orders:
            _tighten(ranges, low, high, strict)
    return left


def _tighten(ranges: dict[str, Range], low: Expression, high: Expression, strict: bool) -> None:
    bottom, top = constant_value(low), constant_value(high)
    bottom_open = top_open = False
    if low.head == "name" and low.value in ranges:
        bottom, bottom_open = ranges[low.value].low, ranges[low.value].open_low
    if high.head == "name" and high.value in ranges:
        top, top_open = ranges[high.value].high, ranges[high.value].open_high
    if high.head == "name" and high.value in ranges and bottom is not None:
        ranges[high.value] = ranges[high.value].above(bottom, strict or bottom_open)
    if low.head == "name" and low.value in ranges and top is not None:
        ranges[low.value] = ranges[low.value].below(top, strict or top_open)
