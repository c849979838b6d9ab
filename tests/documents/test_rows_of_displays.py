"""Rows and relations: what people write in a display, cut into equations without losing a side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.documents.equation import Equation
from derive.documents.rows import equations

LAWS = settings(derandomize=True, deadline=None, max_examples=150)
SIDES = st.sampled_from(
    (
        "a",
        r"\frac{a}{b}",
        r"\left(x + \sum_{k=1}^n y_k\right)",
        r"P(X = k)",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
        r"f(x, y)",
        r"\int_0^1 x \, dx",
        r"E|_{x = 0}",
        r"-(V - \mathcal{E}_L)",
    )
)
SIGNS = st.sampled_from((("=", "eq"), (r"\approx", "approx"), ("<", "lt"), (r"\leq", "le"), (r"\propto", "propto")))


def parts(text: str) -> list[tuple[list[str], list[str]]]:
    return [([s.text for s in e.sides], list(e.relations)) for e in equations(text)]


@LAWS
@given(st.lists(SIDES, min_size=2, max_size=5), st.data())
def test_a_chain_gives_back_its_sides_and_relations(sides: list[str], data: st.DataObject) -> None:
    signs = data.draw(st.lists(SIGNS, min_size=len(sides) - 1, max_size=len(sides) - 1))
    text = sides[0] + "".join(f" {sign} {side}" for (sign, _), side in zip(signs, sides[1:]))
    assert parts(text) == [(sides, [head for _, head in signs])]


@LAWS
@given(
    st.lists(SIDES, min_size=2, max_size=5),
    st.sampled_from(("aligned", "align*", "eqnarray", "split", "gathered")),
    st.sampled_from((r"\\", r"\\[4pt]", r"\cr", r" \nonumber \\", r" \tag{3} \\ ")),
)
def test_rows_that_begin_with_a_relation_go_on_from_the_row_before(sides: list[str], name: str, end: str) -> None:
    sign = "&=&" if name == "eqnarray" else "&="
    rows = f" {end} ".join(f"{sides[0] if i == 0 else ''} {sign} {side}" for i, side in enumerate(sides[1:]))
    found = equations(rf"\begin{{{name}}} {rows} \end{{{name}}}")
    assert [s.text for e in found for s in e.sides if s.text] == sides
    assert all(e.continues for e in found[1:])


def test_offsets_point_at_the_sides() -> None:
    text = r"\begin{aligned} x &= y + 1, \\ &= \frac{a}{b} \quad \text{for } a > 0 \end{aligned}"
    for equation in equations(text):
        for side in (*equation.sides, *equation.conditions):
            assert text.startswith(side.text, side.offset)


def test_double_dollars_with_ampersands_and_no_environment() -> None:
    assert parts(r"a &= b \\ &= c") == [(["a", "b"], ["eq"]), (["", "c"], ["eq"])]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (r"x = 1 \tag{1a}", "1a"),
        (r"x = 1. (10)", "10"),
        (r"x = 1, \quad (8)", "8"),
        (r"x = 1 \quad (3b)", "3b"),
        (r"x = 1 \eqno(7)", "7"),
    ],
)
def test_equation_numbers_are_no_mathematics(text: str, label: str) -> None:
    (equation,) = equations(text)
    assert ([s.text for s in equation.sides], equation.label) == (["x", "1"], label)


def test_a_factor_in_brackets_is_no_equation_number() -> None:
    assert parts("x = 2(3)") == [(["x", "2(3)"], ["eq"])]


def only(text: str) -> Equation:
    (equation,) = equations(text)
    return equation


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (r"y = x^2 \quad \text{for } x > 0", "x > 0"),
        (r"y = x^2, \quad x \geq 0", r"x \geq 0"),
        (r"a_i = b_i, \; i = 1, \dots, n", r"i = 1, \dots, n"),
        (r"f = g \quad i \neq j", r"i \neq j"),
        (r"f = g \text{ if } t \in (0, T]", r"t \in (0, T]"),
    ],
)
def test_conditions_stand_behind_a_comma_a_quad_or_a_word(text: str, condition: str) -> None:
    equation = only(text)
    assert [c.text for c in equation.conditions] == [condition]
    assert len(equation.sides) == 2


def test_two_equations_in_a_row_stay_two() -> None:
    assert parts(r"x = 1, \quad y = 2") == [(["x", "1"], ["eq"]), (["y", "2"], ["eq"])]


def test_a_list_of_solutions_stays_one_side() -> None:
    assert parts("x = 0, 3") == [(["x", "0, 3"], ["eq"])]


def test_a_bracket_broken_over_two_rows_is_joined() -> None:
    text = r"\begin{aligned} a &= \left[ b \right. \\ & \quad \left. - c \right] \end{aligned}"
    assert parts(text) == [(["a", r"\left[ b - c \right]"], ["eq"])]


def test_a_row_that_begins_with_a_sign_goes_on_with_the_side_before() -> None:
    assert parts(r"a &= b \\ &\quad + c \\ &= d") == [(["a", "b + c"], ["eq"]), (["", "d"], ["eq"])]
    assert parts(r"a &= b \\ & + c = d") == [(["a", "b + c"], ["eq"]), (["", "d"], ["eq"])]


def test_words_in_front_and_between_rows_are_kept_apart() -> None:
    found = equations(r"\begin{align} \text{where } a &= b \\ \intertext{and so} c &= d \end{align}")
    assert [(e.leading, [s.text for s in e.sides]) for e in found if e.sides] == [
        ("where", ["a", "b"]),
        ("", ["c", "d"]),
    ]


def test_an_arrow_in_front_is_a_connective() -> None:
    found = equations(r"x = 2y \\ \Rightarrow y = x/2")
    assert [(e.connective, e.relations) for e in found] == [("", ("eq",)), ("implies", ("eq",))]


@pytest.mark.parametrize("sign", [r"\stackrel{!}{=}", r"\overset{(a)}{=}", r"\mathrel{=}"])
def test_a_decorated_relation_is_a_relation(sign: str) -> None:
    assert parts(rf"a {sign} b") == [(["a", "b"], ["eq"])]


def test_accents_that_use_the_same_command_are_none() -> None:
    assert parts(r"\stackrel{\rightharpoonup}{x} = b") == [([r"\stackrel{\rightharpoonup}{x}", "b"], ["eq"])]


@pytest.mark.parametrize(
    ("sign", "head"),
    [
        (":=", "define"),
        (r"\equiv", "define"),
        (r"\leftarrow", "update"),
        ("≤", "le"),
        (r"\ll", "ll"),
        (r"\neq", "ne"),
        (r"\not=", "ne"),
        (r"\sim", "sim"),
        (r"\in", "member"),
    ],
)
def test_relations_by_their_spellings(sign: str, head: str) -> None:
    assert parts(f"a {sign} b") == [(["a", "b"], [head])]


def test_an_unclosed_bracket_does_not_hide_the_relation() -> None:
    assert parts(r"\sum_k k^2(P(X=k) = E") == [([r"\sum_k k^2(P(X=k)", "E"], ["eq"])]


@LAWS
@given(st.text(alphabet="\\&={}[]()_^ab,.$1 quadtext<>|", max_size=50))
def test_any_text_is_cut_without_an_error(text: str) -> None:
    for equation in equations(text):
        assert len(equation.relations) in (0, len(equation.sides) - 1)


@pytest.mark.parametrize("end", ["\\\n", "\\ \n", "\\\\\n"])
def test_half_a_row_break_of_an_alignment_is_one(end: str) -> None:
    found = equations(f"p &= a{end}n &= b")
    assert [[s.text for s in e.sides] for e in found] == [["p", "a"], ["n", "b"]]


def test_a_space_at_the_end_of_a_line_without_alignment_is_a_space() -> None:
    assert len(equations("p = a\\\n b")) == 1
