"""Rigorous enclosures of expressions in ball arithmetic (Arb, through python-flint).

``enclose`` returns a complex ball that contains the value of an expression at a point.  A ball that excludes zero is a
proof that the value is not zero.  What is undefined or too imprecise comes back as a ball that is not finite.
Method: F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Transactions on
Computers 66 (2017).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import acb, arb, ctx, fmpq

from derive.decide.holomorphic import analytic
from derive.decide.program import Program, program
from derive.decide.special import BALL, NAN, hypergeometric, is_real, power, rational_power
from derive.expression import Expression

#: A coordinate of a point: a rational, or the real and imaginary part of a Gaussian rational.
Value = Fraction | tuple[Fraction, Fraction]


class Unsupported(Exception):  # noqa: N818 (an outcome, not a fault)
    """A head or function that nobody can evaluate; the message names it."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Flint's working precision for the time of a block (it is a global of the library)."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def ball(value: Any) -> acb:
    """A rational, a Gaussian rational or a ball as a ball at the working precision."""
    if isinstance(value, Fraction):
        return acb(fmpq(value.numerator, value.denominator))
    if isinstance(value, tuple):
        x, y = value
        return acb(arb(fmpq(x.numerator, x.denominator)), arb(fmpq(y.numerator, y.denominator)))
    return value if isinstance(value, acb) else acb(value)


def enclose(
    expression: Expression,
    values: Mapping[str, Any],
    bits: int = 64,
    *,
    functions: Mapping[str, Any] | None = None,
    analytic: bool = False,
) -> acb:
    """A ball that contains the expression's value.

    ``values`` gives every free name a ball, a Fraction or a pair of Fractions; ``functions`` gives abstract functions
    concrete ones (:mod:`derive.decide.families`).  With ``analytic`` the result is finite only where the expression is
    holomorphic on the whole input balls, as ``acb.integral`` demands.  Raises :class:`Unsupported`.
    """
    if functions:
        from derive.decide.families import instantiate

        expression = instantiate(expression, functions)
    return run(program((expression,)), values, bits, holomorphic=analytic)[0]


def run(code: Program, values: Mapping[str, Any], bits: int, *, holomorphic: bool = False) -> list[acb]:
    """Enclosures of all roots of a program at one point."""
    results: list[Any] = []
    push = results.append
    with precision(bits):
        for head, value, kids in code.instructions:
            if head == "mul":
                product = results[kids[0]]
                for k in kids[1:]:
                    product = product * results[k]
                push(product)
            elif head == "add":
                total = results[kids[0]]
                for k in kids[1:]:
                    total = total + results[k]
                push(total)
            elif head == "name":
                if value not in values:
                    raise Unsupported(f"the name {value} has no value here")
                push(ball(values[value]))
            elif head == "number":
                push(acb(fmpq(value.numerator, value.denominator)))
            elif head == "pow":
                push(_power(code, results, kids, holomorphic))
            elif head == "div":
                divisor = results[kids[1]]
                push(results[kids[0]] / divisor if not divisor.contains(0) else NAN)
            elif head == "neg":
                push(-results[kids[0]])
            elif head == "call":
                push(_call(value, tuple([results[k] for k in kids]), holomorphic))
            else:
                push(_other(code, results, head, value, kids, values, bits, holomorphic))
        return [_as_ball(results[r]) for r in code.roots]


def _as_ball(value: Any) -> acb:
    if isinstance(value, acb):
        return value
    raise Unsupported("a condition stands where a number is expected")


def _call(name: str, arguments: tuple[acb, ...], holomorphic: bool) -> acb:
    function = BALL.get(name)
    if name.startswith("hyper ") and not holomorphic:
        function = hypergeometric(*[int(k) for k in name.split()[1:]])
    if function is None:
        raise Unsupported(f"the function {name} cannot be evaluated")
    for a in arguments:
        if not isinstance(a, acb):
            raise Unsupported(f"the function {name} is applied to a condition")
    try:
        return analytic(name, arguments) if holomorphic else function(*arguments)
    except (ValueError, ZeroDivisionError, OverflowError, NotImplementedError):
        return NAN


