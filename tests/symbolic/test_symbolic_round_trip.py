"""SymPy to a tree and back keeps the meaning."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.expression import Expression, call, name
from derive.symbolic import UntranslatableError, from_sympy, to_sympy

x, y = sp.symbols("x y")
f, g = sp.Function("f"), sp.Function("g")

LEAVES = st.sampled_from([x, y, sp.Integer(2), sp.Rational(-3, 7), sp.pi, sp.E, sp.I, f(x), g(x, y)])


def combine(inner: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    pairs = st.tuples(inner, inner)
    unary = st.sampled_from([sp.sin, sp.exp, sp.gamma, sp.Abs, sp.sqrt])
    return st.one_of(
        pairs.map(lambda p: p[0] + p[1]),
        pairs.map(lambda p: p[0] * p[1]),
        st.tuples(inner, st.integers(1, 3)).map(lambda p: p[0] ** p[1]),
        st.tuples(unary, inner).map(lambda p: p[0](p[1])),
    )


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.recursive(LEAVES, combine, max_leaves=8))
def test_there_and_back_is_the_same_expression(expression: sp.Expr) -> None:
    assert sp.expand(to_sympy(from_sympy(expression)) - expression) == 0


@pytest.mark.parametrize(
    "expression",
    [
        sp.diff(f(2 * x + 1), x),
        sp.diff(f(x) * g(x, y), x, 2),
        sp.Sum(x**2, (x, 1, y)),
        sp.Integral(sp.exp(-x), (x, 0, sp.oo)),
        sp.Piecewise((x, x > 0), (0, True)),
        sp.Matrix([[x, 1], [0, y]]),
        sp.And(x > 0, y < 1),
        sp.IndexedBase("w")[sp.Symbol("i")],
    ],
)
def test_every_kind_of_node_survives(expression: sp.Basic) -> None:
    assert to_sympy(from_sympy(expression)) == expression


def test_a_function_that_the_table_does_not_know_is_abstract_and_never_looked_up_in_sympy() -> None:
    translated = to_sympy(call("sympify", name("x")))
    assert isinstance(translated.func, sp.core.function.UndefinedFunction)


def test_what_sympy_has_no_word_for_is_refused_in_a_sentence() -> None:
    with pytest.raises(UntranslatableError, match="chain has no counterpart in SymPy"):
        to_sympy(Expression("chain", (name("a"), name("b"), name("c")), ("eq", "eq")))
