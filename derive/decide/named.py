"""Named functions that are other functions in disguise, and those whose name says more than is known here.

``harmonic(n)`` is a digamma function, ``legendre(3, x)`` a polynomial, ``fibonacci(10)`` a number.  A function with
an established meaning that is not written out (``mathieuc``) is no abstract function: nothing may be put in its place.
Source: DLMF chapters 5, 18, 24, 26.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, trunc

from derive.expression import ONE, Expression, add, call, div, mul, neg, number, power, rewrite, sub
from derive.vocabulary import Vocabulary

#: The greatest order that is written out.
ORDER = 40

_NAMES = """
    harmonic rf RisingFactorial Pochhammer pochhammer ff FallingFactorial fibonacci lucas tribonacci bernoulli
    catalan subfactorial stirling bell euler_number genocchi partition primepi totient divisor_sigma prime nextprime
    isprime mobius primenu primeomega trigamma tetragamma chebyshevt chebyshevu legendre assoc_legendre hermite
    hermite_prob laguerre assoc_laguerre gegenbauer jacobi ChebyshevT ChebyshevU LegendreP HermiteH LaguerreL
    real_root airyai airybi airyaiprime airybiprime hankel1 hankel2 jn yn lerchphi dirichlet_eta stieltjes riemann_xi
    expint En fresnel erf2 erfinv erfcinv erf2inv betainc gammainc gammaincc Ynm Znm mathieuc mathieus meijerg
    LeviCivita DiracComb struveh struvel polygamma_n Li Li2 Li3 logint cosint sinint jacobi_sn jacobi_cn jacobi_dn
    multinomial nPr permutations primorial carmichael digamma2 owens_t barnesg hyp2f1 hyp1f1 hyperfactorial
    ellipticK ellipticE ellipticF ellipticPi whittakerm whittakerw kelvin ber bei ker kei exp_polar principal_branch
    isqrt integer_nthroot factorint sumdigits digits round trunc truncate nint significantfigures decimalplaces
    expit sigmoid logistic logit softplus relu ReLU log1p expm1 exp2 erfcx hypot comb
"""
#: Functions of established meaning; a name among these is never sampled as an abstract function.
MEANT = frozenset(_NAMES.split())


def is_meant(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a name stands for an established function, and is not declared to be another one."""
    declared = vocabulary.function(text)
    return text in MEANT and (declared is None or not declared.properties)


def unmasked(expression: Expression, vocabulary: Vocabulary) -> Expression:
    """The expression with named functions written out where that is possible."""
    if not any(node.head == "call" and node.value in REWRITTEN for node in expression.walk()):
        return expression

    def written(node: Expression) -> Expression:
        if node.head != "call" or node.value not in REWRITTEN or not is_meant(node.value, vocabulary):
            return node
        found = REWRITTEN[node.value](*node.args) if len(node.args) == ARITY[node.value] else None
        if found is None and node.value in _BINET and len(node.args) == 1 and _is_whole(node.args[0], vocabulary):
            found = _binet(node.args[0], node.value == "lucas")
        return node if found is None else found

    return rewrite(expression, written)


def _order(n: Expression) -> int | None:
    """A small natural number."""
    if n.head != "number" or n.value.denominator != 1 or not 0 <= n.value <= ORDER:
        return None
    return int(n.value)


def _harmonic(n: Expression) -> Expression:
    order = _order(n)
    if order is not None:
        return number(sum((Fraction(1, k) for k in range(1, order + 1)), Fraction(0)))
    return add(call("digamma", add(n, ONE)), Expression("constant", (), "euler"))


def _rising(x: Expression, n: Expression) -> Expression:
    order = _order(n)
    if order is None:
        return div(call("gamma", add(x, n)), call("gamma", x))
    return mul(*(add(x, number(k)) for k in range(order))) if order > 1 else (x if order else ONE)


def _falling(x: Expression, n: Expression) -> Expression:
    order = _order(n)
    if order is None:
        return div(call("gamma", add(x, ONE)), call("gamma", add(sub(x, n), ONE)))
    return mul(*(sub(x, number(k)) for k in range(order))) if order > 1 else (x if order else ONE)


def _sequence(first: int, second: int) -> Callable[[Expression], Expression | None]:
    """A sequence in which each number is the sum of the two before."""

    def value(n: Expression) -> Expression | None:
        order = _order(n)
        if order is None:
            return None
        a, b = first, second
        for _ in range(order):
            a, b = b, a + b
        return number(a)

    return value


_BINET = frozenset(("fibonacci", "lucas"))


def _is_whole(n: Expression, vocabulary: Vocabulary) -> bool:
    """Whether an expression is a sum or product of whole numbers and of names that are declared whole."""
    if n.head == "number":
        return bool(n.value.denominator == 1)
    if n.head == "name":
        declared = vocabulary.name(n.value)
        return declared is not None and "integer" in declared.domain
    return n.head in ("add", "mul", "neg") and all(_is_whole(a, vocabulary) for a in n.args)


