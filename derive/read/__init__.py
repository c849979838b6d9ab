r"""Reading: one reader for LaTeX, plain text and Unicode, driven by the vocabulary.

How names are spelt: Greek letters by their names, subscripts after an underscore (``tau_x``, ``W_EI``), superscripts
that only tell names apart after two (``xi__mix``, ``s__star``), accents as subscripts (``y_hat``).  Bold and
calligraphic letters are the letters themselves (``\mathbf{w}`` is ``w``, ``\mathcal{E}_L`` is ``E_L``); that a letter
is bold makes it a vector (small) or a matrix (large) in :func:`infer`; where the plain letter occurs as well, the bold
one is ``w_bold``.  A subscript that is an index makes ``index(w, i, j)``; an upper index stands first.  A prime on a
name that is not applied is ``prime`` without arguments.
"""

from __future__ import annotations

from derive.read.condition import condition
from derive.read.declare import declare
from derive.read.define import define, definitions_of
from derive.read.infer import infer
from derive.read.macros import Macro, expand, macros
from derive.read.print_latex import to_latex
from derive.read.print_plain import to_plain
from derive.read.reader import is_latex, read
from derive.read.words import canonical

__all__ = [
    "Macro",
    "canonical",
    "condition",
    "declare",
    "define",
    "definitions_of",
    "expand",
    "infer",
    "is_latex",
    "macros",
    "read",
    "to_latex",
    "to_plain",
]
