"""The same leading order as a variable goes to a limit: the ratio of the two sides goes to one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import Budget
from derive.decide.relations.formula import infinite_sign
from derive.decide.relations.points import rational_value
from derive.decide.sample import real_points
from derive.expression import ONE, ZERO, Expression, div, name, sub
from derive.verdict import Evidence, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import Vocabulary

Ladder = Callable[..., Verdict]
STEPS = (16, 64, 256)


def same_leading_order(
    left: Expression,
    right: Expression,
    variable: str | None,
    limit: Expression | None,
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
) -> Verdict:
    """Whether ``left/right -> 1`` as the variable goes to the limit (to infinity where none is given)."""
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    if variable is None:
        if len(names) != 1:
            return undecided(f"the names are {', '.join(names)}; say which one goes to its limit")
        variable = names[0]
    target = limit if limit is not None else Expression("constant", (), "oo")
    if left == right:
        return proved("the two sides are the same", Evidence("proof", "same", "the two sides are the same"))
    ratio = div(left, right)
    exact = _exact(ratio, variable, target, vocabulary, budget.part(0.6), ladder)
    if exact is not None and (exact.holds or exact.fails):
        return exact
    return _numerical(left, right, variable, target, vocabulary, budget)


def _exact(
    ratio: Expression, variable: str, target: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict | None:
    limit = Expression("limit", (ratio, name(variable), target), "+-")
    try:
        verdict = ladder(limit, ONE, vocabulary=vocabulary, budget=budget)
    except (ValueError, ArithmeticError, NotImplementedError, ImportError):
        return None
    if verdict.holds:
        return proved("the ratio of the two sides goes to one", *verdict.evidence)
    if verdict.fails:
        return refuted(f"the ratio of the two sides does not go to one: {verdict.reason}", *verdict.evidence)
    return None


def _numerical(
    left: Expression, right: Expression, variable: str, target: Expression, vocabulary: Vocabulary, budget: Budget
) -> Verdict:
    """The ratio in ball arithmetic, nearer and nearer to the limit."""
    others = tuple(n for n in (*left.names(), *right.names()) if n != variable)
    base = real_points(vocabulary, others, 4) if others else [{}]
    distances: list[list[float]] = []
    figures: list[tuple[str, str]] = []
    for point in base:
        budget.check()
        row = []
        for step in STEPS:
            place = approach(target, step)
            if place is None:
                return undecided("the limit is not a number or an infinity")
            distance = _distance(left, right, {**point, variable: place})
            if distance is None:
                break
            row.append(distance)
            if point is base[0]:
                figures.append((f"{variable} at step 2^{step}", f"ratio - 1 = {distance:.3g}"))
        if len(row) == len(STEPS):
            distances.append(row)
    if not distances:
        return undecided("the two sides could not be evaluated near the limit")
    if all(_shrinks(row) for row in distances):
        evidence = Evidence("agreement", "ratio near the limit", "the ratio nears one", tuple(figures))
        return supported("the ratio nears one as the variable nears its limit" + _order(distances[0]), evidence)
    if any(abs(row[-1]) > 1e-3 and abs(row[-1]) >= 0.9 * abs(row[-2]) for row in distances):
        text = "the ratio stays away from one, certified in ball arithmetic"
        return refuted(text, Evidence("counterexample", "ratio near the limit", text, tuple(figures)))
    return undecided("the ratio nears one too slowly to tell", Evidence("attempt", "ratio", "", tuple(figures)))


def approach(target: Expression, step: int) -> Fraction | None:
    """A rational ``2**-step`` from the limit, or ``2**step`` far out."""
    sign = infinite_sign(target)
    if sign:
        return Fraction(sign) * Fraction(2) ** step
    value = rational_value(target)
    return None if value is None else value + Fraction(1, 2**step)


def _distance(left: Expression, right: Expression, point: dict[str, object]) -> float | None:
    """``left/right - 1``, from balls that enclose it to some digits."""
    for bits in (256, 1024, 4096):
        try:
            value = enclose(sub(div(left, right), ONE), point, bits)
        except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
            return None
        if value.is_finite() and float(value.rad()) <= 1e-3 * (float(abs(value.mid())) + 1e-300):
            size = float(abs(value.mid()))
            return size if value.real >= 0 else -size
        if value.is_zero():
            return 0.0
    return None


def _shrinks(row: list[float]) -> bool:
    first, second, third = (abs(v) for v in row)
    return third == 0 or (third < second < first and third < 0.02)


def _order(row: list[float]) -> str:
    """The order of the remainder, from the last two distances."""
    from math import log2

    if not row[-1] or not row[-2]:
        return ""
    order = (log2(abs(row[-2])) - log2(abs(row[-1]))) / (STEPS[-1] - STEPS[-2])
    return f"; the relative remainder goes like its power {round(order, 2):g}" if order > 0.01 else ""


__all__ = ["ZERO", "approach", "same_leading_order"]
