"""Ready-made witnesses: measurements of a model as it is stated, made without what was derived from it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from derive.declare import Declared, exact
from derive.model import Model
from derive.witness import Witness

#: How often an interval is halved, and how often it is doubled in search of a change of sign.
HALVED, DOUBLED = 90, 40
#: How far apart two trajectories start whose distance is watched.
SMALL = 1e-7


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


def standstill(model: Model, state: Declared, solve_for: Declared, *, seed: int, **how: Any) -> Witness:
    """Where the original rate of a state vanishes: one of the states, searched for by bisection.

    >>> from derive.declare import state
    >>> from derive.model import model
    >>> V, x = state("V"), state("x", span=(-1, 1))
    >>> watch = standstill(model(flow={V: -V - x}), V, x, seed=1)
    >>> round(watch(V=0.25)[0], 9)
    -0.25
    """
    rate = model.expand(model.rate(state))
    names = tuple(sorted((s for s in rate.free_symbols if s != solve_for), key=lambda s: str(s.name)))
    low, high = (float(end) for end in solve_for.declaration.span or (-1, 1))

    def found(**values: float) -> tuple[float, float]:
        from numeric import kernel

        run = kernel((solve_for, *names), rate, nonfinite="allow")

        def sign(place: float) -> bool:
            return bool(run(place, *(values[n.name] for n in names)) > 0)

        left, right = low, high
        for _ in range(DOUBLED):
            if sign(left) != sign(right):
                break
            left, right = left - (right - left) / 2, right + (right - left) / 2
        rising = sign(right)
        for _ in range(HALVED):
            middle = (left + right) / 2
            left, right = (left, middle) if sign(middle) == rising else (middle, right)
        return (left + right) / 2, abs(right - left) + 1e-8

    found.__doc__ = f"The {solve_for} at which the original rate of {state} vanishes, by bisection."
    return _watch(found, f"standstill of {state}", seed, (n.name for n in names), **how)


def slopes_of_flow(model: Model, *, seed: int, **how: Any) -> Witness:
    """The Jacobian of the original flow, row by row: differences of each rate, extrapolated to step zero."""
    states = model.states()
    rates = [model.expand(rate) for _, rate in model.flow]
    names = tuple(sorted({s for rate in rates for s in rate.free_symbols} | set(states), key=lambda s: str(s.name)))

    def slopes(**values: float) -> list[tuple[float, float]]:
        from numeric import kernel
        from numeric.differences import richardson

        found = []
        for rate in rates:
            run = kernel(names, rate)

            def moved(points: Any, run: Any = run) -> Any:
                held = {n: np.full(points.shape[1], values[n.name]) for n in names}
                return run(*({**held, **dict(zip(states, points))}[n] for n in names))

            slope = richardson(moved, [values[s.name] for s in states])
            found += list(zip(map(float, slope.gradient), (float(e) + 1e-11 for e in slope.error)))
        return found

    slopes.__doc__ = "Differences of the original right-hand sides by each state."
    return _watch(slopes, "slopes of the flow", seed, (n.name for n in names), **how)


def slope_by_entry(function: Callable[..., Any], array: str, *indices: str, seed: int, **how: Any) -> Witness:
    """The slope of a plain function of arrays by one entry, ``array[index, ...]``, by differences.

    The function's parameters are names of the sheet (``numbers`` may be among them), the indices too, counted from one.

    >>> watch = slope_by_entry(lambda t: (t**2).sum(), "t", "i", seed=1)
    >>> watch.names, abs(watch(t=np.array([1.0, 2.0]), i=2)[0] - 4) < 1e-9
    (('t', 'i'), True)
    """
    parameters = tuple(inspect.signature(function).parameters)

    def slope(**values: Any) -> tuple[float, float]:
        from numeric.differences import richardson

        place = tuple(values[i] - 1 for i in indices)
        given = {p: values[p] for p in parameters}

        def moved(points: Any) -> Any:
            found = []
            for value in points[0]:
                entries = given[array].copy()
                entries[place] = value
                found.append(float(function(**{**given, array: entries})))
            return np.array(found)

        found = richardson(moved, [given[array][place]])
        return float(found.gradient[0]), float(found.error[0]) + 1e-8

    what = " ".join((function.__doc__ or "").split()).rstrip(".") or function.__name__.replace("_", " ")
    slope.__doc__ = f"Differences by {array}_{''.join(indices)} of {what[:1].lower()}{what[1:]}."
    names = (*(p for p in parameters if p != "numbers"), *indices)
    return _watch(slope, f"slope by {array}", seed, names, numeric="numbers" in parameters, **how)


def growth(
    flow: Callable[[Any], Any], start: Any, direction: Any, time: float, *, settle: float = 0.0
) -> tuple[float, float]:
    """The rate at which two trajectories of a flow, a little apart along a direction, part (or come together).

    ``settle`` is how long the first one runs before the other is put beside it: none at an unstable equilibrium.

    >>> rate, error = growth(lambda u: np.array([[2.0, 1.0], [0.0, -1.0]]) @ u, [0.0, 0.0], [1.0, 0.0], 0.1)
    >>> abs(rate - 2) < error
    True
    """
    along = np.asarray(direction, dtype=float)
    first = _marched(flow, np.asarray(start, dtype=float), settle, 4000) if settle else np.asarray(start, dtype=float)
    second, apart = first + SMALL * along, SMALL * float(along @ along)
    halves = [apart]
    for _ in range(2):
        first, second = _marched(flow, first, time / 2, 200), _marched(flow, second, time / 2, 200)
        halves.append(float(along @ (second - first)))
    rate, early = np.log(halves[2] / apart) / time, np.log(halves[1] / apart) / (time / 2)
    return float(rate), 2 * abs(float(rate - early)) + 1e-3 * (abs(float(rate)) + 1e-3 / time)


def _marched(flow: Callable[[Any], Any], state: Any, time: float, steps: int) -> Any:
    """The state after a time, by the classical Runge-Kutta method with fixed steps."""
    h = time / steps
    for _ in range(steps):
        a = flow(state)
        b = flow(state + h / 2 * a)
        c = flow(state + h / 2 * b)
        state = state + h / 6 * (a + 2 * b + 2 * c + flow(state + h * c))
    return state


def _watch(function: Callable[..., Any], name: str, seed: int, names: Any, **how: Any) -> Witness:
    function.__name__ = name
    spans = tuple((n, (exact(a), exact(b))) for n, (a, b) in dict(how.pop("spans", {})).items())
    vary, points, numeric = how.pop("vary", None), how.pop("points", 8), how.pop("numeric", False)
    if how:
        raise TypeError(f"{', '.join(how)} is no way to ask a witness; expected points, vary or spans")
    return Witness(function, seed, points, tuple(names), False, vary, spans, 4.0, numeric)
