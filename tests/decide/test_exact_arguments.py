"""The parts behind a proof: the field, separation bounds, the hash, iterated logarithms, and what a verdict says."""

from __future__ import annotations

import itertools
import random
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide import Budget, decide
from derive.decide.algebraic import Algebraic
from derive.decide.ball import enclose
from derive.decide.domain import Domain, domain
from derive.decide.field import Element, Field, UndefinedError
from derive.decide.hashing import hashed, levels
from derive.decide.probe import Prober
from derive.decide.program import program
from derive.decide.question import question
from derive.decide.translate import Translator
from derive.expression import ONE, TWO, Expression, add, call, div, mul, name, number, power, replace, sub
from derive.name import Function, Name
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Outcome
from derive.vocabulary import EMPTY, Vocabulary

X, Y = name("x"), name("y")


def parsed(text: str) -> Expression:
    statement = read(text, syntax="plain", vocabulary=infer([text], syntax="plain"))
    assert isinstance(statement, Statement)
    return statement.expression


def translated(text: str, vocabulary: Vocabulary = EMPTY) -> tuple[Translator, Element]:
    e = parsed(text)
    t = Translator(Field(64, Budget()), domain(vocabulary, e.names()))
    (element,) = t.run(program((e,)))
    return t, element


fractions = st.fractions(min_value=-9, max_value=9, max_denominator=7)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("+-*/"), fractions), max_size=8), fractions)
def test_the_field_computes_like_fractions(steps: list[tuple[str, Fraction]], start: Fraction) -> None:
    field = Field(8, Budget())
    exact, element = start, field.constant(start)
    for operation, value in steps:
        other = field.constant(value)
        if operation == "+":
            exact, element = exact + value, field.add(element, other)
        elif operation == "-":
            exact, element = exact - value, field.sub(element, other)
        elif operation == "*":
            exact, element = exact * value, field.mul(element, other)
        elif value:
            exact, element = exact / value, field.div(element, other)
    assert field.rational(element) == exact


def test_a_division_by_what_reduces_to_zero_is_undefined() -> None:
    with pytest.raises(UndefinedError):
        translated("1/(sin(x)**2 + cos(x)**2 - 1)")


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))", True),
        ("sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)) + 10**-300", False),
        ("(2 + sqrt(5))**(1/3) - (sqrt(5) - 2)**(1/3) - 1", True),
        ("cos(2*pi/5) - (sqrt(5) - 1)/4", True),
        ("cos(2*pi/5) - (sqrt(5) - 1)/4 + 1/10**80", False),
    ],
)
def test_the_separation_bound_decides_algebraic_numbers(text: str, zero: bool) -> None:
    t, element = translated(text)
    assert Algebraic(t.field).zero(t.field.reduce(element).num) is zero


def test_the_separation_bound_is_below_every_value_that_is_not_zero() -> None:
    """Small combinations of square roots, the classic trap: the bound must not call them zero."""
    draw = random.Random(3)
    for _ in range(40):
        a, b, c = (draw.randint(2, 400) for _ in range(3))
        text = f"sqrt({a}) + sqrt({b}) - sqrt({c})"
        t, element = translated(text)
        value = enclose(parsed(text), {}, 400)
        assert Algebraic(t.field).zero(t.field.reduce(element).num) is bool(value.contains(0))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("sin(x + y)", "sin(x)*cos(y) + cos(x)*sin(y)", True),
        ("exp(exp(x + y))", "exp(exp(x)*exp(y))", True),
        ("exp(exp(x + y))", "exp(exp(x) + exp(y))", False),
        ("tanh(x/2)/2 + 1/2", "1/(1 + exp(-x))", True),
        ("(x + y)**7", "x**7 + y**7", False),
    ],
)
def test_the_hash_is_a_homomorphism(left: str, right: str, same: bool) -> None:
    asked = question(parsed(left), parsed(right), EMPTY, Budget())
    verdict = hashed(asked, Prober(asked))
    assert (verdict is not None) is same
    if verdict is not None:
        assert verdict.outcome is Outcome.SUPPORTED
        assert "probability of an error is below 2^-" in verdict.reason


def test_the_fields_of_the_hash_are_a_chain_of_primes() -> None:
    chain = levels()
    for below, above in itertools.pairwise(chain):
        assert (above.prime - 1) % (4 * below.prime) == 0
        assert above.generator is not None
        assert pow(above.generator, below.prime, above.prime) == 1
        assert above.generator != 1
        assert above.imaginary**2 % above.prime == above.prime - 1


def test_what_is_too_large_to_multiply_out_is_supported_with_its_error() -> None:
    factors = [add(name(f"x{k}"), name(f"y{k}"), ONE) for k in range(14)]
    verdict = decide(mul(*factors), mul(*[f.with_args(f.args[::-1]) for f in reversed(factors)]))
    assert verdict.outcome is Outcome.SUPPORTED
    assert verdict.evidence[0].method == "homomorphic hash"


def test_thousands_of_terms_are_decided_exactly() -> None:
    draw = random.Random(5)
    names = [name(f"a{k}") for k in range(21)]
    terms = [
        mul(number(draw.randint(1, 9)), draw.choice(names), call("exp", mul(draw.choice(names), Y)))
        for _ in range(2000)
    ]
    shuffled = terms[:]
    draw.shuffle(shuffled)
    assert decide(add(*terms), add(*shuffled)).outcome is Outcome.PROVED
    assert decide(add(*terms), add(*shuffled[:-1])).outcome is Outcome.REFUTED


