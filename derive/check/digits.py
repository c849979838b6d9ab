"""Numbers as they were printed: what a decimal leaves open, and whether two sides agree within that.

A decimal with ``d`` digits stands for anything that rounds to it.  Both sides are evaluated with every decimal moved
by half a unit of its last digit, one at a time; the sum of the moves is how far the printed digits let the sides be
apart.  Twice that plus a unit of the last digit printed is agreement (people truncate, too); far beyond it is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from derive.decide.evaluate import evaluate
from derive.expression import Expression
from derive.functions import BY_NAME
from derive.verdict import Evidence, Verdict, refuted, supported
from derive.vocabulary import Vocabulary

#: Beyond this part of the value a person calls an approximation wrong.
COARSE = 0.02
#: Beyond this part of it, where one side is exact.
FINE = 0.004


def printed(expression: Expression) -> Expression | None:
    """The decimal that a side consists of, its sign and unit aside."""
    while expression.head == "neg" or (expression.head == "mul" and expression.args[-1].head in ("unit", "text")):
        expression = expression.args[0]
    return expression if expression.head == "decimal" else None


def half_unit(digits: str) -> Fraction:
    """Half a unit of the last digit: ``"0.30"`` gives 1/200."""
    exponent = Decimal(digits).as_tuple().exponent
    return Fraction(10) ** int(exponent) / 2


def has_decimals(expression: Expression) -> bool:
    return any(node.head == "decimal" for node in expression.walk())


def value_of(expression: Expression, point: Mapping[str, complex], vocabulary: Vocabulary) -> complex | None:
    """The value in double precision, by balls where there is calculus in it; None where there is none."""
    found = evaluate(expression, point)
    if found == found and abs(found) != float("inf"):
        return found
    return _by_balls(expression, point)


def _by_balls(expression: Expression, point: Mapping[str, complex]) -> complex | None:
    heavy = [n for n in expression.walk() if n.head in ("integral", "sum", "product", "limit", "derivative")]
    if len(heavy) > 1 or any(f not in BY_NAME for f in expression.functions()):
        return None
    from derive.decide.ball import Unsupported, enclose

    values = {k: Fraction(v.real).limit_denominator(10**9) for k, v in point.items()}
    try:
        ball = enclose(expression, values, 64)
    except (Unsupported, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not ball.is_finite():
        return None
    return complex(float(ball.real.mid()), float(ball.imag.mid()))


def agrees(left: Expression, right: Expression, vocabulary: Vocabulary, *, approximate: bool) -> Verdict | None:
    """Agreement within the digits printed; None where that says nothing.

    ``approximate``: the relation is ``≈``, so that rounding in between is allowed for, and a coarse one is let pass.
    """
    if not approximate and printed(left) is None and printed(right) is None:
        return None
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    worst = 0.0
    apart: tuple[dict[str, complex], complex, complex] | None = None
    for point in _points(vocabulary, names):
        one, two = value_of(left, point, vocabulary), value_of(right, point, vocabulary)
        if one is None or two is None:
            continue
        size = max(abs(one), abs(two), 1e-300)
        room = _last_digit(left, right, one, two)
        if approximate:
            room = max(room, _rounded_integer(left, right))
            room += 2 * (_room(left, point, vocabulary, right) + _room(right, point, vocabulary, left))
        gap = abs(one - two)
        excess = gap / size if gap > room * 1.000001 else 0.0
        if excess >= worst:
            worst, apart = excess, (point, one, two)
    if apart is None:
        return None
    point, one, two = apart
    figures = (
        *((n, f"{point[n].real:g}") for n in names),
        ("left", _show(one)),
        ("right", _show(two)),
    )
    if worst == 0.0:
        text = "the two sides agree within the digits printed"
        return supported(text, Evidence("agreement", "digits", text, figures))
    if worst > COARSE or (not approximate and worst > 0) or _beyond_doubt(left, right, abs(one - two), worst):
        text = f"the two sides are {100 * worst:.2g} % apart, more than the digits printed leave open"
        return refuted(text, Evidence("counterexample", "digits", text, figures))
    return None


def _beyond_doubt(left: Expression, right: Expression, gap: float, worst: float) -> bool:
    """An exact side beside a decimal that differs in the last digit but one: nothing was rounded on the way."""
    for side, other in ((left, right), (right, left)):
        decimal = printed(other)
        if decimal is not None and not has_decimals(side):
            return gap > 20 * float(half_unit(decimal.value)) and worst > FINE
    return False


def _last_digit(left: Expression, right: Expression, one: complex, two: complex) -> float:
    """How far a side may be from what was printed: half a unit of the last digit, a whole one where it was cut."""
    found = 0.0
    for side, value, other in ((left, one, two), (right, two, one)):
        decimal = printed(side)
        if decimal is not None:
            cut = abs(value) <= abs(other)
            found = max(found, float(half_unit(decimal.value)) * (2 if cut else 1))
    return found


def _rounded_integer(left: Expression, right: Expression) -> float:
    """What an integer behind ``≈`` leaves open: half a unit of its last digit that is no trailing zero."""
    found = 0.0
    for side in (left, right):
        while side.head == "neg" or (side.head == "mul" and side.args[-1].head in ("unit", "text")):
            side = side.args[0]
        if side.head == "number" and side.value.denominator == 1 and side.value:
            digits = str(abs(side.value.numerator))
            found = max(found, 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0"))))
    return found


def significant(digits: str) -> int:
    """The number of digits that count: ``"0.30"`` has two."""
    return len(digits.partition("e")[0].replace(".", "").lstrip("+-0"))


def _room(expression: Expression, point: Mapping[str, complex], vocabulary: Vocabulary, result: Expression) -> float:
    """How far the value may move when each decimal moves within its last digit.

    A decimal with fewer digits than the result printed is given, not rounded: nobody computes three digits from two.
    """
    if printed(expression) is not None:
        return 0.0  # counted as the last digit already
    base = value_of(expression, point, vocabulary)
    if base is None:
        return 0.0
    total = 0.0
    shown = printed(result)
    for moved in _moved(expression, significant(shown.value) if shown is not None else 0):
        value = value_of(moved, point, vocabulary)
        if value is not None:
            total += abs(value - base)
    return total


def _moved(expression: Expression, digits: int) -> Iterator[Expression]:
    decimals = [n for n in dict.fromkeys(expression.walk()) if n.head == "decimal" and significant(n.value) >= digits]
    for decimal in decimals[:24]:
        moved = Expression("number", (), Fraction(decimal.value) + half_unit(decimal.value))
        yield _swap(expression, decimal, moved)


def _swap(expression: Expression, old: Expression, new: Expression) -> Expression:
    if expression == old:
        return new
    return expression.with_args(tuple(_swap(a, old, new) for a in expression.args)) if expression.args else expression


def _points(vocabulary: Vocabulary, names: tuple[str, ...]) -> list[dict[str, complex]]:
    if not names:
        return [{}]
    from derive.decide.sample import real_points

    found = []
    for point in real_points(vocabulary, names, 6):
        if all(isinstance(v, Fraction) and abs(v) <= 20 for v in point.values()):
            found.append({k: complex(float(v)) for k, v in point.items() if isinstance(v, Fraction)})
    return found


def _show(value: complex) -> str:
    return f"{value.real:.8g}" if abs(value.imag) < 1e-12 * max(1.0, abs(value)) else f"{value:.8g}"
