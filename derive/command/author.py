"""An author's mistake becomes a sentence on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from derive.author_error import AuthorError
from derive.command.errors import Misuse


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """Turn an :class:`AuthorError` into exit status 2 with its sentence."""
    try:
        yield
    except AuthorError as error:
        raise Misuse(str(error)) from None


def settings(texts: Sequence[str]) -> dict[str, str]:
    """``("g_0=3",)`` as ``{"g_0": "3"}``.

    Raises:
        Misuse: a setting without an equals sign.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise Misuse(f"--set {text!r} is no setting; expected NAME=VALUE such as g_0=3")
        found[name] = value
    return found
