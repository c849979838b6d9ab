"""Bounds on what is read.  Text comes from outside: none of these can be raised by the text itself."""

from __future__ import annotations

MAX_CHARACTERS = 20_000  #: of one statement; documents are cut into statements before
MAX_TOKENS = 6_000
MAX_WORD = 120  #: letters of one name in plain text
MAX_NESTING = 120  #: brackets, groups and fractions inside one another
MAX_DEPTH = 200  #: of the expression that is read; consumers walk it recursively
MAX_DIGITS = 1_000  #: of one number
MAX_READINGS = 6  #: of one ambiguous text
MAX_MACRO_DEPTH = 12  #: macros that use macros
MAX_MACRO_CHARACTERS = 60_000  #: of a text after its macros are expanded
MAX_CELLS = 400  #: of one matrix
