"""Closed forms of sums, each with its proof.

A sum with a symbolic upper bound is telescoped: ``S(n+1) - S(n)`` is the term and ``S`` vanishes for the empty sum.
For polynomials times powers the telescoping function is found by comparing coefficients, for binomial sums by the
binomial theorem with falling factorials.  Infinite sums have a few known forms: geometric, exponential, zeta.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.budget import Budget
from derive.decide.calculus.binding import occurs, put
from derive.decide.calculus.construct import (
    factors_of,
    integer,
    minus,
    negate,
    over,
    plus,
    raised,
    rational,
    signed,
    times,
)
from derive.decide.calculus.polynomial import Polynomial, coefficients, linear, polynomial
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.reduction import Reduction
from derive.decide.calculus.signs import POSITIVE, signs
from derive.decide.calculus.zeta import zeta_value
from derive.expression import INFINITY, ONE, ZERO, Expression, call, name
from derive.vocabulary import Vocabulary

#: The highest power of the index in a summand.
DEGREE = 12


def closed_form(node: Expression, vocabulary: Vocabulary, budget: Budget) -> Reduction | None:
    """A proved closed form of a sum or product; None where none is known."""
    if len(node.args) != 4 or node.args[1].head != "name":
        return None
    if node.head == "product":
        from derive.decide.calculus.products import closed_product

        return closed_product(node, vocabulary)
    term, index, lower, upper = node.args
    if upper == INFINITY:
        from derive.decide.calculus.hypergeometric import infinite_sum, whole_sum

        if lower == negate(INFINITY):
            return whole_sum(term, index.value, vocabulary)
        return infinite_sum(term, index.value, lower, vocabulary)
    if lower == negate(INFINITY):
        return None
    for rule in FINITE:
        found = rule(term, index.value, lower, upper, vocabulary)
        if found is not None:
            return found
    return None


def split(term: Expression, index: str) -> tuple[Expression, Expression, Expression] | None:
    """A term as constant factor, weight polynomial in the index, and base of a power of the index."""
    sign, above, below = factors_of(term)
    constant = [f for f in above if not occurs(index, f)]
    under = [f for f in below if not occurs(index, f)]
    weight, bases = [], []
    for factor in (f for f in above if occurs(index, f)):
        base = _power_of(factor, index)
        if base is None:
            weight.append(factor)
        else:
            constant.append(base[1])
            bases.append(base[0])
    for factor in (f for f in below if occurs(index, f)):
        base = _power_of(factor, index)
        if base is None:
            return None
        under.append(base[1])
        bases.append(over(ONE, base[0]))
    factor = over(times(*constant), times(*under))
    return (factor if sign > 0 else negate(factor)), times(*weight), times(*bases)


def _power_of(factor: Expression, index: str) -> tuple[Expression, Expression] | None:
    """``b^(s k + t)`` as ``(b^s, b^t)``."""
    if factor.head == "call" and factor.value == "exp":
        base, exponent = Expression("constant", (), "e"), factor.args[0]
    elif factor.head == "pow" and not occurs(index, factor.args[0]):
        base, exponent = factor.args
    else:
        return None
    found = linear(exponent, index)
    if found is None:
        return None
    return raised(base, found[0]), raised(base, found[1])


def _telescoped(
    term: Expression, index: str, lower: Expression, upper: Expression, vocabulary: Vocabulary
) -> Reduction | None:
    """Sums of polynomials times a power: ``Q(k+1) r^(k+1) - Q(k) r^k = P(k) r^k`` solved for the polynomial Q."""
    k = name(index)
    if term.head in ("add", "neg"):
        parts = [_telescoped(a, index, lower, upper, vocabulary) for a in term.args]
        if any(p is None for p in parts):
            return None
        found = [p for p in parts if p is not None]
        total = plus(*(p.expression for p in found))
        return Reduction(total if term.head == "add" else negate(total)).joined(*found)
    pieces = split(term, index)
    if pieces is None:
        return None
    factor, weight, base = pieces
    p = coefficients(weight, index)
    if p is None or max(p, default=0) > DEGREE:
        return None
    after = plus(upper, ONE)
    if value_of(base) == 1:
        q = _summed(p)
        value = minus(put(polynomial(q, k), {index: after}), put(polynomial(q, k), {index: lower}))
        return Reduction(times(factor, value), (), ("a polynomial sum by telescoping",))
    ratio = _geometric(p, base)
    high = times(put(polynomial(ratio, k), {index: after}), raised(base, after))
    low = times(put(polynomial(ratio, k), {index: lower}), raised(base, lower))
    fixed = value_of(base) is not None
    assumed = () if fixed else ("the ratio of the geometric sum is not 1",)
    return Reduction(times(factor, minus(high, low)), assumed, ("a geometric sum by telescoping",))


def _summed(p: Polynomial) -> Polynomial:
    """Q with Q(k+1) - Q(k) = P(k) and Q(0) = 0."""
    from math import comb

    rest = dict(p)
    q: Polynomial = {}
    while rest:
        d = max(rest)
        lead = over(rest[d], signed(d + 1))
        q[d + 1] = lead
        for j in range(d + 1):
            changed = minus(rest.get(j, ZERO), times(signed(comb(d + 1, j)), lead))
            value = value_of(changed)
            rest[j] = changed if value is None else signed(value)
        rest = {j: c for j, c in rest.items() if j < d and c != ZERO}
    return q


def _geometric(p: Polynomial, r: Expression) -> Polynomial:
    """Q with r Q(k+1) - Q(k) = P(k), for r other than 1."""
    from math import comb

    q: Polynomial = {}
    gap = minus(r, ONE)
    for d in range(max(p, default=0), -1, -1):
        carried = [times(r, signed(comb(m, d)), c) for m, c in q.items()]
        q[d] = over(minus(p.get(d, ZERO), plus(*carried)), gap)
    return {d: c for d, c in q.items() if c != ZERO}


def _binomial(
    term: Expression, index: str, lower: Expression, upper: Expression, vocabulary: Vocabulary
) -> Reduction | None:
    """``sum_k k^(j) C(n,k) x^k y^(n-k) = n^(j) x^j (x+y)^(n-j)``, with falling factorials for the weight."""
    if lower != ZERO and not (value_of(lower) == 1 and _vanishes_at_zero(term, index)):
        return None
    sign, above, below = factors_of(term)
    chosen = [f for f in above if f.head == "call" and f.value == "binomial" and f.args[1] == name(index)]
    if len(chosen) != 1 or chosen[0].args[0] != upper or occurs(index, upper):
        return None
    n = upper
    rest = over(times(*(f for f in above if f is not chosen[0])), times(*below))
    pieces = split(rest, index)
    if pieces is None:
        return None
    factor, weight, ratio = pieces
    p = coefficients(weight, index)
    if p is None or max(p, default=0) > DEGREE:
        return None
    terms = []
    for j, c in sorted(_falling(p).items()):
        down = times(*(minus(n, signed(i)) for i in range(j)))
        terms.append(times(c, down, raised(ratio, signed(j)), raised(plus(ONE, ratio), minus(n, signed(j)))))
    value = times(factor, plus(*terms))
    return Reduction(value if sign > 0 else negate(value), (), ("the binomial theorem",))


def _vanishes_at_zero(term: Expression, index: str) -> bool:
    _, above, _ = factors_of(term)
    return any(f == name(index) or (f.head == "pow" and f.args[0] == name(index)) for f in above)


def _falling(p: Polynomial) -> Polynomial:
    """A polynomial in the basis k(k-1)...(k-j+1)."""
    rest = dict(p)
    found: Polynomial = {}
    for j in range(max(rest, default=0), -1, -1):
        lead = rest.get(j, ZERO)
        if lead == ZERO:
            continue
        found[j] = lead
        expanded = [1]
        for i in range(j):
            expanded = [
                (expanded[m - 1] if m else 0) - i * (expanded[m] if m < len(expanded) else 0)
                for m in range(len(expanded) + 1)
            ]
        for m, scale in enumerate(expanded):
            changed = minus(rest.get(m, ZERO), times(signed(scale), lead))
            value = value_of(changed)
            rest[m] = changed if value is None else signed(value)
    return found


FINITE: tuple[
    Callable[[Expression, str, Expression, Expression, Vocabulary], Reduction | None],
    ...,
] = (_binomial, _telescoped)


def _infinite(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    if term.head in ("add", "neg"):
        parts = [_infinite(a, index, lower, vocabulary) for a in term.args]
        if any(p is None for p in parts):
            return None
        found = [p for p in parts if p is not None]
        total = plus(*(p.expression for p in found))
        return Reduction(total if term.head == "add" else negate(total)).joined(*found)
    for rule in (_exponential_series, _geometric_series, _zeta_series, _logarithmic_series):
        result = rule(term, index, lower, vocabulary)
        if result is not None:
            return result
    return None


def _geometric_series(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    pieces = split(term, index)
    if pieces is None:
        return None
    factor, weight, base = pieces
    p = coefficients(weight, index)
    if p is None or max(p, default=0) > DEGREE or not p:
        return None
    size = value_of(base)
    if size is not None and abs(size) >= 1:
        return None
    within, assumed = _inside_unit_disk(base, vocabulary)
    if not within:
        return None
    low = times(put(polynomial(_geometric(p, base), name(index)), {index: lower}), raised(base, lower))
    return Reduction(negate(times(factor, low)), assumed, ("a geometric series",))


def _inside_unit_disk(base: Expression, vocabulary: Vocabulary) -> tuple[bool, tuple[str, ...]]:
    """Whether a ratio has modulus below one: proved, or assumed because the series is written as convergent."""
    if value_of(base) is not None:
        return True, ()
    above, below = signs(minus(ONE, base), vocabulary), signs(plus(ONE, base), vocabulary)
    if above == POSITIVE and below == POSITIVE:
        return True, ()
    if above is not None and not above & {1}:
        return False, ()
    if not _somewhere_inside(base, vocabulary) or _bounded_beyond(base, vocabulary):
        return False, ()
    return True, ("the series converges: its ratio has modulus below 1",)


def _somewhere_inside(base: Expression, vocabulary: Vocabulary) -> bool:
    """Whether the ratio certainly has modulus below one at some real point of the domain."""
    from flint import acb

    from derive.decide.ball import Unsupported, enclose
    from derive.decide.sample import real_points

    try:
        for point in real_points(vocabulary, base.names(), 40):
            size = enclose(base, point, 64)
            if isinstance(size, acb) and size.is_finite() and size.abs_upper() < 1:
                return True
    except Unsupported:
        return True  # an abstract function may be small
    return False


def _bounded_beyond(base: Expression, vocabulary: Vocabulary) -> bool:
    """Whether what is declared of the names, bounds and all, lets the ratio's modulus exceed one.

    Who says that ``0 < r`` and not ``r < 1`` claims the sum for ``r = 2`` as well.
    """
    from flint import acb

    from derive.decide.ball import Unsupported, enclose
    from derive.decide.sample import real_points

    names = base.names()
    said = {n for a in vocabulary.assumptions for n in a.names()}
    loose = ("complex", "real", "integer")
    if any(n not in said and ((d := vocabulary.name(n)) is None or d.domain in loose) for n in names):
        return False
    try:
        for point in real_points(vocabulary, names, 40):
            size = enclose(base, point, 64)
            if isinstance(size, acb) and size.is_finite() and size.abs_lower() > 1:
                return True
    except Unsupported:
        return False
    return False


def _exponential_series(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """``sum P(k) x^k / k!``, and the same with the factorial shifted."""
    start = integer(lower)
    sign, above, below = factors_of(term)
    factorials = [f for f in below if f.head == "call" and f.value in ("factorial", "gamma")]
    if start is None or not 0 <= start <= 30 or len(factorials) != 1:
        return None
    argument = factorials[0].args[0]
    shift = value_of(minus(argument, name(index)))
    if shift is None:
        found = linear(argument, index)
        if found is None or value_of(found[0]) != 1:
            return None
        shift = value_of(found[1])
    if shift is None or shift.denominator != 1:
        return None
    m = int(shift) - (factorials[0].value == "gamma")
    rest = over(times(*above), times(*(f for f in below if f is not factorials[0])))
    if m:  # with j = k + m the factorial is j!
        first = start + m
        if first < 0:
            return None
        moved = put(rest, {index: minus(name(index), signed(m))})
        found_sum = _exponential_series(over(moved, call("factorial", name(index))), index, signed(first), vocabulary)
        if found_sum is None:
            return None
        return found_sum if sign > 0 else found_sum.with_expression(negate(found_sum.expression))
    pieces = split(rest, index)
    if pieces is None:
        return None
    factor, weight, x = pieces
    p = coefficients(weight, index)
    if p is None or max(p, default=0) > DEGREE:
        return None
    from math import factorial

    value = plus(*(times(c, raised(x, signed(j)), call("exp", x)) for j, c in sorted(_falling(p).items())))
    missing = [
        over(times(put(weight, {index: signed(k)}), raised(x, signed(k))), signed(factorial(k))) for k in range(start)
    ]
    total = times(factor, minus(value, plus(*missing)))
    return Reduction(total if sign > 0 else negate(total), (), ("the exponential series",))


def _zeta_series(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    sign, above, below = factors_of(term)
    start = integer(lower)
    if start is None or not 1 <= start <= 30 or any(occurs(index, f) for f in above):
        return None
    powers = [f for f in below if occurs(index, f)]
    if len(powers) != 1 or powers[0].head != "pow" or powers[0].args[0] != name(index):
        return None
    exponent = powers[0].args[1]
    value = rational(exponent)
    if occurs(index, exponent) or (value is not None and value <= 1):
        return None
    if value is None and signs(minus(exponent, ONE), vocabulary) != POSITIVE:
        return None
    factor = over(times(*above), times(*(f for f in below if f is not powers[0])))
    missing = (negate(raised(signed(k), negate(exponent))) for k in range(1, start))
    total = times(factor, plus(zeta_value(exponent), *missing))
    return Reduction(total if sign > 0 else negate(total), (), ("Riemann's zeta function",))


def _logarithmic_series(term: Expression, index: str, lower: Expression, vocabulary: Vocabulary) -> Reduction | None:
    """``sum_{k>=1} x^k/k = -log(1 - x)`` inside the unit disk."""
    sign, above, below = factors_of(term)
    if integer(lower) != 1 or name(index) not in below:
        return None
    rest = over(times(*above), times(*(f for f in below if f != name(index))))
    pieces = split(rest, index)
    if pieces is None or pieces[1] != ONE or [*below].count(name(index)) != 1:
        return None
    factor, _, x = pieces
    size = value_of(x)
    if size is not None and not (-1 <= size < 1):
        return None
    within, assumed = _inside_unit_disk(x, vocabulary) if size is None else (True, ())
    if not within:
        return None
    total = negate(times(factor, call("log", minus(ONE, x))))
    return Reduction(total if sign > 0 else negate(total), assumed, ("the logarithmic series",))