def _power(code: Program, results: list[Any], kids: tuple[int, ...], holomorphic: bool) -> acb:
    base, exponent = results[kids[0]], results[kids[1]]
    head, value, _ = code.instructions[kids[1]]
    if head == "number":
        if value.denominator == 1 and abs(value.numerator) <= 64:
            n = value.numerator
            if n < 0 and base.contains(0):
                return NAN
            return base**n if n else acb(1)
        if holomorphic and value.denominator != 1 and base.imag.contains(0) and not base.real > 0:
            return NAN
        if value.denominator != 1:
            return rational_power(base, value.numerator, value.denominator)
        return power(base, exponent)
    if code.instructions[kids[0]][:2] == ("constant", "e"):
        return _call("exp", (exponent,), holomorphic)
    if holomorphic and base.imag.contains(0) and not base.real > 0:
        return NAN
    return power(base, exponent)


_CONSTANTS = {
    "pi": lambda: acb(arb.pi()),
    "e": lambda: acb(arb.const_e()),
    "i": lambda: acb(0, 1),
    "euler": lambda: acb(arb.const_euler()),
}


def _other(
    code: Program,
    results: list[Any],
    head: str,
    value: Any,
    kids: tuple[int, ...],
    values: Mapping[str, Any],
    bits: int,
    holomorphic: bool,
) -> Any:
    """Constants, conditions (True, False or None for unknown), cases, and the heads of calculus."""
    arguments = [results[k] for k in kids]
    if head == "constant":
        if value in ("true", "false"):
            return value == "true"
        make = _CONSTANTS.get(value)
        if make is None:
            raise Unsupported(f"the constant {value} has no value in ball arithmetic")
        return make()
    if head == "cases":
        return _cases(arguments)
    if head == "case":
        return (arguments[0], arguments[1])
    if head in ("lt", "le", "gt", "ge", "eq", "ne"):
        return compare(head, arguments[0], arguments[1])
    if head == "chain":
        return conjunction([compare(r, a, b) for r, a, b in zip(value, arguments, arguments[1:])])
    if head == "and":
        return conjunction(arguments)
    if head == "or":
        inverse = conjunction([_negate(a) for a in arguments])
        return _negate(inverse)
    if head == "not":
        return _negate(arguments[0])
    if head == "implies":
        return _negate(conjunction([arguments[0], _negate(arguments[1])]))
    if head in ("iff", "xor"):
        if None in arguments:
            return None
        return (arguments[0] is arguments[1]) == (head == "iff")
    if head == "opaque":
        return _opaque(value, values, bits, holomorphic)
    raise Unsupported(f"{head} cannot be evaluated")


def _opaque(node: Expression, values: Mapping[str, Any], bits: int, holomorphic: bool) -> acb:
    """A head of calculus (integral, sum, derivative, ...): the package that knows them encloses it."""
    from derive.decide.calculus import enclose_head

    def inner(expression: Expression, inner_values: Mapping[str, Any], inner_bits: int, **options: Any) -> acb:
        return enclose(expression, inner_values, inner_bits, **options)

    try:
        value = enclose_head(node, {k: ball(v) for k, v in values.items()}, bits, inner)
    except (ValueError, ZeroDivisionError, OverflowError, NotImplementedError, RecursionError) as error:
        raise Unsupported(f"{node.head} cannot be evaluated") from error
    return NAN if holomorphic and not value.is_finite() else value


def compare(head: str, a: acb, b: acb) -> bool | None:
    """A relation between two balls: True or False where it is certain, else None.  Order needs exactly real balls."""
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None:
        if a is None or b is None:
            return None
        return (a is b) == (head == "eq") if head in ("eq", "ne") else None
    if head in ("eq", "ne"):
        difference = a - b
        if difference.is_zero():
            return head == "eq"
        return None if difference.contains(0) or not difference.is_finite() else head == "ne"
    if not (is_real(a) and is_real(b)):
        return None
    if head in ("gt", "ge"):
        a, b = b, a
        head = "lt" if head == "gt" else "le"
    x, y = a.real, b.real
    if head == "lt":
        return True if x < y else False if x >= y else None
    return True if x <= y else False if x > y else None


def conjunction(truths: list[Any]) -> bool | None:
    if any(t is False for t in truths):
        return False
    return None if any(t is None for t in truths) else True


def _negate(truth: Any) -> bool | None:
    return None if truth is None else not truth


def _cases(pairs: list[tuple[Any, Any]]) -> acb:
    """The value of the first true case; the union of all that may be first where a condition is unknown."""
    found: acb | None = None
    for value, condition in pairs:
        if condition is False:
            continue
        found = value if found is None else found.union(value) if found.is_finite() and value.is_finite() else NAN
        if condition is True:
            return found
    return NAN
