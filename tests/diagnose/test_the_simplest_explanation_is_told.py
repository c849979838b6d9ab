"""Of several exact explanations the simplest is told; slips in sums, relations, numbers and matrices are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.diagnose import diagnose
from derive.diagnose.kinds import GENERAL, SLIPS, kind
from derive.diagnose.ranking import KINDS
from derive.expression import Expression
from derive.name import Function, Name
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Diagnosis
from derive.vocabulary import Vocabulary

KNOWN = Vocabulary(functions=(Function("sigma"), Function("g", properties=("positive",))))


def told(student: str, reference: str, syntax: str = "latex") -> Diagnosis | None:
    vocabulary = infer((student, reference), syntax=syntax, vocabulary=KNOWN)
    return diagnose(*(tree(t, vocabulary, syntax) for t in (student, reference)), vocabulary=vocabulary)


def tree(text: str, vocabulary: Vocabulary, syntax: str) -> Expression:
    statement = read(text, syntax=syntax, vocabulary=vocabulary)
    assert isinstance(statement, Statement), statement
    return statement.expression


@pytest.mark.parametrize(
    ("student", "reference", "slip"),
    [
        (r"\frac{1}{1/f}", r"\frac{1}{1/f - 1/d}", "dropped term"),
        (r"\sqrt{k/m}", r"\sqrt{k/m - b^2/(4 m^2)}", "dropped term"),
        (r"2 \sqrt{\frac{2}{L}} \sin(a x)", r"\sqrt{\frac{2}{L}} \sin(a x)", "constant factor"),
        (r"\log(x)", r"\log(x) + c", "dropped term"),
        (r"\frac{1 + x g}{a b}", r"\frac{1 + x g + g (V - E) h}{a b}", "dropped term"),
        (r"x e^{-a x} (2 - a x) e^{-a x}", r"x e^{-a x} (2 - a x)", "extra factor"),
        (r"\Gamma(\frac{n}{a})", r"\Gamma(1 + \frac{n}{a})", "dropped term"),
        (r"\Gamma(1 + \frac{a}{n})", r"\Gamma(1 + \frac{n}{a})", "inverted fraction"),
        (r"1 - \operatorname{erf}(\frac{1}{s})", r"1 - \operatorname{erf}(\frac{1}{\sqrt{2} s})", "constant factor"),
        (r"1 - e^{-a t}", r"e^{-a t}", "complement"),
        (r"p^n", r"(1 - p)^n", "complement"),
        (r"w x - y", r"w \sigma(x) - y", "lost function"),
        (r"1 - m p", r"(1 - p)^m", "leading order"),
        (r"\sin(a) \cos(b) + \sin(a) \sin(b)", r"\sin(a) \cos(b) + \cos(a) \sin(b)", "wrong function"),
    ],
)  # fmt: skip
def test_the_simplest_of_several_exact_explanations_is_told(student: str, reference: str, slip: str) -> None:
    found = told(student, reference)
    assert found is not None
    assert found.slip == slip, found.text


@pytest.mark.parametrize(
    ("student", "slip"),
    [
        (r"\frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i)", "missing factor"),
        (r"\frac{1}{N} \sum_{i=1}^{N} (w x_i - b - y_i) x_i", "sign of a term"),
        (r"\frac{1}{N} \sum_{i=1}^{N} (w x_i - y_i) x_i", "dropped term"),
        (r"\frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i) x_i^2", "extra exponent"),
        (r"\frac{1}{N} \sum_{i=2}^{N} (w x_i + b - y_i) x_i", "bound of a sum"),
        (r"\sum_{i=1}^{N} (w x_i + b - y_i) x_i", "missing factor"),
    ],
)
def test_a_slip_inside_a_sum_is_found_there(student: str, slip: str) -> None:
    found = told(student, r"\frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i) x_i")
    assert found is not None
    assert kind(found.slip) == kind(slip), found.text


def test_the_square_of_a_sum_is_not_the_sum_of_the_squares() -> None:
    found = told(r"(\sum_{j=1}^N w_j u_j)^2", r"\sum_{j=1}^N (w_j u_j)^2")
    assert found is not None
    assert found.slip == "function taken term by term"


def test_swapped_indices_inside_a_sum_are_told() -> None:
    found = told(r"\sum_{j=1}^n W_{ji} \sigma(h_j)", r"\sum_{j=1}^n W_{ij} \sigma(h_j)")
    assert found is not None
    assert found.slip == "swapped indices"


def test_several_lost_terms_of_one_sum_are_told_together() -> None:
    found = told(r"\frac{a + b}{c}", r"\frac{a + b + x y - x z}{c}")
    assert found is not None
    assert found.slip == "dropped term"
    assert found.text.startswith("the terms `")


@pytest.mark.parametrize(
    ("student", "reference", "slip"),
    [
        (r"a (b - c) > 1", r"a b - 1 > 0", "extra term"),
        (r"x^2 > 2", r"x > \sqrt{2/3}", "constant factor"),
        (r"x > \sqrt{3/2}", r"x > \sqrt{2/3}", "inverted fraction"),
        (r"x > 1", r"x > \sqrt{2/3}", "wrong number"),
        (r"2 x + 3 y = 6", r"2 x - 3 y = 6", "sign"),
        (r"3 y = 2 x", r"2 x = 3 y + 1", "additive constant"),
        (r"a < b", r"a < b \text{ and } c > 0", "dropped condition"),
        (r"a < b \text{ and } c > 0", r"a < b", "extra condition"),
        (r"a > b \text{ and } c < 0", r"a < b \text{ and } c > 0", "reversed inequality"),
        (r"a < 2 b \text{ and } c > 0", r"a < b \text{ and } c > 0", "constant factor"),
    ],
)
def test_relations_are_compared_with_one_side_in_common(student: str, reference: str, slip: str) -> None:
    vocabulary = infer((student, reference), syntax="latex", vocabulary=KNOWN)
    names = tuple(replace(n, domain="positive") for n in vocabulary.names)
    known = {n.text for n in names}
    names += tuple(Name(n, domain="positive") for n in "abcxy" if n not in known)
    vocabulary = replace(vocabulary, names=names)
    found = diagnose(*(tree(t, vocabulary, "latex") for t in (student, reference)), vocabulary=vocabulary)
    assert found is not None
    assert kind(found.slip) == slip, found.text


@pytest.mark.parametrize(
    ("student", "reference", "slip"),
    [
        ("-54.98", "54.9833", "sign"),
        ("549.8", "54.98", "constant factor"),
        ("0.01819", "54.98", "inverted fraction"),
        ("53.2", "54.9833", "wrong number"),
        ("(0.182, -54.98)", "Matrix([[-54.9833], [0.18218]])", "swapped entries"),
        ("(54.98, 0.182)", "Matrix([[-54.9833], [0.18218]])", "sign"),
    ],
)
def test_rounded_numbers_are_compared_to_the_digits_written(student: str, reference: str, slip: str) -> None:
    found = told(student, reference, "plain")
    assert found is not None
    assert found.slip == slip, found.text


@pytest.mark.parametrize(
    ("student", "slip"),
    [
        ("-Matrix([[a, b], [c, d]])*Matrix([[x], [y]])", "sign"),
        ("Matrix([[a, b], [c, d]])*Matrix([[x], [y]])/2", "constant factor"),
        ("Matrix([[a, b], [-c, d]])*Matrix([[x], [y]])", "sign of a term"),
        ("Matrix([[a*x + b*y], [c*x]])", "dropped term"),
        ("Matrix([[c*x + d*y], [a*x + b*y]])", "swapped entries"),
    ],
)
def test_matrices_that_are_written_out_are_multiplied_out(student: str, slip: str) -> None:
    found = told(student, "Matrix([[a, b], [c, d]])*Matrix([[x], [y]])", "plain")
    assert found is not None
    assert kind(found.slip) == kind(slip), found.text


@pytest.mark.parametrize(
    ("student", "integrand", "slip"),
    [
        (r"3 \ln(x) + 5 x^{-1} + C", r"\frac{3}{x} + \frac{5}{x^2}", "sign of a term"),
        (r"x^3 + C", r"x^2", "constant factor"),
        (r"\sin(2 x)", r"\cos(2 x)", "constant factor"),
        (r"x^2 + x^3 - \cos(x)", r"2 x + \sin(x)", "extra term"),
        (r"-\sin(x)", r"\cos(x)", "sign"),
    ],
)
def test_a_slip_in_an_antiderivative_is_told_with_its_term(student: str, integrand: str, slip: str) -> None:
    found = told(student, rf"\int ({integrand}) dx")
    assert found is not None
    assert found.slip == slip, found.text


def test_an_answer_that_is_zero_is_not_explained_by_names_that_it_does_not_have() -> None:
    assert told("0", "x_3 - y", "plain") is None


def test_a_change_that_needs_a_degenerate_tree_is_not_told() -> None:
    found = told(r"-\tau \log(1 - \frac{V - E}{R I}) + 1", r"-\tau \log(1 - \frac{V - E}{R I}) + \sin(c x)")
    assert found is None or found.slip not in ("wrong name", "swapped names")


def test_what_decides_a_repair_may_know_more_than_the_vocabulary() -> None:
    vocabulary = infer(("a", "2 b"), syntax="plain")
    student, reference = tree("2 b", vocabulary, "plain"), tree("2 a", vocabulary, "plain")
    assert diagnose(student, reference, vocabulary=vocabulary) is not None
    asked: list[tuple[Expression, Expression]] = []

    def never(left: Expression, right: Expression) -> bool:
        asked.append((left, right))
        return False

    diagnose(tree("a + sin(b)**2", vocabulary, "plain"), reference, vocabulary=vocabulary, also=never)
    assert all(isinstance(left, Expression) for left, _ in asked)


def test_every_kind_that_is_ranked_has_a_name_and_every_general_name_is_one() -> None:
    assert set(KINDS) <= SLIPS
    assert set(GENERAL) | set(GENERAL.values()) <= SLIPS
