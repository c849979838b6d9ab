"""Roots are certified: none is missed, none is invented, and what cannot be proved is said."""

from __future__ import annotations

import itertools
from typing import Any

import flint
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import numeric
from numeric.errors import UnboundName, WrongArguments

x, y, V = sp.symbols("x y V")
R = sp.Rational


@given(st.lists(st.fractions(min_value=-3, max_value=3, max_denominator=40), min_size=1, max_size=5, unique=True))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_all_roots_of_a_polynomial_are_found_and_enclosed(zeros: list[Any]) -> None:
    zeros = sorted(z for z in zeros if abs(z) != 3)
    exact = [R(z.numerator, z.denominator) for z in zeros]
    found = numeric.isolate_roots(sp.expand(sp.prod(x - z for z in exact)), {x: (-3, 3)})
    assert found.complete
    assert len(found) == len(zeros)
    for root, zero in zip(found, zeros):
        with flint.ctx.workprec(300):
            assert root.enclosure("x").contains(flint.arb(flint.fmpq(zero.numerator, zero.denominator)))
        assert float(root.enclosure("x").rad()) < 1e-28


def test_the_fixed_point_of_an_h_current_neuron_is_unique() -> None:
    flow = [(-(V + 65) - 2 * x * V) / 10, 1 / (1 + sp.exp((V + 75) / R(11, 2))) - x]
    found = numeric.isolate_roots(flow, {V: (-65, 0), x: (0, 1)})
    assert found.complete
    assert len(found) == 1
    assert "exactly one root" in found.text
    with flint.ctx.workprec(200):
        v = found.roots[0].enclosure(V)
        assert (-(v + 65) - 2 * v / (1 + ((v + 75) / flint.arb(flint.fmpq(11, 2))).exp())).contains(0)
    assert found.roots[0][V] == pytest.approx(float(sp.nsolve(flow[0].subs(x, flow[1] + x), V, -60)), rel=1e-14)


def test_three_fixed_points_of_an_excitatory_inhibitory_network() -> None:
    def s(u: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-u))

    found = numeric.isolate_roots([s(8 * x - 2 * y - 3) - x, s(3 * x - 2 * y - 2) - y], {x: (0, 1), y: (0, 1)})
    assert found.complete
    assert [round(r[x], 6) for r in found] == [0.060305, 0.346437, 0.979262]


def test_equations_are_taken_as_equalities_too_and_values_as_exact() -> None:
    a = sp.Symbol("a")
    found = numeric.isolate_roots(sp.Eq(x**2, a), {x: (0, 2)}, values={a: R(1, 10)})
    assert found.roots[0].digits(x, 25) == "0.3162277660168379331998894"


def test_a_box_without_a_root_is_proved_empty() -> None:
    found = numeric.isolate_roots(x**2 + R(1, 10**6), {x: (-1, 1)})
    assert (len(found), found.complete) == (0, True)
    assert found.text == "exactly no root in the box (proved)"


def test_rationals_reach_the_balls_without_a_float_between() -> None:
    # With 1/10 as a float the enclosure would miss the root: they differ by 5e-18.
    found = numeric.isolate_roots(x - R(1, 10), {x: (0, 1)})
    with flint.ctx.workprec(300):
        assert found.roots[0].enclosure(x).contains(flint.arb(flint.fmpq(1, 10)))
        assert not found.roots[0].enclosure(x).contains(flint.arb(0.1))


@pytest.mark.parametrize(
    ("equation", "box", "roots", "words"),
    [
        (x**2, (-1, 2), 0, "multiple root"),
        ((x - 1) ** 3, (0, 3), 0, "multiple root"),
        (sp.Piecewise((x - 1, x > 0), (x + 1, True)), (-3, 3), 2, "a jump"),
        (x - sp.pi / 4, (0, sp.pi / 4), 0, "edge of the box"),
        (sp.sin(1 / x), (0, 1), 0, "infinitely many"),
    ],
    ids=str,
)
def test_what_cannot_be_certified_is_left_and_said(
    equation: sp.Expr, box: tuple[Any, Any], roots: int, words: str
) -> None:
    found = numeric.isolate_roots(equation, {x: box}, limit=1500)
    assert not found.complete
    assert found.left
    assert words in found.text
    assert len(found) >= roots


def test_a_curve_of_roots_ends_at_the_limit() -> None:
    found = numeric.isolate_roots([x - y, 2 * x - 2 * y], {x: (0, 1), y: (0, 1)}, limit=800)
    assert not found.complete
    assert len(found) == 0
    assert "infinitely many" in found.text


def test_an_equation_without_content_is_named_at_once() -> None:
    found = numeric.isolate_roots([x - x, y - 1], {x: (0, 1), y: (0, 2)})
    assert not found.complete
    assert not found.roots
    assert found.text == "equation 0 is 0 = 0, which every point of the box solves: infinitely many roots, or none"


