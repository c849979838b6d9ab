"""Primes, dots, quotients, subscripts and calls of one unknown function; the chain rule between unknown things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Compare

ALIKE = [
    ("y''+y", r"\frac{d^2y}{dt^2}+y"),
    (r"\dot{x}", r"x'"),
    (r"\frac{d}{dx}\frac{u}{v}", r"\frac{u'v-uv'}{v^2}"),
    (r"u_t - D u_{xx}", r"\frac{\partial u}{\partial t} - D\frac{\partial^2 u}{\partial x^2}"),
    (r"\frac{d}{dt} y^2", r"2 y \dot y"),
    (r"\frac{d}{dx}\sin(xy)", r"\cos(xy)(y+xy')"),
    (r"\frac{dL}{dw}", r"\frac{\partial L}{\partial y}\frac{\partial y}{\partial w}"),
    (
        r"\frac{\partial L}{\partial w}",
        r"\frac{\partial L}{\partial a}\frac{\partial a}{\partial z}\frac{\partial z}{\partial w}",
    ),
    (r"\frac{dz}{dt}", r"\frac{\partial z}{\partial x}\frac{dx}{dt}+\frac{\partial z}{\partial y}\frac{dy}{dt}"),
]

APART = [
    ("y''+y", r"\frac{dy}{dt}+y"),
    (r"\frac{d}{dx}\frac{u}{v}", r"\frac{u'v+uv'}{v^2}"),
    (r"u_t - D u_{xx}", r"\frac{\partial u}{\partial t} + D\frac{\partial^2 u}{\partial x^2}"),
    (r"\frac{d}{dt} y^2", r"2 \dot y"),
    (r"\frac{dL}{dw}", r"2\frac{\partial L}{\partial y}\frac{\partial y}{\partial w}"),
    (r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial a}\frac{\partial z}{\partial w}"),
    (r"\frac{dz}{dt}", r"\frac{\partial z}{\partial x}\frac{dx}{dt}-\frac{\partial z}{\partial y}\frac{dy}{dt}"),
    (r"\dot{u}+u'", r"\frac{du}{dt}"),
]


@pytest.mark.parametrize(("left", "right"), ALIKE)
def test_two_notations_of_one_derivative_are_equal(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").holds
    assert compare(right, left, syntax="latex").holds


@pytest.mark.parametrize(("left", "right"), APART)
def test_other_derivatives_are_refuted(compare: Compare, left: str, right: str) -> None:
    assert compare(left, right, syntax="latex").fails


@pytest.mark.parametrize(
    ("left", "right", "holds"),
    [
        (r"\frac{\delta}{\delta u(x)}\int_a^b \frac12 u(y)^2 dy", "u(x)", True),
        (r"\frac{\delta}{\delta u(x)}\int_a^b \frac12 u'(y)^2 dy", "-u''(x)", True),
        (r"\frac{\delta}{\delta u(x)}\int_a^b \frac12 u'(y)^2 dy", "u''(x)", False),
        (r"\frac{\delta}{\delta p(x)}\int p(y)\ln p(y) dy", r"\ln p(x) + 1", True),
        (r"\frac{\delta (FG)}{\delta u}", r"G\frac{\delta F}{\delta u}+F\frac{\delta G}{\delta u}", True),
    ],
)
def test_functional_derivatives_follow_euler_and_lagrange(compare: Compare, left: str, right: str, holds: bool) -> None:
    verdict = compare(left, right, syntax="latex")
    assert verdict.holds is holds
    assert verdict.fails is not holds


def test_the_bare_function_of_a_variation_stays_bare(compare: Compare) -> None:
    left = r"\frac{\delta}{\delta u}\int_0^1 \left(\frac12 u'(x)^2+V(u(x))\right)dx"
    assert compare(left, "-u''+V'(u)", syntax="latex").holds


def test_a_functional_derivative_is_no_quotient(compare: Compare) -> None:
    verdict = compare(r"\frac{\delta F}{\delta u}", r"\frac{F}{u}", syntax="latex")
    assert not verdict.holds
    assert not verdict.fails


def test_a_primed_coordinate_is_no_derivative(compare: Compare) -> None:
    verdict = compare(r"\frac{dx'}{dt}", r"\frac{dx}{dt}-v", syntax="latex")
    assert not verdict.holds
