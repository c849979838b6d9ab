"""One real name: regions of the line with algebraic end points, exactly.

Between two neighbouring candidates, the real roots of every polynomial at which something may change, each atom keeps
its sign.  So two formulas are compared at every candidate (exact algebraic numbers) and once in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import product
from typing import Any

from flint import arb, fmpz_poly

from derive.decide.ball import precision
from derive.decide.budget import Budget
from derive.decide.relations.algebra import Algebra, TooLargeError, algebra_for, factors
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import SIGNS, Atom, Formula, atoms, evaluate, letters
from derive.decide.relations.points import Coordinate, Crossing, Sign, coordinate_ball, roots, sign_at
from derive.expression import Expression, number, sub

MOST_CANDIDATES = 120
MOST_PRECISION = 10_000


class NotAlgebraicError(ValueError):
    """Something that algebraic numbers can't express."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A point of the line, or an open interval that ``point`` stands for.

    ``truths`` of the formulas; ``undefined``: for each formula, whether some atom has no value there.
    """

    point: Coordinate
    is_open: bool
    letters: tuple[tuple[str, bool], ...]
    truths: tuple[bool | None, ...]
    undefined: tuple[bool, ...]


def cells(
    formulas: Sequence[Formula],
    name: str,
    budget: Budget,
    *,
    real: bool = True,
    domain: Formula | None = None,
    transcendental: bool = True,
    interval: tuple[Fraction, Fraction] | None = None,
) -> tuple[Cell, ...]:
    """The line (or, where not ``real``, the finitely many special points of the complex plane and one generic point).

    :raises NotAlgebraicError: where the atoms are not algebraic.
    :raises TooLargeError: where there are too many candidates.
    """
    everything = atoms(*formulas, *((domain,) if domain else ()))
    found = candidates(everything, name, real=real, budget=budget if transcendental else None, interval=interval)
    if len(found) > MOST_CANDIDATES:
        raise TooLargeError(f"{len(found)} points at which something may change")
    places = line_places(found) if real else [*((c, False) for c in found), (generic(found), True)]
    words = letters(*formulas)
    if len(words) > 6:
        raise TooLargeError(f"{len(words)} statements")
    result = []
    for point, is_open in places:
        budget.check()
        known = {a: atom_truth(a, {name: point}) for a in atoms(*formulas, *((domain,) if domain else ()))}
        if domain is not None and evaluate(domain, lambda a, k=known: k[a][0]) is False:  # type: ignore[misc]
            continue
        for values in product((False, True), repeat=len(words)):
            assignment = dict(zip(words, values))
            truths = tuple(evaluate(f, lambda a, k=known: k[a][0], assignment) for f in formulas)  # type: ignore[misc]
            undefined = tuple(any(known[a][1] for a in atoms(f)) for f in formulas)
            result.append(Cell(point, is_open, tuple(assignment.items()), truths, undefined))
    return tuple(result)


def atom_truth(atom: Atom, point: Mapping[str, Coordinate]) -> tuple[bool | None, bool]:
    """Whether the atom holds at a point (None if that is not known), and whether it is undefined there."""
    sign = sign_at(atom.difference(), point)
    if sign is None:
        return None, False
    if sign is Sign.UNDEFINED:
        return False, True
    if sign is Sign.NONREAL:
        return (atom.op == "ne", atom.op not in ("eq", "ne"))
    holds = int(sign) in SIGNS[atom.op]
    if holds and atom.op in ("lt", "le", "gt", "ge"):
        # An order between two values asks that both are real, not just their difference.
        side = sign_at(atom.left, point)
        if side is Sign.NONREAL:
            return False, True
    return holds, False


def candidates(
    found: Sequence[Atom],
    name: str,
    *,
    real: bool,
    budget: Budget | None = None,
    interval: tuple[Fraction, Fraction] | None = None,
) -> tuple[Coordinate, ...]:
    """Every point at which the truth of an atom may change, ascending where real.

    With a budget, functions that are not algebraic are tried as well (by the zeros of their derivatives); those that
    have too many zeros on the line only in an interval.
    """
    points: dict[Coordinate, None] = {}
    for atom in found:
        difference = atom.difference()
        extra = difference.names()
        if any(n != name for n in extra):
            raise NotAlgebraicError("another name")
        for root in _special_points(difference, name, real, budget, interval):
            points.setdefault(root)
        if len(points) > MOST_CANDIDATES:
            raise TooLargeError(f"more than {MOST_CANDIDATES} points at which something may change")
    if not real:
        return tuple(points)
    distinct: list[Coordinate] = []
    for point in sorted(points, key=cmp_to_key(compare)):
        if not distinct or compare(distinct[-1], point):
            distinct.append(point)
    return tuple(distinct)


def _special_points(
    difference: Expression, name: str, real: bool, budget: Budget | None, interval: tuple[Fraction, Fraction] | None
) -> Sequence[Coordinate]:
    try:
        return [r for p in special_polynomials(difference, name, real=real) for r in roots(p, real=real)]
    except NotAlgebraicError:
        if not real or budget is None:
            raise
        from derive.decide.relations.monotone import NotMonotoneError, zeros

        try:
            return zeros(difference, name, budget)
        except NotMonotoneError as error:
            from derive.decide.relations.bounded import bounded_zeros, within

            interval = interval or within(difference, name)
            if interval is None:
                raise NotAlgebraicError(str(error)) from error
        try:
            return bounded_zeros(difference, name, *interval, budget)
        except NotMonotoneError as error:
            raise NotAlgebraicError(str(error)) from error


def special_polynomials(difference: Expression, name: str, *, real: bool) -> list[Any]:
    """Integer polynomials whose roots include every zero, pole and branch point of an algebraic expression."""
    algebra = algebra_for([difference, Expression("name", (), name)], real=real)
    whole = convert(algebra, difference)
    top = _with_names(algebra, whole.numerator)
    variable = algebra.keys[("name", name)]
    relations: dict[int, Any] = {}
    special = [top, _with_names(algebra, whole.denominator)]
    used = {i for p in (*special, *algebra.relations) for i, d in enumerate(p.degrees()) if d > 0}
    for (kind, *_), position in algebra.keys.items():
        if position == variable or position not in used:
            continue
        if kind not in ("root", "constant", "abs"):
            raise NotAlgebraicError(str(algebra.meanings[position]))
    for relation in algebra.relations:
        position = max(i for i, d in enumerate(relation.degrees()) if d > 0)
        relations[position] = relation
        special.append(relation.subs({f"g{position}": 0}))
        special.append(_leading_in(algebra, relation, position))
    result: list[Any] = []
    for poly in special:
        result += _eliminated(algebra, poly, relations, variable)
    return result


def _with_names(algebra: Algebra, poly: Any) -> Any:
    """The polynomial without its constant factors, such as log 2: those have no zero."""
    if poly.is_zero() or poly.is_constant():
        return poly
    product = algebra.constant(1)
    for factor, _ in factors(poly):
        if any(d > 0 and algebra.meanings[i].names() for i, d in enumerate(factor.degrees())):
            product *= factor
    return product


def _leading_in(algebra: Algebra, poly: Any, position: int) -> Any:
    """The coefficient of the highest power of a generator."""
    degree = poly.degrees()[position]
    terms = {}
    for monomial, coefficient in poly.to_dict().items():
        if monomial[position] == degree:
            terms[tuple(0 if i == position else int(n) for i, n in enumerate(monomial))] = coefficient
    return algebra.context.from_dict(terms)


def _eliminated(algebra: Algebra, poly: Any, relations: Mapping[int, Any], variable: int) -> list[Any]:
    """Polynomials in the variable alone that vanish wherever the given one does, on some branch of the roots."""
    work, done = [poly], []
    while work:
        current = work.pop()
        if current.is_zero() or current.is_constant():
            continue
        involved = [i for i, d in enumerate(current.degrees()) if d > 0 and i != variable]
        if not involved:
            done.append(_univariate(current, variable))
            continue
        position = involved[-1]
        if position not in relations:
            raise NotAlgebraicError(str(algebra.meanings[position]))
        _, factors = relations[position].factor()
        pieces = [f for f, _ in factors if f.degrees()[position]]
        for piece in pieces:
            image = current.resultant(piece, position)
            if image.is_zero() and not algebra.real:
                # It vanishes on one branch of a root: over the complex numbers that is a whole region.
                raise NotAlgebraicError("zero on a branch")
            work.append(image)
        for i, one in enumerate(pieces):
            work += [one.resultant(other, position) for other in pieces[i + 1 :]]
        if len(work) > 200:
            raise TooLargeError("branches of roots")
    return done


def _univariate(poly: Any, variable: int) -> Any:
    terms = {int(m[variable]): c for m, c in poly.to_dict().items()}
    low = min(terms)
    scale = 1
    for c in terms.values():
        scale = scale * int(c.q) // _gcd(scale, int(c.q))
    # A high power of the variable is one root: x**5999*(x - 1) is x*(x - 1) here.
    shift = low - 1 if low > 1 else 0
    if max(terms) - shift > 300:
        raise TooLargeError(f"degree {max(terms)}")
    coefficients = [0] * (max(terms) - shift + 1)
    for n, c in terms.items():
        coefficients[n - shift] = int(c.p) * (scale // int(c.q))
    return fmpz_poly(coefficients)


def _gcd(a: int, b: int) -> int:
    from math import gcd

    return gcd(a, b)


def compare(a: Coordinate, b: Coordinate) -> int:
    """Order of two real coordinates; different roots are told apart at some precision."""
    if a == b or _same_expression(a, b) or _solves(a, b) or _solves(b, a):
        return 0
    bits = 96
    while bits < MOST_PRECISION:
        x, y = coordinate_ball(a, bits).real, coordinate_ball(b, bits).real
        if x < y:
            return -1
        if x > y:
            return 1
        bits *= 2
    raise TooLargeError("two roots that are too close")


def _solves(a: Coordinate, b: Coordinate) -> bool:
    """Whether a value is the zero that a crossing stands for: it lies between the same points and is a zero."""
    if not isinstance(b, Crossing) or isinstance(a, Crossing):
        return False
    ball = coordinate_ball(a, 96).real
    with precision(96):
        low, high = (arb(v.numerator) / v.denominator for v in (b.low, b.high))
        if ball < low or ball > high:
            return False
    return sign_at(b.function, {b.name: a}) is Sign.ZERO


def _same_expression(a: Coordinate, b: Coordinate) -> bool:
    sides = [v if isinstance(v, Expression) else number(v) for v in (a, b) if isinstance(v, (Expression, Fraction))]
    return len(sides) == 2 and sign_at(sub(*sides), {}) is Sign.ZERO


def line_places(points: Sequence[Coordinate]) -> list[tuple[Coordinate, bool]]:
    """The points and, before, between and after them, simple rationals that stand for the open intervals."""
    if not points:
        return [(Fraction(0), True)]
    places: list[tuple[Coordinate, bool]] = [(below(points[0]), True)]
    for i, point in enumerate(points):
        places.append((point, False))
        following = points[i + 1] if i + 1 < len(points) else None
        places.append((between(point, following) if following is not None else above(point), True))
    return places


def below(point: Coordinate) -> Fraction:
    return Fraction(int(_bound(point, False)) - 1)


def above(point: Coordinate) -> Fraction:
    return Fraction(int(_bound(point, True)) + 1)


def _bound(point: Coordinate, up: bool) -> Any:
    value = coordinate_ball(point, 128).real
    with precision(128):
        return value.ceil().unique_fmpz() or int(value.mid().floor().unique_fmpz() or 0) + (2 if up else -2)


def between(a: Coordinate, b: Coordinate) -> Fraction:
    """A rational of small denominator strictly between two real coordinates."""
    bits = 96
    while bits < MOST_PRECISION:
        x, y = coordinate_ball(a, bits).real, coordinate_ball(b, bits).real
        with precision(bits):
            gap = y - x
            if gap > 0:
                denominator = 1
                while True:
                    middle = (x + y) / 2 * denominator
                    candidate = Fraction(int((middle + arb("0.5")).mid().floor().unique_fmpz()), denominator)
                    exact = arb(candidate.numerator) / candidate.denominator
                    if exact > x and exact < y:
                        return candidate
                    denominator *= 2
        bits *= 2
    raise TooLargeError("two points that are too close")


def generic(points: Sequence[Coordinate]) -> Fraction:
    """A rational that is none of the points."""
    taken = set(points)
    return next(Fraction(n) for n in range(2, len(taken) + 4) if Fraction(n) not in taken)
