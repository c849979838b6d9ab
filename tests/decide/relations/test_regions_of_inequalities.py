"""Laws of regions: what may be done to an inequality, and what changes it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.budget import Budget
from derive.decide.relations import decide_relation, holds, implication
from derive.decide.relations.formula import ALWAYS, Atom, to_formula
from derive.decide.relations.line import atom_truth, cells, compare
from derive.expression import Expression, add, div, mul, name, neg, number, power, relation
from derive.name import Name
from derive.read import declare, read
from derive.statement import Statement, Unreadable
from derive.verdict import Outcome, Verdict
from derive.vocabulary import EMPTY, Vocabulary

LAWS = settings(max_examples=40, deadline=None, derandomize=True)
X = name("x")
OPS = ("lt", "le", "gt", "ge", "eq", "ne")


def tree(text: str) -> Expression:
    found = read(text, syntax="plain")
    assert isinstance(found, Statement), found
    return found.expression


def assume(*texts: str) -> Vocabulary:
    found = declare(list(texts), syntax="plain")
    assert not isinstance(found, Unreadable), found
    return found


def same(left: str, right: str, *assumptions: str) -> Verdict:
    vocabulary = assume(*assumptions) if assumptions else EMPTY
    return decide_relation(tree(left), tree(right), vocabulary=vocabulary, budget=Budget(seconds=10))


@st.composite
def polynomials(draw: st.DrawFn) -> Expression:
    roots = draw(st.lists(st.integers(-4, 4), min_size=1, max_size=3))
    product = mul(*(add(X, number(-r)) for r in roots)) if len(roots) > 1 else add(X, number(-roots[0]))
    return add(product, number(draw(st.integers(-3, 3))))


@given(polynomials(), st.sampled_from(OPS), st.fractions(min_value=-6, max_value=6, max_denominator=9))
@LAWS
def test_a_region_contains_exactly_the_points_at_which_its_inequality_holds(
    p: Expression, op: str, at: Fraction
) -> None:
    formula = to_formula(relation(op, p, number(0)))
    assert isinstance(formula, Atom)
    pieces = cells((formula,), "x", Budget(seconds=10))
    inside = atom_truth(formula, {"x": at})[0]
    below = [c for c in pieces if not c.is_open and compare(c.point, at) <= 0]
    on_a_border = bool(below) and compare(below[-1].point, at) == 0
    piece = below[-1] if on_a_border else pieces[2 * len(below)]
    assert piece.truths[0] == inside


@given(polynomials(), st.sampled_from(OPS), st.integers(1, 7))
@LAWS
def test_multiplying_by_a_positive_number_keeps_the_region(p: Expression, op: str, c: int) -> None:
    left, right = relation(op, p, number(0)), relation(op, mul(number(c), p), number(0))
    assert decide_relation(left, right).outcome is Outcome.PROVED


@given(polynomials(), st.sampled_from(("lt", "le", "gt", "ge")))
@LAWS
def test_negating_both_sides_reverses_an_inequality(p: Expression, op: str) -> None:
    reversed_op = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}[op]
    left = relation(op, p, number(0))
    assert decide_relation(left, relation(reversed_op, neg(p), number(0))).outcome is Outcome.PROVED
    kept = decide_relation(left, relation(op, neg(p), number(0)))
    assert kept.outcome is Outcome.REFUTED


@given(polynomials(), polynomials(), st.sampled_from(OPS))
@LAWS
def test_deciding_is_symmetric(p: Expression, q: Expression, op: str) -> None:
    left, right = relation(op, p, number(0)), relation(op, q, number(0))
    assert decide_relation(left, right).outcome is decide_relation(right, left).outcome


@given(polynomials(), polynomials(), polynomials(), st.sampled_from(OPS))
@LAWS
def test_implication_is_transitive(p: Expression, q: Expression, r: Expression, op: str) -> None:
    a, b, c = (relation(op, s, number(0)) for s in (p, q, r))
    if implication(a, b)[0] in ("equivalent", "implies") and implication(b, c)[0] in ("equivalent", "implies"):
        assert implication(a, c)[0] in ("equivalent", "implies")


@given(st.integers(2, 5), st.integers(-5, 5), st.sampled_from(("lt", "le", "gt", "ge")))
@LAWS
def test_dividing_by_a_name_needs_its_sign(c: int, k: int, op: str) -> None:
    a, b = name("a"), name("b")
    left = relation(op, mul(number(c), a, b), number(k))
    right = relation(op, mul(number(c), a), div(number(k), b))
    positive = Vocabulary(names=(Name("b", "positive"),))
    assert decide_relation(left, right, vocabulary=positive).outcome is Outcome.PROVED
    assert decide_relation(left, right).outcome is Outcome.REFUTED


EQUAL = [
    ("h_b*(W_1 - W_0) < W_1*h_a", "h_b < W_1*h_a/(W_1 - W_0)", ("0 < W_0 < W_1",)),
    ("W*(1 - c) > 1", "W > 1/(1 - c)", ("0 < c < 1",)),
    ("x^2 < 2", "-sqrt(2) < x < sqrt(2)", ()),
    ("abs(x - 1) < 2", "-1 < x and x < 3", ()),
    ("1/x > 1", "0 < x and x < 1", ()),
    ("x*y > 0", "x > 0 and y > 0 or x < 0 and y < 0", ()),
    ("x^2 >= y^2", "abs(x) >= abs(y)", ()),
    ("Max(x, y) < 2", "x < 2 and y < 2", ()),
    ("sqrt(x) < 2", "0 <= x and x < 4", ()),
    ("2^x < 8", "x < 3", ()),
    ("exp(x)/(1 + exp(x)) > 1/2", "x > 0", ()),
    ("x < y", "exp(x) < exp(y)", ()),
    ("x < y", "x^3 < y^3", ()),
    ("x > y and y > z", "x > z and x > y and y > z", ()),
    ("x^2 + y^2 <= 0", "x = 0 and y = 0", ()),
    ("x > pi", "2*x > 2*pi", ()),
    ("x + exp(x) > 1", "x > 0", ()),
]

DIFFERENT = [
    ("h_b*(W_1 - W_0) < W_1*h_a", "h_b < W_1*h_a/(W_1 - W_0)", ()),
    ("h_b*(W_1 - W_0) < W_1*h_a", "h_b > W_1*h_a/(W_1 - W_0)", ("0 < W_0 < W_1",)),
    ("W*(1 - c) > 1", "W > 1/(1 - c)", ("c > 1",)),
    ("x^2 < 2", "x < sqrt(2)", ()),
    ("abs(x - 1) < 2", "-1 < x and x <= 3", ()),
    ("1/x > 1", "x < 1", ()),
    ("x*y > 0", "x > 0 and y > 0", ()),
    ("sqrt(x) < 2", "x < 4", ()),
    ("a/b < c", "a < b*c", ()),
    ("a < b and c < d", "a + c < b + d", ()),
    ("x > pi", "x > 3.14159265358979", ()),
    ("exp(x) > x + 2", "x > 1.2 or x < -1.8", ()),
]


@pytest.mark.parametrize(("left", "right", "assumptions"), EQUAL)
def test_equal_regions_are_proved_equal(left: str, right: str, assumptions: tuple[str, ...]) -> None:
    verdict = same(left, right, *assumptions)
    assert verdict.outcome is Outcome.PROVED, verdict.reason


@pytest.mark.parametrize(("left", "right", "assumptions"), DIFFERENT)
def test_different_regions_are_refuted_with_a_point(left: str, right: str, assumptions: tuple[str, ...]) -> None:
    verdict = same(left, right, *assumptions)
    assert verdict.outcome is Outcome.REFUTED, verdict.reason
    assert verdict.evidence[0].kind == "counterexample"
    assert verdict.evidence[0].figures


TRUE = [
    ("a^2 + b^2 >= 2*a*b", ()),
    ("x^2 + y^2 + z^2 >= x*y + y*z + z*x", ()),
    ("(a + b)/2 >= sqrt(a*b)", ("a > 0", "b > 0")),
    ("x + 1/x >= 2", ("x > 0",)),
    ("x^4 - 4*x + 3 >= 0", ()),
    ("sin(x) <= 1", ()),
    ("exp(x) >= 1 + x", ()),
    ("log(x) <= x - 1", ("x > 0",)),
    ("tanh(x) <= x", ("x >= 0",)),
    ("x*exp(-x) <= exp(-1)", ()),
    ("(1 + x*g - g*(V - E)*exp(u)/(1 + exp(u))^2)/tau > 0", ("V < E", "g > 0", "x > 0", "tau > 0")),
]


@pytest.mark.parametrize(("text", "assumptions"), TRUE)
def test_inequalities_that_hold_everywhere_are_proved(text: str, assumptions: tuple[str, ...]) -> None:
    vocabulary = assume(*assumptions) if assumptions else EMPTY
    verdict = holds(tree(text), vocabulary=vocabulary, budget=Budget(seconds=10))
    assert verdict.outcome is Outcome.PROVED, verdict.reason


@pytest.mark.parametrize(
    ("text", "assumptions"),
    [
        ("a^2 + b^2 > 2*a*b", ()),
        ("x^4 - 4*x + 2 >= 0", ()),
        ("exp(x) >= 101/100 + x", ()),
        ("x + 1/x >= 2", ()),
        ("log(x) <= x - 101/100", ("x > 0",)),
    ],
)
def test_inequalities_that_fail_somewhere_are_refuted(text: str, assumptions: tuple[str, ...]) -> None:
    vocabulary = assume(*assumptions) if assumptions else EMPTY
    verdict = holds(tree(text), vocabulary=vocabulary, budget=Budget(seconds=10))
    assert verdict.outcome is Outcome.REFUTED, verdict.reason


def test_a_formula_that_always_holds_has_one_piece() -> None:
    pieces = cells((ALWAYS,), "x", Budget())
    assert [p.truths for p in pieces] == [(True,)]


def test_a_power_of_six_thousand_is_not_multiplied_out() -> None:
    left = relation("eq", add(power(X, number(6000)), neg(power(X, number(6001)))), power(X, number(5999)))
    good = relation("eq", mul(power(X, number(5999)), add(number(1), neg(X), power(X, number(2)))), number(0))
    bad = relation("eq", mul(power(X, number(5999)), add(number(1), neg(X), power(X, number(3)))), number(0))
    assert decide_relation(left, good).outcome is Outcome.PROVED
    assert decide_relation(left, bad).outcome is Outcome.REFUTED


def test_a_square_with_a_coefficient_of_known_sign_is_seen_in_a_proof() -> None:
    vocabulary = assume("0 < b", "b < 1", "v in real")
    assert holds(tree("1 - v^2 - 1/b < 0"), vocabulary=vocabulary).outcome is Outcome.PROVED
    assert holds(tree("1 - v^2 - b < 0"), vocabulary=vocabulary).outcome is Outcome.REFUTED
