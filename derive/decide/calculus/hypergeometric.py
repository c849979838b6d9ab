"""Infinite sums whose neighbouring terms have a rational quotient: the known hypergeometric series.

``t(k+1)/t(k) = z (k + a_1)...(k + a_p) / ((k + b_1)...(k + b_q) (k + 1))`` makes the sum ``t(0) pFq(a; b; z)``
(DLMF 16.2.1).  A few of these are elementary (15.4, 10.39, 13.6); with the others nothing is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import collected, factors_of, integer, minus, over, plus, raised, signed, times
from derive.decide.calculus.polynomial import linear
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.reduction import Reduction
from derive.decide.calculus.signs import NEGATIVE, POSITIVE, signs
from derive.expression import ONE, ZERO, Expression, call, name
from derive.vocabulary import Vocabulary

#: The largest multiple of the index in a factorial.
SLOPE = 4
HALF, THREE_HALVES = Fraction(1, 2), Fraction(3, 2)


@dataclass(slots=True)
class Ratio:
    """The quotient of neighbouring terms: factors ``k + a`` above and ``k + b`` below, and what is free of k."""

    index: str
    scale: list[Expression] = field(default_factory=list)
    above: list[Expression] = field(default_factory=list)
    below: list[Expression] = field(default_factory=list)

    def gamma(self, argument: Expression, up: bool) -> bool:
        """A factor ``Gamma(s k + b)``, above or below the line."""
        if not occurs(self.index, argument):
            return True
        line = linear(argument, self.index)
        slope = None if line is None else value_of(line[0])
        if line is None or slope is None or slope.denominator != 1 or not 0 < abs(slope) <= SLOPE:
            return False
        s, b = int(slope), line[1]
        if s < 0:
            # Gamma(b - s k): the next one has fewer factors
            for j in range(1, -s + 1):
                self._factor(collected(over(minus(signed(j), b), signed(-s))), not up)
                self._scaled(signed(s), not up)
            return True
        for j in range(s):
            self._factor(collected(over(plus(b, signed(j)), signed(s))), up)
            self._scaled(signed(s), up)
        return True

    def _factor(self, shift: Expression, up: bool) -> None:
        (self.above if up else self.below).append(shift)

    def _scaled(self, value: Expression, up: bool) -> None:
        self.scale.append(value if up else over(ONE, value))

    def term(self, factor: Expression, up: bool) -> bool:
        """One factor of the term."""
        k = self.index
        if not occurs(k, factor):
            return True
        if factor.head == "call" and factor.value in ("factorial", "gamma", "binomial"):
            if factor.value == "gamma":
                return self.gamma(factor.args[0], up)
            if factor.value == "factorial":
                return self.gamma(plus(factor.args[0], ONE), up)
            n, m = factor.args
            parts = ((n, up), (m, not up), (minus(n, m), not up))
            return all(self.gamma(collected(plus(u, ONE)), above) for u, above in parts)
        base, exponent = (factor.args[0], factor.args[1]) if factor.head == "pow" else (factor, ONE)
        if factor.head == "call" and factor.value == "exp":
            base, exponent = Expression("constant", (), "e"), factor.args[0]
        count = integer(exponent)
        if count is not None:
            if base.head == "call" or base.head in ("mul", "div", "pow"):
                sign, tops, bottoms = factors_of(base)
                if (base,) == tops and base.head != "call":
                    return False
                return sign > 0 and all(
                    self.term(f, up == (count > 0) == top)
                    for top, fs in ((True, tops), (False, bottoms))
                    for f in fs
                    for _ in range(min(abs(count), 12))
                )
            line = linear(base, k)
            if line is None or abs(count) > 12:
                return False
            shift = collected(over(line[1], line[0]))
            for _ in range(abs(count)):
                self._factor(collected(plus(shift, ONE)), up == (count > 0))
                self._factor(shift, up != (count > 0))
            return True
        rise = linear(exponent, k)
        if occurs(k, base) or rise is None:
            return False
        self._scaled(raised(base, rise[0]), up)
        return True

    def shifted(self, start: int) -> None:
        """The index counted from the first term."""
        self.above = [collected(plus(a, signed(start))) for a in self.above]
        self.below = [collected(plus(b, signed(start))) for b in self.below]
        for a in list(self.above):
            if a in self.below:
                self.above.remove(a)
                self.below.remove(a)
        if ONE in self.below:
            self.below.remove(ONE)
        else:
            self.above.append(ONE)


def hypergeometric_sum(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """A sum to infinity by the table of elementary hypergeometric series."""
    start = integer(lower)
    if start is None:
        return None
    sign, above, below = factors_of(term)
    ratio = Ratio(index)
    if not all(ratio.term(f, up) for up, fs in ((True, above), (False, below)) for f in fs):
        return None
    ratio.shifted(start)
    z = times(*ratio.scale)
    found = _elementary(ratio, z, vocabulary)
    if found is None:
        return None
    value, assumed = found
    first = put(over(times(*above), times(*below)), {index: signed(start)})
    total = times(signed(sign), _first(first), value)
    return Reduction(total, assumed, ("a hypergeometric series",))


def _first(term: Expression) -> Expression:
    """The first term, with its binomials and factorials of numbers folded."""
    from derive.expression import rewrite

    def rule(node: Expression) -> Expression:
        if node.head == "call" and node.value == "binomial" and node.args[1] in (ZERO, node.args[0]):
            return ONE
        if node.head == "pow" and value_of(node.args[1]) == 0:
            return ONE
        return node

    return rewrite(term, rule)


def _elementary(ratio: Ratio, z: Expression, vocabulary: Vocabulary) -> tuple[Expression, tuple[str, ...]] | None:
    tops = [value_of(a) for a in ratio.above]
    shape = (len(ratio.above), len(ratio.below))
    values = sorted(t for t in tops if t is not None), sorted(b for b in map(value_of, ratio.below) if b is not None)
    if shape == (0, 0):
        return call("exp", z), ()
    if shape == (0, 1) and values[1] in ([HALF], [THREE_HALVES]):
        return _of_root(z, 4, "cos" if values[1] == [HALF] else "sin", vocabulary), ()
    if shape == (1, 1) and values == ([Fraction(1)], [Fraction(2)]):
        return over(minus(call("exp", z), ONE), z), ()
    from derive.decide.calculus.sums import _inside_unit_disk

    size = value_of(z)
    within, assumed = (abs(size) < 1, ()) if size is not None else _inside_unit_disk(z, vocabulary)
    if not within:
        return None
    if shape == (1, 0):
        return raised(minus(ONE, z), times(signed(-1), ratio.above[0])), assumed
    if shape == (2, 1) and values == ([Fraction(1)] * 2, [Fraction(2)]):
        return over(times(signed(-1), call("log", minus(ONE, z))), z), assumed
    if shape == (2, 1) and values == ([HALF, Fraction(1)], [THREE_HALVES]):
        return _of_root(z, 1, "atan", vocabulary), assumed
    if shape == (2, 1) and values == ([HALF, HALF], [THREE_HALVES]):
        return _of_root(z, 1, "asin", vocabulary), assumed
    return None


#: For ``z = -w^2`` and ``z = w^2`` with the sign that makes the root real.
TURNED = {"cos": "cosh", "sin": "sinh", "atan": "atanh", "asin": "asin"}
STRAIGHT = {"cos": "cos", "sin": "sin", "atan": "atan", "asin": "asinh"}


def _of_root(z: Expression, scale: int, function: str, vocabulary: Vocabulary) -> Expression:
    """``f(w)``, or ``f(w)/w`` for the odd ones, with ``w^2 = -scale z`` or the hyperbolic sister with ``scale z``."""
    known = signs(z, vocabulary)
    sign, above, _ = factors_of(z)
    negative = known == NEGATIVE or (known != POSITIVE and _plain_sign(sign, above) < 0)
    square = collected(times(signed(-scale if negative else scale), z))
    root = _root(square)
    name_of = STRAIGHT[function] if negative else TURNED[function]
    value = call(name_of, root)
    return value if function == "cos" else over(value, root)


def _plain_sign(sign: int, above: tuple[Expression, ...]) -> int:
    for factor in above:
        value = value_of(factor)
        if value is not None and value < 0:
            sign = -sign
    return sign


def _root(square: Expression) -> Expression:
    """The root of a square: ``x`` for ``x^2`` (the functions that follow are even, or odd over their argument)."""
    sign, above, below = factors_of(square)
    parts: list[list[Expression]] = [[], []]
    for place, factors in enumerate((above, below)):
        for f in factors:
            power = integer(f.args[1]) if f.head == "pow" else None
            value = value_of(f)
            if power is not None and power % 2 == 0:
                parts[place].append(raised(f.args[0], signed(power // 2)))
            elif value == 1:
                continue
            else:
                return call("sqrt", square)
    return over(times(*parts[0]), times(*parts[1])) if sign > 0 else call("sqrt", square)


def infinite_sum(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """A sum to infinity: rational terms as a whole, else term by term."""
    from derive.decide.calculus.rational_series import quadratic_sum, rational_sum
    from derive.decide.calculus.sums import _infinite

    for rule in (rational_sum, quadratic_sum, _infinite, hypergeometric_sum):
        found = rule(term, index, lower, vocabulary)
        if found is not None:
            return found
    if term.head in ("add", "neg"):
        parts = [infinite_sum(a, index, lower, vocabulary) for a in term.args]
        if all(p is not None for p in parts):
            known = [p for p in parts if p is not None]
            total = plus(*(p.expression for p in known))
            return Reduction(total if term.head == "add" else times(signed(-1), total)).joined(*known)
    return None


def whole_sum(term: Expression, index: str, vocabulary: Vocabulary) -> Reduction | None:
    """A sum over all integers as one from 0 up and one from 1 up, mirrored."""
    right = infinite_sum(term, index, ZERO, vocabulary)
    mirrored = put(term, {index: times(signed(-1), name(index))})
    left = None if right is None else infinite_sum(mirrored, index, ONE, vocabulary)
    if right is None or left is None:
        return None
    return Reduction(plus(left.expression, right.expression)).joined(left, right)
