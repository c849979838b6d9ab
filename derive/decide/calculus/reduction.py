"""What is left of an expression when its calculus has been carried out, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.expression import Expression


@dataclass(frozen=True, slots=True)
class Reduction:
    """An expression with fewer calculus heads.

    ``assumptions`` are those that the reduction used (``x is real``); ``notes`` say which methods were used.
    ``exact`` is false when a step rests on agreement of numbers, so that nothing built on it is a proof.
    ``real`` are names that the calculus only makes sense for when they are real; ``where`` are relations that an
    integral needs to converge.
    """

    expression: Expression
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exact: bool = True
    real: tuple[str, ...] = ()
    where: tuple[Expression, ...] = ()

    def with_expression(self, expression: Expression) -> Reduction:
        return replace(self, expression=expression)

    def joined(self, *others: Reduction) -> Reduction:
        """The same expression, resting on what the others rest on as well."""
        parts = (self, *others)
        return Reduction(
            self.expression,
            tuple(dict.fromkeys(a for p in parts for a in p.assumptions)),
            tuple(dict.fromkeys(n for p in parts for n in p.notes)),
            all(p.exact for p in parts),
            tuple(dict.fromkeys(r for p in parts for r in p.real)),
            tuple(dict.fromkeys(w for p in parts for w in p.where)),
        )
