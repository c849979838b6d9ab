"""Two independent findings about one claim, added up."""

from __future__ import annotations

from derive.verdict import Evidence, Outcome, Verdict, refuted, supported, undecided


def combine(symbolic: Verdict | None, witness: Verdict | None) -> Verdict:
    """The ladder's verdict and the witness's.

    A proof that the original system contradicts is no proof about the system: the derivation then rests on an
    approximation or a condition that was left out, and the report says so.
    """
    if symbolic is None:
        if witness is None:
            return undecided("nothing was tried: the claim has neither sides nor a witness")
        return witness
    if witness is None:
        return symbolic
    evidence = symbolic.evidence + witness.evidence
    if witness.outcome is Outcome.UNDECIDED and symbolic.outcome is not Outcome.REFUTED:
        return undecided(witness.reason, *evidence)
    if symbolic.outcome is Outcome.REFUTED:
        if witness.holds:
            note = "the witness agrees where it measured, but there is a counterexample elsewhere"
            evidence = (*evidence, Evidence("attempt", "conflict", note))
        return Verdict(Outcome.REFUTED, symbolic.reason, evidence, symbolic.diagnosis)
    if witness.outcome is Outcome.REFUTED:
        if symbolic.holds:
            note = (
                "the derivation is right in itself, and yet the original system does otherwise: a condition is missing"
            )
            return refuted(witness.reason, *evidence, Evidence("attempt", "conflict", note))
        return refuted(witness.reason, *evidence)
    if symbolic.holds:
        return Verdict(symbolic.outcome, f"{symbolic.reason}; {witness.reason}", evidence)
    return supported(witness.reason, *evidence)
