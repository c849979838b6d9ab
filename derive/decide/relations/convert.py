"""From a tree to a quotient of polynomials: each head and function by its own exact rule."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.decide.relations.algebra import (
    MOST_DIGITS,
    NONNEGATIVE,
    POSITIVE,
    SHARES,
    Algebra,
    Quotient,
    TooLargeError,
)
from derive.decide.relations.angles import circle
from derive.expression import Expression, call, mul, neg, power, sub
from derive.expression import number as literal

#: Functions that can take complex values at real arguments.
SOMETIMES_COMPLEX = frozenset(
    ("asin", "acos", "asec", "acsc", "acosh", "atanh", "asech", "acoth", "LambertW", "loggamma", "polylog", "dilog",
     "li", "Ci", "Chi", "Ei", "E1", "elliptic_k", "elliptic_e", "elliptic_f", "elliptic_pi", "hyper", "uppergamma")
)  # fmt: skip
#: Rational bounds of real values; 22/7 is above pi.
BOUNDS = {
    "asin": (Fraction(-11, 7), Fraction(11, 7)),
    "atan": (Fraction(-11, 7), Fraction(11, 7)),
    "acos": (Fraction(0), Fraction(22, 7)),
    "erf": (Fraction(-1), Fraction(1)),
    "erfc": (Fraction(0), Fraction(2)),
    "sech": (Fraction(0), Fraction(1)),
}


def convert(algebra: Algebra, expression: Expression) -> Quotient:
    """The quotient that an expression is.

    :raises TooLargeError: for a power or a number that is too large to write out.
    :raises ZeroDivisionError: for a denominator that is identically zero.
    """
    known = algebra.cache.get(expression)
    if known is None:
        known = _convert(algebra, expression)
        algebra.cache[expression] = known
    return known


def _convert(algebra: Algebra, e: Expression) -> Quotient:
    head, args = e.head, e.args
    if head == "number":
        return algebra.of(e.value)
    if head == "decimal":
        return algebra.of(decimal_value(e.value))
    if head == "name":
        return _polynomial(algebra, algebra.generator(("name", e.value), e)[0])
    if head == "add":
        total = convert(algebra, args[0])
        for a in args[1:]:
            total = algebra.add(total, convert(algebra, a))
        return total
    if head == "neg":
        inner = convert(algebra, args[0])
        return Quotient(-inner.numerator, inner.denominator)
    if head == "mul":
        total = convert(algebra, args[0])
        for a in args[1:]:
            total = algebra.multiply(total, convert(algebra, a))
        return total
    if head == "div":
        return algebra.multiply(convert(algebra, args[0]), algebra.inverse(convert(algebra, args[1])))
    if head == "pow":
        return _power(algebra, args[0], args[1])
    if head == "constant":
        return _constant(algebra, e)
    if head == "call":
        return _call(algebra, e)
    return opaque(algebra, e)


def decimal_value(text: str) -> Fraction:
    """The exact value of a decimal as it is written.

    >>> decimal_value("5.1e-2")
    Fraction(51, 1000)
    """
    mantissa, _, exponent = text.lower().replace(",", "").partition("e")
    if exponent and abs(int(exponent)) > MOST_DIGITS:
        raise TooLargeError(text)
    return Fraction(mantissa or "1") * Fraction(10) ** int(exponent or 0)


def _polynomial(algebra: Algebra, poly: Any) -> Quotient:
    return Quotient(poly, algebra.constant(1))


def constant_value(q: Quotient) -> Fraction | None:
    """The rational value of a constant quotient."""
    if not (q.numerator.is_constant() and q.denominator.is_constant()):
        return None
    if q.numerator.is_zero():
        return Fraction(0)
    top, bottom = q.numerator.leading_coefficient(), q.denominator.leading_coefficient()
    ratio = top / bottom
    return Fraction(int(ratio.p), int(ratio.q))


def _constant(algebra: Algebra, e: Expression) -> Quotient:
    if e.value == "e":
        return _shares(algebra, ("e",), e, algebra.of(1))
    poly, fresh = algebra.generator(("constant", e.value), e)
    if fresh and e.value == "i":
        algebra.relations.append(poly**2 + 1)
    if fresh and e.value in ("pi", "euler"):
        _know_between(algebra, poly, *{"pi": (3, 4), "euler": (0, 1)}[e.value])
    return _polynomial(algebra, poly)


def _know_between(algebra: Algebra, poly: Any, lower: int, upper: int) -> None:
    algebra.know_sign(poly - lower, POSITIVE)
    algebra.know_sign(upper - poly, POSITIVE)


def _power(algebra: Algebra, base: Expression, exponent: Expression) -> Quotient:
    up = convert(algebra, exponent)
    value = constant_value(up)
    if base.head == "constant" and base.value == "e":
        return _shares(algebra, ("e",), base, up)
    below = convert(algebra, base)
    if value is not None and value.denominator == 1:
        return algebra.integer_power(below, int(value))
    number = constant_value(below)
    if value is not None:
        return algebra.integer_power(root(algebra, below, value.denominator), value.numerator)
    if number is not None and number > 0:
        return _number_power(algebra, number, up)
    algebra.real_where(below, POSITIVE)
    return _shares(algebra, ("base", algebra.key(below)), algebra.tree(below), up)


def _number_power(algebra: Algebra, number: Fraction, up: Quotient) -> Quotient:
    """A positive rational to a power, through its prime factors: ``4**n`` and ``2**(2*n)`` meet."""
    from flint import fmpz

    total = algebra.of(1)
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        if part.bit_length() > 100:
            raise TooLargeError("the prime factors of a long number")
        for prime, multiplicity in fmpz(part).factor():
            scaled = algebra.multiply(up, algebra.of(sign * int(multiplicity)))
            total = algebra.multiply(total, _shares(algebra, ("prime", int(prime)), literal(int(prime)), scaled))
    return total


def _shares(algebra: Algebra, kind: tuple[Any, ...], base: Expression, up: Quotient) -> Quotient:
    """``base**up`` as a product over the terms of the exponent, which holds for the principal power."""
    if not up.denominator.is_constant() or len(up.numerator) > 12:
        poly, fresh = algebra.generator((*kind, algebra.key(up)), power(base, algebra.tree(up)))
        if fresh and kind[0] in ("e", "prime"):
            algebra.know_sign(poly, POSITIVE)
        return _polynomial(algebra, poly)
    total = algebra.of(1)
    for monomial, coefficient in up.numerator.to_dict().items():
        share = Fraction(int(coefficient.p), int(coefficient.q)) * SHARES
        constant = not any(monomial)
        if constant and kind[0] != "e" and share.denominator == 1 and share % SHARES == 0:
            total = algebra.multiply(total, algebra.integer_power(convert(algebra, base), int(share) // SHARES))
            continue
        step = Fraction(1, SHARES) if share.denominator == 1 else share / SHARES
        times = int(share) if share.denominator == 1 else 1
        if kind[0] == "e" and constant and share.denominator == 1 and share % SHARES == 0:
            step, times = Fraction(1), int(share) // SHARES
        term = algebra.context.from_dict({monomial: 1}) * algebra.constant(step)
        meaning = power(base, algebra.meaning(term))
        poly, fresh = algebra.generator((*kind, monomial, step), meaning)
        if fresh and kind[0] in ("e", "prime"):
            algebra.know_sign(poly, POSITIVE)
        if fresh and constant and kind[0] == "e":
            _know_e(algebra, poly, step)
        total = algebra.multiply(total, algebra.integer_power(_polynomial(algebra, poly), times))
    return total


def _know_e(algebra: Algebra, poly: Any, step: Fraction) -> None:
    """Bounds for Euler's number, and what ties a root of it to it."""
    if step == 1:
        _know_between(algebra, poly, 2, 3)
    elif step == Fraction(1, SHARES) and len(algebra.keys) < algebra.room:
        whole = _constant(algebra, Expression("constant", (), "e"))
        algebra.relations.append(poly**SHARES - whole.numerator)


