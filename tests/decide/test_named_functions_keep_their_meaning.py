"""Functions of established meaning are written out or left alone, never replaced by just any function."""

import pytest

from derive.compare import compare
from derive.decide import decide
from derive.expression import ONE, TWO, Expression, add, call, div, mul, name
from derive.pair import Pair
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Outcome, Verdict


def asked(left: str, right: str) -> Verdict:
    vocabulary = infer((left, right), syntax="plain")
    sides = [read(text, syntax="plain", vocabulary=vocabulary) for text in (left, right)]
    assert isinstance(sides[0], Statement)
    assert isinstance(sides[1], Statement)
    return decide(sides[0].expression, sides[1].expression, vocabulary=vocabulary)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("harmonic(4)", "25/12"),
        ("harmonic(n + 1) - harmonic(n)", "1/(n + 1)"),
        ("fibonacci(10)", "55"),
        ("lucas(5)", "11"),
        ("chebyshevt(3, x)", "4*x^3 - 3*x"),
        ("chebyshevu(2, x)", "4*x^2 - 1"),
        ("legendre(4, x)", "(35*x^4 - 30*x^2 + 3)/8"),
        ("hermite(3, x)", "8*x^3 - 12*x"),
        ("rf(x, 3)", "x*(x + 1)*(x + 2)"),
        ("ff(x, 2)", "x*(x - 1)"),
        ("bernoulli(4)", "-1/30"),
        ("catalan(4)", "14"),
    ],
)
def test_what_is_known_of_it_is_written_out(left: str, right: str) -> None:
    assert asked(left, right).holds
    assert asked(left, f"{right} + 1/7").fails


@pytest.mark.parametrize(("left", "right"), [("primepi(10)", "4"), ("mathieuc(a, q, x)", "cos(x)")])
def test_a_function_that_is_not_written_out_is_no_abstract_function(left: str, right: str) -> None:
    assert asked(left, right).outcome is Outcome.UNDECIDED
    assert asked(left, left).holds


@pytest.mark.parametrize(
    ("student", "reference", "holds"),
    [
        (r"\gamma(1,x)", r"1-e^{-x}", True),
        (r"\gamma(2,x)", r"1-e^{-x}", False),
        (r"\gamma(s+1,x)", r"s\gamma(s,x)-x^s e^{-x}", True),
        (r"\psi_1(1)", r"\frac{\pi^2}{6}", True),
        (r"I_x(1,1)", "x", True),
        (r"B_x(1,1)", "x^2", False),
        (r"\zeta(2,1)", r"\frac{\pi^2}{6}", True),
        (r"\operatorname{logit}(\operatorname{expit}(x))", "x", True),
        (r"\operatorname{relu}(x)-\operatorname{relu}(-x)", "x", True),
        (r"\frac{d}{dx}\operatorname{softplus}(x)", r"\operatorname{sigmoid}(x)", True),
        (r"\operatorname{softplus}(x)", r"\operatorname{relu}(x)", False),
    ],
)
def test_letters_and_words_for_special_functions(student: str, reference: str, holds: bool) -> None:
    verdict = compare(Pair(student, reference, syntax="latex", assumptions=("s > 0", "x > 0"))).verdict
    assert verdict.holds is holds, verdict.reason
    assert verdict.fails is not holds


def test_a_function_of_ones_own_may_be_written_with_the_same_letter() -> None:
    left, right = (Expression("call", (name(a), name(b)), "gamma") for a, b in (("s", "t"), ("s", "t")))
    assert decide(add(left, ONE), add(ONE, right)).holds
    assert decide(left, add(right, ONE)).fails


@pytest.mark.parametrize("outer", ["f", "g"])
def test_an_inverse_undoes_its_function_and_counterexamples_take_true_inverses(outer: str) -> None:
    x, y = name("x"), name("y")

    def forth(a: Expression) -> Expression:
        return call(outer, a)

    def back(a: Expression) -> Expression:
        return call(f"{outer}_inverse", a)

    assert decide(back(forth(x)), x).holds
    assert decide(mul(forth(back(x)), y), mul(x, y)).holds
    assert decide(back(mul(TWO, x)), mul(TWO, back(x))).fails
    assert decide(back(div(add(x, y), TWO)), div(add(back(x), back(y)), TWO)).fails
    assert decide(back(x), forth(x)).fails
