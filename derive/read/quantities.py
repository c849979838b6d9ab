r"""Units behind numbers: ``-65 \text{ mV}``, ``10 ms``, ``9.8\,\mathrm{m/s^2}``."""

from __future__ import annotations

import re

_PREFIX = "(?:Y|Z|E|P|T|G|M|k|h|da|d|c|m|μ|u|n|p|f|a)?"
_BASE = "(?:mol|Hz|Pa|rad|sr|bar|eV|Wb|lm|lx|Bq|Gy|Sv|kat|cd|min|Ohm|ohm|m|g|s|A|K|N|J|W|C|V|F|S|H|T|L|l|h|d)"
_UNIT = re.compile(rf"(?:{_PREFIX}{_BASE}|%|°C|spikes?)(?:\^?-?\d)?(?:[/ ·*]\s*{_PREFIX}{_BASE}(?:\^?-?\d)?)*\Z")
_PIECE = re.compile(
    rf"(?P<unit>{_PREFIX}{_BASE}(?![A-Za-z])|%|°C|spikes?(?![A-Za-z]))|(?P<power>\^\s*\{{?\s*-?\d\s*\}}?)|(?P<over>/)"
    r"|(?P<times>\\cdot(?![A-Za-z])|\\times(?![A-Za-z])|·|\*)|(?P<space>(?:\s|~|\\[,;:! ])+)|(?P<bracket>[()])"
)


def is_unit(text: str) -> bool:
    """Whether words behind a number are a unit.

    >>> is_unit("mV"), is_unit("spikes/s"), is_unit("if")
    (True, True, False)
    """
    return _UNIT.match(text.strip()) is not None


def unit_pieces(text: str) -> list[tuple[str, str]] | None:
    r"""A unit that is made of several, as tokens; None where it is none.

    >>> unit_pieces(r"kg\,m/s^2")
    [('unit', 'kg'), ('*', '*'), ('unit', 'm'), ('/', '/'), ('unit', 's'), ('^', '^'), ('number', '2')]
    """
    pieces: list[tuple[str, str]] = []
    at = 0
    text = text.strip(" ~")
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            return None
        at = found.end()
        kind, value = str(found.lastgroup), found.group()
        after_unit = bool(pieces) and pieces[-1][0] in ("unit", "number", "}", ")")
        if kind == "space":
            continue
        if kind == "power":
            if not pieces or pieces[-1][0] != "unit":
                return None
            pieces.extend(_power(value))
        elif kind in ("over", "times"):
            if not after_unit:
                return None
            pieces.append(("/", "/") if kind == "over" else ("*", "*"))
        elif kind == "bracket":
            if (value == ")") != after_unit:
                return None
            pieces.append((value, value))
        else:
            if after_unit:
                pieces.append(("*", "*"))
            pieces.append(("unit", value))
    opened = [k for k, _ in pieces if k in ("(", ")")]
    balanced = opened in ([], ["(", ")"])
    return pieces if pieces and balanced and pieces[-1][0] in ("unit", "number", "}", ")") else None


def _power(value: str) -> list[tuple[str, str]]:
    digits = value.strip("^{} \t")
    if digits.startswith("-"):
        return [("^", "^"), ("{", "{"), ("-", "-"), ("number", digits[1:]), ("}", "}")]
    return [("^", "^"), ("number", digits)]
