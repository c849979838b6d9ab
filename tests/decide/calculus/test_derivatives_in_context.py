"""Derivatives through definitions, of sums, integrals and cases, of unknown functions and by indexed things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.decide.calculus import differentiate
from derive.expression import ONE, Expression, call, mul, name
from derive.verdict import Outcome
from derive.vocabulary import Definition, Vocabulary

if TYPE_CHECKING:
    from conftest import Compare

CHAIN = ("l = (x_3 - y)^2", r"x_3 = \sigma(w_2 x_2)", r"x_2 = \sigma(w_1 x_1)")


def test_a_leibniz_chain_is_evaluated_through_the_definitions(compare: Compare) -> None:
    left = r"\frac{dl}{dw_1}"
    right = r"\frac{dl}{dx_3}\frac{dx_3}{dx_2}\frac{dx_2}{dw_1}"
    assert compare(left, right, given=CHAIN, syntax="latex").outcome is Outcome.PROVED


def test_a_leibniz_chain_without_a_factor_is_refuted(compare: Compare) -> None:
    left = r"\frac{dl}{dw_1}"
    assert compare(left, r"\frac{dl}{dx_3}\frac{dx_2}{dw_1}", given=CHAIN, syntax="latex").fails


def test_the_chain_rule_holds_for_an_abstract_function(compare: Compare) -> None:
    assert compare(r"\frac{d}{dx} f(x^2)", r"2 x f'(x^2)", syntax="latex").outcome is Outcome.PROVED


def test_a_missing_inner_derivative_is_refuted(compare: Compare) -> None:
    assert compare(r"\frac{d}{dx} f(x^2)", r"f'(x^2)", syntax="latex").fails


def test_an_unknown_function_of_the_variable_keeps_its_derivative(compare: Compare) -> None:
    assert compare("Derivative(y/x**2, x)", "Derivative(y, x)/x**2 - 2*y/x**3").outcome is Outcome.PROVED


def test_a_function_and_a_name_of_one_spelling_are_not_the_same(compare: Compare) -> None:
    assert not compare("Derivative(y(x), x)", "Derivative(y, x)").holds


def test_the_derivative_of_an_integral_by_its_bound_is_the_integrand(compare: Compare) -> None:
    assert compare("Derivative(Integral(f(t), (t, 0, x**2)), x)", "2*x*f(x**2)").outcome is Outcome.PROVED


def test_the_derivative_goes_under_a_sum_and_meets_one_entry(compare: Compare) -> None:
    left = r"\frac{\partial}{\partial\theta_k}\log\sum_{j} e^{\theta_j}"
    right = r"\frac{e^{\theta_k}}{\sum_{j} e^{\theta_j}}"
    assert compare(left, right, syntax="latex").holds
    assert compare(left, right + "- 1", syntax="latex").fails


def test_the_derivative_of_a_maximum_is_not_defined_where_its_arguments_tie() -> None:
    rate = differentiate(call("Max", name("x"), ONE), name("x"))
    assert rate.head == "cases"
    assert all(piece.args[1].head in ("gt", "lt") for piece in rate.args)


@pytest.mark.parametrize("wrong", ["sign(x) + 1", "-sign(x)", "1"])
def test_a_wrong_derivative_of_a_modulus_is_refuted(compare: Compare, wrong: str) -> None:
    assert compare("Derivative(Abs(x), x)", wrong).fails


def test_a_definition_in_terms_of_itself_ends() -> None:
    again = Definition("w", (), mul(name("w"), name("x")))
    rate = differentiate(name("w"), name("x"), vocabulary=Vocabulary(definitions=(again,)))
    assert isinstance(rate, Expression)


def test_the_modulus_of_what_may_be_complex_is_not_differentiated_as_a_real_one(compare: Compare) -> None:
    # |sqrt(x)| is sqrt(-x) on the negative axis, where its slope is negative.
    verdict = compare("Derivative(Abs(sqrt(x)), x)", "1/(2*Abs(sqrt(x)))", assume=["x in real"])
    assert not verdict.holds
    assert compare("Derivative(Abs(sqrt(x)), x)", "1/(2*sqrt(x))", assume=["x > 0"]).holds
