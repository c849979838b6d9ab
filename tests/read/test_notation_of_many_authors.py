r"""Notation that authors use without explaining it: each piece is read as it is meant, or refused with the reason."""

from __future__ import annotations

import pytest

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
