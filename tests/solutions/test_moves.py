"""Every move is a lecture: a definition, an example that runs, a source; and the moves agree with what they are for."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import derive.moves
from derive.declare import param, quantity, state
from derive.model import model
from derive.moves.chain_rule import chain_rule
from derive.moves.conserved import along
from derive.moves.one_matrix import eigenvalues, matrix
from derive.moves.stability import jacobian, leading_real_part, stable

MOVES = sorted(m.name for m in pkgutil.iter_modules(derive.moves.__path__))
LAWS = settings(max_examples=20, deadline=None, derandomize=True, database=None)
small = st.integers(-5, 5)


@pytest.mark.parametrize("name", MOVES)
def test_a_move_has_a_definition_an_example_that_runs_and_a_source(name: str) -> None:
    module = importlib.import_module(f"derive.moves.{name}")
    text = module.__doc__ or ""
    assert all(f"**{word}.**" in text for word in ("Definition", "Example", "Source")), name
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    "name", ["declare", "model", "claim", "part", "witness", "point", "measure", "table", "drawing"]
)
def test_the_examples_of_the_language_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"derive.{name}")).failed == 0


def test_the_chain_rule_adds_over_every_way_through_a_graph() -> None:
    w, a, b, l = state("w"), quantity("a"), quantity("b"), quantity("l")
    graph = model(definitions={a: w**2, b: 3 * w + a, l: a * b + w})
    found = graph.expand(chain_rule(graph, l, w).value)
    assert sympy.expand(found - sympy.diff(graph.expand(l), w)) == 0


def test_a_known_derivative_takes_the_place_of_the_way_to_it() -> None:
    w, a, l = state("w"), quantity("a"), quantity("l")
    graph = model(definitions={a: w**2, l: a**3})
    wrong = -3 * a**2
    assert chain_rule(graph, l, w, {a: wrong}).value == wrong * 2 * w


@LAWS
@given(small, small, small, small)
def test_stability_is_what_the_eigenvalues_say(a: int, b: int, c: int, d: int) -> None:
    x, y = state("x"), state("y")
    J = jacobian(model(flow={x: a * x + b * y, y: c * x + d * y}))
    leading = float(leading_real_part(J.trace(), J.det()))
    measured = np.linalg.eigvals(np.array(J.tolist(), dtype=float)).real.max()
    assert abs(leading - measured) < 1e-6
    if abs(measured) > 1e-6:
        assert bool(stable(J)) == (measured < 0)


@LAWS
@given(small, small, st.integers(2, 5))
def test_eigenvalues_of_a_multiple_of_the_identity_plus_a_constant(a: int, b: int, n: int) -> None:
    listed = sorted(float(value) for value, times in eigenvalues(a, b, n) for _ in range(int(times)))
    measured = np.sort(np.linalg.eigvalsh(np.array(matrix(a, b, n).tolist(), dtype=float)))
    assert np.allclose(listed, measured)


def test_what_is_conserved_has_no_rate_and_what_is_not_has_one() -> None:
    x, y, k = state("x"), state("y"), param("k", "positive")
    spring = model(flow={x: y, y: -k * x})
    assert along(spring, k * x**2 + y**2) == 0
    assert along(spring, x**2 + y**2) != 0
