"""An equation that is given, solved for a name that occurs linearly: ``0.8267 = 1/8 + ln(1/2)/4 + C`` gives ``C``."""

from __future__ import annotations

from derive.decide import Budget, decide
from derive.expression import ONE, TWO, ZERO, Expression, div, mul, name, neg, number, replace, sub
from derive.vocabulary import EMPTY, Definition, Vocabulary


def solved(
    left: Expression, right: Expression, target: str, source: str = "", vocabulary: Vocabulary = EMPTY
) -> Definition | None:
    """The definition of ``target`` that ``left = right`` makes; None where it does not occur linearly."""
    gap = sub(left, right)
    if target not in gap.names():
        return None
    at = [replace(gap, {target: value}) for value in (ZERO, ONE, TWO)]
    slope = sub(at[1], at[0])
    budget = Budget(seconds=0.2)
    if not decide(sub(at[2], at[1]), slope, vocabulary=vocabulary, budget=budget).holds:
        return None
    if decide(slope, ZERO, vocabulary=vocabulary, budget=budget).holds:
        return None
    value = neg(at[0]) if decide(slope, ONE, vocabulary=vocabulary, budget=budget).holds else div(neg(at[0]), slope)
    return Definition(target, (), value, False, source)


def composition(left: Expression, right: Expression, target: str, vocabulary: Vocabulary = EMPTY) -> Definition | None:
    """What ``left = right`` says of a name that only the left side has, in names that only the right side has.

    ``w_2 x_2 = w_2 w_1 x_1`` says that ``x_2 = w_1 x_1``.
    """
    mine, theirs = set(left.names()), set(right.names())
    if target not in mine - theirs or not theirs - mine:
        return None
    simple = _quotient(left, right, target)
    if simple is not None and set(simple.names()) <= theirs - mine:
        return Definition(target, (), simple, False, f"{target} by this step")
    found = solved(left, right, target, vocabulary=vocabulary)
    if found is None:
        return None
    probes = {n: number(3 + 2 * k) for k, n in enumerate(sorted((mine & theirs) - {target}))}
    others = {n: number(5 + 3 * k) for k, n in enumerate(sorted((mine & theirs) - {target}))}
    one, two = replace(found.value, probes), replace(found.value, others)
    if not decide(one, two, vocabulary=vocabulary, budget=Budget(seconds=0.2)).holds:
        return None
    return Definition(target, (), one, False, f"{target} by this step")


def _quotient(left: Expression, right: Expression, target: str) -> Expression | None:
    """What is left of the right side's factors when those of the left side but the target are taken out."""
    mine = list(left.args) if left.head == "mul" else [left]
    rest = list(right.args) if right.head == "mul" else [right]
    if name(target) not in mine:
        return None
    mine.remove(name(target))
    for factor in mine:
        if factor not in rest:
            return None
        rest.remove(factor)
    return mul(*rest) if rest else None
