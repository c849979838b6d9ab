"""Chains of a batch: every link judged on its own, through the definitions, with the conventions people write by."""

from __future__ import annotations

from typing import Any

import pytest

from derive.check import check_chain
from derive.report.check_record import chain_record


def verdicts(*steps: str, **fields: Any) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", **fields})
    words = {"proved": "ok", "supported": "ok", "refuted": "wrong"}
    return [words.get(t.outcome.value, "open") for t in report.transitions]


def test_a_slip_that_cancels_at_the_end_makes_both_links_around_it_wrong() -> None:
    steps = ("(x+1)^2 - x^2", "x^2 + 2x - 1 - x^2", "2x + 1", "1 + 2x")
    assert verdicts(*steps) == ["wrong", "wrong", "ok"]
    assert check_chain({"steps": list(steps), "syntax": "latex"}).first_wrong == 0


def test_definitions_are_put_in_where_a_link_needs_them() -> None:
    logistic = [r"\sigma(x) = \frac{1}{1+e^{-x}}"]
    true = (r"\sigma'(x)", r"\frac{e^{-x}}{(1+e^{-x})^2}", r"\sigma(x)(1 - \sigma(x))")
    assert verdicts(*true, definitions=logistic) == ["ok", "ok"]
    assert verdicts(*true[:2], r"\sigma(x)(1 + \sigma(x))", definitions=logistic) == ["ok", "wrong"]


def test_a_derivative_follows_the_computation_graph() -> None:
    chain = ["l = (y - c)^2", "c = b z", "z = a x"]
    assert verdicts(r"\frac{dl}{da}", r"\frac{dl}{dc}\frac{dc}{dz}\frac{dz}{da}", "-2(y-c) b x", definitions=chain) == [
        "ok",
        "ok",
    ]
    assert verdicts(r"\frac{dl}{dz}", "-2(y-c) b x", definitions=chain) == ["wrong"]


def test_after_an_integral_without_bounds_a_constant_is_free() -> None:
    assert verdicts(r"\int 2x \, dx", "x^2 + C", "x^2 + 3 + C") == ["ok", "ok"]
    assert verdicts(r"\int 2x \, dx", "x^2 + C", "2x^2 + C") == ["ok", "wrong"]


def test_a_substitution_of_which_nothing_is_said_is_found() -> None:
    steps = (
        r"\int \cos(3x) \, dx",
        r"\frac{1}{3} \int \cos(u) \, du",
        r"\frac{1}{3} \sin(u) + C",
        r"\frac{1}{3} \sin(3x) + C",
    )
    assert verdicts(*steps) == ["ok", "ok", "ok"]


def test_a_given_equation_is_solved_for_the_name_that_the_chain_uses() -> None:
    assert verdicts("2 K", "6", definitions=["5 = K + 2"]) == ["ok"]
    assert verdicts("2 K", "7", definitions=["5 = K + 2"]) == ["wrong"]


@pytest.mark.parametrize(
    ("left", "relation", "right", "verdict"),
    [
        (r"\pi", "approx", "3.14", "ok"),
        (r"\pi", "approx", "3.24", "wrong"),
        (r"\ln 2", "eq", "0.693", "ok"),
        (r"\ln 2", "eq", "0.703", "wrong"),
        ("0.3/4", "eq", "0.075", "ok"),
        ("2.1 e^{0.52}", "approx", "3.53", "ok"),
    ],
)
def test_decimals_mean_what_was_printed(left: str, relation: str, right: str, verdict: str) -> None:
    assert verdicts(left, right, relations=[relation]) == [verdict]


def test_an_expansion_to_leading_order_is_an_approximation_and_another_slope_is_none() -> None:
    assert verdicts(r"\sqrt{1 + 2x}", "1 + x", relations=["approx"]) == ["ok"]
    assert verdicts(r"\sqrt{1 + 2x}", "1 + 3x", relations=["approx"]) == ["open"]


