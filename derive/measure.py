"""Ready-made witnesses: measurements of a model as it is stated, made without what was derived from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from derive.declare import Declared
from derive.model import Model
from derive.witness import Witness


def compiled(model: Model, quantity: Any, keep: Any = ()) -> tuple[tuple[Declared, ...], Callable[..., Any]]:
    """A quantity of the model as machine code, and the names that it takes, sorted by their spelling."""
    from numeric import kernel

    expression = model.expand(quantity, keep=keep)
    names = tuple(sorted(expression.free_symbols, key=lambda s: str(s.name)))
    return names, kernel(names, expression)


def slope_of(model: Model, quantity: Any, name: Any, *, seed: int, points: int = 8) -> Witness:
    """Central differences of a compiled quantity, extrapolated to step zero: the slope by a name of the model.

    >>> from derive.declare import quantity, state
    >>> from derive.model import model
    >>> w, l = state("w"), quantity("l")
    >>> watch = slope_of(model(definitions={l: w**3}), l, w, seed=1)
    >>> value, error = watch(w=2.0)
    >>> abs(value - 12) < 1e-8
    True
    """
    expression = model.expand(quantity, keep=(name,))
    names = tuple(sorted(expression.free_symbols, key=lambda s: str(s.name)))
    place = names.index(name)

    def slope(**values: float) -> tuple[float, float]:
        """Differences of the compiled quantity."""
        from numeric import kernel
        from numeric.differences import richardson

        run = kernel(names, expression)
        start = [values[n.name] for n in names]

        def along(points: Any) -> Any:
            return run(*(points[0] if k == place else np.full(points.shape[1], v) for k, v in enumerate(start)))

        found = richardson(along, [start[place]])
        return float(found.gradient[0]), float(found.error[0])

    slope.__name__ = f"slope of {quantity} by {name}"
    slope.__doc__ = f"Central differences of the compiled {quantity} by {name}."
    return Witness(slope, seed, points, tuple(n.name for n in names), False, None, (), 10.0)


def numeric_gradient(
    function: Callable[..., float], values: Mapping[str, float], names: tuple[str, ...]
) -> list[float]:
    """The gradient of a plain function of named numbers by central differences, extrapolated to step zero."""
    from numeric.differences import richardson

    def at(points: Any) -> Any:
        return np.array([function(**{**values, **dict(zip(names, column))}) for column in points.T])

    return [float(g) for g in richardson(at, [values[n] for n in names]).gradient]
