"""Laws of words: what right rules rewrite is proved for every size, and nothing is proved that numbers contradict."""

from __future__ import annotations

import random
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.compare import compare
from derive.decide import decide
from derive.expression import Expression, add, call, mul, name, neg, number
from derive.name import Name
from derive.pair import Pair
from derive.verdict import Outcome
from derive.vocabulary import Vocabulary

SIZE = 3
SQUARE, VECTORS = ("A", "B", "C"), ("x", "y")
SHAPED = Vocabulary(
    names=(*(Name(n, "real", shape=("n", "n")) for n in SQUARE), *(Name(v, "real", shape=("n",)) for v in VECTORS))
)
Grid = list[list[Fraction]]


def _matrix(draw: random.Random, depth: int) -> Expression:
    if depth <= 0 or draw.random() < 0.25:
        letter = name(draw.choice(SQUARE))
        return call(draw.choice(("transpose", "inverse")), letter) if draw.random() < 0.4 else letter
    kind = draw.random()
    if kind < 0.4:
        return mul(_matrix(draw, depth - 1), _matrix(draw, depth - 1))
    if kind < 0.65:
        return add(_matrix(draw, depth - 1), _matrix(draw, depth - 2))
    if kind < 0.8:
        return call("transpose", _matrix(draw, depth - 1))
    if kind < 0.9:
        return call("outer", *(name(draw.choice(VECTORS)) for _ in range(2)))
    return mul(number(draw.choice((-2, 3))), _matrix(draw, depth - 1))


def _scalar(draw: random.Random) -> Expression:
    inside = _matrix(draw, 2)
    if draw.random() < 0.5:
        return call("trace", inside)
    return mul(call("transpose", name(draw.choice(VECTORS))), inside, name(draw.choice(VECTORS)))


def _rewritten(e: Expression, draw: random.Random, wrong: bool) -> Expression:
    """A rule at each node where one applies, drawn at random; wrong ones are right for numbers only."""
    e = e.with_args(tuple(_rewritten(a, draw, wrong) for a in e.args))
    if draw.random() < 0.3:
        return e
    if e.head == "add":
        return e.with_args(e.args[::-1])
    if e.head == "mul" and wrong and draw.random() < 0.5:
        return e.with_args(e.args[::-1])
    if e.head == "mul" and len(e.args) == 2 and e.args[1].head == "add":
        return add(*(mul(e.args[0], t) for t in e.args[1].args))
    if e.head == "call" and e.value == "transpose":
        inner = e.args[0]
        if inner.head == "mul":
            turned = [call("transpose", a) if a.head != "number" else a for a in inner.args]
            return mul(*(turned if wrong and draw.random() < 0.5 else turned[::-1]))
        if inner.head == "add":
            return add(*(call("transpose", a) for a in inner.args))
        if inner.head == "call" and inner.value == "transpose":
            return inner.args[0]
        if inner.head == "call" and inner.value == "outer":
            return inner if wrong and draw.random() < 0.5 else inner.with_args(inner.args[::-1])
    if e.head == "call" and e.value == "trace":
        inner = e.args[0]
        if inner.head == "mul" and len(inner.args) == 2:
            return call("trace", inner.with_args(inner.args[::-1]))
        return call("trace", call("transpose", inner))
    return e


def _values(draw: random.Random) -> dict[str, Grid]:
    def entry() -> Fraction:
        return Fraction(draw.randint(-5, 5), draw.randint(1, 3))

    found = {n: [[entry() + (7 if i == j else 0) for j in range(SIZE)] for i in range(SIZE)] for n in SQUARE}
    return found | {v: [[entry()] for _ in range(SIZE)] for v in VECTORS}


def _product(a: Grid, b: Grid) -> Grid:
    if len(a[0]) != len(b):
        return [[(a[0][0] if len(a) == 1 == len(a[0]) else b[0][0]) * v for v in r] for r in (b if len(a) == 1 else a)]
    return [[sum((x * b[k][j] for k, x in enumerate(row)), Fraction(0)) for j in range(len(b[0]))] for row in a]


