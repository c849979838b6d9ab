r"""Likelihood, score and Fisher information.

**Definition.**  For a density $p(t \mid s)$ the score is $\partial_s \log p$.  Its mean is zero, and its variance,
which equals $\langle -\partial_s^2 \log p \rangle$, is the Fisher information about $s$: how well $s$ can be told
from one observation.

**Example.**

>>> from derive.declare import variable
>>> t, s = variable("t", "positive"), variable("s", "positive")
>>> p = s * sympy.exp(-s * t)
>>> score(p, s), curvature(p, s)
(-t + 1/s, s**(-2))

**Source.**  S. M. Kay, *Fundamentals of Statistical Signal Processing: Estimation Theory*, 1993, ch. 3.
"""

from __future__ import annotations

from typing import Any

import sympy


def log_density(density: Any) -> Any:
    """The logarithm, as a sum over the factors of the density."""
    return sympy.expand_log(sympy.log(density), force=True)


def score(density: Any, parameter: Any) -> Any:
    """The derivative of the log density by the parameter."""
    return sympy.diff(log_density(density), parameter)


def curvature(density: Any, parameter: Any) -> Any:
    """Minus the second derivative of the log density: its mean is the Fisher information."""
    return sympy.expand(-sympy.diff(log_density(density), parameter, 2))
