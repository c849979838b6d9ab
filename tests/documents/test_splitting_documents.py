"""Splitting: nothing lost, every piece with its place, code left alone, damage named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.documents import Document, Refused, kind_of, split

LAWS = settings(derandomize=True, deadline=None, max_examples=120)
WORDS = st.sampled_from(("we", "find", "that", "the rate", "is", "where", "thus.", "A neuron", "fires;", "so"))
PIECES = st.sampled_from((r"x = y", r"\frac{a}{b} < 2", r"\sigma'(x) = 1", r"E = \sum_k t_k^2", r"a_{ij} = a_{ji}"))
MARKS = st.sampled_from((("$", "$"), ("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]")))


def test_inline_and_displayed_mathematics_are_found_with_their_lines() -> None:
    text = "Let $x = 1$ be.\n\n$$\ny = x^2\n$$\n\nAnd \\(z = 3\\), too.\n\\[ w = 4 \\]\n"
    found = [(f.text, f.line, f.displayed) for f in split(text, kind="markdown").fragments]
    assert found == [("x = 1", 1, False), ("y = x^2", 4, True), ("z = 3", 7, False), ("w = 4", 8, True)]


@LAWS
@given(st.lists(st.one_of(WORDS, st.tuples(MARKS, PIECES)), max_size=14), st.sampled_from((" ", "\n", "\n\n")))
def test_every_marked_piece_is_found_where_it_stands(parts: list[str | tuple[tuple[str, str], str]], gap: str) -> None:
    text = ""
    wanted = []
    for part in parts:
        if isinstance(part, str):
            text += part + gap
        else:
            (opener, closer), content = part
            wanted.append((content, len(text) + len(opener), text.count("\n") + 1))
            text += opener + content + closer + gap
    found = [(f.text, f.offset, f.line) for f in split(text, kind="markdown").fragments if f.environment != "line"]
    assert found == wanted


@LAWS
@given(st.text(alphabet='$\\[]()abc =\n{}`%#*_^&"', max_size=60), st.sampled_from(("markdown", "latex", "text")))
def test_any_text_is_split_without_an_error_and_offsets_point_at_the_content(text: str, kind: str) -> None:
    document = split(text, kind=kind)
    offsets = [f.offset for f in document.fragments]
    assert offsets == sorted(offsets)
    for fragment in document.fragments:
        assert fragment.line == text.count("\n", 0, fragment.offset) + 1
        assert 0 <= fragment.offset <= len(text)


def test_code_is_no_mathematics() -> None:
    text = "Run `echo $HOME = $PATH` now.\n\n```sh\nx=$1; y=$2\n```\n\nBut $a = b$ is.\n"
    assert [f.text for f in split(text, kind="markdown").fragments] == ["a = b"]


def test_money_is_no_mathematics() -> None:
    assert split("It costs $5 and then $6 more.", kind="markdown").fragments == ()


def test_an_indented_display_is_mathematics() -> None:
    text = "1. first\n\n        $$a = b$$\n\n2. second\n"
    assert [f.text for f in split(text, kind="markdown").fragments] == ["a = b"]


def test_a_display_in_the_middle_of_a_paragraph_survives_a_scan() -> None:
    text = "x-nullcline:\n$$x = \\frac{1}{2}$$\n (8a)\nV-nullcline: $x = 3$. (8b)\n"
    assert [(f.text, f.line, f.displayed) for f in split(text).fragments] == [
        ("x = \\frac{1}{2}", 2, True),
        ("x = 3", 4, False),
    ]


def test_a_dollar_without_its_partner_is_named_and_the_rest_is_read() -> None:
    document = split("Here $x = 1 is open.\n\nAnd $y = 2$ is not.\n", kind="markdown")
    assert [f.text for f in document.fragments] == ["y = 2"]
    assert [(d.line, "never closed" in d.reason) for d in document.damage] == [(1, True)]


def test_comments_of_latex_hide_mathematics_and_an_escaped_percent_does_not() -> None:
    text = "A 5\\% rate $a = b$. % $c = d$\n% \\[ e = f \\]\n\\begin{verbatim}\n$g = h$\n\\end{verbatim}\n"
    assert [f.text for f in split(text, kind="latex").fragments] == ["a = b"]


def test_environments_are_displays_and_macros_are_collected() -> None:
    text = (
        "\\newcommand{\\R}{\\mathbb{R}}\n\\def\\half#1{\\frac{#1}{2}}\n\\begin{document}\n"
        "\\begin{align*} a &= b \\\\ &= c \\end{align*}\n\\begin{equation}\\label{e} x = \\half{y} \\end{equation}\n"
    )
    document = split(text)
    assert document.kind == "latex"
    assert [f.environment for f in document.fragments] == ["align*", "equation"]
    assert document.macros == ("\\newcommand{\\R}{\\mathbb{R}}", "\\def\\half#1{\\frac{#1}{2}}")


def test_sections_are_counted() -> None:
    text = "# One\n\n$a = 1$\n\n## Two\n\n$a = 2$\n"
    assert [f.section for f in split(text, kind="markdown").fragments] == [1, 2]


def test_a_notebook_gives_cell_and_line() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# T\n", "\n", "$a = b$\n"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": ["x = 1\n"]},
        {"cell_type": "markdown", "metadata": {}, "source": "$$c = d$$"},
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    document = split(text)
    assert document.kind == "notebook"
    assert [(f.text, f.cell, f.line) for f in document.fragments] == [("a = b", 1, 3), ("c = d", 3, 1)]


def test_what_is_no_notebook_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match=r"is no Jupyter notebook .* expected JSON with a list of cells"):
        split("[1, 2]", kind="notebook")


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(Refused, match="kind='docx' is no kind of document; expected one of latex, markdown"):
        split("x", kind="docx")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\\documentclass{article}", "latex"),
        ("some $x = 1$", "markdown"),
        ("# Title\n\nwords", "markdown"),
        ("f(x) = x + 1", "text"),
    ],
)
def test_the_kind_is_seen_in_the_text(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def _lines(document: Document) -> list[tuple[str, int]]:
    return [(f.text, f.line) for f in document.fragments]


def test_plain_text_gives_its_equations_and_leaves_its_prose() -> None:
    text = (
        "The derivative of the loss is computed here.\n"
        "dl/dw = (x - y)*x\n"
        "Hence we have f(x) = x^2 + 1 and g(x) <= 2*x.\n"
        "(a) σ′(x) = σ(x)·(1 − σ(x))\n"
    )
    assert _lines(split(text, kind="text")) == [
        ("dl/dw = (x - y)*x", 2),
        ("f(x) = x^2 + 1", 3),
        ("g(x) <= 2*x", 3),
        ("σ′(x) = σ(x)·(1 − σ(x))", 4),
    ]


def test_a_bare_line_in_markdown_that_is_an_equation_is_found_too() -> None:
    text = "We define $a = 2$ first.\n\nx = a + 1\n\nThis is prose with b = c inside.\n"
    assert _lines(split(text, kind="markdown")) == [("a = 2", 1), ("x = a + 1", 3)]
