"""Ball arithmetic against mpmath, double precision against balls, and what may be integrated against what may not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import acb, arb
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.ball import Unsupported, enclose, precision
from derive.decide.evaluate import evaluate
from derive.expression import ONE, TWO, Expression, call, div, name, number, power, relation, sub

#: Our name -> mpmath's function of one complex variable.
ONE_VARIABLE: dict[str, Any] = {
    "exp": mpmath.exp, "log": mpmath.log, "sqrt": mpmath.sqrt, "sin": mpmath.sin, "cos": mpmath.cos,
    "tan": mpmath.tan, "cot": mpmath.cot, "sec": mpmath.sec, "csc": mpmath.csc, "asin": mpmath.asin,
    "acos": mpmath.acos, "atan": mpmath.atan, "acot": mpmath.acot, "asec": mpmath.asec, "acsc": mpmath.acsc,
    "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh, "coth": mpmath.coth, "sech": mpmath.sech,
    "csch": mpmath.csch, "asinh": mpmath.asinh, "acosh": mpmath.acosh, "atanh": mpmath.atanh, "erf": mpmath.erf,
    "acoth": mpmath.acoth, "asech": mpmath.asech, "acsch": mpmath.acsch, "erfc": mpmath.erfc, "erfi": mpmath.erfi,
    "gamma": mpmath.gamma, "loggamma": mpmath.loggamma, "digamma": mpmath.digamma, "zeta": mpmath.zeta,
    "LambertW": mpmath.lambertw, "Ei": mpmath.ei, "E1": mpmath.e1, "Si": mpmath.si, "Ci": mpmath.ci,
    "Shi": mpmath.shi, "Chi": mpmath.chi, "fresnels": mpmath.fresnels, "fresnelc": mpmath.fresnelc,
    "elliptic_k": mpmath.ellipk, "elliptic_e": mpmath.ellipe, "factorial": mpmath.factorial,
    "factorial2": mpmath.fac2, "conjugate": mpmath.conj, "sinc": mpmath.sinc,
}  # fmt: skip
small = st.fractions(min_value=-4, max_value=4, max_denominator=12)


def close(ours: acb, theirs: Any) -> bool:
    with precision(160):
        value = acb(arb(mpmath.nstr(theirs.real, 30)), arb(mpmath.nstr(theirs.imag, 30)))
        return bool(abs(ours - value) < arb(1e-20) * (1 + abs(value)))


@pytest.mark.parametrize("function", sorted(ONE_VARIABLE))
@settings(derandomize=True, deadline=None, max_examples=12)
@given(x=small, y=small.filter(lambda v: v != 0))
def test_a_function_has_the_value_and_the_branch_of_mpmath(function: str, x: Fraction, y: Fraction) -> None:
    with mpmath.workdps(40):
        z = mpmath.mpc(mpmath.mpf(x.numerator) / x.denominator, mpmath.mpf(y.numerator) / y.denominator)
        expected = mpmath.mpc(ONE_VARIABLE[function](z))
        ours = enclose(call(function, name("z")), {"z": (x, y)}, 160)
        assert close(ours, expected)


@pytest.mark.parametrize("function", ["log", "sqrt", "asin", "acos", "acosh", "atanh", "acsc", "asec", "LambertW"])
@pytest.mark.parametrize("x", [Fraction(-5, 2), Fraction(-1, 3), Fraction(7, 2), Fraction(1, 4)])
def test_on_the_real_axis_the_side_of_the_cut_is_that_of_mpmath(function: str, x: Fraction) -> None:
    with mpmath.workdps(40):
        expected = mpmath.mpc(ONE_VARIABLE[function](mpmath.mpf(x.numerator) / x.denominator))
        assert close(enclose(call(function, name("x")), {"x": x}, 160), expected)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.sampled_from(sorted(ONE_VARIABLE)), small, small.filter(lambda v: v != 0))
def test_double_precision_agrees_with_the_ball(function: str, x: Fraction, y: Fraction) -> None:
    e = call(function, name("z"))
    ours = enclose(e, {"z": (x, y)}, 128)
    double = evaluate(e, {"z": complex(float(x), float(y))})
    value = complex(float(ours.real.mid()), float(ours.imag.mid()))
    assert abs(double - value) <= 1e-8 * (1 + abs(value))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(small, st.fractions(min_value=-3, max_value=3, max_denominator=6))
def test_powers_are_principal(x: Fraction, exponent: Fraction) -> None:
    if x == 0:
        return
    with mpmath.workdps(40):
        base = mpmath.mpc(mpmath.mpf(x.numerator) / x.denominator, 0)
        expected = mpmath.mpc(base ** (mpmath.mpf(exponent.numerator) / exponent.denominator))
        assert close(enclose(power(name("x"), number(exponent)), {"x": x}, 160), expected)


@pytest.mark.parametrize(
    ("text", "x", "finite"),
    [("log", 2, True), ("log", -2, False), ("sqrt", -1, False), ("atanh", 3, False), ("exp", -2, True)],
)
def test_only_what_is_holomorphic_may_be_integrated(text: str, x: int, finite: bool) -> None:
    ball = acb(arb(x, 0.25), arb(0, 0.25))
    assert bool(enclose(call(text, name("x")), {"x": ball}, 64, analytic=True).is_finite()) is finite


def test_a_wide_ball_across_a_pole_is_not_finite() -> None:
    assert not enclose(div(ONE, name("x")), {"x": acb(arb(0, 0.5))}, 64).is_finite()


def test_cases_with_an_unknown_condition_enclose_every_branch() -> None:
    condition = relation("gt", name("x"), number(0))
    cases = Expression(
        "cases", (Expression("case", (ONE, condition)), Expression("case", (TWO, Expression("constant", (), "true"))))
    )
    ball = enclose(cases, {"x": acb(arb(0, 1))}, 64)
    assert ball.contains(1)
    assert ball.contains(2)
    assert enclose(cases, {"x": Fraction(1)}, 64) == 1
    assert enclose(cases, {"x": Fraction(0)}, 64) == 2


def test_what_no_case_covers_is_undefined() -> None:
    cases = Expression("cases", (Expression("case", (ONE, relation("gt", name("x"), number(0)))),))
    assert not enclose(cases, {"x": Fraction(-1)}, 64).is_finite()


def test_a_missing_value_is_said_by_name() -> None:
    with pytest.raises(Unsupported, match="the name y has no value here"):
        enclose(sub(name("x"), name("y")), {"x": Fraction(1)}, 64)


def test_an_unknown_function_is_said_by_name() -> None:
    with pytest.raises(Unsupported, match="the function f cannot be evaluated"):
        enclose(call("f", ONE), {}, 64)


def test_numbers_without_end_are_refused_and_not_multiplied_out() -> None:
    nine = number(9)
    tower = power(nine, power(nine, power(nine, nine)))
    assert not enclose(tower, {}, 64).is_finite()
    assert not enclose(call("factorial", power(number(10), number(40))), {}, 64).is_finite()
