r"""Units as people write them: made of several, on one side only, in another unit behind ``≈``."""

from __future__ import annotations

from typing import Any

import pytest

from derive.check import check_chain
from derive.read.quantities import unit_pieces


def verdict(left: str, right: str, relation: str = "eq", **fields: Any) -> str:
    record = {"steps": [left, right], "relations": [relation], "syntax": "latex", **fields}
    outcome = check_chain(record).transitions[0].outcome.value
    return {"proved": "ok", "supported": "ok", "refuted": "wrong"}.get(outcome, "open")


@pytest.mark.parametrize(
    ("left", "relation", "right", "expected"),
    [
        (r"(5\,\mathrm{kg})(2\,\mathrm{m/s^2})", "eq", r"10\,\mathrm{N}", "ok"),
        (r"(5\,\mathrm{kg})(2\,\mathrm{m/s^2})", "eq", r"12\,\mathrm{N}", "wrong"),
        (r"\frac{100\text{ m}}{9.58\text{ s}}", "approx", r"10.44 \text{ m/s}", "ok"),
        (r"\frac{100\text{ m}}{9.58\text{ s}}", "approx", r"37.58 \text{ km/h}", "ok"),
        (r"\frac{100\text{ m}}{9.58\text{ s}}", "approx", r"10.84 \text{ m/s}", "wrong"),
        (r"\frac12 (2)(3)^2", "eq", r"9\text{ J}", "ok"),
        (r"\frac12 (2)(3)^2", "eq", r"8\text{ J}", "wrong"),
        (r"\frac12 (2)(3)^2", "eq", r"9000\text{ mJ}", "open"),
        ("ma", "eq", r"(5\,\mathrm{kg})(2\,\mathrm{m/s^2})", "open"),
        (r"\frac12 + \frac12 + \frac12", "eq", r"1.5 \text{ bits}", "ok"),
        (r"9.8\ \text{m/s}^2", "eq", r"9.8\,\mathrm{m\,s^{-2}}", "ok"),
    ],
)
def test_quantities_are_compared_as_they_are_meant(left: str, relation: str, right: str, expected: str) -> None:
    assert verdict(left, right, relation) == expected


def test_a_unit_of_several_is_taken_apart_and_words_are_none() -> None:
    assert unit_pieces(r"N\,m^2/kg^2") is not None
    assert unit_pieces("m/s^{-1}") is not None
    for text in ("if", "for all", "kg if", "/s", "m/", "^2", "(m", "m)", ""):
        assert unit_pieces(text) is None
