"""Pairs end to end: tolerances, units, brackets, readings, refusals."""

from typing import Any

import pytest

from derive.compare import compare
from derive.pair import Pair, pair_from_record
from derive.verdict import Outcome


def outcome(**record: Any) -> str:
    return compare(pair_from_record({"syntax": "plain", **record})).verdict.outcome.value


@pytest.mark.parametrize(
    ("student", "reference", "expected"),
    [
        ("2 km/h", "2000 m/h", "proved"),
        ("10 mV", "0.01 V", "proved"),
        ("10 mV", "10 ms", "refuted"),
        ("3 mV", "3 V", "refuted"),
    ],
)
def test_quantities_are_compared_with_their_units(student: str, reference: str, expected: str) -> None:
    assert outcome(student=student, reference=reference) == expected


def test_the_same_letters_on_both_sides_are_names() -> None:
    assert outcome(student="2*(m + s)", reference="2*m + 2*s") == "proved"


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [({"atol": 0.005}, "proved"), ({"rtol": "1e-9"}, "refuted"), (None, "refuted")],
)
def test_a_number_is_right_within_the_tolerance_that_is_stated(tolerance: Any, expected: str) -> None:
    assert outcome(student="6.73", reference="sqrt(3) + 5", tolerance=tolerance) == expected


def test_a_tolerance_may_stand_in_a_note() -> None:
    assert pair_from_record({"student": "1", "reference": "1", "note": "rtol=0.1"}).tolerance is not None
    assert pair_from_record({"student": "1", "reference": "1", "note": "rtol=0; atol=0"}).tolerance is None


def test_a_tolerance_on_a_quantity_counts_the_units_of_the_reference() -> None:
    assert outcome(student="10.9 km", reference="10 km", tolerance={"atol": 1}) == "proved"
    assert outcome(student="10.9 km", reference="10 km", tolerance={"atol": 0.5}) == "refuted"


def test_a_bracket_beside_a_set_is_an_interval() -> None:
    assert outcome(student="[m, 2]", reference="Interval(m, 2)", symbols=["m"]) == "proved"
    assert outcome(student="(m, 2)", reference="Interval(m, 2)", symbols=["m"]) == "refuted"


def test_a_bracket_of_three_beside_a_set_is_refused() -> None:
    verdict = compare(pair_from_record({"student": "[1, 2, 3]", "reference": "{1, 2}", "symbols": ["m"]})).verdict
    assert verdict.outcome is Outcome.UNREADABLE
    assert "a set or an interval was expected here, but a list of 3 was found" in verdict.reason


def test_an_unknown_function_is_refused_where_the_names_are_declared() -> None:
    verdict = compare(Pair("sinn(n)", "sin(n)", "plain", symbols=("n", "m"))).verdict
    assert verdict.outcome is Outcome.UNREADABLE
    assert "did you mean sin?" in verdict.reason


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({"student": 1, "reference": "1"}, "student=1 is not a text"),
        ({"student": "1", "reference": "1", "relation": "same"}, "relation='same' is not known; expected one of equal"),
        ({"student": "1", "reference": "1", "symbols": "x"}, "symbols='x' is not a list of texts"),
        ({"student": "1", "reference": "1", "syntax": "tex"}, "syntax='tex' is not known; expected one of auto"),
        ({"student": "1", "reference": "1", "tolerance": 3}, "tolerance=3 is not an object"),
        ({"student": "1", "reference": "1", "tolerance": {"tol": 3}}, "tolerance 'tol' is not known"),
        ({"student": "1", "reference": "1", "tolerance": {"atol": -1}}, "tolerance atol=-1 is negative"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused_in_a_sentence(record: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
        pair_from_record(record)


def test_a_value_beyond_doubles_costs_the_diagnosis_and_not_the_verdict() -> None:
    comparison = compare(Pair("99999999!", "x", "plain"))
    assert comparison.verdict.outcome is Outcome.REFUTED
    assert comparison.verdict.diagnosis is None
