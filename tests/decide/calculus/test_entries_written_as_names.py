"""In plain text ``x_i`` is one name; beside a sum over ``x_j`` it is an entry of the same x."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Compare


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Derivative(Sum(x_j**2, (j, 1, n)), x_i)", "2*x_i"),
        ("Derivative(log(Sum(exp(x_j), (j, 1, n))), x_i)", "exp(x_i)/Sum(exp(x_j), (j, 1, n))"),
        ("Sum(a_k, (k, 1, n))", "a_n + Sum(a_k, (k, 1, n - 1))"),
    ],
)
def test_an_entry_that_stands_alone_is_an_entry_of_what_is_summed(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, assume=("n in positive integers",)).holds


def test_the_wrong_entry_is_still_refuted(compare: Compare) -> None:
    verdict = compare("Sum(a_k, (k, 1, n))", "2*a_n + Sum(a_k, (k, 1, n - 1))", assume=("n in positive integers",))
    assert verdict.fails


def test_what_is_assumed_of_one_entry_is_assumed_of_all(compare: Compare) -> None:
    left, right = "log(Product(p_k, (k, 1, n)))", "Sum(log(p_k), (k, 1, n))"
    assert compare(left, right, assume=("p_k > 0",)).holds
    assert not compare(left, right).holds


@pytest.mark.parametrize(("scale", "holds"), [("N", True), ("1", False)])
def test_a_mean_that_is_assumed_is_a_definition(compare: Compare, scale: str, holds: bool) -> None:
    left, right = "Sum((x_i - m)**2, (i, 1, N))", f"Sum(x_i**2, (i, 1, N)) - {scale}*m**2"
    verdict = compare(left, right, assume=("m = Sum(x_i, (i, 1, N))/N",))
    assert verdict.holds is holds
    assert verdict.fails is not holds
