"""The same leading order as a variable goes to a limit: the ratio of the two sides goes to one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import Budget, OutOfBudget
from derive.decide.relations.algebra import algebra_for
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import infinite_sign
from derive.decide.relations.points import Sign, rational_value, sign_at
from derive.decide.relations.wording import plain
from derive.decide.sample import real_points
from derive.expression import ONE, Expression, add, div, name, replace, sub
from derive.verdict import Evidence, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import Vocabulary

#: How near to the limit the ratio is looked at, as powers of two; the later rows for what grows too fast.
STEPS = ((16, 64, 256), (4, 8, 12), (2, 3, 4))


def same_leading_order(
    left: Expression,
    right: Expression,
    variable: str | None,
    limit: Expression | None,
    vocabulary: Vocabulary,
    budget: Budget,
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
    exact = _rational(ratio, variable, target)
    if exact is None:
        exact = _exact(ratio, variable, target, vocabulary, budget.part(0.4))
    if exact is not None:
        return exact
    return _numerical(left, right, variable, target, vocabulary, budget)


def _rational(ratio: Expression, variable: str, target: Expression) -> Verdict | None:
    """A ratio that is rational in the variable: its leading coefficients compared exactly."""
    sign = infinite_sign(target)
    moved = ratio if sign else replace(ratio, {variable: add(target, name(variable))})
    try:
        algebra = algebra_for([moved, name(variable)], real=True)
        quotient = convert(algebra, moved)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    place = algebra.keys[("name", variable)]
    ends = []
    for poly in (quotient.numerator, quotient.denominator):
        degrees = poly.degrees()
        if any(d > 0 and i != place and variable in algebra.meanings[i].names() for i, d in enumerate(degrees)):
            return None
        powers = [int(m[place]) for m in poly.monoms()]
        if not powers:
            return None
        end = max(powers) if sign else min(powers)
        terms = {m: c for m, c in poly.to_dict().items() if int(m[place]) == end}
        ends.append((end, {tuple(0 if i == place else int(d) for i, d in enumerate(m)): c for m, c in terms.items()}))
    if ends[0] == ends[1]:
        text = "the leading terms of the two sides are the same"
        return proved(text, Evidence("proof", "leading terms", text))
    tops = [algebra.meaning(algebra.context.from_dict(terms)) for _, terms in ends]
    if ends[0][0] == ends[1][0] and (tops[0].names() or tops[1].names()):
        return None
    word = plain(div(*tops)) if ends[0][0] == ends[1][0] else "zero or infinity"
    text = f"the ratio of the two sides goes to {word}, not to one"
    return refuted(text, Evidence("counterexample", "leading terms", text, (("limit of the ratio", word),)))


def _exact(
    ratio: Expression, variable: str, target: Expression, vocabulary: Vocabulary, budget: Budget
) -> Verdict | None:
    """The limit by leading terms, where they settle it."""
    from derive.decide.calculus.limits import evaluated_limit

    node = Expression("limit", (ratio, name(variable), target), "+-")
    try:
        value = evaluated_limit(node, vocabulary, budget)
    except (ValueError, ArithmeticError, NotImplementedError, OutOfBudget):
        return None
    if value is None:
        return None
    sign = sign_at(sub(value, ONE), {}) if not value.names() and not infinite_sign(value) else None
    if sign is Sign.ZERO:
        text = "the ratio of the two sides goes to one"
        return proved(text, Evidence("proof", "leading terms", text))
    if infinite_sign(value) or sign in (Sign.NEGATIVE, Sign.POSITIVE, Sign.NONREAL):
        text = f"the ratio of the two sides goes to {plain(value)}, not to one"
        return refuted(text, Evidence("counterexample", "leading terms", text, (("limit of the ratio", plain(value)),)))
    return None


def _numerical(
    left: Expression, right: Expression, variable: str, target: Expression, vocabulary: Vocabulary, budget: Budget
) -> Verdict:
    """The ratio in ball arithmetic, nearer and nearer to the limit."""
    others = tuple(n for n in (*left.names(), *right.names()) if n != variable)
    base = real_points(vocabulary, others, 4) if others else [{}]
    if approach(target, 1) is None:
        return undecided("the limit is not a number or an infinity")
    for steps in STEPS:
        distances = [row for point in base if (row := _row(left, right, point, variable, target, steps, budget))]
        if distances:
            break
    else:
        return undecided("the two sides could not be evaluated near the limit")
    shown = zip(steps, distances[0])
    figures = [(f"{variable}, 2^{step} steps on", f"ratio - 1 = {distance:.3g}") for step, distance in shown]
    if all(_shrinks(row) for row in distances):
        evidence = Evidence("agreement", "ratio near the limit", "the ratio nears one", tuple(figures))
        return supported("the ratio nears one as the variable nears its limit" + _order(distances[0], steps), evidence)
    if any(abs(row[-1]) > 1e-3 and abs(row[-1]) >= 0.9 * abs(row[-2]) for row in distances):
        text = "the ratio stays away from one, certified in ball arithmetic"
        return refuted(text, Evidence("counterexample", "ratio near the limit", text, tuple(figures)))
    return undecided("the ratio nears one too slowly to tell", Evidence("attempt", "ratio", "", tuple(figures)))


def _row(
    left: Expression,
    right: Expression,
    point: Mapping[str, object],
    variable: str,
    target: Expression,
    steps: tuple[int, ...],
    budget: Budget,
) -> list[float]:
    """The distances of the ratio from one at each step; empty where one of them can't be found."""
    found = []
    for step in steps:
        budget.check()
        distance = _distance(left, right, {**point, variable: approach(target, step)})
        if distance is None:
            return []
        found.append(distance)
    return found


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


def _order(row: list[float], steps: tuple[int, ...]) -> str:
    """The order of the remainder, from the last two distances."""
    from math import log2

    if not row[-1] or not row[-2]:
        return ""
    order = (log2(abs(row[-2])) - log2(abs(row[-1]))) / (steps[-1] - steps[-2])
    return f"; the relative remainder is of order {round(order, 2):g}" if order > 0.01 else ""
