"""A flow, its events and resets as machine code that steps several trajectories at a time.

All functions have one signature: pointers to ``time[w]``, ``step[w]``, ``state[n][w]``, ``parameters[m][w]``,
``slope[n][w]`` (at the start of the step), ``out[...][w]``, ``last[n][w]`` and ``error[n][w]`` of w lanes.

- ``slope`` writes the flow at (time, state) to out;
- ``events`` writes the event functions to out, ``reset0``, ``reset1``, ... the states after each event;
- ``cruise`` (fixed steps only) takes whole steps until an event or a state that is not finite would come;
- ``step`` writes the state after one step to out, the slope there to last where the method has it, and its error;
- ``jacobian`` (implicit methods only) writes the derivatives by the states and by time, row by row.
"""

from __future__ import annotations

from collections.abc import Sequence

from numeric.assembly import Assembly
from numeric.constants import nearest
from numeric.cruise_code import cruise
from numeric.machine import functions, write
from numeric.row_code import combine, load_row, store_row
from numeric.tableau import Rosenbrock, Tableau
from numeric.tape import Tape

SIGNATURE = (
    "ptr noalias %time, ptr noalias %span, ptr noalias %state, ptr noalias %parameters, ptr noalias %slope, "
    "ptr noalias %out, ptr noalias %last, ptr noalias %error"
)
#: Flows of more steps than this are called rather than repeated in each stage.
INLINE = 400


def assemble(
    flow: Tape,
    events: Tape,
    directions: Sequence[int],
    resets: Sequence[Tape],
    states: int,
    parameters: int,
    tableau: Tableau | Rosenbrock,
    width: int,
    jacobian: Tape | None = None,
) -> str:
    """The module's text; the tapes' names are the states, the parameters, and the time."""
    parts: list[str] = []
    needed: dict[str, None] = {}

    def evaluation(name: str, tape: Tape, head: str) -> None:
        a = Assembly(width)
        loads: dict[int, str] = {}

        def load(position: int) -> str:
            if position not in loads:
                source, row = _place(position, states, parameters)
                loads[position] = load_row(a, source, row)
            return loads[position]

        for row, value in enumerate(write(tape, a, load)):
            store_row(a, "%out", row, value)
        parts.extend([head.format(name=name), *a.lines, "  ret void", "}"])
        collect(a)

    def collect(a: Assembly) -> None:
        for name in a.called:
            needed[name] = None
        declared.update(a.declared)

    declared: dict[str, str] = {}
    calls = 1 if isinstance(tableau, Rosenbrock) else len(tableau.b)
    often = "alwaysinline" if len(flow.steps) * calls <= INLINE * 7 else "noinline"
    core = "define internal void @{name}(ptr %time, ptr %state, ptr %parameters, ptr %out) " + often + " {{"
    evaluation("flow", flow, core)
    evaluation("watch", events, core)
    for k, reset in enumerate(resets):
        evaluation(f"reset{k}", reset, f"define void @{{name}}({SIGNATURE}) {{{{")
    for name, inner in (("slope", "flow"), ("events", "watch")):
        parts += [
            f"define void @{name}({SIGNATURE}) {{",
            f"  call void @{inner}(ptr %time, ptr %state, ptr %parameters, ptr %out)",
            "  ret void",
            "}",
        ]
    if isinstance(tableau, Rosenbrock):
        assert jacobian is not None
        evaluation("jacobian", jacobian, f"define void @{{name}}({SIGNATURE}) {{{{")
        return _module(parts, needed, declared, width)
    a = _step(states, tableau, width)
    parts += [f"define void @step({SIGNATURE}) {{", *a.lines, "  ret void", "}"]
    collect(a)
    if not tableau.error:
        parts += cruise(states, directions, tableau, width)
    return _module(parts, needed, declared, width)


def _module(parts: list[str], needed: dict[str, None], declared: dict[str, str], width: int) -> str:
    shared = Assembly(width)
    shared.called, shared.declared = needed, declared
    return "\n".join([*parts, *functions(shared)]) + "\n"


def _place(position: int, states: int, parameters: int) -> tuple[str, int]:
    if position < states:
        return "%state", position
    if position < states + parameters:
        return "%parameters", position - states
    return "%time", 0


def _step(states: int, tableau: Tableau, width: int) -> Assembly:
    a = Assembly(width)
    time, h = load_row(a, "%time", 0), load_row(a, "%span", 0)
    now = a.emit(f"alloca {a.D}, align 64")
    stage = a.emit(f"alloca [{states} x {a.D}], align 64")
    slopes = ["%slope"]
    slopes += [a.emit(f"alloca [{states} x {a.D}], align 64") for _ in tableau.b[1:]]
    if tableau.first_same_as_last:
        slopes[-1] = "%last"
    for k in range(1, len(tableau.b)):
        store_row(a, now, 0, a.fma(h, a.number(nearest(tableau.c[k])), time))
        last = tableau.first_same_as_last and k == len(tableau.b) - 1
        target = "%out" if last else stage
        combine(a, "%state", h, slopes, tableau.a[k], states, target)
        a.lines.append(f"  call void @flow(ptr {now}, ptr {target}, ptr %parameters, ptr {slopes[k]})")
    if not tableau.first_same_as_last:
        combine(a, "%state", h, slopes, tableau.b, states, "%out")
    if tableau.error:
        combine(a, None, h, slopes, tableau.error, states, "%error")
    return a
