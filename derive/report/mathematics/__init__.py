"""Printed mathematics: LaTeX as a layout of boxes, and the layout in other languages."""

from derive.report.mathematics.layout import Box, layout
from derive.report.mathematics.mathml import mathml
from derive.report.mathematics.typst import typst

__all__ = ["Box", "layout", "mathml", "typst"]
