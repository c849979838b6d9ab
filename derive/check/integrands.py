"""Two integrals or sums over the same range, compared by what stands under the sign.

Equal integrands make equal integrals.  Integrands that differ by a factor which does not depend on the variable make
integrals that differ by that factor.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.decide import Budget, decide
from derive.decide.calculus.binding import occurs, put
from derive.expression import ONE, Expression, div, mul, name
from derive.read import to_plain
from derive.verdict import Evidence, Outcome, Verdict, proved, refuted, supported
from derive.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Under:
    """``factor`` times the integral or sum of ``term`` over ``variable`` and ``bounds``."""

    head: str
    term: Expression
    variable: str
    bounds: tuple[Expression, ...]

    @property
    def over(self) -> tuple[str, str, tuple[Expression, ...]]:
        """What it is taken over."""
        return self.head, self.variable, self.bounds


def under(side: Expression) -> Under | None:
    """The one integral or sum that a side consists of, its factors moved under the sign."""
    factors = side.args if side.head == "mul" else (side,)
    inside = [f for f in factors if f.head in ("integral", "sum") and len(f.args) >= 4]
    if len(inside) != 1 or inside[0].args[1].head != "name":
        return None
    whole = inside[0]
    variable = str(whole.args[1].value)
    outside = tuple(f for f in factors if f is not whole)
    if any(occurs(variable, f) for f in outside):
        return None
    return Under(whole.head, mul(*outside, whole.args[0]) if outside else whole.args[0], variable, whole.args[2:])


def same_range(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget) -> Verdict | None:
    """The verdict where both sides are integrals or sums over the same range; None where that does not say."""
    one, two = under(left), under(right)
    if one is None or two is None or one.head != two.head or one.bounds != two.bounds:
        return None
    term = two.term if one.variable == two.variable else put(two.term, {two.variable: name(one.variable)})
    verdict = decide(one.term, term, vocabulary=vocabulary, budget=budget.part(0.5))
    what = "integrands" if one.head == "integral" else "terms"
    if verdict.outcome is Outcome.PROVED:
        return proved(f"the {what} are equal", *verdict.evidence)
    if verdict.outcome is Outcome.SUPPORTED:
        return supported(f"the {what} are equal", *verdict.evidence)
    if not verdict.fails or _hidden(one.term) or _hidden(term):
        return None
    ratio = div(one.term, term)
    first, second = (put(ratio, {one.variable: name(f"{one.variable}_{k}")}) for k in (1, 2))
    steady = decide(first, second, vocabulary=vocabulary, budget=budget.part(0.6))
    if not steady.holds:
        return None
    text = f"the {what} differ by a factor that does not depend on {one.variable}"
    if decide(ratio, ONE, vocabulary=vocabulary, budget=budget.part(0.5)).holds:
        return None
    return refuted(
        text, *verdict.evidence, Evidence("attempt", "under the sign", f"{to_plain(one.term)} and {to_plain(term)}")
    )


def _hidden(term: Expression) -> bool:
    """Whether there is a further integral or sum inside: its value may depend on anything."""
    return any(n.head in ("integral", "sum", "product", "limit") for n in term.walk())
