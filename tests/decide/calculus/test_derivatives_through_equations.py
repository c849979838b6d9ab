"""The chain rule through known equations, for numbers, vectors and matrices of unknown entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Compare

TRUE = [
    (r"\frac{\partial L}{\partial X}", r"\frac{\partial L}{\partial Z}Y^T", ("Z = XY",)),
    (r"\frac{\partial L}{\partial Y}", r"X^T\frac{\partial L}{\partial Z}", ("Z = XY",)),
    (r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial z}x", ("z = wx+b",)),
    (r"\frac{\partial L}{\partial b}", r"\frac{\partial L}{\partial z}", ("z = wx+b",)),
    (r"\frac{\partial L}{\partial W}", r"\delta x^T", ("z = Wx", r"\delta = \frac{\partial L}{\partial z}")),
    (r"\frac{\partial}{\partial A}\ln\det(A)", "A^{-T}", ()),
]

FALSE = [
    (r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial z}", ("z = wx+b",)),
    (r"\frac{\partial L}{\partial w}", r"-\frac{\partial L}{\partial z}x", ("z = wx+b",)),
]


@pytest.mark.parametrize(("left", "right", "known"), TRUE)
def test_a_gradient_passes_through_what_is_known(
    compare: Compare, left: str, right: str, known: tuple[str, ...]
) -> None:
    assert compare(left, right, assume=known, syntax="latex").holds


@pytest.mark.parametrize(("left", "right", "known"), FALSE)
def test_another_gradient_is_refuted(compare: Compare, left: str, right: str, known: tuple[str, ...]) -> None:
    assert compare(left, right, assume=known, syntax="latex").fails


def test_without_the_equation_nothing_is_said(compare: Compare) -> None:
    verdict = compare(r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial z}x", syntax="latex")
    assert not verdict.holds
    assert not verdict.fails


def test_a_capital_between_a_row_and_a_column_is_a_matrix(compare: Compare) -> None:
    assert compare(r"\nabla_x (x^T A x)", "(A+A^T)x", syntax="latex").holds
    assert compare(r"\nabla_x (x^T A x)", "2Ax", syntax="latex").fails


@pytest.mark.parametrize(("entry", "holds"), [("y_{21}", True), ("y_{12}", False)])
def test_a_gradient_written_out_in_entries(compare: Compare, entry: str, holds: bool) -> None:
    def row(i: int, second: str) -> str:
        first = (
            rf"y_{{11}}\frac{{\partial L}}{{\partial z_{{{i}1}}}}+y_{{12}}\frac{{\partial L}}{{\partial z_{{{i}2}}}}"
        )
        other = (
            rf"{second}\frac{{\partial L}}{{\partial z_{{{i}1}}}}+y_{{22}}\frac{{\partial L}}{{\partial z_{{{i}2}}}}"
        )
        return f"{first} & {other}"

    right = rf"\begin{{pmatrix}} {row(1, entry)} \\ {row(2, entry)} \end{{pmatrix}}"
    verdict = compare(r"\frac{\partial L}{\partial X}", right, assume=("Z = XY",), syntax="latex")
    assert verdict.holds is holds
    assert verdict.fails is not holds
