"""Kinks of a flow: each comparison in it becomes a switch that stays as it is until its two sides cross.

Between two crossings the flow then is smooth also a little beyond the kink, so that a method keeps its order there.
"""

from __future__ import annotations

from dataclasses import dataclass

from numeric.tape import Step, Tape, TapeBuilder

#: Flows with more kinks than this are integrated as they are.
MOST = 64


@dataclass(frozen=True, slots=True)
class Switched:
    """A flow over (states, parameters, switches, time), and the tape of what each switch watches.

    A switch is the sign of its watched expression: 1, 0 or -1.
    """

    flow: Tape
    watch: Tape
    switches: tuple[str, ...]


def switched(flow: Tape) -> Switched | None:
    """The flow (time is its last name) with switches for its comparisons; None where it has none, or too many."""
    fixed = flow.fixed()
    moving = [
        step
        for step in flow.steps
        if step.operation in ("lt", "le", "max", "min", "abs", "sign") and not all(fixed[a] for a in step.arguments)
    ]
    if not moving or len(moving) > MOST:
        return None
    # At most two comparisons come from each: as many switches are named, and those not needed stay unused.
    switches = tuple(f"_switch{k}" for k in range(2 * len(moving)))
    names = (*flow.names[:-1], *switches, flow.names[-1])
    writer = _Switcher(TapeBuilder(names), len(flow.names) - 1)
    places: list[int] = []
    for step, constant in zip(flow.steps, fixed):
        places.append(writer.write(step, [places[a] for a in step.arguments], constant))
    used = switches[: len(writer.watched)]
    final = (*flow.names[:-1], *used, flow.names[-1])
    dropped = len(switches) - len(used)
    main = writer.builder.finish([places[o] for o in flow.outputs], flow.shape)
    watch = writer.builder.finish(list(writer.watched.values()), (len(used),))
    return Switched(_renamed(main, final, dropped), _renamed(watch, final, dropped), used)


class _Switcher:
    def __init__(self, builder: TapeBuilder, first: int) -> None:
        self.builder = builder
        self.first = first
        self.watched: dict[tuple[int, int], int] = {}

    def write(self, step: Step, x: list[int], constant: bool) -> int:
        if step.operation == "input" and step.value == self.first:
            return self.builder.step("input", value=len(self.builder.names) - 1)
        if constant:
            return self.builder.step(step.operation, *x, value=step.value)
        zero = self.builder.number(0)
        name, put = step.operation, self.builder.step
        if name == "lt":
            return self.less(x[0], x[1])
        if name == "le":
            return put("not", self.less(x[1], x[0]))
        if name == "max":
            return put("select", self.less(x[0], x[1]), x[1], x[0])
        if name == "min":
            return put("select", self.less(x[0], x[1]), x[0], x[1])
        if name == "abs":
            return put("select", self.less(x[0], zero), put("neg", x[0]), x[0])
        if name == "sign":
            below = put("select", self.less(x[0], zero), self.builder.number(-1), zero)
            return put("select", self.less(zero, x[0]), self.builder.number(1), below)
        return put(name, *x, value=step.value)

    def less(self, a: int, b: int) -> int:
        """The truth of a < b, as the switch of this pair says: the sign of b - a, or of a - b."""
        turned = (b, a) in self.watched
        pair = (b, a) if turned else (a, b)
        if pair not in self.watched:
            self.watched[pair] = self.builder.step("sub", b, a)
        number = list(self.watched).index(pair)
        switch = self.builder.step("input", value=self.first + number)
        half = self.builder.step("div", self.builder.number(-1 if turned else 1), self.builder.number(2))
        return self.builder.step("lt", switch, half) if turned else self.builder.step("lt", half, switch)


def _renamed(tape: Tape, names: tuple[str, ...], dropped: int) -> Tape:
    """The tape over fewer names: those before the last that were dropped are not among its inputs."""
    last = len(tape.names) - 1
    steps = tuple(
        Step("input", (), last - dropped) if s.operation == "input" and s.value == last else s for s in tape.steps
    )
    return Tape(names, steps, tape.outputs, tape.shape)


def joined(first: Tape, second: Tape) -> Tape:
    """The outputs of two tapes over the same names, one after the other."""
    builder = TapeBuilder(first.names)
    outputs: list[int] = []
    for tape in (first, second):
        places: list[int] = []
        for step in tape.steps:
            places.append(builder.step(step.operation, *(places[a] for a in step.arguments), value=step.value))
        outputs += [places[o] for o in tape.outputs]
    return builder.finish(outputs, (len(outputs),))
