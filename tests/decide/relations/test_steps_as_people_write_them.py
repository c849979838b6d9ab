"""Steps from one line to the next as people write them: what follows, what is lost and what is gained."""

from __future__ import annotations

import pytest

from derive.decide.budget import Budget
from derive.decide.relations import implication
from derive.read import declare, infer, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import EMPTY

STEPS = [
    (r"\frac{x}{2} = 3", "x = 6", "equivalent", ()),
    ("3x + 5 = 11", "3x = 6", "equivalent", ()),
    ("3x = 6", "x = 2", "equivalent", ()),
    ("3x = 6", "x = 3", "neither", ()),
    ("x^2 = 16", r"x = \pm 4", "equivalent", ()),
    ("x^2 = 16", "x = 4", "implied_by", ()),
    ("x^2 = 16", r"x = \sqrt{16}", "implied_by", ()),
    (r"\sqrt{x+7} = x - 5", "x + 7 = (x-5)^2", "implies", ()),
    ("x + 7 = (x-5)^2", "x^2 - 11x + 18 = 0", "equivalent", ()),
    ("x^2 - 11x + 18 = 0", "(x-2)(x-9) = 0", "equivalent", ()),
    ("(x-2)(x-9) = 0", r"x = 2 \text{ or } x = 9", "equivalent", ()),
    (r"\frac{1}{x} = \frac{1}{3}", "x = 3", "equivalent", ()),
    (r"\frac{2}{x-1} = 4", "2 = 4(x-1)", "equivalent", ()),
    (r"\frac{x^2-9}{x-3} = 0", "x^2 - 9 = 0", "implies", ()),
    (r"\ln x = 3", "x = e^3", "equivalent", ()),
    ("e^{2x} = 5", r"2x = \ln 5", "equivalent", ()),
    ("e^{2x} = 5", r"x = \frac{\ln 5}{2}", "equivalent", ()),
    (r"\ln(x) + \ln(x+2) = \ln 3", r"\ln(x^2+2x) = \ln 3", "implies", ()),
    (r"\ln(x) + \ln(x+2) = \ln 3", "x = 1", "equivalent", ()),
    ("-2x < 6", "x > -3", "equivalent", ()),
    ("-2x < 6", "x < -3", "neither", ()),
    ("x^2 < 9", "x < 3", "implies", ()),
    ("x^2 < 9", "-3 < x < 3", "equivalent", ()),
    (r"\frac{1}{x} > 1", "1 > x", "implies", ()),
    ("|x-2| < 5", "x < 7", "implies", ()),
    ("|x-2| < 5", "-3 < x < 7", "equivalent", ()),
    (r"\sin x = \cos x", r"\tan x = 1", "equivalent", ()),
    (r"2\sin x\cos x = \sin x", r"\cos x = \frac12", "implied_by", ()),
    ("x^3 = x", "x^2 = 1", "implied_by", ()),
    (r"\tau \dot V = -V", r"\dot V = -V/\tau", "equivalent", ()),
    ("v = u + a t", r"t = \frac{v-u}{a}", "equivalent", ()),
    (r"\frac{1}{f} = \frac1u + \frac1v", r"f = \frac{uv}{u+v}", "equivalent", ()),
    ("y = mx + b", r"x = \frac{y-b}{m}", "equivalent", ()),
    (r"y = \frac{x}{x+1}", r"x = \frac{y}{1-y}", "equivalent", ()),
    (r"A = \pi r^2", r"r = \sqrt{A/\pi}", "implied_by", ()),
    (r"A = \pi r^2", r"r = \sqrt{A/\pi}", "equivalent", ("r > 0",)),
    (r"E = \frac12 m v^2", r"v = \sqrt{2E/m}", "equivalent", ("v > 0", "m > 0")),
    ("V = IR", "I = V/R", "equivalent", ("R > 0",)),
    (r"x + y = 5 \text{ and } x - y = 1", r"x = 3 \text{ and } y = 2", "equivalent", ()),
    (r"x + y = 5 \text{ and } x - y = 1", "2x = 6", "implies", ()),
    ("a^2 = b^2", "a = b", "implied_by", ()),
    ("ab = ac", "b = c", "implied_by", ()),
    ("ab = ac", "b = c", "equivalent", ("a > 0",)),
    ("x = 2", "x^2 = 4", "implies", ()),
    ("x > 2", "x^2 > 4", "implies", ()),
    ("x > 2", "x > 1", "implies", ()),
    ("x > 1", "x > 2", "implied_by", ()),
    (r"x \ge 0", "|x| = x", "equivalent", ()),
    (r"1 - p^N \ge 0.99", r"p^N \le 0.01", "equivalent", ()),
    (r"(1-p)^N > \frac12", r"N \ln(1-p) > -\ln 2", "equivalent", ("0 < p < 1", "N > 0")),
]


@pytest.mark.parametrize(("left", "right", "word", "assumptions"), STEPS)
def test_a_step_is_called_by_its_word(left: str, right: str, word: str, assumptions: tuple[str, ...]) -> None:
    vocabulary = declare(list(assumptions), syntax="auto") if assumptions else EMPTY
    assert not isinstance(vocabulary, Unreadable)
    vocabulary = infer((left, right), syntax="auto", vocabulary=vocabulary)
    lines = [read(text, syntax="auto", vocabulary=vocabulary) for text in (left, right)]
    assert isinstance(lines[0], Statement)
    assert isinstance(lines[1], Statement)
    budget = Budget(seconds=5)
    found, verdict = implication(lines[0].expression, lines[1].expression, vocabulary=vocabulary, budget=budget)
    assert found == word, verdict.reason
