"""Bounds outside of which a formula in one real name is false."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.decide.relations.formula import MIRRORED, NEVER, Atom, Formula, Junction, junction
from derive.decide.relations.points import Sign, coordinate_ball, rational_value, sign_at
from derive.decide.relations.solve import linear_solution
from derive.expression import Expression, mul, name, number, replace, sub

REAL = (Sign.NEGATIVE, Sign.ZERO, Sign.POSITIVE)


@dataclass(frozen=True, slots=True)
class Hull:
    """``low <= x <= high`` wherever the formula holds; None is unbounded.  ``empty``: it holds nowhere."""

    low: Expression | None = None
    high: Expression | None = None
    empty: bool = False

    def formula(self, text: str) -> Formula:
        bounds = (("ge", self.low), ("le", self.high))
        return junction(True, tuple(Atom(op, name(text), value) for op, value in bounds if value is not None))

    def rational(self) -> tuple[Fraction, Fraction] | None:
        """Rational bounds outside of the hull, where both ends are known."""
        if self.low is None or self.high is None:
            return None
        ends = []
        for value, step in ((self.low, -1), (self.high, 1)):
            exact = rational_value(value)
            ball = coordinate_ball(value, 64).real
            ends.append(exact if exact is not None else Fraction(round(float(ball.mid()) * 4096) + step, 4096))
        return ends[0], ends[1]


def hull(formula: Formula, text: str) -> Hull:
    """The hull of a formula, as far as its linear parts tell."""
    if formula == NEVER:
        return Hull(empty=True)
    if isinstance(formula, Atom):
        return _of_atom(formula, text)
    if isinstance(formula, Junction):
        parts = [hull(p, text) for p in formula.parts]
        total = parts[0]
        for part in parts[1:]:
            total = _both(total, part) if formula.conjunctive else either(total, part)
        return total
    return Hull()


def _of_atom(atom: Atom, text: str) -> Hull:
    solved = linear_solution(atom.difference(), text)
    slope = None if solved is None else rational_value(solved[1])
    if solved is None or not slope or solved[0].names() or sign_at(solved[0], {}) not in REAL:
        return Hull()
    if atom.op != "eq" and not _is_linear(atom.difference(), text, solved[0], slope):
        return Hull()
    op = atom.op if slope > 0 else MIRRORED[atom.op]
    return Hull(solved[0] if op in ("eq", "gt", "ge") else None, solved[0] if op in ("eq", "lt", "le") else None)


def _is_linear(difference: Expression, text: str, solution: Expression, slope: Fraction) -> bool:
    """Whether a difference is ``slope (x - solution)``, without a divisor that depends on the name."""
    rest = sub(difference, mul(number(slope), sub(name(text), solution)))
    return rational_value(replace(rest, {text: number(0)})) == 0 == rational_value(
        replace(rest, {text: number(1)})
    ) and (
        all(text not in n.args[1].names() for n in difference.walk() if n.head in ("div", "pow") and n.args)
        and all(text not in n.names() for n in difference.walk() if n.head == "call")
        and all(text not in n.args[0].names() for n in difference.walk() if n.head == "pow")
    )


def either(a: Hull, b: Hull) -> Hull:
    if a.empty or b.empty:
        return b if a.empty else a
    return Hull(_end(a.low, b.low, least=True, both=True), _end(a.high, b.high, least=False, both=True))


def _both(a: Hull, b: Hull) -> Hull:
    if a.empty or b.empty:
        return Hull(empty=True)
    return Hull(_end(a.low, b.low, least=False, both=False), _end(a.high, b.high, least=True, both=False))


def _end(a: Expression | None, b: Expression | None, *, least: bool, both: bool) -> Expression | None:
    """The lesser or the greater of two ends; an end that is missing wins where ``both``, and loses otherwise."""
    if a is None or b is None:
        return None if both else (a if b is None else b)
    sign = sign_at(sub(a, b), {})
    if sign not in REAL:
        return a if not both else None
    return a if (sign is Sign.NEGATIVE) == least else b


def joint_hull(left: Formula, right: Formula, domain: Formula, text: str) -> Hull:
    """Bounds outside of which both formulas are false, or which the domain sets."""
    return _both(either(hull(left, text), hull(right, text)), hull(domain, text))
