"""Free indices away from the ends of the sums beside them.

``sum_i a_i (δ_ij - x_{i-1} δ_{i-1,j}) = a_j - x_j a_{j+1}`` is meant for j inside: at j = N the shifted index has left
the sum.  Where indices are shifted, a difference at an end of the range says nothing of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from derive.decide.calculus.construct import integer, terms_of
from derive.decide.calculus.ground import Setting
from derive.decide.calculus.instances import Symbols, admissible
from derive.decide.calculus.question import Question
from derive.expression import Expression

#: Larger shifts are no neighbours, and more placements say no more.
FARTHEST, PLACEMENTS = 3, 4


def reach(*sides: Expression) -> int:
    """The largest shift of an index: 1 for ``x_{i-1}`` or ``δ_{i+1,j}``."""
    found = 0
    for side in sides:
        for node in side.walk():
            if node.head == "index" or (node.head == "call" and node.value == "KroneckerDelta"):
                for place in node.args[node.head == "index" :]:
                    if place.names():
                        shift = sum(sign * (integer(term) or 0) for sign, term in terms_of(place))
                        found = max(found, abs(shift))
    return found


def interior(question: Question, found: Symbols) -> Iterator[Setting]:
    """Settings in which every free index keeps its distance from both ends of a long range."""
    shift = reach(question.left, question.right)
    if not 0 < shift <= FARTHEST or not found.indices:
        return
    size = 2 * shift + 3
    values = dict.fromkeys(found.sizes, size)
    inside = range(shift + 1, size - shift + 1)
    for count, place in enumerate(product(inside, repeat=len(found.indices))):
        if count >= PLACEMENTS:
            return
        placed = {**values, **dict(zip(found.indices, place))}
        if admissible(question, placed):
            yield Setting(placed, size)
