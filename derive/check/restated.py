"""What is known already, said again with a factor or a sign that does not belong: no new law, but a slip.

Where the left side is known to be a multiple of the right side, the two are equal only where both vanish.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derive.check.applied import with_families
from derive.check.bleak import unmatched
from derive.check.setting import Setting
from derive.check.unfold import unfold
from derive.decide import Budget, decide
from derive.decide.calculus.binding import replaced
from derive.expression import ZERO, Expression, mul, neg, number
from derive.verdict import Diagnosis, Verdict, refuted

_FACTORS = (Fraction(-1), Fraction(1, 2), Fraction(2))
_SECONDS = 0.12


def multiple_of_what_is_known(
    left: Expression, right: Expression, setting: Setting, *, said_to_follow: bool
) -> Verdict | None:
    """The refutation of ``left = right`` where what is known makes the left side a multiple of the right one.

    Laws are used only where the step is ``said_to_follow``: a law may be replaced by one for another case.
    """
    one, two = (with_families(side, setting.vocabulary) for side in (left, right))
    known, used = unfold(one, setting.vocabulary), ""
    if said_to_follow:
        for hypothesis in setting.hypotheses:
            if hypothesis.left.head in ("number", "decimal", "constant"):
                continue
            changed = replaced(known, hypothesis.left, hypothesis.right)
            if changed != known:
                known, used = unfold(changed, setting.vocabulary), hypothesis.source
    if known == one or two == ZERO:
        return None
    meant = unfold(two, setting.vocabulary)
    bare = replace(setting, vocabulary=setting.plain(), hypotheses=())
    if set(known.names()) != set(meant.names()) or unmatched(known, meant, bare) is not None:
        return None
    for factor in _FACTORS:
        scaled = neg(meant) if factor == -1 else mul(number(factor), meant)
        verdict = decide(known, scaled, vocabulary=setting.plain(), budget=Budget(seconds=_SECONDS))
        if verdict.holds and not decide(meant, ZERO, vocabulary=setting.plain(), budget=Budget(seconds=_SECONDS)).holds:
            times = "the sign is wrong" if factor == -1 else f"a factor {1 / factor} does not belong"
            text = f"the left side is {factor} times the right one" + (f", given {used}" if used else "")
            slip = Diagnosis("sign" if factor == -1 else "constant factor", times)
            return refuted(text, *verdict.evidence, diagnosis=slip)
    return None
