"""A document that cannot be split at all."""

from __future__ import annotations


class Refused(ValueError):  # noqa: N818 - the word of the design
    """One sentence: what was found, what was expected, what to try."""
