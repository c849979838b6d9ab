"""Products of sines and cosines as sums of sines and cosines of sums of their arguments."""

from __future__ import annotations

from fractions import Fraction

from derive.decide.calculus.binding import occurs
from derive.decide.calculus.construct import collected, factors_of, integer, minus, negate, over, plus, signed, times
from derive.decide.calculus.polynomial import linear
from derive.expression import TWO, ZERO, Expression, I, call, rewrite

#: Factors of a product of waves, powers counted.
FACTORS = 12

#: A sum of waves: coefficient, function and argument of each.
Waves = list[tuple[Fraction, str, Expression]]


def as_waves(integrand: Expression, variable: str) -> tuple[Expression, Waves] | None:
    """The other factors, and the waves that the sines and cosines of linear arguments make; None for fewer than two."""
    _, above, below = factors_of(integrand)
    found: list[tuple[str, Expression]] = []
    rest: list[Expression] = []
    for factor in above:
        base, count = factor, 1
        if factor.head == "pow" and (integer(factor.args[1]) or 0) > 1:
            base, count = factor.args[0], integer(factor.args[1]) or 1
        is_wave = base.head == "call" and base.value in ("sin", "cos") and linear(base.args[0], variable) is not None
        if is_wave and len(found) + count <= FACTORS:
            found.extend([(base.value, base.args[0])] * count)
        else:
            rest.append(factor)
    if len(found) < 2 or any(_waves_in(f, variable) for f in rest):
        return None
    total: Waves = [(Fraction(1), *found[0])]
    for function, argument in found[1:]:
        total = _multiplied(total, function, argument)
    return over(times(*rest), times(*below)), total


def tree(waves: Waves) -> Expression:
    """A sum of waves as a tree."""
    return plus(*(times(signed(c), call(f, u)) for c, f, u in waves if c))


def _waves_in(expression: Expression, variable: str) -> bool:
    return any(n.head == "call" and n.value in ("sin", "cos") and occurs(variable, n) for n in expression.walk())


def _multiplied(waves: Waves, function: str, argument: Expression) -> Waves:
    # 2 cos A cos B = cos(A-B) + cos(A+B), 2 sin A sin B = cos(A-B) - cos(A+B), 2 sin A cos B = sin(A+B) + sin(A-B)
    gathered: dict[tuple[str, Expression], Fraction] = {}
    for coefficient, kind, inner in waves:
        total, gap = collected(plus(inner, argument)), collected(minus(inner, argument))
        half = coefficient / 2
        if kind == function:
            parts = [(half, "cos", gap), (half if kind == "cos" else -half, "cos", total)]
        else:
            parts = [(half, "sin", total), (half if kind == "sin" else -half, "sin", gap)]
        for scale, name_of, angle in parts:
            if angle == ZERO:
                if name_of == "cos":
                    key = ("cos", ZERO)
                    gathered[key] = gathered.get(key, Fraction(0)) + scale
                continue
            if angle.head == "neg":
                angle, scale = negate(angle), scale if name_of == "cos" else -scale
            gathered[name_of, angle] = gathered.get((name_of, angle), Fraction(0)) + scale
    return [(c, kind, angle) for (kind, angle), c in gathered.items()]


def as_exponentials(integrand: Expression, variable: str) -> Expression:
    """Sines and cosines of linear arguments as exponentials (Euler)."""

    def rule(node: Expression) -> Expression:
        if node.head != "call" or node.value not in ("sin", "cos") or linear(node.args[0], variable) is None:
            return node
        forth, back = (call("exp", times(signed(s), I, node.args[0])) for s in (1, -1))
        if node.value == "cos":
            return over(plus(forth, back), TWO)
        return over(minus(forth, back), times(TWO, I))

    return rewrite(integrand, rule)
