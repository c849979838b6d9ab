"""Random and mutated texts: the reader answers with a statement or its own refusal, quickly, whatever it is given.

DERIVE_FUZZ sets the number of texts (1,500 by default):
``DERIVE_FUZZ=1000000 pytest -n 0 tests/read/test_reading_survives_anything.py``.
"""

from __future__ import annotations

import os
import random
import time

from derive.read import declare, infer, read, to_latex, to_plain
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary

SEEDS = (
    r"\frac{dl}{dw_2} = (x_3 - y)\sigma'(x_2)x_1",
    r"\int_0^\infty e^{-t/\tau}\,dt + \sum_{i=1}^N w_i x_i",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} \left|\frac{x}{y}\right|_{x=1}",
    r"f(x) = \begin{cases} 0 & x < 0 \\ x & \text{otherwise} \end{cases}",
    r"\lim_{t \to 0^+} \underbrace{\sqrt[3]{x}}_{\text{small}} \langle r\mathbf{u}\rangle \|w\|",
    r"\begin{aligned} V &= I - g x \\ &= 0. \end{aligned} \quad (10)",
    "n log^2 2n + a|x|+|y| - 5mn sin m",
    "Integral(f(x)*E**(-I*x), (x, -oo, oo)) <= Piecewise((x, x > 0), (0, True))",
    "{1, (2, 3]} U [-oo, 1) & not (A or B)",
    "x² + y₁ − 3×α·√2 ≤ ½ ∫_0^1 x dx",
)
PIECES = (
    *"xyzdefi0123456789+-*/^_(){}[]|,.;:!'=<>&\\ \n$%~√∫∑αβπ²₁−×·≤∞½",
    r"\frac", r"\int", r"\sum_", r"\left(", r"\right)", r"\begin{pmatrix}", r"\end{pmatrix}", r"\sqrt[", r"\lim_",
    r"\text{",
    r"\mathbf{", r"\\", r"\partial", r"\big|", r"\left.", r"\right|", r"\hat", r"\dot", r"\not", r"\log_",
    r"\operatorname{",
    r"\langle", r"\|", r"\stackrel{", r"\underset{", r"\begin{cases}", r"\quad", r"\cdot", r"\xyz", r"\newcommand",
    "d/dx",
    "Integral(", "Derivative(", "Matrix([", "Sum(", "sin", "and", "or", "not", "Interval(", "dx", "e^", "1/2",
    "1..", "**", "||",
    "<-",
)  # fmt: skip


def text(source: random.Random) -> str:
    kind = source.random()
    if kind < 0.7:
        letters = list(source.choice(SEEDS))
        for _ in range(source.randint(1, 6)):
            at = source.randint(0, len(letters))
            action = source.random()
            if action < 0.3 and letters:
                del letters[min(at, len(letters) - 1)]
            elif action < 0.7:
                letters.insert(at, source.choice(PIECES))
            elif letters:
                other = source.choice(SEEDS)
                start = source.randint(0, len(other))
                letters[at:at] = other[start : start + source.randint(1, 25)]
        return "".join(letters)
    if kind < 0.9:
        return "".join(source.choice(PIECES) for _ in range(source.randint(1, 50)))
    if kind < 0.96:
        return "".join(chr(source.randint(1, 0xD7FF)) for _ in range(source.randint(1, 40)))
    piece: str = source.choice(PIECES)
    return piece * source.randint(1, 500)


def test_nothing_but_a_statement_or_a_refusal_comes_out_and_soon() -> None:
    source = random.Random(20)
    cases = int(os.environ.get("DERIVE_FUZZ", "1500"))
    slow: list[tuple[float, str]] = []
    for _ in range(cases):
        written = text(source)
        begun = time.process_time()
        outcome = read(written, syntax=source.choice(("auto", "latex", "plain")))
        seconds = time.process_time() - begun
        if seconds > 0.1:
            slow.append((seconds, written[:80]))
        if isinstance(outcome, Statement):
            assert isinstance(to_plain(outcome.expression) + to_latex(outcome.expression), str)
        else:
            assert 0 <= outcome.offset <= len(written)
            assert outcome.text().startswith(outcome.sentence())
    assert len(slow) <= cases / 1000, slow


def test_inference_and_declaration_survive_anything_too() -> None:
    source = random.Random(21)
    for _ in range(300):
        texts = [text(source) for _ in range(3)]
        vocabulary = infer(texts)
        assert isinstance(vocabulary, Vocabulary)
        assert isinstance(declare(texts[:1], vocabulary=vocabulary), (Vocabulary, Unreadable))


def test_repeated_constructions_are_refused_in_time() -> None:
    for piece in (
        r"\sum_",
        r"\int",
        "Sum(",
        "d/dx",
        r"\stackrel{",
        r"\left(",
        "a_{",
        "x^{",
        "|",
        "||a",
        r"\frac",
        "'",
        "f(",
        "(",
        "-",
        "not ",
    ):
        for count in (50, 400, 2000):
            begun = time.process_time()
            assert isinstance(read(piece * count), (Statement, Unreadable))
            assert time.process_time() - begun < 1.0, piece
