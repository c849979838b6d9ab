"""``a ≈ b`` without digits: does ``b`` give ``a`` to leading order in some limit of some name?

The relative difference has to vanish as one name goes to zero or to infinity, and the difference has to become small
beside the *smallest* term of the approximation: ``1 + 3x`` is no approximation of ``1 + 2x``, though both go to 1.
"""

from __future__ import annotations

from itertools import pairwise

from derive.check.digits import value_of
from derive.expression import Expression
from derive.verdict import Evidence, Verdict, supported
from derive.vocabulary import Vocabulary

_STEPS = {"0": (1e-1, 1e-2, 1e-3, 1e-4), "∞": (1e1, 1e2, 1e3, 1e4)}
#: The last of the ratios that still counts as vanishing, and how much each has to shrink.
_SMALL = 0.12


def leading_order(left: Expression, right: Expression, vocabulary: Vocabulary) -> Verdict | None:
    """Supported where the two agree to leading order in a limit; None otherwise: never refuted here."""
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    terms = right.args if right.head == "add" else (right,)
    for variable in names:
        for limit, steps in _STEPS.items():
            for start in (0.7, 1.6):
                ratios = _ratios(left, right, terms, vocabulary, names, variable, steps, start)
                if ratios is None or ratios[-1] > _SMALL or any(b > 0.9 * a + 1e-9 for a, b in pairwise(ratios)):
                    break
            else:
                text = f"the two sides agree to leading order as {variable} → {limit}"
                figures = (("difference beside the smallest term", ", ".join(f"{r:.1e}" for r in ratios or ())),)
                return supported(text, Evidence("agreement", "leading order", text, figures))
    return None


def _ratios(
    left: Expression,
    right: Expression,
    terms: tuple[Expression, ...],
    vocabulary: Vocabulary,
    names: tuple[str, ...],
    variable: str,
    steps: tuple[float, ...],
    start: float,
) -> list[float] | None:
    found: list[float] = []
    for step in steps:
        point = {n: complex(step if n == variable else start + 0.3 * i) for i, n in enumerate(names)}
        one, two = value_of(left, point, vocabulary), value_of(right, point, vocabulary)
        sizes = [value_of(t, point, vocabulary) for t in terms]
        if one is None or two is None or any(s is None for s in sizes):
            if found and len(found) >= 2:
                break  # beyond the range of double precision the first steps have to do
            return None
        smallest = min(abs(s) for s in sizes if s is not None)
        if smallest < 1e-250 or abs(one - two) < 1e-13 * abs(one):
            if len(found) >= 2:
                break
            if not found or smallest < 1e-12 * abs(one):
                return None
            found.append(1e-13 * abs(one) / smallest)  # beyond double precision: this much is left open
            break
        found.append(abs(one - two) / smallest)
    return found if len(found) >= 2 else None
