"""Solving equations for names, exactly where algebra can and by certified changes of sign where it can't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from derive.decide.evaluate import evaluate
from derive.decide.relations.algebra import algebra_for
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import Atom
from derive.decide.relations.line import candidates
from derive.decide.relations.points import Coordinate, Crossing, Sign, place, rational_value, sign_at
from derive.decide.relations.scene import Scene
from derive.decide.sample import real_points
from derive.expression import Expression, div, replace

ATTEMPTS = (ValueError, ZeroDivisionError, OverflowError)
JUMPING = frozenset(("floor", "ceiling", "frac", "Mod", "sign", "Heaviside", "DiracDelta", "KroneckerDelta", "arg"))


def linear_solution(difference: Expression, text: str) -> tuple[Expression, Expression] | None:
    """``difference = 0`` solved for a name in which it is linear: the solution and the coefficient of the name."""
    if text not in difference.names():
        return None
    try:
        algebra = algebra_for([difference], real=True)
        top = convert(algebra, difference).numerator
    except ATTEMPTS:
        return None
    position = algebra.keys[("name", text)]
    if top.degrees()[position] != 1:
        return None
    for index, degree in enumerate(top.degrees()):
        if degree > 0 and index != position and text in algebra.meanings[index].names():
            return None
    slope, rest = {}, {}
    for monomial, coefficient in top.to_dict().items():
        exponents = [int(d) for d in monomial]
        if exponents[position]:
            exponents[position] = 0
            slope[tuple(exponents)] = coefficient
        else:
            rest[tuple(exponents)] = coefficient
    below = algebra.meaning(algebra.context.from_dict(slope))
    opposite = -algebra.context.from_dict(rest)
    constant = rational_value(below)
    if constant is not None:
        return algebra.meaning(opposite / algebra.constant(constant)), below
    return div(algebra.meaning(opposite), below), below


def eliminate(
    equations: Sequence[Expression], names: Sequence[str], base: Mapping[str, Coordinate], real: bool
) -> Iterator[dict[str, Coordinate]]:
    """Points on a system of equations, with the free names at the values of a base point."""
    rest = list(equations)
    dependent: dict[str, Expression] = {}
    while True:
        step = _linear_step(rest, names, dependent)
        if step is None:
            break
        index, text, value = step
        dependent = {k: replace(v, {text: value}) for k, v in dependent.items()}
        dependent[text] = value
        rest = [replace(e, {text: value}) for i, e in enumerate(rest) if i != index]
        rest = [e for e in rest if not _vanishes(e)]
    free = [n for n in names if n not in dependent]
    involved = [n for n in free if any(n in e.names() for e in rest)]
    for point in _remaining(rest, involved, {n: base[n] for n in free}, real):
        full = {**point, **{k: _simple(place(v, point)) for k, v in dependent.items()}}
        yield {n: full[n] for n in names}


def _simple(value: Expression) -> Coordinate:
    exact = rational_value(value)
    return value if exact is None else exact


def _vanishes(difference: Expression) -> bool:
    try:
        return bool(convert(algebra_for([difference], real=True), difference).numerator.is_zero())
    except ATTEMPTS:
        return False


def _linear_step(
    rest: Sequence[Expression], names: Sequence[str], dependent: Mapping[str, Expression]
) -> tuple[int, str, Expression] | None:
    fallback = None
    for index, equation in enumerate(rest):
        for text in names:
            if text in dependent:
                continue
            solved = linear_solution(equation, text)
            if solved is None:
                continue
            if not solved[1].names():
                return index, text, solved[0]
            fallback = fallback or (index, text, solved[0])
    return fallback


def _remaining(
    rest: Sequence[Expression], involved: Sequence[str], base: dict[str, Coordinate], real: bool
) -> Iterator[dict[str, Coordinate]]:
    if not rest:
        yield base
        return
    if len(rest) == 1 and involved:
        for text in involved:
            others = {k: v for k, v in base.items() if k != text}
            for root in _roots_of(place(rest[0], others), text, real):
                yield {**others, text: root}
        return
    if len(rest) == 2 and len(involved) == 2:
        values = [_resultant_roots(rest[0], rest[1], text, other, real) for text, other in (involved, involved[::-1])]
        others = {k: v for k, v in base.items() if k not in involved}
        for pair in product(*values):
            point = {**others, **dict(zip(involved, pair))}
            if all(sign_at(e, point) is Sign.ZERO for e in rest):
                yield point


def _roots_of(equation: Expression, text: str, real: bool) -> tuple[Coordinate, ...]:
    try:
        found = candidates((Atom("eq", equation, Expression("number", (), Fraction(0))),), text, real=real)
    except ATTEMPTS:
        return ()
    return tuple(c for c in found if sign_at(equation, {text: c}) is Sign.ZERO)


def _resultant_roots(a: Expression, b: Expression, keep: str, drop: str, real: bool) -> tuple[Coordinate, ...]:
    try:
        algebra = algebra_for([a, b], real=True)
        first, second = convert(algebra, a).numerator, convert(algebra, b).numerator
        result = first.resultant(second, algebra.keys[("name", drop)])
        if result.is_zero():
            return ()
        return _roots_of(algebra.meaning(result), keep, real)[:8]
    except (*ATTEMPTS, KeyError):
        return ()


def crossings(difference: Expression, text: str) -> tuple[Coordinate, ...]:
    """Certified zeros of a continuous function of one name, found where its sign changes on a grid."""
    jumps = any(n.head == "cases" or (n.head == "call" and n.value in JUMPING) for n in difference.walk())
    if jumps or difference.size() > 300:
        return ()
    grid = [Fraction(n, 4) for n in range(-40, 41)] + [Fraction(n, 64) for n in range(1, 16)]
    grid = sorted({*grid, Fraction(-100), Fraction(100), Fraction(1, 1000), Fraction(-1, 1000)})
    found: list[Coordinate] = []
    previous: tuple[Fraction, float] | None = None
    for x in grid:
        value = evaluate(difference, {text: complex(float(x))})
        if value != value or abs(value.imag) > 1e-12 * (1 + abs(value.real)):
            previous = None
            continue
        if abs(value.real) < 1e-13 and sign_at(difference, {text: x}) is Sign.ZERO:
            found.append(x)
            previous = None
            continue
        if previous is not None and previous[1] * value.real < 0 and _connected(difference, text, previous[0], x):
            found.append(Crossing(difference, text, previous[0], x))
        previous = (x, value.real)
        if len(found) >= 6:
            break
    return tuple(found)


def _connected(difference: Expression, text: str, low: Fraction, high: Fraction) -> bool:
    """The function is defined and continuous on the whole interval, and certainly changes sign."""
    from flint import acb, arb

    from derive.decide.ball import Unsupported, enclose, precision

    with precision(64):
        ends = (arb(low.numerator) / low.denominator, arb(high.numerator) / high.denominator)
        pieces = 16
        width = (ends[1] - ends[0]) / pieces
        try:
            for k in range(pieces):
                part = (ends[0] + width * k).union(ends[0] + width * (k + 1))
                if not enclose(difference, {text: acb(part)}, 64, analytic=True).is_finite():
                    return False
        except (Unsupported, *ATTEMPTS, NotImplementedError):
            return False
    first, last = sign_at(difference, {text: low}), sign_at(difference, {text: high})
    return {first, last} == {Sign.NEGATIVE, Sign.POSITIVE}


def constant_ratio(first: Expression, second: Expression, scene: Scene) -> Fraction | None:
    """The simple rational that ``first / second`` seems to be at a few points, as a guess to be proved."""
    guesses: list[complex] = []
    for point in real_points(scene.vocabulary, scene.names, 6):
        values = {k: complex(float(v)) for k, v in point.items() if isinstance(v, Fraction)}
        a, b = evaluate(first, values), evaluate(second, values)
        if a == a and b == b and abs(b) > 1e-9:
            guesses.append(a / b)
    if len(guesses) < 3 or any(abs(g - guesses[0]) > 1e-9 * (1 + abs(guesses[0])) for g in guesses):
        return None
    guess = Fraction(guesses[0].real).limit_denominator(5000) if abs(guesses[0].imag) < 1e-12 else None
    return guess if guess is not None and abs(float(guess) - guesses[0].real) < 1e-9 else None
