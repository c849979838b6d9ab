"""Two regions told apart at an exact point of the declared spans, where no argument was found."""

from __future__ import annotations

import random
from typing import Any

import mpmath
import sympy

from derive.decide.budget import Budget
from derive.point import NoPointError, draw
from derive.sheet import Sheet
from derive.symbolic import from_sympy
from derive.verdict import Evidence, Outcome, Verdict, refuted
from derive.vocabulary import Vocabulary

#: Points that are tried: a few before an argument is looked for, many where none was found.
FEW, TRIES = 60, 400


def told_apart(left: Any, right: Any, sheet: Sheet, part: str, tries: int = TRIES) -> Verdict | None:
    """A certified point at which just one of two conditions (in base names) is true, or None.

    Only points count that meet what the model and the question assume.
    """
    from derive.decide.relations import holds

    model = sheet.model_of(part)
    given = next((p.given for p in sheet.parts if p.name == part), ())
    conditions = [model.expand(c) for c in (*model.assumptions, *given)]
    free = left.free_symbols | right.free_symbols | {s for c in conditions for s in getattr(c, "free_symbols", ())}
    names = [n for n in sheet.names() if n in free]
    try:
        run = sympy.lambdify(names, (left, right), "mpmath")
        generator = random.Random(TRIES)
        for _ in range(tries):
            point = draw(names, generator, conditions=conditions)
            with mpmath.workdps(30):
                found = run(*(mpmath.mpf(point[n].p) / point[n].q for n in names))
            if bool(found[0]) == bool(found[1]):
                continue
            sides = [holds(from_sympy(s.subs(point)), vocabulary=Vocabulary(), budget=Budget()) for s in (left, right)]
            if {s.outcome for s in sides} == {Outcome.PROVED, Outcome.REFUTED}:
                where = ", ".join(f"{n} = {v}" for n, v in point.items())
                which = "first" if sides[0].holds else "second"
                text = f"at {where} only the {which} holds"
                figures = tuple((n.name, str(v)) for n, v in point.items())
                return refuted(text, Evidence("counterexample", "exact point", text, figures))
    except (NoPointError, NameError, TypeError, ValueError):
        return None
    return None
