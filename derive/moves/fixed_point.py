r"""Certified fixed points.

**Definition.**  A fixed point of a flow $\dot u = F(u)$ is a zero of $F$.  Krawczyk's operator maps a box into itself
only where it holds exactly one zero; bisection carries the test over a whole box of states.  In ball arithmetic that
is a proof: each fixed point found exists and is the only one near by, and there is none elsewhere in the box.

**Example.**

>>> from derive.declare import state
>>> from derive.model import model
>>> x = state("x")
>>> found = fixed_points(model(flow={x: 2 - x**2}), {x: (0, 2)}, {})
>>> len(found.value)
1
>>> found.value[0] - sympy.sqrt(2) < 1e-14
True

**Source.**  R. Krawczyk, Computing 4 (1969) 187; A. Neumaier, *Interval Methods for Systems of Equations*, 1990, ch.
5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from derive.claim import certified
from derive.declare import Declared
from derive.model import Model
from derive.part import Derived, derived
from derive.verdict import Evidence, Verdict, proved, refuted, undecided


@dataclass(frozen=True, slots=True)
class UniqueRoot:
    """The statement that a system of equations has exactly one root in a box (pairs of name and ends)."""

    equations: tuple[Any, ...]
    box: tuple[tuple[Declared, tuple[Any, Any]], ...]

    def verdict(self) -> Verdict:
        """Proved or refuted by bisection with Krawczyk's operator, else undecided."""
        found = self.roots()
        where = "; ".join(f"{n} in [{low}, {high}]" for n, (low, high) in self.box)
        figures = tuple((f"root {k}", str(root)) for k, root in enumerate(found, start=1))
        figures = (("box", where), ("boxes looked at", str(found.boxes)), *figures)
        if not found.complete:
            return undecided(found.text, Evidence("attempt", "Krawczyk", found.text, figures))
        text = f"exactly {len(found)} root{'' if len(found) == 1 else 's'} in the box, certified in ball arithmetic"
        if len(found) == 1:
            return proved(text, Evidence("proof", "Krawczyk", text, figures))
        return refuted(text, Evidence("counterexample", "Krawczyk", text, figures))

    def roots(self) -> Any:
        from numeric import isolate_roots

        return isolate_roots(list(self.equations), dict(self.box))

    def words(self) -> str:
        """The statement, as text with mathematics between dollars."""
        inside = ", ".join(f"${sympy.latex(n)}$ in $[{low}, {high}]$" for n, (low, high) in self.box)
        return f"exactly one fixed point with {inside}"


def fixed_points(
    model: Model, box: Mapping[Declared, tuple[Any, Any]], numbers: Mapping[Any, Any], **details: Any
) -> Derived:
    """The one fixed point of a flow in a box of states, at the given numbers, to fifteen digits (a column).

    The claim that it is the only one is proved or refuted where it is verified.
    """
    equations = tuple(model.expand(rate).subs(numbers) for _, rate in model.flow)
    ends = tuple((n, (_put(low, numbers), _put(high, numbers))) for n, (low, high) in box.items())
    statement = UniqueRoot(equations, ends)
    names = [n for n, _ in ends]
    roots = [[sympy.Float(root.digits(n), 15) for n in names] for root in statement.roots()]
    value = sympy.Matrix(roots[0] if len(roots) == 1 else roots)
    return derived(value, certified("exactly one fixed point", statement, measures=value, **details))


def _put(end: Any, numbers: Mapping[Any, Any]) -> Any:
    return sympy.sympify(end).subs(numbers)