def root(algebra: Algebra, below: Quotient, degree: int) -> Quotient:
    """The principal root, with its defining relation; squares are taken out of a positive rational."""
    if degree > 60:
        raise TooLargeError(f"a root of degree {degree}")
    number = constant_value(below)
    if number is not None and number >= 0:
        exact = _rational_root(number, degree)
        if exact is not None:
            return algebra.of(exact)
    poly, fresh = algebra.generator(
        ("root", algebra.key(below), degree), power(algebra.tree(below), literal(Fraction(1, degree)))
    )
    if fresh:
        algebra.relations.append(poly**degree * below.denominator - below.numerator)
        if degree % 2 == 0 or (number is not None and number > 0):
            algebra.know_sign(poly, POSITIVE if number is not None and number > 0 else NONNEGATIVE)
        algebra.real_where(below, NONNEGATIVE)
    return _polynomial(algebra, poly)


def _rational_root(number: Fraction, degree: int) -> Fraction | None:
    from flint import fmpz

    found = []
    for part in (number.numerator, number.denominator):
        candidate = int(fmpz(part).root(degree)) if part else 0
        if candidate**degree != part:
            return None
        found.append(candidate)
    return Fraction(found[0], found[1])


def _call(algebra: Algebra, e: Expression) -> Quotient:
    function, args = e.value, e.args
    if function in algebra.functions:
        return opaque(algebra, e)
    if function == "exp" and len(args) == 1:
        return _shares(algebra, ("e",), Expression("constant", (), "e"), convert(algebra, args[0]))
    if function == "sqrt" and len(args) == 1:
        return root(algebra, convert(algebra, args[0]), 2)
    if function in ("cbrt", "root"):
        degree = 3 if function == "cbrt" else constant_value(convert(algebra, args[1]))
        if degree is not None and Fraction(degree).denominator == 1 and degree > 0:
            return root(algebra, convert(algebra, args[0]), int(degree))
        return opaque(algebra, e)
    if function == "Abs" and algebra.real and len(args) == 1:
        return _absolute(algebra, args[0])
    if function in ("log", "lg"):
        return _logarithm(algebra, e)
    if function in ("sin", "cos", "tan", "cot", "sec", "csc") and len(args) == 1:
        return _trigonometric(algebra, function, args[0])
    if function in ("cosh", "sinh", "tanh") and len(args) == 1:
        return _hyperbolic(algebra, function, args[0])
    if function == "atanh" and len(args) == 1:
        above, below = (call("log", Expression("add", (literal(1), side))) for side in (args[0], neg(args[0])))
        return convert(algebra, mul(literal(Fraction(1, 2)), sub(above, below)))
    return opaque(algebra, e)


