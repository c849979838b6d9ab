"""Kernels agree with SymPy, share what is common, and never give a silent NaN."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import numeric
from numeric.errors import NotFinite, NotReal, UnboundName, UnknownFunction, WrongArguments
from numeric.translate import tape

x, y, z = sp.symbols("x y z")
LEAVES = st.sampled_from([x, y, sp.Integer(2), sp.Rational(1, 3), sp.Rational(-7, 5), sp.pi])


def _grown(children: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    return st.one_of(
        st.builds(lambda a, b: a + b, children, children),
        st.builds(lambda a, b: a * b, children, children),
        st.builds(lambda a: a / (1 + sp.exp(-a)), children),
        st.builds(sp.tanh, children),
        st.builds(sp.cos, children),
        st.builds(lambda a: sp.log(1 + a**2), children),
        st.builds(lambda a: sp.sqrt(1 + a**2), children),
        st.builds(lambda a, b: sp.Max(a, b), children, children),
        st.builds(lambda a, b: sp.Piecewise((a, x < y), (b, True)), children, children),
        st.builds(lambda a: sp.erf(a), children),
        st.builds(lambda a: sp.Heaviside(a) * sp.Abs(a), children),
    )


EXPRESSIONS = st.recursive(LEAVES, _grown, max_leaves=6)


@given(EXPRESSIONS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_kernel_agrees_with_sympy(expression: sp.Expr) -> None:
    compiled = numeric.kernel([x, y], expression)
    for a, b in ((0.75, -1.25), (-0.5, 2.0), (1.5, 0.25)):
        exact = {x: sp.Rational(*Fraction(a).as_integer_ratio()), y: sp.Rational(*Fraction(b).as_integer_ratio())}
        expected = float(sp.N(expression.subs(exact), 30))
        assert compiled(a, b) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_shapes_follow_the_expressions_and_then_the_points() -> None:
    assert isinstance(numeric.kernel([x], x + 1)(2.0), float)
    assert numeric.kernel([x], x + 1)(np.zeros((2, 3))).shape == (2, 3)
    assert numeric.kernel([x], [x, x + 1])(np.zeros((2, 3))).shape == (2, 2, 3)
    assert numeric.kernel([x, y], sp.Matrix([[x, y], [1, x * y]]))(np.zeros(5), 1.0).shape == (2, 2, 5)
    assert numeric.kernel([x], x)(np.zeros((0,))).shape == (0,)


@pytest.mark.parametrize("count", [1, 7, 8, 9, 1000, 8191, 8192, 8193, 20001])
def test_every_number_of_points_gives_every_point(count: int) -> None:
    compiled = numeric.kernel([x, y], [x * y, x - y])
    a = np.arange(count, dtype=float)
    assert np.array_equal(compiled(a, a[::-1]), [a * a[::-1], a - a[::-1]])
    assert np.array_equal(compiled(a, 3.0), [a * 3, a - 3])


def test_threads_do_not_change_the_result() -> None:
    points = np.linspace(-5, 5, 100_003)
    one, all_cores = (numeric.kernel([x, y], sp.exp(x) * y, threads=k)(points, 2.5) for k in (1, 0))
    assert np.array_equal(one, all_cores)


def test_rationals_stay_exact_until_the_machine_number() -> None:
    third = numeric.kernel(
        [], [sp.Rational(1, 3), sp.sqrt(2), sp.exp(sp.Rational(1, 10)), sp.Rational(10**30 + 1, 10**30)]
    )
    assert third().tolist() == [1 / 3, 2**0.5, float(sp.exp(sp.Rational(1, 10)).evalf(30)), 1.0]
    fractions = [s.value for s in tape([x], x + sp.Rational(1, 10)).steps if s.operation == "number"]
    assert fractions == [Fraction(1, 10)]


def test_a_float_counts_as_the_binary_number_that_it_is() -> None:
    numbers = [s.value for s in tape([x], x + sp.Float(0.1)).steps if s.operation == "number"]
    assert numbers == [Fraction(0.1)]


def test_what_is_common_to_all_outputs_is_computed_once() -> None:
    program = tape([x, y], [sp.exp(x * y) + k * sp.sin(x + y) for k in range(1, 6)])
    operations = [step.operation for step in program.steps]
    assert operations.count("exp") == 1
    assert operations.count("sin") == 1


def test_the_logistic_function_neither_overflows_nor_loses_digits() -> None:
    sigmoid = numeric.kernel([x], 1 / (1 + sp.exp(-x)))
    values = sigmoid(np.array([-745.0, -710.0, -40.0, 0.0, 800.0]))
    assert values.tolist() == [
        np.exp(-745.0),
        pytest.approx(np.exp(-710.0), rel=1e-15),
        pytest.approx(np.exp(-40.0)),
        0.5,
        1.0,
    ]


def test_truth_values_become_one_and_zero() -> None:
    compiled = numeric.kernel([x], [x < 1, sp.And(x > 0, x < 2), sp.true, sp.Eq(x, 3)])
    assert compiled(np.array([0.0, 1.5, 3.0])).tolist() == [[1, 0, 0], [0, 1, 0], [1, 1, 1], [0, 0, 1]]


def test_text_is_never_executed() -> None:
    with pytest.raises(WrongArguments, match="is text"):
        numeric.integrate({x: "x"}, {x: 1}, 1)
    with pytest.raises(WrongArguments, match="is text"):
        numeric.isolate_roots("x", {x: (0, 1)})
    with pytest.raises(WrongArguments, match="is text"):
        numeric.check_gradient("x", ["1"], [x])
    with pytest.raises(WrongArguments, match="is text"):
        numeric.gradient_descent("x", {x: 1}, rate=0.1, steps=1)
    with pytest.raises(WrongArguments, match="is text"):
        numeric.kernel([x], x + y, values={y: "1"})


def test_abstract_functions_are_filled_in_with_their_derivatives() -> None:
    sigma = sp.Function("sigma")
    slope = numeric.kernel([x], sp.diff(sigma(2 * x), x), functions={"sigma": sp.tanh})
    assert slope(0.3) == pytest.approx(2 * (1 - np.tanh(0.6) ** 2), rel=1e-14)


def test_heaviside_takes_its_half_at_zero_and_another_value_where_one_is_given() -> None:
    compiled = numeric.kernel([x], [sp.Heaviside(x), sp.Heaviside(x, 0), sp.Heaviside(x, 1)])
    assert compiled(0.0).tolist() == [0.5, 0.0, 1.0]


@pytest.mark.parametrize(
    ("names", "expression", "error", "words"),
    [
        ([x], x * y, UnboundName, "y is neither an argument nor has a value"),
        ([x], sp.Function("f")(x), UnknownFunction, "the function f in f(x) has no body"),
        ([x], sp.zeta(x), UnknownFunction, "zeta in zeta(x) has no numerical meaning here"),
        ([x], sp.I * x, NotReal, "imaginary unit"),
        ([x], "__import__('os')", WrongArguments, "is text; expressions and values are SymPy objects or numbers"),
        ([x], sp.oo * x, WrongArguments, "is not a number"),
        ([x, x], x, WrongArguments, "lists x twice"),
        ([x], [x, [x, x]], WrongArguments, "unequal shapes"),
        ([x], sp.Integer(10) ** 400 * x, NotFinite, "beyond the largest double"),
        ([x], x + sp.gamma(sp.Integer(200) + sp.Rational(1, 2)), NotFinite, "beyond the largest double"),
    ],
)
def test_what_cannot_be_compiled_is_refused_in_one_sentence(
    names: list[sp.Symbol], expression: object, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=r"\w") as caught:
        numeric.kernel(names, expression)
    assert words in str(caught.value)


def test_nan_and_infinity_that_go_in_are_named() -> None:
    root = numeric.kernel([x, y], [y, sp.sqrt(x)])
    with pytest.raises(NotFinite, match="y is inf at point 0"):
        root(1.0, np.inf)
    with pytest.raises(NotFinite, match="x is nan at point 1"):
        root(np.array([1.0, np.nan]), 1.0)
    assert np.isnan(numeric.kernel([x], sp.sqrt(x), nonfinite="allow")(-1.0))


@pytest.mark.parametrize(
    ("expression", "point", "words"),
    [
        (
            sp.sqrt(x - 3),
            1.0,
            "has no value at x = 1: sqrt(x - 3) is not real where its argument is -2 (1 of 1 points)",
        ),
        (sp.log(2 * x), -1.0, "log(2*x) is not real where its argument is -2"),
        (sp.asin(x), 2.0, "asin(x) is not real where its argument is 2"),
        (sp.acosh(x), 0.5, "acosh(x) is not real where its argument is 0.5"),
        (sp.atanh(x), -3.0, "atanh(x) is not real where its argument is -3"),
        (x ** sp.Rational(1, 3), -2.0, "x^(1/3) is not real where its argument is -2"),
        (1 / (1 + sp.log(x) ** 2), -2.0, "log(x) is not real where its argument is -2"),
        (sp.Piecewise((sp.log(x), x < 1), (sp.sqrt(-x), True)), 3.0, "sqrt(-x) is not real where its argument is -3"),
    ],
    ids=str,
)
def test_a_complex_result_is_named_with_the_step_where_it_arose(expression: sp.Expr, point: float, words: str) -> None:
    with pytest.raises(NotReal) as caught:
        numeric.kernel([x], expression)(point)
    assert words in str(caught.value)
    assert str(caught.value).endswith("stay inside its domain or pass nonfinite='allow'")


@pytest.mark.parametrize(
    ("expression", "point", "words"),
    [
        (1 / (x - 1), 1.0, "1/(x - 1) divides by zero"),
        (sp.log(x), 0.0, "log(x) is not finite where its argument is 0"),
        (sp.exp(x) + 1, 800.0, "exp(x) is beyond the largest double, 1.8e308"),
        (sp.exp(x) / (1 + sp.exp(2 * x)), 800.0, "exp(x) is beyond the largest double"),
        (sp.gamma(x), -2.0, "gamma(x) is not finite where its argument is -2"),
        (sp.Piecewise((x, x > 1)), 0.5, "no piece is defined there"),
        (x**y, 0.0, "x^y divides by zero"),
    ],
    ids=str,
)
def test_an_infinite_result_is_named_with_the_step_where_it_arose(
    expression: sp.Expr, point: float, words: str
) -> None:
    with pytest.raises(NotFinite) as caught:
        numeric.kernel([x, y], expression)(point, -1.0)
    assert words in str(caught.value)


def test_the_first_of_several_expressions_and_points_is_named() -> None:
    compiled = numeric.kernel([x, y], [x, sp.log(x - y)])
    with pytest.raises(NotReal, match=r"expression 1 has no value at x = -4, y = 1: log\(x - y\).*\(2 of 4 points\)"):
        compiled(np.array([9.0, -4.0, 2.0, 0.5]), 1.0)


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (float("nan"), WrongArguments, "values gives y the value nan, which is not a finite number"),
        (sp.oo, WrongArguments, "values gives y the value oo, which is not a finite number"),
        (1j, NotReal, "values gives y the value 1.0*I, which is not real; pass a real number"),
    ],
)
def test_a_value_that_is_no_real_number_is_refused(value: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        numeric.kernel([x], x * y, values={y: value})
    assert str(caught.value) == words


def test_a_constant_outside_its_domain_is_refused() -> None:
    with pytest.raises(NotReal, match=r"the constant asin\(2\) has no finite real value"):
        numeric.kernel([x], x * sp.asin(2))


def test_a_sum_of_finite_numbers_that_overflows_is_no_alarm() -> None:
    halves = numeric.kernel([x, y], [x / 4, y / 4])
    assert np.array_equal(halves(np.full(9, 1.5e308), 1.5e308), np.full((2, 9), 1.5e308 / 4))


@given(st.floats(0.01, 100), st.floats(0.01, 100))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_difference_of_equal_products_is_zero(a: float, b: float) -> None:
    """One rounding for a product and a sum would leave the error of the product, whose root may not exist."""
    u, v = sp.symbols("u v")
    assert numeric.kernel([x, y, u, v], sp.sqrt(x * y - u * v))(a, b, a, b) == 0.0
    assert numeric.kernel([x, u, v], sp.sqrt(x**2 - u * v))(a, a, a) == 0.0


def test_a_piecewise_without_a_last_piece_has_gaps_that_are_named() -> None:
    gap = numeric.kernel([x], sp.Piecewise((x, x > 1)))
    assert gap(2.0) == 2.0
    with pytest.raises(NotFinite):
        gap(0.5)


def test_arguments_are_checked() -> None:
    compiled = numeric.kernel([x, y], x + y)
    with pytest.raises(WrongArguments, match="takes 2 arrays"):
        compiled(1.0)
    with pytest.raises(WrongArguments, match="do not broadcast"):
        compiled(np.zeros(2), np.zeros(3))
    with pytest.raises(WrongArguments, match="complex128"):
        compiled(1j, 0.0)
    with pytest.raises(WrongArguments, match="nonfinite='ignore'"):
        numeric.kernel([x], x, nonfinite="ignore")


def test_a_kernel_survives_pickling() -> None:
    compiled = numeric.kernel([x, y], sp.Matrix([[x * y, sp.exp(x)]]))
    copy = pickle.loads(pickle.dumps(compiled))
    assert np.array_equal(copy(0.5, 2.0), compiled(0.5, 2.0))
