"""A vocabulary: the names and functions that may appear in a text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.expression import Expression
from derive.name import Function, Name


@dataclass(frozen=True, slots=True)
class Definition:
    """``target = value``: a name, a function of its parameters, or an indexed thing.

    ``x_inf(V) = 1/(1 + exp(V))`` has target ``x_inf``, parameters ``("V",)``.  ``p_k = ...`` has target ``p`` and
    ``indexed`` true: its parameters are indices.
    """

    target: str
    parameters: tuple[str, ...]
    value: Expression
    indexed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    r"""Everything that reading and deciding know of the words of a text.

    ``closed``: a name that is not declared is refused with a caret and a suggestion.  An open vocabulary infers names
    from the text; an inferred name is complex and scalar.  ``assumptions`` are relations between names
    (``0 < W_0 < W_1``) beyond the domains.  ``log_base`` is what ``\log`` without a base means.
    ``undefined`` says what a point counts at which just one side is undefined: ``ignore`` or ``refute``.
    """

    names: tuple[Name, ...] = ()
    functions: tuple[Function, ...] = ()
    definitions: tuple[Definition, ...] = ()
    assumptions: tuple[Expression, ...] = ()
    indices: tuple[str, ...] = ()
    closed: bool = False
    implicit: bool = True
    log_base: str = "e"
    undefined: str = "ignore"

    def name(self, text: str) -> Name | None:
        """The declaration of a canonical name, or None."""
        return next((n for n in self.names if n.text == text), None)

    def function(self, text: str) -> Function | None:
        """The declaration of an abstract function, or None."""
        return next((f for f in self.functions if f.text == text), None)

    def with_definitions(self, *definitions: Definition) -> Vocabulary:
        """The same vocabulary knowing more definitions; a later one of the same target wins."""
        fresh = {d.target for d in definitions}
        kept = tuple(d for d in self.definitions if d.target not in fresh)
        return replace(self, definitions=kept + definitions)

    def with_assumptions(self, *assumptions: Expression) -> Vocabulary:
        return replace(self, assumptions=self.assumptions + assumptions)


EMPTY = Vocabulary()
