"""Certified numbers and random numbers beside their peers.

    python tests/benchmarks/numeric_certified.py

The gradient of a 27-parameter network by filter and by proof, certified fixed points, a Hopfield recall trial, and
first spikes by time rescaling.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import sympy as sp
from numeric_models import softmax_network
from scipy.optimize import approx_fprime

import numeric
from numeric import hopfield, poisson
from numeric.gradient import GradientJudge
from numeric.translate import tape


def best(call: Callable[[], Any], rounds: int = 20) -> float:
    """Milliseconds of the quickest of many rounds."""
    found = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        found = min(found, time.perf_counter() - start)
    return found * 1e3


def main() -> None:
    gradients()
    roots()
    recall()
    first_spikes()


def gradients() -> None:
    names, loss, gradient = softmax_network()
    weights, data = names[:27], names[27:]
    values = dict(zip(data, (sp.Rational(3, 10), sp.Rational(-7, 10), 1, 0, 0)))
    point = [Fraction(k % 7 - 3, 8) + Fraction(1, 64) for k in range(27)]
    function = tape(weights, loss, values=values)
    judge = GradientJudge(function, tape(weights, gradient, values=values))
    planted = [*gradient[:13], gradient[13] * (1 + sp.Rational(1, 10**25)), *gradient[14:]]
    false = GradientJudge(function, tape(weights, planted, values=values))
    floats = [float(v) for v in point]
    print("checking a gradient of 27 parameters, milliseconds")
    seen, filtering = judge.filter(floats)[0], best(partial(judge.filter, floats), 200)
    print(f"  complex step (filter)      {filtering:8.3f}   error seen {seen:.1e}")
    print(f"  balls, 128 bits (judge)    {best(lambda: judge.judge(point)):8.3f}")
    caught = [k for k, (claimed, found) in enumerate(false.judge(point)) if not claimed.overlaps(found)]
    print(f"  a planted relative error of 1e-25 in component 13 is seen in {caught}")
    plain = sp.lambdify(weights, sp.sympify(loss).subs(values), cse=True)

    def one(w: np.ndarray) -> float:
        return float(plain(*w))

    peer = best(partial(approx_fprime, np.array(floats), one, 1e-8))
    print(f"  scipy approx_fprime        {peer:8.3f}   (relative error 1e-5, no proof)")


def roots() -> None:
    V, x, y = sp.symbols("V x y")
    flow = [(-(V + 65) - 2 * x * (V + 30)) / 20, 1 / (1 + sp.exp((V + 75) / sp.Rational(11, 2))) - x]

    def s(u: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-u))

    network = [s(8 * x - 2 * y - 3) - x, s(3 * x - 2 * y - 2) - y]
    print("all fixed points in a box, certified, milliseconds (from SymPy to the proof)")
    for label, equations, box in (
        ("H-current neuron", flow, {V: (-65, 0), x: (0, 1)}),
        ("E-I network", network, {x: (0, 1), y: (0, 1)}),
    ):
        found = numeric.isolate_roots(equations, box)
        print(f"  {label:18} {best(partial(numeric.isolate_roots, equations, box)):8.2f}   {found.text}")


def recall() -> None:
    print("a Hopfield trial, N = 1000, P = 100, milliseconds")

    def trial(seed: int) -> int:
        x = hopfield.random_patterns(np.random.default_rng(seed), 100, 1000)
        return int(np.count_nonzero(hopfield.fields(x) * x < 0))

    def bare(seed: int) -> int:
        x = np.where(
            np.random.default_rng(seed).random((100, 1000), dtype=np.float32) < 0.5, np.float32(-1), np.float32(1)
        )
        return int(np.count_nonzero(((x @ x.T) @ x) * x < 0))

    print(f"  numeric            {best(lambda: trial(1), 60):8.2f}")
    print(f"  float32 BLAS       {best(lambda: bare(1), 60):8.2f}")
    x = hopfield.random_patterns(np.random.default_rng(1), 100, 1000)
    print(f"  (its two products) {best(lambda: (x @ x.T) @ x, 60):8.2f}")


def first_spikes() -> None:
    t = sp.Symbol("t")
    inverse = numeric.kernel([t], sp.sqrt(2 * t / 3))
    count, chunk = 10_000_000, 1 << 16

    def chunked() -> np.ndarray:
        generator, out = np.random.default_rng(1), np.empty(count)
        for k in range(0, count, chunk):
            part = out[k : k + chunk]
            generator.standard_exponential(out=part)
            part *= 2 / 3
            np.sqrt(part, out=part)
        return out

    print("10^7 first spikes, milliseconds")
    for threads in (1, 2):
        spent = best(partial(poisson.first_spikes, inverse, count, seed=1, threads=threads), 5)
        print(f"  numeric, {threads} threads   {spent:8.0f}")
    print(f"  numpy in chunks      {best(chunked, 5):8.0f}")


if __name__ == "__main__":
    main()
