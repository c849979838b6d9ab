"""Plain text in the words of SymPy, NumPy, Maxima and Mathematica: read as meant, or refused with a reason."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.read import infer, read
from derive.read.print_plain import to_plain
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary


def _read(text: str, implicit: bool = True) -> Statement | Unreadable:
    return read(
        text, syntax="plain", vocabulary=infer((text,), syntax="plain", vocabulary=Vocabulary(implicit=implicit))
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.5e3x", "1.5e3*x"),
        ("2E3y", "2e3*y"),
        ("Matrix([[1,2],[3,4]]).T", "transpose(Matrix([[1, 2], [3, 4]]))"),
        ("A.T*A", "transpose(A)*A"),
        ("A.inv().det()", "det(inverse(A))"),
        ("(x+1).subs(x, 2)", "Subs(x + 1, x, 2)"),
        ("(x+y).subs([(x, 2), (y, 1)])", "Subs(Subs(x + y, x, 2), y, 1)"),
        ("sin(x).diff(x)", "Derivative(sin(x), x)"),
        ("(x*y).expand()", "x*y"),
        ("np.sqrt(2)*math.pi", "sqrt(2)*pi"),
        ("%e^(%i*%pi)", "E**(I*pi)"),
        ("Sin[x]^2 + ArcTan[y]", "sin(x)**2 + atan(y)"),
        ("Log[2, x]", "log(x, 2)"),
        ("Integrate[x^2, {x, 0, 1}]", "Integral(x**2, (x, 0, 1))"),
        ("sqrt[3](x)", "root(x, 3)"),
        ("∛x + ³√y + ∜z", "root(x, 3) + root(y, 3) + root(z, 4)"),
        ("x if x > 0 else -x", "Piecewise((x, x > 0), (-x, True))"),
        (
            "y = 1 if x > 0 else 2 if x < 0 else 3",
            "y = Piecewise((1, x > 0), (Piecewise((2, x < 0), (3, True)), True))",
        ),
        ("]0,1[", "Interval(0, 1, True, True)"),
        ("]0,1]", "Interval(0, 1, True, False)"),
        ("[0,1[ ∪ ]2,3[", "Union(Interval(0, 1, False, True), Interval(2, 3, True, True))"),
        ("log_2 x", "log(x, 2)"),
        ("log10 x", "log(x, 10)"),
        ("7 mod 3", "Mod(7, 3)"),
        ("n choose k", "binomial(n, k)"),
        ("sin(30 deg)", "sin(30*(pi/180))"),
        ("1 1/2", "1 + 1/2"),
        ("-2 3/4", "-(2 + 3/4)"),
        ("0.1(6)", "1/6"),
        ("0.(3)", "1/3"),
        ("1_000_000", "1000000"),
        ("x => 1", "x >= 1"),
        ("x<-1 U x>1", "x < -1 or x > 1"),
        ("ℯ^x", "E**x"),
    ],
)
def test_what_other_systems_write_is_read_as_they_mean_it(text: str, meant: str) -> None:
    statement = _read(text)
    assert isinstance(statement, Statement), statement
    assert to_plain(statement.expression) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("sin2x", "sin(2*x)"), ("lnx", "log(x)"), ("2πr", "2*pi*r"), ("sin(ωt)", "sin(omega*t)"), ("cost", "cost")],
)
def test_joined_words_without_implicit_products(text: str, meant: str) -> None:
    statement = _read(text, implicit=False)
    assert isinstance(statement, Statement)
    assert to_plain(statement.expression) == meant


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2e-3x", {"2e-3*x", "2*E - 3*x"}),
        ("1,000", {"1000", "(1, 0)"}),
        ("0,5", {"(0, 5)", "0.5"}),
        ("1.234,5", {"(1.234, 5)", "1234.5"}),
        ("7%3", {"Mod(7, 3)", "7/100*3"}),
        ("3+4j", {"3 + 4*j", "3 + 4*I"}),
        ("3x10^8", {"3*x10**8", "3*10**8"}),
        ("S(1)/2", {"S*1/2", "1/2"}),
        ("x1y2", {"x*1*y*2", "x1*y2"}),
    ],
)
def test_where_systems_disagree_both_readings_are_carried(text: str, readings: set[str]) -> None:
    statement = _read(text)
    assert isinstance(statement, Statement)
    assert {to_plain(e) for e, _ in statement.alternatives()} == readings
    assert sum(bool(note) for _, note in statement.alternatives()) == len(readings) - 1


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("2%pi", 1, "write 2*%pi for the constant"),
        ("0x10", 0, "decimal digits"),
        ("xsinx", 0, "write x*sinx"),
        ("sqrt(2).evalf(3)", 7, "write .evalf() without digits"),
        ("x.subs(x)", 1, "write .subs(x, value)"),
    ],
)
def test_a_refusal_says_what_the_other_system_means(text: str, offset: int, expected: str) -> None:
    refused = _read(text)
    assert isinstance(refused, Unreadable)
    assert refused.offset == offset
    assert expected in refused.sentence()


def test_between_brackets_a_comma_separates() -> None:
    for text, meant in (("(1,000)", "(1, 0)"), ("{1,5}", "{1, 5}"), ("f(1,234)", "f(1, 234)"), ("[1,2]", "[1, 2]")):
        statement = _read(text, implicit=False)
        assert isinstance(statement, Statement)
        assert [to_plain(e) for e, _ in statement.alternatives()] == [meant]


_PIECES = [
    "1", "0.", "(3)", "1,000", "%pi", "%", ".T", ".subs(", "]", "[", "(", ")", "Sin[", "x", "if ", " else ", "√", "³",
    "∛", "U", " U ", "2e-3", "mod ", "j", "x10", "^", "S(1)/", "<", "=>", ",", "{", "}", "np.", "_", "deg",
]  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=9).map("".join))
def test_any_mixture_is_read_or_refused(text: str) -> None:
    for implicit in (True, False):
        assert isinstance(_read(text, implicit), Statement | Unreadable)


@pytest.mark.parametrize(("text", "meant"), [(r"0.\overline{3}", "1/3"), (r"2.1\overline{6}", "13/6")])
def test_a_line_over_digits_repeats_them(text: str, meant: str) -> None:
    statement = read(text, syntax="latex")
    assert isinstance(statement, Statement)
    assert to_plain(statement.expression) == meant


@pytest.mark.parametrize(
    "text", ["9" * 19_000, "1," + "9" * 19_000 + "x9", "1e-3" * 4_000, "]" * 19_000, "x.T" * 6_000]
)
def test_long_texts_of_these_signs_are_read_or_refused_at_once(text: str) -> None:
    start = process_time()
    assert isinstance(_read(text), Statement | Unreadable)
    assert process_time() - start < 1.0


def test_a_comma_in_the_order_of_a_root_is_refused() -> None:
    assert isinstance(_read("x^1,000√2"), Statement | Unreadable)
    assert isinstance(_read("^1,000√2"), Unreadable)


def test_what_stands_under_a_plain_sum_is_an_entry_beside_it_too() -> None:
    texts = ("Sum(a_k, (k, 1, 3))", "a_1 + a_2 + x_0")
    vocabulary = infer(texts, syntax="plain")
    statements = [read(t, syntax="plain", vocabulary=vocabulary) for t in texts]
    assert all(isinstance(s, Statement) for s in statements)
    heads = [n.head for s in statements if isinstance(s, Statement) for n in s.expression.walk() if n.head == "index"]
    assert len(heads) == 3


@pytest.mark.parametrize("implicit", [True, False])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<1, 2, 3>", "(1, 2, 3)"),
        ("[1,2;3,4]", "Matrix([[1, 2], [3, 4]])"),
        ("inv(A)", "inverse(A)"),
        ("piecewise(x<0,-x,x)", "Piecewise((-x, x < 0), (x, True))"),
        ("if(x>0,x,-x) + IF(y>0,1,2)", "Piecewise((x, x > 0), (-x, True)) + Piecewise((1, y > 0), (2, True))"),
        ("np.where(x>0,x,-x)", "Piecewise((x, x > 0), (-x, True))"),
        ("int_0^1 x^2 dx", "Integral(x**2, (x, 0, 1))"),
        ("limit(sin(x)/x, x=0)", "Limit(sin(x)/x, x, 0)"),
        ("pow(x,2) + POWER(y,3)", "x**2 + y**3"),
    ],
)
def test_matlab_maple_and_spreadsheets(text: str, meant: str, implicit: bool) -> None:
    statement = _read(text, implicit)
    assert isinstance(statement, Statement), statement
    assert to_plain(statement.expression) == meant


@pytest.mark.parametrize("text", ["lim x->0 sin(x)/x", "integral of x", "[1,2;3]", "derivative of x"])
def test_sentences_of_calculus_are_refused_and_not_multiplied_letter_by_letter(text: str) -> None:
    assert isinstance(_read(text), Unreadable)


def test_a_word_of_calculus_alone_is_a_name() -> None:
    statement = _read("2*limit + 1", implicit=False)
    assert isinstance(statement, Statement)
    assert to_plain(statement.expression) == "2*limit + 1"


def test_a_power_at_the_head_of_an_equation_is_a_power_where_its_base_is_known() -> None:
    texts = ["x^y = 1", "y = 0 or x = 1"]
    vocabulary = infer(texts, syntax="plain")
    first = read(texts[0], syntax="plain", vocabulary=vocabulary)
    assert isinstance(first, Statement)
    assert to_plain(first.expression) == "x**y = 1"
