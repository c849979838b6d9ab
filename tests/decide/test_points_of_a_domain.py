"""Points lie in their domain, meet the assumptions, can be typed in, and are the same on every run."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.domain import domain
from derive.decide.sample import admissible, points, real_points
from derive.expression import Expression, mul, name, number, relation
from derive.name import DOMAINS, Name
from derive.vocabulary import EMPTY, Vocabulary

CHECKS: dict[str, Callable[[Fraction], bool]] = {
    "real": lambda v: True,
    "positive": lambda v: v > 0,
    "nonnegative": lambda v: v >= 0,
    "negative": lambda v: v < 0,
    "nonpositive": lambda v: v <= 0,
    "nonzero": lambda v: v != 0,
    "integer": lambda v: v.denominator == 1,
    "nonnegative integer": lambda v: v.denominator == 1 and v >= 0,
    "positive integer": lambda v: v.denominator == 1 and v >= 1,
}


@pytest.mark.parametrize("kind", [d for d in DOMAINS if d != "complex"])
def test_every_coordinate_lies_in_its_domain(kind: str) -> None:
    found = points(Vocabulary(names=(Name("x", kind), Name("y", kind))), ["x", "y"], 40)
    assert len(found) == 40
    for p in found:
        for v in p.values():
            if isinstance(v, tuple):
                assert kind == "nonzero"
            else:
                assert CHECKS[kind](v)


def test_undeclared_names_take_complex_values_at_some_points_and_real_ones_at_others() -> None:
    found = points(EMPTY, ["z"], 24)
    assert any(isinstance(p["z"], tuple) for p in found)
    assert any(isinstance(p["z"], Fraction) for p in found)
    assert all(isinstance(p["z"], Fraction) for p in real_points(EMPTY, ["z"], 24))


def test_the_first_point_is_small_enough_to_check_by_hand() -> None:
    (first,) = points(EMPTY, ["a", "b", "c"], 1)
    assert all(isinstance(v, Fraction) and v.denominator <= 3 and 0 < v < 20 for v in first.values())
    assert len(set(first.values())) == 3


def test_a_chain_of_names_is_met_at_every_point() -> None:
    chain = Expression("chain", (number(0), name("W_0"), name("W_1"), name("W_2")), ("lt", "lt", "lt"))
    found = points(Vocabulary(assumptions=(chain,)), ["W_1"], 20)
    assert len(found) == 20
    for p in found:
        low, middle, high = (p[n] for n in ("W_0", "W_1", "W_2"))
        assert isinstance(low, Fraction)
        assert isinstance(middle, Fraction)
        assert isinstance(high, Fraction)
        assert 0 < low < middle < high


def test_spans_and_an_order_are_met_together() -> None:
    spans = {"E_L": (-80, -60), "V_th": (-58, -40), "E_0": (-20, 30)}
    names = tuple(Name(n, "real", (Fraction(a), Fraction(b))) for n, (a, b) in spans.items())
    order = Expression("chain", (name("E_L"), name("V_th"), name("E_0")), ("lt", "lt"))
    found = points(Vocabulary(names=names, assumptions=(order,)), list(spans), 10)
    assert len(found) == 10
    for p in found:
        for n, (a, b) in spans.items():
            v = p[n]
            assert isinstance(v, Fraction)
            assert a <= v <= b


def test_a_product_of_a_declared_sign_is_met() -> None:
    negative = relation("lt", mul(name("x"), name("w")), number(0))
    for p in points(Vocabulary(assumptions=(negative,)), ["x", "w"], 10):
        x, w = p["x"], p["w"]
        assert isinstance(x, Fraction)
        assert isinstance(w, Fraction)
        assert x * w < 0


def test_a_name_defined_by_the_others_is_solved_for() -> None:
    equal = relation("eq", name("s"), mul(number(2), name("t")))
    found = points(Vocabulary(assumptions=(equal,)), ["s", "t"], 5)
    assert found
    assert all(p["s"] == 2 * p["t"] for p in found if isinstance(p["t"], Fraction))


def test_assumptions_that_contradict_each_other_leave_no_point() -> None:
    impossible = (relation("lt", name("x"), name("y")), relation("lt", name("y"), name("x")))
    assert points(Vocabulary(assumptions=impossible), ["x", "y"], 3) == []


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.sampled_from([d for d in DOMAINS if d != "complex"]), st.integers(0, 50))
def test_what_is_sampled_is_admissible(kind: str, start: int) -> None:
    vocabulary = Vocabulary(names=(Name("x", kind), Name("y", "positive")), assumptions=())
    where = domain(vocabulary, ["x", "y"])
    for p in points(vocabulary, ["x", "y"], 3, start):
        assert admissible(where, p)


def test_an_order_between_names_makes_them_real_and_bounds_them() -> None:
    chain = Expression("chain", (number(0), name("a"), name("b")), ("lt", "lt"))
    where = domain(Vocabulary(assumptions=(chain, relation("lt", name("b"), number(2)))), ["a"])
    assert where.of("a").is_positive
    assert where.of("a").high == 2
    assert where.of("b").is_positive


SCRIPT = """
from derive.decide import decide
from derive.decide.sample import points
from derive.read import infer, read
from derive.vocabulary import EMPTY
print(points(EMPTY, {"x", "alpha", "W_0", "zeta"}, 6))
pairs = [("sin(x)*cos(y)+cos(x)*sin(y)", "sin(x+y)"), ("f(x)*g(y)", "f(y)*g(x)"), ("sqrt(a*b)", "sqrt(a)*sqrt(b)"),
         ("Max(x,y)", "x"), ("gamma(z+1)*exp(w)", "z*exp(w)*gamma(z)"), ("(a+b+c)**3", "a**3+b**3+c**3")]
for pair in pairs:
    vocabulary = infer(pair, syntax="plain")
    left, right = (read(t, syntax="plain", vocabulary=vocabulary).expression for t in pair)
    print(decide(left, right, vocabulary=vocabulary))
"""


def test_the_same_bytes_come_out_for_every_hash_seed() -> None:
    def output(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, env=environment, check=True)
        return done.stdout

    found = [output(seed) for seed in ("0", "1", "7")]
    assert all(a == b for a, b in itertools.pairwise(found))
    assert b"proved" in found[0]
    assert b"refuted" in found[0]
