"""Figures of sheets: made without a window, alike on every machine."""

from __future__ import annotations

from typing import Any

#: Inches of one panel.
WIDTH, HEIGHT = 4.6, 3.4
STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "font.size": 9.0,
    "legend.fontsize": 8.0,
    "lines.linewidth": 1.6,
    "svg.hashsalt": "derive",
}


def figure(columns: int = 1, rows: int = 1) -> tuple[Any, Any]:
    """A matplotlib figure and its axes: one, or an array of them.

    >>> drawing, axes = figure(2)
    >>> len(axes)
    2
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        drawing = Figure(figsize=(WIDTH * columns, HEIGHT * rows), layout="constrained", dpi=120)
        axes = drawing.subplots(rows, columns)
    return drawing, axes
