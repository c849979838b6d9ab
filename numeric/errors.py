"""What can go wrong with numbers, one sentence a class."""

# ruff: noqa: N818  (the names say what happened)

from __future__ import annotations


class NumericError(ValueError):
    """The base of every error of this package."""


class UnknownFunction(NumericError):
    """An expression holds a function that has no numerical meaning here and was not filled in."""


class UnboundName(NumericError):
    """An expression holds a free name that is neither an argument nor has a value."""


class NotReal(NumericError):
    """A real kernel was asked for an expression with an imaginary part, or at a point outside its real domain."""


class NotFinite(NumericError):
    """A number that went in or came out is NaN or infinite."""


class WrongArguments(NumericError):
    """Arguments do not fit what was declared: their number, shape, kind or range."""


class NoSignChange(NumericError):
    """A bisection was given two ends that behave alike."""


class StepFailed(NumericError):
    """An integration could not go on: the step shrank to nothing, or the steps ran out."""
