"""Positive numbers too large for any ball, compared through iterated logarithms.

A tower (n, r) stands for exp(exp(...exp(r))) with n exponentials.  ``9^(9^(9^9))`` is (2, 8.5e8), ``99999999!`` is
(1, 1.7e9); raising the lower one to the level of the other decides which is larger, with balls all the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb, fmpq

from derive.decide.ball import precision
from derive.decide.program import Program, program
from derive.expression import Expression
from derive.verdict import Evidence, Verdict, refuted

#: The top of a tower is kept between these.
LARGE = 1 << 30


@dataclass(frozen=True, slots=True)
class Tower:
    """exp applied ``level`` times to ``top``."""

    level: int
    top: arb

    def log(self) -> Tower | None:
        if self.level:
            return Tower(self.level - 1, self.top)
        return Tower(0, self.top.log()) if self.top > 0 else None

    def exp(self) -> Tower:
        if self.level == 0 and self.top < LARGE:
            return Tower(0, self.top.exp())
        return Tower(self.level + 1, self.top)

    def raised(self, level: int) -> Tower | None:
        """The same number written with more exponentials."""
        found: Tower = self
        while found.level < level:
            if not found.top > 0:
                return None
            found = Tower(found.level + 1, found.top.log())
        return found


def apart(left: Expression, right: Expression) -> Verdict | None:
    """Refuted where both sides are positive numbers, one of them huge, and their towers do not overlap."""
    if left.names() or right.names():
        return None
    with precision(128):
        values = _towers(program((left, right)))
        if values is None:
            return None
        a, b = values
        level = max(a.level, b.level)
        high, low = a.raised(level), b.raised(level)
        if level == 0 or high is None or low is None or not (high.top > low.top or high.top < low.top):
            return None
        larger = "left" if high.top > low.top else "right"
    text = f"the {larger} side is larger, by a comparison of iterated logarithms"
    figures = (("left", _said(a)), ("right", _said(b)))
    return refuted(text, Evidence("counterexample", "iterated logarithms", text, figures))


def _said(tower: Tower) -> str:
    return "exp(" * tower.level + str(tower.top.str(8, radius=False)) + ")" * tower.level


def _towers(code: Program) -> list[Tower] | None:
    """Towers of the roots; None where something is not certainly positive or not understood."""
    found: list[Tower | None] = []
    for head, value, kids in code.instructions:
        found.append(_one(head, value, [found[k] for k in kids]))
    roots = [found[r] for r in code.roots]
    if any(r is None for r in roots):
        return None
    return [r for r in roots if r is not None]


def _one(head: str, value: object, arguments: list[Tower | None]) -> Tower | None:
    if head == "number" and isinstance(value, Fraction):
        return Tower(0, arb(fmpq(value.numerator, value.denominator))) if value > 0 else None
    if head == "constant":
        return {"pi": Tower(0, arb.pi()), "e": Tower(0, arb.const_e())}.get(str(value))
    known = [a for a in arguments if a is not None]
    if len(known) != len(arguments):
        return None
    if head == "pow":
        base, exponent = known
        logarithm = base.log()
        if logarithm is None or not logarithm.top > 0:
            return None
        product = _times(logarithm, exponent)
        return None if product is None else product.exp()
    if head == "mul":
        total = known[0]
        for k in known[1:]:
            product = _times(total, k)
            if product is None:
                return None
            total = product
        return total
    if head == "add":
        return _sum(known)
    if head == "call" and value == "exp":
        return known[0].exp()
    if head == "call" and value == "factorial":
        (n,) = known
        if n.level == 0 and n.top < 1 << 60:
            logarithm = acb(n.top + 1).lgamma().real
            return Tower(1, logarithm) if logarithm > LARGE else Tower(0, logarithm.exp())
    return None


def _times(a: Tower, b: Tower) -> Tower | None:
    """A product, as the exponential of the sum of logarithms once a factor is a tower."""
    if a.level == 0 and b.level == 0:
        return Tower(0, a.top * b.top)
    x, y = a.log(), b.log()
    if x is None or y is None:
        return None
    total = _sum([x, y])
    return None if total is None else Tower(total.level + 1, total.top)


def _sum(parts: list[Tower]) -> Tower | None:
    """A sum between its largest part and that part times their number."""
    if all(p.level == 0 for p in parts):
        total = parts[0].top
        for p in parts[1:]:
            total = total + p.top
        return Tower(0, total)
    level = max(p.level for p in parts)
    raised = [p.raised(level) for p in parts]
    tops = [r.top for r in raised if r is not None]
    if len(tops) != len(parts):
        return None
    top = tops[0]
    for t in tops[1:]:
        top = top.max(t)
    slack = arb(len(parts)).log()  # log of a sum exceeds that of its largest part by at most log(count)
    return Tower(level, top + slack * arb(0.5, 0.5)) if level >= 1 else None
