"""An author's mistake, told in one sentence with file and line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import Any


class AuthorError(Exception):
    """What is wrong with a sheet, where it stands, and what to try.

    >>> print(AuthorError("part a builds on b, which is no part", "my_sheet.py", 12))
    my_sheet.py:12: part a builds on b, which is no part
    """

    def __init__(self, sentence: str, path: str = "", line: int = 0) -> None:
        self.sentence, self.path, self.line = sentence, path, line
        where = f"{path}:{line}: " if line else f"{path}: " if path else ""
        super().__init__(where + sentence)


def mistake(function: Callable[..., Any], sentence: str) -> AuthorError:
    """A mistake in a function of the sheet; its file and its ``def`` line are named."""
    code = function.__code__
    return AuthorError(sentence, code.co_filename, code.co_firstlineno)


def raised(function: Callable[..., Any], what: str, error: Exception) -> AuthorError:
    """An exception that a function of the sheet raised; the last line of the sheet that it passed through is named."""
    code = function.__code__
    line, trace = code.co_firstlineno, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return AuthorError(f"{what}: {type(error).__name__}: {error}", code.co_filename, line)


def meant(word: str, choices: Iterable[str]) -> str:
    """``; did you mean W?``, or the choices where nothing is close."""
    known = tuple(choices)
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; expected one of {', '.join(known)}" if known else ""
