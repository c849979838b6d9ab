"""Both sides of a question at one point, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb

from derive.decide.ball import Unsupported, Value, run
from derive.decide.families import Concrete, choose, instantiate
from derive.decide.program import Program, program
from derive.decide.question import Question

#: A difference is settled where its radius is this small against the two sides.
SETTLED = arb(1e-30)
#: Values smaller than this are compared absolutely: ``expression = 0`` has no size of its own.
FLOOR = arb(1e-30)
#: Between huge values a difference of 1 is relatively nothing: it must be small in itself as well.
ABSOLUTE = arb(1e-20)


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found at a point: ``differs``, ``agrees``, ``undefined`` (one side) or ``open``."""

    found: str
    left: acb
    right: acb
    bits: int


class Prober:
    """Evaluates a question at points, with concrete functions in the place of abstract ones."""

    __slots__ = ("agreed", "codes", "not_real", "only_complex", "question", "unsupported")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.agreed = 0
        self.unsupported = False
        self.only_complex = ""
        #: A difference where neither side is real, though the names are: its point in words, the point, the probe,
        #: the choice of functions.
        self.not_real: tuple[str, dict[str, Value], Probe, int] | None = None
        self.codes: dict[int, tuple[Program, dict[str, Concrete]] | None] = {}

    def code(self, index: int) -> tuple[Program, dict[str, Concrete]] | None:
        """The program with the ``index``-th choice of functions; None where a property has no family."""
        if not self.question.abstract:
            return self.question.code, {}
        if index not in self.codes:
            chosen = choose(self.question.abstract, self.question.vocabulary, index)
            if chosen is None:
                self.codes[index] = None
            else:
                sides = (instantiate(self.question.left, chosen), instantiate(self.question.right, chosen))
                self.codes[index] = (program(sides), chosen)
        return self.codes[index]

    def at(self, point: Mapping[str, Value], *, bits: int = 64, most: int = 1024, choice: int = 0) -> Probe | None:
        """The two sides at a point, with the precision doubled until the difference is settled."""
        found = self.code(choice)
        if found is None:
            return None
        code = found[0]
        while True:
            try:
                a, b = run(code, point, bits)
            except Unsupported:
                self.unsupported = True
                return None
            except (OverflowError, RecursionError, MemoryError):
                return None
            if a.is_finite() and b.is_finite():
                difference = a - b
                if not difference.contains(0):
                    return Probe("differs", a, b, bits)
                self.agreed += 1
                gap = difference.abs_upper()
                if gap < SETTLED * max(a.abs_lower(), FLOOR) and gap < ABSOLUTE:
                    return Probe("agrees", a, b, bits)
            elif bits >= 256 or bits >= most:
                one = a.is_finite() != b.is_finite()
                return Probe("undefined" if one else "open", a, b, bits)
            if bits >= most or self.question.budget.expired:
                return Probe("open", a, b, bits)
            bits *= 2

    def meets(self) -> bool:
        """Whether both sides were finite together somewhere: a proof about nothing is no proof."""
        if self.agreed:
            return True
        from derive.decide.sample import sample

        for index, point in enumerate(sample(self.question.where, 30)):
            self.at(point, most=256, choice=index)
            if self.agreed:
                return True
        return False


def nearby(point: Mapping[str, Value], names: tuple[str, ...], side: int) -> dict[str, Value]:
    """The point with the given complex coordinates moved off the axes by about a thousandth."""
    moved: dict[str, Value] = dict(point)
    for place, name in enumerate(names):
        value = point[name]
        x, y = value if isinstance(value, tuple) else (value, Fraction(0))
        moved[name] = (x + Fraction(1, 1009 + 12 * place), y + Fraction(side, 1013 + 14 * place))
    return moved
