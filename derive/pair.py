"""A pair: two texts to compare, and what is known of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

RELATIONS = (
    "equal",
    "antiderivative",
    "constant",
    "factor",
    "positive_factor",
    "region",
    "solutions",
    "asymptotic",
    "number",
    "distribution",
    "similar",
)
SYNTAXES = ("auto", "latex", "plain")

_TEXTS = ("student", "reference", "syntax", "relation", "variable", "limit")
_LISTS = {
    "symbols": '["tau_x", "g_0"]',
    "functions": '["sigma"]',
    "vectors": '["w"]',
    "assumptions": '["tau > 0", "n in positive integers"]',
}
_ABSOLUTE = ("atol", "absolute_tolerance", "absolute")
_RELATIVE = ("rtol", "relative_tolerance", "relative")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a number may be from the reference: ``absolute + relative * |reference|``."""

    absolute: Fraction = Fraction(0)
    relative: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what is known of them.

    ``symbols``, ``functions`` and ``vectors`` are spelt as the texts spell them; ``assumptions`` are sentences such as
    ``tau > 0``.  ``implicit``: juxtaposed letters are a product in plain text (in LaTeX they always are).
    ``tolerance`` is None where two numbers have to be the same.
    """

    student: str
    reference: str
    syntax: str = "auto"
    symbols: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    relation: str = "equal"
    variable: str | None = None
    limit: str | None = None
    implicit: bool = False
    tolerance: Tolerance | None = None


def pair_from_record(record: dict[str, Any]) -> Pair:
    """A pair from a line of a batch.

    Raises:
        ValueError: a field is missing or has the wrong type; the sentence names it.
    """
    fields: dict[str, Any] = {}
    for field in ("student", "reference"):
        if not isinstance(record.get(field), str):
            raise ValueError(f"{field}={record.get(field)!r} is not a text; expected the mathematics as a string")
    for field in _TEXTS:
        value = record.get(field)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ValueError(f"{field}={value!r} is not a text; expected a string")
        fields[field] = value
    for field, example in _LISTS.items():
        value = record.get(field) or []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(f"{field}={value!r} is not a list of texts; expected for example {example}")
        fields[field] = tuple(value)
    pair = Pair(implicit=bool(record.get("implicit", False)), tolerance=_tolerance(record), **fields)
    if pair.relation not in RELATIONS:
        raise ValueError(f"relation={pair.relation!r} is not known; expected one of {', '.join(RELATIONS)}")
    if pair.syntax not in SYNTAXES:
        raise ValueError(f"syntax={pair.syntax!r} is not known; expected one of {', '.join(SYNTAXES)}")
    return pair


def _tolerance(record: dict[str, Any]) -> Tolerance | None:
    """From ``tolerance: {"atol": 0.05}``, or from a note that says ``rtol=0.1``."""
    stated = record.get("tolerance")
    if stated is None:
        note = record.get("note")
        stated = dict(re.findall(r"\b([ar]tol)\s*=\s*(\d[\d.eE+-]*)", note)) if isinstance(note, str) else {}
    if not isinstance(stated, dict):
        raise ValueError(f'tolerance={stated!r} is not an object; expected for example {{"atol": 0.05}}')
    found = {"absolute": Fraction(0), "relative": Fraction(0)}
    for key, value in stated.items():
        kind = "absolute" if key in _ABSOLUTE else "relative" if key in _RELATIVE else None
        if kind is None:
            raise ValueError(f"tolerance {key!r} is not known; expected atol or rtol")
        try:
            found[kind] = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"tolerance {key}={value!r} is no number; expected for example 0.05") from None
        if found[kind] < 0:
            raise ValueError(f"tolerance {key}={value!r} is negative; expected zero or more")
    return Tolerance(**found) if any(found.values()) else None
