"""Equality to a stated tolerance: ``|left - right| <= absolute + relative * |right|``.

Numbers are certified in ball arithmetic.  With names in it the two sides are compared at positive values of the names:
a tolerance is about magnitudes, and where terms of both signs cancel no relative tolerance can be kept.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import Budget
from derive.decide.relations.quantity import quantity
from derive.decide.sample import Point, real_points
from derive.decide.text import point_text
from derive.expression import Expression
from derive.name import Name
from derive.verdict import Evidence, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import EMPTY, Vocabulary

POINTS = 24
#: What a positive magnitude means where nothing narrower is declared.
WIDE = ("complex", "real", "nonzero", "nonnegative")


def decide_within(
    left: Expression,
    right: Expression,
    *,
    vocabulary: Vocabulary = EMPTY,
    absolute: Fraction = Fraction(0),
    relative: Fraction = Fraction(0),
    budget: Budget | None = None,
) -> Verdict:
    """Whether ``left`` is within the tolerance of ``right``."""
    names = tuple(dict.fromkeys(left.names() + right.names()))
    clock = (budget or Budget()).started()
    parts = ((f"{float(absolute):g}", absolute), (f"{float(relative):g} of the value", relative))
    allowed = " + ".join(part for part, there in parts if there)
    points: list[Point] = real_points(_positive(vocabulary, names), names, POINTS) if names else [{}]
    kept = 0
    for point in points:
        clock.check()
        verdict = _at(left, right, point, absolute, relative)
        if verdict is None:
            continue
        if not verdict:
            where = f" at {point_text(point)}" if point else ""
            text = f"the values differ{where} by more than {allowed}"
            return refuted(text, Evidence("counterexample", "tolerance", text, _figures(left, right, point)))
        kept += 1
    if not kept:
        return undecided(f"the distance of the values is too close to {allowed}, or has no value")
    if not names:
        text = f"the values differ by at most {allowed}"
        return proved(text, Evidence("proof", "tolerance", text, _figures(left, right, {})))
    text = f"the values differ by at most {allowed} at {kept} points"
    return supported(text, Evidence("agreement", "tolerance", text, (("points", str(kept)),)))


def _at(left: Expression, right: Expression, point: Point, absolute: Fraction, relative: Fraction) -> bool | None:
    for bits in (64, 256, 1024):
        try:
            a, b = (enclose(side, point, bits) for side in (left, right))
        except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
            return None
        if not (a.is_finite() and b.is_finite()):
            continue
        bound = enclose(Expression("number", (), absolute), {}, bits).real
        bound += enclose(Expression("number", (), relative), {}, bits).real * abs(b)
        size = abs(a - b)
        if size <= bound:
            return True
        if size > bound:
            return False
    return None


def _positive(vocabulary: Vocabulary, names: tuple[str, ...]) -> Vocabulary:
    declared = {n.text: n for n in vocabulary.names}
    for text in names:
        name = declared.get(text, Name(text))
        declared[text] = replace(name, domain="positive") if name.domain in WIDE else name
    return replace(vocabulary, names=tuple(declared.values()))


def _figures(left: Expression, right: Expression, point: Point) -> tuple[tuple[str, str], ...]:
    sides = (("left", left), ("right", right))
    return tuple((label, enclose(side, point, 64).real.str(8, radius=False)) for label, side in sides)


def in_base_units(reference: Expression, absolute: Fraction, relative: Fraction) -> Fraction:
    """A tolerance on a quantity: ``absolute`` counts the reference's own units.

    Raises:
        NoQuantityError: the reference is no quantity.
    """
    known = quantity(reference)
    scale, value = (_middle(side) for side in (known.scale, known.value))
    return absolute * scale + relative * value


def _middle(side: Expression) -> Fraction:
    size = abs(enclose(side, {}, 128).real).mid()
    mantissa, exponent = size.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
