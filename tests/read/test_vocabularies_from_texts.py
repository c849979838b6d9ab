"""Assumptions, definitions, macros and conditions written as texts."""

from __future__ import annotations

import pytest

from derive.read import Macro, canonical, condition, declare, define, expand, macros, read, to_plain
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary


def declared(*texts: str) -> Vocabulary:
    vocabulary = declare(texts)
    assert isinstance(vocabulary, Vocabulary), vocabulary
    return vocabulary


@pytest.mark.parametrize(
    ("text", "name", "domain"),
    [
        ("tau > 0", "tau", "positive"),
        (r"\tau_x > 0", "tau_x", "positive"),
        ("0 <= x", "x", "nonnegative"),
        ("x != 0", "x", "nonzero"),
        ("n in positive integers", "n", "positive integer"),
        ("n in integer positive", "n", "positive integer"),
        ("n in integers", "n", "integer"),
        ("x in real", "x", "real"),
        (r"x \in \mathbb{R}", "x", "real"),
        (r"n \in \mathbb{N}", "n", "positive integer"),
        ("x is a positive number", "x", "positive"),
    ],
)
def test_an_assumption_becomes_a_domain(text: str, name: str, domain: str) -> None:
    found = declared(text).name(name)
    assert found is not None
    assert found.domain == domain


def test_a_chain_of_inequalities_becomes_domains_and_assumptions() -> None:
    vocabulary = declared("0 < W_0 < W_1")
    assert [(n.text, n.domain) for n in vocabulary.names] == [("W_0", "positive"), ("W_1", "real")]
    assert [to_plain(a) for a in vocabulary.assumptions] == ["W_0 < W_1"]


def test_the_narrower_of_two_domains_is_kept() -> None:
    assert declared("n in integers", "n > 0").names[0].domain == "positive integer"


def test_what_is_no_assumption_is_refused() -> None:
    assert isinstance(declare(["tau + 1"]), Unreadable)
    assert isinstance(declare(["tau >"]), Unreadable)


def test_a_definition_keeps_its_parameters() -> None:
    vocabulary = define([r"x_\infty(V) = \frac{1}{1+e^{V}}", r"\rho \equiv 2", r"p_k = \frac{e^{o_k}}{\sum_i e^{o_i}}"])
    assert isinstance(vocabulary, Vocabulary)
    found = {d.target: (d.parameters, d.indexed, to_plain(d.value)) for d in vocabulary.definitions}
    assert found["x_infty"] == (("V",), False, "1/(1 + E**V)")
    assert found["rho"] == ((), False, "2")
    assert found["p"] == (("k",), True, "E**o[k]/Sum(E**o[i], i)")


def test_a_text_that_defines_nothing_is_refused() -> None:
    outcome = define(["x + 1 = 2"])
    assert isinstance(outcome, Unreadable)
    assert outcome.expected == "a definition such as f(x) = x^2"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"\mathcal{E}_{L}", "E_L"), (r"\tau_x", "tau_x"), ("τ_x", "tau_x"), (r"x_{\infty}", "x_infty"), ("x_inf",
        "x_infty"),
        (r"\mathbf{w}", "w"), (r"\hat{y}", "y_hat"), (r"W_{EI}", "W_EI"), (r"V_{\rm th}", "V_th"), (r"\varepsilon",
        "epsilon"),
        ("x₁", "x_1"), (r"\Delta V", "DeltaV"),
    ],
)  # fmt: skip
def test_a_name_has_one_canonical_spelling(text: str, name: str) -> None:
    assert canonical(text) == name


def test_macros_are_found_and_expanded() -> None:
    text = r"\newcommand{\R}{\mathbb{R}} \newcommand\foo[2][x]{#1+#2} \def\bar#1{#1^2} \DeclareMathOperator{\sgn}{sgn}"
    known = macros(text)
    assert [m.name for m in known] == ["R", "foo", "bar", "sgn"]
    assert expand(r"\foo{y} - \foo[z]{3} \bar{q}\R", known) == r"x+y - z+3 q^2\mathbb{R}"


def test_a_macro_that_is_explained_by_an_equation_is_found_too() -> None:
    known = macros(r"\inteval{a}{b}{F} := \left.F\right|_a^b")
    expanded = expand(r"\inteval{0}{1}{x^2}", known)
    assert isinstance(expanded, str)
    statement = read(expanded)
    assert isinstance(statement, Statement)
    assert to_plain(statement.expression) == "evaluated(x**2, x, 0, 1)"


def test_a_macro_that_uses_itself_is_refused() -> None:
    assert isinstance(expand(r"\a", [Macro("a", r"\a\a")]), Unreadable)
    assert isinstance(expand(r"\a", [Macro("a", r"x\b\b\b\b"), Macro("b", r"\a\a\a")]), Unreadable)


@pytest.mark.parametrize(
    ("text", "statement", "conditions"),
    [
        (r"x = 1, \quad\text{for } t > 0", "x = 1", ("t > 0",)),
        (r"x = 1, t > 0", "x = 1", ("t > 0",)),
        (r"\dot W_i = 0 \quad \text{for } i = 1, 2", r"\dot W_i = 0", ("i = 1, 2",)),
        ("x = 1 if t > 0", "x = 1", ("t > 0",)),
        ("f(x, y) = 1", "f(x, y) = 1", ()),
    ],
)
def test_conditions_are_split_from_the_statement(text: str, statement: str, conditions: tuple[str, ...]) -> None:
    assert condition(text) == (statement, conditions)
