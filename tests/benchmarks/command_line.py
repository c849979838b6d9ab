"""Whole commands beside what they import, in turn and in one run.

    python tests/benchmarks/command_line.py

Prints the median of the ratios, pair by pair: ``derive --help`` against importing click, and a warm ``derive grade`` of
one hand-in against importing SymPy and Numba.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent.parent
DERIVE = str(Path(sys.executable).with_name("derive"))
HAND_IN = "solutions/hand_ins/three_neuron_chain/perfect.md"
ROUNDS = 9

PAIRS = (
    ("derive --help", [DERIVE, "--help"], "import click", 3.0),
    ("derive grade", [DERIVE, "grade", "three_neuron_chain", HAND_IN], "import sympy, numba", 2.5),
)


def seconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return perf_counter() - start


def main() -> None:
    print(f"{'command':16} {'seconds':>8}   {'beside':22} {'seconds':>8} {'ratio':>6} {'aim':>5}")
    for name, command, imports, aim in PAIRS:
        other = [sys.executable, "-c", imports]
        seconds(command), seconds(other)
        times = [(seconds(command), seconds(other)) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(t) for t in zip(*times))
        ratio = statistics.median(a / b for a, b in times)
        print(f"{name:16} {ours:8.3f}   {imports:22} {theirs:8.3f} {ratio:6.2f} {aim:5.1f}")


if __name__ == "__main__":
    main()
