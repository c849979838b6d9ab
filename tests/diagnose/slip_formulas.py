"""Formulas of many kinds, as they stand in derivations: gradients, currents, rates, densities, fixed points, sums."""

from __future__ import annotations

from derive.name import Function
from derive.vocabulary import Vocabulary

VOCABULARY = Vocabulary(functions=(Function("sigma"), Function("g", properties=("positive",))))

FORMULAS = (
    r"(x_3 - y) w_2 \sigma'(w_1 x_1) x_1",
    r"w_2 - \alpha (x_3 - y) x_2",
    r"\frac{g_L E_L + g_0 x E_0}{g_L + g_0 x}",
    r"\frac{1}{1 + e^{-(V - V_0)/k}}",
    r"\frac{1}{\sqrt{2 \pi s^2}} e^{-\frac{(x - m)^2}{2 s^2}}",
    r"-\frac{x - m}{s^2} e^{-\frac{(x - m)^2}{2 s^2}}",
    r"\frac{a b}{c + d}",
    r"a^2 + b^2 - 2 a b \cos(t)",
    r"3 x^2 \sin(x^3)",
    r"A k \cos(k x - w t)",
    r"\frac{\lambda^n e^{-\lambda}}{m}",
    r"\frac{h_a - W_0 n}{1 + W_1}",
    r"W_0 - n W_1",
    r"\frac{g'(s)^2}{g(s)}",
    r"\tau \log\frac{a - b}{a - c}",
    r"\sqrt{\frac{k}{m}}",
    r"p (1 - p)",
    r"y - \frac{e^{a}}{e^{a} + e^{b}}",
    r"\sum_{k=1}^{n} k^2",
    r"u \tanh(b u) + c^2 x",
)
