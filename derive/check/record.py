"""What a check found: steps with their verdicts, definitions, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from derive.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain.  ``chain`` numbers the chains of the document, ``position`` the links within one.

    ``line`` (and ``cell`` in a notebook) is where the right side begins, ``offset`` its place in the source.
    """

    line: int
    source: str
    left: str
    relation: str
    right: str
    verdict: Verdict
    chain: int = 0
    position: int = 0
    offset: int = 0
    cell: int = 0
    displayed: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """An equation that is no step: a definition, an update, a declaration, a condition, a law, an approximation."""

    line: int
    source: str
    role: str
    reason: str
    offset: int = 0
    cell: int = 0
    displayed: bool = True


@dataclass(frozen=True, slots=True)
class Unread:
    """What was not read, where, and why."""

    line: int
    source: str
    offset: int
    reason: str
    cell: int = 0
    displayed: bool = True


Record = Step | Taken | Unread


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in one document, each list in the order of its source."""

    document: str
    kind: str
    steps: tuple[Step, ...]
    definitions: tuple[Taken, ...]
    unread: tuple[Unread, ...]
    source: str = ""

    @property
    def refuted(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.verdict.fails)

    @property
    def first_wrong(self) -> tuple[Step, ...]:
        """The first refuted step of every chain that has one."""
        found: dict[int, Step] = {}
        for step in self.refuted:
            found.setdefault(step.chain, step)
        return tuple(found.values())

    @property
    def summary(self) -> dict[str, int]:
        """How many steps came out how, how many equations were taken as something else, how many were not read."""
        counts = dict.fromkeys(("proved", "supported", "refuted", "undecided", "unreadable"), 0)
        for step in self.steps:
            counts[step.verdict.outcome.value] += 1
        return {"steps": len(self.steps), **counts, "taken": len(self.definitions), "unread": len(self.unread)}


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The transitions of one chain of a batch, and the index of the first that is refuted."""

    transitions: tuple[Verdict, ...]
    first_wrong: int | None
    identity: object = None
