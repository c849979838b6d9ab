"""Quantities: numbers with units, read from plain text and compared in base units.

``55.6 centimetre second^(-1)``, ``2 km/h``, ``10 μA``, ``8.65 k W``, ``kilogram/(metresecond^2)``: units follow a value
or each other, words may run together, and a slash divides by the next factor, or by all that is bracketed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from derive.decide.relations.number import same_number, within, written_tolerance
from derive.decide.relations.units import BASE, PREFIXES, SPELLINGS, Dimension, dimension
from derive.expression import PI, Expression, add, call, constant, div, mul, name, neg, number, power
from derive.functions import CANONICAL
from derive.verdict import Evidence, Verdict, proved, refuted, undecided

LONGEST = 400
PLAIN = dimension()
BRACED = re.compile(r"\^\{([^{}]*)\}")
NAMED = re.compile(r"\s*(\\?[A-Za-z]\w*|[^\W\d_](?:_\w+)?)\s*=(?!=)")
CYCLES = BASE.index("radian")
SECONDS = BASE.index("second")


class NoQuantityError(ValueError):
    """The text or tree is no quantity."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units, its dimension, the value as written, and whether it is a frequency in hertz."""

    value: Expression
    dimension: Dimension
    written: Expression
    scale: Expression
    cycles: bool = False


def has_units(expression: Expression) -> bool:
    return any(node.head == "unit" for node in expression.walk())


def same_quantity(left: Expression, right: Expression, tolerance: Fraction | None = None) -> Verdict:
    """Whether two quantities agree in dimension and, to the digits that were written, in value."""
    if not has_units(left) and not has_units(right):
        return same_number(left, right, tolerance)
    if left == right:
        return proved("the same quantity", Evidence("proof", "same", "the same quantity"))
    try:
        a, b = quantity(left), quantity(right)
    except NoQuantityError as error:
        return undecided(str(error), Evidence("attempt", "units", str(error)))
    a, b = _cycles(a, b), _cycles(b, a)
    if a.dimension != b.dimension:
        text = f"the dimensions differ: {dimension_text(a.dimension)} and {dimension_text(b.dimension)}"
        return refuted(text, Evidence("counterexample", "dimension", text))
    if a.value.names() or b.value.names():
        from derive.decide.decision import ladder

        return ladder(a.value, b.value)
    limits = [_tolerance(q) for q in (a, b)]
    known = [t for t in limits if t is not None]
    allowed = tolerance if tolerance is not None else max(known) if known else None
    if not allowed:
        from derive.decide.decision import ladder

        return ladder(a.value, b.value)
    return within(a.value, b.value, allowed)


def _tolerance(q: Quantity) -> Fraction | None:
    """What the digits of a value leave open, in base units."""
    written = written_tolerance(q.written, measured=True)
    if written is None:
        return None
    from derive.decide.relations.number import _float

    scale = _float(q.scale)
    return None if scale is None else written * abs(scale)


def _cycles(q: Quantity, other: Quantity) -> Quantity:
    """A frequency in hertz beside an angular one in radians a second: one hertz is 2 pi of those."""
    if q.cycles and other.dimension[CYCLES] == 1 and q.dimension[CYCLES] == 0:
        full = mul(number(2), PI)
        dims = tuple(d + (1 if i == CYCLES else 0) for i, d in enumerate(q.dimension))
        return Quantity(mul(full, q.value), dims, q.written, mul(full, q.scale))
    if q.dimension[CYCLES] and other.dimension[CYCLES] == 0 and not other.cycles:
        dims = tuple(Fraction(0) if i == CYCLES else d for i, d in enumerate(q.dimension))
        return Quantity(q.value, dims, q.written, q.scale)
    return q


def dimension_text(d: Dimension) -> str:
    parts = [b if e == 1 else f"{b}^{e}" for b, e in zip(BASE, d) if e]
    return " ".join(parts) or "a pure number"


