"""Assumptions declared one after the other: nothing of what was said is lost."""

import pytest

from derive.expression import Expression, name, number
from derive.read import declare, read
from derive.statement import Statement
from derive.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("assumptions", "domain", "head"),
    [
        (("x in real", "x != 0"), "real", "ne"),
        (("x != 0", "x in real"), "real", "ne"),
        (("n in integers", "n != 0"), "integer", "ne"),
        (("n in integers", "n < 0"), "integer", "lt"),
        (("n <= 0", "n in integers"), "integer", "le"),
    ],
)
def test_what_the_domain_leaves_unsaid_is_kept_as_a_relation(
    assumptions: tuple[str, str], domain: str, head: str
) -> None:
    vocabulary = declare(assumptions, syntax="plain")
    assert isinstance(vocabulary, Vocabulary)
    assert vocabulary.names[0].domain == domain
    assert vocabulary.assumptions == (Expression(head, (name(vocabulary.names[0].text), number(0))),)


@pytest.mark.parametrize("assumptions", [("x > 0", "x != 0"), ("x in real", "x > 0"), ("n in integers", "n > 0")])
def test_what_the_domain_says_is_not_said_twice(assumptions: tuple[str, str]) -> None:
    vocabulary = declare(assumptions, syntax="plain")
    assert isinstance(vocabulary, Vocabulary)
    assert vocabulary.assumptions == ()


@pytest.mark.parametrize("text", ["P(A^c)", "1 - P(A^{c})"])
def test_the_complement_of_an_event_makes_a_probability(text: str) -> None:
    said = read(text, syntax="latex")
    assert isinstance(said, Statement)
    assert "Probability" in said.expression.functions()
