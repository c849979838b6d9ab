"""Steps that keep, lose and gain solutions; systems, logic and sets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.budget import Budget
from derive.decide.relations import decide_relation, implication
from derive.expression import Expression, add, mul, name, neg, number, relation
from derive.read import declare, read
from derive.statement import Statement, Unreadable
from derive.verdict import Outcome
from derive.vocabulary import EMPTY, Vocabulary

LAWS = settings(max_examples=40, deadline=None, derandomize=True)


def tree(text: str) -> Expression:
    found = read(text, syntax="plain")
    assert isinstance(found, Statement), found
    return found.expression


def assume(*texts: str) -> Vocabulary:
    found = declare(list(texts), syntax="plain")
    assert not isinstance(found, Unreadable), found
    return found


STEPS = [
    ("x^2 = 4", "x = 2 or x = -2", "equivalent", ()),
    ("x^2 = 4", "x = 2", "implied_by", ()),
    ("x = 2", "x^2 = 4", "implies", ()),
    ("x^3 = 8", "x = 2", "implied_by", ()),
    ("x^3 = 8", "x = 2", "equivalent", ("x in real",)),
    ("x^2 = x", "x = 1", "implied_by", ()),
    ("a*x = a*b", "x = b", "implied_by", ()),
    ("a*x = a*b", "x = b", "equivalent", ("a > 0",)),
    ("a = b", "a^2 = b^2", "implies", ()),
    ("a = b", "a^2 = b^2", "equivalent", ("a > 0", "b > 0")),
    ("sqrt(x + 1) = x - 1", "x = 3", "equivalent", ()),
    ("x + 1 = (x - 1)^2", "x = 3", "implied_by", ()),
    ("sqrt(x + 1) = x - 1", "x + 1 = (x - 1)^2", "implies", ()),
    ("(x^2 - 4)/(x - 2) = 0", "x = -2", "equivalent", ()),
    ("(x^2 - 4)/(x - 2) = 0", "x = 2 or x = -2", "implies", ()),
    ("x^2 + 1 = 0", "none", "implied_by", ()),
    ("x^2 + 1 = 0", "none", "equivalent", ("x in real",)),
    ("x/x = 1", "all", "equivalent", ()),
    ("2^x = 4", "x = 2", "equivalent", ()),
    ("2^(2*x) - 5*2^x + 4 = 0", "x = 0 or x = 2", "equivalent", ()),
    ("log(x) + log(x - 1) = log(2)", "x = 2", "equivalent", ()),
    ("log(x) + log(x - 1) = log(2)", "x = 2 or x = -1", "implies", ()),
    ("x + y = 3 and x - y = 1", "x = 2 and y = 1", "equivalent", ()),
    ("x^2 + y^2 = 5 and x*y = 2", "x = 1 and y = 2 or x = 2 and y = 1", "implied_by", ()),
    ("x = 1 and y = 2", "x = 1 or y = 2", "implies", ()),
    ("x = 1", "y = 1", "neither", ()),
    ("(A or B) and (not A or B)", "B", "equivalent", ()),
    ("x > 1", "x^2 > 1", "implies", ()),
]


@pytest.mark.parametrize(("left", "right", "word", "assumptions"), STEPS)
def test_a_step_is_told_by_what_it_does_to_the_solutions(
    left: str, right: str, word: str, assumptions: tuple[str, ...]
) -> None:
    vocabulary = assume(*assumptions) if assumptions else EMPTY
    found, verdict = implication(tree(left), tree(right), vocabulary=vocabulary, budget=Budget(seconds=10))
    assert found == word, verdict.reason
    assert (verdict.outcome is Outcome.REFUTED) == (word != "equivalent")


def test_a_lost_solution_is_shown() -> None:
    _, verdict = implication(tree("x^2 = x"), tree("x = 1"))
    assert verdict.reason.startswith("the step loses solutions")
    assert verdict.evidence[0].figures == (("x", "0"),)


def test_equated_coefficients_are_a_step_of_their_own() -> None:
    word, verdict = implication(tree("a*x^2 + b*x + c = 0"), tree("a = 0 and b = 0 and c = 0"))
    assert word == "equivalent"
    assert verdict.outcome is Outcome.SUPPORTED
    assert "for every x" in verdict.reason
    assert implication(tree("a*x^2 + b*x + c = 0"), tree("a = 0 and b = 0"))[0] != "equivalent"


SOLUTIONS = st.lists(st.integers(-4, 4), min_size=1, max_size=4)


@given(SOLUTIONS, SOLUTIONS)
@LAWS
def test_a_product_vanishes_just_where_one_of_its_factors_does(first: list[int], second: list[int]) -> None:
    x = name("x")
    factors = [add(x, number(-r)) for r in first]
    product = relation("eq", mul(*factors) if len(factors) > 1 else factors[0], number(0))
    cases = [relation("eq", x, number(r)) for r in second]
    listed = Expression("or", tuple(cases)) if len(cases) > 1 else cases[0]
    verdict = decide_relation(product, listed)
    assert verdict.outcome is (Outcome.PROVED if set(first) == set(second) else Outcome.REFUTED)


@st.composite
def propositions(draw: st.DrawFn, depth: int = 3) -> Expression:
    if depth == 0 or draw(st.booleans()):
        return name(draw(st.sampled_from("ABC")))
    head = draw(st.sampled_from(("and", "or", "not", "implies", "iff", "xor")))
    count = 1 if head == "not" else 2
    return Expression(head, tuple(draw(propositions(depth=depth - 1)) for _ in range(count)))


@given(propositions(), propositions())
@LAWS
def test_the_laws_of_de_morgan(p: Expression, q: Expression) -> None:
    both = Expression("not", (Expression("and", (p, q)),))
    either = Expression("or", (Expression("not", (p,)), Expression("not", (q,))))
    assert decide_relation(both, either).outcome is Outcome.PROVED


@given(propositions())
@LAWS
def test_no_proposition_is_its_own_negation(p: Expression) -> None:
    assert decide_relation(p, Expression("not", (p,))).outcome is not Outcome.PROVED


@given(st.lists(st.integers(-9, 9), max_size=5), st.lists(st.integers(-9, 9), max_size=5))
@LAWS
def test_sets_are_equal_when_they_have_the_same_elements(first: list[int], second: list[int]) -> None:
    left, right = (Expression("set", tuple(number(v) for v in values)) for values in (first, second))
    verdict = decide_relation(left, right)
    assert verdict.outcome is (Outcome.PROVED if set(first) == set(second) else Outcome.REFUTED)


SAME = [
    ("{x, y}", "{y, x, x}"),
    ("{1, 2} - {2, 3}", "{1}"),
    ("x^2 = 9", "x = 3 or x = -3"),
    ("{[sqrt(2)/sqrt(3), 0]}", "{[2/sqrt(6), 0]}"),
    ("y^2 + x^2 = 1 + x^2*y^2", "(x - 1)*(x + 1)*(y - 1)*(y + 1) = 0"),
    ("Interval(1, 2)", "[1, 2]"),
]
OTHER = [
    ("{x, y}", "{x}"),
    ("[1, 2]", "[2, 1]"),
    ("x = 1", "2"),
    ("2*x = 1", "2*x"),
    ("{2, -2}", "x > 2 or x < -2"),
    ("x = sqrt(a)", "x^2 = a"),
    ("(1, 2)", "(1, 2, 3)"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same_in_another_form_is_accepted(left: str, right: str) -> None:
    assert decide_relation(tree(left), tree(right)).outcome is Outcome.PROVED


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_something_else_is_refuted(left: str, right: str) -> None:
    assert decide_relation(tree(left), tree(right)).outcome is Outcome.REFUTED


@pytest.mark.parametrize(("left", "right"), [("x = 1", "1"), ("{1, 2}", "[2, 1]"), ("(x, y) = (1, 2)", "(1, 2)")])
def test_what_may_be_the_same_in_another_dress_is_left_open(left: str, right: str) -> None:
    assert decide_relation(tree(left), tree(right)).outcome is Outcome.UNDECIDED


def test_a_region_with_one_name_is_the_interval_of_its_values() -> None:
    assert decide_relation(tree("1 < x and x <= 2"), tree("Interval.Lopen(1, 2)")).outcome is Outcome.PROVED
    assert decide_relation(tree("x > 5"), tree("(5, oo)")).outcome is Outcome.PROVED
    assert decide_relation(tree("x > 5"), tree("[5, oo)")).outcome is Outcome.REFUTED


def test_an_equation_that_vanishes_on_a_whole_interval_has_more_than_its_border_points() -> None:
    left, right = tree("x*sqrt(y) = 0 and abs(y) = 2*x + y"), tree("x = 0 and y = 0")
    vocabulary = assume("x in real", "y in real")
    assert decide_relation(left, right, vocabulary=vocabulary).outcome is not Outcome.PROVED


def test_a_difference_at_a_single_point_is_not_accepted_by_sampling() -> None:
    left = tree("2*y - 2*x - 3 != 0 or y - x = 2*x - y + 2")
    right = tree("(y - x)^2 = (2*x - y + 2)^2 or 2*y - 2*x - 3 != 0")
    assert not decide_relation(left, right).holds


def test_a_value_in_the_place_of_a_statement_is_left_open() -> None:
    word, verdict = implication(tree("x = 1 or x = 2"), tree("x = 1 or 2"))
    assert word == "unknown"
    assert "not a statement" in verdict.reason


def test_vague_relations_are_kept_by_equal_sides_and_decide_nothing_else() -> None:
    x, y = name("x"), name("y")
    left = relation("approx", y, add(x, number(1)))
    assert implication(left, relation("approx", y, add(number(1), x)))[0] == "equivalent"
    assert implication(left, relation("approx", y, x))[0] == "unknown"
    proportional = relation("propto", y, x)
    assert implication(proportional, relation("propto", y, mul(number(2), x)))[0] == "equivalent"
    assert implication(proportional, relation("propto", y, mul(x, x)))[0] == "unknown"


def test_an_unknown_function_under_a_derivative() -> None:
    y, x = name("y"), name("x")
    slope = Expression("derivative", (y, x))
    left = relation("eq", add(slope, mul(neg(y), number(2))), x)
    right = relation("eq", mul(number(3), add(slope, mul(number(-2), y))), mul(number(3), x))
    assert implication(left, right)[0] == "equivalent"
