"""An answer that gives a value beside the value, numbers with commas, words behind a number, vectors as rows."""

from __future__ import annotations

import pytest

from derive.compare import compare
from derive.pair import Pair
from derive.verdict import Outcome

HOLD = (Outcome.PROVED, Outcome.SUPPORTED)


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("x = 5", "5"),
        (r"k = \frac{1}{3}", "1/3"),
        ("a_n = 2n+1", "2n+1"),
        ("f(x) = x^2", "x^2"),
        ("1,234,567", "1234567"),
        (r"\frac{3}{4}\text{ cm}", r"\frac34"),
    ],
)
def test_what_an_answer_amounts_to_is_compared(student: str, reference: str) -> None:
    for one, other in ((student, reference), (reference, student)):
        assert compare(Pair(one, other, syntax="latex")).verdict.outcome in HOLD


@pytest.mark.parametrize(
    ("student", "reference", "syntax"),
    [
        ("x = 5", "6", "latex"),
        ("x = x^2", "x^2", "latex"),
        ("1,234,567", "1234568", "latex"),
        (r"3\text{ m}", r"3\text{ cm}", "latex"),
        (r"3\text{ m}", "4", "latex"),
        (r"3\text{ million}", "3", "latex"),
        (r"3\text{ or more}", "3", "latex"),
        (r"28\text{ percent}", "28", "latex"),
        ("1", "x = 1", "plain"),
        ("0,5", "1/3", "plain"),
        ("1,2", "(1,3)", "plain"),
        ("3+4j", "3-4*I", "plain"),
    ],
)
def test_and_nothing_more_than_that(student: str, reference: str, syntax: str) -> None:
    assert compare(Pair(student, reference, syntax=syntax)).verdict.outcome not in HOLD


def test_matrices_of_other_sizes_are_refuted_and_a_row_beside_a_column_is_left_open() -> None:
    wide = compare(Pair("Matrix([[1,2],[2,3]])", "Matrix([[1,2,3],[2,3,3]])", syntax="plain")).verdict
    assert wide.fails
    assert "a 2 by 2 matrix and a 2 by 3 matrix" in wide.reason
    turned = compare(Pair("Matrix([1,2])", "Matrix([1,2]).T", syntax="plain")).verdict
    assert turned.outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("1.5e3x", "1500*x"),
        ("Matrix([[1,2],[3,4]]).T", "Matrix([[1,3],[2,4]])"),
        ("x if x > 0 else 0", "Max(0, x)"),
        ("(1+j)^2", "2*I"),
        ("x_1x_2", "x_2 x_1"),
    ],
)
def test_right_answers_that_were_once_misread(student: str, reference: str) -> None:
    assert compare(Pair(student, reference, syntax="plain", implicit=True)).verdict.outcome in HOLD


@pytest.mark.parametrize(
    ("student", "reference", "holds"),
    [
        (r"-\frac{b}{2a} \pm \frac{\sqrt{d}}{2a}", r"\frac{-b\pm\sqrt{d}}{2a}", True),
        (r"\cos(x\pm y)", r"\cos x\cos y\mp\sin x\sin y", True),
        (r"\cos(x\pm y)", r"\cos x\cos y\pm\sin x\sin y", False),
        (r"\frac{2\pm\sqrt 8}{2}", r"1\mp\sqrt 2", True),
        (r"\frac{2\pm\sqrt 8}{2}", r"\{1-\sqrt 2, 1+\sqrt 2\}", True),
        (r"\frac{2\pm\sqrt 8}{2}", r"\{1, 1+\sqrt 2\}", False),
        ("x = 1, y = 2", "(1,2)", True),
        ("x = 1, y = 2", "(2,1)", False),
        ("(x,y) = (1,2)", "(1,2)", True),
        ("x_1 = 2, x_2 = 3", r"\{3,2\}", True),
        ("2,3", r"\{3,2\}", True),
        ("(2,3)", r"\{3,2\}", False),
        ("f'(x) = 2x", "2x", True),
        (r"\frac{dy}{dx} = 3x^2", "3x^2", True),
        ("(1,2)", "[1,2]", False),
    ],
)
def test_two_signs_and_several_values(student: str, reference: str, holds: bool) -> None:
    assert compare(Pair(student, reference, syntax="latex")).verdict.holds is holds
