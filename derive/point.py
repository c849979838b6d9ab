"""Points at which a sheet's claims are tried: drawn from the declarations, rational, the same on every run."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import sympy

from derive.declare import Declared, DeclaredArray
from derive.name import Name

#: Where a name without a span is sampled, by its domain.
SPANS: Mapping[str, tuple[Fraction, Fraction]] = {
    "positive": (Fraction(1, 10), Fraction(3)),
    "nonnegative": (Fraction(0), Fraction(3)),
    "negative": (Fraction(-3), Fraction(-1, 10)),
    "nonpositive": (Fraction(-3), Fraction(0)),
    "integer": (Fraction(-4), Fraction(5)),
    "nonnegative integer": (Fraction(0), Fraction(6)),
    "positive integer": (Fraction(1), Fraction(6)),
}
REAL = (Fraction(-2), Fraction(2))
#: A prime, so that two names seldom get related values.
STEPS = 997
TRIES = 20_000


class NoPointError(ValueError):
    """The conditions leave no point of the declared spans."""


def span(name: Name) -> tuple[Fraction, Fraction]:
    """Where a name is sampled.

    >>> span(Name("tau", "positive"))
    (Fraction(1, 10), Fraction(3, 1))
    """
    return name.span or SPANS.get(name.domain, REAL)


def on_grid(name: Name, step: int, between: tuple[Fraction, Fraction] | None = None) -> Fraction:
    """The value at a step of 0 to 997 along the span, ends left out; a whole number for an integer name."""
    low, high = between or span(name)
    if name.domain.endswith("integer"):
        count = int(high) - int(low) + 1
        return Fraction(int(low) + step % count)
    return low + (high - low) * Fraction(step + 1, STEPS + 1)


def draw(
    names: Sequence[Declared],
    generator: random.Random,
    *,
    fixed: Mapping[Declared, Any] | None = None,
    spans: Mapping[str, tuple[Fraction, Fraction]] | None = None,
    conditions: Iterable[Any] = (),
) -> dict[Declared, Any]:
    """A point at which every condition is true.

    Raises:
        NoPointError: none was found; widen the spans or weaken the conditions.
    """
    known = dict(fixed or {})
    wanted = [n for n in names if n not in known]
    checks = [sympy.sympify(c) for c in conditions if c is not sympy.true]
    tests = [_compiled(c) for c in checks]
    between = dict(spans or {})
    for _ in range(TRIES if checks else 1):
        point = dict(known)
        for name in sorted(wanted, key=lambda n: n.role == "index"):
            if name.role == "index":
                top = int(point.get(name.over, name.over))
                point[name] = sympy.Integer(1 + generator.randrange(top))
                continue
            value = on_grid(name.declaration, generator.randrange(STEPS), between.get(name.name))
            point[name] = sympy.Rational(value.numerator, value.denominator)
        if all(test(point) for test in tests):
            return point
    raise NoPointError(f"no point of the declared spans meets {', '.join(map(str, checks))}")


def draw_arrays(arrays: Iterable[DeclaredArray], point: Mapping[Any, Any], generator: random.Random) -> dict[Any, Any]:
    """Entries of vectors and matrices, each drawn along the span, at the sizes of a point."""
    found = {}
    for one in arrays:
        shape = [int(point[s]) if s in point else int(s) for s in one.sizes]
        count = functools.reduce(lambda a, b: a * b, shape, 1)
        values = [on_grid(one.declaration, generator.randrange(STEPS)) for _ in range(count)]
        found[one] = sympy.Array([sympy.Rational(v.numerator, v.denominator) for v in values], tuple(shape))
    return found


@functools.cache
def _compiled(condition: Any) -> Callable[[Mapping[Any, Any]], bool]:
    """Whether a condition is true at a point, at thirty digits."""
    names = sorted(condition.free_symbols, key=lambda s: str(s.name))
    run = sympy.lambdify(names, condition, "mpmath")

    def test(point: Mapping[Any, Any]) -> bool:
        with mpmath.workdps(30):
            return bool(run(*(mpmath.mpf(point[n].p) / point[n].q for n in names)))

    return test