def quantity(e: Expression) -> Quantity:
    """An expression with ``unit`` nodes as a quantity.

    :raises NoQuantityError: where quantities of different dimension are added, or a unit stands in an exponent.
    """
    if e.head == "unit":
        found = SPELLINGS.get(e.value)
        if found is None:
            raise NoQuantityError(f"{e.value} is not a unit")
        unit, prefix = found
        scale: Expression = number(unit.factor * prefix)
        if unit.turns:
            scale = mul(scale, power(PI, number(unit.turns)))
        return Quantity(scale, unit.dimension, number(1), scale, "Hz" in unit.symbols)
    if not has_units(e):
        return Quantity(e, PLAIN, e, number(1))
    if e.head == "neg":
        q = quantity(e.args[0])
        return Quantity(neg(q.value), q.dimension, neg(q.written), q.scale, q.cycles)
    if e.head == "mul":
        return _product([quantity(a) for a in e.args])
    if e.head == "div":
        top, bottom = (quantity(a) for a in e.args)
        return _product([top, _powered(bottom, Fraction(-1))])
    if e.head == "pow":
        from derive.decide.relations.points import rational_value

        exponent = rational_value(e.args[1])
        if exponent is None:
            raise NoQuantityError("a unit has an exponent that is not a number")
        return _powered(quantity(e.args[0]), exponent)
    if e.head == "add":
        parts = [quantity(a) for a in e.args]
        if any(p.dimension != parts[0].dimension for p in parts):
            raise NoQuantityError("quantities of different dimension are added")
        total = add(*(p.value for p in parts))
        return Quantity(total, parts[0].dimension, div(total, parts[0].scale), parts[0].scale)
    raise NoQuantityError(f"a {e.head} of a quantity has no meaning here")


def _product(parts: list[Quantity]) -> Quantity:
    dims = tuple(sum((p.dimension[i] for p in parts), Fraction(0)) for i in range(len(BASE)))
    written = [p.written for p in parts if p.written != number(1)]
    bare = mul(*written) if written else number(1)
    cycles = sum(p.cycles for p in parts) == 1 and all(p.cycles or p.dimension == PLAIN for p in parts)
    return Quantity(mul(*(p.value for p in parts)), dims, bare, mul(*(p.scale for p in parts)), cycles)


def _powered(q: Quantity, exponent: Fraction) -> Quantity:
    e = number(exponent)
    written = q.written if q.written == number(1) else power(q.written, e)
    return Quantity(power(q.value, e), tuple(d * exponent for d in q.dimension), written, power(q.scale, e))


def read_quantity(text: str) -> Expression | None:
    """A quantity in plain text as a tree with ``unit`` nodes, or None where the text is something else.

    >>> read_quantity("2 km/h") == div(mul(number(2), Expression("unit", (), "km")), Expression("unit", (), "h"))
    True
    """
    if len(text) > LONGEST:
        return None
    try:
        reader = _Reader(_tokens(text))
        tree = reader.sum()
    except NoQuantityError:
        return None
    return tree if reader.at_end() and has_units(tree) else None


def read_quantities(first: str, second: str) -> tuple[Expression, Expression] | None:
    """Two texts as quantities, where both can be read so and one names a unit beyond doubt.

    Beyond doubt is a unit of two letters or more, or one right behind a number.
    """
    named = [NAMED.match(text) for text in (first, second)]
    words = {m.group(1) for m in named if m is not None}
    if len(words) == 1:  # ``tau = 20 ms`` and ``0.02 s``
        first, second = (text[m.end() :] if m is not None else text for m, text in zip(named, (first, second)))
    a, b = read_quantity(first), read_quantity(second)
    if words and not any(len(n.value) > 1 for e in (a, b) if e is not None for n in e.walk() if n.head == "unit"):
        return None
    if a is None or b is None or not (_certain(a) or _certain(b)):
        return None
    return a, b


def _certain(e: Expression) -> bool:
    return any(n.head == "unit" and len(n.value) > 1 for n in e.walk()) or any(
        n.head == "mul" and n.args[0].head in ("number", "decimal") and n.args[1].head == "unit" for n in e.walk()
    )


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    i = 0
    text = BRACED.sub(r"^(\1)", text)
    text = text.replace("−", "-").replace("·", "*").replace("⋅", "*").replace("×", "*").replace("**", "^")
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or (c == "." and text[i + 1 : i + 2].isdigit()):
            stop = _number_end(text, i)
            found.append(("number", text[i:stop]))
            i = stop
        elif c in "+-*/^()":
            found.append((c, c))
            i += 1
        elif c.isalpha() or c in "°%_":
            stop = i
            while stop < len(text) and (text[stop].isalpha() or text[stop] in "°%_"):
                stop += 1
            found += _words(text[i:stop])
            i = stop
        else:
            raise NoQuantityError(f"{c!r} does not belong into a quantity")
    return found


