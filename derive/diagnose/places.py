"""Places in a tree, each with the value it has and the value it would need for the whole to be right.

The needed values come from undoing the operations from the root downwards: where ``2 sin(a b)`` should have been ``r``,
the argument of the sine should have been ``asin(r/2)``.  A slip then shows at its own place as a simple relation
between the two (a ratio of -1, a constant difference), however deep it lies and whatever the rest looks like.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable
from dataclasses import dataclass

from derive.diagnose.formulas import FORMULAS, inverse_erf, stand_in
from derive.diagnose.values import NAN, Values, Vector
from derive.expression import Expression

_INVERSES: dict[str, Callable[[complex], complex]] = {
    "exp": cmath.log,
    "log": cmath.exp,
    "lg": lambda z: 10**z,
    "sqrt": lambda z: z * z,
    "cbrt": lambda z: z**3,
    "sin": cmath.asin,
    "cos": cmath.acos,
    "tan": cmath.atan,
    "cot": lambda z: cmath.atan(1 / z),
    "sec": lambda z: cmath.acos(1 / z),
    "csc": lambda z: cmath.asin(1 / z),
    "asin": cmath.sin,
    "acos": cmath.cos,
    "atan": cmath.tan,
    "sinh": cmath.asinh,
    "cosh": cmath.acosh,
    "tanh": cmath.atanh,
    "coth": lambda z: cmath.atanh(1 / z),
    "sech": lambda z: cmath.acosh(1 / z),
    "csch": lambda z: cmath.asinh(1 / z),
    "asinh": cmath.sinh,
    "acosh": cmath.cosh,
    "atanh": cmath.tanh,
    "transpose": lambda z: z,
    "Expectation": lambda z: z,
    "trace": lambda z: z,
    "inverse": lambda z: 1 / z,
    "erf": inverse_erf,
    "erfc": lambda z: inverse_erf(1 - z),
}
MOST_PLACES = 150


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a tree: the way to it, its value and its needed value at each point (NaN where it is not known).

    ``ambiguous``: an operation above has several inverses (an even power, a sine), so that the needed values may be on
    the wrong branch at some of the points.  ``anchor``: inside a sum, an integral or a function without an inverse the
    needed value is not known; it is the nearest place above of which it is.
    """

    path: tuple[int, ...]
    node: Expression
    value: Vector
    needed: Vector
    parent: Expression | None
    ambiguous: bool = False
    anchor: Place | None = None

    @property
    def position(self) -> int:
        return self.path[-1] if self.path else 0


def places(root: Expression, target: Vector, values: Values) -> tuple[Place, ...]:
    """Every place of a tree, the root first, the shallow before the deep; what is bound or an index is no place."""
    nothing = (NAN,) * len(target)
    found: list[Place] = []
    queue = [Place((), root, values.of(root), target, None)]
    while queue and len(found) < MOST_PLACES:
        place = queue.pop(0)
        found.append(place)
        for position, child in enumerate(place.node.args):
            if _closed(place.node, position):
                continue
            path, node = (*place.path, position), place.node
            needed = _undo(place, position, values) if place.anchor is None else None
            if needed is not None and any(v == v for v in needed):
                unclear = place.ambiguous or _many_valued(node, position)
                queue.append(Place(path, child, values.of(child), needed, node, unclear))
            else:
                anchor = place.anchor or place
                queue.append(Place(path, child, values.of(child), nothing, node, anchor.ambiguous, anchor))
    return tuple(found)


def _closed(node: Expression, position: int) -> bool:
    """What a node binds, and indices: nothing in there is a value that could be mended."""
    if node.head in ("sum", "product", "integral", "limit"):
        return position == 1 or position == 4
    return node.head == "index" or (node.head in ("derivative", "substitute", "evaluated") and position == 1)


def _many_valued(node: Expression, position: int) -> bool:
    if node.head == "pow":
        return position == 0
    return node.head == "call" and node.value in ("sin", "cos", "tan", "cot", "sec", "csc", "cosh", "sech", "Abs")


def put(root: Expression, path: tuple[int, ...], replacement: Expression) -> Expression:
    """The tree with another expression at a place."""
    if not path:
        return replacement
    position = path[0]
    args = (*root.args[:position], put(root.args[position], path[1:], replacement), *root.args[position + 1 :])
    return root.with_args(args)


def _undo(place: Place, position: int, values: Values) -> Vector | None:
    """What one argument has to be for its node to have the needed value."""
    node = place.node
    needed, here = place.needed, place.value
    own = values.of(node.args[position])
    if node.head == "neg":
        return tuple(-n for n in needed)
    if node.head == "add":
        return tuple(n - (h - o) for n, h, o in zip(needed, here, own))
    if node.head == "mul":
        return _each(lambda n, h, o: n * o / h, needed, here, own)
    if node.head == "div":
        other = values.of(node.args[1 - position])
        return _each(lambda n, b: n * b, needed, other) if position == 0 else _each(lambda n, a: a / n, needed, other)
    if node.head == "pow":
        other = values.of(node.args[1 - position])
        if position == 0:
            return _each(_root, needed, other, own)
        return _each(lambda n, base: cmath.log(n) / cmath.log(base), needed, other)
    if node.head == "call" and len(node.args) == 1 and node.value in _INVERSES:
        return _each(_INVERSES[node.value], needed)
    if node.head == "call" and node.value == "Abs":
        return _each(lambda n, o: n if o.real >= 0 else -n, needed, own)
    if node.head in ("call", "prime"):
        return _undo_abstract(place, position, values, own)
    return None


def _undo_abstract(place: Place, position: int, values: Values, own: Vector) -> Vector | None:
    node = place.node
    function, orders = (node.value, None) if node.head == "call" else node.value
    if function in FORMULAS or values.vocabulary_defines(function):
        return None
    a, b, c = stand_in(function, len(node.args))
    shift = a if orders is None else 0.0
    factor = b
    for ci, n in zip(c, orders or ()):
        factor *= ci**n
    inner = c[position]

    def argument(n: complex, h: complex, o: complex) -> complex:
        # The other arguments' share of the exponent is what is there now, this one's own share taken out.
        now = cmath.log((h - shift) / factor)
        return (cmath.log((n - shift) / factor) - (now - inner * o)) / inner

    return _each(argument, place.needed, place.value, own)


def _root(needed: complex, exponent: complex, own: complex) -> complex:
    """The root that lies nearest to the direction of the base as it is."""
    principal = needed ** (1 / exponent)
    n = round(exponent.real)
    if abs(exponent - n) > 1e-12 or not 2 <= abs(n) <= 6 or own == 0:
        return principal
    turns = (principal * cmath.exp(2j * cmath.pi * k / n) for k in range(abs(n)))
    return min(turns, key=lambda z: abs(cmath.phase(z / own)) if z else 0.0)


def _each(formula: Callable[..., complex], *columns: Vector) -> Vector:
    result = []
    for row in zip(*columns):
        try:
            result.append(complex(formula(*row)))
        except (ArithmeticError, ValueError):
            result.append(NAN)
    return tuple(result)
