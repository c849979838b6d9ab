"""A flow with its events as tapes, ready for the stepping code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from numeric.errors import WrongArguments
from numeric.tableau import Rosenbrock, Tableau
from numeric.tape import Tape
from numeric.trajectory import Event


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A compiled flow: names in order, its machine code for each width, what the driver has to know of the events."""

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    flow: Tape
    watch: Tape
    resets: tuple[Tape | None, ...]
    events: tuple[Event, ...]
    tableau: Tableau | Rosenbrock
    held: tuple[str, ...]
    jacobian: Tape | None

    @property
    def implicit(self) -> bool:
        return self.jacobian is not None

    @property
    def adaptive(self) -> bool:
        return isinstance(self.tableau, Rosenbrock) or bool(self.tableau.error)


def model(
    flow: Mapping[Any, Any],
    initial: Mapping[Any, Any],
    values: Mapping[Any, Any],
    functions: Mapping[str, Callable[..., Any]] | None,
    events: tuple[Event, ...],
    tableau: Tableau | Rosenbrock,
    clock: str,
    kinks: bool,
) -> tuple[Model, dict[str, Any]]:
    """The model, and the start and values by name (numbers and arrays).  Raises :class:`WrongArguments`."""
    from numeric.translate import as_sympy, exact

    right = tuple((str(k), as_sympy(v)) for k, v in flow.items())
    states = tuple(n for n, _ in right)
    start = {str(k): v for k, v in initial.items()}
    missing = [n for n in states if n not in start]
    extra = [n for n in start if n not in states]
    if missing or extra:
        lack = (
            f"no initial value for {missing[0]}" if missing else f"an initial value for {extra[0]}, which has no flow"
        )
        raise WrongArguments(f"there is {lack}; the flow is that of {', '.join(states)}")
    given = {str(k): v for k, v in values.items()}
    bodies = tuple(sorted((functions or {}).items()))
    made = _made(right, tuple(given), bodies, tuple(_key(e) for e in events), tableau, clock, kinks)
    point = {n: _number(start[n], exact) for n in states} | {n: _number(v, exact) for n, v in given.items()}
    return made, point | {n: 1.0 for n in made.parameters if n not in given}


def _key(event: Event) -> tuple[Any, ...]:
    """What an event says, in a form that can be looked up."""
    from numeric.translate import as_sympy

    reset = tuple((str(k), as_sympy(v)) for k, v in event.reset.items())
    hold = None if event.hold is None else (str(event.hold[0]), float(event.hold[1]))
    return event.name, as_sympy(event.when), reset, event.direction, event.terminal, hold


@lru_cache(maxsize=64)
def _made(
    flow: tuple[tuple[str, Any], ...],
    given: tuple[str, ...],
    bodies: tuple[tuple[str, Callable[..., Any]], ...],
    keys: tuple[tuple[Any, ...], ...],
    tableau: Tableau | Rosenbrock,
    clock: str,
    kinks: bool,
) -> Model:
    """The tapes of a flow; asked for again, they are at hand."""
    import sympy as sp

    from numeric.kinks import joined, switched
    from numeric.tangents import jacobian
    from numeric.translate import tape

    right, functions = dict(flow), dict(bodies)
    states = tuple(right)
    events = [Event(name, when, dict(reset), way, ends, hold) for name, when, reset, way, ends, hold in keys]
    held = tuple(dict.fromkeys(e.hold[0] for e in events if e.hold is not None))
    for event in events:
        if event.hold is not None and event.hold[0] not in right:
            raise WrongArguments(f"event {event.name} holds {event.hold[0]}, which is no state")
        unknown = [k for k in event.reset if k not in right]
        if unknown:
            raise WrongArguments(f"event {event.name} resets {unknown[0]}, which is no state")
    switches = {n: sp.Symbol(f"_moving_{n}") for n in held}
    parameters = (*given, *(str(s) for s in switches.values()))
    flowing = [switches[n] * right[n] if n in switches else right[n] for n in states]
    main = tape([*states, *parameters, clock], flowing, functions=functions)
    smooth = switched(main) if kinks else None
    if smooth is not None:
        main, parameters = smooth.flow, (*parameters, *smooth.switches)
    names = [*states, *parameters, clock]
    watch = tape(names, [_crossing(e.when) for e in events], functions=functions)
    after = [[e.reset.get(n, sp.Symbol(n)) for n in states] for e in events]
    resets = [tape(names, a, functions=functions) if e.reset else None for e, a in zip(events, after)]
    if smooth is not None:
        watch = joined(watch, smooth.watch)
        events += [Event(n, 0, direction=0) for n in smooth.switches]
        resets += [None] * len(smooth.switches)
    slopes = jacobian(main, [*range(len(states)), len(names) - 1]) if isinstance(tableau, Rosenbrock) else None
    return Model(states, parameters, main, watch, tuple(resets), tuple(events), tableau, held, slopes)


def _number(value: Any, exact: Callable[[Any], Any]) -> Any:
    return value if isinstance(value, (int, float, np.ndarray, list, tuple, np.generic)) else float(exact(value))


def _crossing(when: Any) -> Any:
    """An expression that rises through zero where an inequality becomes true."""
    import sympy as sp

    from numeric.translate import as_sympy

    when = as_sympy(when)
    if isinstance(when, (sp.StrictGreaterThan, sp.GreaterThan)):
        return when.lhs - when.rhs
    if isinstance(when, (sp.StrictLessThan, sp.LessThan)):
        return when.rhs - when.lhs
    if isinstance(when, sp.logic.boolalg.Boolean) and not when.is_Symbol:
        raise WrongArguments(f"an event needs an expression or one inequality, not {when}")
    return when
