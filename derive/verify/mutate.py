"""Mutants of claims: a sign, a factor or a term changed.  A check that lets one pass is worth nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy

from derive.claim import Claim
from derive.point import NoPointError
from derive.sheet import Sheet
from derive.verify.symbolic import symbolic
from derive.verify.witnessed import witnessed


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed claim and what was changed."""

    claim: Claim
    slip: str


def mutants(claim: Claim) -> Iterator[Mutant]:
    """Changed claims of one that is right, the simplest changes first."""
    if claim.relation == "region":
        yield Mutant(replace(claim, right=sympy.Not(claim.right)), "the other side of the border")
        return
    if claim.relation in FLIPPED:
        yield Mutant(replace(claim, relation=FLIPPED[claim.relation]), "the other way round")
        return
    if claim.relation not in ("equal", "measured", "solutions"):
        return
    field = "left" if claim.relation == "measured" else "right"
    for slip, changed in changes(getattr(claim, field)):
        yield Mutant(replace(claim, **{field: changed}), slip)


FLIPPED = {"less": "at_least", "at_most": "greater", "greater": "at_most", "at_least": "less"}


def changes(value: Any) -> Iterator[tuple[str, Any]]:
    """The value with its sign changed, doubled, and with each of its terms left out."""
    if isinstance(value, (int, float)):
        value = sympy.sympify(value)
    if isinstance(value, sympy.FiniteSet):
        for slip, changed in changes(value.args[0]):
            yield slip, sympy.FiniteSet(changed, *value.args[1:])
        return
    if not isinstance(value, (sympy.Expr, sympy.MatrixBase)):
        return
    if value == 0 * value:
        yield (
            "a term added",
            value + sympy.ones(*value.shape) if isinstance(value, sympy.MatrixBase) else sympy.Integer(1),
        )
        return
    yield "sign", -value
    yield "factor", 2 * value
    if isinstance(value, sympy.Add):
        for term in value.args:
            yield "dropped term", value - term


@dataclass(frozen=True, slots=True)
class Noticed:
    """Who noticed a mutant: the ladder, the witness, both or neither."""

    slip: str
    by_ladder: bool
    by_witness: bool


def noticed(mutant: Mutant, sheet: Sheet) -> Noticed:
    """Judge a mutant by both, independently."""
    found = symbolic(mutant.claim, sheet)
    try:
        watched = witnessed(mutant.claim, sheet)
    except NoPointError:
        watched = None
    return Noticed(mutant.slip, found is not None and not found.holds, watched is not None and not watched.holds)
