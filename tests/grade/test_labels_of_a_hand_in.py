"""Headings and labels: what they say of the parts of a sheet, and what they do not."""

from __future__ import annotations

import pytest

from derive.grade.labels import NAMED, OTHER_PART, OTHER_SECTION, PartLabels, above, fits, labels, named
from derive.grade.pairing import heaviest
from derive.grade.spelling import normalised, without_time

PLAIN = tuple(
    PartLabels(i, "", i, (title,))
    for i, title in enumerate((("v", "nullcline"), ("v", "nullcline", "x"), ("jacobian",)), 1)
)
SECTIONS = (
    PartLabels(1, "1", 1, (("loss",),), "Eq. 3"),
    PartLabels(2, "1", 2, (("gradient",),), "Eq. 4"),
    PartLabels(3, "2", 1, (("other", "loss"),), "Eq. 6"),
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Part 3", ("3",)),
        ("1a", ("1a",)),
        ("(b)", ("b",)),
        ("2.1 Stability", ("2.1",)),
        ("Question 1 (c)", ("1c",)),
        ("Problem 4: nullclines", ("4",)),
        ("Homework 8", ()),
        ("Three neurons in a row", ()),
        ("A model", ()),
    ],
)
def test_numbers_of_parts_are_told_from_other_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert named(text).numbers == numbers


@pytest.mark.parametrize(
    ("above_it", "expected"),
    [
        (("Part 2",), (OTHER_PART, NAMED, OTHER_PART)),
        (("c",), (OTHER_PART, OTHER_PART, NAMED)),
        (("V nullcline for x",), (OTHER_PART, NAMED, OTHER_PART)),
        (("V nullcline",), (NAMED, OTHER_PART, OTHER_PART)),
        (("Jacobian",), (OTHER_PART, OTHER_PART, NAMED)),
        (("Part 1", "Jacobian"), (OTHER_PART, OTHER_PART, NAMED)),
        (("Introduction",), (0, 0, 0)),
        ((), (0, 0, 0)),
    ],
)
def test_the_innermost_label_that_names_a_part_decides(above_it: tuple[str, ...], expected: tuple[int, ...]) -> None:
    assert fits(PLAIN, above_it) == expected


@pytest.mark.parametrize(
    ("above_it", "number", "expected"),
    [
        (("Section 2",), "", (OTHER_SECTION, OTHER_SECTION, 1)),
        (("1 Section 1",), "", (1, 1, OTHER_SECTION)),
        (("Section 1", "b"), "", (OTHER_PART, NAMED, OTHER_PART)),
        (("1b",), "", (OTHER_PART, NAMED, OTHER_PART)),
        (("2a",), "", (OTHER_PART, OTHER_PART, NAMED)),
        ((), "6", (0, 0, 1)),
    ],
)
def test_sections_and_letters_and_equation_numbers(
    above_it: tuple[str, ...], number: str, expected: tuple[int, ...]
) -> None:
    assert fits(SECTIONS, above_it, number) == expected


def test_a_heading_ends_where_one_of_its_level_begins() -> None:
    text = "# One\n\n## Part 1\n\na\n\n1b) b\n\n## Part 2\n\nc\n"
    found = tuple(labels(text))
    assert above(found, text.index("\na\n")) == ("One", "Part 1")
    assert above(found, text.index(" b\n")) == ("One", "Part 1", "1b)")
    assert above(found, text.index("\nc\n")) == ("One", "Part 2")


@pytest.mark.parametrize(
    "text",
    [
        r"\frac{\partial l}{\partial w_1}",
        "∂l/∂w₁",
        "d l / d w_1",
        r"\dfrac{\mathrm{d}l}{\mathrm{d}w_{1}}",
        r"{\partial l}/{\partial w_1}",
    ],
)
def test_a_derivative_has_one_spelling(text: str) -> None:
    assert normalised(text) == "dl/dw1"


@pytest.mark.parametrize(
    "text", [r"w_2^{\text{new}}", "w_2(t+1)", "w_2'", "w_2^{(n+1)}", "w_2^+", "w_2_{new}", "w_2^*"]
)
def test_the_time_of_an_update_is_left_aside(text: str) -> None:
    assert normalised(without_time(text)) == "w2"


def test_the_heaviest_pairing_may_leave_a_row_alone() -> None:
    assert heaviest([[5.0, 4.0], [5.0, 0.0], [4.0, 1.0]]) == [1, 0, None]
    assert heaviest([]) == []
    assert heaviest([[]]) == [None]
