r"""Notation that authors use without explaining it: each piece is read as it is meant, or refused with the reason."""

from __future__ import annotations

import pytest

from derive.check import check_chain
from derive.expression import Expression
from derive.read import infer, read, to_plain
from derive.statement import Statement


def expression(text: str) -> Expression:
    found = read(text, syntax="latex", vocabulary=infer([text], syntax="latex"))
    assert isinstance(found, Statement), found
    return found.expression


def plain(text: str) -> str:
    return to_plain(expression(text))


def test_a_function_of_the_index_of_a_sum_is_a_function() -> None:
    tree = expression(r"KL(p\|q) = \sum_x p(x)\log p(x) - \sum_x p(x)\log q(x)")
    assert {"p", "q", "KL"} <= set(tree.functions())
    assert "a" in expression(r"\sum_n a(n) x^n").functions()
    assert expression(r"\sum_k p(1-p)^k").functions() == ()


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        (r"\nabla^2 (x^2 + y^2)", ("laplacian",)),
        (r"\nabla \cdot (\phi \mathbf{F})", ("divergence",)),
        (r"\vec{\nabla} \times \vec{B}", ("curl",)),
        (r"\nabla \times (\nabla \times \mathbf{A})", ("curl", "curl")),
        (r"\nabla f \cdot \nabla g", ("dot", "grad", "grad")),
        (r"\nabla_w L", ("grad",)),
    ],
)
def test_nabla_is_read_with_its_sign(text: str, functions: tuple[str, ...]) -> None:
    found = tuple(n.value for n in expression(text).walk() if n.head == "call")
    assert found == functions


def test_numbers_in_brackets_and_columns_are_vectors_beside_a_dot_or_a_cross() -> None:
    assert expression(r"(1,2,3)\cdot(4,5,6)").value == "dot"
    column = r"\begin{pmatrix}%s\end{pmatrix}"
    assert expression(column % r"1\\2\\3" + r"\times" + column % r"4\\5\\6").value == "cross"
    assert expression(r"(a+b)\cdot(c+d)").head == "mul"


def test_an_acronym_is_one_name_and_a_product_of_capitals_is_none() -> None:
    assert expression(r"MSE = \frac1n \sum_{i=1}^n (y_i - \hat y_i)^2").args[0].value == "MSE"
    assert plain("PV = nRT") == plain("P V = n R T")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (r"KL(q||p)", r"KL(q\|p)"),
        (r"||x||^2", r"\|x\|^2"),
        (r"{\operatorname{erf}}(x)", r"\operatorname{erf}(x)"),
        (r"\rm{Var}[y]", r"\operatorname{Var}[y]"),
        (r"\log{\sigma_n}^2", r"\log(\sigma_n^2)"),
        (r"\log{\left(x\right)}^{2}", r"(\log x)^2"),
        (r"\prod_{k=1}^n a_k \cdot c^n \cdot \prod_{k=1}^n b_k", r"(\prod_{k=1}^n a_k) c^n (\prod_{k=1}^n b_k)"),
        (r"E\{X^2\}", "E[X^2]"),
        (r"\mathbb{E}_{x}[f(x)]", r"\mathbb{E}[f(x)]"),
    ],
)
def test_two_spellings_mean_the_same(text: str, meaning: str) -> None:
    assert plain(text) == plain(meaning)


def test_a_distribution_under_an_expectation_is_kept() -> None:
    kept = expression(r"\mathbb{E}_{x\sim p_\theta}[f(x)]")
    assert kept.value == "Expectation"
    assert kept.args[1].head == "sim"
    assert len(expression(r"\mathbb{E}_{q_\phi(z|x)}[\log p(x|z)]").args) == 2


def test_a_variation_is_no_quotient_and_a_small_change_is() -> None:
    assert expression(r"\frac{\delta F[u]}{\delta u(x)}").value == "variation"
    assert expression(r"\frac{\delta}{\delta u} \int u^2 dx").value == "variation"
    assert expression(r"\delta y = \frac{\delta y}{\delta x} \delta x").args[1].head == "mul"


def test_a_name_that_moves_is_a_function_of_time_where_it_is_written_so() -> None:
    tree = expression(r"\frac{d}{dt} f(x(t), y(t)) = \frac{\partial f}{\partial x} \dot x")
    assert {"f", "x", "y"} <= set(tree.functions())


def test_an_accented_name_before_one_thing_in_brackets_and_a_name_before_a_nought_are_applied() -> None:
    assert plain(r"\hat\rho(\tau)") == "rho_hat(tau)"
    assert plain(r"\hat c_f(0)") == "c_hat_f(0)"
    assert expression(r"\hat y(1 - \hat y)").head == "mul"


@pytest.mark.parametrize(
    ("text", "base", "value"),
    [
        (r"\log(1000)", "10", "3"),
        (r"\log 8", "2", "3"),
        (r"log(100)", "10", "2"),
        (r"\ln(e^3)", "10", "3"),
        (r"\log_2 8", "10", "3"),
        (r"\log(e^3)", "e", "3"),
    ],
)
def test_a_logarithm_has_the_base_that_is_said(text: str, base: str, value: str) -> None:
    for syntax in ("latex", "plain") if "\\" not in text else ("latex",):
        record = {"steps": [text, value], "log": base, "syntax": syntax}
        assert check_chain(record).transitions[0].holds


def test_a_policy_is_a_function_and_a_circle_has_its_number() -> None:
    assert expression(r"\pi_\theta(a|s)").value == "pi_theta"
    assert expression(r"\sum_a \pi(a|s) Q(s,a)").functions() == ("pi", "given", "Q")
    assert expression(r"\pi(3)^2").args[0].head == "constant"
    assert expression(r"\pi(|x|+1)").args[0].head == "constant"
