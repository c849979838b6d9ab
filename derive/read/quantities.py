"""Quantities: names that are units, with prefixes, where a text is read as a number with a unit."""

from __future__ import annotations

from derive.read.tokens import Token
from derive.read.words import Words


def with_units(tokens: list[Token], known: Words) -> list[Token]:
    return tokens
