"""A flow, its events and resets as machine code that steps several trajectories at a time.

All functions have one signature: pointers to ``time[w]``, ``step[w]``, ``state[n][w]``, ``parameters[m][w]``,
``slope[n][w]`` (at the start of the step), ``out[...][w]``, ``last[n][w]`` and ``error[n][w]`` of w lanes.

- ``slope`` writes the flow at (time, state) to out;
- ``events`` writes the event functions to out, ``reset0``, ``reset1``, ... the states after each event;
- ``step`` writes the state after one step to out, the slope there to last where the method has it, and its error.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from numeric.assembly import Assembly
from numeric.constants import nearest
from numeric.machine import functions, write
from numeric.tableau import Tableau
from numeric.tape import Tape

SIGNATURE = (
    "ptr noalias %time, ptr noalias %span, ptr noalias %state, ptr noalias %parameters, ptr noalias %slope, "
    "ptr noalias %out, ptr noalias %last, ptr noalias %error"
)
#: Flows of more steps than this are called rather than repeated in each stage.
INLINE = 400


def assemble(
    flow: Tape, events: Tape, resets: Sequence[Tape], states: int, parameters: int, tableau: Tableau, width: int
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
                loads[position] = _load(a, source, row)
            return loads[position]

        for row, value in enumerate(write(tape, a, load)):
            _store(a, "%out", row, value)
        parts.extend([head.format(name=name), *a.lines, "  ret void", "}"])
        collect(a)

    def collect(a: Assembly) -> None:
        for name in a.called:
            needed[name] = None
        declared.update(a.declared)

    declared: dict[str, str] = {}
    often = "alwaysinline" if len(flow.steps) * len(tableau.b) <= INLINE * 7 else "noinline"
    core = "define internal void @{name}(ptr %time, ptr %state, ptr %parameters, ptr %out) " + often + " {{"
    evaluation("flow", flow, core)
    evaluation("events", events, f"define void @{{name}}({SIGNATURE}) {{{{")
    for k, reset in enumerate(resets):
        evaluation(f"reset{k}", reset, f"define void @{{name}}({SIGNATURE}) {{{{")
    parts += [
        f"define void @slope({SIGNATURE}) {{",
        "  call void @flow(ptr %time, ptr %state, ptr %parameters, ptr %out)",
        "  ret void",
        "}",
    ]
    a = _step(states, tableau, width)
    parts += [f"define void @step({SIGNATURE}) {{", *a.lines, "  ret void", "}"]
    collect(a)
    shared = Assembly(width)
    shared.called, shared.declared = needed, declared
    return "\n".join([*parts, *functions(shared)]) + "\n"


def _place(position: int, states: int, parameters: int) -> tuple[str, int]:
    if position < states:
        return "%state", position
    if position < states + parameters:
        return "%parameters", position - states
    return "%time", 0


def _load(a: Assembly, base: str, row: int) -> str:
    pointer = a.emit(f"getelementptr double, ptr {base}, i64 {row * a.width}")
    return a.emit(f"load {a.D}, ptr {pointer}, align 8")


def _store(a: Assembly, base: str, row: int, value: str) -> None:
    pointer = a.emit(f"getelementptr double, ptr {base}, i64 {row * a.width}")
    a.lines.append(f"  store {a.D} {value}, ptr {pointer}, align 8")


def _step(states: int, tableau: Tableau, width: int) -> Assembly:
    a = Assembly(width)
    time, h = _load(a, "%time", 0), _load(a, "%span", 0)
    now = a.emit(f"alloca {a.D}, align 64")
    stage = a.emit(f"alloca [{states} x {a.D}], align 64")
    slopes = ["%slope"]
    slopes += [a.emit(f"alloca [{states} x {a.D}], align 64") for _ in tableau.b[1:]]
    if tableau.first_same_as_last:
        slopes[-1] = "%last"
    for k in range(1, len(tableau.b)):
        _store(a, now, 0, a.fma(h, a.number(nearest(tableau.c[k])), time))
        last = tableau.first_same_as_last and k == len(tableau.b) - 1
        target = "%out" if last else stage
        _combine(a, "%state", h, slopes, tableau.a[k], states, target)
        a.lines.append(f"  call void @flow(ptr {now}, ptr {target}, ptr %parameters, ptr {slopes[k]})")
    if not tableau.first_same_as_last:
        _combine(a, "%state", h, slopes, tableau.b, states, "%out")
    if tableau.error:
        _combine(a, None, h, slopes, tableau.error, states, "%error")
    return a


def _combine(
    a: Assembly, start: str | None, h: str, slopes: Sequence[str], weights: Sequence[Fraction], states: int, to: str
) -> None:
    """To = start + h * (sum of the weighted slopes)."""
    for row in range(states):
        total = ""
        for slope, weight in zip(slopes, weights):
            if weight:
                value, factor = _load(a, slope, row), a.number(nearest(weight))
                total = a.fma(value, factor, total) if total else a.mul(value, factor)
        result = a.mul(h, total) if start is None else a.fma(h, total, _load(a, start, row))
        _store(a, to, row, result)
