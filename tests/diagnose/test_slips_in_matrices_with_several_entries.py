"""A slip that runs through a matrix is named once; exchanged entries are told; what should vanish is said to."""

import pytest

from derive.diagnose import diagnose
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Diagnosis


def found(student: str, reference: str) -> Diagnosis | None:
    vocabulary = infer((student, reference), syntax="plain")
    sides = [read(text, syntax="plain", vocabulary=vocabulary) for text in (student, reference)]
    one, two = (s.expression for s in sides if isinstance(s, Statement))
    return diagnose(one, two, vocabulary=vocabulary)


RIGHT = "Matrix([[0], [a*b - c], [a + b*c]])"


@pytest.mark.parametrize(
    ("student", "slip", "words"),
    [
        ("Matrix([[0], [2*a*b - 2*c], [2*a + 2*b*c]])", "constant factor", "the same slip in 2 entries"),
        ("Matrix([[0], [a + b*c], [a*b - c]])", "swapped entries", "row 2, column 1 and row 3, column 1"),
        ("Matrix([[0], [a*b], [a]])", "dropped term", "the same slip in 2 entries"),
        ("Matrix([[0], [a*b - c], [a - b*c]])", "sign of a term", "row 3, column 1"),
    ],
)
def test_the_common_slip_of_several_entries_is_named(student: str, slip: str, words: str) -> None:
    told = found(student, RIGHT)
    assert told is not None
    assert told.slip == slip
    assert words in told.text


def test_different_slips_in_different_entries_are_not_named_as_one() -> None:
    assert found("Matrix([[0], [2*a*b - 2*c], [a - b*c]])", RIGHT) is None


def test_an_answer_that_should_vanish_is_told_so() -> None:
    told = found("2*a*b", "0")
    assert told is not None
    assert told.slip == "should vanish"
    assert told.text == "everything cancels: `0` should stand where `2*a*b` stands"
