"""Building trees with the zeros and ones folded, so that derived expressions stay readable and small."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.expression import ONE, ZERO, Expression, call, number


def rational(expression: Expression) -> Fraction | None:
    """The value of an exact number, a negated one or a quotient of two; None for anything else."""
    if expression.head == "number":
        value: Fraction = expression.value
        return value
    if expression.head == "neg":
        inner = rational(expression.args[0])
        return None if inner is None else -inner
    if expression.head == "div":
        over, under = rational(expression.args[0]), rational(expression.args[1])
        return over / under if over is not None and under else None
    if expression.head == "decimal":
        return Fraction(expression.value)
    return None


def signed(value: Fraction | int) -> Expression:
    """A number as the reader would give it: the sign outside."""
    value = Fraction(value)
    return Expression("neg", (number(-value),)) if value < 0 else number(value)


def integer(expression: Expression) -> int | None:
    """The value of an exact integer; None for anything else."""
    value = rational(expression)
    return int(value) if value is not None and value.denominator == 1 else None


def plus(*terms: Expression) -> Expression:
    """A sum without zeros; nested sums are kept flat and numbers added up."""
    total = Fraction(0)
    kept: list[Expression] = []
    for term in _flat("add", terms):
        if term.head == "number" or (term.head == "neg" and term.args[0].head == "number"):
            total += rational(term) or 0
        else:
            kept.append(term)
    if total:
        kept.append(signed(total))
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Expression("add", tuple(kept))


def negate(expression: Expression) -> Expression:
    if expression.head == "neg":
        return expression.args[0]
    return ZERO if expression == ZERO else Expression("neg", (expression,))


def minus(left: Expression, right: Expression) -> Expression:
    return plus(left, negate(right))


def times(*factors: Expression) -> Expression:
    """A product without ones; zero as soon as one factor is; signs and numbers collected in front."""
    scale = Fraction(1)
    kept: list[Expression] = []
    for factor in _flat("mul", factors):
        while factor.head == "neg":
            scale, factor = -scale, factor.args[0]
        if factor.head == "number":
            scale *= factor.value
        elif factor.head == "mul":
            inner = times(*factor.args)
            while inner.head == "neg":
                scale, inner = -scale, inner.args[0]
            kept.extend(inner.args if inner.head == "mul" else (inner,))
        else:
            kept.append(factor)
    if not scale:
        return ZERO
    if abs(scale) != 1 or not kept:
        kept.insert(0, number(abs(scale)))
    product = kept[0] if len(kept) == 1 else Expression("mul", tuple(kept))
    return negate(product) if scale < 0 else product


def over(numerator: Expression, denominator: Expression) -> Expression:
    """A quotient; a denominator of one or minus one, and a numerator of zero, are folded."""
    if numerator == ZERO and denominator != ZERO:
        return ZERO
    value = rational(denominator)
    if value == 1:
        return numerator
    if value == -1:
        return negate(numerator)
    return Expression("div", (numerator, denominator))


def raised(base: Expression, exponent: Expression) -> Expression:
    """A power; exponents 0 and 1 and the base 1 are folded."""
    value = rational(exponent)
    if value == 1:
        return base
    if value == 0 or base == ONE:
        return ONE
    return Expression("pow", (base, exponent))


def log(argument: Expression) -> Expression:
    if argument.head == "constant" and argument.value == "e":
        return ONE
    return ZERO if argument == ONE else call("log", argument)


def terms_of(expression: Expression) -> tuple[tuple[int, Expression], ...]:
    """The terms of a sum with their signs (+1 or -1), through nested sums and signs."""
    found: list[tuple[int, Expression]] = []
    stack = [(1, expression)]
    while stack:
        sign, node = stack.pop()
        if node.head == "neg":
            stack.append((-sign, node.args[0]))
        elif node.head == "add":
            stack.extend((sign, a) for a in reversed(node.args))
        else:
            found.append((sign, node))
    return tuple(found)


def factors_of(expression: Expression) -> tuple[int, tuple[Expression, ...], tuple[Expression, ...]]:
    """Sign, factors of the numerator and factors of the denominator, through nested products and quotients."""
    sign = 1
    above: list[Expression] = []
    below: list[Expression] = []
    stack = [(expression, True)]
    while stack:
        node, up = stack.pop()
        if node.head == "neg":
            sign = -sign
            stack.append((node.args[0], up))
        elif node.head == "mul":
            stack.extend((a, up) for a in reversed(node.args))
        elif node.head == "div":
            stack.append((node.args[1], not up))
            stack.append((node.args[0], up))
        elif node != ONE:
            (above if up else below).append(node)
    return sign, tuple(above), tuple(below)


def collected(expression: Expression) -> Expression:
    """Like terms of a sum added up: ``k b + 2 - b k`` is ``2``.  Products are compared up to the order of factors."""
    found: dict[tuple[tuple[Expression, ...], tuple[Expression, ...]], Fraction] = {}
    for sign, term in terms_of(expression):
        inner, above, below = factors_of(term)
        scale = Fraction(sign * inner)
        kept: list[list[Expression]] = [[], []]
        for place, factors in enumerate((above, below)):
            for factor in factors:
                value = rational(factor)
                if value is None or (place and not value):
                    kept[place].append(factor)
                else:
                    scale = scale / value if place else scale * value
        key = (tuple(sorted(kept[0], key=repr)), tuple(sorted(kept[1], key=repr)))
        found[key] = found.get(key, Fraction(0)) + scale
    terms = []
    for (above, below), scale in found.items():
        if scale:
            term = times(number(abs(scale)), *above)
            term = over(term, times(*below)) if below else term
            terms.append(negate(term) if scale < 0 else term)
    return plus(*terms)


def _flat(head: str, parts: tuple[Expression, ...]) -> Iterator[Expression]:
    for part in parts:
        if part.head == head:
            yield from _flat(head, part.args)
        else:
            yield part
