"""Rosenbrock's methods: one step solves linear systems with the Jacobian matrix, and stability does not bound it.

E. Hairer and G. Wanner, Solving Ordinary Differential Equations II, IV.7; in the variables of (7.25) there, in which
no product with the Jacobian matrix occurs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numeric.calls import slopes
from numeric.jit import inner
from numeric.lanes import CLOCK, RATE, SLOPE, STATE, TIME, Lanes, Rules
from numeric.tableau import RODAS5P

STAGES = len(RODAS5P.c)
GAMMA = RODAS5P.gamma
A = np.array([[*row, *[0.0] * (STAGES - len(row))] for row in RODAS5P.a])
C = np.array([[*row, *[0.0] * (STAGES - len(row))] for row in RODAS5P.shifts])
NODES = np.array(RODAS5P.c)
DRIFT = np.array(RODAS5P.drift)


@inner
def rosenbrock_step(rules: Rules, lanes: Lanes, span: Any, out: Any) -> None:
    """One step of each lane, of its own length ``span``, from the present state; ``lanes.jacobian`` is that there.

    Lanes whose span is zero stay where they are.  The error goes to ``lanes.error``.
    """
    numbers, vectors = lanes.numbers, lanes.vectors
    n, w = vectors.shape[1:]
    for i in range(w):
        if span[i] != 0.0:
            _factor(lanes, n, i, 1.0 / (span[i] * GAMMA))
    for s in range(STAGES):
        for i in range(w):
            numbers[CLOCK, i] = numbers[TIME, i] + NODES[s] * span[i]
            for k in range(n):
                total = vectors[STATE, k, i]
                for r in range(s):
                    total += A[s, r] * lanes.stages[r, k, i]
                out[k, i] = total
        if s == 0:
            for k in range(n):
                for i in range(w):
                    vectors[RATE, k, i] = vectors[SLOPE, k, i]
        else:
            slopes(rules, numbers[CLOCK], out, lanes, vectors[RATE])
        for i in range(w):
            if span[i] == 0.0:
                for k in range(n):
                    lanes.stages[s, k, i] = 0.0
            else:
                _stage(lanes, n, i, s, span[i])
    for i in range(w):
        for k in range(n):
            out[k, i] += lanes.stages[STAGES - 1, k, i]
            lanes.error[k, i] = lanes.stages[STAGES - 1, k, i]


@inner
def _stage(lanes: Lanes, n: int, i: int, s: int, h: float) -> None:
    """Solve for one stage of lane i."""
    vectors = lanes.vectors
    for k in range(n):
        total = vectors[RATE, k, i] + h * DRIFT[s] * lanes.jacobian[k * (n + 1) + n, i]
        for r in range(s):
            total += C[s, r] / h * lanes.stages[r, k, i]
        lanes.stages[s, k, i] = total
    matrix = lanes.matrix[i]
    for k in range(n):
        pivot = int(matrix[k, n])
        value = lanes.stages[s, pivot, i]
        lanes.stages[s, pivot, i] = lanes.stages[s, k, i]
        lanes.stages[s, k, i] = value
    for k in range(n):
        for r in range(k + 1, n):
            lanes.stages[s, r, i] -= matrix[r, k] * lanes.stages[s, k, i]
    for k in range(n - 1, -1, -1):
        value = lanes.stages[s, k, i]
        for r in range(k + 1, n):
            value -= matrix[k, r] * lanes.stages[s, r, i]
        lanes.stages[s, k, i] = value / matrix[k, k]


@inner
def _factor(lanes: Lanes, n: int, i: int, shift: float) -> None:
    """The matrix ``shift - J`` of lane i as the product of triangular ones, rows exchanged for the largest pivots."""
    matrix = lanes.matrix[i]
    for k in range(n):
        for c in range(n):
            matrix[k, c] = (shift if k == c else 0.0) - lanes.jacobian[k * (n + 1) + c, i]
    for k in range(n):
        pivot = k
        for r in range(k + 1, n):
            if abs(matrix[r, k]) > abs(matrix[pivot, k]):
                pivot = r
        matrix[k, n] = pivot
        if pivot != k:
            for c in range(n):
                value = matrix[k, c]
                matrix[k, c] = matrix[pivot, c]
                matrix[pivot, c] = value
        for r in range(k + 1, n):
            factor = matrix[r, k] / matrix[k, k]
            matrix[r, k] = factor
            for c in range(k + 1, n):
                matrix[r, c] -= factor * matrix[k, c]