def _absolute(algebra: Algebra, argument: Expression) -> Quotient:
    inner = convert(algebra, argument)
    number = constant_value(inner)
    if number is not None:
        return algebra.of(abs(number))
    if not argument.names() and (known := _constant_size(algebra, inner, argument)) is not None:
        return known
    leading = inner.numerator.leading_coefficient()
    monic = Quotient(inner.numerator / leading, inner.denominator)
    poly, fresh = algebra.generator(("abs", algebra.key(monic)), call("Abs", algebra.tree(monic)))
    if fresh:
        algebra.relations.append((poly * monic.denominator) ** 2 - monic.numerator**2)
        algebra.know_sign(poly, NONNEGATIVE)
        for side in (1, -1):
            algebra.know_sign(poly * monic.denominator**2 - side * monic.numerator * monic.denominator, NONNEGATIVE)
    return _polynomial(algebra, poly * abs(leading))


def _constant_size(algebra: Algebra, inner: Quotient, argument: Expression) -> Quotient | None:
    """The absolute value of a real constant whose sign is certain."""
    from derive.decide.relations.points import Sign, sign_at

    sign = sign_at(argument, {}, 512)
    if sign in (Sign.ZERO, Sign.POSITIVE):
        return inner
    return Quotient(-inner.numerator, inner.denominator) if sign is Sign.NEGATIVE else None


def _logarithm(algebra: Algebra, e: Expression) -> Quotient:
    if e.value == "lg" or len(e.args) == 2:
        base = literal(10) if e.value == "lg" else e.args[1]
        top, bottom = convert(algebra, call("log", e.args[0])), convert(algebra, call("log", base))
        return algebra.multiply(top, algebra.inverse(bottom))
    inner = convert(algebra, e.args[0])
    number = constant_value(inner)
    if number is not None and number > 0 and max(number.numerator, number.denominator).bit_length() <= 100:
        from flint import fmpz

        total = algebra.of(0)
        for part, sign in ((number.numerator, 1), (number.denominator, -1)):
            for prime, multiplicity in fmpz(part).factor():
                poly, fresh = algebra.generator(("log", int(prime)), call("log", literal(int(prime))))
                if fresh:
                    algebra.know_sign(poly, POSITIVE)
                total = algebra.add(total, _polynomial(algebra, poly * (sign * int(multiplicity))))
        return total
    natural = _of_exponentials(algebra, inner)
    if natural is not None:
        return natural
    algebra.real_where(inner, POSITIVE)
    return _polynomial(algebra, algebra.generator(("log", algebra.key(inner)), call("log", algebra.tree(inner)))[0])


