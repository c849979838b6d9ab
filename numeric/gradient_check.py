"""What a gradient check found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """What was found: ``agrees`` is True, False (certified where ``method`` is "balls"), or None (nothing decided).

    ``error`` is the largest relative error seen (absolute where the derivative is zero), ``bound`` an upper bound on
    it: rigorous at these points for "balls", an estimate for "Richardson".  ``name`` and ``point`` say where it was;
    ``claimed`` and ``found`` are the two derivatives.  ``kinks`` counts points given up because they lay on a kink or
    outside the domain.  ``text`` says all this in one sentence.
    """

    agrees: bool | None
    error: float
    bound: float
    name: str
    point: Mapping[str, Fraction]
    claimed: str
    found: str
    method: str
    points: int
    kinks: int = 0
    text: str = field(default="", compare=False)


def finished(worst: GradientCheck, agrees: bool | None, points: int, kinks: int) -> GradientCheck:
    at = ", ".join(f"{n} = {v}" for n, v in worst.point.items())
    how = "certified in balls" if worst.method == "balls" else f"by {worst.method}, which is no proof"
    if agrees is False:
        text = f"the derivative by {worst.name} is {worst.found}, not {worst.claimed}, at {at} ({how})"
    elif agrees is None:
        text = f"not decided: {points} points were judged, {kinks} lay on a kink or outside the domain ({worst.method})"
    else:
        text = f"no error above {worst.bound:.1e} at {points} points ({how})"
    return GradientCheck(
        agrees,
        worst.error,
        worst.bound,
        worst.name,
        worst.point,
        worst.claimed,
        worst.found,
        worst.method,
        points,
        kinks,
        text,
    )
