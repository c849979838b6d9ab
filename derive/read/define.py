r"""Definitions: ``f(x) = ...``, ``p_k = ...``, ``\rho \equiv ...``."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import Expression
from derive.functions import CANONICAL
from derive.read.infer import infer
from derive.read.reader import read
from derive.statement import Unreadable
from derive.vocabulary import EMPTY, Definition, Vocabulary


def define(texts: Sequence[str], *, syntax: str = "auto", vocabulary: Vocabulary = EMPTY) -> Vocabulary | Unreadable:
    """The vocabulary that knows the definitions too; the first text that is no definition is returned as unreadable."""
    vocabulary = infer(texts, syntax=syntax, vocabulary=vocabulary)
    for text in texts:
        statement = read(text, syntax=syntax, vocabulary=vocabulary)
        if isinstance(statement, Unreadable):
            return statement
        definitions = definitions_of(statement.expression, text)
        if not definitions:
            return Unreadable(
                text, 0, f"{text.strip()[:40]!r}", "a definition such as f(x) = x^2", "put a name on the left of ="
            )
        vocabulary = vocabulary.with_definitions(*definitions)
    return vocabulary


def definitions_of(expression: Expression, source: str = "") -> tuple[Definition, ...]:
    """What an equation defines: its left side is a name, a function of names, or an indexed name."""
    if expression.head == "and":
        return tuple(d for part in expression.args for d in definitions_of(part, source))
    if expression.head == "chain":
        found = []
        for target in expression.args[:-1]:
            one = definition(target, expression.args[-1], source)
            if one is not None:
                found.append(one)
        return tuple(found)
    if expression.head not in ("eq", "define"):
        return ()
    one = definition(expression.args[0], expression.args[1], source)
    return (one,) if one is not None else ()


def definition(left: Expression, right: Expression, source: str = "") -> Definition | None:
    """``left = right`` as a definition, or None where the left side is not of a form that can be defined."""
    if left.head == "name":
        return Definition(left.value, (), right, False, source)
    if left.head == "call" and all(a.head == "name" for a in left.args) and left.value not in CANONICAL.values():
        return Definition(left.value, tuple(a.value for a in left.args), right, False, source)
    if left.head == "index":
        base, *indices = left.args
        if all(i.head == "name" for i in indices):
            if base.head == "name":
                return Definition(base.value, tuple(i.value for i in indices), right, True, source)
            if base.head == "call" and all(a.head == "name" for a in base.args):
                parameters = (*(i.value for i in indices), *(a.value for a in base.args))
                return Definition(base.value, parameters, right, True, source)
    return None
