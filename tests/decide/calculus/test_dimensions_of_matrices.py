"""Shapes that follow from what is added and multiplied: tall matrices are not tried on square ones only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.decide.calculus.dimensions import inferred
from derive.decide.calculus.tensors import ShapeError
from derive.expression import add, call, mul, name

if TYPE_CHECKING:
    from conftest import Compare

A, B, x = name("A"), name("B"), name("x")


def test_a_product_joins_columns_and_rows() -> None:
    found = inferred(mul(A, B), mul(A, B), {"A": "matrix", "B": "matrix"}, {}, False)
    assert found is not None
    a, b = found.concrete("A", {}, 2), found.concrete("B", {}, 2)
    assert a[1] == b[0]
    assert a[0] != a[1] or b[0] != b[1]


def test_a_gram_matrix_is_square_and_its_factor_is_not() -> None:
    found = inferred(mul(call("transpose", A), A, x), x, {"A": "matrix", "x": "vector"}, {}, False)
    assert found is not None
    rows, columns = found.concrete("A", {}, 2)
    assert rows != columns
    assert found.concrete("x", {}, 2) == (columns, 1)


def test_what_cannot_be_added_is_told() -> None:
    with pytest.raises(ShapeError, match="dimension"):
        inferred(add(mul(A, x), A), x, {"A": "matrix", "x": "vector"}, {"A": (2, 3)}, False)


TRUE = [
    (r"-2X^T(y-Xw)+2\lambda w", r"2(X^TX+\lambda I)w - 2X^Ty"),
    (r"\|y-Xw\|^2", "y^Ty-2w^TX^Ty+w^TX^TXw"),
    ("X(X^TX)^{-1}X^TX", "X"),
    (r"(A+uv^T)^{-1}", r"A^{-1}-\frac{A^{-1}uv^TA^{-1}}{1+v^TA^{-1}u}"),
]
FALSE = [
    (r"-2X^T(y-Xw)+2\lambda w", r"2(X^TX-\lambda I)w - 2X^Ty"),
    (r"(I-KH)P(I-KH)^T+KRK^T", "P - KHP - PH^TK^T + K(HPH^T-R)K^T"),
    ("X(X^TX)^{-1}X^T", "I"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_identities_of_matrices_of_any_shape_hold(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").holds


@pytest.mark.parametrize(("left", "right"), FALSE)
def test_what_holds_of_square_matrices_or_of_none_is_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").fails
