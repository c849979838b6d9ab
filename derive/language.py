"""What an author imports.

One line at the top of a sheet brings the language, ``import derive.language as d``: names and models, parts and claims,
moves, ready-made witnesses, and the simulators of :mod:`numeric` that sheets use most.  ``from derive.language import
param, model`` works as well.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: Where each word lives; it is imported when it is first asked for.
PLACES = {
    "derive.claim": (
        "Claim", "at_least", "at_most", "certified", "claim", "concludes", "equal", "greater", "holds", "less",
        "measured", "refuted", "region",
    ),
    "derive.declare": ("array", "function", "index", "param", "quantity", "size", "state", "variable"),
    "derive.drawing": ("figure",),
    "derive.measure": ("growth", "numeric_gradient", "slope_by_entry", "slope_of", "slopes_of_flow", "standstill"),
    "derive.model": ("Model", "model"),
    "derive.moves.asymptotics": ("ratio",),
    "derive.moves.chain_rule": ("chain_rule",),
    "derive.moves.conserved": ("along", "on_boundary"),
    "derive.moves.crossover": ("crossover",),
    "derive.moves.expectation": ("mean",),
    "derive.moves.fixed_point": ("fixed_points",),
    "derive.moves.likelihood": ("curvature", "log_density", "score"),
    "derive.moves.matrix_gradient": ("total",),
    "derive.moves.moments": ("as_integral", "moment"),
    "derive.moves.nullcline": ("nullcline",),
    "derive.moves.one_matrix": ("eigenvalues",),
    "derive.moves.stability": ("jacobian", "leading_real_part", "stable"),
    "derive.moves.substitution": ("substituted",),
    "derive.part": ("Derived", "chain", "derived"),
    "derive.sheet": ("Sheet",),
    "derive.table": ("table",),
    "derive.witness": ("Samples", "Witness", "witness"),
    "numeric": ("Event", "gradient_descent", "integrate", "kernel"),
}  # fmt: skip
_HOME = {word: place for place, words in PLACES.items() for word in words}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name == "estimate":
        return import_module("numeric.estimate")
    if name not in _HOME:
        from derive.author_error import meant

        raise AttributeError(f"the language has no word {name!r}{meant(name, sorted(_HOME))}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