def _binet(n: Expression, lucas: bool) -> Expression:
    """``(φ^n - (-1/φ)^n)/√5`` with the golden section φ, true of every whole n; with a plus for Lucas' numbers."""
    root = call("sqrt", number(5))
    up, down = (power(div(sign(ONE, root), number(2)), n) for sign in (add, sub))
    return add(up, down) if lucas else div(sub(up, down), root)


def _catalan(n: Expression) -> Expression:
    return div(call("binomial", mul(number(2), n), n), add(n, ONE))


def _bernoulli(n: Expression) -> Expression | None:
    from flint import fmpq

    order = _order(n)
    if order is None or order == 1:  # both signs of the first one are in use
        return None
    value = fmpq.bernoulli(order)
    return number(Fraction(int(value.p), int(value.q)))


Recursion = Callable[[int], tuple[Fraction, Fraction]]


def _polynomials(start: int, recursion: Recursion) -> Callable[[Expression, Expression], Expression | None]:
    """Orthogonal polynomials: ``p_0 = 1``, ``p_1 = start x``, ``p_(k+1) = a_k x p_k - b_k p_(k-1)``."""

    def value(n: Expression, x: Expression) -> Expression | None:
        order = _order(n)
        if order is None:
            return None
        before: dict[int, Fraction] = {}
        current = {0: Fraction(1)}
        for k in range(order):
            a, b = recursion(k) if k else (Fraction(start), Fraction(0))
            following = {d + 1: a * c for d, c in current.items()}
            for d, c in before.items():
                following[d] = following.get(d, Fraction(0)) - b * c
            before, current = current, following
        terms = [mul(number(c), power(x, number(d))) if d else number(c) for d, c in sorted(current.items()) if c]
        return add(*terms) if len(terms) > 1 else terms[0]

    return value


def _rounded(x: Expression) -> Expression | None:
    """To the nearest whole number; a half is rounded up by some and to even by others, and is left alone."""
    value = _rational(x)
    if value is None or (2 * value).denominator == 1 != value.denominator:
        return None
    return number(floor(value + Fraction(1, 2)))


def _truncated(x: Expression) -> Expression | None:
    value = _rational(x)
    return None if value is None else number(trunc(value))


def _rational(x: Expression) -> Fraction | None:
    from derive.decide.domain import constant_value

    return None if x.names() else constant_value(x)


def _trigamma(x: Expression) -> Expression:
    return call("polygamma", ONE, x)


def _logistic(x: Expression) -> Expression:
    return div(ONE, add(ONE, call("exp", neg(x))))


def _softplus(x: Expression) -> Expression:
    return call("log", add(ONE, call("exp", x)))


REWRITTEN: dict[str, Callable[..., Expression | None]] = {
    "harmonic": _harmonic,
    "rf": _rising,
    "RisingFactorial": _rising,
    "Pochhammer": _rising,
    "pochhammer": _rising,
    "ff": _falling,
    "FallingFactorial": _falling,
    "fibonacci": _sequence(0, 1),
    "lucas": _sequence(2, 1),
    "catalan": _catalan,
    "bernoulli": _bernoulli,
    "trigamma": _trigamma,
    "round": _rounded,
    "hypot": lambda x, y: call("sqrt", add(power(x, number(2)), power(y, number(2)))),
    "comb": lambda n, k: call("binomial", n, k),
    "nPr": lambda n, k: div(call("factorial", n), call("factorial", sub(n, k))),
    "expit": _logistic,
    "sigmoid": _logistic,
    "logistic": _logistic,
    "logit": lambda p: call("log", div(p, sub(ONE, p))),
    "softplus": _softplus,
    "relu": lambda x: call("Max", number(0), x),
    "ReLU": lambda x: call("Max", number(0), x),
    "log1p": lambda x: call("log", add(ONE, x)),
    "expm1": lambda x: sub(call("exp", x), ONE),
    "exp2": lambda x: power(number(2), x),
    "erfcx": lambda x: mul(call("exp", power(x, number(2))), call("erfc", x)),
    "trunc": _truncated,
    "chebyshevt": _polynomials(1, lambda k: (Fraction(2), Fraction(1))),
    "chebyshevu": _polynomials(2, lambda k: (Fraction(2), Fraction(1))),
    "legendre": _polynomials(1, lambda k: (Fraction(2 * k + 1, k + 1), Fraction(k, k + 1))),
    "hermite": _polynomials(2, lambda k: (Fraction(2), Fraction(2 * k))),
}
ARITY: dict[str, int] = {text: 2 if rule in (_rising, _falling) else 1 for text, rule in REWRITTEN.items()}
ARITY |= dict.fromkeys(("chebyshevt", "chebyshevu", "legendre", "hermite", "hypot", "comb", "nPr"), 2)
