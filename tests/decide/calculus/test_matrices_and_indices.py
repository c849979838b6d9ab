"""Matrices entry by entry and of symbolic size; sums over indices whose range is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide import Budget
from derive.decide.calculus import decide_calculus
from derive.decide.decision import plain
from derive.expression import Expression, call, mul, name, number
from derive.name import Name
from derive.verdict import Outcome
from derive.vocabulary import EMPTY, Vocabulary

if TYPE_CHECKING:
    from conftest import Compare

A, B, u, v = (name(t) for t in ("A", "B", "u", "v"))
SHAPED = Vocabulary(
    names=(
        Name("A", "real", shape=("n", "n")),
        Name("B", "real", shape=("n", "n")),
        Name("u", "real", shape=("n",)),
        Name("v", "real", shape=("n",)),
    )
)


def ask(left: Expression, right: Expression) -> Outcome:
    budget = Budget(seconds=6.0)
    return decide_calculus(left, right, vocabulary=SHAPED, budget=budget, ladder=plain).outcome


def transposed(a: Expression) -> Expression:
    return call("transpose", a)


def test_the_transpose_of_a_product_turns_the_factors_around() -> None:
    assert ask(transposed(mul(A, B)), mul(transposed(B), transposed(A))) is Outcome.PROVED
    assert ask(transposed(mul(A, B)), mul(transposed(A), transposed(B))) is Outcome.REFUTED


def test_matrices_do_not_commute() -> None:
    assert ask(mul(A, B), mul(B, A)) is Outcome.REFUTED
    assert ask(call("trace", mul(A, B)), call("trace", mul(B, A))) is Outcome.PROVED


def test_an_inner_product_is_symmetric_and_an_outer_one_is_not() -> None:
    assert ask(mul(transposed(u), v), mul(transposed(v), u)) is Outcome.PROVED
    assert ask(mul(u, transposed(v)), mul(v, transposed(u))) is Outcome.REFUTED


def test_the_gradient_of_a_quadratic_form() -> None:
    form = call("grad", mul(transposed(u), A, u), u)
    both = mul(Expression("add", (A, transposed(A))), u)
    assert ask(form, both) is Outcome.SUPPORTED
    assert ask(form, mul(number(2), A, u)) is Outcome.REFUTED


def test_the_inverse_of_a_product_turns_the_factors_around() -> None:
    left = call("inverse", mul(A, B))
    assert ask(left, mul(call("inverse", B), call("inverse", A))) is Outcome.PROVED


def numbers() -> st.SearchStrategy[Expression]:
    def entry(value: int) -> Expression:
        return number(value) if value >= 0 else Expression("neg", (number(-value),))

    row = st.lists(st.integers(-4, 4).map(entry), min_size=3, max_size=3).map(lambda e: Expression("row", tuple(e)))
    return st.lists(row, min_size=3, max_size=3).map(lambda rows: Expression("matrix", tuple(rows)))


@given(numbers(), numbers())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_determinant_of_a_product_is_the_product_of_the_determinants(a: Expression, b: Expression) -> None:
    left, right = call("det", mul(a, b)), mul(call("det", a), call("det", b))
    assert decide_calculus(left, right, vocabulary=EMPTY, budget=Budget(), ladder=plain).outcome is Outcome.PROVED


def test_explicit_matrices_are_compared_entry_by_entry(compare: Compare) -> None:
    left = r"\begin{pmatrix}a & b\\ c& d\end{pmatrix}\begin{pmatrix}x\\ y\end{pmatrix}"
    assert compare(left, r"\begin{pmatrix}ax+by\\ cx+dy\end{pmatrix}", syntax="latex").outcome is Outcome.PROVED
    assert compare(left, r"\begin{pmatrix}ax+cy\\ bx+dy\end{pmatrix}", syntax="latex").fails


def test_matrices_of_different_shapes_are_not_equal(compare: Compare) -> None:
    left, right = r"\begin{pmatrix}a & b\end{pmatrix}", r"\begin{pmatrix}a\\ b\end{pmatrix}"
    assert not compare(left, right, syntax="latex").holds


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\sum_{\beta\neq\alpha} x_\beta", r"\sum_\beta x_\beta - x_\alpha"),
        (r"\sum_{i\neq j} a_i a_j", r"\left(\sum_i a_i\right)^2-\sum_i a_i^2"),
        (r"\sum_{i,j} a_i a_j", r"\left(\sum_i a_i\right)^2"),
        (r"\sum_{j=1}^n e^{x_j+c}", r"e^c\sum_{i=1}^n e^{x_i}"),
        (r"\sum_{i=1}^n (x_i + y_i)", r"\sum_{i=1}^n x_i + \sum_{j=1}^n y_j"),
        (r"\sum_{i=1}^n (x_i - c)^2", r"\sum_{i=1}^n x_i^2 - 2c\sum_{i=1}^n x_i + nc^2"),
    ],
)
def test_sums_over_indices_that_are_equal_hold(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").holds


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\sum_{\beta\neq\alpha} x_\beta", r"\sum_\beta x_\beta"),
        (r"\sum_{i=1}^n x_i y_i", r"\sum_{i=1}^n x_i \sum_{i=1}^n y_i"),
        (r"\sum_{j=1}^n e^{x_j+c}", r"c\sum_{i=1}^n e^{x_i}"),
        (r"\sum_{i=1}^n (x_i - c)^2", r"\sum_{i=1}^n x_i^2 - 2c\sum_{i=1}^n x_i + c^2"),
    ],
)
def test_sums_over_indices_that_differ_are_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").fails


def test_what_holds_at_size_one_alone_is_not_supported(compare: Compare) -> None:
    assert not compare(r"\sum_{i=1}^n x_i y_i", r"x_1 y_1 n^2", syntax="latex").holds


def test_a_sum_without_bounds_runs_over_the_range_that_is_written_elsewhere(compare: Compare) -> None:
    left, right = r"\sum_i \delta_{ik} \sum_{j=1}^n x_i x_j", r"x_k\sum_{j=1}^n x_j"
    assert compare(left, right, syntax="latex").holds


def test_the_rate_of_a_squared_norm(compare: Compare) -> None:
    left = r"\frac{d\|\mathbf{w}\|^2}{dt}"
    assert compare(left, r"2\mathbf{w}\cdot\frac{d\mathbf{w}}{dt}", syntax="latex").holds
    assert compare(left, r"\mathbf{w}\cdot\frac{d\mathbf{w}}{dt}", syntax="latex").fails


def test_an_index_never_leaves_the_shape_of_what_it_is_an_index_of() -> None:
    h, q, k = name("h"), name("q"), name("k")
    vocabulary = Vocabulary(names=(Name("h", "real", shape=("m",)),))
    entry = Expression("index", (h, k))
    picked = Expression("cases", (
        Expression("case", (entry, Expression("eq", (k, q)))),
        Expression("case", (number(0), Expression("constant", (), "true"))),
    ))  # fmt: skip
    left = Expression("sum", (picked, k, number(1), name("m")))
    right = Expression("index", (h, q))
    verdict = decide_calculus(left, right, vocabulary=vocabulary, budget=Budget(seconds=6.0), ladder=plain)
    assert verdict.holds


def test_a_gradient_takes_the_product_after_it(compare: Compare) -> None:
    left = r"\nabla_{\mathbf{w}} \frac12 \|\mathbf{X}\mathbf{w}-\mathbf{y}\|^2"
    assert compare(left, r"\mathbf{X}^T(\mathbf{X}\mathbf{w}-\mathbf{y})", syntax="latex").holds
    assert compare(left, r"2\mathbf{X}^T(\mathbf{X}\mathbf{w}-\mathbf{y})", syntax="latex").fails
