"""Numbers as they were printed: what a decimal leaves open, and whether two sides agree within that.

A decimal with ``d`` digits stands for anything that rounds to it.  Both sides are evaluated with every decimal moved
by half a unit of its last digit, one at a time; the sum of the moves is how far the printed digits let the sides be
apart.  Twice that plus a unit of the last digit printed is agreement (people truncate, too); far beyond it is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from derive.decide import Budget, decide
from derive.decide.evaluate import evaluate
from derive.expression import Expression
from derive.functions import BY_NAME
from derive.verdict import Evidence, Verdict, refuted, supported
from derive.vocabulary import Vocabulary

#: Beyond this part of the value a person calls an approximation wrong.
COARSE = 0.02


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
        room = _room(left, point, vocabulary) + _room(right, point, vocabulary)
        size = max(abs(one), abs(two), 1e-300)
        room = (2 * room if approximate else 0.0) + _last_digit(left, right)
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
    if worst > COARSE or (not approximate and worst > 0):
        text = f"the two sides are {100 * worst:.2g} % apart, more than the digits printed leave open"
        return refuted(text, Evidence("counterexample", "digits", text, figures))
    return None


def exactly(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget) -> Verdict:
    return decide(left, right, vocabulary=vocabulary, budget=budget)


def _last_digit(left: Expression, right: Expression) -> float:
    units = [2 * half_unit(d.value) for d in (printed(left), printed(right)) if d is not None]
    return float(max(units)) if units else 0.0


def _room(expression: Expression, point: Mapping[str, complex], vocabulary: Vocabulary) -> float:
    """How far the value may move when each decimal moves within its last digit."""
    base = value_of(expression, point, vocabulary)
    if base is None:
        return 0.0
    total = 0.0
    for moved in _moved(expression):
        value = value_of(moved, point, vocabulary)
        if value is not None:
            total += abs(value - base)
    return total


def _moved(expression: Expression) -> Iterator[Expression]:
    decimals = list(dict.fromkeys(n for n in expression.walk() if n.head == "decimal"))
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
