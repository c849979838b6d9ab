"""What an author imports.

One line at the top of a sheet brings the language: ``from derive.language import Sheet, model, param, state, ...``.
"""

from derive.claim import (
    Claim,
    at_least,
    at_most,
    certified,
    claim,
    concludes,
    equal,
    greater,
    holds,
    less,
    measured,
    refuted,
    region,
)
from derive.declare import array, function, index, param, quantity, size, state, variable
from derive.drawing import figure
from derive.model import Model, model
from derive.part import Derived, chain, derived
from derive.sheet import Sheet
from derive.table import table
from derive.witness import Samples, Witness, witness

__all__ = [
    "Claim",
    "Derived",
    "Model",
    "Samples",
    "Sheet",
    "Witness",
    "array",
    "at_least",
    "at_most",
    "certified",
    "chain",
    "claim",
    "concludes",
    "derived",
    "equal",
    "figure",
    "function",
    "greater",
    "holds",
    "index",
    "less",
    "measured",
    "model",
    "param",
    "quantity",
    "refuted",
    "region",
    "size",
    "state",
    "table",
    "variable",
    "witness",
]
