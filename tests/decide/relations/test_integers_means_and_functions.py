"""Relations between integers, inequalities between means, and abstract functions made concrete."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.compare import compare
from derive.decide.budget import Budget
from derive.decide.relations.amgm import nonnegative_by_means
from derive.pair import Pair
from derive.verdict import Outcome, Verdict

LAWS = settings(max_examples=30, deadline=None, derandomize=True)


def asked(left: str, right: str, *assumptions: str, functions: tuple[str, ...] = ()) -> Verdict:
    pair = Pair(left, right, syntax="plain", assumptions=assumptions, functions=functions)
    return compare(pair, explain=False).verdict


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(1, 4))
@LAWS
def test_a_region_of_integers_is_what_a_loop_finds(a: int, b: int, c: int) -> None:
    found = asked(f"(n - {a})*({c}*n - {b}) < 3", "false", "n in integer")
    some = any((n - a) * (c * n - b) < 3 for n in range(-40, 41))
    assert found.fails == some
    assert found.holds == (not some)


@given(st.integers(2, 7), st.integers(0, 6), st.integers(0, 3))
@LAWS
def test_remainders_repeat(m: int, r: int, k: int) -> None:
    found = asked(f"Mod(n^2 + {k}*n, {m}) = {r}", "false", "n in integer")
    assert found.fails == any((n * n + k * n) % m == r for n in range(m))
    assert found.outcome is not Outcome.UNDECIDED


@given(
    st.fractions(-4, 4, max_denominator=3), st.sampled_from(("<", "<=", ">", ">=", "=")), st.sampled_from((1, 2, -1))
)
@LAWS
def test_a_floor_against_a_bound_is_an_interval(bound: Fraction, op: str, slope: int) -> None:
    ways = {
        "<": f"{slope}*x < {ceil(bound)}",
        ">=": f"{slope}*x >= {ceil(bound)}",
        "<=": f"{slope}*x < {floor(bound) + 1}",
        ">": f"{slope}*x >= {floor(bound) + 1}",
        "=": f"{floor(bound)} <= {slope}*x and {slope}*x < {floor(bound) + 1}" if bound.denominator == 1 else "false",
    }
    found = asked(f"floor({slope}*x) {op} {bound}", ways[op], "x in real")
    assert found.outcome is Outcome.PROVED, found.reason


@given(st.lists(st.integers(1, 5), min_size=2, max_size=3), st.integers(1, 30))
@LAWS
def test_means_prove_nothing_that_a_point_refutes(weights: list[int], factor: int) -> None:
    names = len(weights)
    terms: dict[tuple[int, ...], Fraction] = {}
    for k, w in enumerate(weights):
        terms[tuple(names if i == k else 0 for i in range(names))] = Fraction(w)
    terms[(1,) * names] = Fraction(-factor, 2)
    proved = nonnegative_by_means(terms, [True] * names, Budget().started())
    values = [Fraction(n, 4) for n in (1, 2, 4, 6, 9)]
    points = [(a, b, c) for a in values for b in values for c in values]
    least = min(sum(c * _monomial(m, p) for m, c in terms.items()) for p in points)
    assert not (proved and least < 0)
    if all(2 * w * names >= factor for w in weights):
        assert proved


def _monomial(exponents: tuple[int, ...], point: tuple[Fraction, ...]) -> Fraction:
    value = Fraction(1)
    for e, x in zip(exponents, point):
        value *= x**e
    return value


def test_a_function_that_tells_two_regions_apart_is_named() -> None:
    verdict = asked("f(a + b) > 0", "f(a) + f(b) > 0", functions=("f",))
    assert verdict.outcome is Outcome.REFUTED
    assert verdict.evidence[0].method == "concrete function"
    assert verdict.evidence[0].figures[0][0] == "f(t)"
    assert verdict.evidence[0].figures[0][1].startswith("f(t) = ")


def test_equal_arguments_have_equal_values() -> None:
    assert asked("f(a + b) > 0", "f(b + a) > 0", functions=("f",)).holds
    assert not asked("f(x) > 1 and x = y", "f(y) > 1 and x = y", functions=("f",)).fails


def test_what_is_declared_of_a_function_is_not_forgotten() -> None:
    from derive.decide.relations import decide_relation
    from derive.name import Function
    from derive.read import read
    from derive.statement import Statement
    from derive.vocabulary import Vocabulary

    vocabulary = Vocabulary(functions=(Function("s", 1, ("positive",)),))
    sides = [read(text, syntax="plain", vocabulary=vocabulary) for text in ("s(x) > -1", "s(x) > 0")]
    assert isinstance(sides[0], Statement)
    assert isinstance(sides[1], Statement)
    assert not decide_relation(sides[0].expression, sides[1].expression, vocabulary=vocabulary).fails


def test_what_no_ball_encloses_is_left_open() -> None:
    from derive.decide.relations import holds
    from derive.read import read
    from derive.statement import Statement

    for text in (r"\|x\|^2 x^T y < 3 \log(z)", r"x^T A x \ge \sqrt{z}", r"\det(A) > \log(z) z^T z"):
        claim = read(text, syntax="latex")
        assert isinstance(claim, Statement)
        assert holds(claim.expression).outcome in Outcome
