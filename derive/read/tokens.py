"""Tokens: what both tokenizers hand to the parser.

=============  ======================================================================================
kind           text
=============  ======================================================================================
``number``     the digits as written
``name``       a canonical base (``tau``, ``E``); subscripts and primes are tokens of their own
``function``   canonical name of a known function
``constant``   ``pi oo true false``
``relation``   head of the relation (``eq``)
``logic``      ``and or not implies iff xor``
``command``    a construction with a reading of its own (``frac``, ``int``, ``begin``)
``text``       words set as text
``end``        the end of the text
others         the character itself: ``+ - * / ^ _ ( ) [ ] { } , ; : ! ' | & \\\\``
=============  ======================================================================================

``{ }`` only group; braces that are printed have the kinds ``set{`` and ``set}``.
"""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """A token with the place where it stands.  ``wide``: blank space of the author stands before it."""

    kind: str
    text: str
    start: int
    stop: int
    wide: bool = False
    mark: str = ""


RELATION_SIGNS = {
    "=": "eq", "==": "eq", "≠": "ne", "!=": "ne", "<>": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge",
    "=<": "le", "=>": "ge", "≤": "le", "≥": "ge", "≈": "approx", "≃": "approx", "≅": "approx", "≐": "approx",
    "~=": "approx", "∝": "propto", "∼": "sim", "≪": "ll", "≫": "gg", "<<": "ll", ">>": "gg", "≡": "define",
    ":=": "define", "≔": "define", "≜": "define", "←": "update", "<-": "update", "∈": "member", "⊂": "subset",
    "⊆": "subset", "->": "to", "→": "to", "↦": "to",
}  # fmt: skip
LOGIC_SIGNS = {
    "∧": "and", "∨": "or", "¬": "not", "⇒": "implies", "⇔": "iff", "<=>": "iff", "<->": "iff", "==>": "implies",
    "&&": "and", "||": "or", "⊻": "xor",
}  # fmt: skip
SET_SIGNS = {"∪": "union", "∩": "intersection", "∖": "difference"}
#: Keyed by the private characters that stand for them after :func:`derive.read.source.normalise`.
FRACTIONS = {
    "\ue200": (1, 2), "\ue201": (1, 3), "\ue202": (2, 3), "\ue203": (1, 4), "\ue204": (3, 4), "\ue205": (1, 5),
    "\ue206": (1, 8),
    "\ue207": (1, 6),
}  # fmt: skip