# ------------------------------------------------------------------------------------------------- what is said
def test_a_proof_says_which_assumptions_it_used() -> None:
    vocabulary = Vocabulary(names=(Name("a", "nonnegative"), Name("b", "positive"), Name("c", "positive")))
    verdict = decide(parsed("sqrt(a**2*b)*c"), parsed("a*sqrt(b)*c"), vocabulary=vocabulary)
    assert verdict.outcome is Outcome.PROVED
    assert "a >= 0" in verdict.evidence[0].assumptions
    assert "c > 0" not in verdict.evidence[0].assumptions
    assert verdict.reason.startswith("the difference is zero in exact arithmetic (using ")


def test_a_counterexample_is_simple_and_prints_both_values() -> None:
    vocabulary = Vocabulary(names=(Name("a", "real"), Name("b", "positive")))
    verdict = decide(parsed("sqrt(a**2*b)"), parsed("a*sqrt(b)"), vocabulary=vocabulary)
    assert verdict.reason == "at a = -1, b = 1 the two sides are 1 and -1"
    assert dict(verdict.evidence[0].figures) == {"a": "-1", "b": "1", "left": "1", "right": "-1"}


def test_a_counterexample_for_an_abstract_function_names_a_concrete_one_with_its_properties() -> None:
    vocabulary = Vocabulary(functions=(Function("g", properties=("positive", "increasing")),))
    verdict = decide(call("g", X), call("g", mul(TWO, X)), vocabulary=vocabulary)
    assert verdict.outcome is Outcome.REFUTED
    assert dict(verdict.evidence[0].figures)["g"] == "g(t) = exp((1/2)*t)"


def test_a_property_that_no_family_has_leaves_the_question_open() -> None:
    vocabulary = Vocabulary(functions=(Function("g", properties=("nowhere differentiable",)),))
    assert decide(call("g", X), call("g", mul(TWO, X)), vocabulary=vocabulary).outcome is Outcome.UNDECIDED


def test_an_odd_function_is_never_refuted_for_being_odd() -> None:
    from derive.expression import neg

    vocabulary = Vocabulary(functions=(Function("g", properties=("odd",)),))
    assert not decide(call("g", neg(X)), neg(call("g", X)), vocabulary=vocabulary).fails
    assert decide(call("g", neg(X)), call("g", X), vocabulary=vocabulary).fails


@pytest.mark.parametrize(("policy", "outcome"), [("ignore", Outcome.PROVED), ("refute", Outcome.REFUTED)])
def test_the_caller_says_what_an_undefined_point_counts(policy: str, outcome: Outcome) -> None:
    verdict = decide(div(X, X), ONE, vocabulary=Vocabulary(undefined=policy))
    assert verdict.outcome is outcome
    if outcome is Outcome.REFUTED:
        assert verdict.reason == "at x = 0 the left side is undefined and the other is 1"


def test_undecided_says_what_was_tried() -> None:
    verdict = decide(
        call("floor", call("exp", X)),
        call("floor", add(call("exp", X), number(Fraction(1, 10**90)))),
        vocabulary=Vocabulary(names=(Name("x", "real"),)),
    )
    assert verdict.outcome is Outcome.UNDECIDED
    assert [e.method for e in verdict.evidence][:2] == ["normal form", "cases"]


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(-3, 3))
def test_every_printed_counterexample_can_be_typed_in_again(a: int, b: int, c: int) -> None:
    left = add(power(X, number(a)), mul(number(b), Y))
    right = add(power(X, number(a)), mul(number(c), Y))
    verdict = decide(left, right)
    if b == c:
        assert verdict.outcome is Outcome.PROVED
        return
    figures = dict(verdict.evidence[0].figures)
    point = {n: number(Fraction(figures[n])) for n in ("x", "y")}
    values = [program((replace(side, point),)) for side in (left, right)]
    found = [code.instructions[code.roots[0]][1] for code in values]
    assert found[0] != found[1]


def test_a_small_budget_is_kept() -> None:
    heavy = power(add(*[call("exp", name(f"x{k}")) for k in range(12)]), number(40))
    start = time.monotonic()
    verdict = decide(sub(heavy, heavy), number(0), budget=Budget(seconds=0.5))
    assert time.monotonic() - start < 5
    assert not verdict.fails


def test_an_empty_domain_proves_nothing_by_accident() -> None:
    nowhere = Domain({}, ())
    assert nowhere.of("x").kind == "complex"
    verdict = decide(div(ONE, sub(X, X)), number(3))
    assert verdict.outcome is Outcome.UNDECIDED


def test_a_proof_says_where_it_holds() -> None:
    verdict = decide(parsed("(x**2 - 1)/(x - 1)"), parsed("x + 1"))
    assert verdict.reason == "the difference is zero in exact arithmetic where x - 1 != 0"
    assert dict(verdict.evidence[0].figures) == {"where": "x - 1 != 0"}


def test_nothing_divided_by_zero_is_equal_to_itself() -> None:
    side = div(X, sub(ONE, ONE))
    verdict = decide(side, side)
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.reason == "both sides divide by zero: there is nothing to compare"


def test_an_abstract_function_is_no_integral_of_another_one() -> None:
    verdict = decide(parsed("F(x)"), parsed("Integral(f(t)*exp(-t*x), (t, 0, oo))"))
    assert verdict.outcome is Outcome.REFUTED
    assert verdict.reason == "with the constant functions F = 1, f = 0: the two sides are 1 and 0"
