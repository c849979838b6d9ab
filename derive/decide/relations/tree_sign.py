"""The sign of an expression from the signs of its parts, as it is written: nothing is expanded.

``1 + x g_0 + g_0 (V - E_0) (-exp(u))`` is positive because each of its terms is.  Sums that have terms of both signs
are looked up among the assumptions and their linear consequences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from derive.decide.budget import Budget
from derive.decide.relations.algebra import Algebra, algebra_for
from derive.decide.relations.certificate import contradiction
from derive.decide.relations.convert import convert
from derive.decide.relations.formula import SIGNS, Atom, Formula, Junction, Truth, atoms, junction
from derive.decide.relations.points import Sign, rational_value, sign_at
from derive.decide.relations.scene import Scene
from derive.decide.relations.signs import certain_sign
from derive.expression import ONE, ZERO, Expression, add, name, replace, sub

Signs = frozenset[int]
GAP = "gap "
ANY: Signs = frozenset((-1, 0, 1))
POSITIVE: Signs = frozenset((1,))
NONNEGATIVE: Signs = frozenset((0, 1))
ODD = frozenset(("sinh", "tanh", "atan", "asinh", "erf", "erfi", "cbrt", "sign"))
POSITIVE_FUNCTIONS = frozenset(("exp", "cosh", "sech"))
BOUNDED = frozenset(("sin", "cos"))


@dataclass(frozen=True, slots=True)
class Facts:
    """The names' signs and the assumptions as polynomials that are positive or nonnegative."""

    scene: Scene
    budget: Budget

    def of(self, e: Expression) -> Signs | None:
        """The signs that an expression may have on the domain; None where it may be no real number."""
        head, args = e.head, e.args
        if head in ("number", "decimal", "constant"):
            sign = sign_at(e, {})
            return frozenset((int(sign),)) if sign is not None and sign <= Sign.POSITIVE else None
        if head == "name":
            return self._name(e.value)
        if head == "neg":
            return flipped(self.of(args[0]))
        if head in ("mul", "div"):
            parts = [self.of(a) for a in args]
            if any(p is None for p in parts):
                return None
            return reduce(multiplied, [p for p in parts if p is not None])
        if head == "add":
            return self._sum(e)
        if head == "pow":
            return self._power(args[0], args[1])
        if head in ("call", "prime"):
            return self._call(e)
        return None

    def positive(self, found: Sequence[Atom]) -> tuple[Expression, ...]:
        """Expressions that are positive on the domain: names, and logarithms (or their negatives) of known sign."""
        logs = dict.fromkeys(
            n for a in found for n in a.difference().walk() if n.head == "call" and n.value == "log" and n.names()
        )
        known = list(self.scene.positive())
        for node in list(logs)[:8]:
            sign = self.of(node)
            if sign == POSITIVE:
                known.append(node)
            elif sign == frozenset((-1,)):
                known.append(Expression("neg", (node,)))
        return tuple(known)

    def make_real(self, algebra: Algebra) -> bool:
        """Whether every root and logarithm of an algebra is real on the domain."""
        for argument, allowed in algebra.reality:
            signs = self.of(algebra.meaning(argument))
            if signs is None or not signs <= set(allowed):
                return False
        return True

    def _name(self, text: str) -> Signs | None:
        where = self.scene.where.of(text)
        if not self.scene.real and not where.is_real:
            return None
        if where.is_positive:
            return POSITIVE
        if where.is_negative:
            return frozenset((-1,))
        signs = NONNEGATIVE if where.is_nonnegative else frozenset((-1, 0)) if where.is_nonpositive else ANY
        return signs - {0} if Atom("ne", name(text), ZERO) in atoms(self.scene.domain) else signs

    def _sum(self, e: Expression) -> Signs | None:
        parts = [self.of(a) for a in e.args]
        known = [p for p in parts if p is not None]
        if len(known) < len(parts):
            return None
        for side in (1, -1):
            if all(-side not in p for p in known):
                return frozenset((side,)) if any(0 not in p for p in known) else frozenset((0, side))
        return self._assumed(e)

    def _assumed(self, e: Expression) -> Signs:
        """A sum with terms of both signs, from the assumptions by linear combination."""
        if e.size() > 60:
            return ANY
        links = [a for a in atoms(self.scene.domain) if a.op != "ne"]
        for sign, op in ((1, "lt"), (-1, "gt")):
            if self._follows(Atom("le" if op == "lt" else "ge", e, Expression("number", (), Fraction(0))), links):
                return frozenset((sign,))
        return ANY

    def _follows(self, denied: Atom, links: list[Atom]) -> bool:
        """Whether a denied relation contradicts the assumptions."""
        try:
            algebra: Algebra = algebra_for([denied.left, *(a.difference() for a in links)], real=True)
            positive: list[Any] = []
            nonnegative: list[Any] = []
            zero: list[Any] = []
            for atom in (*links, denied):
                q = convert(algebra, atom.difference())
                if not q.denominator.is_constant():
                    if atom is denied:
                        return False
                    continue
                poly = q.numerator if atom.op in ("gt", "ge") else -q.numerator
                (zero if atom.op == "eq" else positive if atom.op in ("lt", "gt") else nonnegative).append(poly)
            if convert(algebra, denied.left).numerator.total_degree() > 1:
                return False
            return contradiction(positive, nonnegative, zero, algebra.constant(1), self.budget, levels=(1,))
        except (ValueError, ZeroDivisionError, OverflowError):
            return False

    def _power(self, base: Expression, exponent: Expression) -> Signs | None:
        below = POSITIVE if base.head == "constant" and base.value == "e" else self.of(base)
        value = rational_value(exponent)
        if below is None:
            return None
        if value is None:
            return POSITIVE if below == POSITIVE and self.of(exponent) is not None else None
        if value.denominator == 1:
            if value % 2:
                return below
            return POSITIVE if 0 not in below else NONNEGATIVE
        return below if -1 not in below else None

    def _call(self, e: Expression) -> Signs | None:
        function = e.value if e.head == "call" else e.value[0]
        declared = self.scene.vocabulary.function(function)
        inside = [self.of(a) for a in e.args]
        if any(s is None for s in inside):
            return None
        first = inside[0] if inside and inside[0] is not None else ANY
        if declared is not None or e.head == "prime":
            words = declared.properties if declared is not None else ()
            return _abstract(words, e.value[1] if e.head == "prime" else (0,))
        if function in POSITIVE_FUNCTIONS:
            return POSITIVE
        if function in ODD:
            return first
        if function == "sqrt":
            return first if -1 not in first else None
        if function == "Abs":
            return POSITIVE if 0 not in first else NONNEGATIVE
        if function == "log":
            return self._logarithm(e.args[0], first) if len(e.args) == 1 else None
        if function == "Max":
            tops = [s for s in inside if s is not None]
            if any(s == POSITIVE for s in tops):
                return POSITIVE
            return NONNEGATIVE if any(-1 not in s for s in tops) else ANY
        return ANY if function in BOUNDED else None

    def _logarithm(self, argument: Expression, sign: Signs) -> Signs | None:
        if sign != POSITIVE:
            return None
        above_one = self.of(_less_one(argument))
        return above_one if above_one is not None else ANY


