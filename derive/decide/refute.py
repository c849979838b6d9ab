"""The rung that refutes: a point at which ball arithmetic keeps the two sides apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from flint import acb

from derive.decide.ball import Value, run
from derive.decide.families import Concrete
from derive.decide.probe import Probe, Prober, nearby
from derive.decide.question import Question
from derive.decide.sample import Point, admissible, stream
from derive.decide.text import ball_text, function_text, point_text
from derive.verdict import Evidence, Verdict, refuted

#: Points that the fast rung tries.
POINTS = 5
#: Simple points that are tried once a difference is known, and their coordinates.
TRIES = 80
_PLAIN = tuple(Fraction(n, d) for n, d in ((1, 1), (-1, 1), (2, 1), (1, 2), (0, 1), (-2, 1), (3, 1)))


def refute(question: Question, prober: Prober) -> Verdict | None:
    """A certified counterexample among the first points of the domain."""
    for index, point in enumerate(islice(stream(question.where), POINTS)):
        verdict = refute_at(question, prober, point, index)
        if verdict is not None:
            simpler = _simpler(question, prober, index) if index else None
            return verdict if simpler is None else simpler
        if question.budget.expired:
            return None
    return None


def _simpler(question: Question, prober: Prober, choice: int) -> Verdict | None:
    """The same claim refuted with numbers that can be checked in the head, where there are such."""
    names = question.names
    if not names or len(names) > 4:
        return None
    for values in islice(_plain_values(len(names)), TRIES):
        point: Point = dict(zip(names, values))
        if set(point) == set(question.where.ranges) and admissible(question.where, point):
            verdict = refute_at(question, prober, point, choice)
            if verdict is not None:
                return verdict
    return None


def _plain_values(count: int) -> Iterator[tuple[Fraction, ...]]:
    """Tuples of small numbers, the simplest first."""
    for most in range(1, len(_PLAIN) + 1):
        for row in product(range(most), repeat=count):
            if max(row) == most - 1:
                yield tuple(_PLAIN[k] for k in row)


def refute_at(question: Question, prober: Prober, point: Mapping[str, Value], choice: int) -> Verdict | None:
    probe = prober.at(point, choice=choice)
    if probe is None or probe.found != "differs" or not stands(question, prober, point, probe, choice):
        return None
    return counterexample(question, prober, point, probe, choice)


def stands(question: Question, prober: Prober, point: Mapping[str, Value], probe: Probe, choice: int) -> bool:
    """Whether a difference is more than a choice of value on a branch cut.

    Names that are not declared real are complex, and a formula in complex names means an analytic function.  A
    difference that vanishes on both sides of the axis through the point is a convention about the cut, not a
    difference of the functions; unless both values are real at a real point, where a person sees them differ.  And
    who writes |x| without declaring x may well mean a real x: then a complex point is no counterexample.
    """
    if _beside_the_reals(question, point, probe):
        prober.not_real = prober.not_real or (point_text(point), dict(point), probe, choice)
        return False
    complex_names = tuple(n for n in question.names if question.where.of(n).kind == "complex")
    if not complex_names or not question.has_cuts:
        return True
    if question.maybe_real and any(isinstance(v, tuple) for v in point.values()):
        prober.only_complex = point_text({n: point[n] for n in question.names if n in point})
        return False
    if _real(probe.left) and _real(probe.right) and not any(isinstance(v, tuple) for v in point.values()):
        return True
    for side in (1, -1):
        moved = prober.at(nearby(point, complex_names, side), choice=choice)
        if moved is not None and moved.found == "differs":
            return True
    return False


def _beside_the_reals(question: Question, point: Mapping[str, Value], probe: Probe) -> bool:
    """Whether names that are real give two values that are not, in formulas that speak of real numbers only.

    ``log((1 + q)/(1 - q))`` and ``2 artanh q`` are the same function of a real q: beyond 1 neither has a real value,
    and which complex one is meant is a convention.
    """
    if question.speaks_of_complex or any(question.where.of(n).kind in ("complex", "nonzero") for n in question.names):
        return False
    if not question.names or any(isinstance(v, tuple) for v in point.values()):
        return False
    return not probe.left.imag.contains(0) and not probe.right.imag.contains(0)


def _real(value: acb) -> bool:
    return bool(value.imag.is_zero())


def counterexample(
    question: Question, prober: Prober, point: Mapping[str, Value], probe: Probe, choice: int
) -> Verdict:
    """The verdict for a point where the two sides are apart, with digits a person can check."""
    found = prober.code(choice)
    assert found is not None  # the probe was taken with this very code
    code, functions = found
    left, right = run(code, point, max(128, 2 * probe.bits))
    if (left - right).contains(0) or not (left.is_finite() and right.is_finite()):
        left, right = probe.left, probe.right
    digits = _digits(left, right)
    shown = {n: point[n] for n in question.names if n in point}
    where = describe(shown, functions)
    values = f"{ball_text(left, digits)} and {ball_text(right, digits)}"
    reason = f"at {where} the two sides are {values}" if where else f"the two sides are {values}"
    figures = (
        *((name, value) for name, value in _figures(shown, functions)),
        ("left", ball_text(left, digits)),
        ("right", ball_text(right, digits)),
    )
    return refuted(reason, Evidence("counterexample", "ball arithmetic", reason, figures))


def describe(point: Mapping[str, Value], functions: Mapping[str, Concrete]) -> str:
    parts = [point_text(point)] if point else []
    parts += [function_text(n, f.parameters, f.body) for n, f in functions.items()]
    return ", ".join(parts)


def _figures(point: Mapping[str, Value], functions: Mapping[str, Concrete]) -> list[tuple[str, str]]:
    from derive.decide.text import value_text

    rows = [(n, value_text(v)) for n, v in point.items()]
    return rows + [(n, function_text(n, f.parameters, f.body)) for n, f in functions.items()]


def _digits(left: acb, right: acb) -> int:
    """Enough digits to see the two values differ, at least six."""
    for digits in (6, 12, 24, 48, 96, 200):
        if ball_text(left, digits) != ball_text(right, digits):
            return digits
    return 400
