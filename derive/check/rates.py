r"""Rates of change of names that are functions of a time or a place nobody wrote: ``d(x²)/dt = 2x dx/dt``, ``y'``.

A name whose rate stands in a link is a function of the variable it changes with.  Its rates are names of their own
(``x``, ``x@1``, ``x@2``, ...), a total derivative is the chain rule over them, and a derivative by a velocity (of a
Lagrangian) is a derivative by one of these names.  What is left is algebra, which is decided as it is anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.check.unfold import unfold
from derive.decide.calculus import differentiate
from derive.decide.calculus.binding import definition_of
from derive.expression import BINDERS, ONE, ZERO, Expression, add, mul, name
from derive.name import Name
from derive.verdict import Verdict
from derive.vocabulary import Vocabulary

#: The highest rate that is given a name.
HIGHEST = 6
_USUAL = ("t", "x", "s")


class NoRatesError(Exception):
    """Something whose rate is not known: an unknown function, a sum, a vector."""


def in_rates(sides: Sequence[Expression], vocabulary: Vocabulary) -> tuple[Expression, ...] | None:
    """The sides with the rates of names as names, or None where there are none or they cannot be told."""
    variable = _variable(sides)
    if variable is None or any(d.target == variable for d in vocabulary.definitions):
        return None  # what is differentiated by has a definition: put in, nothing would be left to differentiate by
    moving = _moving(sides, variable)
    if not moving:
        return None
    rates = _Rates(variable, moving, vocabulary)
    try:
        return tuple(rates.of(side) for side in sides)
    except NoRatesError:
        return None


def _variable(sides: Sequence[Expression]) -> str | None:
    """The one name that everything changes with: what derivatives of names are taken by, else the usual one."""
    found: dict[str, None] = {}
    moved: set[str] = set()
    primed = False
    for node in (n for side in sides for n in side.walk()):
        if node.head == "derivative" and node.args[0].head == "name":
            if all(a.head == "name" for a in node.args[1:]):
                found.update(dict.fromkeys(str(a.value) for a in node.args[1:]))
                moved.add(str(node.args[0].value))
        elif node.head == "prime" and not node.args:
            primed = True
    found = {n: None for n in found if n not in moved}
    if len(found) == 1:
        return min(found)
    if found or not primed:
        return None
    by = {a.value for s in sides for n in s.walk() if n.head == "derivative" for a in n.args[1:] if a.head == "name"}
    if len(by) == 1:
        return str(min(by))
    names = {n for side in sides for n in side.names()}
    functions = {str(n.value[0]) for side in sides for n in side.walk() if n.head == "prime" and not n.args}
    return next((u for u in _USUAL if u in names and u not in functions), None)


def _moving(sides: Sequence[Expression], variable: str) -> frozenset[str]:
    """The names that change with the variable: those whose rate stands somewhere."""
    found: dict[str, None] = {}
    for node in (n for side in sides for n in side.walk()):
        if node.head == "derivative" and node.args[0].head == "name" and node.args[0].value != variable:
            if all(a == name(variable) for a in node.args[1:]):
                found.setdefault(str(node.args[0].value))
        elif node.head == "prime" and not node.args:
            found.setdefault(str(node.value[0]))
    return frozenset(found)


def rate(text: str, order: int) -> str:
    return f"{text}@{order}" if order else text


class _Rates:
    def __init__(self, variable: str, moving: frozenset[str], vocabulary: Vocabulary) -> None:
        self.variable, self.moving, self.vocabulary = variable, moving, vocabulary

    def of(self, node: Expression) -> Expression:
        if node.head == "derivative":
            return self.derivative(node)
        if node.head == "prime":
            return self.prime(node)
        meant = definition_of(node, self.vocabulary)
        if meant is not None and meant != node:
            return self.of(unfold(meant, self.vocabulary))
        if node.head in BINDERS or node.head in ("matrix", "cases", "index"):
            raise NoRatesError
        if node.head == "call" and any(n in self.moving or n == self.variable for n in node.functions()):
            raise NoRatesError
        return node.with_args(tuple(self.of(a) for a in node.args)) if node.args else node

    def derivative(self, node: Expression) -> Expression:
        inner, variables = node.args[0], node.args[1:]
        done = self.of(inner)
        for by in variables:
            if by == name(self.variable):
                done = self.total(done)
                continue
            by = self.coordinate(by)
            if by.value not in done.names():
                raise NoRatesError
            done = differentiate(done, by)
        return done

    def coordinate(self, by: Expression) -> Expression:
        """A name or a velocity, as the name that stands for it."""
        if by.head == "derivative" and by.args[0].head == "name" and all(a == name(self.variable) for a in by.args[1:]):
            return name(rate(str(by.args[0].value), len(by.args) - 1))
        if by.head != "name":
            raise NoRatesError
        return by

    def prime(self, node: Expression) -> Expression:
        function, orders = node.value
        if node.args:
            return node.with_args(tuple(self.of(a) for a in node.args))
        return self.rates(str(function), sum(orders))

    def rates(self, text: str, order: int) -> Expression:
        meant = definition_of(name(text), self.vocabulary)
        if meant is None:
            return name(rate(text, order))
        done = self.of(meant)
        for _ in range(order):
            done = self.total(done)
        return done

    def total(self, inner: Expression) -> Expression:
        """The chain rule over everything that moves, and over the variable itself."""
        terms = []
        for text in inner.names():
            base, _, order = text.partition("@")
            if base in self.moving and int(order or 0) < HIGHEST:
                partial = differentiate(inner, name(text))
                if partial != ZERO:
                    terms.append(mul(partial, name(rate(base, int(order or 0) + 1))))
            elif base in self.moving:
                raise NoRatesError
        if self.variable in inner.names():
            terms.append(mul(differentiate(inner, name(self.variable)), ONE))
        if any(n.head == "derivative" for t in terms for n in t.walk()):
            raise NoRatesError
        return add(*terms) if terms else ZERO


def with_rates(vocabulary: Vocabulary, sides: Sequence[Expression]) -> Vocabulary:
    """The vocabulary with the rates declared real, as the names are."""
    rates = dict.fromkeys(n for side in sides for n in side.names() if "@" in n)
    names = (*vocabulary.names, *(Name(n, domain="real") for n in rates))
    return replace(vocabulary, names=names, definitions=())


def in_words(text: str, sides: Sequence[Expression]) -> str:
    """A text with rates as they are written: ``x@2`` as ``d^2x/dt^2``."""
    variable = _variable(sides) or "t"
    return _RATE.sub(lambda m: _quotient(m.group(1), int(m.group(2)), variable), text)


def told(verdict: Verdict, sides: Sequence[Expression]) -> Verdict:
    """The verdict with rates as they are written."""

    def written(text: str) -> str:
        return in_words(text, sides)

    evidence = tuple(
        replace(e, text=written(e.text), figures=tuple((written(k), v) for k, v in e.figures)) for e in verdict.evidence
    )
    return replace(verdict, reason=written(verdict.reason), evidence=evidence)


_RATE = re.compile(r"(\w+)@(\d)")


def _quotient(text: str, order: int, variable: str) -> str:
    return f"d{text}/d{variable}" if order == 1 else f"d^{order}{text}/d{variable}^{order}"
