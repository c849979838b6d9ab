"""The rung that looks where formulas turn: at the zeros of what switches, steps, divides or rises steeply.

``Max(0, 10^-6 - |x - pi|)`` is zero but for a window around pi, ``tanh(10^6 (x - sqrt 2))`` is a sign but for one
around sqrt 2, ``Mod(n, 10^6)`` is n up to a million.  No point of ordinary size lies there.  The zeros of the parts are
found in balls; the points that are tried are the simplest rationals between and beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from flint import arb

from derive.decide.ball import Unsupported, run
from derive.decide.budget import Budget
from derive.decide.probe import Prober
from derive.decide.program import Program, program
from derive.decide.question import Question
from derive.decide.refute import refute_at
from derive.decide.sample import Point, admissible, sample
from derive.expression import ONE, Expression, add, sub
from derive.verdict import Verdict

#: Parts whose zeros are looked for, zeros that are kept for one name, and working bits.
MOST_PARTS, MOST_ZEROS, BITS = 24, 24, 192
_SIGNED = frozenset(("Abs", "sign", "Heaviside", "DiracDelta"))
_STEPS = frozenset(("floor", "ceiling", "frac"))
_STEEP = frozenset(("tanh", "erf", "erfc", "exp", "atan", "coth", "sech", "csch", "sinh", "cosh"))
_RELATIONS = frozenset(("lt", "le", "gt", "ge", "eq", "ne"))
#: How near to a zero a point is taken.
_NEAR = tuple(Fraction(1, 10**k) for k in (3, 6, 9, 14, 25))
#: Where zeros of bent parts are looked for by their sign.
_GRID = tuple(Fraction(n, 3) for n in (-300, -60, -31, -16, -10, -7, -4, -2, -1, 0, 1, 2, 4, 7, 10, 16, 31, 60, 300))


def edges(question: Question, prober: Prober) -> Verdict | None:
    """A counterexample beside or between the zeros of the parts of both sides."""
    if not question.names or len(question.names) > 6:
        return None
    parts = turning(question)
    if not parts:
        return None
    budget = question.budget.part(0.25)
    for turn, base in enumerate(sample(question.where, 2, 1, real=True)):
        for name in question.names:
            if isinstance(base.get(name), tuple):
                continue
            for index, value in enumerate(_places(name, parts, base, question, budget)):
                if budget.expired:
                    return None
                point = {**base, name: value}
                if admissible(question.where, point):
                    verdict = refute_at(question, prober, point, turn + index)
                    if verdict is not None:
                        return verdict
    return None


def turning(question: Question) -> tuple[Expression, ...]:
    """The expressions at whose zeros something may turn, in the order written."""
    found: dict[Expression, None] = {}
    for side in (question.left, question.right):
        for node in side.walk():
            for part in _parts(node):
                for inner in (part, *(n for n in part.walk() if n.head == "add")):
                    if inner.names():
                        found.setdefault(inner)
    return tuple(found)[:MOST_PARTS]


def _parts(node: Expression) -> Iterator[Expression]:
    head = node.head
    if head in _RELATIONS and len(node.args) == 2:
        yield sub(*node.args)
    if head == "div":
        yield node.args[1]
    if head != "call" or not node.args:
        return
    first = node.args[0]
    if node.value in _SIGNED:
        yield first
    elif node.value in ("Max", "Min"):
        yield from (sub(a, b) for a, b in pairwise(node.args))
    elif node.value in _STEPS:
        yield from (first, sub(first, ONE), add(first, ONE))
    elif node.value == "Mod" and len(node.args) == 2:
        yield from (first, sub(first, node.args[1]), add(first, node.args[1]))
    elif node.value in _STEEP:
        yield first


def _places(
    name: str, parts: tuple[Expression, ...], base: Point, question: Question, budget: Budget
) -> Iterator[Fraction]:
    """Values of one name beside and between the zeros of the parts, the others held."""
    zeros: list[Fraction] = []
    for part in parts:
        if name in part.names() and len(zeros) < MOST_ZEROS and not budget.expired:
            zeros.extend(_zeros(program((part,)), name, base, budget))
    zeros = sorted(dict.fromkeys(zeros))
    if question.where.of(name).kind == "integer":
        seen = dict.fromkeys(Fraction(round(z) + k) for z in zeros for k in (0, 1, -1, 2))
        yield from seen
        return
    for low, high in pairwise(zeros):
        third = (high - low) / 3
        if third:
            yield _simplest(low + third, high - third)
    for near in _NEAR:
        for zero in zeros:
            yield _simplest(zero - near, zero + near)
    for zero in zeros:
        yield from (_simplest(zero + near / 3, zero + near) for near in _NEAR[1:4])
        yield from (_simplest(zero - near, zero - near / 3) for near in _NEAR[1:4])


def _zeros(code: Program, name: str, base: Point, budget: Budget) -> list[Fraction]:
    """Zeros of one part as it depends on one name: of a straight line at once, else by changes of sign."""
    first, second, third = (_value(code, name, Fraction(k), base) for k in (0, 1, 2))
    if first is not None and second is not None and third is not None:
        slope = second - first
        if slope and abs((third - second) - slope) <= abs(slope) / 2**120:
            return [-first / slope]
    found: list[Fraction] = []
    rows = [(x, _value(code, name, x, base)) for x in _GRID]
    for (low, a), (high, b) in pairwise(rows):
        if a is None or b is None or budget.expired:
            continue
        if a == 0:
            found.append(low)
        elif (a < 0) != (b < 0):
            found.append(_bisected(code, name, base, low, high, a < 0))
    return found[:6]


def _bisected(code: Program, name: str, base: Point, low: Fraction, high: Fraction, negative: bool) -> Fraction:
    for _ in range(110):
        middle = (low + high) / 2
        value = _value(code, name, middle, base)
        if value is None or value == 0:
            return middle
        if (value < 0) == negative:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _value(code: Program, name: str, x: Fraction, base: Point) -> Fraction | None:
    """The midpoint of a part's ball as a rational, where it is real and sharp."""
    try:
        (value,) = run(code, {**base, name: x}, BITS)
    except Unsupported:
        return None
    if not value.is_finite() or not value.imag.contains(0) or value.real.rad() > arb(2) ** -90 * (1 + abs(value.real)):
        return None
    mantissa, exponent = value.real.mid().man_exp()
    if abs(int(exponent)) > 4 * BITS:
        return None
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The rational of the smallest denominator in a closed interval (Stern and Brocot's tree, in steps)."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -_simplest(-high, -low)
    whole = low.numerator // low.denominator
    if whole == low:
        return low
    if whole + 1 <= high:
        return Fraction(whole + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))
