"""What a sheet prints: formulas as LaTeX means them, words upright, long statements on several lines."""

from __future__ import annotations

import pytest
import sympy

from derive.report.formula import latex, named
from derive.report.mathematics import mathml, typst
from derive.report.sheet_typst import at_relations


def test_without_braces_one_digit_alone_is_the_argument() -> None:
    assert typst(r"\frac12 x") == "frac(1, 2) x"
    assert typst(r"-\tfrac12\log\pi") == '− frac(1, 2) op("log") π'
    assert typst("x^12") == "attach(x, t: 1) 2"
    assert typst(r"\frac{12}{5}") == "frac(12, 5)"


def test_a_binomial_coefficient_is_set_as_one() -> None:
    assert typst(r"{\binom{N - 1}{k}}") == "binom(N − 1, k)"
    assert 'linethickness="0"' in mathml(r"\binom{N}{k}")


def test_indices_below_a_sum_stand_in_lines() -> None:
    assert "mat(delim: #none, i ≤ N; j ≤ P)" in typst(r"\sum_{\substack{i \leq N\\j \leq P}} u")
    assert "substack" not in mathml(r"\sum_{\substack{i \leq N\\j \leq P}} u")


def test_a_name_of_several_letters_stands_upright() -> None:
    assert latex(sympy.Symbol("slope")) == r"\mathrm{slope}"
    assert latex(sympy.Symbol("N_bits")) == r"N_{\mathrm{bits}}"
    assert latex(sympy.Symbol("x_12")) == "x_{12}"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("dE/dt", r"\frac{dE}{dt}"),
        ("dW/dt for (W_1, W_2)", r"\frac{dW}{dt}\text{ for }(W_{1},\ W_{2})"),
        ("eigenvalue on the sum", r"\text{eigenvalue on the sum}"),
        ("change of alpha² - W_2²", r"\text{change of }\alpha^{2}\ -\ W_{2}^{2}"),
    ],
)
def test_names_among_words_are_set_as_names(words: str, shown: str) -> None:
    assert named(words) == shown


def test_a_statement_is_cut_at_its_relations_and_nowhere_inside_a_group() -> None:
    assert at_relations(r"\left(a = b\right) = \frac{c < d}{e} \le f") == (
        r"\left(a = b\right) ",
        r"= \frac{c < d}{e} ",
        r"\le f",
    )
