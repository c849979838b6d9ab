"""What a verdict is worth: the marking scheme, as data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.diagnose.kinds import kind


@dataclass(frozen=True, slots=True)
class Policy:
    """Shares of a part's marks.

    ``wrong_link``: the result is right, a link of the chain before it is wrong.  ``wrong_end``: the chain was right up
    to an explicit result and then goes wrong.  ``set_up``: a true chain of derivatives or the like, of which the result
    is missing or wrong.  ``carried``: the answer is wrong and follows from the student's own earlier answer.
    ``slips`` gives a share for single slips by name (``("sign", Fraction(1, 2))``).  ``step`` is the smallest part of a
    mark that is given; shares are rounded down to it.
    """

    wrong_link: Fraction = Fraction(1, 2)
    wrong_end: Fraction = Fraction(1, 2)
    set_up: Fraction = Fraction(1, 4)
    carried: Fraction = Fraction(1)
    slips: tuple[tuple[str, Fraction], ...] = ()
    step: Fraction = Fraction(1, 4)

    def __post_init__(self) -> None:
        for field in ("wrong_link", "wrong_end", "set_up", "carried"):
            share = getattr(self, field)
            if not 0 <= share <= 1:
                raise ValueError(f"{field}={share} is no share of the marks; expected a fraction from 0 to 1")
        if self.step <= 0:
            raise ValueError(f"step={self.step} is no part of a mark; expected a positive fraction such as 1/4")

    def slip(self, name: str) -> Fraction:
        """The share for a slip, by its own name or the general one: the sign of a term is a sign."""
        shares = dict(self.slips)
        return shares.get(name, shares.get(kind(name), Fraction(0)))

    def marks(self, share: Fraction, maximum: Fraction) -> Fraction:
        """The marks for a share, in whole steps; all marks for all of it, however they divide."""
        if share >= 1:
            return maximum
        return max(Fraction(0), min(maximum, (share * maximum // self.step) * self.step))


STANDARD = Policy()
