"""What is printed reads back as the same expression, in LaTeX and in plain text."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.expression import TRUE, Expression, call, constant, div, name, neg, number, power
from derive.name import Function, Name
from derive.read import read, to_latex, to_plain
from derive.statement import Statement
from derive.vocabulary import Vocabulary

NAMES = ("x", "y", "z", "V", "tau", "tau_x", "W_EI", "x_infty", "y_hat", "w_1", "V_th", "N")
VOCABULARY = Vocabulary(
    names=(
        *(Name(n) for n in (*NAMES, "k", "a", "n")),
        Name("u", shape=("N",)),
        Name("M", shape=("N", "N")),
    ),
    functions=(Function("f"), Function("g", 2)),
    indices=("i", "j"),
)

LEAVES = st.one_of(
    st.integers(0, 30).map(number),
    st.sampled_from(("0.5", "3.14", "0.30")).map(lambda d: Expression("decimal", (), d)),
    st.sampled_from(NAMES).map(name),
    st.sampled_from(("pi", "e", "i", "oo")).map(constant),
    st.just(Expression("index", (name("u"), name("i")))),
    st.just(Expression("index", (name("M"), name("i"), name("j")))),
)
ONE_ARGUMENT = (
    "sin",
    "cos",
    "exp",
    "log",
    "sqrt",
    "tanh",
    "Abs",
    "erf",
    "gamma",
    "asin",
    "floor",
    "conjugate",
    "sign",
    "factorial",
    "f",
)


def larger(e: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    x, y, k = name("x"), name("y"), name("k")
    row = st.tuples(e, e).map(lambda a: Expression("row", a))
    return st.one_of(
        st.tuples(e, e, e).map(lambda a: Expression("add", (a[0], neg(a[1]), a[2]))),
        st.tuples(e, e).map(lambda a: Expression("add", a)),
        st.tuples(e, e, e).map(lambda a: Expression("mul", a)),
        st.tuples(e, e).map(lambda a: div(*a)),
        st.tuples(e, e).map(lambda a: power(*a)),
        e.map(neg),
        st.tuples(st.sampled_from(ONE_ARGUMENT), e).map(lambda a: call(a[0], a[1])),
        st.tuples(e, e).map(lambda a: call("g", *a)),
        st.tuples(e, st.integers(1, 2)).map(lambda a: Expression("prime", (a[0],), ("f", (a[1],)))),
        e.map(lambda a: Expression("derivative", (a, x, x))),
        st.tuples(e, e, e).map(lambda a: Expression("integral", (a[0], x, a[1], a[2]))),
        e.map(lambda a: Expression("integral", (a, y))),
        st.tuples(st.sampled_from(("sum", "product")), e, e, e).map(lambda a: Expression(a[0], (a[1], k, a[2], a[3]))),
        st.tuples(e, st.sampled_from(("+", "-", "+-"))).map(lambda a: Expression("limit", (a[0], x, name("a")), a[1])),
        st.tuples(row, row).map(lambda a: Expression("matrix", a)),
        st.tuples(e, e, e).map(
            lambda a: Expression(
                "cases",
                (Expression("case", (a[0], Expression("lt", (x, a[1])))), Expression("case", (a[2], TRUE))),
            )
        ),
        st.tuples(e, e, st.sampled_from("+-")).map(lambda a: Expression("plus_minus", a[:2], a[2])),
        st.tuples(e, e).map(lambda a: Expression("substitute", (a[0], x, a[1]))),
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=9)
STATEMENTS = st.one_of(
    EXPRESSIONS,
    st.tuples(st.sampled_from(("eq", "ne", "lt", "le", "gt", "ge", "approx", "propto")), EXPRESSIONS, EXPRESSIONS).map(
        lambda a: Expression(a[0], a[1:])
    ),
    st.tuples(EXPRESSIONS, EXPRESSIONS, EXPRESSIONS).map(lambda a: Expression("chain", a, ("eq", "le"))),
    st.tuples(EXPRESSIONS, EXPRESSIONS).map(lambda a: Expression("set", a)),
    st.tuples(EXPRESSIONS, EXPRESSIONS, st.booleans(), st.booleans()).map(
        lambda a: Expression("interval", a[:2], (a[2], a[3]))
    ),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(STATEMENTS)
def test_plain_text_that_was_printed_reads_back_as_the_same_expression(expression: Expression) -> None:
    statement = read(to_plain(expression), syntax="plain", vocabulary=VOCABULARY)
    assert isinstance(statement, Statement), statement
    assert statement.expression == expression


@settings(max_examples=300, deadline=None, derandomize=True)
@given(STATEMENTS)
def test_latex_that_was_printed_reads_back_as_the_same_expression(expression: Expression) -> None:
    statement = read(to_latex(expression), syntax="latex", vocabulary=VOCABULARY)
    assert isinstance(statement, Statement), statement
    assert statement.expression == expression


def test_a_fraction_as_a_number_is_printed_as_a_fraction() -> None:
    assert to_plain(number(Fraction(3, 4))) == "3/4"
    assert to_latex(number(Fraction(3, 4))) == r"\frac{3}{4}"
