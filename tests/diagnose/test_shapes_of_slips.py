"""Slips that are no slip of a formula: inequalities, matrices, sets, assumptions, special values, units."""

from __future__ import annotations

import pytest

from derive.diagnose import diagnose
from derive.expression import Expression
from derive.name import Name
from derive.read import infer, read
from derive.statement import Statement
from derive.verdict import Diagnosis
from derive.vocabulary import Vocabulary


def found(student: str, reference: str, vocabulary: Vocabulary | None = None) -> Diagnosis:
    known = vocabulary or infer((student, reference), syntax="latex")
    assert isinstance(known, Vocabulary)
    diagnosis = diagnose(tree(student, known), tree(reference, known), vocabulary=known)
    assert diagnosis is not None, (student, reference)
    return diagnosis


def tree(text: str, vocabulary: Vocabulary) -> Expression:
    statement = read(text, syntax="latex", vocabulary=vocabulary)
    assert isinstance(statement, Statement), statement
    return statement.expression


MATRIX = r"\begin{pmatrix} a & b \\ c & x \end{pmatrix}"
REAL = Vocabulary(names=tuple(Name(n, domain="real") for n in ("a", "b", "c", "x", "y", "n", "E_0", "g")))


@pytest.mark.parametrize(
    ("student", "reference", "slip"),
    [
        (r"a < b", r"a > b", "reversed inequality"),
        (r"a \le b", r"a < b", "strict inequality"),
        (r"x > \frac{a}{b^2 + 1}", r"x < \frac{a}{b^2 + 1}", "reversed inequality"),
        (r"x < 2 a", r"x < a", "constant factor"),
        (MATRIX, r"\begin{pmatrix} a & c \\ b & x \end{pmatrix}", "transposed matrix"),
        (MATRIX, r"\begin{pmatrix} a & b \\ -c & x \end{pmatrix}", "sign"),
        (r"\begin{pmatrix} a & b \end{pmatrix}", MATRIX, "wrong shape"),
        (r"\{a, b\}", r"\{a, b, c\}", "missing element"),
        (r"\{a, b, c\}", r"\{a, b\}", "extra element"),
        (r"\{a, b\}", r"\{a, -b\}", "sign"),
        (r"\sqrt{x^2}", r"x", "needs an assumption"),
        (r"\log(a b)", r"\log(a) \log(b)", "logarithm of a product or ratio"),
        (r"\log(a) / \log(b)", r"\log(a / b)", "logarithm of a product or ratio"),
        (r"(a + b)^2", r"a^2 + b^2", "function taken term by term"),
        (r"a^2 + b^2", r"(a + b)^2", "function taken term by term"),
        (r"a x^2 + b x", r"a x^2 + b x + c", "dropped term"),
    ],
)  # fmt: skip
def test_a_slip_of_shape_is_named(student: str, reference: str, slip: str) -> None:
    assert found(student, reference, REAL).slip == slip


def test_a_root_of_a_sum_is_not_the_sum_of_the_roots() -> None:
    positive = Vocabulary(names=tuple(Name(n, domain="positive") for n in ("a", "b")))
    assert found(r"a + b", r"\sqrt{a^2 + b^2}", positive).slip == "function taken term by term"


def test_a_special_value_is_told_with_the_name_that_was_forgotten() -> None:
    diagnosis = found(r"\frac{g x}{x + y}", r"\frac{g x^n}{x^n + y}", REAL)
    assert diagnosis.slip == "special value"
    assert "`n = 1`" in diagnosis.text


def test_a_matrix_entry_is_told_with_its_row_and_column() -> None:
    text = found(MATRIX, r"\begin{pmatrix} a & b \\ -c & x \end{pmatrix}").text
    assert text == "the entry in row 2, column 1 is wrong: the sign is wrong: it should be `-c`"


def test_a_thousand_is_taken_for_a_prefix_where_units_are_declared() -> None:
    volts = Vocabulary(names=(Name("V", domain="real", unit="mV"), Name("R", domain="positive", unit="MOhm")))
    assert found(r"1000 V / R", r"V / R", volts).slip == "unit prefix"


@pytest.mark.parametrize(
    ("student", "reference", "text"),
    [
        (r"b - a", r"a - b", "the sign is wrong: it should be `-(b - a)`"),
        (r"2 a b", r"a b", "a constant factor `2` is too much; probably meant: `a*b`"),
        (r"a b", r"a b c", "the factor `c` is missing; probably meant: `a*b*c`"),
        (r"a b c", r"a b", "the factor `c` is too much; probably meant: `a*b`"),
        (r"a + b", r"a + b + c", "the term `c` is missing"),
        (r"a + b + b", r"a + b", "the term `b` is counted twice"),
        (r"\frac{a}{b}", r"\frac{b}{a}", "the fraction is upside down: `b/a` should stand where `a/b` stands"),
        (r"a^2", r"a^3", "an exponent is wrong: `a**3` should stand where `a**2` stands"),
        (
            r"\cos(a x)",
            r"a \cos(a x)",
            "the factor `a`, the inner derivative, is missing; probably meant: `a*cos(a*x)`",
        ),
        (r"a b^2", r"b a^2", "`a` and `b` are swapped"),
        (r"a^2 + 3", r"a^2", "an additive constant `3` is too much"),
    ],
)
def test_the_sentence_is_what_a_marker_writes_in_the_margin(student: str, reference: str, text: str) -> None:
    assert found(student, reference, REAL).text == text


def test_nothing_is_said_of_two_formulas_that_have_nothing_to_do_with_each_other() -> None:
    known = REAL
    student, reference = tree(r"\sin(a^b) + c^x", known), tree(r"\frac{y}{1 + e^{a x}}", known)
    diagnosis = diagnose(student, reference, vocabulary=known)
    assert diagnosis is None


@pytest.mark.parametrize(("student", "reference"), [("6.7", r"\sqrt{3} + 5"), (r"\sqrt{1358}/16", "4")])
def test_accidental_relations_between_numbers_are_not_told(student: str, reference: str) -> None:
    diagnosis = diagnose(tree(student, REAL), tree(reference, REAL), vocabulary=REAL)
    assert diagnosis is None or diagnosis.slip == "wrong number"


def test_two_numbers_may_differ_by_a_factor_or_a_sign() -> None:
    assert found(r"2 \sqrt{3}", r"\sqrt{3}").slip == "constant factor"
    assert found(r"-\sqrt{3}", r"\sqrt{3}").slip == "sign"
    assert found("3", "4").text == "`4` should stand where `3` stands"


def test_a_bound_that_is_solved_for_is_compared_all_the_same() -> None:
    positive = Vocabulary(names=tuple(Name(n, domain="positive") for n in ("a", "b", "x")))
    assert found(r"x < \frac{2}{a (a + b)}", r"a x (a + b) < 1", positive).slip == "constant factor"
    assert found(r"x < a (a + b)", r"a x (a + b) < 1", positive).slip == "inverted fraction"