def _less_one(argument: Expression) -> Expression:
    if argument.head == "add" and ONE in argument.args:
        rest = list(argument.args)
        rest.remove(ONE)
        return rest[0] if len(rest) == 1 else Expression("add", tuple(rest))
    return sub(argument, ONE)


def _abstract(words: tuple[str, ...], orders: tuple[int, ...]) -> Signs | None:
    if sum(orders) == 0:
        if "positive" in words:
            return POSITIVE
        return NONNEGATIVE if "nonnegative" in words else ANY
    if sum(orders) == 1 and ("increasing" in words or "decreasing" in words):
        return NONNEGATIVE if "increasing" in words else frozenset((-1, 0))
    return ANY


def flipped(signs: Signs | None) -> Signs | None:
    return None if signs is None else frozenset(-s for s in signs)


def multiplied(a: Signs, b: Signs) -> Signs:
    return frozenset(x * y for x in a for y in b)


def with_slack(value: Expression, scene: Scene) -> Signs | None:
    """The sign after names are replaced by smaller ones and a positive gap: ``W_1 = W_0 + d``."""
    links = [a for a in atoms(scene.domain) if a.op in ("lt", "le", "gt", "ge") and a.difference().names()]
    pairs = [(a.left, a.right) if a.op in ("lt", "le") else (a.right, a.left) for a in links]
    pairs = [(low, high) for low, high in pairs if low.names() and high.names()][:6]
    if not pairs or value.size() > 400:
        return None
    choices: list[dict[str, Expression]] = []
    together: dict[str, Expression] = {}
    for k, (low, high) in enumerate(pairs):
        gap = name(f"{GAP}{k}")
        if high.head == "name" and high.value not in low.names():
            choices.append({high.value: add(low, gap)})
            if high.value not in together:
                together = {n: replace(v, {high.value: add(low, gap)}) for n, v in together.items()}
                together[high.value] = replace(add(low, gap), together)
        if low.head == "name" and low.value not in high.names():
            choices.append({low.value: sub(high, gap)})
    for values in ([*choices, together] if len(together) > 1 else choices)[:14]:
        try:
            moved = replace(value, values)
            algebra = algebra_for([moved, *scene.positive()], real=True)
            quotient = convert(algebra, moved)
            for text in moved.names():
                if text.startswith(GAP) or scene.where.of(text).is_positive:
                    algebra.know_sign(convert(algebra, name(text)).numerator, (1,))
            top, bottom = certain_sign(algebra, quotient.numerator), certain_sign(algebra, quotient.denominator)
        except (ValueError, ZeroDivisionError, OverflowError, KeyError):
            continue
        strict = all(a.op in ("lt", "gt") for a in links)
        if top is not None and bottom is not None and strict and all_real(algebra):
            return frozenset((top * bottom,))
    return None


def all_real(algebra: Algebra) -> bool:
    """Whether every generator is certainly a real number."""
    return all(certain_sign(algebra, argument) in signs for argument, signs in algebra.reality)


def settle(formula: Formula, scene: Scene, budget: Budget, has_value: Callable[[Atom], bool]) -> Formula:
    """The formula with every atom that the signs of its parts decide replaced by what it is.

    An atom is true only where it has a value.
    """
    facts = Facts(scene, budget)

    def decided(part: Formula) -> Formula:
        if isinstance(part, Junction):
            return junction(part.conjunctive, tuple(decided(p) for p in part.parts))
        if not isinstance(part, Atom) or not part.difference().names():
            return part
        zero = rational_value(part.right) == 0
        value = part.left if zero else part.difference()
        signs = facts.of(value)
        if signs is None or signs == ANY:
            signs = with_slack(value, scene) or signs
        if signs is None:
            return part
        possible = set(SIGNS[part.op])
        if signs <= possible:
            return Truth(True) if has_value(part) else part
        return Truth(False) if not signs & possible else part

    return decided(formula)
