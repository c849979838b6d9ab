"""Functions of established meaning are written out or left alone, never replaced by just any function."""

import pytest

from derive.decide import decide
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
