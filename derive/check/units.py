r"""Units as people write them: on one side only, or in another unit on the other side.

``\frac12 (2)(3)^2 = 9 \text{ J}``: the left side leaves its units away, and the numbers are compared.  ``m a = (5 kg)
(2 m/s²)``: names carry units that nobody wrote, and nothing can be said of the link.
"""

from __future__ import annotations

from derive.decide.evaluate import evaluate
from derive.decide.relations.quantity import NoQuantityError, has_units, quantity
from derive.expression import Expression, div


def in_one_unit(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Two quantities of one dimension as numbers, in the unit in which the right one is written."""
    if not (has_units(left) and has_units(right)):
        return on_one_side(left, right)
    try:
        one, two = quantity(left), quantity(right)
    except NoQuantityError:
        return left, right
    if one.dimension != two.dimension:
        return left, right
    return (one.written if one.scale == two.scale else div(one.value, two.scale)), two.written


def on_one_side(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Units on one side and plain numbers on the other: the numbers of both."""
    if has_units(left) == has_units(right) or left.names() or right.names():
        return left, right
    try:
        one, two = quantity(left), quantity(right)
    except NoQuantityError:
        return left, right
    return one.written, two.written


def unit_unsaid(left: Expression, right: Expression) -> str | None:
    """Why numbers that differ may be one quantity: a prefix or names that carry units which are not written."""
    if has_units(left) == has_units(right):
        return None
    bare, other = (right, left) if has_units(left) else (left, right)
    if bare.names() or other.names():
        return "in what unit the side without units is meant is not said"
    try:
        scale = evaluate(quantity(other).scale, {})
    except NoQuantityError:
        return "one side has units and the other has none"
    return None if scale == 1 else "in what unit the side without units is meant is not said"
