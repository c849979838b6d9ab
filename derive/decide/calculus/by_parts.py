"""Integrals of derivatives of abstract functions between finite bounds, by parts, in one canonical form.

``∫ R f' = [R f] - ∫ R' f`` while R holds no function that comes before f in the alphabet; ``∫ f^m f'`` is a power of f.
"""

from __future__ import annotations

from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import factors_of, integer, minus, negate, over, plus, raised, signed, times
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.expectation import expanded_terms
from derive.expression import INFINITY, Expression, call
from derive.functions import BY_NAME

#: Orders of derivatives that are moved one by one.
ORDER = 6


def by_parts(node: Expression) -> Expression:
    """An integral whose terms hold derivatives of functions of the variable, with the derivatives moved off."""
    if node.head != "integral" or len(node.args) != 4 or node.args[1].head != "name":
        return node
    if any(end in (INFINITY, negate(INFINITY)) for end in node.args[2:]):
        return node
    if not any(_is_rate(n, node.args[1]) for n in node.args[0].walk()):
        return node
    return _integrated(node, ORDER)


def _is_rate(node: Expression, by: Expression) -> bool:
    return node.head == "prime" and node.args == (by,) and len(node.value[1]) == 1 and node.value[0] not in BY_NAME


def _integrated(node: Expression, depth: int) -> Expression:
    integrand, by, lower, upper = node.args
    terms = expanded_terms(integrand)
    if terms is None or not depth:
        return node
    return plus(*(_one(node.with_args((t, by, lower, upper)), depth) for t in terms))


def _one(node: Expression, depth: int) -> Expression:
    term, by, lower, upper = node.args
    sign, above, below = factors_of(term)
    rates = sorted((f for f in above if _is_rate(f, by)), key=lambda f: str(f.value[0]), reverse=True)
    if not rates:
        return node
    rate = rates[0]
    name, order = rate.value[0], rate.value[1][0]
    lowered = call(name, by) if order == 1 else Expression("prime", (by,), (name, (order - 1,)))
    rest = list(above)
    rest.remove(rate)
    weight = over(times(*rest), times(*below))

    def ends(value: Expression) -> Expression:
        found = minus(put(value, {by.value: upper}), put(value, {by.value: lower}))
        return found if sign > 0 else negate(found)

    tied = [f for f in (*rest, *below) if occurs(by.value, f)]
    powers = _power_of(tied, lowered) if all(f in rest for f in tied) else None
    if powers is not None:
        whole = raised(lowered, signed(powers + 1))
        outside = over(times(*(f for f in rest if f not in tied)), times(*below))
        return times(over(outside, signed(powers + 1)), ends(whole))
    functions = [f for f in weight.functions() if f not in BY_NAME]
    if any(f >= name for f in functions):
        return node
    inside = times(differentiate(weight, by), lowered)
    remaining = _integrated(node.with_args((inside, by, lower, upper)), depth - 1)
    return minus(ends(times(weight, lowered)), remaining if sign > 0 else negate(remaining))


def _power_of(factors: list[Expression], base: Expression) -> int | None:
    """The exponent where all factors are powers of one thing: 0 for none."""
    total = 0
    for f in factors:
        count = 1 if f == base else integer(f.args[1]) if f.head == "pow" and f.args[0] == base else None
        if count is None or count < 1:
            return None
        total += count
    return total