def _number_end(text: str, start: int) -> int:
    i = start
    while i < len(text) and (text[i].isdigit() or text[i] == "."):
        i += 1
    if i < len(text) and text[i] in "eE":
        j = i + 1 + (text[i + 1 : i + 2] in ("+", "-"))
        if j < len(text) and text[j].isdigit():
            while j < len(text) and text[j].isdigit():
                j += 1
            return j
    if text[start:i].count(".") > 1:
        raise NoQuantityError(f"{text[start:i]!r} is not a number")
    return i


def _words(word: str) -> list[tuple[str, str]]:
    """One unit, a name, a known function, or several spelled-out units run together."""
    if word in SPELLINGS:
        return [("unit", word)]
    if word in ("pi", "π"):
        return [("constant", "pi")]
    if word in CANONICAL and len(word) > 2:
        return [("function", CANONICAL[word])]
    if any(word == short for _, short, _ in PREFIXES):
        return [("prefix", word)]
    split = _run_together(word)
    if split is not None:
        return [("unit", w) for w in split]
    if len(word) <= 2:
        return [("name", word)]
    raise NoQuantityError(f"{word!r} is not a unit")


def _run_together(word: str) -> list[str] | None:
    """``kilogrammetersecond`` as units that are spelled out, the fewest of them; None where it can't be split."""
    best: list[list[str] | None] = [None] * (len(word) + 1)
    best[0] = []
    for stop in range(1, len(word) + 1):
        for start in range(max(0, stop - 20), stop):
            piece, before = word[start:stop], best[start]
            current = best[stop]
            if before is None or len(piece) <= 2 or piece not in SPELLINGS:
                continue
            if current is None or len(before) + 1 < len(current):
                best[stop] = [*before, piece]
    return best[len(word)]


class _Reader:
    """Recursive descent over the tokens of a quantity; juxtaposition is multiplication."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def at_end(self) -> bool:
        return self.place >= len(self.tokens)

    def kind(self) -> str:
        return "" if self.at_end() else self.tokens[self.place][0]

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def sum(self) -> Expression:
        total = self.term()
        while self.kind() in ("+", "-"):
            sign = self.take()
            other = self.term()
            total = add(total, other if sign == "+" else neg(other))
        return total

    def term(self) -> Expression:
        if self.kind() == "-":
            self.take()
            return neg(self.term())
        total = self.factor()
        while self.kind() not in ("", "+", "-", ")"):
            if self.kind() == "/":
                self.take()
                bare = self.kind() == "number"
                below = self.factor()
                if bare and has_units(total) and self.kind() in ("unit", "prefix"):
                    below = mul(below, self.factor())  # 10 mV / 2 nA: a quantity over a quantity
                total = div(total, below)
                continue
            if self.kind() == "*":
                self.take()
            total = mul(total, self.factor())
        return total

    def factor(self) -> Expression:
        base = self.atom()
        if self.kind() == "^":
            self.take()
            if self.kind() == "-":
                self.take()
                return power(base, neg(self.atom()))
            return power(base, self.atom())
        return base

    def atom(self) -> Expression:
        kind = self.kind()
        if kind == "(":
            self.depth += 1
            if self.depth > 30:
                raise NoQuantityError("too many brackets")
            self.take()
            inside = self.sum()
            if self.kind() != ")":
                raise NoQuantityError("a bracket is not closed")
            self.take()
            self.depth -= 1
            return inside
        if kind == "number":
            text = self.take()
            return number(int(text)) if text.isdigit() else Expression("decimal", (), text)
        if kind == "unit":
            return Expression("unit", (), self.take())
        if kind == "prefix":
            return self._prefixed()
        if kind == "constant":
            return constant(self.take())
        if kind == "name":
            return name(self.take())
        if kind == "function":
            function = self.take()
            if self.kind() != "(":
                raise NoQuantityError(f"{function} needs an argument in brackets")
            return call(function, self.atom())
        raise NoQuantityError("a value or a unit was expected")

    def _prefixed(self) -> Expression:
        """``8 k W``: a prefix between a number and a unit belongs to the unit; any other letter is a name."""
        measured = self.place > 0 and self.tokens[self.place - 1][0] == "number"
        prefix = self.take()
        if measured and self.kind() == "unit" and prefix + self.tokens[self.place][1] in SPELLINGS:
            return Expression("unit", (), prefix + self.take())
        return name(prefix)
