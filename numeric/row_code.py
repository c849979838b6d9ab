"""Rows of lanes in memory: loading, storing, and weighted sums of slopes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from numeric.assembly import Assembly
from numeric.constants import nearest


def load_row(a: Assembly, base: str, row: int) -> str:
    pointer = a.emit(f"getelementptr double, ptr {base}, i64 {row * a.width}")
    return a.emit(f"load {a.D}, ptr {pointer}, align 8")


def store_row(a: Assembly, base: str, row: int, value: str) -> None:
    pointer = a.emit(f"getelementptr double, ptr {base}, i64 {row * a.width}")
    a.lines.append(f"  store {a.D} {value}, ptr {pointer}, align 8")


def combine(
    a: Assembly, start: str | None, h: str, slopes: Sequence[str], weights: Sequence[Fraction], states: int, to: str
) -> None:
    """To = start + h * (sum of the weighted slopes)."""
    for row in range(states):
        total = ""
        for slope, weight in zip(slopes, weights):
            if weight:
                value, factor = load_row(a, slope, row), a.number(nearest(weight))
                total = a.fma(value, factor, total) if total else a.mul(value, factor)
        result = a.mul(h, total) if start is None else a.fma(h, total, load_row(a, start, row))
        store_row(a, to, row, result)
