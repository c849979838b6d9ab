r"""Laws that go on from one index to the next; ``jω``; ``z = a + bi``; lengths of vectors; remainders."""

from __future__ import annotations

from typing import Any

from derive.check import check_chain


def verdicts(*steps: str, **fields: Any) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", **fields})
    words = {"proved": "ok", "supported": "ok", "refuted": "wrong"}
    return [words.get(t.outcome.value, "open") for t in report.transitions]


def test_a_recurrence_is_a_law_and_is_used_by_the_lines_after_it() -> None:
    momentum = (r"v_t", r"\beta v_{t-1}+(1-\beta)g_t", r"\beta(\beta v_{t-2}+(1-\beta)g_{t-1})+(1-\beta)g_t")
    assert verdicts(*momentum) == ["ok", "ok"]
    steps = ("a_{n+1}", "2a_n+1", "2(2a_{n-1}+1)+1", "4a_{n-1}+3", "4a_{n-1}+2")
    assert verdicts(*steps) == ["ok", "ok", "ok", "wrong"]


def test_a_line_that_breaks_a_law_only_where_values_are_chosen_freely_is_open() -> None:
    assert verdicts("a_{n+1}", "2a_n+1", "2a_{n-1}+7") == ["ok", "open"]


def test_j_before_a_frequency_is_the_imaginary_unit_and_as_an_index_it_is_none() -> None:
    impedance = (r"R + j\omega L+\frac{1}{j\omega C}", r"R+j\left(\omega L-\frac{1}{\omega C}\right)")
    assert verdicts(*impedance) == ["ok"]
    assert verdicts(impedance[0], r"R+j\left(\omega L+\frac{1}{\omega C}\right)") == ["wrong"]
    assert verdicts(r"\left|\frac{1}{1+j\omega RC}\right|", r"\frac{1}{\sqrt{1+(\omega RC)^2}}") == ["ok"]
    assert verdicts(r"\sum_{j=1}^n e^{j}", r"\frac{e^{n+1}-e}{e-1}") == ["ok"]


def test_the_parts_of_a_complex_number_are_real() -> None:
    assert verdicts(r"z\bar z", "(a+bi)(a-bi)", "a^2+b^2", definitions=["z=a+bi"]) == ["ok", "ok"]
    assert verdicts(r"z\bar z", "a^2-b^2", definitions=["z=a+bi"]) != ["ok"]


def test_bars_around_a_vector_are_its_length() -> None:
    expanded = r"|\vec a|^2+2\vec a\cdot\vec b+|\vec b|^2"
    assert verdicts(r"|\vec a+\vec b|^2", expanded, r"|\vec a|^2+|\vec b|^2") == ["ok", "wrong"]


def test_remainders_are_computed() -> None:
    assert verdicts(r"7^{100} \bmod 5", r"2^{100}\bmod 5", "1", "2") == ["ok", "ok", "wrong"]


def test_an_expansion_of_high_order_is_an_approximation_too() -> None:
    series = r"1-\frac{x^2}{2}+\frac{x^4}{24}"
    assert verdicts(r"\cos x", series, relations=["approx"]) == ["ok"]
    assert verdicts(r"\cos x", series.replace("24", "12"), relations=["approx"]) == ["open"]