def _inverse(a: Grid) -> Grid:
    rows = [[*r, *(Fraction(i == j) for j in range(len(a)))] for i, r in enumerate(a)]
    for i in range(len(a)):
        pivot = next(r for r in range(i, len(a)) if rows[r][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for r in range(len(a)):
            if r != i:
                rows[r] = [v - rows[r][i] * w for v, w in zip(rows[r], rows[i])]
    return [r[len(a) :] for r in rows]


def _evaluated(e: Expression, values: dict[str, Grid]) -> Grid:
    if e.head == "name":
        return values[e.value]
    if e.head == "number":
        return [[e.value]]
    args = [_evaluated(a, values) for a in e.args]
    if e.head == "add":
        return [[sum(c, Fraction(0)) for c in zip(*rows)] for rows in zip(*args)]
    if e.head == "neg":
        return [[-v for v in r] for r in args[0]]
    if e.head == "mul":
        total = args[0]
        for a in args[1:]:
            scalar, other = (total, a) if total == [[total[0][0]]] else (a, total)
            numeric = scalar == [[scalar[0][0]]]
            total = [[scalar[0][0] * v for v in r] for r in other] if numeric else _product(total, a)
        return total
    if e.value == "transpose":
        return [list(r) for r in zip(*args[0])]
    if e.value == "inverse":
        return _inverse(args[0])
    if e.value == "trace":
        return [[sum((args[0][i][i] for i in range(len(args[0]))), Fraction(0))]]
    return _product(args[0], [list(r) for r in zip(*args[1])])


@settings(derandomize=True, deadline=None, max_examples=120)
@given(st.integers(0, 10**9), st.booleans())
def test_right_rules_are_proved_and_wrong_ones_only_where_numbers_agree(seed: int, wrong: bool) -> None:
    draw = random.Random(seed)
    left = _scalar(draw) if draw.random() < 0.5 else _matrix(draw, 3)
    right = _rewritten(left, draw, wrong)
    verdict = decide(left, right, vocabulary=SHAPED)
    same = all(_evaluated(left, v) == _evaluated(right, v) for v in (_values(draw) for _ in range(3)))
    if not wrong:
        assert same
    if same and not wrong:
        assert verdict.outcome is Outcome.PROVED, verdict.reason
    if not same:
        assert not verdict.holds, verdict.reason


def test_a_difference_is_shown_by_matrices_that_can_be_typed() -> None:
    left, right = (
        call("transpose", mul(name("A"), name("B"))),
        mul(call("transpose", name("A")), call("transpose", name("B"))),
    )
    verdict = decide(left, add(right, neg(right), right), vocabulary=SHAPED)
    assert verdict.fails
    assert "A_11 = 2" in verdict.reason


@pytest.mark.parametrize(
    ("student", "reference", "outcome"),
    [
        (r"(*A^{-1})^T", r"(*A^T)^{-1}", "proved"),
        (r"(A^{-1})^T", r"(A^T)^{-1}", "proved"),
        (r"(X^T X)^{-1} X^T X", "I", "proved"),
        (r"A A^{-1}", "I", "proved"),
        (r"R^{-1} V", "I", "refuted"),
        (r"\|*A*x-*b\|^2", r"\|*A*x\|^2-2*b^T*A*x+\|*b\|^2", "proved"),
        (r"\operatorname{tr}(*A*B*C)", r"\operatorname{tr}(*A*C*B)", "refuted"),
        (r"\det(*A^{-1}*B*A)", r"\det(*B)", "proved"),
        (r"(*I+*A)^{-1}*A", r"*I-(*I+*A)^{-1}", "proved"),
        (r"(*A+*B)^{-1}", r"*A^{-1}+*B^{-1}", "refuted"),
        (r"*w^T\langle*u*u^T\rangle*w", r"\langle(*w^T*u)^2\rangle", "proved"),
        (r"\langle(*w^T*u)*u\rangle", r"\langle*u*u^T\rangle*w", "proved"),
        (r"\langle(*w^T*u)^2\rangle", r"(*w^T\langle*u\rangle)^2", "refuted"),
        (r"\langle\|*u\|\rangle^2", r"\langle\|*u\|^2\rangle", "undecided"),
    ],
)
def test_identities_of_matrices_and_averages(student: str, reference: str, outcome: str) -> None:
    """A star before a letter sets it bold."""
    texts = [re.sub(r"\*(\w)", r"\\mathbf{\1}", text) for text in (student, reference)]
    verdict = compare(Pair(texts[0], texts[1], syntax="latex")).verdict
    assert str(verdict.outcome) == outcome, verdict.reason


def test_a_projection_is_no_identity_though_it_is_one_for_square_matrices() -> None:
    for letter in ("X", r"\mathbf{X}"):
        projection = rf"{letter}({letter}^T {letter})^{{-1}} {letter}^T"
        assert not compare(Pair(projection, r"\mathbf{I}" if "bf" in letter else "I", syntax="latex")).verdict.holds


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        (r"*x^T*y", r"*x*y^T"),
        (r"*A*x", r"*x*A"),
        (r"*x^T*A*x", r"*x*A*x^T"),
        (r"(*A*x)^T", r"*A^T*x^T"),
    ],
)
def test_what_fits_for_vectors_of_one_component_only_is_not_accepted(student: str, reference: str) -> None:
    texts = [re.sub(r"\*(\w)", r"\\mathbf{\1}", text) for text in (student, reference)]
    assert not compare(Pair(texts[0], texts[1], syntax="latex")).verdict.holds