def _of_exponentials(algebra: Algebra, inner: Quotient) -> Quotient | None:
    """``log(exp(u)) = u`` for real u, and of products of such."""
    kinds = {i: key[0] for key, i in algebra.keys.items()}
    if not algebra.real or ("constant", "i") in algebra.keys:
        return None
    total = algebra.of(0)
    for poly, side in ((inner.numerator, 1), (inner.denominator, -1)):
        degrees = [(i, int(d)) for i, d in enumerate(poly.degrees()) if d > 0]
        if len(poly) != 1 or poly.leading_coefficient() != 1 or any(kinds[i] != "e" for i, _ in degrees):
            return None
        for i, degree in degrees:
            exponent = convert(algebra, algebra.meanings[i].args[1])
            total = algebra.add(total, algebra.multiply(exponent, algebra.of(side * degree)))
    return total


def _trigonometric(algebra: Algebra, function: str, argument: Expression) -> Quotient:
    sine, cosine = circle(algebra, convert(algebra, argument))
    over = algebra.inverse
    return {
        "sin": lambda: sine,
        "cos": lambda: cosine,
        "tan": lambda: algebra.multiply(sine, over(cosine)),
        "cot": lambda: algebra.multiply(cosine, over(sine)),
        "sec": lambda: over(cosine),
        "csc": lambda: over(sine),
    }[function]()


def _hyperbolic(algebra: Algebra, function: str, argument: Expression) -> Quotient:
    up = convert(algebra, call("exp", argument))
    down = algebra.inverse(up)
    minus = Quotient(-down.numerator, down.denominator)
    plus_half = algebra.multiply(algebra.add(up, down), algebra.of(Fraction(1, 2)))
    minus_half = algebra.multiply(algebra.add(up, minus), algebra.of(Fraction(1, 2)))
    if function == "tanh":
        return algebra.multiply(minus_half, algebra.inverse(plus_half))
    return plus_half if function == "cosh" else minus_half


def opaque(algebra: Algebra, e: Expression) -> Quotient:
    """A generator that stands for the whole expression, its arguments in canonical form."""
    try:
        inside: Any = tuple(algebra.key(convert(algebra, a)) for a in e.args) if e.head == "call" else e
    except (TooLargeError, ZeroDivisionError):
        inside = e
    poly, fresh = algebra.generator(("opaque", e.head, e.value, inside), e)
    if fresh and algebra.real and e.head == "call" and e.value in BOUNDS:
        low, high = BOUNDS[e.value]
        algebra.know_sign(poly - algebra.constant(low), NONNEGATIVE)
        algebra.know_sign(algebra.constant(high) - poly, NONNEGATIVE)
    if fresh and algebra.real and e.head == "call" and e.value in ("floor", "ceiling", "frac", "Mod"):
        _know_steps(algebra, poly, e)
    if e.head == "call" and e.value in SOMETIMES_COMPLEX:
        algebra.real_where(algebra.of(1), ())
    return _polynomial(algebra, poly)


def _know_steps(algebra: Algebra, poly: Any, e: Expression) -> None:
    """``u - 1 < floor u <= u``, ``u <= ceiling u < u + 1``, ``0 <= frac u < 1``, ``0 <= Mod(u, m) < m`` for m > 0."""
    if e.value in ("frac", "Mod"):
        width = constant_value(convert(algebra, e.args[1])) if e.value == "Mod" else Fraction(1)
        if width is not None and width > 0:
            algebra.know_sign(poly, NONNEGATIVE)
            algebra.know_sign(algebra.constant(width) - poly, POSITIVE)
        return
    u = convert(algebra, e.args[0])
    gap = (u.numerator - poly * u.denominator) * u.denominator  # (u - g) times a square
    square = u.denominator**2
    if e.value == "ceiling":
        gap = -gap
    algebra.know_sign(gap, NONNEGATIVE)
    algebra.know_sign(square - gap, POSITIVE if square.is_constant() else NONNEGATIVE)
