"""A part: one question, and the function that derives its answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from derive.claim import Claim, equal
from derive.table import Table
from derive.witness import Witness


@dataclass(frozen=True, slots=True)
class Derived:
    """What a part derives.

    ``value`` is the answer, which later parts receive; ``target`` is what the answer is called (``dl/dw_1``);
    ``sides`` are the steps of the way from the target to the value, the value last; ``claims`` are what is true
    or false on that way.
    """

    value: Any
    claims: tuple[Claim, ...] = ()
    target: Any = None
    sides: tuple[Any, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def derived(value: Any, *claims: Claim, target: Any = None, tables: tuple[Table, ...] = ()) -> Derived:
    """An answer with claims about it.  A chain keeps its own claims, and the further ones follow."""
    if isinstance(value, Derived):
        made = replace(value, claims=value.claims + claims, tables=value.tables + tables)
        return made if target is None else replace(made, target=target)
    return Derived(value, claims, target, (value,), (), tables)


def chain(*sides: Any, reasons: tuple[str, ...] = (), wrong: tuple[int, ...] = (), **details: Any) -> Derived:
    """A chain of equalities ``a = b = c``: a claim for each link; the last side is the answer, the first its name.

    ``reasons`` says of each link why it holds.  A witness measures the last side.

    >>> [c.name for c in chain("a", "b", "c", reasons=("by definition", "")).claims]
    ['link 1: by definition', 'link 2']
    """
    claims = []
    for number, (left, right) in enumerate(pairwise(sides), start=1):
        reason = reasons[number - 1] if number <= len(reasons) else ""
        name = f"link {number}: {reason}" if reason else f"link {number}"
        last = number == len(sides) - 1
        extra = {k: v for k, v in details.items() if last or k != "witness"}
        claims.append(equal(name, left, right, **extra))
    return Derived(sides[-1], tuple(claims), sides[0], tuple(sides), reasons)


@dataclass(frozen=True, slots=True)
class Part:
    """A question of a sheet.

    ``builds_on`` are the names of the earlier parts that its function receives; ``marks`` what it is worth; ``model``
    is the one in which its names are defined.  A part that is not ``graded`` is on the sheet and is not asked.
    ``relation`` says how an answer is compared (``equal``, ``factor``, ``positive_factor``, ...), ``section`` under
    which heading of a hand-in it is looked for, and ``spellings`` what else its left-hand side may be called.
    ``given`` are conditions under which the question is asked: they hold for its claims and for answers to it.
    """

    name: str
    function: Callable[..., Any]
    marks: float
    system: str
    witness: Witness | None
    builds_on: tuple[str, ...]
    title: str
    model: Any = None
    source: str = ""
    graded: bool = True
    relation: str = "equal"
    section: str = ""
    spellings: tuple[str, ...] = ()
    numeric: bool = False
    given: tuple[Any, ...] = ()

    @property
    def prose(self) -> str:
        """The docstring: what a student reads on the sheet."""
        return inspect.cleandoc(self.function.__doc__ or "")

    @property
    def line(self) -> int:
        return self.function.__code__.co_firstlineno

    def derive(self, given: Mapping[str, Any], numbers: Mapping[Any, Any]) -> Derived:
        """The answer, from the answers of the parts that it builds on.

        A parameter ``numbers`` receives the sheet's numbers, by name: for what has no closed form.
        """
        inputs = {name: given[name] for name in self.builds_on}
        answer = self.function(**inputs, **({"numbers": dict(numbers)} if self.numeric else {}))
        result = answer if isinstance(answer, Derived) else Derived(answer, (), None, (answer,))
        claims = [
            replace(c, given=(*self.given, *c.given)).within(self.system, None, self.model) for c in result.claims
        ]
        if self.witness is not None:
            claims = _witnessed(result, claims, self)
        return replace(result, claims=tuple(claims))


def _witnessed(result: Derived, claims: list[Claim], part: Part) -> list[Claim]:
    """The part's witness measures its answer: at the claim that ends in it, or in a claim of its own."""
    from derive.claim import measured

    assert part.witness is not None
    for position, c in enumerate(claims):
        if c.relation in ("equal", "region", "solutions") and c.right == result.value and c.witness is None:
            claims[position] = c.within(part.system, part.witness, part.model)
            return claims
    found = measured(
        "the answer, measured", result.value, part.witness, system=part.system, model=part.model, given=part.given
    )
    return [*claims, found]
