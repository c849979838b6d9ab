"""Commas between thousands, words and units behind numbers, solutions listed with commas."""

import pytest

from derive.compare import compare
from derive.pair import Pair
from derive.verdict import Outcome


def outcome(student: str, reference: str) -> Outcome:
    return compare(Pair(student, reference, syntax="latex")).verdict.outcome


@pytest.mark.parametrize("text", ["1,000", r"1\,000", r"1,\!000", "1{,}000", r"1\!000"])
def test_groups_of_three_digits_are_one_number(text: str) -> None:
    assert outcome(text, "1000") is Outcome.PROVED
    assert outcome(text, "1001") is Outcome.REFUTED


@pytest.mark.parametrize(
    ("student", "reference"),
    [("1,234,567", "1234567"), ("1,22", "1.22"), (r"18\text{ dollars}", "18"), (r"12\text{ cm}", "12")],
)
def test_commas_within_a_number_and_words_behind_it_are_dress(student: str, reference: str) -> None:
    assert outcome(student, reference) is Outcome.PROVED


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("1,234", "1.234"),
        (r"5\text{ million}", "5"),
        (r"50\text{ percent}", "50"),
        (r"5\text{ less}", "5"),
        (r"5\text{ apples}", r"5\text{ pears}"),
        (r"18\text{ dollars}", r"18\text{ euros}"),
        (r"\text{Yes}", r"\text{yes}"),
    ],
)
def test_what_may_be_more_than_dress_is_not_accepted(student: str, reference: str) -> None:
    assert outcome(student, reference) not in (Outcome.PROVED, Outcome.SUPPORTED)


def test_one_and_several_of_a_thing_are_the_same_thing() -> None:
    assert outcome(r"1\text{ bit}", r"1\text{ bits}") is Outcome.PROVED


@pytest.mark.parametrize(
    ("student", "reference"),
    [(r"18\text{ dollars}", "19"), (r"12\text{ cm}", "13"), (r"\text{Yes}", r"\text{no}"), ("1,234", "1235")],
)
def test_another_number_or_word_stays_wrong(student: str, reference: str) -> None:
    assert outcome(student, reference) is Outcome.REFUTED


def test_solutions_with_commas_between_them_are_a_set() -> None:
    assert outcome("x=1, x=2", r"\{1,2\}") in (Outcome.PROVED, Outcome.SUPPORTED)
    assert outcome("x=1, x=2", r"\{1,3\}") is Outcome.REFUTED
    assert outcome(r"\mathbb{R}", r"(-\infty,\infty)") in (Outcome.PROVED, Outcome.SUPPORTED)


def test_a_word_for_an_angle_is_an_angle() -> None:
    assert outcome(r"60\text{ degrees}", r"60^\circ") is Outcome.PROVED
    assert outcome(r"60\text{ degrees}", r"61^\circ") is Outcome.REFUTED
