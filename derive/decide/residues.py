"""The rung for floors and remainders: one period taken apart into residues, or into the pieces between the steps.

With n = 6 k + r, ``floor((n + 1)/2)`` is 3 k + floor((r + 1)/2) and ``Mod(n^3 - n, 6)`` is a number: six questions
without steps take the place of one.  A real x is P N + t with N whole and t between two steps, or at one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import floor, lcm

from derive.decide.cases import cases
from derive.decide.domain import Domain, Range
from derive.decide.field import UndefinedError
from derive.decide.normal import argue
from derive.decide.probe import Prober
from derive.decide.question import Question, posed
from derive.decide.refute import refute_at
from derive.decide.sample import Point, admissible, exact, sample
from derive.expression import Expression, add, call, div, mul, name, number, replace, rewrite, sub
from derive.verdict import Evidence, Outcome, Verdict, proved

#: Classes of residues, and pieces of a period, that are looked at.
MOST_CLASSES = 900
STEPS = frozenset(("floor", "ceiling", "frac", "Mod"))
_PERIODIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc", "exp"))
#: A polynomial in names with rational coefficients: exponents by name, as sorted pairs, and the coefficient.
Polynomial = dict[tuple[tuple[str, int], ...], Fraction]


class _NotSteppedError(Exception):
    """A step whose argument is no polynomial, or whose value depends on where one is."""


@dataclass(frozen=True, slots=True)
class Class:
    """One class: what the names are in it, the ranges of the new names, and how to say it."""

    values: dict[str, Expression]
    ranges: dict[str, Range]
    text: str


def residues(question: Question, prober: Prober) -> Verdict | Evidence | None:
    """Proved where both sides are equal in every class; refuted by a point of one class."""
    if STEPS.isdisjoint(question.functions):
        return None
    whole = _whole_steps(question)
    if whole is not None:
        return whole
    try:
        names = _stepped_names(question)
        kinds = {question.where.of(n).kind for n in names}
        if kinds == {"integer"}:
            classes = list(_integer_classes(question, names))
        elif kinds == {"real"} and len(names) == 1:
            classes = list(_real_classes(question, names[0]))
        else:
            return None
        return _decided(question, prober, classes)
    except (_NotSteppedError, RecursionError) as error:
        return Evidence("attempt", "residues", str(error)) if str(error) else None


def _whole_steps(question: Question) -> Verdict | None:
    """Proved where the sides are equal whatever whole numbers the floors are."""
    ranges = dict(question.where.ranges)
    taken: dict[Expression, Expression] = {}

    def whole(u: Expression, direction: str) -> Expression:
        key = call(direction, u)
        if key not in taken:
            taken[key] = name(f"{direction} {len(taken)}")
            ranges[taken[key].value] = Range("integer", declared=True)
        return taken[key]

    def rule(node: Expression) -> Expression:
        if node.head != "call" or node.value not in STEPS:
            return node
        u = node.args[0]
        if node.value == "Mod":
            return sub(u, mul(node.args[1], whole(div(u, node.args[1]), "floor")))
        return sub(u, whole(u, "floor")) if node.value == "frac" else whole(u, node.value)

    left, right = rewrite(question.left, rule), rewrite(question.right, rule)
    inner = posed(left, right, question.vocabulary, question.budget, Domain(ranges, question.where.assumptions))
    used = _proved(inner)
    if used is None:
        return None
    text = "the two sides are equal whatever whole numbers the steps are"
    return proved(text, Evidence("proof", "residues", text, (), used))


def _decided(question: Question, prober: Prober, classes: list[Class]) -> Verdict | Evidence | None:
    used: dict[str, None] = {}
    for one in classes:
        question.budget.check()
        sides = [_without_steps(replace(side, one.values), one.ranges) for side in (question.left, question.right)]
        ranges = {n: r for n, r in question.where.ranges.items() if n not in one.values} | one.ranges
        assumptions = tuple(replace(a, one.values) for a in question.where.assumptions)
        inner = posed(sides[0], sides[1], question.vocabulary, question.budget, Domain(ranges, assumptions))
        verdict = _refuted(question, prober, inner, one)
        if verdict is not None:
            return verdict
        certain = _proved(inner)
        if certain is None:
            return Evidence("attempt", "residues", f"where {one.text} the two sides could not be decided")
        used.update(dict.fromkeys(certain))
    if not classes:
        return None
    text = f"the two sides are equal in each of {len(classes)} classes ({classes[-1].text} and the others)"
    return proved(text, Evidence("proof", "residues", text, (("classes", str(len(classes))),), tuple(used)))


def _proved(inner: Question) -> tuple[str, ...] | None:
    """The assumptions that a proof of a question without steps uses; None where there is no proof."""
    try:
        found = argue(inner, Prober(inner))
    except UndefinedError:
        return None
    if not isinstance(found, str):
        return tuple(found.translator.signs.used)
    verdict = cases(inner, Prober(inner))
    if isinstance(verdict, Verdict) and verdict.outcome is Outcome.PROVED:
        return tuple(a for e in verdict.evidence for a in e.assumptions)
    return None


def _refuted(question: Question, prober: Prober, inner: Question, one: Class) -> Verdict | None:
    for index, point in enumerate(sample(inner.where, 3)):
        original: Point = {n: v for n, v in point.items() if n in question.where.ranges and n not in one.values}
        for text, value in one.values.items():
            at = exact(value, point)
            if at is None:
                return None
            original[text] = at
        if admissible(question.where, original):
            verdict = refute_at(question, prober, original, index)
            if verdict is not None:
                return verdict
    return None


# --- classes -------------------------------------------------------------------------------------------------------
def _stepped_names(question: Question) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for side in (question.left, question.right):
        for node in side.walk():
            if node.head == "call" and node.value in STEPS:
                found.update(dict.fromkeys(node.names()))
    if not found or len(found) > 3:
        raise _NotSteppedError
    return tuple(found)


def _integer_classes(question: Question, names: tuple[str, ...]) -> Iterator[Class]:
    period = lcm(*(_need(side, names) for side in (question.left, question.right)))
    if period > 400 or period ** len(names) > MOST_CLASSES:
        raise _NotSteppedError(f"{period ** len(names)} classes of residues are too many")
    for rest in product(range(period), repeat=len(names)):
        values, ranges = {}, {}
        for text, r in zip(names, rest):
            whole = question.where.of(text)
            low = None if whole.low is None else Fraction(-floor(-(whole.low - r) / period))
            high = None if whole.high is None else Fraction(floor((whole.high - r) / period))
            values[text] = add(mul(number(period), name(f"{text} over {period}")), number(r))
            ranges[f"{text} over {period}"] = Range("integer", low, False, high, False, None, True)
        yield Class(values, ranges, ", ".join(f"{t} = {r} mod {period}" for t, r in zip(names, rest)))


def _need(expression: Expression, names: tuple[str, ...]) -> int:
    """A period for which every step, and every sign and wave of a whole number, repeats."""
    inner = lcm(*(_need(a, names) for a in expression.args)) if expression.args else 1
    own = _own_need(expression, names)
    # A floor inside grows with the turns, so that its own denominator counts once more; a remainder does not.
    grows = any(n.head == "call" and n.value in ("floor", "ceiling") for a in expression.args for n in a.walk())
    return inner * own if grows else lcm(inner, own)


def _own_need(expression: Expression, names: tuple[str, ...]) -> int:
    head = expression.head
    if head == "call" and expression.value in STEPS:
        need = _denominator(expression.args[0])
        if expression.value == "Mod":
            modulus = exact(expression.args[1], {})
            if modulus is None or modulus <= 0:
                raise _NotSteppedError("a remainder by what is no number")
            need *= modulus.numerator
        return need
    if head == "pow" and any(n in expression.args[1].names() for n in names):
        base = exact(expression.args[0], {})
        if base == -1:
            return 2 * _denominator(expression.args[1])
        rotating = expression.args[0] == Expression("constant", (), "i") or expression.args[0].head == "neg"
        return 4 if rotating else 1
    if head == "call" and expression.value in _PERIODIC and any(n in expression.args[0].names() for n in names):
        return 2 * _denominator(expression.args[0])
    return 1


def _denominator(expression: Expression) -> int:
    """A common denominator of the coefficients, where whole names and steps count as whole."""
    head = expression.head
    if head in ("number", "decimal"):
        return Fraction(expression.value).denominator
    if head == "div":
        below = exact(expression.args[1], {})
        return _denominator(expression.args[0]) * (abs(below.numerator) if below else 1)
    if head == "add":
        return lcm(*(_denominator(a) for a in expression.args))
    if head == "call" and expression.value in STEPS:
        return _denominator(expression.args[0]) if expression.value in ("frac", "Mod") else 1
    result = 1
    for a in expression.args:
        result *= _denominator(a)
        if head == "pow":
            count = exact(expression.args[1], {})
            return result ** int(count) if count is not None and count.denominator == 1 and 0 < count < 9 else result
    return result


def _real_classes(question: Question, text: str) -> Iterator[Class]:
    """The steps within one period, and the pieces between them."""
    lines = []
    for side in (question.left, question.right):
        for node in side.walk():
            if node.head == "call" and node.value in STEPS:
                lines.append(_line(node, text))
    period = lcm(*(slope.denominator for slope, _ in lines))
    steps: dict[Fraction, None] = {Fraction(0): None, Fraction(period): None}
    for slope, offset in lines:
        ends = sorted((offset, slope * period + offset))
        if ends[1] - ends[0] > 60:
            raise _NotSteppedError("more than 60 steps in one period")
        for height in range(floor(ends[0]), floor(ends[1]) + 1):
            at = (height - offset) / slope
            if 0 <= at <= period:
                steps[at] = None
    turns, inside = f"{text} over {period}", f"{text} between"
    low = question.where.of(text).low
    whole = Range("integer", None if low is None else Fraction(floor(low / period)), declared=True)
    start = mul(number(period), name(turns))
    places = sorted(steps)
    for at, following in pairwise(places):
        yield Class({text: add(start, number(at))}, {turns: whole}, f"{text} = {at} mod {period}")
        gap = Range("real", Fraction(0), True, following - at, True, None, True)
        value = add(start, number(at), name(inside))
        yield Class({text: value}, {turns: whole, inside: gap}, f"{at} < {text} mod {period} < {following}")


def _line(node: Expression, text: str) -> tuple[Fraction, Fraction]:
    """Slope and offset of a step's argument, measured in steps."""
    if any(n.head == "call" and n.value in STEPS for a in node.args for n in a.walk()):
        raise _NotSteppedError("a step within a step")
    modulus = exact(node.args[1], {}) if node.value == "Mod" else Fraction(1)
    found = _polynomial(node.args[0])
    slope, offset = found.get(((text, 1),), Fraction(0)), found.get((), Fraction(0))
    if not modulus or not slope or set(found) - {((text, 1),), ()}:
        raise _NotSteppedError("a step of what is no straight line")
    return slope / modulus, offset / modulus


