"""A flow with its events as tapes, ready for the stepping code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.errors import WrongArguments
from numeric.tableau import Tableau
from numeric.tape import Tape
from numeric.trajectory import Event


@dataclass(frozen=True, slots=True)
class Model:
    """A compiled flow: names in order, its machine code for each width, what the driver has to know of the events."""

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    flow: Tape
    watch: Tape
    resets: tuple[Tape | None, ...]
    events: tuple[Event, ...]
    tableau: Tableau
    held: tuple[str, ...]


def model(
    flow: Mapping[Any, Any],
    initial: Mapping[Any, Any],
    values: Mapping[Any, Any],
    functions: Mapping[str, Callable[..., Any]] | None,
    events: tuple[Event, ...],
    tableau: Tableau,
    clock: str,
    kinks: bool,
) -> tuple[Model, dict[str, Any]]:
    """The model, and the start and values by name (numbers and arrays).  Raises :class:`WrongArguments`."""
    import sympy as sp

    from numeric.kinks import kinks as kinks_of
    from numeric.translate import exact, tape

    right = {str(k): sp.sympify(v) for k, v in flow.items()}
    states = tuple(right)
    start = {str(k): v for k, v in initial.items()}
    missing = [n for n in states if n not in start]
    extra = [n for n in start if n not in right]
    if missing or extra:
        wrong = (
            f"no initial value for {missing[0]}" if missing else f"an initial value for {extra[0]}, which has no flow"
        )
        raise WrongArguments(f"there is {wrong}; the flow is that of {', '.join(states)}")
    given = {str(k): v for k, v in values.items()}
    held: list[str] = []
    for event in events:
        if event.hold is not None and str(event.hold[0]) not in right:
            raise WrongArguments(f"event {event.name} holds {event.hold[0]}, which is no state")
        if event.hold is not None and str(event.hold[0]) not in held:
            held.append(str(event.hold[0]))
    switches = {n: sp.Symbol(f"_moving_{n}") for n in held}
    parameters = (*given, *(str(s) for s in switches.values()))
    names = [*states, *parameters, clock]
    flowing = [switches[n] * right[n] if n in switches else right[n] for n in states]
    main = tape(names, flowing, functions=functions)
    watched = [_crossing(e.when) for e in events]
    all_events = list(events)
    watch = tape(names, watched, functions=functions)
    if kinks:
        watch, count = kinks_of(main, watch)
        all_events += [Event(f"_kink{k}", 0, direction=0) for k in range(count)]
    resets: list[Tape | None] = []
    for event in events:
        unknown = [str(k) for k in event.reset if str(k) not in right]
        if unknown:
            raise WrongArguments(f"event {event.name} resets {unknown[0]}, which is no state")
        by_name = {str(k): v for k, v in event.reset.items()}
        after = [by_name.get(n, sp.Symbol(n)) for n in states]
        resets.append(tape(names, after, functions=functions) if by_name else None)
    resets += [None] * (len(all_events) - len(events))
    point = {n: _number(start[n], exact) for n in states} | {n: _number(v, exact) for n, v in given.items()}
    point |= {str(s): 1.0 for s in switches.values()}
    return Model(states, parameters, main, watch, tuple(resets), tuple(all_events), tableau, tuple(held)), point


def _number(value: Any, exact: Callable[[Any], Any]) -> Any:
    return value if isinstance(value, (int, float, np.ndarray, list, tuple, np.generic)) else float(exact(value))


def _crossing(when: Any) -> Any:
    """An expression that rises through zero where an inequality becomes true."""
    import sympy as sp

    when = sp.sympify(when)
    if isinstance(when, (sp.StrictGreaterThan, sp.GreaterThan)):
        return when.lhs - when.rhs
    if isinstance(when, (sp.StrictLessThan, sp.LessThan)):
        return when.rhs - when.lhs
    if isinstance(
        when, (sp.logic.boolalg.BooleanFunction, sp.logic.boolalg.BooleanAtom, sp.core.relational.Relational)
    ):
        raise WrongArguments(f"an event needs an expression or one inequality, not {when}")
    return when
