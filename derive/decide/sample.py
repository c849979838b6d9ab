"""Points of a domain: rational, small enough to type in, and the same on every run.

The sequence begins with small positive numbers, because a person can check those by hand; then come mixed signs,
complex values for complex names, tiny and large magnitudes, and coincidences (zero, one, equal values).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from derive.decide.ball import Unsupported, Value, run
from derive.decide.domain import Domain, Range, domain
from derive.decide.program import Program, program
from derive.expression import Expression, number, replace
from derive.vocabulary import Vocabulary

Point = dict[str, Value]

_SMALL = tuple(
    Fraction(n, d)
    for n, d in (
        (2, 1), (3, 1), (5, 1), (3, 2), (7, 1), (5, 2), (7, 3), (1, 2), (4, 3), (11, 4), (13, 5), (8, 3),
        (11, 1), (9, 4), (13, 1), (7, 5), (17, 3), (2, 3), (19, 7), (12, 5), (17, 1), (6, 5), (23, 9), (10, 7),
    )
)  # fmt: skip
_SPECIAL = (Fraction(1), Fraction(-1), Fraction(0), Fraction(1), Fraction(1, 2), Fraction(2))
#: The shapes of a point, in turn: how each of its coordinates is drawn.
SHAPES = (
    "small", "mixed", "complex", "negative", "wide", "tiny", "complex", "large", "special", "wide", "close", "mixed",
)  # fmt: skip


def points(vocabulary: Vocabulary, names: Iterable[str], count: int, start: int = 0) -> list[Point]:
    """Up to ``count`` points at which the declarations hold and the assumptions are certified.

    Complex names take Gaussian rationals (pairs) at some of the points.  Fewer points come back where the assumptions
    leave little room; none where they could not be satisfied.
    """
    return sample(domain(vocabulary, names), count, start)


def real_points(vocabulary: Vocabulary, names: Iterable[str], count: int, start: int = 0) -> list[Point]:
    """The same with every coordinate real."""
    return sample(domain(vocabulary, names), count, start, real=True)


def sample(where: Domain, count: int, start: int = 0, *, real: bool = False) -> list[Point]:
    found: list[Point] = []
    for point in stream(where, start, real=real):
        found.append(point)
        if len(found) >= count:
            break
    return found


def stream(where: Domain, start: int = 0, *, real: bool = False, tries: int = 400) -> Iterator[Point]:
    """Points without end, until ``tries`` candidates in a row fail the assumptions."""
    names = sorted(where.ranges)
    failed = 0
    index = start
    while failed < tries:
        point = {name: _draw(where.of(name), index, place, real) for place, name in enumerate(names)}
        index += 1
        if not where.assumptions:
            yield point
            if not names:
                return
            continue
        repaired = _repair(where, point)
        if repaired is not None and admissible(where, repaired):
            failed = 0
            yield repaired
        else:
            failed += 1


def admissible(where: Domain, point: Point) -> bool:
    """Whether every assumption is certified at a point, and every coordinate lies in its range."""
    if not all(_inside(where.of(n), v) for n, v in point.items()):
        return False
    if not where.assumptions:
        return True
    return all(certified(a, point) for a in where.assumptions)


def certified(statement: Expression, point: Point) -> bool:
    """Whether a relation is true at a point beyond doubt."""
    code = _truth(statement)
    try:
        for bits in (64, 256):
            value = run(code, point, bits)[0]
            if value.is_exact() and value.is_finite():
                return bool(value == 1)
    except Unsupported:
        return False
    return False


@lru_cache(maxsize=1024)
def _truth(statement: Expression) -> Program:
    """The program that is 1 where a relation is true and 0 where it is false; one for many points."""
    yes = Expression("case", (number(1), statement))
    no = Expression("case", (number(0), Expression("constant", (), "true")))
    return program((Expression("cases", (yes, no)),))


def _scramble(index: int, place: int) -> int:
    """A fixed hash of two small integers (Knuth's multiplicative hash, twice)."""
    h = (index * 2654435761 + place * 2246822519 + 374761393) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 2246822519) & 0xFFFFFFFF
    return h ^ (h >> 13)


