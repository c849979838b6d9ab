r"""A definition by cases written as rows: ``F = a, x ≥ 0; \\ = b, x < 0``.

The second row begins with ``=`` like a step, but its condition is another one: it is what ``F`` is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.check.classify import definition
from derive.expression import Expression
from derive.vocabulary import Definition

CONDITIONS = frozenset(("lt", "le", "gt", "ge", "eq", "ne", "chain", "member", "and"))


@dataclass(frozen=True, slots=True)
class Branches:
    """What has been said so far of a left side: values, each with its condition; ``source`` as written."""

    left: Expression
    cases: tuple[tuple[Expression, Expression], ...]
    source: str

    def apart(self, condition: Expression) -> bool:
        """Whether a condition is another one on the same names."""
        names = {n for _, known in self.cases for n in known.names()}
        return set(condition.names()) <= names and all(condition != known for _, known in self.cases)

    def and_then(self, value: Expression, condition: Expression) -> Branches:
        return replace(self, cases=(*self.cases, (value, condition)))

    def defined(self) -> Definition | None:
        """The definition by cases."""
        rows = tuple(Expression("case", (value, condition)) for value, condition in self.cases)
        return definition(self.left, Expression("cases", rows), self.source)