def test_a_distribution_that_is_given_is_used() -> None:
    given: dict[str, Any] = {"definitions": [r"f(x) = \lambda e^{-\lambda x}"], "assumptions": [r"\lambda > 0"]}
    true = ("E(X^2) - (E(X))^2", r"\frac{2}{\lambda^2} - \frac{1}{\lambda^2}", r"\frac{1}{\lambda^2}")
    assert verdicts("V(X)", *true, **given) == ["ok", "ok", "ok"]


def test_components_given_one_by_one_make_a_definition_by_cases() -> None:
    given = {"definitions": ["y_k = 1", r"y_i = 0 \text{ for } i \neq k"]}
    assert verdicts(r"\sum_{i=1}^n y_i x_i", "x_k", **given) == ["ok"]


def test_statements_are_compared_by_what_they_say() -> None:
    report = check_chain({"steps": ["2*x = 6", "x = 3"], "syntax": "plain"})
    assert report.first_wrong is None
    report = check_chain({"steps": ["x^2 = 9 and x > 0", "x = 3", "x = 4"], "syntax": "plain"})
    assert report.first_wrong == 1


def test_what_nothing_is_said_of_is_never_called_false() -> None:
    assert verdicts("g(x) + 1", "x + 1") == ["open"]
    assert verdicts(r"\frac{dq}{dt} + 1", "q + 1") == ["open"]


def test_a_name_on_the_left_of_which_nothing_is_known_is_defined() -> None:
    assert verdicts("S", "a + a", "2a", "3a") == ["ok", "ok", "wrong"]


def test_a_display_is_cut_into_its_longest_chain() -> None:
    latex = r"\begin{align} (a+b)^2 &= a^2 + 2ab + b^2 \\ &= a^2 + b^2 \end{align}"
    report = check_chain({"latex": latex, "syntax": "latex", "id": "c"})
    assert chain_record(report)["id"] == "c"
    assert [t["verdict"] for t in chain_record(report)["transitions"]] == ["proved", "refuted"]
    assert report.first_wrong == 1


def test_macros_among_the_definitions_are_the_authors_own() -> None:
    macro = [r"\diff{a}{b} := ((a)-(b))"]
    assert verdicts(r"\diff{x + 1}{x - 1}", "2", definitions=macro) == ["ok"]


def test_a_refuted_link_says_what_was_probably_meant() -> None:
    report = check_chain({"steps": ["2(x + 1)", "2x + 1"], "syntax": "latex"})
    assert report.transitions[0].diagnosis is not None


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({"steps": []}, "steps=.. and no latex; expected the sides of a chain"),
        ({"steps": "a"}, "steps='a' is not a list of texts; expected for example"),
        ({"steps": ["a", "b"], "relations": ["eq", "eq"]}, "2 relations for 2 steps; expected 1"),
        ({"steps": ["a", "b"], "relations": ["like"]}, "relation='like' is not known; expected one of eq"),
        ({"steps": ["a", "b"], "syntax": "tex"}, "syntax='tex' is not known; expected latex, plain or auto"),
        ({"steps": ["a", "b"], "log": "7"}, "log='7' is not a base that is known"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused_in_a_sentence(record: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_chain(record)


def test_an_unreadable_side_makes_its_links_unreadable_and_no_others() -> None:
    report = check_chain({"steps": ["a", r"\frac{a", "b", "b"], "syntax": "latex"})
    assert [t.outcome.value for t in report.transitions] == ["unreadable", "unreadable", "proved"]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"\frac{0.24}{0.31}", "0.774", "ok"),
        (r"\frac{0.24}{0.31}", "0.744", "wrong"),
        ("2.4", "2", "ok"),
        ("1234", "1200", "ok"),
        (r"\pi", "3.15", "open"),
        (r"\pi", "3.141", "ok"),
        (r"\frac{1}{7}", "0.1482", "wrong"),
        (r"0.67 \cdot 3", "2.0", "ok"),
    ],
)
def test_an_approximation_is_as_good_as_the_digits_that_were_printed(left: str, right: str, verdict: str) -> None:
    assert verdicts(left, right, relations=["approx"]) == [verdict]
