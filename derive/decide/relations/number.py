"""Numbers to the precision to which they are written.

A decimal stands for every number that rounds to it: ``5.375`` for 3 ln 6 = 5.37527... is right, and so is ``5.38``.
The tolerance is half a unit of the last digit written.  An integer is exact, except where it measures something (has a
unit): there it counts with three significant digits at least (``7500`` and ``100`` have three, ``7504`` has four).
Where both sides are rounded, the coarser one sets the tolerance.
"""

from __future__ import annotations

from fractions import Fraction

from derive.decide.ball import Unsupported, enclose
from derive.decide.relations.convert import decimal_value
from derive.decide.relations.points import rational_value
from derive.expression import Expression, sub
from derive.verdict import Evidence, Verdict, proved, refuted, undecided

INTEGER_DIGITS = 3


def same_number(
    left: Expression, right: Expression, tolerance: Fraction | None = None, *, measured: bool = False
) -> Verdict:
    """Whether two constant expressions agree to the digits that were written."""
    if left.names() or right.names():
        missing = ", ".join(dict.fromkeys((*left.names(), *right.names())))
        return undecided(f"a number is compared, but {missing} has no value")
    allowed = (
        tolerance
        if tolerance is not None
        else _coarser(written_tolerance(left, measured), written_tolerance(right, measured))
    )
    return within(left, right, allowed)


def within(left: Expression, right: Expression, allowed: Fraction | None) -> Verdict:
    """Whether the certified distance of two values is at most what is allowed (None: exactly equal)."""
    limit = allowed or Fraction(0)
    if not limit:
        from derive.decide.decision import ladder

        return ladder(left, right)
    exact = rational_value(sub(left, right))
    if exact is not None:
        text = f"the values differ by {'at most' if abs(exact) <= limit else 'more than'} {_short(limit)}"
        figures = _figures(left, right, limit)
        if abs(exact) <= limit:
            return proved(text, Evidence("proof", "number", text, figures))
        return refuted(text, Evidence("counterexample", "number", text, figures))
    for bits in (64, 256, 1024):
        try:
            distance = enclose(sub(left, right), {}, bits)
        except (Unsupported, ValueError, OverflowError, ZeroDivisionError) as error:
            return undecided(f"the value could not be computed: {error}")
        if not distance.is_finite():
            continue
        size = abs(distance)
        bound = enclose(Expression("number", (), limit), {}, bits).real
        figures = _figures(left, right, limit)
        if size <= bound:
            text = f"the values differ by at most {_short(limit)}"
            return proved(text, Evidence("proof", "number", text, figures))
        if size > bound:
            text = f"the values differ by more than {_short(limit)}"
            return refuted(text, Evidence("counterexample", "number", text, figures))
    return undecided("the distance of the values is too close to what is allowed")


def written_tolerance(expression: Expression, measured: bool = False) -> Fraction | None:
    """Half a unit of the last digit of the rounded numbers in a product; None for an exact expression."""
    literal = _literal(expression, measured)
    if literal is not None:
        return literal
    if expression.head == "neg":
        return written_tolerance(expression.args[0], measured)
    if expression.head in ("mul", "div", "add"):
        return _combined(expression, measured)
    return None


def _literal(expression: Expression, measured: bool) -> Fraction | None:
    if expression.head == "decimal":
        mantissa, _, exponent = expression.value.lower().replace(",", "").partition("e")
        places = len(mantissa.partition(".")[2])
        return Fraction(10) ** (int(exponent or 0) - places) / 2
    if measured and expression.head == "number" and Fraction(expression.value).denominator == 1:
        return integer_tolerance(int(expression.value))
    return None


def integer_tolerance(value: int) -> Fraction:
    """Half a unit of the last significant digit of an integer, which has three of them at least.

    >>> integer_tolerance(7500), integer_tolerance(7504), integer_tolerance(5)
    (Fraction(5, 1), Fraction(1, 2), Fraction(1, 200))
    """
    if value == 0:
        return Fraction(0)
    digits = str(abs(value))
    significant = max(INTEGER_DIGITS, len(digits.rstrip("0")))
    return Fraction(10) ** (len(digits) - significant) / 2


def _combined(expression: Expression, measured: bool) -> Fraction | None:
    """Of a sum the coarsest decimal; of a product or quotient the coarsest relative one, on the value.

    Integers inside (the exponent in ``100*10**10``, a count) are exact, except where the product has nothing else.
    """
    parts = list(expression.args)
    decimals = [(p, written_tolerance(p)) for p in parts if any(n.head == "decimal" for n in p.walk())]
    if not decimals and measured and expression.head == "mul":
        decimals = [(p, _literal(p, measured)) for p in parts if p.head == "number"][:1]
        if any(n.head not in ("mul", "number", "pow", "neg") for n in expression.walk()):
            return None
    known = [(p, t) for p, t in decimals if t is not None]
    if not known:
        return None
    if expression.head == "add":
        return max(t for _, t in known)
    total, relative = _float(expression), Fraction(0)
    for part, t in known:
        value = _float(part)
        if value:
            relative = max(relative, t / abs(value))
    return abs(total) * relative if total is not None else None


def _float(expression: Expression) -> Fraction | None:
    if expression.head == "decimal":
        return decimal_value(expression.value)
    try:
        value = enclose(expression, {}, 128)
    except (Unsupported, ValueError, OverflowError, ZeroDivisionError):
        return None
    if not value.is_finite():
        return None
    p = value.real.mid()
    man, exp = p.man_exp()
    return Fraction(int(man)) * Fraction(2) ** int(exp)


def _coarser(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    found = [t for t in (a, b) if t is not None]
    return max(found) if found else None


def _figures(left: Expression, right: Expression, limit: Fraction) -> tuple[tuple[str, str], ...]:
    from derive.decide.text import ball_text

    shown = [("first", left), ("second", right)]
    values = tuple((label, ball_text(enclose(side, {}, 128))) for label, side in shown)
    return (*values, ("tolerance", _short(limit)))


def _short(value: Fraction) -> str:
    return f"{float(value):.6g}"