# --- steps resolved ------------------------------------------------------------------------------------------------
def _without_steps(expression: Expression, ranges: dict[str, Range]) -> Expression:
    """Every step replaced by its value in the class."""
    if not expression.args:
        return expression
    args = tuple(_without_steps(a, ranges) for a in expression.args)
    result = expression.with_args(args)
    if expression.head != "call" or expression.value not in STEPS:
        return result
    if expression.value == "Mod":
        modulus = exact(args[1], {})
        if not modulus:
            raise _NotSteppedError("a remainder by what is no number")
        u = _polynomial(args[0])
        return _written(_plus(u, _floored(_times(u, {(): 1 / modulus}), ranges, down=True), -modulus))
    u = _polynomial(args[0])
    if expression.value == "frac":
        return _written(_plus(u, _floored(u, ranges, down=True), Fraction(-1)))
    return _written(_floored(u, ranges, down=expression.value == "floor"))


def _floored(u: Polynomial, ranges: dict[str, Range], *, down: bool) -> Polynomial:
    """The floor (or ceiling) of a polynomial that is whole up to one value between two steps."""
    whole: Polynomial = {}
    low = high = Fraction(0)
    is_open = False
    for monomial, coefficient in u.items():
        integers = all(ranges[n].kind == "integer" for n, _ in monomial if n in ranges)
        if not monomial:
            low, high = low + coefficient, high + coefficient
        elif coefficient.denominator == 1 and integers and all(n in ranges for n, _ in monomial):
            whole[monomial] = coefficient
        elif len(monomial) == 1 and monomial[0][1] == 1 and monomial[0][0] in ranges and not integers:
            gap = ranges[monomial[0][0]].high
            ends = sorted((Fraction(0), coefficient * (gap or 0)))
            low, high, is_open = low + ends[0], high + ends[1], True
        else:
            raise _NotSteppedError("a step that is not whole in its class")
    bottom = floor(low) if down else -floor(-low)
    if is_open:
        bottom = floor(low)
        if high > bottom + 1:
            raise _NotSteppedError("a step inside a piece")
        bottom += not down
    whole[()] = Fraction(bottom)
    return whole


