"""Definitions of entries: put in at other indices all at once, and never caught by a sum."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.author_error import AuthorError
from derive.declare import array, index, param, quantity, size
from derive.model import model
from derive.verify.at_point import exactly, numerically, put

N = size("N")
i, j, k = index("i", N), index("j", N), index("k", N)
A, M, v, x = array("A", N, N), array("M", N, N), array("v", N), array("x", N)
L, c = quantity("L"), param("c")
LAWS = settings(max_examples=15, deadline=None, derandomize=True, database=None)
entries = st.lists(st.integers(-4, 4), min_size=6, max_size=6)


def test_exchanged_indices_are_exchanged() -> None:
    skew = model(definitions={M[i, j]: A[i, j] - 2 * A[j, i]})
    assert skew.expand(M[j, i]) == A[j, i] - 2 * A[i, j]


def test_a_bound_index_gives_way_to_one_that_is_put_in() -> None:
    sums = model(definitions={x[i]: sympy.Sum(A[i, j] * v[j], (j, 1, N))})
    written = sums.expand(x[j]).subs(N, 2).doit()
    assert written == A[j, 1] * v[1] + A[j, 2] * v[2]
    twice = sums.expand(sympy.Sum(x[j], (j, 1, N))).subs(N, 2).doit()
    assert sympy.expand(twice) == sum(A[a, b] * v[b] for a in (1, 2) for b in (1, 2))


def test_a_derivative_by_a_defined_entry_holds_the_entry_free() -> None:
    loss = model(definitions={x[i]: sympy.exp(v[i]), L: sympy.Sum(c * x[j] ** 2, (j, 1, N))})
    found = loss.expand(sympy.Derivative(L, x[i])).subs({N: 2, i: 1}).doit()
    assert sympy.simplify(found - 2 * c * sympy.exp(v[1])) == 0


def test_a_derivative_by_an_entry_whose_index_is_summed_over_is_refused() -> None:
    loss = model(definitions={x[i]: sympy.exp(v[i]), L: sympy.Sum(x[j] ** 2, (j, 1, N))})
    with pytest.raises(AuthorError, match=r"by x\[j\] meets a sum over j; expected an index of its own"):
        loss.expand(sympy.Derivative(L, x[j]))


@LAWS
@given(entries)
def test_values_at_a_point_are_those_that_sympy_works_out(drawn: list[int]) -> None:
    side = sympy.Sum(A[i, j] * sympy.Abs(v[j]) ** 2, (j, 1, N), (i, 1, N)) / N + sympy.KroneckerDelta(k, 2) * v[k]
    point = {
        N: sympy.Integer(2),
        k: sympy.Integer(2),
        A: sympy.Array(drawn[:4], (2, 2)),
        v: sympy.Array(drawn[4:], (2,)),
    }
    expected = put(side, point)
    assert exactly(side, point) == expected
    assert abs(numerically(side, point) - Fraction(int(expected.p), int(expected.q))) < 1e-25


def test_values_that_are_not_rational_are_worked_out_too() -> None:
    point = {N: sympy.Integer(2), v: sympy.Array([1, -2], (2,))}
    side = sympy.Product(sympy.tanh(v[j]) + sympy.sqrt(3), (j, 1, N))
    assert abs(numerically(side, point) - sympy.N(put(side, point), 30)) < 1e-25
    assert exactly(side, point) == put(side, point)
