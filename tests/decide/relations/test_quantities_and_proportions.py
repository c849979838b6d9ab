"""Units, rounded numbers, proportions and asymptotics."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide.relations import decide_relation
from derive.decide.relations.number import same_number
from derive.decide.relations.quantity import read_quantities, read_quantity, same_quantity
from derive.decide.relations.units import PREFIXES, SPELLINGS, UNITS
from derive.expression import Expression, constant, div, mul, name, number
from derive.read import declare, read
from derive.statement import Statement, Unreadable
from derive.verdict import Outcome, Verdict
from derive.vocabulary import EMPTY

LAWS = settings(max_examples=60, deadline=None, derandomize=True)


def tree(text: str) -> Expression:
    found = read(text, syntax="plain")
    assert isinstance(found, Statement), found
    return found.expression


def quantities(left: str, right: str) -> Verdict:
    pair = read_quantities(left, right)
    assert pair is not None, (left, right)
    return same_quantity(*pair)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2 metre/millihour", "2.00 km/h"),
        ("1.243 mile/hour", "2.00 km/h"),
        ("55.6 centimetre second^(-1)", "0.556 metre/second"),
        ("8.65 k   W", "8650*watt"),
        ("10 μA", "10 microA"),
        ("30 °", "30 degree"),
        ("5 GN", "5000000000 metre kilogram second^(-2)"),
        ("kilogrammetersecondAmperes", "kg m s A"),
        ("5 mV", "0.005 V"),
        ("20 ms", "0.02 s"),
        ("f Hz", "2*pi*f radian/second"),
        ("100.4 kg", "100 kg"),
        ("7504.1 m/s", "7500 m/s"),
        ("1 atm", "101325 Pa"),
        ("12 inch", "1 ft"),
        ("1/(10 ms)", "100 Hz"),
    ],
)
def test_equal_quantities(left: str, right: str) -> None:
    verdict = quantities(left, right)
    assert verdict.holds, verdict.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("kilometre/hour", "2.00 km/h"),
        ("10.56 kg m/s^2", "10.5 kg m/s^2"),
        ("99.4 kg", "100 kg"),
        ("5.2 km", "5 km"),
        ("5 mV", "5 V"),
        ("5 mV", "5 ms"),
        ("3 kg", "3 m"),
        ("994000000000 kg", "100*10**10 kg"),
        ("1 Hz", "1 rad/s"),
    ],
)
def test_different_quantities(left: str, right: str) -> None:
    assert quantities(left, right).outcome is Outcome.REFUTED


def test_different_dimensions_are_named() -> None:
    assert quantities("5 mV", "5 ms").reason == (
        "the dimensions differ: metre^2 kilogram second^-3 ampere^-1 and second"
    )


@given(st.sampled_from([u for u in UNITS if u.prefixes]), st.sampled_from(PREFIXES), st.integers(1, 999))
@LAWS
def test_a_prefix_is_a_power_of_ten(unit: object, prefix: tuple[str, str, int], count: int) -> None:
    full = unit.names[0]  # type: ignore[attr-defined]
    scale = Fraction(10) ** prefix[2]
    left = mul(number(count), Expression("unit", (), prefix[0] + full))
    right = mul(number(count * scale), Expression("unit", (), full))
    assert same_quantity(left, right).holds


@given(st.sampled_from(sorted(SPELLINGS)), st.sampled_from(sorted(SPELLINGS)))
@LAWS
def test_a_ratio_of_units_times_its_divisor_is_the_first_unit(first: str, second: str) -> None:
    a, b = Expression("unit", (), first), Expression("unit", (), second)
    assert same_quantity(mul(div(a, b), b), a).holds


def test_text_that_is_no_quantity_is_left_to_others() -> None:
    assert read_quantity("x + 1") is None
    assert read_quantity("__import__('os')") is None
    assert read_quantities("a*b", "b*a") is None
    assert read_quantity("(" * 200 + "m") is None


@pytest.mark.parametrize(("written", "holds"), [("5.375", True), ("5.38", True), ("5.37", False), ("5.4", True)])
def test_a_decimal_stands_for_what_rounds_to_it(written: str, holds: bool) -> None:
    verdict = same_number(Expression("decimal", (), written), tree("3*log(6)"))
    assert verdict.holds == holds, verdict.reason


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4), st.integers(0, 6))
@LAWS
def test_rounding_is_within_half_a_unit_of_the_last_digit(top: int, bottom: int, places: int) -> None:
    value = Fraction(top, bottom)
    scaled = round(value * 10**places)
    digits = f"{abs(scaled):0{places + 1}d}"
    cut = len(digits) - places
    text = digits[:cut] + "." + digits[cut:]
    rounded = Expression("decimal", (), text)
    signed = rounded if scaled >= 0 else Expression("neg", (rounded,))
    verdict = same_number(signed, number(value))
    assert verdict.holds, (text, value, verdict.reason)


def test_an_integer_without_a_unit_is_exact() -> None:
    assert same_number(number(2), Expression("decimal", (), "2.001")).outcome is Outcome.REFUTED


def relation_between(left: str, right: str, relation: str, variable: str | None, *assumptions: str) -> Verdict:
    vocabulary = EMPTY
    if assumptions:
        found = declare(list(assumptions), syntax="plain")
        assert not isinstance(found, Unreadable), found
        vocabulary = found
    return decide_relation(tree(left), tree(right), vocabulary=vocabulary, relation=relation, variable=variable)


def test_a_density_before_normalising() -> None:
    left, right = "exp(-(x - m)^2/(2*s^2))", "exp(-x^2/(2*s^2) + m*x/s^2)"
    assert relation_between(left, right, "factor", "x").holds
    assert relation_between(left, right, "positive_factor", "x", "m in real", "s > 0", "x in real").holds
    assert relation_between(left, "exp(-x^2/(2*s^2))", "factor", "x").fails


def test_a_negative_factor_is_not_a_positive_one() -> None:
    assert relation_between("-2*x", "x", "factor", "x").holds
    assert relation_between("-2*x", "x", "positive_factor", "x", "x in real").fails
    assert relation_between("2*x", "x", "positive_factor", "x", "x in real").holds


def test_zero_is_no_factor() -> None:
    assert relation_between("0*x", "x", "factor", "x").fails


def test_up_to_an_additive_constant() -> None:
    assert relation_between("(x + a)^2", "x^2 + 2*a*x", "constant", "x").holds
    assert relation_between("(x + a)^2", "x^2 + a*x", "constant", "x").fails


def test_an_eigenvector_is_known_up_to_a_factor() -> None:
    assert relation_between("[1, 2, a]", "[2, 4, 2*a]", "factor", None).holds
    assert relation_between("[1, 2, a]", "[2, 4, a]", "factor", None).fails
    assert relation_between("[1, 2]", "[-1, -2]", "positive_factor", None).fails


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("n^2 + 3*n", "n^2", True),
        ("2*n^2", "n^2", False),
        ("log(n + 1)", "log(n)", True),
        ("sqrt(n^2 + 1) - n", "1/(2*n)", True),
        ("1 - erf(n)", "exp(-n^2)/(sqrt(pi)*n)", True),
        ("factorial(n)", "sqrt(2*pi*n)*(n/E)^n", True),
    ],
)
def test_the_leading_order_far_out(left: str, right: str, outcome: bool) -> None:
    verdict = decide_relation(tree(left), tree(right), relation="asymptotic", variable="n", limit=constant("oo"))
    assert verdict.holds == outcome, verdict.reason
    assert verdict.fails != outcome


def test_the_leading_order_of_a_rational_function_is_exact() -> None:
    left, right = tree("1 - (1 - p)^12"), tree("12*p")
    near = decide_relation(left, right, relation="asymptotic", variable="p", limit=number(0))
    assert near.outcome is Outcome.PROVED
    far = decide_relation(left, right, relation="asymptotic", variable="p", limit=constant("oo"))
    assert far.outcome is Outcome.REFUTED
    with_names = decide_relation(tree("a*x/(1 + x)"), name("a"), relation="asymptotic", variable="x")
    assert with_names.outcome is Outcome.PROVED


def test_the_leading_order_near_a_point() -> None:
    verdict = decide_relation(tree("sin(x)"), name("x"), relation="asymptotic", variable="x", limit=number(0))
    assert verdict.holds


def matrix(*rows: tuple[int | Expression, ...]) -> Expression:
    def entry(value: int | Expression) -> Expression:
        return value if isinstance(value, Expression) else number(value)

    return Expression("matrix", tuple(Expression("row", tuple(entry(v) for v in row)) for row in rows))


def test_a_change_of_basis_keeps_the_map_and_a_jordan_block_is_not_diagonal() -> None:
    diagonal, block = matrix((2, 0), (0, 2)), matrix((2, 1), (0, 2))
    assert decide_relation(diagonal, block, relation="similar").outcome is Outcome.REFUTED
    assert decide_relation(block, matrix((2, 5), (0, 2)), relation="similar").outcome is Outcome.PROVED
    assert decide_relation(matrix((1, 2), (3, 4)), matrix((4, 3), (2, 1)), relation="similar").outcome is Outcome.PROVED
    a, b = name("a"), name("b")
    assert decide_relation(matrix((a, 1), (0, b)), matrix((b, 0), (7, a)), relation="similar").holds
    assert decide_relation(matrix((a, 1), (0, b)), matrix((a, 1), (1, b)), relation="similar").fails
