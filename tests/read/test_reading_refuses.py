"""Refusals say where, what was found, what was expected and what to try; nothing else ever comes out."""

from __future__ import annotations

import pytest

from derive.name import Function, Name
from derive.read import infer, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary

CLOSED = Vocabulary(names=(Name("tau_x"), Name("V")), functions=(Function("g"),), closed=True)


def refused(text: str, syntax: str = "auto", vocabulary: Vocabulary = CLOSED) -> Unreadable:
    outcome = read(text, syntax=syntax, vocabulary=vocabulary)
    assert isinstance(outcome, Unreadable), outcome
    return outcome


def test_a_refusal_points_at_the_offending_character() -> None:
    assert refused("V + * 2").text() == (
        "a term was expected here, but '*' was found; an operator needs a term on both of its sides\n  V + * 2\n      ^"
    )


def test_an_undeclared_name_is_refused_with_the_nearest_declared_one() -> None:
    assert refused("2*tau_y + V").text() == (
        "a declared name was expected here, but the undeclared name 'tau_y' was found; did you mean tau_x?\n"
        "  2*tau_y + V\n"
        "    ^"
    )


def test_an_undeclared_function_is_refused_too() -> None:
    assert refused("__import__('os')").offset == 0
    assert "'eval'" in refused("eval(V)").found
    assert "undeclared name 'h'" in refused(r"h'(V)").found


@pytest.mark.parametrize(
    ("text", "offset", "hint"),
    [
        (r"\frac{V}{2", 10, "the bracket '{' that opens at offset 8 is not closed"),
        ("(V + 1", 6, "the bracket '(' that opens at offset 0 is not closed"),
        ("V)", 1, "this bracket closes what no bracket has opened"),
        ("[1, V}", 5, "the bracket '[' that opens at offset 0 is not closed"),
        (r"\frca{V}{2}", 0, "give its \\newcommand with it"),
        (r"V + \ldots", 4, "what the dots stand for is not written"),
        (r"\frac{d}{dV}", 12, "write the function behind the derivative, or in its numerator"),
        (r"\frac{}{2}", 6, "the braces are empty"),
        ("(0,002*6800*V)/1,2", 2, "write a decimal point, 0.5, for a decimal comma"),
        ("", 0, "the text is empty"),
        ("2 3", 2, "write * between them"),
        ("V = = 2", 4, "two relations stand side by side"),
        ("sin", 3, "write sin(...)"),
        ("V + #", 4, "'#' has no meaning here"),
        (r"= V", 0, "a step that begins with a relation continues the one before it"),
        (r"\begin{pmatrix} V & 1 \\ V \end{pmatrix}", 27, "this row has 1"),
        (r"V + \text{crosstalk terms}", 4, "words are no mathematics"),
    ],
)
def test_each_refusal_says_what_to_try(text: str, offset: int, hint: str) -> None:
    outcome = refused(text)
    assert (outcome.offset, outcome.hint) == (offset, hint)


@pytest.mark.parametrize(
    "text",
    [
        ")", "|", "^", "-", "*", "&", "f(x,,y)", "f(x,y,", r"\cos^2", r"a \div \div b", "1 +", "a / b /",
        r"\overline{}",
        r"\mathit{21}", "n**", "!", "\\", "1\\2", "[1, 2", "1, 2]", "[1, 2, 3)", "1 2", "((((((()))))))", r"\overline",
        r"\sqrt[3]", "Matrix([[1,2],[3]])",
    ],
)  # fmt: skip
def test_what_is_malformed_is_never_read(text: str) -> None:
    assert isinstance(read(text), Unreadable)


def test_depth_length_and_digits_are_bounded() -> None:
    assert isinstance(read("(" * 100 + "x" + ")" * 100), Statement)
    assert "more than 120 brackets" in refused("(" * 400 + "x" + ")" * 400).found
    assert "characters" in refused("x+" * 20_000).found
    assert "1000 digits" in refused("9" * 2_000).expected
    assert "deep" in refused("V" + "/V" * 300).found
    assert isinstance(read("\\frac{1}{" * 50 + "x" + "}" * 50, syntax="latex"), Statement)


def test_power_towers_and_huge_factorials_are_read_and_never_computed() -> None:
    assert isinstance(read("9^{9^{9^9}}"), Statement)
    assert isinstance(read("99999999!"), Statement)


def test_a_tokenless_text_says_nothing_to_inference() -> None:
    assert infer(["\\unknowncommand{x}", "f(x) = x^2"]).function("f") is not None


def test_an_unknown_syntax_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="syntax='tex' is not known; expected auto, latex or plain"):
        read("x", syntax="tex")