def _draw(where: Range, index: int, place: int, real: bool) -> Value:
    shape = SHAPES[index % len(SHAPES)]
    turn = _scramble(index, place)
    size = _SMALL[(place + index // len(SHAPES)) % len(_SMALL)] if index < 1 else _SMALL[turn % len(_SMALL)]
    if index >= 2 * len(SHAPES):
        size = size + Fraction(turn // 64 % 97, 101)
    if shape == "tiny":
        size = size / 128
    elif shape == "large":
        size = size * 32 + 1
    elif shape == "close":
        size = Fraction(3, 2) + Fraction(turn % 5, 1000)
    if where.kind == "integer":
        return _integer(where, shape, index, place, turn)
    if where.is_real or real or shape not in ("complex", "wide"):
        return _real(where, shape, size, turn)
    imaginary = _SMALL[turn // 32 % len(_SMALL)]
    if shape == "wide":
        imaginary = imaginary * 2 + Fraction(3, 2)
    x = size if turn & 1 else -size
    return (x, imaginary if turn & 2 else -imaginary)


def _real(where: Range, shape: str, size: Fraction, turn: int) -> Fraction:
    low, high = where.low, where.high
    if where.span is not None:
        low, high = where.span if low is None else (max(low, where.span[0]), where.span[1])
        if where.high is not None:
            high = min(high, where.high)
    if low is not None and high is not None:
        return low + (high - low) * size / (1 + size)
    if shape == "special" and (low is None or low <= 0) and high is None:
        value = _SPECIAL[turn % len(_SPECIAL)]
        if (low is None or value > 0 or (value == 0 and not where.open_low)) and not (
            where.kind == "nonzero" and not value
        ):
            return value
    if low is not None:
        return low + size
    if high is not None:
        return high - size
    if shape == "negative" or (shape in ("mixed", "large", "tiny", "close", "special") and turn & 4):
        return -size
    return size


def _integer(where: Range, shape: str, index: int, place: int, turn: int) -> Fraction:
    step = (3, 2, 5, 4, 1, 7)[place % 6] if index == 0 else turn % (40 if shape == "large" else 8)
    if where.low is not None:
        low = Fraction(-((-where.low.numerator) // where.low.denominator))
        if where.open_low and low == where.low:
            low += 1
        value = low + step
        if where.high is not None:
            top = Fraction(where.high.numerator // where.high.denominator)
            top -= 1 if where.open_high and top == where.high else 0
            value = low + step % max(1, int(top - low) + 1)
        return value
    if where.high is not None:
        top = Fraction(where.high.numerator // where.high.denominator)
        return top - step - (1 if where.open_high and top == where.high else 0)
    return Fraction(-step if shape in ("negative", "mixed") and index else step)


def _inside(where: Range, value: Value) -> bool:
    if isinstance(value, tuple):
        return not where.is_real
    if where.kind == "integer" and value.denominator != 1:
        return False
    if where.kind == "nonzero" and value == 0:
        return False
    if where.low is not None and (value < where.low or (value == where.low and where.open_low)):
        return False
    return not (where.high is not None and (value > where.high or (value == where.high and where.open_high)))


def _repair(where: Domain, point: Point) -> Point | None:
    """Order chains of names (W_0 < W_1) are met by sorting their values; ``a = expression`` by solving for the name."""
    repaired = dict(point)
    orders = []
    for a in where.assumptions:
        if a.head in ("lt", "le", "gt", "ge") and all(s.head == "name" for s in a.args):
            low, high = a.args if a.head in ("lt", "le") else (a.args[1], a.args[0])
            orders.append((low.value, high.value))
    for _ in range(len(orders) + 1):
        for low, high in orders:
            x, y = repaired[low], repaired[high]
            if isinstance(x, Fraction) and isinstance(y, Fraction):
                if x > y:
                    repaired[low], repaired[high] = y, x
                elif x == y and _inside(where.of(high), y + 1):
                    repaired[high] = y + 1
    for a in where.assumptions:
        if a.head not in ("eq", "define"):
            continue
        for target, source in (a.args, a.args[::-1]):
            if target.head == "name" and target.value not in source.names():
                value = exact(source, repaired)
                if value is None:
                    continue
                repaired[target.value] = value
                break
    return repaired


def exact(expression: Expression, point: Point) -> Fraction | None:
    """The exact rational value at a rational point, where there is one."""
    values = {n: number(v) for n, v in point.items() if isinstance(v, Fraction)}
    code = program((replace(expression, values),))
    head, value, _ = code.instructions[code.roots[0]]
    return value if head == "number" else None
