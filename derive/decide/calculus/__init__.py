"""Derivatives, integrals, sums, products, limits, vectors, matrices and expectations."""

from typing import Any

from derive.decide.calculus.decision import decide_antiderivative, decide_calculus
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.recognize import has_calculus, needs_calculus
from derive.decide.calculus.reduce import reduce
from derive.decide.calculus.reduction import Reduction

__all__ = [
    "Reduction",
    "decide_antiderivative",
    "decide_calculus",
    "differentiate",
    "enclose_head",
    "has_calculus",
    "needs_calculus",
    "reduce",
]


def enclose_head(*args: Any, **kwargs: Any) -> Any:
    """See :func:`derive.decide.calculus.enclosure.enclose_head`; imported on use because it needs FLINT."""
    from derive.decide.calculus.enclosure import enclose_head as enclose

    return enclose(*args, **kwargs)
