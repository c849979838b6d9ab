r"""``1 + 2 + \cdots + n``: dots are read where the terms around them tell what they stand for, refused elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.check import check_chain
from derive.read import infer, read
from derive.statement import Statement, Unreadable


def reading(text: str) -> Statement | Unreadable:
    return read(text, syntax="latex", vocabulary=infer([text], syntax="latex"))


@pytest.mark.parametrize(
    ("dots", "closed"),
    [
        (r"1 + 2 + 3 + \cdots + n", r"\frac{n(n+1)}{2}"),
        (r"1 + 2 + \cdots + n + (n+1)", r"\frac{(n+1)(n+2)}{2}"),
        (r"1^2 + 2^2 + \cdots + n^2", r"\frac{n(n+1)(2n+1)}{6}"),
        (r"1 + 3 + 5 + \dots + (2n-1)", "n^2"),
        (r"1 + 2 + 4 + \cdots + 2^n", "2^{n+1}-1"),
        (r"1 + r + r^2 + \dots + r^{n-1}", r"\frac{1-r^n}{1-r}"),
        (r"a + ar + \cdots + ar^{n-1}", r"a\frac{1-r^n}{1-r}"),
        (r"1\cdot2 + 2\cdot3 + \cdots + n(n+1)", r"\frac{n(n+1)(n+2)}{3}"),
        (r"x_1 + x_2 + \cdots + x_n", r"\sum_{i=1}^n x_i"),
        (r"x_1 + \cdots + x_n", r"\sum_{i=1}^n x_i"),
        (r"w_0 + w_1x + w_2x^2 + \cdots + w_Mx^M", r"\sum_{j=0}^M w_jx^j"),
        (r"\frac12 + \frac14 + \frac18 + \cdots", "1"),
        (r"1 + x + \frac{x^2}{2!} + \frac{x^3}{3!} + \cdots", "e^x"),
        (r"x - \frac{x^3}{3!} + \frac{x^5}{5!} - \cdots", r"\sin x"),
        (r"1\cdot 2\cdot 3\cdots n", "n!"),
        (r"n(n-1)(n-2)\cdots 1", "n!"),
        (r"\left(1-\frac12\right)\left(1-\frac13\right)\cdots\left(1-\frac1n\right)", r"\frac1n"),
    ],
)
def test_dots_are_the_series_that_their_terms_begin(dots: str, closed: str) -> None:
    outcome = check_chain({"steps": [dots, closed], "syntax": "latex"}).transitions[0].outcome.value
    assert outcome in ("proved", "supported")


def test_a_wrong_closed_form_is_refuted() -> None:
    steps = [r"1^2 + 2^2 + \cdots + n^2", r"\frac{n(n+1)(2n-1)}{6}"]
    assert check_chain({"steps": steps, "syntax": "latex"}).transitions[0].outcome.value == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        r"a + b + \cdots",
        r"1 + 2 + \cdots",
        r"1 + 4 + 5 + \cdots + n",
        r"1 + 2 + 3 + \cdots + n^2",
        r"x + y + \cdots + z",
        r"1 - 2 + 3 - \cdots + n",
        r"2 \cdots n",
        r"\cdots + n",
    ],
)
def test_dots_that_tell_nothing_are_refused_where_they_stand(text: str) -> None:
    refusal = reading(text)
    assert isinstance(refusal, Unreadable)
    assert text[refusal.offset :].startswith(r"\cdots") or refusal.offset == 0


@given(st.integers(1, 5), st.integers(1, 4), st.integers(3, 5))
def test_every_term_that_is_written_agrees_with_the_series(first: int, step: int, written: int) -> None:
    terms = [first + step * k for k in range(written)]
    text = " + ".join(map(str, terms)) + rf" + \cdots + ({step}n + {first - step})"
    read_one = reading(text)
    assert isinstance(read_one, Statement)
    steps = [text, rf"{first} n + {step} \frac{{n(n-1)}}{{2}}"]
    assert check_chain({"steps": steps, "syntax": "latex"}).transitions[0].outcome.value in ("proved", "supported")