def _polynomial(expression: Expression) -> Polynomial:
    head = expression.head
    if head in ("number", "decimal"):
        return {(): Fraction(expression.value)}
    if head == "name":
        return {((expression.value, 1),): Fraction(1)}
    if head == "neg":
        return _times(_polynomial(expression.args[0]), {(): Fraction(-1)})
    if head == "add":
        total: Polynomial = {}
        for a in expression.args:
            total = _plus(total, _polynomial(a), Fraction(1))
        return total
    if head == "mul":
        result: Polynomial = {(): Fraction(1)}
        for a in expression.args:
            result = _times(result, _polynomial(a))
        return result
    value = exact(expression.args[1], {}) if head in ("div", "pow") else None
    if head == "div" and value:
        return _times(_polynomial(expression.args[0]), {(): 1 / value})
    if head == "pow" and value is not None and value.denominator == 1 and 0 <= value <= 12:
        base, result = _polynomial(expression.args[0]), {(): Fraction(1)}
        for _ in range(int(value)):
            result = _times(result, base)
        return result
    raise _NotSteppedError("a step of what is no polynomial")


def _plus(a: Polynomial, b: Polynomial, factor: Fraction) -> Polynomial:
    total = dict(a)
    for monomial, coefficient in b.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * coefficient
    return {m: c for m, c in total.items() if c}


def _times(a: Polynomial, b: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for first, one in a.items():
        for second, other in b.items():
            powers = dict(first)
            for n, e in second:
                powers[n] = powers.get(n, 0) + e
            key = tuple(sorted(powers.items()))
            total[key] = total.get(key, Fraction(0)) + one * other
    if len(total) > 400:
        raise _NotSteppedError("a polynomial of more than 400 terms")
    return {m: c for m, c in total.items() if c}


def _written(u: Polynomial) -> Expression:
    terms = []
    for monomial, coefficient in sorted(u.items()):
        factors = [Expression("pow", (name(n), number(e))) if e > 1 else name(n) for n, e in monomial]
        terms.append(mul(number(coefficient), *factors))
    return add(*terms) if terms else number(0)
