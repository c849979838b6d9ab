"""Derivatives of the known functions by each of their arguments.

A rule takes the arguments and gives one partial derivative for each, or None where it is not expressible in known
functions.  Sources: DLMF (https://dlmf.nist.gov) sections 4 to 8, 10, 16, 19, 25.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.decide.calculus.construct import log, minus, negate, over, plus, raised, rational, signed, times
from derive.expression import ONE, PI, TWO, ZERO, Expression, call, number, relation

Partials = tuple[Expression | None, ...]
HALF = number(Fraction(1, 2))


def _square(x: Expression) -> Expression:
    return raised(x, TWO)


def _root(x: Expression) -> Expression:
    return call("sqrt", x)


def _exp(x: Expression) -> Expression:
    return call("exp", x)


#: Functions of one argument.
SINGLE: dict[str, Callable[[Expression], Expression]] = {
    "exp": lambda x: call("exp", x),
    "lg": lambda x: over(ONE, times(x, call("log", number(10)))),
    "sqrt": lambda x: over(ONE, times(TWO, _root(x))),
    "cbrt": lambda x: over(call("cbrt", x), times(number(3), x)),
    "sin": lambda x: call("cos", x),
    "cos": lambda x: negate(call("sin", x)),
    "tan": lambda x: plus(ONE, _square(call("tan", x))),
    "cot": lambda x: negate(plus(ONE, _square(call("cot", x)))),
    "sec": lambda x: times(call("sec", x), call("tan", x)),
    "csc": lambda x: negate(times(call("csc", x), call("cot", x))),
    "asin": lambda x: over(ONE, _root(minus(ONE, _square(x)))),
    "acos": lambda x: negate(over(ONE, _root(minus(ONE, _square(x))))),
    "atan": lambda x: over(ONE, plus(ONE, _square(x))),
    "acot": lambda x: negate(over(ONE, plus(ONE, _square(x)))),
    "asec": lambda x: over(ONE, times(_square(x), _root(minus(ONE, over(ONE, _square(x)))))),
    "acsc": lambda x: negate(over(ONE, times(_square(x), _root(minus(ONE, over(ONE, _square(x))))))),
    "sinh": lambda x: call("cosh", x),
    "cosh": lambda x: call("sinh", x),
    "tanh": lambda x: minus(ONE, _square(call("tanh", x))),
    "coth": lambda x: minus(ONE, _square(call("coth", x))),
    "sech": lambda x: negate(times(call("sech", x), call("tanh", x))),
    "csch": lambda x: negate(times(call("csch", x), call("coth", x))),
    "asinh": lambda x: over(ONE, _root(plus(ONE, _square(x)))),
    "acosh": lambda x: over(ONE, times(_root(minus(x, ONE)), _root(plus(x, ONE)))),
    "atanh": lambda x: over(ONE, minus(ONE, _square(x))),
    "acoth": lambda x: over(ONE, minus(ONE, _square(x))),
    "asech": lambda x: negate(over(ONE, times(x, plus(ONE, x), _root(over(minus(ONE, x), plus(ONE, x)))))),
    "acsch": lambda x: negate(over(ONE, times(_square(x), _root(plus(ONE, over(ONE, _square(x))))))),
    "sinc": lambda x: over(minus(times(x, call("cos", x)), call("sin", x)), _square(x)),
    "erf": lambda x: over(times(TWO, _exp(negate(_square(x)))), _root(PI)),
    "erfc": lambda x: negate(over(times(TWO, _exp(negate(_square(x)))), _root(PI))),
    "erfi": lambda x: over(times(TWO, _exp(_square(x))), _root(PI)),
    "gamma": lambda x: times(call("gamma", x), call("digamma", x)),
    "loggamma": lambda x: call("digamma", x),
    "digamma": lambda x: call("polygamma", ONE, x),
    "factorial": lambda x: times(call("gamma", plus(x, ONE)), call("digamma", plus(x, ONE))),
    "zeta": lambda x: Expression("prime", (x,), ("zeta", (1,))),
    "dilog": lambda x: over(call("log", x), minus(ONE, x)),
    "Ei": lambda x: over(_exp(x), x),
    "E1": lambda x: negate(over(_exp(negate(x)), x)),
    "li": lambda x: over(ONE, call("log", x)),
    "Si": lambda x: over(call("sin", x), x),
    "Ci": lambda x: over(call("cos", x), x),
    "Shi": lambda x: over(call("sinh", x), x),
    "Chi": lambda x: over(call("cosh", x), x),
    "fresnels": lambda x: call("sin", over(times(PI, _square(x)), TWO)),
    "fresnelc": lambda x: call("cos", over(times(PI, _square(x)), TWO)),
    "elliptic_k": lambda m: over(
        minus(call("elliptic_e", m), times(minus(ONE, m), call("elliptic_k", m))),
        times(TWO, m, minus(ONE, m)),
    ),
}

#: Away from their kinks and jumps, for a real argument.
KINKED: dict[str, Callable[[Expression], Expression]] = {
    # x/|x| rather than sign(x): its square and its products with |x| simplify.
    "Abs": lambda x: over(x, call("Abs", x)),
    "sign": lambda x: ZERO,
    "floor": lambda x: ZERO,
    "ceiling": lambda x: ZERO,
    "frac": lambda x: ONE,
    "indicator": lambda x: ZERO,
}


def partials(function: str, args: tuple[Expression, ...]) -> Partials | None:
    """Partial derivatives of a known function, None for a function that is not known here."""
    if len(args) == 1 and function in SINGLE:
        return (SINGLE[function](args[0]),)
    if len(args) == 1 and function in KINKED:
        return (KINKED[function](args[0]),)
    rule = SEVERAL.get(function)
    return None if rule is None else rule(args)


def _log(args: tuple[Expression, ...]) -> Partials:
    if len(args) == 1:
        return (over(ONE, args[0]),)
    x, b = args
    return (
        over(ONE, times(x, log(b))),
        negate(over(log(x), times(b, _square(log(b))))),
    )


def _general_root(args: tuple[Expression, ...]) -> Partials:
    x, n = args
    value = raised(x, over(ONE, n))
    return over(value, times(n, x)), negate(over(times(value, log(x)), _square(n)))


def _atan2(args: tuple[Expression, ...]) -> Partials:
    y, x = args
    radius = plus(_square(x), _square(y))
    return over(x, radius), negate(over(y, radius))


def _upper_gamma(args: tuple[Expression, ...]) -> Partials:
    s, x = args
    return None, negate(times(raised(x, minus(s, ONE)), _exp(negate(x))))


def _lower_gamma(args: tuple[Expression, ...]) -> Partials:
    s, x = args
    return None, times(raised(x, minus(s, ONE)), _exp(negate(x)))


def _polygamma(args: tuple[Expression, ...]) -> Partials:
    n, x = args
    return None, call("polygamma", plus(n, ONE), x)


def _beta(args: tuple[Expression, ...]) -> Partials:
    a, b = args
    both = call("digamma", plus(a, b))
    value = call("beta", a, b)
    return times(value, minus(call("digamma", a), both)), times(value, minus(call("digamma", b), both))


def _polylog(args: tuple[Expression, ...]) -> Partials:
    s, z = args
    order = rational(s)
    if order == 1:
        return None, over(ONE, minus(ONE, z))
    if order == 2:
        return None, negate(over(call("log", minus(ONE, z)), z))
    lower = call("polylog", minus(s, ONE) if order is None else signed(order - 1), z)
    return None, over(lower, z)


def _lambert(args: tuple[Expression, ...]) -> Partials:
    value = call("LambertW", *args)
    first = over(value, times(args[0], plus(ONE, value)))
    return (first, None)[: len(args)]


def _bessel(first: str, sign_before: int, sign_after: int) -> Callable[[tuple[Expression, ...]], Partials]:
    # J' = (J[n-1] - J[n+1])/2, and with other signs for I and K: DLMF 10.6.1, 10.29.1.
    def rule(args: tuple[Expression, ...]) -> Partials:
        n, x = args
        before, after = call(first, minus(n, ONE), x), call(first, plus(n, ONE), x)
        return None, times(HALF, plus(times(signed(sign_before), before), times(signed(sign_after), after)))

    return rule


def _elliptic_e(args: tuple[Expression, ...]) -> Partials:
    if len(args) == 1:
        m = args[0]
        return (over(minus(call("elliptic_e", m), call("elliptic_k", m)), times(TWO, m)),)
    phi, m = args
    delta = _root(minus(ONE, times(m, _square(call("sin", phi)))))
    return delta, over(minus(call("elliptic_e", phi, m), call("elliptic_f", phi, m)), times(TWO, m))


def _elliptic_f(args: tuple[Expression, ...]) -> Partials:
    phi, m = args
    delta = _root(minus(ONE, times(m, _square(call("sin", phi)))))
    by_m = minus(
        minus(
            over(call("elliptic_e", phi, m), times(TWO, m, minus(ONE, m))),
            over(call("elliptic_f", phi, m), times(TWO, m)),
        ),
        over(call("sin", times(TWO, phi)), times(number(4), minus(ONE, m), delta)),
    )
    return over(ONE, delta), by_m


def _elliptic_pi(args: tuple[Expression, ...]) -> Partials:
    if len(args) == 2:
        return None, None
    n, phi, m = args
    squared = _square(call("sin", phi))
    return None, over(ONE, times(minus(ONE, times(n, squared)), _root(minus(ONE, times(m, squared))))), None


def _hypergeometric(args: tuple[Expression, ...]) -> Partials:
    upper, lower, z = args

    def shifted(group: Expression) -> Expression:
        if group.args:
            return group.with_args(tuple(shifted(a) if a.head == "row" else plus(a, ONE) for a in group.args))
        return group

    def entries(group: Expression) -> tuple[Expression, ...]:
        return tuple(e for a in group.args for e in (a.args if a.head == "row" else (a,)))

    scale = over(times(*entries(upper)), times(*entries(lower)))
    return None, None, times(scale, call("hyper", shifted(upper), shifted(lower), z))


def _appell(args: tuple[Expression, ...]) -> Partials:
    a, b, d, c, x, y = args
    up, low = plus(a, ONE), plus(c, ONE)
    by_x = times(over(times(a, b), c), call("appellf1", up, plus(b, ONE), d, low, x, y))
    by_y = times(over(times(a, d), c), call("appellf1", up, b, plus(d, ONE), low, x, y))
    return None, None, None, None, by_x, by_y


def _binomial(args: tuple[Expression, ...]) -> Partials:
    n, k = args
    value = call("binomial", n, k)
    rest = call("digamma", plus(minus(n, k), ONE))
    return (
        times(value, minus(call("digamma", plus(n, ONE)), rest)),
        times(value, minus(rest, call("digamma", plus(k, ONE)))),
    )


def _extreme(head: str) -> Callable[[tuple[Expression, ...]], Partials]:
    # Where two arguments tie there is a kink, and no derivative: no case applies there.
    def rule(args: tuple[Expression, ...]) -> Partials:
        return tuple(_chosen(head, args, k) for k in range(len(args)))

    return rule


def _chosen(head: str, args: tuple[Expression, ...], k: int) -> Expression:
    others = [a for i, a in enumerate(args) if i != k]
    if not others:
        return ONE
    back = "lt" if head == "gt" else "gt"
    wins = [relation(head, args[k], a) for a in others]
    loses = [relation(back, args[k], a) for a in others]
    won = wins[0] if len(wins) == 1 else Expression("and", tuple(wins))
    lost = loses[0] if len(loses) == 1 else Expression("or", tuple(loses))
    return Expression("cases", (Expression("case", (ONE, won)), Expression("case", (ZERO, lost))))


def _heaviside(args: tuple[Expression, ...]) -> Partials:
    return (call("DiracDelta", args[0]), ZERO)[: len(args)]


def _mod(args: tuple[Expression, ...]) -> Partials:
    return ONE, negate(call("floor", over(args[0], args[1])))


SEVERAL: dict[str, Callable[[tuple[Expression, ...]], Partials]] = {
    "log": _log,
    "root": _general_root,
    "atan2": _atan2,
    "uppergamma": _upper_gamma,
    "lowergamma": _lower_gamma,
    "polygamma": _polygamma,
    "beta": _beta,
    "polylog": _polylog,
    "LambertW": _lambert,
    "besselj": _bessel("besselj", 1, -1),
    "bessely": _bessel("bessely", 1, -1),
    "besseli": _bessel("besseli", 1, 1),
    "besselk": _bessel("besselk", -1, -1),
    "elliptic_e": _elliptic_e,
    "elliptic_f": _elliptic_f,
    "elliptic_pi": _elliptic_pi,
    "hyper": _hypergeometric,
    "appellf1": _appell,
    "binomial": _binomial,
    "Max": _extreme("gt"),
    "Min": _extreme("lt"),
    "Heaviside": _heaviside,
    "Mod": _mod,
}
