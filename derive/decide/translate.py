"""From a straight-line program to elements of the field."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from derive.decide.domain import Domain
from derive.decide.field import Element, Field, Generator, NoNormalFormError
from derive.decide.functions import translate_call
from derive.decide.powers import Powers
from derive.decide.program import Program
from derive.decide.signs import Signs


class Translator:
    """Elements for the instructions of a program, each once."""

    def __init__(self, field: Field, where: Domain, *, atomic: bool = False) -> None:
        self.field = field
        self.where = where
        self.atomic = atomic
        self.signs = Signs(field)
        self.powers = Powers(field, self.signs)
        self.names: dict[str, Element] = {}
        self.opening: list[str] = []
        self.gammas: list[tuple[Element, int]] = []

    def run(self, code: Program) -> list[Element]:
        """The elements of the roots."""
        needed = _reachable(code)
        elements: list[Element | None] = []
        for position, (head, value, kids) in enumerate(code.instructions):
            if position not in needed:
                elements.append(None)
                continue
            self.field.budget.check()
            elements.append(self._one(position, head, value, [elements[k] for k in kids]))
        found = [elements[r] for r in code.roots]
        return [e for e in found if e is not None]

    def _one(self, position: int, head: str, value: Any, arguments: list[Element | None]) -> Element | None:
        field = self.field
        if head == "number":
            return field.constant(value)
        if head == "name":
            return self.name(value)
        if head == "constant":
            return self._constant(value)
        if head in ("opaque", "cases"):
            return self.atom(head, (), position)
        if head in ("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "chain", "implies", "iff", "xor", "case"):
            return None
        known = [a for a in arguments if a is not None]
        if len(known) != len(arguments):
            raise NoNormalFormError(f"{head} of a condition")
        if head == "add":
            return field.sum(known)
        if head == "mul":
            product = known[0]
            for a in known[1:]:
                product = field.mul(product, a)
            return product
        if head == "neg":
            return field.neg(known[0])
        if head == "div":
            return field.div(known[0], known[1])
        if head == "pow":
            return self.powers.power(known[0], known[1], whole=self.whole(known[1]))
        if head == "call":
            return translate_call(self, value, known)
        raise NoNormalFormError(f"{head} has no normal form")

    def _constant(self, text: str) -> Element:
        if text == "pi":
            return self.powers.pi_element()
        if text == "e":
            return self.powers.exp(self.field.one)
        if text == "i":
            return self.powers.imaginary()
        if text == "euler":
            return self.atom("euler", (), None, sign=1, real=True)
        raise NoNormalFormError(f"{text} is no number")

    # ------------------------------------------------------------------------------------------------- names
    def name(self, text: str) -> Element:
        """A name's element.  Bounds become positive generators: x > 2 is 2 + t, and W_0 < W_1 is W_0 + d."""
        found = self.names.get(text)
        if found is not None:
            return found
        field = self.field
        r = self.where.of(text)
        self.opening.append(text)
        lower = self._lower_name(text)
        if lower is not None:
            self.name(lower[0])
        self.opening.pop()
        used = tuple(_said(text, r.kind, r.low, r.open_low, r.high, r.open_high))
        if lower is not None:
            base, strict = lower
            gap = field.new(
                Generator("name", (text, Fraction(0), None, "real"), sign=1 if strict else 0, real=True,
                          used=(f"{base} {'<' if strict else '<='} {text}",))
            )  # fmt: skip
            element = field.add(self.name(base), field.gen(gap))
        else:
            sign: int | None = None
            shift, mirrored = Fraction(0), False
            low, high = r.low, r.high
            if r.is_real and low is not None and high is None:
                shift, sign = low, 1 if r.open_low else 0
                low = Fraction(0)
            elif r.is_real and high is not None and low is None:
                shift, sign, mirrored = high, 1 if r.open_high else 0, True
                low, high = Fraction(0), None
            elif r.is_positive:
                sign = 1
            elif r.is_nonnegative:
                sign = 0
            if r.kind == "integer" and low is not None and sign == 0 and low > 0:
                sign = 1
            if r.kind == "integer" and shift == 1 and not mirrored:
                shift, sign = Fraction(0), 1  # a positive integer stays itself
            index = field.new(
                Generator("name", (text, low, high, r.kind), sign=sign, real=r.is_real or None, used=used)
            )
            element = field.gen(index)
            if mirrored:
                element = field.sub(field.constant(shift), element)
            elif shift:
                element = field.add(field.constant(shift), element)
        self.names[text] = element
        return element

    def _lower_name(self, text: str) -> tuple[str, bool] | None:
        """A name that the assumptions put below this one (the chain is followed once, so no circle)."""
        for a in self.where.assumptions:
            if a.head not in ("lt", "le", "gt", "ge") or any(s.head != "name" for s in a.args):
                continue
            low, high = a.args if a.head in ("lt", "le") else (a.args[1], a.args[0])
            if high.value == text and low.value not in self.opening:
                if self.where.of(text).kind == "integer":
                    continue
                return low.value, a.head in ("lt", "gt")
        return None

    # ------------------------------------------------------------------------------------------------- facts
    def whole(self, a: Element) -> bool:
        """Whether an element takes whole values only: integer names with integer coefficients."""
        if a.den:
            return False
        for exponents, coefficient in a.num.terms():
            if coefficient.q != 1:
                return False
            for j, e in enumerate(exponents):
                g = self.field.generators[j] if e else None
                if g is not None and (g.kind != "name" or g.data[3] != "integer"):
                    return False
        return True

    def atom(
        self,
        function: str,
        arguments: tuple[Element, ...],
        extra: Any,
        *,
        sign: int | None = None,
        real: bool | None = None,
    ) -> Element:
        """The generator of a function that is not taken apart: one for each list of equal arguments."""
        field = self.field
        for j, g in enumerate(field.generators):
            if g.kind != "atom" or g.data[0] != function or g.data[2] != extra or len(g.data[1]) != len(arguments):
                continue
            if all(field.equal(a, b) for a, b in zip(g.data[1], arguments)):
                return field.gen(j)
        return field.gen(field.new(Generator("atom", (function, arguments, extra), sign=sign, real=real)))

    def find_atom(self, function: str, test: Callable[[tuple[Element, ...]], bool]) -> Element | None:
        for j, g in enumerate(self.field.generators):
            if g.kind == "atom" and g.data[0] == function and test(g.data[1]):
                return self.field.gen(j)
        return None


def _said(
    text: str, kind: str, low: Fraction | None, open_low: bool, high: Fraction | None, open_high: bool
) -> list[str]:
    if kind in ("complex", "nonzero"):
        return []
    said = []
    if kind == "integer":
        said.append(f"{text} is an integer")
    elif low is None and high is None:
        said.append(f"{text} is real")
    if low is not None:
        said.append(f"{text} {'>' if open_low else '>='} {low}")
    if high is not None:
        said.append(f"{text} {'<' if open_high else '<='} {high}")
    return said


def _reachable(code: Program) -> set[int]:
    """Instructions that the roots need; the insides of opaque cases are not among them."""
    needed: set[int] = set()
    stack = list(code.roots)
    while stack:
        position = stack.pop()
        if position in needed:
            continue
        needed.add(position)
        head, _, kids = code.instructions[position]
        if head != "cases":
            stack.extend(kids)
    return needed
