r"""Orthogonal factors that cancel inside a product, identities that are written out, derivatives before brackets."""

from __future__ import annotations

from typing import Any

from derive.check import check_chain


def verdicts(*steps: str, **fields: Any) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", **fields})
    words = {"proved": "ok", "supported": "ok", "refuted": "wrong"}
    return [words.get(t.outcome.value, "open") for t in report.transitions]


def test_orthogonal_factors_cancel_inside_a_product() -> None:
    steps = (r"A^TA", r"V\Sigma^TU^TU\Sigma V^T", r"V\Sigma^T\Sigma V^T", r"V\Sigma^T V^T")
    given = [r"A=U\Sigma V^T", "U^TU=I"]
    assert verdicts(*steps, definitions=given) == ["ok", "ok", "wrong"]
    assert verdicts(r"(Qx)^T(Qx)", "x^TQ^TQx", "x^Tx", definitions=["Q^TQ=I"]) == ["ok", "ok"]


def test_the_identity_is_a_side_of_its_own_beside_a_matrix() -> None:
    squares = r"\cos^2\theta+\sin^2\theta"
    matrix = rf"\begin{{pmatrix}}{squares}&0\\0&{squares}\end{{pmatrix}}"
    assert verdicts(matrix, "I") == ["ok"]


def test_a_derivative_before_two_brackets_is_read_both_ways() -> None:
    before = r"\frac{d}{dx}(x^2+1)(x^3-2)"
    assert verdicts(before, "2x(x^3-2)+3x^2(x^2+1)") == ["ok"]
    assert verdicts(before, "2x(x^3-2)+3x^2") == ["wrong"]
    squares = r"\frac{\partial}{\partial \theta}(y-X\theta)^T(y-X\theta)"
    assert verdicts(squares, r"-2X^T(y-X\theta)") == ["ok"]
    assert verdicts(squares, r"2X^T(y-X\theta)") != ["ok"]
