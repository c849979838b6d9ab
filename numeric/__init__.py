"""Kernels, simulators and certified numbers: SymPy in, arrays out.

The entry points are imported when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PLACES = {
    "Descent": "descent",
    "Estimate": "estimate",
    "Event": "trajectory",
    "Firing": "firing",
    "GradientCheck": "gradient_check",
    "Kernel": "compiled",
    "Roots": "roots",
    "Threshold": "thresholds",
    "Trajectory": "trajectory",
    "certified_sign": "signs",
    "check_gradient": "gradient",
    "chi_square": "goodness",
    "enclose_integral": "integrals",
    "fire": "firing",
    "gradient_descent": "descent",
    "integrate": "integration",
    "isolate_roots": "roots",
    "kernel": "compiled",
    "kolmogorov_smirnov": "goodness",
    "log_log_slope": "slope",
    "taylor": "series",
    "threshold": "thresholds",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'numeric' has no {name!r}")
    value = getattr(import_module(f"numeric.{_PLACES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_PLACES)
