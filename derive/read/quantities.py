"""Units behind numbers: ``-65 \\text{ mV}``, ``10 ms``."""

from __future__ import annotations

import re

_PREFIX = "(?:Y|Z|E|P|T|G|M|k|h|da|d|c|m|μ|u|n|p|f|a)?"
_BASE = "(?:mol|Hz|Pa|rad|sr|bar|eV|Wb|lm|lx|Bq|Gy|Sv|kat|cd|min|Ohm|ohm|m|g|s|A|K|N|J|W|C|V|F|S|H|T|L|l|h|d)"
_UNIT = re.compile(rf"(?:{_PREFIX}{_BASE}|%|°C|spikes?)(?:\^?-?\d)?(?:[/ ·*]\s*{_PREFIX}{_BASE}(?:\^?-?\d)?)*\Z")


def is_unit(text: str) -> bool:
    """Whether words behind a number are a unit.

    >>> is_unit("mV"), is_unit("spikes/s"), is_unit("if")
    (True, True, False)
    """
    return _UNIT.match(text.strip()) is not None
