r"""Names that move with a time nobody wrote, velocities as variables, capital letters that are matrices."""

from __future__ import annotations

from typing import Any

import pytest

from derive.check import check_chain


def verdicts(*steps: str, **fields: Any) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", **fields})
    words = {"proved": "ok", "supported": "ok", "refuted": "wrong"}
    return [words.get(t.outcome.value, "open") for t in report.transitions]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"\frac{d}{dt} x^2", r"2x\frac{dx}{dt}", "ok"),
        (r"\frac{d}{dt} x^2", r"x\frac{dx}{dt}", "wrong"),
        (r"\frac{d}{dx}(x y^2)", "y^2 + 2xyy'", "ok"),
        (r"\frac{d}{dt}(mv)", r"\dot m v + m \dot v", "ok"),
        (r"\frac{d}{dt}\left(\frac12 m\dot{x}^2\right)", r"m\dot{x}\ddot{x}", "ok"),
        (r"\frac{d}{dt}\left(\frac12 m\dot{x}^2\right)", r"m\dot{x}", "wrong"),
        (r"\frac{d}{dt}(mv)", r"F\frac{dv}{dt}", "open"),
    ],
)
def test_what_moves_is_differentiated_by_the_chain_rule(left: str, right: str, verdict: str) -> None:
    assert verdicts(left, right) == [verdict]


def test_a_quantity_that_is_defined_moves_with_what_it_is_made_of() -> None:
    ball = {"definitions": [r"V = \frac43 \pi r^3"]}
    assert verdicts(r"\frac{dV}{dt}", r"4\pi r^2 \frac{dr}{dt}", **ball) == ["ok"]


def test_the_equations_of_lagrange_differentiate_by_a_velocity() -> None:
    oscillator = {"definitions": [r"L = \frac{1}{2} m \dot{x}^2 - \frac12 k x^2"]}
    first = r"\frac{d}{dt}\frac{\partial L}{\partial \dot{x}} - \frac{\partial L}{\partial x}"
    assert verdicts(first, r"\frac{d}{dt}(m\dot{x}) + kx", r"m\ddot{x} + kx", **oscillator) == ["ok", "ok"]
    assert verdicts(first, r"m\ddot{x} - kx", **oscillator) == ["wrong"]


def test_an_implicit_derivative_is_solved_line_by_line() -> None:
    folium = ("x^3+y^3=6xy", "3x^2+3y^2y'=6y+6xy'", "y'(3y^2-6x)=6y-3x^2", r"y'=\frac{2y-x^2}{y^2-2x}")
    assert verdicts(*folium) == ["ok", "ok", "ok"]
    assert verdicts("x^2+y^2=25", r"2x+2y\frac{dy}{dx}=0", r"\frac{dy}{dx}=\frac{x}{y}") == ["ok", "open"]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("(AB)^{-1}", "A^{-1}B^{-1}", "wrong"),
        ("(AB)^{-1}", "B^{-1}A^{-1}", "ok"),
        (r"(RC)^{-1}", r"R^{-1}C^{-1}", "open"),
        (r"(RC)^{-1}", r"\frac{1}{RC}", "ok"),
        ("P^{-1}APP^{-1}AP", "P^{-1}A^2P", "ok"),
    ],
)
def test_capital_letters_that_are_inverted_in_products_do_not_commute(left: str, right: str, verdict: str) -> None:
    assert verdicts(left, right) == [verdict]


def test_beside_a_matrix_the_letter_for_the_identity_is_one_and_bars_are_a_determinant() -> None:
    companion = {"definitions": [r"A = \begin{bmatrix}0 & 1\\ -2 & -3\end{bmatrix}"]}
    assert verdicts(r"\det(sI - A)", "s^2+3s+2", **companion) == ["ok"]
    assert verdicts(r"|A - \lambda I|", r"\lambda^2+3\lambda+2", r"\lambda^2+3\lambda-2", **companion) == [
        "ok",
        "wrong",
    ]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("(uv)'", "u'v+uv'", "ok"),
        ("(uv)'", "u'v'", "wrong"),
        (r"\left(\frac{u}{v}\right)'", r"\frac{u'v-uv'}{v^2}", "ok"),
        ("(fg)''", "f''g+2f'g'+fg''", "ok"),
        ("f^{-1}(2x)", "2f^{-1}(x)", "wrong"),
    ],
)
def test_primes_on_products_and_inverse_functions(left: str, right: str, verdict: str) -> None:
    assert verdicts(left, right) == [verdict]


def test_the_bounds_of_an_integration_by_parts_are_values_of_the_old_variable() -> None:
    parts = {"definitions": ["u=x", "v=e^x"]}
    assert verdicts(r"\int_0^1 u\,dv", r"[uv]_0^1-\int_0^1 v\,du", **parts) == ["ok"]
    assert verdicts(r"\int_0^1 u\,dv", r"[uv]_0^1+\int_0^1 v\,du", **parts) == ["wrong"]


def test_bounds_that_were_not_changed_in_a_substitution_are_a_slip() -> None:
    change = {"definitions": ["u=1+t"]}
    assert verdicts(r"\int_0^4\frac{dt}{1+t}", r"\int_1^5\frac{du}{u}", **change) == ["ok"]
    assert verdicts(r"\int_0^4\frac{dt}{1+t}", r"\int_1^4\frac{du}{u}", **change) == ["wrong"]
