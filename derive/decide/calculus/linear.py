"""Sums and integrals as linear operators: split over terms, constants taken out, one spelling of the bound name.

What is left are heads that cannot be taken apart; equal ones are written alike, so that equations that follow from
linearity and renaming are equations between unknown numbers.
"""

from __future__ import annotations

from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import factors_of, integer, negate, over, plus, raised, rational, signed, times
from derive.decide.calculus.derivative import contracted
from derive.decide.calculus.expectation import expanded_terms
from derive.decide.calculus.iterated import in_order
from derive.decide.calculus.reduce import value_of
from derive.expression import INFINITY, ONE, Expression, call, name
from derive.vocabulary import EMPTY, Vocabulary

BOUND = "bound"
#: The lower bound of an antiderivative of which only differences matter.
ANYWHERE = Expression("text", (), "anywhere")


def linear_form(node: Expression, vocabulary: Vocabulary = EMPTY) -> Expression:
    """A tree whose sums and integrals hold single terms without constant factors, nested ones in one order."""
    return _split(in_order(node, vocabulary))


def _split(node: Expression) -> Expression:
    node = node.with_args(tuple(_split(a) for a in node.args))
    if node.head == "sum" and node.args[1].head == "name":
        if len(node.args) == 5:
            return _taken_apart(node)
        single = contracted(node)
        return _taken_apart(_shifted(single)) if single.head == "sum" else _split(single)
    if node.head == "integral" and len(node.args) == 4 and node.args[1].head == "name":
        return _taken_apart(node)
    return node


def _taken_apart(node: Expression) -> Expression:
    if node.head not in ("sum", "integral") or node.args[1].head != "name":
        return node
    index = node.args[1].value
    terms = expanded_terms(_exponents_split(node.args[0], index))
    if terms is None:
        return node
    return plus(*(_one(node, term, index) for term in terms))


def _one(node: Expression, term: Expression, index: str) -> Expression:
    sign, above, below = factors_of(term)
    outside = [f for f in above if not occurs(index, f)]
    under = [f for f in below if not occurs(index, f)]
    inside = over(
        times(*sorted((f for f in above if occurs(index, f)), key=repr)),
        times(*sorted((f for f in below if occurs(index, f)), key=repr)),
    )
    head = _counted(node) if inside == ONE else _renamed(node.with_args((_gathered(inside), *node.args[1:])))
    if head.head == "integral" and not any(_infinite(end) for end in head.args[2:]):
        # An integral is a difference of one antiderivative's values: bounds can be swapped and intervals joined.
        lower, upper = (head.with_args((*head.args[:2], ANYWHERE, end)) for end in head.args[2:])
        head = plus(upper, negate(lower))
    value = over(times(*outside, head), times(*under))
    return value if sign > 0 else negate(value)


def _infinite(expression: Expression) -> bool:
    return expression in (INFINITY, negate(INFINITY))


def _gathered(product: Expression) -> Expression:
    """Equal factors of a product as powers: ``x x`` is ``x^2``, ``e^u e^v`` is ``e^(u+v)``."""
    _, above, below = factors_of(product)
    powers: dict[Expression, list[Expression]] = {}
    for factors, up in ((above, True), (below, False)):
        for factor in factors:
            base, exponent = factor, ONE
            if factor.head == "pow":
                base, exponent = factor.args
            elif factor.head == "call" and factor.value == "exp":
                base, exponent = Expression("constant", (), "e"), factor.args[0]
            powers.setdefault(base, []).append(exponent if up else negate(exponent))
    parts = []
    for base in sorted(powers, key=repr):
        exponent = plus(*powers[base])
        value = value_of(exponent)
        parts.append(raised(base, exponent if value is None else signed(value)))
    return times(*parts)


def _counted(node: Expression) -> Expression:
    """The sum of ones, the integral of one."""
    if len(node.args) == 4 and INFINITY not in node.args and negate(INFINITY) not in node.args:
        lower, upper = node.args[2:4]
        width = plus(upper, negate(lower))
        return width if node.head == "integral" else plus(width, ONE)
    return _renamed(node.with_args((ONE, *node.args[1:])))


def _renamed(node: Expression) -> Expression:
    """The bound name by its depth."""
    index = node.args[1].value
    depth = 1 + max((_depth(a) for a in node.args[:1]), default=0)
    other = name(f"{BOUND}{depth}")
    moved = {index: other}
    return node.with_args(tuple(put(a, moved) if k in (0, 1, 4) else a for k, a in enumerate(node.args)))


def _depth(node: Expression) -> int:
    inside = max((_depth(a) for a in node.args), default=0)
    return inside + (node.head in ("sum", "integral", "product"))


def _exponents_split(node: Expression, index: str) -> Expression:
    """``exp(x_j + c)`` as ``exp(x_j) exp(c)``: what is free of the index comes apart."""
    node = node.with_args(tuple(_exponents_split(a, index) for a in node.args))
    if node.head == "call" and node.value == "exp":
        base, exponent = None, node.args[0]
    elif node.head == "pow" and rational(node.args[1]) is None and node.args[1].head in ("add", "neg"):
        base, exponent = node.args
    else:
        return node
    if exponent.head != "add" or not occurs(index, exponent) or (base is not None and occurs(index, base)):
        return node
    free = [t for t in exponent.args if not occurs(index, t)]
    tied = [t for t in exponent.args if occurs(index, t)]
    if not free:
        return node
    parts = (plus(*tied), plus(*free))
    if base is None:
        return times(*(call("exp", p) for p in parts))
    if base.head == "constant" or value_of(base) is not None:
        return times(*(raised(base, p) for p in parts))
    return node


def _shifted(node: Expression) -> Expression:
    """A sum from an integer other than 0 or 1 is moved to start at 1."""
    if node.head != "sum" or len(node.args) != 4:
        return node
    start = integer(node.args[2])
    if start is None or start in (0, 1):
        return node
    step = signed(start - 1)
    index = node.args[1]
    term = put(node.args[0], {index.value: plus(index, step)})
    upper = node.args[3] if node.args[3] == INFINITY else plus(node.args[3], negate(step))
    return node.with_args((term, index, ONE, upper))
