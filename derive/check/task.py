"""A line of ``derive check --batch``, its fields checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derive.documents.rows import equations

HEADS = {
    "eq": "eq",
    "=": "eq",
    "approx": "approx",
    "lt": "lt",
    "le": "le",
    "gt": "gt",
    "ge": "ge",
    "ne": "ne",
    "propto": "propto",
    "sim": "sim",
    "ll": "ll",
    "gg": "gg",
    "define": "define",
    "equiv": "define",
    "implies": "implies",
    "iff": "iff",
    "to": "to",
}


@dataclass(frozen=True, slots=True)
class ChainTask:
    """A line of a batch, its fields checked."""

    steps: tuple[str, ...]
    relations: tuple[str, ...]
    definitions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    syntax: str = "auto"
    log: str = "e"
    assume: str = ""
    latex: str = ""
    identity: object = None


def task_from_record(record: Mapping[str, Any]) -> ChainTask:
    """A task from a line of a batch.

    Raises:
        ValueError: a field is missing or has the wrong type; the sentence names it.
    """
    texts: dict[str, tuple[str, ...]] = {}
    for field in ("steps", "definitions", "assumptions", "functions", "symbols", "relations"):
        value = record.get(field) or []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(f"{field}={value!r} is not a list of texts; expected for example {_EXAMPLES[field]}")
        texts[field] = tuple(value)
    latex = record.get("latex") or ""
    if not isinstance(latex, str):
        raise ValueError(f"latex={latex!r} is not a text; expected the display as a string")
    syntax = record.get("syntax") or "auto"
    if syntax not in ("latex", "plain", "auto"):
        raise ValueError(f"syntax={syntax!r} is not known; expected latex, plain or auto")
    log = str(record.get("log") or "e")
    if log not in ("e", "2", "10"):
        raise ValueError(f"log={log!r} is not a base that is known; expected e, 2 or 10")
    assume = record.get("assume") or ""
    if assume not in ("", "real", "positive", "complex"):
        raise ValueError(f"assume={assume!r} is not known; expected real, positive or complex")
    if not texts["steps"]:
        if not latex:
            raise ValueError("steps=[] and no latex; expected the sides of a chain, or the display it stands in")
        texts["steps"], texts["relations"] = _from_display(latex)
    count = len(texts["steps"]) - 1
    relations = texts["relations"] or ("eq",) * count
    if len(relations) != count:
        raise ValueError(f"{len(relations)} relations for {count + 1} steps; expected {count}, one for each transition")
    wrong = [r for r in relations if r not in HEADS]
    if wrong:
        raise ValueError(f"relation={wrong[0]!r} is not known; expected one of {', '.join(HEADS)}")
    return ChainTask(
        texts["steps"],
        tuple(HEADS[r] for r in relations),
        texts["definitions"],
        texts["assumptions"],
        texts["functions"],
        texts["symbols"],
        syntax,
        log,
        assume,
        latex,
        record.get("id"),
    )


_EXAMPLES = {
    "steps": '["(a+b)^2", "a^2+2ab+b^2"]',
    "definitions": '["f(x)=x^2"]',
    "assumptions": '["x > 0"]',
    "functions": '["sigma"]',
    "symbols": '["tau_x"]',
    "relations": '["eq", "approx"]',
}


def _from_display(latex: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sides of the longest chain of a display, and the relations between them."""
    chains: list[tuple[list[str], list[str]]] = []
    for equation in equations(latex.strip().removeprefix("$$").removesuffix("$$")):
        if equation.continues and chains:
            sides, relations = chains[-1]
        else:
            sides, relations = [], []
            chains.append((sides, relations))
        sides.extend(s.text for s in equation.sides if s.text)
        relations.extend(
            equation.relations[-len([s for s in equation.sides if s.text]) :] if equation.relations else ()
        )
    sides, relations = max(chains, key=lambda c: len(c[0]), default=([], []))
    return tuple(sides), tuple(relations[: max(0, len(sides) - 1)])
