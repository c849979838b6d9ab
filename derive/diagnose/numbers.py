"""Slips in answers that are plain numbers: a sign, a decimal point, a factor of two, or simply another number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.diagnose.wording import show
from derive.expression import ONE, Expression, div, mul, neg, number
from derive.verdict import Diagnosis

Matches = Callable[[Expression, Expression], bool]
#: A number and its neighbour are told side by side where both are this short together.
MOST_NODES = 7
_TENS = tuple(Fraction(10) ** k for k in (1, -1, 2, -2, 3, -3, 6, -6))
_TWOS = (Fraction(2), Fraction(1, 2))


def decimal(e: Expression) -> bool:
    """A number that is rounded: there are decimals in it and no names."""
    return not e.names() and any(n.head == "decimal" for n in e.walk())


def diagnose_numbers(student: Expression, reference: Expression, matches: Matches) -> Diagnosis | None:
    """Both are numbers, one of them rounded; ``matches`` compares them to the digits written."""
    opposite = student.args[0] if student.head == "neg" else neg(student)
    if matches(opposite, reference):
        return Diagnosis("sign", f"the sign is wrong: it should be {show(opposite)}")
    for factor in (*_TENS, *_TWOS):
        if matches(mul(number(factor), student), reference):
            fault, size = ("missing", factor) if factor > 1 else ("too much", 1 / factor)
            why = " (the decimal point, or a unit's prefix?)" if factor in _TENS else ""
            return Diagnosis("constant factor", f"a constant factor {show(number(size))} is {fault}{why}")
    if matches(div(ONE, student), reference):
        return Diagnosis("inverted fraction", f"the fraction is upside down: it is one over {show(reference)}")
    return other_number(student, reference)


def other_number(student: Expression, reference: Expression) -> Diagnosis | None:
    """Nothing better can be said of two numbers than what should stand there."""
    if student.names() or reference.names() or student.size() + reference.size() > MOST_NODES:
        return None
    return Diagnosis("wrong number", f"{show(reference)} should stand where {show(student)} stands")
