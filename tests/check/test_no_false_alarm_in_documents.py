"""Passages as they stand in manuals and papers, true where they stand: nothing in them may be called wrong."""

from __future__ import annotations

import pytest

from derive.check import check_document


def refuted(text: str) -> list[str]:
    return [step.source for step in check_document(text, kind="markdown").refuted]


def display(*rows: str) -> str:
    return "\n\n".join(f"$$\n{row}\n$$" for row in rows)


PASSAGES = {
    "a marked Greek letter that is a function's name too": (
        r"\beta' = \beta\cos\theta + \alpha e^{i\phi}\sin\theta",
        r"\gamma' = \gamma + 1",
    ),
    "a transpose where T is a quantity elsewhere": (
        r"N(T) = \frac{1 - T}{T}",
        r"S V S^T = (A B)(A B)^T = A B B^T A^T",
    ),
}


@pytest.mark.parametrize("rows", PASSAGES.values(), ids=PASSAGES.keys())
def test_a_true_passage_is_not_refuted(rows: tuple[str, ...]) -> None:
    assert refuted(display(*rows)) == []
