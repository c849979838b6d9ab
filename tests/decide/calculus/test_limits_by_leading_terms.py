"""Limits: by continuity, by leading terms, by Taylor coefficients; none where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.verdict import Outcome

if TYPE_CHECKING:
    from conftest import Compare

KNOWN = [
    (r"\lim_{x\to 0}\frac{\sin x}{x}", "1"),
    (r"\lim_{x\to 0}\frac{1-\cos x}{x^2}", r"\frac12"),
    (r"\lim_{x\to 0}\frac{e^x-1-x}{x^2}", r"\frac12"),
    (r"\lim_{x\to 0}\left(\frac1x-\frac1{\sin x}\right)", "0"),
    (r"\lim_{x\to 0^+}x\ln x", "0"),
    (r"\lim_{x\to 2}\frac{x^2-4}{x-2}", "4"),
    (r"\lim_{x\to\infty}\frac{3x^2+1}{2x^2-x}", r"\frac32"),
    (r"\lim_{n\to\infty}\left(1+\frac1n\right)^n", "e"),
    (r"\lim_{x\to\infty} x^3 e^{-x}", "0"),
    (r"\lim_{x\to\infty} e^{-x}\sin x", "0"),
    (r"\lim_{h\to 0}\frac{(x+h)^2-x^2}{h}", "2x"),
    (r"\lim_{x\to\infty}\arctan x", r"\frac{\pi}{2}"),
]


@pytest.mark.parametrize(("left", "value"), KNOWN)
def test_known_limits_are_proved(compare: Compare, left: str, value: str) -> None:
    assert compare(left, value, syntax="latex").outcome is Outcome.PROVED


@pytest.mark.parametrize(("left", "value"), KNOWN)
def test_limits_with_another_value_are_refuted(compare: Compare, left: str, value: str) -> None:
    assert compare(left, f"{value}+1", syntax="latex").fails


@pytest.mark.parametrize(
    "left",
    [r"\lim_{x\to 0}\frac1x", r"\lim_{x\to\infty}\sin x", r"\lim_{x\to 0}\sin\frac1x", r"\lim_{x\to 0}\frac{|x|}{x}"],
)
def test_a_limit_that_does_not_exist_has_no_value(compare: Compare, left: str) -> None:
    for value in ("0", "1", "-1"):
        assert not compare(left, value, syntax="latex").holds


def test_a_limit_that_is_infinite_is_no_number(compare: Compare) -> None:
    assert compare(r"\lim_{x\to\infty} \frac{e^x}{x}", "1", syntax="latex").fails


def test_the_limit_uses_the_sign_that_is_declared(compare: Compare) -> None:
    left = r"\lim_{t\to\infty}(1-e^{-kt})"
    assert compare(left, "1", syntax="latex", assume=["k > 0"]).outcome is Outcome.PROVED
    assert not compare(left, "1", syntax="latex", assume=["k < 0"]).holds