def test_infinitely_many_roots_end_with_the_time() -> None:
    found = numeric.isolate_roots(sp.sin(1 / x), {x: (0, 1)}, seconds=0.2)
    assert not found.complete
    assert "s of processor time: the roots may be infinitely many" in found.text
    enclosures = sorted((float(r.enclosure(x).lower()), float(r.enclosure(x).upper())) for r in found)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(enclosures)), "no root is counted twice"


def test_roots_on_the_edges_and_in_the_middle_count_once() -> None:
    found = numeric.isolate_roots(x * (x - 1) * (x - R(1, 2)) * (x - R(1, 4)), {x: (0, 1)})
    assert found.complete
    assert [float(r[x]) for r in found] == pytest.approx([0, 0.25, 0.5, 1], abs=1e-25)


def test_kinks_do_not_hide_roots() -> None:
    low = numeric.isolate_roots(sp.Min(x, 2 * x + 1) + R(1, 2), {x: (-2, 2)})
    assert low.complete
    assert [r[x] for r in low] == [-0.5]
    found = numeric.isolate_roots(sp.Abs(x) + sp.Max(x, 0) - R(1, 2), {x: (-1, 1)})
    assert found.complete
    assert [r[x] for r in found] == [-0.5, 0.25]


def test_outside_the_domain_there_is_no_root() -> None:
    found = numeric.isolate_roots(sp.log(x) * sp.sqrt(x + 1), {x: (R(-9, 10), 3)})
    assert [r[x] for r in found] == [1.0]


@pytest.mark.parametrize(
    ("equations", "box", "error", "words"),
    [
        ([x, y], {x: (0, 1)}, WrongArguments, "2 equations for the 1 names"),
        (x, {x: (1, 0)}, WrongArguments, "which is empty"),
        (x, {x: (0, sp.oo)}, WrongArguments, "finite real"),
        (x - y, {x: (0, 1)}, UnboundName, "y is neither"),
    ],
    ids=str,
)
def test_a_box_that_makes_no_sense_is_refused(
    equations: object, box: dict[Any, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=r"\w") as caught:
        numeric.isolate_roots(equations, box)
    assert words in str(caught.value)


def test_the_precision_of_the_caller_is_left_alone() -> None:
    before = flint.ctx.prec
    numeric.isolate_roots(x**2 - 2, {x: (0, 2)}, digits=60)
    numeric.enclose_integral(x, x, 0, 1)
    numeric.certified_sign(x + 3, {x: (0, 1)})
    assert flint.ctx.prec == before


@pytest.mark.parametrize(
    ("expression", "box", "sign"),
    [
        (x**2 - x + R(26, 100), {x: (-5, 5)}, 1),
        (-sp.exp(x) - y**2, {x: (-3, 3), y: (-2, 2)}, -1),
        (x**2 + y**2 - x * y + R(1, 1000), {x: (-1, 1), y: (-1, 1)}, 1),
        (x**2, {x: (-1, 1)}, None),
        (x, {x: (-1, 2)}, None),
        (sp.Abs(x) + sp.Max(x, -x) + R(1, 9), {x: (-2, 3)}, 1),
    ],
    ids=str,
)
def test_signs_are_certified_over_boxes(expression: sp.Expr, box: dict[Any, Any], sign: int | None) -> None:
    found = numeric.certified_sign(expression, box, limit=2000)
    assert found.sign == sign
    if sign is None and expression == x:
        assert found.positive is not None
        assert found.negative is not None


@pytest.mark.parametrize(
    ("expression", "low", "high", "value"),
    [
        (sp.exp(-(x**2)), 0, 1, sp.sqrt(sp.pi) * sp.erf(1) / 2),
        (sp.sqrt(x), 0, 1, R(2, 3)),
        (sp.Abs(x - R(1, 3)), 0, 1, R(5, 18)),
        (sp.Piecewise((x, x < R(1, 3)), (1, True)), 0, 1, R(13, 18)),
        (x ** R(1, 3), 1, 2, R(3, 4) * (2 ** R(4, 3) - 1)),
        (1 / (1 + sp.exp(-x)), -3, 3, 3),
    ],
    ids=str,
)
def test_integrals_enclose_the_truth(expression: sp.Expr, low: object, high: object, value: sp.Expr) -> None:
    found = numeric.enclose_integral(expression, x, low, high)
    assert found.proved
    with flint.ctx.workprec(200):
        assert found.enclosure.overlaps(flint.arb(str(sp.N(value, 45))))
    assert found.bound < 1e-15


def test_an_integral_without_a_value_has_no_enclosure() -> None:
    found = numeric.enclose_integral(1 / x, x, -1, 1)
    assert not found.proved
    assert "no finite bound" in found.text
    assert not numeric.enclose_integral(sp.sqrt(x), x, -1, 1).proved
    with pytest.raises(WrongArguments, match="ends at oo"):
        numeric.enclose_integral(sp.exp(-x), x, 0, sp.oo)
