"""Kernels beside their peers: nanoseconds a point at 10⁶ points, and the start of a second process.

    python tests/benchmarks/numeric_kernels.py

lambdify is always a peer; heyoka and symengine where they are installed (the extra ``benchmarks``).  All run on one
thread, alternating, and the best of many rounds counts.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp
from numeric_models import h_current_determinant, softmax_gradient

import numeric

POINTS = 1_000_000
Call = Callable[[], Any]


def main() -> None:
    for title, (names, expressions) in (
        ("H-current determinant", h_current_determinant()),
        ("gradient of a softmax network, 32 symbols, 27 outputs", softmax_gradient()),
    ):
        generator = np.random.default_rng(1)
        columns = [generator.uniform(-1, 1, POINTS) for _ in names]
        if len(names) == 3:
            columns = [columns[0] * 30 - 60, 0.5 + columns[1] / 2, 2 + columns[2]]
        compare(title, names, expressions, columns)
    second_process()


def compare(title: str, names: list[sp.Symbol], expressions: Any, columns: list[np.ndarray]) -> None:
    print(f"{title}, {POINTS} points, ns a point")
    calls: dict[str, Call] = {}
    for label, build in (
        ("numeric.kernel", ours),
        ("lambdify, cse", lambdified),
        ("heyoka", heyoka),
        ("symengine", symengine),
    ):
        start = time.perf_counter()
        try:
            calls[label] = build(names, expressions, columns)
        except ImportError as missing:
            print(f"  {label:16} not installed ({missing.name})")
            continue
        print(f"  {label:16} built in {time.perf_counter() - start:.2f} s")
    reference = np.asarray(calls["lambdify, cse"]())
    best = dict.fromkeys(calls, float("inf"))
    for label, call in calls.items():
        values = np.asarray(call()).reshape(reference.shape)
        error = float(np.max(np.abs(values - reference)) / np.max(np.abs(reference)))
        assert error < 1e-12, (label, error)
    for _ in range(12):
        for label, call in calls.items():
            start = time.perf_counter()
            call()
            best[label] = min(best[label], time.perf_counter() - start)
    for label, seconds in best.items():
        print(f"  {label:16} {seconds / POINTS * 1e9:8.2f} ns   {seconds / best['numeric.kernel']:6.2f} times ours")


def ours(names: list[sp.Symbol], expressions: Any, columns: list[np.ndarray]) -> Call:
    kernel = numeric.kernel(names, expressions)
    out = np.empty((len(kernel.tape.outputs), POINTS))
    return lambda: kernel(*columns, out=out)


def lambdified(names: list[sp.Symbol], expressions: Any, columns: list[np.ndarray]) -> Call:
    function = sp.lambdify(names, expressions, modules="numpy", cse=True)
    return lambda: function(*columns)


def heyoka(names: list[sp.Symbol], expressions: Any, columns: list[np.ndarray]) -> Call:
    import heyoka as hy  # type: ignore[import-not-found,unused-ignore]

    rows = expressions if isinstance(expressions, list) else [expressions]
    rounded = [e.xreplace({r: sp.Float(r) for r in e.atoms(sp.Rational) if not r.is_Integer}) for e in rows]
    function = hy.cfunc([hy.from_sympy(e) for e in rounded], vars=[hy.make_vars(str(n)) for n in names])
    stacked = np.ascontiguousarray(np.stack(columns))
    out = np.empty((len(rows), POINTS))
    return lambda: function(stacked, outputs=out)


def symengine(names: list[sp.Symbol], expressions: Any, columns: list[np.ndarray]) -> Call:
    import symengine as se  # type: ignore[import-not-found,unused-ignore]

    rows = expressions if isinstance(expressions, list) else [expressions]
    function = se.Lambdify([se.sympify(n) for n in names], [se.sympify(e) for e in rows], backend="llvm", cse=True)
    stacked = np.ascontiguousarray(np.stack(columns, axis=-1))
    return lambda: np.moveaxis(function(stacked), -1, 0)


def second_process() -> None:
    """From the start of Python to the first value of a kernel made earlier, beside importing Numba."""
    names, expressions = softmax_gradient()
    kernel = numeric.kernel(names, expressions)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kernel.pickle"
        file.write_bytes(pickle.dumps(kernel))
        code = f"import pickle; k = pickle.loads(open({str(file)!r}, 'rb').read()); k(*[0.1] * {len(names)})"
        lines = {"nothing": "pass", "import numba": "import numba", "a kernel's first value": code}
        best = dict.fromkeys(lines, float("inf"))
        for _ in range(7):
            for label, line in lines.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", line], check=True)
                best[label] = min(best[label], time.perf_counter() - start)
    print("a second process, seconds")
    for label, seconds in best.items():
        print(f"  {label:24} {seconds:.3f} s   {seconds / best['import numba']:.2f} of importing Numba")


if __name__ == "__main__":
    main()
