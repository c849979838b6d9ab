"""Who notices what: every claim of a sheet changed in its sign, by a factor and by a term, judged by both checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import sympy

from derive.claim import Claim
from derive.load import load
from derive.point import NoPointError
from derive.sheet import Sheet
from derive.verdict import Outcome
from derive.verify.mutate import changes, mutants, noticed
from derive.verify.witnessed import witnessed

#: Relations whose sides can be changed; a conclusion and a certificate have none.
CHANGEABLE = ("equal", "measured", "less", "at_most", "greater", "at_least", "region", "solutions")


@dataclass(frozen=True, slots=True)
class Finding:
    """One changed claim.  ``alone``: both sides were changed alike, so that only the witness can tell."""

    sheet: str
    part: str
    claim: str
    slip: str
    by_ladder: bool
    by_witness: bool
    alone: bool = False

    @property
    def by(self) -> str:
        """``both``, ``symbolic``, ``witness`` or ``nobody``."""
        if self.by_ladder and self.by_witness:
            return "both"
        return "symbolic" if self.by_ladder else "witness" if self.by_witness else "nobody"


def findings(name: str, *, most: int = 4) -> Iterator[Finding]:
    """At most so many mutants of every claim of a sheet, and for each witness one that it alone can catch."""
    sheet = load(name)
    for part, claim in sheet.claims():
        if claim.expected is Outcome.REFUTED or claim.relation not in CHANGEABLE:
            continue
        for mutant in islice(mutants(claim), most):
            found = noticed(mutant, sheet)
            yield Finding(name, part.name, claim.name, found.slip, found.by_ladder, found.by_witness)
        if claim.witness is not None and claim.relation in ("equal", "measured"):
            caught = by_the_witness_alone(claim, sheet)
            if caught is not None:
                yield Finding(name, part.name, claim.name, caught[0], False, caught[1], alone=True)


def by_the_witness_alone(claim: Claim, sheet: Sheet) -> tuple[str, bool] | None:
    """A change of what is measured, the claim's own sides left consistent: its slip, and whether the witness noticed.

    A derivation that starts from a wrong premise has sides that agree; only the original system contradicts it.
    """
    value = claim.measured()
    if isinstance(value, sympy.logic.boolalg.Boolean):
        changed, slip = sympy.Not(value), "the other side of the border"
    else:
        pair = next(((s, c) for s, c in changes(value) if s in ("factor", "a term added")), None)
        if pair is None:
            return None
        slip, changed = pair
    try:
        found = witnessed(replace(claim, measures=changed), sheet)
    except NoPointError:
        return None
    return None if found is None else (slip, not found.holds)


def totals(found: list[Finding]) -> dict[str, int]:
    """How many mutants were noticed by whom, and how many witnesses caught one alone."""
    plain = [f for f in found if not f.alone]
    alone = [f for f in found if f.alone]
    counted = {by: sum(f.by == by for f in plain) for by in ("both", "symbolic", "witness", "nobody")}
    return {
        "claims": len({(f.sheet, f.part, f.claim) for f in plain}),
        "mutants": len(plain),
        **counted,
        "witnesses": len(alone),
        "witnesses that caught one alone": sum(f.by_witness for f in alone),
    }
