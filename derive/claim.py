"""A claim: something that is true or false of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from derive.verdict import Outcome
from derive.witness import Witness

#: What a claim can say of its two sides.  The order relations hold at every point of the declared domain.
#: ``measured`` has one side only, which the witness measures; ``holds`` is a condition that is true everywhere;
#: ``concludes`` is a condition that is true or false at the sheet's numbers, and says which; ``certified`` is a
#: statement that brings its own proof (an object with a method ``verdict``).
RELATIONS = (
    "equal",
    "less",
    "at_most",
    "greater",
    "at_least",
    "not_equal",
    "factor",
    "positive_factor",
    "constant",
    "antiderivative",
    "asymptotic",
    "region",
    "solutions",
    "measured",
    "holds",
    "concludes",
    "certified",
)
EXPECTATIONS = {word: Outcome(word) for word in ("proved", "supported", "refuted")}


@dataclass(frozen=True, slots=True)
class Claim:
    """Two sides and the relation between them.

    ``expected`` is the verdict that the author stands for: a statement of the source that is false stays on the sheet
    with ``refuted``.  ``given`` are conditions beside the domains of the names.  ``measures`` is what the witness
    measures (the right side of an equation and the left side of an inequality, unless the author says otherwise).
    ``model`` is that of the part, where the definitions in the sides are found.  ``called`` is what the left side is
    called on the sheet, in LaTeX, where SymPy has worked it out already (``\\dot x`` at a point).
    """

    name: str
    relation: str
    left: Any
    right: Any
    expected: Outcome = Outcome.PROVED
    system: str = ""
    source: str = ""
    note: str = ""
    given: tuple[Any, ...] = ()
    witness: Witness | None = None
    measures: Any = None
    variable: Any = None
    limit: Any = None
    model: Any = None
    called: str = ""

    def measured(self) -> Any:
        """What the witness is held against."""
        if self.measures is not None:
            return self.measures
        if self.relation in ("region", "solutions", "equal", "asymptotic"):
            return self.right
        return self.left

    def within(self, system: str, witness: Witness | None = None, model: Any = None) -> Claim:
        """The same claim, with what its part says where it says nothing itself."""
        return replace(
            self,
            system=self.system or system,
            witness=self.witness or witness,
            model=model if self.model is None else self.model,
        )


def claim(
    name: str,
    relation: str,
    left: Any,
    right: Any = None,
    *,
    expected: str = "proved",
    given: Sequence[Any] | Any = (),
    **details: Any,
) -> Claim:
    """A claim, its arguments checked."""
    if relation not in RELATIONS:
        raise ValueError(
            f"relation={relation!r} of claim {name!r} is not known; expected one of {', '.join(RELATIONS)}"
        )
    if expected not in EXPECTATIONS:
        raise ValueError(f"expected={expected!r} of claim {name!r}; expected proved, supported or refuted")
    conditions = tuple(given) if isinstance(given, (tuple, list)) else (given,)
    return Claim(name, relation, left, right, expected=EXPECTATIONS[expected], given=conditions, **details)


def equal(name: str, left: Any, right: Any, **details: Any) -> Claim:
    """``left = right`` wherever both are defined."""
    return claim(name, "equal", left, right, **details)


def less(name: str, left: Any, right: Any, **details: Any) -> Claim:
    """``left < right`` on the whole domain."""
    return claim(name, "less", left, right, **details)


def at_most(name: str, left: Any, right: Any, **details: Any) -> Claim:
    return claim(name, "at_most", left, right, **details)


def greater(name: str, left: Any, right: Any, **details: Any) -> Claim:
    return claim(name, "greater", left, right, **details)


def at_least(name: str, left: Any, right: Any, **details: Any) -> Claim:
    return claim(name, "at_least", left, right, **details)


def region(name: str, left: Any, right: Any, **details: Any) -> Claim:
    """Two conditions that are true at the same points."""
    return claim(name, "region", left, right, **details)


def measured(name: str, value: Any, witness: Witness, **details: Any) -> Claim:
    """What the derivation gives, against the original system measured."""
    return claim(name, "measured", value, witness=witness, **{"expected": "supported", **details})


def holds(name: str, condition: Any, **details: Any) -> Claim:
    """A condition that is true on the whole domain."""
    return claim(name, "holds", condition, **details)


def concludes(name: str, condition: Any, **details: Any) -> Claim:
    """A condition that is true or false at the sheet's numbers: the sheet says which, and the witness has to agree."""
    return claim(name, "concludes", condition, **{"expected": "supported", **details})


def certified(name: str, statement: Any, **details: Any) -> Claim:
    """A statement that brings its own proof: an object whose ``verdict()`` is a Verdict."""
    return claim(name, "certified", statement, **details)


def refuted(statement: Claim) -> Claim:
    """A statement of the source that is false as printed, kept beside what is true."""
    return replace(statement, expected=Outcome.REFUTED)
