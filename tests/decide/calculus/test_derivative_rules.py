"""The derivative of every known function against its difference quotient, and against SymPy's on built trees."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from flint import acb, arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.ball import enclose
from derive.decide.calculus import differentiate
from derive.decide.calculus.partials import KINKED, SINGLE
from derive.expression import TWO, Expression, add, call, div, mul, name, neg, number, power, sub
from derive.symbolic import symbol, to_sympy

x = name("x")

#: Where a function is smooth, if 7/10 is no such place.
ELSEWHERE = {
    "acosh": Fraction(17, 10),
    "acoth": Fraction(17, 10),
    "asec": Fraction(17, 10),
    "acsc": Fraction(17, 10),
    "li": Fraction(17, 10),
    "zeta": Fraction(27, 10),
}
TWO_ARGUMENTS = (
    call("log", x, number(3)),
    call("log", number(3), x),
    call("root", x, number(3)),
    call("atan2", x, number(2)),
    call("atan2", number(2), x),
    call("uppergamma", number(Fraction(5, 3)), x),
    call("lowergamma", number(Fraction(5, 3)), x),
    call("polygamma", number(1), x),
    call("beta", x, number(2)),
    call("beta", number(2), x),
    call("polylog", number(2), x),
    call("polylog", number(3), x),
    call("besselj", number(2), x),
    call("bessely", number(2), x),
    call("besseli", number(2), x),
    call("besselk", number(2), x),
    call("elliptic_e", x, number(Fraction(1, 3))),
    call("elliptic_e", number(Fraction(1, 3)), x),
    call("elliptic_f", x, number(Fraction(1, 3))),
    call("elliptic_f", number(Fraction(1, 3)), x),
    call("binomial", number(5), x),
    power(x, x),
    power(number(2), x),
    call("LambertW", x),
)


def quotient(expression: Expression, point: Fraction) -> acb:
    """The central difference with a step of 2^-80 at 400 bits: right to more than 100 bits."""
    before = ctx.prec
    ctx.prec = 400
    try:
        step = arb(1) / 2**80
        centre = arb(point.numerator) / point.denominator
        high = enclose(expression, {"x": acb(centre + step)}, 400)
        low = enclose(expression, {"x": acb(centre - step)}, 400)
        return (high - low) / (2 * step)
    finally:
        ctx.prec = before


def assert_rate(expression: Expression, point: Fraction) -> None:
    exact = enclose(differentiate(expression, x), {"x": point}, 200)
    measured = quotient(expression, point)
    assert exact.is_finite()
    assert measured.is_finite()
    assert abs(exact.mid() - measured.mid()) < arb(10) ** -30


@pytest.mark.parametrize("function", sorted({*SINGLE, *KINKED} - {"zeta", "indicator", "dilog"}))
def test_the_derivative_of_a_function_is_its_difference_quotient(function: str) -> None:
    assert_rate(call(function, x), ELSEWHERE.get(function, Fraction(7, 10)))


@pytest.mark.parametrize("expression", TWO_ARGUMENTS, ids=repr)
def test_the_partial_derivatives_are_difference_quotients(expression: Expression) -> None:
    assert_rate(expression, Fraction(7, 10))


def leaves() -> st.SearchStrategy[Expression]:
    return st.one_of(st.just(x), st.just(name("a")), st.integers(1, 4).map(number))


def grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    smooth = st.sampled_from(("exp", "sin", "cos", "tanh", "atan", "erf", "sinh"))
    return st.one_of(
        st.builds(add, inner, inner),
        st.builds(mul, inner, inner),
        st.builds(sub, inner, inner),
        st.builds(neg, inner),
        st.builds(lambda a, b: div(a, add(power(b, TWO), number(3))), inner, inner),
        st.builds(lambda a, n: power(a, number(n)), inner, st.integers(2, 3)),
        st.builds(call, smooth, inner),
    )


@given(st.recursive(leaves(), grown, max_leaves=7))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_trees_are_differentiated_as_sympy_differentiates_them(expression: Expression) -> None:
    ours = to_sympy(differentiate(expression, x))
    theirs = sympy.diff(to_sympy(expression), symbol("x"))
    point = {symbol("x"): sympy.Rational(3, 7), symbol("a"): sympy.Rational(-2, 5)}
    gap = (ours - theirs).subs(point).evalf(30, maxn=400, chop=True)
    assert abs(gap) < sympy.Float("1e-20") * (1 + abs(theirs.subs(point).evalf(30)))


@given(st.recursive(leaves(), grown, max_leaves=5), st.recursive(leaves(), grown, max_leaves=5))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_the_derivative_is_linear(left: Expression, right: Expression) -> None:
    whole = differentiate(add(mul(number(3), left), right), x)
    parts = add(mul(number(3), differentiate(left, x)), differentiate(right, x))
    point = {"x": Fraction(3, 7), "a": Fraction(-2, 5)}
    gap = enclose(whole, point, 128) - enclose(parts, point, 128)
    assert gap.contains(0)
