"""The expressions that the numerical benchmarks share."""

from __future__ import annotations

import sympy as sp


def h_current_determinant() -> tuple[list[sp.Symbol], sp.Expr]:
    """The Jacobian's determinant of an integrate-and-fire neuron with an H-current, over (V, x, g_0)."""
    V, x, g = sp.symbols("V x g_0")
    tau, tau_x, rest, reversal = sp.Integer(20), sp.Integer(100), sp.Integer(-65), sp.Integer(-30)
    gate = 1 / (1 + sp.exp((V + 75) / sp.Rational(11, 2)))
    flow = [(-(V - rest) - x * g * (V - reversal)) / tau, (gate - x) / tau_x]
    return [V, x, g], sp.Matrix(flow).jacobian([V, x]).det()


def softmax_network() -> tuple[list[sp.Symbol], sp.Expr, list[sp.Expr]]:
    """A two-layer network's names (27 weights and biases, 2 inputs, 3 targets), cross-entropy and gradient."""
    inputs, targets = sp.symbols("u_0:2"), sp.symbols("y_0:3")
    first = sp.Matrix(4, 2, sp.symbols("a_0:8"))
    second = sp.Matrix(3, 4, sp.symbols("b_0:12"))
    biases, shifts = sp.symbols("c_0:4"), sp.symbols("d_0:3")
    hidden = (first * sp.Matrix(inputs) + sp.Matrix(biases)).applyfunc(sp.tanh)
    scores = second * hidden + sp.Matrix(shifts)
    total = sp.log(sum(sp.exp(s) for s in scores))
    loss = sum(y * (total - s) for y, s in zip(targets, scores))
    weights = [*first, *second, *biases, *shifts]
    return [*weights, *inputs, *targets], loss, [sp.diff(loss, w) for w in weights]


def softmax_gradient() -> tuple[list[sp.Symbol], list[sp.Expr]]:
    """Its gradient alone, over all 32 names."""
    names, _, gradient = softmax_network()
    return names, gradient
